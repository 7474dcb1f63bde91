import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { explained } from '../../../tests/support/explain.ts'
import { countByStatus, listDeclarations, mostCounted, mostLookedAt, type ListFilter } from './page-store.ts'

const port = '380101'
const other = '650302'
const stored = 100_000
const statuses = ['accepted', 'held', 'released', 'refused', 'cancelled'] as const
/** What is rare among a port's: these of the hundred thousand, by number. */
const supervised = [40, 60_000, 99_990]

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  const { ownerDb } = database
  const indexes = await ownerDb.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = 'single_window.declaration'::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
  )
  for (const { name } of indexes) await ownerDb.query(`drop index ${name}`)
  await ownerDb.query(
    `insert into single_window.declaration (port, id, number, declarant, reference, content_hash, direction, mode, status, release_mode, risk_level, credit_grade,
       released_on_acceptance, accepted_at, released_at, content, assessment)
     select case when n % 50 = 7 then $2 else $1 end, ('018bcfe5-' || lpad(to_hex(n / 65536), 4, '0') || '-7' || substr(lpad(to_hex(n % 65536), 4, '0'), 1, 3) || '-8' || substr(lpad(to_hex(n % 65536), 4, '0'), 4) || '00-000000000000')::uuid,
       lpad(n::text, 18, '0'), case when n = any($4::int[]) then 'E-RARE' when n % 2 = 0 then 'E-HALF' else 'E-SOME' end, 'R-' || n, decode(md5(n::text) || md5(n::text), 'hex'), 'import',
       case when n % 1000 = 999 then 'air' else 'sea' end, case when n = any($4::int[]) then 'held' else 'released' end,
       case when n = any($4::int[]) then 'supervised' else 'declaration' end, 'low', 'A', false, now() - interval '100 days', case when n = any($4::int[]) then null else now() end,
       '{"items":[{"hs":"6109100000"}],"containers":[{"number":"HISU0000007"}]}', '{}'
     from generate_series(1, $3::int) as n`,
    [port, other, stored, supervised],
  )
  for (const { definition } of indexes) await ownerDb.query(definition)
  await ownerDb.query('vacuum (analyze) single_window.declaration')
}, 60_000)
afterAll(() => database.drop())

const all: ListFilter = { ports: [port], declarant: undefined, status: undefined, mode: undefined, direction: undefined, releaseMode: undefined, search: undefined, after: undefined, limit: 50 }

/** Every declaration a list comes to, page after page, with the length of each page. */
async function walked(filter: ListFilter): Promise<{ readonly references: readonly string[]; readonly pages: readonly number[] }> {
  const references: string[] = []
  const pages: number[] = []
  for (let after: string | undefined; ; ) {
    const { rows, next } = await listDeclarations(database.db, { ...filter, after })
    references.push(...rows.map((row) => row.reference))
    pages.push(rows.length)
    if (next === undefined) return { references, pages }
    after = next
  }
}
const named = (numbers: readonly number[]): string[] => [...numbers].reverse().map((n) => `R-${n}`)

test('what no index knows is found page by page, each of bounded work, and nothing is left out or told twice', async () => {
  const found = await walked({ ...all, releaseMode: 'supervised' })
  expect(found.references).toEqual(named(supervised))
  // 98,000 at the port, 5,000 looked at for a page: most pages are empty and say where to look on.
  expect(found.pages.length).toBeGreaterThan(15)
  expect(found.pages.length).toBeLessThan(25)
  expect((await walked({ ...all, ports: [port, other], mode: 'air', limit: 30 })).references).toEqual(named(Array.from({ length: stored / 1000 }, (_, i) => i * 1000 + 999)))
  expect((await walked({ ...all, ports: [other], mode: 'air' })).references).toEqual([])
})

test('ports of unlike size, a declarant and a status: the same rows in the same order as by one plain look through everything', async () => {
  const filters: ListFilter[] = [
    { ...all, ports: [other, port], limit: 200, mode: 'air', direction: 'import' },
    { ...all, declarant: 'E-RARE', limit: 2 },
    { ...all, declarant: 'E-SOME', mode: 'air', limit: 20 },
    { ...all, ports: [other], declarant: 'E-SOME', mode: 'sea', status: 'held' },
    { ...all, status: 'held', releaseMode: 'supervised', limit: 1 },
    { ...all, search: { by: 'paper', value: 'R-60000' }, status: 'held', releaseMode: 'supervised' },
    { ...all, search: { by: 'paper', value: 'R-60000' }, mode: 'air' },
  ]
  for (const filter of filters) {
    const plain = await database.ownerDb.query<{ reference: string }>(
      `select d.reference from single_window.declaration d where d.port = any($1::text[]) and coalesce(d.declarant = $2, true) and coalesce(d.status = $3, true)
         and coalesce(d.mode = $4, true) and coalesce(d.release_mode = $5, true) and coalesce(d.reference = $6, true) order by d.id desc`,
      [filter.ports, filter.declarant, filter.status, filter.mode, filter.releaseMode, filter.search?.value],
    )
    expect((await walked(filter)).references).toEqual(plain.map((row) => row.reference))
  }
})

test(`no page reads the port's history: ${mostLookedAt} rows at most where the index cannot tell, a page's where it can, or where what it looks for is common`, async () => {
  const cost = (more: Partial<ListFilter>) => explained(database.db, (tx) => listDeclarations(tx, { ...all, ...more }), [{ ends: null, page: [{ port, id: '018bcfe5-0000-7000-8000-000000000000' }] }])
  for (const unknown of [{ mode: 'post' }, { releaseMode: 'supervised' }, { direction: 'transit' }, { declarant: 'E-HALF', status: 'held' }, { ports: [port, other], mode: 'post', status: 'released' }] as const) {
    const { nodes, read } = await cost(unknown)
    expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([])
    // The other port holds fewer than half of what is looked at.
    expect(read).toBeGreaterThan(mostLookedAt * 0.8)
    // Once along the rows, once more along the index for where that ended.
    expect(read).toBeLessThan(2 * mostLookedAt + 100)
  }
  for (const known of [{}, { declarant: 'E-HALF' }, { declarant: 'E-HALF', mode: 'sea' }, { mode: 'sea' }, { status: 'released' }, { status: 'held' }, { ports: [port, other] }, { search: { by: 'number', value: '000000000000000040' } }, { search: { by: 'paper', value: 'R-7' }, mode: 'air' }] as const) {
    const { nodes, read } = await cost(known)
    expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([])
    expect(read).toBeLessThan(210)
  }
})

test('counting ends at a bound and says so; below it the count is exact', async () => {
  const counted = await countByStatus(database.db, [port, other], undefined, statuses)
  expect(Object.fromEntries(counted.map(({ status, count, more }) => [status, more ? `${count}+` : count]))).toEqual({ accepted: 0, held: 3, released: `${mostCounted}+`, refused: 0, cancelled: 0 })
  expect(await countByStatus(database.db, [port], 'E-RARE', statuses)).toEqual([{ status: 'held', count: 3, more: false }])
  expect((await countByStatus(database.db, [port, other], 'E-HALF', statuses)).map(({ count, more }) => [count, more])).toEqual([[mostCounted, true]])
  for (const declarant of [undefined, 'E-HALF']) {
    const { nodes, read } = await explained(database.db, (tx) => countByStatus(tx, [port, other], declarant, statuses))
    expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([])
    expect(read).toBeLessThan(2 * mostCounted)
  }
})

test('twin: a list narrowed by a condition beside the order walks everything the port has stored', async () => {
  const { read } = await explained(database.db, (tx) => tx.query(`select d.id from single_window.declaration d where d.port = $1 and d.release_mode = 'appraised' order by d.id desc limit 50`, [port]))
  expect(read).toBeGreaterThan(stored / 2)
})
