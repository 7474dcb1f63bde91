import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant, plus, hours } from '../src/kernel/instant.ts'
import { saveInspections } from '../src/joint/inspections/write-store.ts'
import { listOwnLooks } from '../src/joint/results/store.ts'
import type { Inspection } from '../src/joint/inspections/domain/inspection.ts'
import type { Tx } from '../src/platform/database/database.ts'
import { freshDatabase, type FreshDatabase } from './support/database.ts'
import { explained } from './support/explain.ts'

const open = 5_000
const port = 'P1'
const from = instant('2026-03-02T00:00:00Z')
const directive = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const inspection = (n: number): string => `00000000-0000-7000-9000-${String(n).padStart(12, '0')}`

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  await database.ownerDb.query('alter table joint.directive set (autovacuum_enabled = false)')
  // All of them open, and nobody has counted them yet: so a port looks within its first minutes, and on the morning after a night of arrivals.
  await database.ownerDb.query(
    `insert into joint.directive (port, id, agency, origin, object_kind, object_ref, methods, window_from, window_to, power, reason, state, joint, priority, content_hash, accepted_at, sent_by, answer, inspection_id)
     select $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, case when n % 2 = 0 then 'AGA' else 'AGB' end, 'agency', 'container', 'C' || n / 2, '{open}',
       '2026-03-02T00:00:00Z', '2026-03-02T08:00:00Z', 'X', 'x', 'open', false, 0, decode(repeat('00', 32), 'hex'), '2026-03-01T00:00:00Z', 'x', '{}', ('00000000-0000-7000-9000-' || lpad((n / 2)::text, 12, '0'))::uuid
     from generate_series(1, $2::int) as n`,
    [port, open],
  )
})
afterAll(() => database.drop())

const saved = (n: number): Inspection => ({
  ...{ port, id: inspection(n), kind: 'joint', state: 'proposed', object: { kind: 'container', ref: `C${n}`, key: `container:C${n}#1` }, declarations: [], parties: [], desk: false },
  window: { from, to: plus(from, hours(8)) },
  tasks: ['AGA', 'AGB'].map((agency, i) => ({ agency, directives: [directive(n * 2 + i)], duties: [], crew: [] })),
  ...{ proposedAt: from, version: 1 },
})

/** Rows of directives that saving touches, planned as the desk plans: by indexes, whatever the tables' sizes. */
async function touched(save: (tx: Tx) => Promise<unknown>): Promise<number> {
  const { nodes } = await explained(database.ownerDb, async (tx) => {
    await tx.query('select set_config(name, value, true) from (values (\'enable_seqscan\', \'off\'), (\'enable_hashjoin\', \'off\'), (\'enable_mergejoin\', \'off\'), (\'join_collapse_limit\', \'1\')) as s(name, value)')
    await save({ ...tx, send: async (sql: string, parameters?: readonly unknown[]) => void (await tx.query(sql, parameters)) } as Tx)
  })
  return nodes.filter((node) => node['Relation Name'] === 'directive').reduce((all, node) => all + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'], 0)
}

test('saving inspections looks at their own directives, not at everything that is open', async () => {
  const fifty = Array.from({ length: 50 }, (_, n) => saved(n + 1))
  expect(await touched((tx) => saveInspections(tx, fifty))).toBeLessThan(500)
})

test('twin: told which directives by what is open and where they belong, it reads all of them', async () => {
  const asked = (tx: Tx): Promise<unknown> =>
    tx.query(`update joint.directive d set joint = true from unnest($1::uuid[]) as r(id) where d.port = $2 and d.inspection_id = r.id and d.inspection_id = any($1::uuid[]) and d.state in ('open', 'apart')`, [Array.from({ length: 50 }, (_, n) => inspection(n + 1)), port])
  expect(await touched(asked)).toBeGreaterThan(open / 2)
})

test('looks of agencies\' own are found by object or declaration; twin: without their index all of them are read', async () => {
  await database.ownerDb.query(
    `insert into joint.result (port, id, inspection_id, agency, object_kind, object_ref, object_key, declarations, participants, outcome, checks, recorded_at)
     select $1, gen_random_uuid(), null, 'AGA', 'container', 'C' || n, 'container:C' || n || '#1', array[gen_random_uuid()], '{AGA}', 'clear', '[]', '2026-03-02T00:00:00Z' from generate_series(1, $2::int) as n`,
    [port, open],
  )
  await database.ownerDb.query('analyze joint.result')
  const look = (): ReturnType<typeof explained> => explained(database.ownerDb, (tx) => listOwnLooks(tx, port, [directive(1)], ['container:C7#1', 'container:C8#1']))
  expect((await listOwnLooks(database.ownerDb, port, [], ['container:C7#1', 'container:C8#1'])).map(({ object }) => object.ref).sort()).toEqual(['C7', 'C8'])
  expect((await look()).read).toBeLessThan(100)
  await database.ownerDb.query('drop index joint.result_own_look')
  expect((await look()).read).toBeGreaterThan(open / 2)
})
