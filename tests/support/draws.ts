import { expect } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { days, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import type { Pack } from '../../src/kernel/pack.ts'
import { sha256Hex } from '../../src/kernel/sha256.ts'
import { commitmentOf } from '../../src/assess/draws/domain/seed.ts'
import { sealAll } from '../../src/platform/ledger/seal.ts'
import { startApp, type Party, type Reply, type TestApp } from './app.ts'
import { freshSigner } from './ledger.ts'
import { sampleDeclaration } from './sample-declarations.ts'

export const agencies = ['BPI', 'CIQ', 'CUS', 'MSA'] as const
export type AgencyCode = (typeof agencies)[number]

/** The pack with other numbers for draws, so that small lists show what large ones do. */
export function packWith(values: Readonly<Record<string, number>>): Pack {
  return { ...cn, parameters: cn.parameters.map((parameter) => ({ ...parameter, value: values[parameter.name] ?? parameter.value })) }
}

const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '23:59' }))
const valid = [{ kind: 'enforcement', number: 'ZF-1', validFrom: '2020-01-01', validTo: '2030-01-01' }]

/** An inspector of customs at Beilun for the register. */
export function inspector(id: string, changes: object = {}): object {
  return { id, name: `Inspector ${id}`, agency: 'CUS', port: '380101', skills: ['open'], shifts: week, qualifications: valid, ...changes }
}

/** The product with inspectors in the register for longer than the watch of the pack, and everything a draw needs at hand. */
export async function startDraws(values: Readonly<Record<string, number>>, inspectors: readonly object[], interests: readonly object[] = []) {
  const app = await startApp({ pack: packWith(values) })
  const signer = freshSigner()
  const administrator = app.as({ role: 'administrator' })
  const record = async (register: string, data: object, expectedVersion = 0): Promise<Reply> => {
    const reply = await administrator.post(`/registers/${register}`, { validFrom: toIso(app.clock.now()), data, expectedVersion })
    expect(reply.status, reply.text).toBe(201)
    return reply
  }
  for (const data of inspectors) await record('officers', data)
  for (const data of interests) await record('interests', data)
  app.clock.advanceTo(plus(app.clock.now(), days(2)))
  const coordinator = app.as({ role: 'coordinator', agency: 'CUS' })
  const room = {
    app,
    signer,
    record,
    administrator,
    coordinator,
    /** Keeps the roster, and so orders no draw. */
    keeper: app.as({ role: 'coordinator', agency: 'CUS', id: 'keeper' }),
    /** The second person. */
    headquarters: app.as({ role: 'headquarters' }),
    officer: (agency: AgencyCode): Party => app.as({ role: 'officer', agency }),
    /** So many declarations of T-shirts by E-B, or others. */
    async declare(count: number, changes: Parameters<typeof sampleDeclaration>[0] = {}): Promise<{ id: string; number: string }[]> {
      const trader = app.as({ role: 'trader', enterprise: changes.declarant ?? 'E-B' })
      const made = []
      for (let n = 0; n < count; n++) {
        const reply = await trader.post('/declarations', sampleDeclaration(changes))
        expect(reply.status, reply.text).toBe(201)
        made.push({ id: reply.body.id, number: reply.body.number })
      }
      return made
    },
    async order(body: object = {}): Promise<Reply> {
      return coordinator.post('/draws', { port: '380101', ...body })
    },
    secretOf: (draw: string, agency: string): string => sha256Hex(`secret ${draw} ${agency}`),
    async commit(draw: string, agency: AgencyCode): Promise<Reply> {
      return room.officer(agency).post(`/draws/${draw}/commitment`, { commitment: commitmentOf(draw, agency, room.secretOf(draw, agency)) })
    },
    async reveal(draw: string, agency: AgencyCode): Promise<Reply> {
      return room.officer(agency).post(`/draws/${draw}/reveal`, { secret: room.secretOf(draw, agency) })
    },
    /** The ledger seals, and half a second later the job looks. */
    async seal(): Promise<void> {
      // A transaction that another test has open on the same cluster holds sealing back for as long as it lasts.
      for (let tries = 0; ; tries++) {
        await sealAll(app.machine.db, signer)
        const [left] = await app.database.ownerDb.query<{ n: number }>('select count(*) as n from ledger.entry e where not exists (select 1 from ledger.leaf l where l.port = e.port and l.entry_id = e.id)')
        if (left?.n === 0) break
        if (tries > 500) throw new Error(`${left?.n} entries could not be sealed`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      app.clock.advanceTo(plus(app.clock.now(), seconds(1)))
      await app.settle()
    },
    /** From a frozen list to the result, everybody doing their part. */
    async finish(draw: string): Promise<Reply['body']> {
      for (const agency of agencies) expect((await room.commit(draw, agency)).status).toBe(200)
      await room.seal()
      let last: Reply | undefined
      for (const agency of agencies) last = await room.reveal(draw, agency)
      expect(last?.body.state, last?.text).toBe('drawn')
      return room.published(draw)
    },
    /** Drawn objects that were not inspected, on the word of two persons. */
    async notInspected(draw: string, object: string, exception = 'Destroyed before inspection.'): Promise<Reply> {
      const asked = await room.officer('CUS').post(`/draws/${draw}/outcomes`, { object, items: [], result: 'not-inspected', exception })
      expect(asked.status, asked.text).toBe(201)
      const wish = asked.body.askedOutcomes.find((one: { object: string }) => one.object === object)
      return coordinator.post(`/draws/${draw}/outcomes/${wish.id}/approve`)
    },
    /** Everybody on the list, as headquarters learns it page by page. */
    async names(draw: string): Promise<Reply['body'][]> {
      const found: Reply['body'][] = []
      for (let after: string | undefined, more = true; more; more = after !== undefined) {
        const page: Reply = await room.headquarters.post(`/draws/${draw}/names`, { purpose: 'To hold the list against the register.', of: 'list', limit: 200, after })
        expect(page.status, page.text).toBe(200)
        found.push(...page.body.items)
        after = page.body.next
      }
      return found
    },
    /** The public record of a draw and everybody on its list. */
    view: async (draw: string): Promise<Reply['body']> => ({ ...(await room.published(draw)), names: await room.names(draw) }),
    published: async (draw: string): Promise<Reply['body']> => (await app.nobody.get(`/public/draws/${draw}`)).body,
  }
  return room
}

export type DrawRoom = Awaited<ReturnType<typeof startDraws>>
export type { TestApp }
