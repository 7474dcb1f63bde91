import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { containerCheckDigit } from '../../kernel/container-number.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import type { Actor } from '../../kernel/actor.ts'
import { hours, instant, plus, toIso, type Instant } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import { openDatabase, type Database } from '../../platform/database/database.ts'
import { appRole } from '../../platform/database/roles.ts'
import { uuidv7 } from '../../platform/random.ts'
import type { DirectiveOutcome } from './accept-directives.ts'
import { createDirectiveDesk, type DirectiveDesk } from './directive-desk.ts'
import { prepareDirective } from './send-directive.ts'

const now = instant('2026-03-02T01:00:00Z')
const port = '380101'
const powers: Record<string, string> = { CUS: 'CUS-GOODS', CIQ: 'CIQ-COMMODITY', BPI: 'BPI-CONVEYANCE' }

let database: FreshDatabase
let other: Database
beforeAll(async () => {
  database = await freshDatabase()
  other = openDatabase({ url: database.url, role: appRole, connections: 4 })
})
afterAll(async () => {
  await other.close()
  await database.drop()
})

function contextOf(agency: string, db: Database, at: Instant = now): Context {
  const actor: Actor = { kind: 'machine', id: `machine-${agency}`, name: agency, roles: ['officer'], agency, ports: [port] }
  return { actor, now: at, newId: () => uuidv7(at), requestId: 'test', db, log: pino({ level: 'silent' }) }
}

async function send(desk: DirectiveDesk, db: Database, agency: string, ref: string, changes: Record<string, unknown> = {}): Promise<DirectiveOutcome> {
  const body = {
    port,
    object: { kind: 'container', ref },
    methods: ['open'],
    window: { from: toIso(now), to: toIso(plus(now, hours(4))) },
    power: powers[agency],
    reason: 'test',
    ...changes,
  }
  const prepared = prepareDirective(body, contextOf(agency, db), cn)
  if (!prepared.ok) return { kind: 'refused', refusals: prepared.refusals }
  return desk.submit(prepared.value)
}

const answerOf = (outcome: DirectiveOutcome): { id: string; inspection: { id: string; kind: string }; collision?: { id: string; agencies: string[]; directives: string[] } } => {
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusals))
  return JSON.parse(outcome.answer)
}
function box(n: number): string {
  const firstTen = `TSTU${String(n).padStart(6, '0')}`
  return firstTen + String(containerCheckDigit(firstTen))
}

describe('directive desk', () => {
  test('two agencies on one container: one match, one joint inspection with two tasks, the single one superseded', async () => {
    const desk = createDirectiveDesk(database.db, () => cn)
    const first = answerOf(await send(desk, database.db, 'CUS', box(1)))
    expect(first.collision).toBeUndefined()
    expect(first.inspection.kind).toBe('single')
    const second = answerOf(await send(desk, database.db, 'CIQ', box(1)))
    expect(second.collision).toMatchObject({ agencies: ['CIQ', 'CUS'], directives: [first.id, second.id].sort() })
    const inspections = await database.db.query('select id, kind, state, superseded_by from joint.inspection where object_ref = $1 order by kind desc', [box(1)])
    expect(inspections).toEqual([
      { id: first.inspection.id, kind: 'single', state: 'superseded', superseded_by: second.inspection.id },
      { id: second.inspection.id, kind: 'joint', state: 'proposed', superseded_by: null },
    ])
    const tasks = await database.db.query('select agency, directives from joint.task where inspection_id = $1 order by agency', [second.inspection.id])
    expect(tasks).toEqual([
      { agency: 'CIQ', directives: [second.id] },
      { agency: 'CUS', directives: [first.id] },
    ])
    const facts = await database.db.query<{ type: string }>('select type from ledger.entry order by xid, seq')
    expect(facts.map((fact) => fact.type)).toEqual(['DirectiveAccepted', 'InspectionProposed', 'DirectiveAccepted', 'DirectivesCollided', 'InspectionProposed'])
  })

  test('a repeat gets the first answer, other content under the same id is refused, also inside one batch', async () => {
    const desk = createDirectiveDesk(database.db, () => cn)
    const id = uuidv7(now)
    const [first, repeat, changed] = await Promise.all([
      send(desk, database.db, 'CUS', box(2), { id }),
      send(desk, database.db, 'CUS', box(2), { id }),
      send(desk, database.db, 'CUS', box(2), { id, reason: 'another' }),
    ])
    expect(first?.kind).toBe('accepted')
    expect(repeat).toEqual({ kind: 'repeated', answer: first?.kind === 'accepted' ? first.answer : '' })
    expect(changed).toMatchObject({ kind: 'refused', refusals: [{ code: 'common/key-reused' }] })
    await send(desk, database.db, 'CIQ', box(2))
    expect(await send(desk, database.db, 'CUS', box(2), { id })).toEqual(repeat)
    expect(await database.db.query('select count(*) as n from joint.directive where id = $1', [id])).toEqual([{ n: 1 }])
  })

  test('an unknown declaration is refused and spoils none of its batch', async () => {
    const desk = createDirectiveDesk(database.db, () => cn)
    const [good, bad] = await Promise.all([
      send(desk, database.db, 'CUS', box(3)),
      send(desk, database.db, 'CUS', 'x', { object: { kind: 'consignment', ref: '310420260000000099' } }),
    ])
    expect(good?.kind).toBe('accepted')
    expect(bad).toMatchObject({ kind: 'refused', refusals: [{ code: 'directives/object-unknown', pointer: '/object/ref' }] })
  })

  test('500 pairs sent at the same instant to two processes: none missed, none doubled', async () => {
    const [one, two] = [createDirectiveDesk(database.db, () => cn), createDirectiveDesk(other, () => cn)]
    const pairs = Array.from({ length: 500 }, (_, n) => box(1000 + n))
    await Promise.all(pairs.flatMap((ref, n) => (n % 2 === 0 ? [send(one, database.db, 'CUS', ref), send(two, other, 'CIQ', ref)] : [send(two, other, 'CUS', ref), send(one, database.db, 'CIQ', ref)])))
    const found = await database.db.query<{ object_ref: string; matches: number; members: number }>(
      `select c.object_ref, count(distinct c.id) as matches, count(m.directive_id) as members
       from joint.collision c join joint.collision_member m on m.port = c.port and m.collision_id = c.id
       where c.object_ref = any($1) group by c.object_ref`,
      [pairs],
    )
    expect(found).toHaveLength(500)
    expect(found.filter((row) => row.matches !== 1 || row.members !== 2)).toEqual([])
    const joint = await database.db.query(`select count(*) as n from joint.inspection where object_ref = any($1) and state = 'proposed'`, [pairs])
    expect(joint).toEqual([{ n: 500 }])
  }, 60_000)

  test('the twin that looks before it writes, without being alone at the port, misses most of the same pairs', async () => {
    await database.ownerDb.query('create table public.naive (ref text, agency text); create table public.naive_match (ref text)')
    async function naive(db: Database, agency: string, ref: string): Promise<void> {
      await db.transaction(async (tx) => {
        const partners = await tx.query('select 1 from public.naive where ref = $1 and agency <> $2', [ref, agency])
        await tx.query('insert into public.naive (ref, agency) values ($1, $2)', [ref, agency])
        if (partners.length > 0) await tx.query('insert into public.naive_match (ref) values ($1)', [ref])
      })
    }
    const second = openDatabase({ url: database.url, connections: 4 })
    for (let n = 0; n < 200; n++) await Promise.all([naive(database.ownerDb, 'CUS', box(n)), naive(second, 'CIQ', box(n))])
    await second.close()
    const [row] = await database.ownerDb.query<{ n: number }>('select count(*) as n from public.naive_match')
    expect(row?.n).toBeLessThan(100)
  }, 60_000)

  test('three agencies arriving in any order at a train end in one match with three tasks; MSA is refused', async () => {
    const desk = createDirectiveDesk(database.db, () => cn)
    const train = { object: { kind: 'train', ref: 'X8044' }, methods: ['board'] }
    const conveyance: Record<string, string> = { CUS: 'CUS-CONVEYANCE', CIQ: 'CIQ-HEALTH', BPI: 'BPI-CONVEYANCE', MSA: 'MSA-VESSEL' }
    for (const agency of ['BPI', 'CUS', 'CIQ']) await send(desk, database.db, agency, 'X', { ...train, power: conveyance[agency] })
    expect(await send(desk, database.db, 'MSA', 'X', { ...train, power: conveyance['MSA'] })).toMatchObject({ kind: 'refused', refusals: [{ code: 'directives/agency-not-participant' }, { code: 'directives/power-without-object' }] })
    const collisions = await database.db.query(`select agencies, state from joint.collision where object_ref = 'X8044'`)
    expect(collisions).toEqual([{ agencies: ['BPI', 'CIQ', 'CUS'], state: 'proposed' }])
  })

  test('a vessel is boarded: one boarding with a task for each of the four agencies, no match', async () => {
    const desk = createDirectiveDesk(database.db, () => cn)
    const vessel = { object: { kind: 'vessel', ref: '9321483' }, methods: ['board'] }
    const first = answerOf(await send(desk, database.db, 'MSA', 'X', { ...vessel, power: 'MSA-VESSEL' }))
    const second = answerOf(await send(desk, database.db, 'CUS', 'X', { ...vessel, power: 'CUS-CONVEYANCE' }))
    expect(first.inspection).toEqual({ id: second.inspection.id, kind: 'boarding' })
    expect(second.collision).toBeUndefined()
    const tasks = await database.db.query<{ agency: string }>('select agency from joint.task where inspection_id = $1 order by agency', [second.inspection.id])
    expect(tasks.map((task) => task.agency)).toEqual(['BPI', 'CIQ', 'CUS', 'MSA'])
  })
})
