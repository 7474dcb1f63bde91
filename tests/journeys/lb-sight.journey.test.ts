import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyInclusion } from '../../src/platform/ledger/proof.ts'
import { sealAll } from '../../src/platform/ledger/seal.ts'
import type { EntryProof, WithheldProof } from '../../src/platform/ledger/views.ts'
import type { SubjectSight } from '../../src/platform/sight/known-subjects.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { crews, spanFrom } from '../support/joint.ts'
import { freshSigner } from '../support/ledger.ts'
import { sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>
let trader: Party
let auditor: Party
let boxes = 9300
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
  trader = app.as({ role: 'trader', enterprise: 'E-B' })
  auditor = app.as({ role: 'auditor' })
})
afterAll(() => app.close())

/** Words that only the parties of the case may read, each in another kind of fact. */
const secrets = ['tip-off from the yard', 'seal number repainted', 'no scales on Monday', 'powder between the layers'] as const

interface Told {
  readonly declaration: string
  readonly directives: readonly string[]
  readonly collision: string
  readonly inspection: string
}

/** A declared box that customs and quarantine inspect together, with everything said that is not for others' eyes. */
async function secretCase(): Promise<Told> {
  const box = sampleContainer(++boxes)
  const declared = await trader.post('/declarations', sampleDeclaration({ declarant: 'E-B', consignee: 'E-B', containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))
  expect(declared.status, declared.text).toBe(201)
  const first = await who.direct('CUS', box, { reason: secrets[0], checks: ['seal number repainted'] })
  const { id, inspection, collision } = await who.direct('CIQ', box)
  const slots = [spanFrom(app.clock.now(), 1, 2), spanFrom(app.clock.now(), 2, 3)]
  await who.agree(inspection.id, ['CUS'], slots[0] ?? { from: '', to: '' })
  await who.act('CIQ', inspection.id, 'reschedule', { slot: slots[1], site: 'P2', reason: secrets[2] })
  await who.agree(inspection.id, ['CUS', 'CIQ'], slots[1] ?? { from: '', to: '' })
  await who.act('CUS', inspection.id, 'start')
  await who.act('CUS', inspection.id, 'open')
  await who.act('CUS', inspection.id, 'findings', { checks: [{ code: 'seal number repainted', outcome: 'problem', note: secrets[3] }] })
  return { declaration: declared.body.id, directives: [first.id, id], collision: collision.id, inspection: inspection.id }
}

/** Every way to facts about a case. */
const waysTo = ({ declaration, directives, collision, inspection }: Told): string[] => [
  ...[`declaration:${declaration}`, ...directives.map((id) => `directive:${id}`), `collision:${collision}`, `joint-inspection:${inspection}`, `access:${inspection}`].map((subject) => `/ledger?subject=${subject}&limit=200`),
  `/declarations/${declaration}/timeline?limit=200`,
]

/** What a reader learns of a case that it may not know: words of it, or that it is there. */
async function leaks(reader: Party, told: Told, more: readonly string[] = []): Promise<string[]> {
  const texts = await Promise.all([...waysTo(told), ...more].map(async (way) => ({ way, text: (await reader.get(way)).text })))
  const hidden = [...secrets, told.inspection, told.collision, ...told.directives]
  return texts.flatMap(({ way, text }) => hidden.filter((word) => text.includes(word)).map((word) => `${way}: ${word}`))
}

async function seal(): Promise<void> {
  const signer = freshSigner()
  for (let sealed = 1; sealed > 0; ) sealed = await sealAll(app.machine.db, signer)
}

describe('LB-09 the ledger', () => {
  test('LB-09: an officer of an agency that takes no part learns nothing of the case from the ledger or the time-line of the declaration; those of a party read it all', async () => {
    const told = await secretCase()
    expect(await leaks(who.BPI, told)).toEqual([])
    expect((await who.BPI.get(`/declarations/${told.declaration}/timeline`)).body.items.map((fact: { type: string }) => fact.type)).toContain('DeclarationAccepted')
    for (const reader of [who.CIQ, who.CUS, auditor]) {
      const found = (await leaks(reader, told)).join('\n')
      for (const word of [...secrets, told.inspection]) expect(found).toContain(word)
    }
  })

  test('LB-09: an agency that is no longer in still reads what it did itself, and nothing that came after', async () => {
    const box = sampleContainer(++boxes)
    await who.direct('CUS', box, { reason: 'weight differs' })
    await who.direct('CIQ', box)
    const { inspection } = await who.direct('MSA', box, { legalBasis: 'dangerous goods order' })
    await who.act('CIQ', inspection.id, 'decline', { reason: 'no crew' })
    await who.act('CUS', inspection.id, 'agree', { slot: spanFrom(app.clock.now(), 3, 4), site: 'P3', crew: ['C-late'] })
    const facts = async (reader: Party): Promise<{ type: string; actor: { of?: string } }[]> => (await reader.get(`/ledger?subject=joint-inspection:${inspection.id}&limit=200`)).body.items
    const [left, stays] = [await facts(who.CIQ), await facts(who.MSA)]
    expect(left.map((fact) => fact.type)).toContain('JointInspectionDeclined')
    expect(left.map((fact) => fact.actor.of).filter((of) => of !== 'agency:CIQ')).toEqual([])
    expect(stays.map((fact) => fact.actor.of)).toContain('agency:CUS')
  })

  test('LB-09: a port read in order keeps the place of what is withheld, with the hash of its leaf; the proof of it holds and says nothing', async () => {
    const told = await secretCase()
    await seal()
    interface Item { readonly id: string; readonly position: number; readonly withheld?: true; readonly leafHash?: string }
    const all = async (reader: Party): Promise<Item[]> => {
      const items: Item[] = []
      for (let after = ''; ; ) {
        const { body } = await reader.get(`/ledger?port=380101&limit=200${after}`)
        items.push(...body.items)
        if (body.next === undefined) return items
        after = `&after=${body.next}`
      }
    }
    const [cut, whole] = [await all(who.BPI), await all(auditor)]
    expect(cut.map(({ id, position }) => [id, position])).toEqual(whole.slice(0, cut.length).map(({ id, position }) => [id, position]))
    expect(whole.some((item) => item.withheld === true)).toBe(false)
    const withheld = cut.filter((item) => item.withheld === true)
    expect(withheld.length).toBeGreaterThan(8)
    expect(JSON.stringify(cut)).not.toContain(told.inspection)
    for (const word of secrets) expect(JSON.stringify(cut)).not.toContain(word)
    for (const item of withheld.slice(-3)) {
      const [blind, open] = [(await who.BPI.get(`/ledger/proof?entry=${item.id}`)).body as WithheldProof, (await auditor.get(`/ledger/proof?entry=${item.id}`)).body as EntryProof]
      expect(blind.entry).toEqual({ id: item.id, port: '380101', position: item.position, withheld: true, leafHash: item.leafHash })
      expect(Object.keys(blind).sort()).toEqual(['audit', 'checkpoint', 'entry'])
      expect(createHash('sha256').update(Buffer.concat([Buffer.from([0]), Buffer.from(open.leaf)])).digest('hex')).toBe(blind.entry.leafHash)
      const audit = blind.audit.map((hash) => Buffer.from(hash, 'hex'))
      expect(verifyInclusion(Buffer.from(blind.entry.leafHash, 'hex'), item.position, blind.checkpoint.size, audit, Buffer.from(blind.checkpoint.root, 'hex'))).toBe(true)
    }
  })

  test('LB-09: who reads facts of a case, or its directives in a list, is in its log of readings; who is shown nothing is not', async () => {
    const readers = async (inspection: string): Promise<string[]> => (await auditor.get(`/ledger?subject=access:${inspection}&limit=200`)).body.items.map((fact: { actor: { id: string } }) => fact.actor.id)
    const reading: Readonly<Record<string, (told: Told) => string>> = {
      ledger: (told) => `/ledger?subject=directive:${told.directives[0]}`,
      timeline: (told) => `/declarations/${told.declaration}/timeline?limit=200`,
      list: (told) => `/directives?declaration=${told.declaration}`,
      queue: (told) => `/directives?state=started&declaration=${told.declaration}`,
    }
    const told = await secretCase()
    for (const [name, way] of Object.entries(reading)) {
      const reader = app.as({ role: 'officer', agency: 'CIQ', id: `reads-${name}` })
      await reader.get(way(told))
      await app.as({ role: 'officer', agency: 'BPI', id: `reads-${name}` }).get(way(told))
      const log = await readers(told.inspection)
      expect(log, name).toContain(reader.actor.id)
      expect(log.filter((id) => id.includes('BPI')), name).toEqual([])
    }
  })

  test('LB-09 twin: with every subject given to the whole port, as a hole would, the same look finds the leak', async () => {
    const told = await secretCase()
    const sights = app.modules.sights as Map<string, SubjectSight | 'port'>
    for (const kind of ['directive', 'collision', 'joint-inspection']) {
      const sight = sights.get(kind)
      sights.set(kind, 'port')
      expect(await leaks(who.BPI, told), kind).not.toEqual([])
      sights.set(kind, sight ?? 'port')
    }
    expect(await leaks(who.BPI, told)).toEqual([])
  })
})

describe('LB-09 notices', () => {
  const whys = ['yard closed for dredging', 'no reefer plug', 'typed the wrong box', 'methods were too many', 'not worth two crews'] as const

  /** Everything that parties do with a reason, on boxes of one trader at one site; the words of their notices as a reader has them. */
  async function withReasons(): Promise<string[]> {
    const boxOf = async (): Promise<string> => {
      const box = sampleContainer(++boxes)
      await trader.post('/declarations', sampleDeclaration({ declarant: 'E-B', consignee: 'E-B', containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))
      return box
    }
    const match = async () => {
      const box = await boxOf()
      const first = await who.direct('CUS', box, { site: 'S1' })
      return { first, second: await who.direct('CIQ', box, { site: 'S1' }) }
    }
    const moved = await match()
    await who.agree(moved.second.inspection.id, ['CUS'], spanFrom(app.clock.now(), 1, 2), 'S1')
    await who.act('CIQ', moved.second.inspection.id, 'reschedule', { slot: spanFrom(app.clock.now(), 2, 3), site: 'S1', reason: whys[0] })
    const declined = await match()
    await who.act('CIQ', declined.second.inspection.id, 'decline', { reason: whys[1] })
    const changed = await match()
    expect((await who.CIQ.post(`/directives/${changed.second.id}/amend`, { methods: ['open', 'weigh'], reason: whys[3] })).status).toBe(200)
    expect((await who.CIQ.post(`/directives/${changed.second.id}/withdraw`, { reason: whys[2] })).status).toBe(200)
    const judged = await match()
    const no = { yes: false, reason: whys[4] }
    expect((await who.coordinator.post(`/joint-inspections/${judged.second.inspection.id}/judge`, { necessity: no, feasibility: { yes: true }, effectiveness: { yes: true } })).status).toBe(200)
    await app.settle()
    // Directives that go on alone, of what was declined and of what was judged against.
    return [declined, judged].flatMap(({ first, second }) => [first.id as string, second.id as string])
  }

  test('LB-09: trader and operator hear what happens to their goods and their site, never why an agency does it nor who; the agencies read why', async () => {
    const alone = await withReasons()
    const looks = await Promise.all(alone.map(async (id) => (await who.coordinator.get(`/directives/${id}`)).body.inspection as string))
    const all = async (reader: Party): Promise<string> => (await reader.get('/notices?limit=200')).text
    const types = ['InspectionRescheduled', 'JointDeclined', 'DirectiveAmended', 'DirectiveWithdrawn', 'JointJudgedAgainst']
    for (const reader of [trader, app.as({ role: 'operator', site: 'S1' })]) {
      const text = await all(reader)
      for (const type of types) expect(text, reader.actor.id).toContain(`"${type}"`)
      for (const word of [...whys, 'officer.']) expect(text, reader.actor.id).not.toContain(word)
      expect(text).not.toContain('{{')
      // Of every look that is held alone now they hear by itself, with its time.
      const required = ((await reader.get('/notices?limit=200')).body.items as { type: string; subjectId: string }[]).flatMap(({ type, subjectId }) => (type === 'InspectionRequired' ? [subjectId] : []))
      expect(required).toEqual(expect.arrayContaining(looks))
    }
    const agencies = await all(who.CUS)
    for (const word of whys) expect(agencies).toContain(word)
    // What is stored for them is no more than what they read.
    const [kept] = await app.database.ownerDb.query<{ n: number }>(`select count(*) as n from platform.notice where recipient_kind in ('enterprise', 'site') and (facts ? 'reason' or facts ? 'person') and type <> 'DispositionRecorded'`, [])
    expect(kept?.n).toBe(0)
  })

  test('LB-09: that a notice was sent is no news to whom its subject is hidden', async () => {
    const told = await secretCase()
    const about = `/notices?subject=joint-inspection:${told.inspection}`
    const sent = (await who.CUS.get(about)).body.items as { id: string }[]
    expect(sent.length).toBeGreaterThan(4)
    expect((await who.BPI.get(about)).body.items).toEqual([])
    expect((await who.BPI.get(`/notices/${sent[0]?.id}/receipts`)).status).toBe(404)
    expect((await who.CUS.get(`/notices/${sent[0]?.id}/receipts`)).status).toBe(200)
  })
})

describe('TM-06, LB-09 shared boxes', () => {
  test('TM-06, LB-09: of a box that two traders share each reads its own lot: decision, result, notice; nothing of the other', async () => {
    const box = sampleContainer(++boxes)
    const other = app.as({ role: 'trader', enterprise: 'E-C' })
    const lot = async (owner: Party, enterprise: string): Promise<{ id: string; number: string }> => {
      const sent = await owner.post('/declarations', sampleDeclaration({ declarant: enterprise, consignee: enterprise, containers: [{ number: box, load: 'lcl' }], items: [{ ...tee, containers: [box] }] }))
      expect(sent.status, sent.text).toBe(201)
      return sent.body
    }
    const [mine, theirs] = [await lot(trader, 'E-B'), await lot(other, 'E-C')]
    await app.settle()
    await who.direct('CUS', box, { checks: ['brand'] })
    const { inspection } = await who.direct('CIQ', box)
    await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'S1')
    await who.act('CUS', inspection.id, 'start')
    await who.act('CUS', inspection.id, 'open', { object: { kind: 'container', ref: box } })
    await who.act('CUS', inspection.id, 'findings', { checks: [{ code: 'brand', outcome: 'problem', note: 'counterfeit shoes' }] })
    await who.act('CUS', inspection.id, 'dispositions', { disposition: 'CUS-HOLD', reason: 'counterfeit shoes', lots: [theirs.number] })

    // What one owner says in the case the agencies and the site hear, not the other owner.
    const said = await trader.post(`/joint-inspections/${inspection.id}/messages`, { text: 'our pallets stand left' })
    expect(said.status, said.text).toBe(201)
    await who.CUS.post(`/joint-inspections/${inspection.id}/messages`, { text: 'gate seven', audience: 'everyone' })

    interface Task { readonly agency: string; readonly disposition?: { readonly code: string } }
    interface ResultRow { readonly agency: string; readonly outcome?: string; readonly effect?: string; readonly declarations: string[] }
    const decided = async (party: Party): Promise<(string | undefined)[]> => ((await party.get(`/joint-inspections/${inspection.id}`)).body.tasks as Task[]).map((task) => task.disposition?.code)
    expect(await decided(trader)).toEqual([undefined, undefined])
    expect(await decided(other)).toEqual([undefined, 'CUS-HOLD'])
    for (const agency of ['CUS', 'CIQ'] as const) await who.act(agency, inspection.id, 'dispositions', { disposition: `${agency}-PASS` })
    await who.act('CUS', inspection.id, 'close')
    expect(await decided(trader)).toEqual(['CIQ-PASS', 'CUS-PASS'])
    expect(await decided(other)).toEqual(['CIQ-PASS', 'CUS-HOLD'])
    await app.settle()

    const results = async (party: Party): Promise<unknown[]> => ((await party.get(`/results?inspection=${inspection.id}`)).body.items as ResultRow[]).map(({ agency, outcome, effect, declarations }) => [agency, outcome, effect, declarations]).sort()
    expect(await results(trader)).toEqual([['CIQ', 'clear', 'qualify', [mine.id]], ['CUS', 'clear', 'qualify', [mine.id]]])
    expect(await results(other)).toEqual([['CIQ', 'clear', 'qualify', [theirs.id]], ['CUS', 'problem', 'hold', [theirs.id]]])

    const ways = (id: string): string[] => [`/joint-inspections/${inspection.id}`, '/joint-inspections?limit=200', '/results?limit=200', '/notices?limit=200', `/declarations/${id}/timeline?limit=200`, `/declarations/${id}`, `/joint-inspections/${inspection.id}/messages`]
    const read = async (party: Party, id: string): Promise<string> => (await Promise.all(ways(id).map(async (way) => (await party.get(way)).text))).join('\n')
    const [ownText, otherText] = [await read(trader, mine.id), await read(other, theirs.id)]
    for (const word of [theirs.id, theirs.number, 'CUS-HOLD', 'counterfeit', 'E-C']) expect(ownText).not.toContain(word)
    for (const text of [ownText, otherText]) expect(text).toContain('gate seven')
    expect(ownText).toContain('pallets')
    for (const word of [mine.id, mine.number, 'E-B', 'pallets']) expect(otherText).not.toContain(word)
    // The same looks find what is there: the owner of the lot is told, with the reason of the decision on its goods.
    for (const word of [theirs.number, 'CUS-HOLD', 'counterfeit']) expect(otherText).toContain(word)
    expect((await who.CIQ.get('/notices?limit=200')).text).toContain(theirs.number)
  })
})
