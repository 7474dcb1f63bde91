import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { explained, readBy } from '../../../tests/support/explain.ts'
import { hours, instant, plus } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { listInspections } from '../inspections/store.ts'
import { countCollisions, listCollisions, listNearMisses } from './store.ts'

const start = instant('2026-01-01T00:00:00Z')
const many = 100_000
/** Of them that have directives written out, and near-misses. */
const nearly = 40_000
const id = (n: string): string => `('00000000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
const idOf = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  const send = (sql: string): Promise<unknown> => database.ownerDb.query(sql)
  // A match an hour-minute apart, of two busy agencies; every ten-thousandth of one that has little to do, and all of them older than the rest.
  const agencies = `case when n % 10000 = 7 and n < 40000 then '{AGA,RARE}'::text[] else '{AGA,AGB}' end`
  const fewer = `generate_series(1, ${nearly}) as n`
  const series = `generate_series(1, ${many}) as n`
  await send(`insert into joint.inspection (port, id, kind, state, object_kind, object_ref, object_key, agencies, desk, window_from, window_to, proposed_at, closed_at)
    select 'P1', ${id('n')}, 'joint', 'closed', 'container', 'C' || n, 'container:C' || n || '#1', ${agencies}, false, t, t + interval '1 h', t, t + interval '1 h' from ${series}, lateral (select timestamptz '2026-01-01T00:00:00Z' + make_interval(mins => n)) as m(t)`)
  await send(`insert into joint.task (port, inspection_id, agency, directives, duties) select 'P1', ${id('n')}, agency, '{}', '[]' from ${series}, unnest(${agencies}) as agency`)
  await send(`insert into joint.collision (port, id, inspection_id, object_kind, object_ref, object_key, agencies, window_from, window_to, rule_id, rule_version, explanation, state, found_at, changed_at)
    select 'P1', ${id('n')}, ${id('n')}, 'container', 'C' || n, 'container:C' || n || '#1', ${agencies}, t, t + interval '1 h', 'r', 1, '[]', 'declined', t, t from ${series}, lateral (select timestamptz '2026-01-01T00:00:00Z' + make_interval(mins => n)) as m(t)`)
  await send(`insert into joint.collision_member (port, collision_id, directive_id, agency, object_ref, joined_at) select 'P1', ${id('n')}, ${id('2 * n + side')}, (${agencies})[side + 1], 'D' || n, now() from ${series}, generate_series(0, 1) as side`)
  await send(`insert into joint.directive (port, id, agency, origin, object_kind, object_ref, methods, window_from, window_to, power, reason, state, content_hash, accepted_at, sent_by, answer)
    select 'P1', ${id('2 * n + side')}, (${agencies})[side + 1], 'agency', 'container', 'D' || n, '{open}', now(), now(), 'X', 'x', 'closed', decode(repeat('00', 32), 'hex'), now(), 'x', '{}' from ${fewer}, generate_series(0, 1) as side`)
  await send(`insert into joint.directive_key (port, key, directive_id, kind, live) select 'P1', 'container:D' || n || '#1', ${id('2 * n + side')}, 'container', false from ${fewer}, generate_series(0, 1) as side`)
  // Directives next to each other that nearly met, under another name than their key's.
  await send(`insert into joint.near_miss (port, id, directive_a, directive_b, agencies, object_kind, object_key, object_refs, failed, distance_ms, found_at)
    select 'P1', ${id('n')}, ${id('2 * n')}, ${id('2 * n + 1')}, ${agencies}, 'container', 'container:D' || n || '#1', array['N' || n], case when n % 2 = 0 then 'time' else 'not-ready' end, 1, timestamptz '2026-01-01T00:00:00Z' + make_interval(mins => n) from ${fewer}`)
  await send(`delete from joint.collision_member where collision_id between ${id('24000')} and ${id('26000')}`)
  // Those of the one with little to do did not come together later either.
  await send(`update joint.near_miss set directive_a = gen_random_uuid(), directive_b = 'ffffffff-0000-7000-8000-000000000000' where agencies[2] = 'RARE'`)
  await send('analyze joint.inspection, joint.task, joint.collision, joint.collision_member, joint.directive, joint.directive_key, joint.near_miss')
}, 120_000)
afterAll(() => database.drop())

/** How many rows the statements of a read look at in all: what their scans gave and what they threw away. */
async function rowsRead(read: (db: Queryable) => Promise<unknown>): Promise<number> {
  const { nodes } = await explained(database.db, read)
  return nodes.filter((node) => node['Node Type'].includes('Scan')).reduce((sum, node) => sum + readBy(node), 0)
}

const page = { ports: ['P1'], limit: 20 }

test('DC-13: matches under the name of an object, of its key, or the name a directive gave it, read by the index of each', async () => {
  for (const object of ['C70000', 'container:C70000#1', 'D70000']) {
    expect((await listCollisions(database.db, { ...page, object })).map((one) => one.id), object).toEqual([idOf(70_000)])
    expect(await rowsRead((db) => listCollisions(db, { ...page, object })), object).toBeLessThan(100)
  }
  for (const object of ['N25000', 'container:D25000#1']) {
    expect((await listNearMisses(database.db, { ...page, object })).map((one) => one.id), object).toEqual([idOf(25_000)])
    expect(await rowsRead((db) => listNearMisses(db, { ...page, object })), object).toBeLessThan(100)
  }
})

test('DC-07: a list of an agency with little to do does not walk through those of the others, nor does one of a busy agency go beyond its page', async () => {
  const rare = [idOf(30_007), idOf(20_007), idOf(10_007), idOf(7)]
  const lists = { collisions: listCollisions, inspections: listInspections, 'near-misses': listNearMisses } as const
  for (const [name, list] of Object.entries(lists)) {
    const busy = { ...page, agency: 'AGB', before: idOf(name === 'near-misses' ? 25_900 : 35_000) }
    expect((await list(database.db, { ...page, agency: 'RARE' })).map((one) => one.id), name).toEqual(rare)
    expect(await rowsRead((db) => list(db, { ...page, agency: 'RARE' })), name).toBeLessThan(1000)
    expect((await list(database.db, busy)).length, name).toBe(20)
    expect(await rowsRead((db) => list(db, busy)), name).toBeLessThan(1000)
    expect(await list(database.db, { ...page, agency: 'NONE' }), name).toEqual([])
    expect(await rowsRead((db) => list(db, { ...page, agency: 'NONE' })), name).toBeLessThan(1000)
  }
  // The twin: without an order of its own the same list is found by passing over everybody's.
  await database.ownerDb.query('drop index joint.near_miss_first_agency, joint.near_miss_second_agency')
  expect(await rowsRead((db) => listNearMisses(db, { ...page, agency: 'RARE' }))).toBeGreaterThan(10_000)
})

test('DC-07, EC-01: rates of a day among seventy read that day and no more', async () => {
  const [from, to] = [plus(start, hours(24 * 12)), plus(start, hours(24 * 13))]
  expect(await countCollisions(database.db, ['P1'], from, to)).toEqual([{ port: 'P1', matches: 1440, declined: 0, notEnabled: 720 }])
  expect(await rowsRead((db) => countCollisions(db, ['P1'], from, to))).toBeLessThan(3000)
})
