import { afterAll, beforeAll, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { sampleContainer, sampleDeclaration } from '../../../tests/support/sample-declarations.ts'
import { buildSnapshot } from '../../assess/public.ts'
import type { Actor } from '../../kernel/actor.ts'
import { days, instant, plus, type Instant } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import { uuidv7 } from '../../platform/random.ts'
import type { Outcome } from './accept-declarations.ts'
import { createIntake } from './intake.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const now = instant('2026-03-02T01:00:00Z')
const snapshot = buildSnapshot({
  revision: '1',
  pack: cn,
  versions: cn.tables.flatMap((seed) => seed.versions),
  grades: (code) => /^E-(AA|[ABCD])$/.exec(code)?.[1],
})
const rules = { current: async () => snapshot }

function trader(enterprise: string, at: Instant = now): Context {
  const actor: Actor = { kind: 'machine', id: `trader.${enterprise}`, name: enterprise, roles: ['trader'], enterprise, ports: ['*'] }
  return { actor, now: at, newId: () => uuidv7(at), requestId: 'r', db: database.db, log: undefined as never }
}

const receiptOf = (outcome: Outcome) => (outcome.kind === 'refused' ? expect.fail(JSON.stringify(outcome.refusals)) : outcome.receipt)
const codesOf = (outcome: Outcome) => (outcome.kind === 'refused' ? outcome.refusals.map((refusal) => refusal.code) : [outcome.kind])
const count = async (sql: string, ...parameters: unknown[]): Promise<number> => Number((await database.db.query<{ n: number }>(sql, parameters))[0]?.n)

test('an accepted declaration is there with its object, its ledger entry and its jobs', async () => {
  const intake = createIntake(database.db, rules)
  const outcome = await intake.submit(trader('E-B'), sampleDeclaration({ containers: [{ number: sampleContainer(1) }] }))
  const receipt = receiptOf(outcome)
  expect(receipt.number).toMatch(/^310420261\d{9}$/)
  const [row] = await database.db.query<{ content: { items: unknown[] }; status: string }>(
    'select content, status from single_window.declaration where port = $1 and id = $2',
    ['380101', receipt.id],
  )
  expect(row?.status).toBe(receipt.status)
  expect(row?.content.items).toHaveLength(1)
  expect(
    await count(
      `select count(*) as n from ledger.entry where port = '380101' and subject_kind = 'declaration' and subject_id = $1 and type = 'DeclarationAccepted'`,
      receipt.id,
    ),
  ).toBe(1)
  expect(await count(`select count(*) as n from single_window.consignment_container where declaration_id = $1`, receipt.id)).toBe(1)
  expect(await count(`select count(*) as n from platform.job where kind = 'declarations-told' and payload -> 'ids' ? $1`, receipt.id)).toBe(1)
})

test('RR-03: goods of an AA enterprise at low risk are released at acceptance, and the ledger says so', async () => {
  const intake = createIntake(database.db, rules)
  const receipt = receiptOf(await intake.submit(trader('E-AA'), sampleDeclaration({ declarant: 'E-AA', consignee: 'E-AA' })))
  expect(receipt).toMatchObject({ status: 'released', releaseMode: 'declaration', releasedAt: receipt.acceptedAt })
  expect(await count(`select count(*) as n from ledger.entry where subject_id = $1 and type = 'GoodsReleased'`, receipt.id)).toBe(1)
})

test('a repeat gets the first answer, also after its goods were released and the rules changed', async () => {
  const intake = createIntake(database.db, rules)
  const declaration = sampleDeclaration()
  const first = receiptOf(await intake.submit(trader('E-B'), structuredClone(declaration)))
  await database.db.query(`update single_window.declaration set status = 'released', released_at = accepted_at where port = '380101' and id = $1`, [first.id])
  const again = await intake.submit(trader('E-B', plus(now, days(3))), structuredClone(declaration))
  expect(again).toEqual({ kind: 'repeated', receipt: first })
  const stricter = buildSnapshot({ revision: '2', pack: { ...cn, currencies: [] }, versions: snapshotVersions, grades: () => 'B' })
  const underNewRules = await createIntake(database.db, { current: async () => stricter }).submit(trader('E-B'), structuredClone(declaration))
  expect(underNewRules).toEqual({ kind: 'repeated', receipt: first })
})
const snapshotVersions = cn.tables.flatMap((seed) => seed.versions)

test('other content under a reference or a key is refused, and says which declaration has it', async () => {
  const intake = createIntake(database.db, rules)
  const declaration = sampleDeclaration()
  const first = receiptOf(await intake.submit(trader('E-B'), structuredClone(declaration), 'key-1'))
  expect(codesOf(await intake.submit(trader('E-B'), { ...structuredClone(declaration), consignor: 'Another' }, 'key-2'))).toEqual([
    'declarations/reference-used',
  ])
  const byKey = await intake.submit(trader('E-B'), sampleDeclaration(), 'key-1')
  expect(byKey).toMatchObject({ kind: 'refused', refusals: [{ code: 'declarations/key-used', facts: { number: first.number } }] })
  // Another enterprise's references and keys are its own.
  expect(codesOf(await intake.submit(trader('E-C'), { ...structuredClone(declaration), declarant: 'E-C', consignee: 'E-C' }, 'key-1'))).toEqual(['accepted'])
})

test('the same submission a hundred times at once, in two processes, is one declaration with one ledger entry', async () => {
  const processes = [createIntake(database.db, rules, { largest: 7 }), createIntake(database.db, rules, { largest: 7 })]
  const declaration = sampleDeclaration({ containers: [{ number: sampleContainer(77) }] })
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, i) => processes[i % 2]?.submit(trader('E-B'), structuredClone(declaration), 'once') ?? expect.fail()),
  )
  expect(outcomes.filter((outcome) => outcome.kind === 'accepted')).toHaveLength(1)
  expect(new Set(outcomes.map((outcome) => JSON.stringify(receiptOf(outcome)))).size).toBe(1)
  const { id } = receiptOf(outcomes[0] as Outcome)
  expect(await count(`select count(*) as n from single_window.declaration where declarant = 'E-B' and reference = $1`, declaration.reference)).toBe(1)
  expect(await count(`select count(*) as n from ledger.entry where subject_id = $1 and type = 'DeclarationAccepted'`, id)).toBe(1)
})

test('numbers are unique and of one series across processes and restarts', async () => {
  const seen = new Set<string>()
  for (let process = 0; process < 3; process++) {
    const intake = createIntake(database.db, rules)
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => intake.submit(trader('E-B'), sampleDeclaration({ port: '650302', mode: 'rail' }))))
    for (const outcome of outcomes) seen.add(receiptOf(outcome).number)
  }
  expect(seen.size).toBe(120)
  for (const number of seen) expect(number).toMatch(/^940420261\d{9}$/)
})

test('TM-06: two consignments in one box share the container object; the box that comes back later is another', async () => {
  const intake = createIntake(database.db, rules)
  const number = sampleContainer(500)
  const submit = async (arrival: string): Promise<number> => {
    const { id } = receiptOf(await intake.submit(trader('E-B'), sampleDeclaration({ arrival, containers: [{ number, load: 'lcl' }] })))
    const [link] = await database.db.query<{ visit: number }>('select visit from single_window.consignment_container where declaration_id = $1', [id])
    return link?.visit ?? 0
  }
  expect(await submit('2026-03-05T08:00:00+08:00')).toBe(1)
  expect(await submit('2026-03-06T20:00:00+08:00')).toBe(1)
  expect(await submit('2026-06-20T08:00:00+08:00')).toBe(2)
  expect(await submit('2026-03-05T08:00:00+08:00')).toBe(1)
})

test('a row the database refuses fails alone', async () => {
  // Stands for whatever no schema can know beforehand.
  await database.ownerDb.query(`alter table single_window.declaration add constraint planted check (reference <> 'SPOILED') not valid`)
  try {
    const intake = createIntake(database.db, rules)
    const batch = Array.from({ length: 30 }, (_, i) => sampleDeclaration(i === 17 ? { reference: 'SPOILED' } : {}))
    const outcomes = await Promise.allSettled(batch.map((declaration) => intake.submit(trader('E-B'), declaration)))
    expect(outcomes.map((outcome) => outcome.status)).toEqual(batch.map((_, i) => (i === 17 ? 'rejected' : 'fulfilled')))
  } finally {
    await database.ownerDb.query('alter table single_window.declaration drop constraint planted')
  }
})
