import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'

/** Tables that are of no case at a port, and why: everything else is split and found by port. */
const ofNoPort: Readonly<Record<string, readonly string[]>> = {
  'rules hold at all ports': ['assess.revision', 'assess.table_draft', 'assess.table_draft_seat', 'assess.table_version', 'assess.trial', 'assess.version_act', 'assess.backtest', 'assess.hold_trial', 'single_window.assessment_shape'],
  'risk is the same at every port': ['assess.alert', 'assess.back_trace', 'assess.bulletin', 'assess.exchange', 'assess.foreign_notification', 'assess.indicator', 'assess.risk_entry', 'assess.risk_person', 'assess.risk_revision', 'assess.tightening', 'assess.warning'],
  'an enterprise has one record': ['credit.change', 'credit.fact', 'credit.grade_period', 'credit.revision'],
  'one set of weights for all ports': ['targeting.fit', 'targeting.model', 'targeting.replay', 'targeting.revision'],
  'persons and machines work at several ports': ['platform.account', 'platform.command', 'platform.known_place', 'platform.session', 'platform.sign_in_try', 'platform.token', 'platform.webhook'],
  'registers say themselves for which ports': ['registry.entry', 'registry.proposal', 'registry.register'],
  'found by its content': ['platform.image'],
  'of the installation': ['ledger.era', 'ledger.signer', 'platform.migration'],
}

interface Table {
  readonly name: string
  readonly hasPort: boolean
  /** Primary and unique keys whose first column is another. */
  readonly strays: readonly string[]
  /** Tables that foreign keys whose first column is another lead to. */
  readonly leads: readonly string[]
}

const catalogue = `select n.nspname || '.' || c.relname as name,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'port' and not a.attisdropped) as "hasPort",
    array(
      select pg_get_indexdef(i.indexrelid) from pg_index i left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where i.indrelid = c.oid and i.indisunique and a.attname is distinct from 'port'
    ) as strays,
    array(
      select m.nspname || '.' || t.relname from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      join pg_class t on t.oid = k.confrelid join pg_namespace m on m.oid = t.relnamespace
      where k.conrelid = c.oid and k.contype = 'f' and a.attname <> 'port'
    ) as leads
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const tables = (): Promise<Table[]> => database.ownerDb.query<Table>(catalogue)
const allowed = new Set(Object.values(ofNoPort).flat())
// A case may name what is of no port: a model, a signer.
const offends = ({ hasPort, strays, leads }: Table): boolean => !hasPort || strays.length > 0 || leads.some((name) => !allowed.has(name))
const offenders = (found: readonly Table[]): string[] => found.filter((table) => !allowed.has(table.name) && offends(table)).map(({ name }) => name)

test('every primary, unique and foreign key of a case table starts with the port, as the database has them', async () => {
  const found = await tables()
  expect(found.length).toBeGreaterThan(80)
  expect(offenders(found)).toEqual([])
  // A table that got a port, or went, is not excused any longer.
  expect([...allowed].filter((name) => !found.some((table) => table.name === name && offends(table)))).toEqual([])
})

test('a case table without a port, a unique index and a foreign key that begin elsewhere are found', async () => {
  await database.ownerDb.query(`create table joint.planted_without (id uuid primary key)`)
  await database.ownerDb.query(`create table joint.planted_index (port text, id uuid, primary key (port, id))`)
  await database.ownerDb.query(`create unique index on joint.planted_index (id)`)
  await database.ownerDb.query(`create table joint.planted_reference (port text primary key, other uuid references joint.planted_without (id))`)
  try {
    expect(offenders(await tables())).toEqual(['joint.planted_index', 'joint.planted_reference', 'joint.planted_without'])
  } finally {
    await database.ownerDb.query(`drop table joint.planted_reference, joint.planted_index, joint.planted_without`)
  }
})
