import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { dueOf, listInspections, listLane, type LanePlace } from './store.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  // Forty thousand that are over, 201 that wait, and more looks at papers than a page holds, all newer than what waits.
  await database.ownerDb.query(
    `insert into joint.inspection (port, id, kind, state, object_kind, object_ref, object_key, agencies, desk, window_from, window_to, proposed_at, closed_at, site)
     select case when n % 3 = 0 and n > 600 then 'P2' else 'P1' end, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'single', case when n <= 501 then 'proposed' else 'closed' end, 'container', 'C' || n, 'container:C' || n || '#1',
       case when n % 4000 = 7 then '{RARE}'::text[] else '{AGA}' end, n > 201 and n <= 501, '2026-03-01T00:00:00Z', timestamptz '2026-03-02T00:00:00Z' + make_interval(mins => (n * 7919) % 97), '2026-03-01T00:00:00Z',
       case when n > 501 then timestamptz '2026-03-02T00:00:00Z' end, case when n % 4000 = 9 then 'S-1' end
     from generate_series(1, 40000) as n`,
  )
  await database.ownerDb.query('analyze joint.inspection')
})
afterAll(() => database.drop())

const lane = { ports: ['P1'], state: 'proposed' as const, limit: 200 }

/** The plan of the one statement that a read sends. */
async function planOf(read: (db: never) => Promise<unknown>): Promise<string> {
  const queries: { sql: string; values: unknown[] }[] = []
  await read({ query: (sql: string, values: unknown[] = []) => (queries.push({ sql, values }), Promise.resolve([])) } as never)
  const [{ sql, values } = { sql: '', values: [] }] = queries
  return (await database.ownerDb.query<{ 'QUERY PLAN': string }>(`explain (analyze, costs off, timing off, summary off) ${sql}`, values)).map((row) => row['QUERY PLAN']).join('\n')
}

test('the board holds the 201st card as well: a lane goes by what is due, page after page, and looks at papers take no place of it', async () => {
  const first = await listLane(database.db, lane, undefined)
  const last = first.at(-1)
  const place: LanePlace | undefined = last === undefined ? undefined : { due: dueOf(last), id: last.id }
  const all = [...first, ...(await listLane(database.db, lane, place))]
  expect(first).toHaveLength(200)
  expect(all).toHaveLength(201)
  expect(new Set(all.map(({ id }) => id)).size).toBe(201)
  expect(all.some(({ desk }) => desk)).toBe(false)
  expect(all).toEqual(all.toSorted((a, b) => dueOf(a) - dueOf(b) || (a.id < b.id ? -1 : 1)))
  expect(await listInspections(database.db, { ports: ['P1'], state: 'proposed', desk: false, limit: 300 })).toHaveLength(201)
})

test('a lane is read off its index and no further than its page, however much is over', async () => {
  const plan = await planOf((db) => listLane(db, { ...lane, limit: 20 }, { due: 1772411400000 as never, id: '00000000-0000-7000-8000-000000000000' }))
  expect(plan).toMatch(/Index Scan using inspection_due/)
  expect(plan).not.toMatch(/Seq Scan on inspection/)
  expect(Number(/inspection_due[^(]*\(actual rows=([\d.]+)/.exec(plan)?.[1] ?? Infinity)).toBeLessThanOrEqual(20)
})

test('the list of a site does not walk through everybody else\'s', async () => {
  const plan = await planOf((db) => listInspections(db, { ports: ['P1'], site: 'S-1', limit: 50 }))
  expect(plan).toMatch(/inspection_site/)
  expect(Number(/Rows Removed by Filter: (\d+)/.exec(plan)?.[1] ?? 0)).toBeLessThan(1000)
})
