import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { ledgerFact, ledgerStamp } from '../../../tests/support/ledger.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { systemActor } from '../../kernel/actor.ts'
import { instant } from '../../kernel/instant.ts'
import { append, ledgerRows } from './append.ts'
import { entryColumns, insertLedgerRows, ledgerClauses, ledgerParameters, toEntry, type EntryRow } from './entry-store.ts'
import { payloadHashOf, sealedText, type Entry } from './entry.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

async function entriesOf(port: string): Promise<Entry[]> {
  const rows = await database.db.query<EntryRow>(`select ${entryColumns} from ledger.entry where port = $1 order by era, xid, seq`, [port])
  return rows.map(toEntry)
}

describe('append', () => {
  test('LB-12: an act is recorded with actor, both times and a hash that its payload and salt give', async () => {
    const [id] = await database.db.transaction((tx) =>
      append(tx, ledgerStamp(), [ledgerFact({ port: 'P1', audience: ['enterprise:E-AA'], related: [{ kind: 'conveyance', id: 'IMO:9321483' }] })]),
    )
    const [entry] = await entriesOf('P1')
    expect(entry).toMatchObject({
      id, era: 1, type: 'DeclarationAccepted', subjectKind: 'declaration', subjectId: 'd-1', related: ['conveyance:IMO:9321483'], audience: ['enterprise:E-AA'],
      actorKind: 'person', actorId: 'u-7', actorOf: 'agency:CUS', actorName: '王芳', occurredAt: instant('2026-03-01T08:00:00Z'), payload: '{"number":"380120260000000001"}',
    })
    const { salt, actorName, payload, payloadHash } = entry as Entry & { salt: string; actorName: string; payload: string }
    expect(payloadHashOf(salt, sealedText(actorName, payload))).toBe(payloadHash)
    expect(salt).toMatch(/^[0-9a-f]{32}$/)
  })

  test('facts of a call stay in their order, and so do calls of a transaction', async () => {
    const ids = await database.db.transaction(async (tx) => {
      const stamp = ledgerStamp({ actor: systemActor })
      const first = await append(tx, stamp, Array.from({ length: 300 }, (_, i) => ledgerFact({ port: 'P2', payload: i })))
      return [...first, ...(await append(tx, stamp, [ledgerFact({ port: 'P2', payload: 300 })]))]
    })
    const entries = await entriesOf('P2')
    expect(entries.map((entry) => entry.id)).toEqual(ids)
    expect(entries.map((entry) => entry.payload)).toEqual(Array.from({ length: 301 }, (_, i) => String(i)))
    expect(ids.toSorted()).toEqual(ids)
    expect(entries[0]?.actorOf).toBeNull()
  })

  test('text comes back as it was, whatever characters it has', async () => {
    const payload: Json = { nul: 'a\u0000b', lone: '\ud800', quotes: '"\\\n\t', chinese: '入境货物', emoji: '🚢', empty: '', number: 1e21, nested: [[], {}, null] }
    await database.db.transaction((tx) => append(tx, ledgerStamp(), [ledgerFact({ port: 'P3', subjectId: 'it\'s "odd" \\ 入', payload })]))
    const [entry] = await entriesOf('P3')
    expect(JSON.parse(entry?.payload ?? '')).toEqual(payload)
    expect(entry?.subjectId).toBe('it\'s "odd" \\ 入')
  })

  test('rows of several stamps go in with one statement that writes other things too', async () => {
    await database.ownerDb.query('create table public.mine (id int)')
    await database.ownerDb.query('grant insert, select on public.mine to lianjian_app')
    const rows = [
      ...ledgerRows(ledgerStamp(), [ledgerFact({ port: 'P4', related: [{ kind: 'directive', id: 'x' }, { kind: 'directive', id: 'x' }] })]),
      ...ledgerRows(ledgerStamp({ actor: systemActor }), [ledgerFact({ port: 'P4', type: 'GoodsReleased' })]),
    ]
    await database.db.transaction((tx) => tx.query(`with ${ledgerClauses(1)} insert into public.mine values (1)`, ledgerParameters(rows)))
    expect((await entriesOf('P4')).map((entry) => entry.type)).toEqual(['DeclarationAccepted', 'GoodsReleased'])
    expect(await database.db.query('select id from ledger.related where port = $1', ['P4'])).toEqual([{ id: 'x' }])
  })

  test('what is rolled back leaves no fact', async () => {
    const failing = database.db.transaction(async (tx) => {
      await append(tx, ledgerStamp(), [ledgerFact({ port: 'P5' })])
      throw new Error('refused after all')
    })
    await expect(failing).rejects.toThrow('refused after all')
    expect(await entriesOf('P5')).toEqual([])
  })

  test('no facts need no statement', async () => {
    expect(await database.db.transaction((tx) => append(tx, ledgerStamp(), []))).toEqual([])
    await database.db.transaction((tx) => insertLedgerRows(tx, []))
  })
})

describe('grants of the program\'s role', () => {
  const tables = ['ledger.entry', 'ledger.related', 'ledger.leaf', 'ledger.node', 'ledger.checkpoint', 'ledger.signer', 'ledger.era']
  const refused = expect.objectContaining({ code: '42501' })

  test.each(tables)('%s can be read, not changed, deleted from or emptied', async (table) => {
    const { db, ownerDb } = database
    await expect(db.query(`select count(*) from ${table}`)).resolves.toHaveLength(1)
    const [column] = await ownerDb.query<{ name: string }>('select attname as name from pg_attribute where attrelid = $1::regclass and attnum = 1', [table])
    await expect(db.query(`update ${table} set ${column?.name} = ${column?.name}`)).rejects.toEqual(refused)
    await expect(db.query(`delete from ${table}`)).rejects.toEqual(refused)
    await expect(db.query(`truncate ${table}`)).rejects.toEqual(refused)
    await expect(db.query(`select 1 from ${table} for update`)).rejects.toEqual(refused)
    // The owner could: what is refused above is refused by the grants, not by an error in the statement.
    await expect(ownerDb.query(`update ${table} set ${column?.name} = ${column?.name} where false`)).resolves.toEqual([])
  })

  test('neither the order of an entry nor the database\'s own stamp can be stated by the program', async () => {
    const columns = 'port, id, type, subject_kind, subject_id, actor_kind, actor_id, occurred_at, payload_hash, salt, actor_name, payload'
    const values = `'P6', gen_random_uuid(), 'T', 'k', 's', 'system', 'a', now(), sha256('a'), decode(repeat('00', 16), 'hex'), 'n', '{}'`
    await expect(database.db.query(`insert into ledger.entry (${columns}) values (${values})`)).resolves.toEqual([])
    await expect(database.db.query(`insert into ledger.entry (${columns}, recorded_at) values (${values}, now())`)).rejects.toEqual(refused)
    await expect(database.db.query(`insert into ledger.entry (${columns}, xid) values (${values}, '1')`)).rejects.toEqual(refused)
    await expect(database.db.query(`insert into ledger.entry (${columns}, era) values (${values}, 1)`)).rejects.toEqual(refused)
    await expect(database.db.query(`insert into ledger.era (number, reason) values (2, 'x')`)).rejects.toEqual(refused)
  })
})
