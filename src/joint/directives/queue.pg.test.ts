import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { listQueue, type QueuePlace } from './store.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  // Many that are over, and some hundreds that are open: of two agencies, every third together with others, few of enterprises with priority.
  await database.ownerDb.query(
    `insert into joint.directive (port, id, agency, origin, object_kind, object_ref, methods, window_from, window_to, power, reason, state, joint, priority, content_hash, accepted_at, sent_by, answer)
     select case when n % 5 = 0 then 'P2' else 'P1' end, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, case when n % 2 = 0 then 'AGA' else 'AGB' end, 'agency', 'container', 'C' || n, '{open}',
       '2026-03-02T00:00:00Z', timestamptz '2026-03-02T00:00:00Z' + make_interval(mins => (n * 7919) % 97), 'X', 'x', case when n <= 600 then 'open' else 'closed' end, n % 3 = 0, (n % 11 = 0)::int * 2,
       decode(repeat('00', 32), 'hex'), '2026-03-01T00:00:00Z', 'x', '{}'
     from generate_series(1, 20000) as n`,
  )
  await database.ownerDb.query('analyze joint.directive')
})
afterAll(() => database.drop())

const filter = { ports: ['P1', 'P2'], agency: 'AGA', limit: 17 }

test('DC-01, RR-12: the queue goes together before alone, then by credit, then by what is due first; its pages follow one another without a gap or a repeat, also where much is due at once', async () => {
  const seen: { readonly id: string; readonly joint: boolean; readonly priority: number; readonly due: number }[] = []
  for (let after: QueuePlace | undefined, more = true; more; ) {
    const page = await listQueue(database.db, filter, after)
    seen.push(...page.map(({ directive: { id, joint = false, priority = 0, window } }) => ({ id, joint, priority, due: window.to })))
    after = page.at(-1)?.place
    more = page.length === filter.limit
    // What is answered between two pages moves nothing that is still to come.
    if (seen.length === 34) await database.ownerDb.query(`update joint.directive set state = 'started' where id = any($1::uuid[])`, [seen.slice(0, 5).map(({ id }) => id)])
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(300)
  expect(seen).toHaveLength(300)
  const ordered = seen.toSorted((a, b) => Number(b.joint) - Number(a.joint) || b.priority - a.priority || a.due - b.due || (a.id < b.id ? -1 : 1))
  expect(seen).toEqual(ordered)
  expect([seen[0], seen.at(-1)]).toMatchObject([{ joint: true, priority: 2 }, { joint: false, priority: 0 }])
})

test('a page of the queue is read off its index: nothing is sorted through, however much is over', async () => {
  const queries: { sql: string; values: unknown[] }[] = []
  const spy = { query: (sql: string, values: unknown[] = []) => {
    queries.push({ sql, values })
    return Promise.resolve([])
  } }
  await listQueue(spy as never, { ...filter, ports: ['P1'] }, { rank: 100, due: '2026-03-02T00:30:00.000Z', id: '00000000-0000-7000-8000-000000000000' })
  const [{ sql, values } = { sql: '', values: [] }] = queries
  const plan = (await database.ownerDb.query<{ 'QUERY PLAN': string }>(`explain (analyze, costs off, timing off, summary off) ${sql}`, values)).map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toMatch(/Index Scan using directive_by_rank/)
  expect(plan).not.toMatch(/Seq Scan on directive/)
  const rows = Number(/Index Scan using directive_by_rank[^(]*\(actual rows=([\d.]+)/.exec(plan)?.[1] ?? Infinity)
  expect(rows).toBeLessThanOrEqual(filter.limit)
})
