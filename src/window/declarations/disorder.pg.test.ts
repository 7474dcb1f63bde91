import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { sampleContainer, sampleDeclaration } from '../../../tests/support/sample-declarations.ts'
import { buildSnapshot } from '../../assess/public.ts'
import { instant } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import { uuidv7 } from '../../platform/random.ts'
import { createIntake } from './intake.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const now = instant('2026-03-02T01:00:00Z')
const snapshot = buildSnapshot({ revision: '1', pack: cn, versions: cn.tables.flatMap((seed) => seed.versions), grades: (code) => code.slice(2) })
const rules = { current: async () => snapshot }
const ports = cn.ports.map((port) => port.code)

/** One message of a history: which declaration it carries, and whether it arrives broken. */
interface Message {
  readonly n: number
  readonly broken: boolean
}

function contextOf(enterprise: string): Context {
  return {
    actor: { kind: 'machine', id: enterprise, name: enterprise, roles: ['trader'], enterprise, ports: ['*'] },
    now,
    newId: () => uuidv7(now),
    requestId: 'r',
    db: database.db,
    log: undefined as never,
  }
}

let histories = 0
async function play(messages: readonly Message[], processes: number, largest: number): Promise<{ run: string; answers: Map<number, Set<string>> }> {
  const run = `H${++histories}`
  const intakes = Array.from({ length: processes }, () => createIntake(database.db, rules, { largest }))
  const answers = new Map<number, Set<string>>()
  await Promise.all(
    messages.map(async ({ n, broken }, i) => {
      const enterprise = `E-${['AA', 'B', 'D'][n % 3]}`
      // Pairs of declarations share a box, whoever declares it.
      const declaration = sampleDeclaration({
        reference: `${run}-${n}`,
        port: ports[n % 2] ?? '',
        declarant: enterprise,
        consignee: enterprise,
        containers: [{ number: sampleContainer(n >> 1) }],
      })
      const outcome = await intakes[i % processes]?.submit(contextOf(enterprise), broken ? { ...declaration, items: [] } : declaration, `${run}-${n}`)
      if (outcome === undefined || outcome.kind === 'refused') return expect(broken).toBe(true)
      answers.set(n, new Set([...(answers.get(n) ?? []), JSON.stringify(outcome.receipt)]))
    }),
  )
  return { run, answers }
}

/** What there is after a history, without what must differ: ids and numbers. */
async function endState(run: string): Promise<unknown> {
  return database.db.query(
    `select substr(d.reference, length($1) + 2) as n, d.port, d.declarant, d.status, d.release_mode, encode(d.content_hash, 'hex') <> '' as hashed,
       (select json_agg(json_build_array(l.number, l.visit) order by l.number)
        from single_window.consignment_container l where l.port = d.port and l.declaration_id = d.id) as boxes,
       (select json_agg(e.type order by e.id)
        from ledger.entry e where e.port = d.port and e.subject_kind = 'declaration' and e.subject_id = d.id::text) as facts,
       (select count(*) from platform.job j where j.kind = 'declarations-told' and j.payload -> 'ids' ? d.id::text) as told
     from single_window.declaration d where d.reference like $1 || '-%' order by d.port, length(d.reference), d.reference`,
    [run],
  )
}

const history = fc
  .record({
    declarations: fc.integer({ min: 1, max: 12 }),
    copies: fc.array(fc.record({ n: fc.nat(11), broken: fc.boolean() }), { maxLength: 40 }),
    seed: fc.integer(),
  })
  .chain(({ declarations, copies }) => {
    const every = Array.from({ length: declarations }, (_, n): Message => ({ n, broken: false }))
    const all = [...every, ...copies.filter(({ n }) => n < declarations)]
    return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }).map((shuffled) => ({ declarations, shuffled }))
  })

test('however messages are repeated, broken and shuffled between processes, the end is that of each one once in order', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 9 }), async ({ declarations, shuffled }, processes, largest) => {
      const inOrder = await play(
        Array.from({ length: declarations }, (_, n) => ({ n, broken: false })),
        1,
        400,
      )
      const disordered = await play(shuffled, processes, largest)
      expect(await endState(disordered.run)).toEqual(await endState(inOrder.run))
      for (const [, answers] of disordered.answers) expect(answers.size).toBe(1)
    }),
    { numRuns: 40 },
  )
}, 120_000)
