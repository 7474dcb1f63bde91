import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeHistory } from '../../../bench/collide/history.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { explained, readBy } from '../../../tests/support/explain.ts'
import type { Tx } from '../../platform/database/database.ts'
import { findEarlierLooks } from './earlier-looks-store.ts'
import { findAnswers, findLiveDirectives } from './store.ts'

const port = '380101'
const stored = 100_000

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  await storeHistory(database.ownerDb, port, 0, stored)
  // Two of the past are still open, on one container.
  await database.ownerDb.query(`update joint.directive_key set live = true where key = 'container:HISU0000007#1'`)
  await database.ownerDb.query(`update joint.directive set state = 'open' where object_ref = 'HISU0000007'`)
}, 60_000)
afterAll(() => database.drop())

const strangers = Array.from({ length: 200 }, (_, n) => `container:NEWU${n}#1`)

test(`with ${stored} directives stored, what a batch could meet is found by index, without reading what is over`, async () => {
  const live = await database.db.transaction((tx) => findLiveDirectives(tx, port, ['container:HISU0000007#1', 'container:HISU0000008#1', ...strangers]))
  expect(live.map((directive) => directive.object.ref)).toEqual(['HISU0000007', 'HISU0000007'])

  const { nodes, pages } = await explained(database.db, (tx) => findLiveDirectives(tx, port, ['container:HISU0000007#1', 'container:HISU0000008#1', ...strangers]))
  expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([])
  expect(nodes.map((node) => node['Index Name'])).toContain('directive_key_live')
  // Two directives, each found once by its key, once by its inspection and once to be read, and their keys: a handful of rows, not the history.
  const fromTables = nodes.filter((node) => node['Relation Name'] !== undefined)
  expect(fromTables.reduce((all, node) => all + readBy(node), 0)).toBeLessThan(20)
  // Each key goes down one small index: two pages a key.
  expect(pages).toBeLessThan(202 * 4)
})

test('looks that have begun are found by the key, also where they are over', async () => {
  const look = (tx: Tx): Promise<unknown[]> => findEarlierLooks(tx, port, ['container:HISU0000009#1', ...strangers], ['container:HISU0000009#1', ...strangers])
  await database.ownerDb.query(`update joint.inspection set started_at = proposed_at where object_ref = 'HISU0000009'`)
  expect(await database.db.transaction(look)).toHaveLength(2)
  const { nodes, pages } = await explained(database.db, look)
  expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([])
  expect(nodes.map((node) => node['Index Name'])).toContain('directive_key_any')
  expect(nodes.filter((node) => node['Relation Name'] !== undefined).reduce((all, node) => all + readBy(node), 0)).toBeLessThan(20)
  expect(pages).toBeLessThan(201 * 5)
})

test('answers to repeats are found by id', async () => {
  const rows = await database.db.query<{ id: string }>('select id from joint.directive where port = $1 order by id limit 100', [port])
  const { nodes } = await explained(database.db, (tx) => findAnswers(tx, port, rows.map((row) => row.id)))
  expect(nodes.map((node) => node['Index Name']).filter((name) => name !== undefined)).toEqual(['directive_pkey'])
  expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([])
})

test('twin: the look-up that joins keys and directives by either of two conditions reads everything the port has stored', async () => {
  const { nodes } = await explained(database.db, (tx) =>
    tx.query(
      `with near as (
         select distinct d.id, d.inspection_id from joint.directive_key k join joint.directive d on d.port = k.port and d.id = k.directive_id
         where k.port = $1 and k.key = any($2::text[]) and k.live)
       select d.id from joint.directive d
       where d.port = $1 and (d.id in (select id from near) or d.inspection_id in (select inspection_id from near where inspection_id is not null))`,
      [port, strangers],
    ),
  )
  expect(nodes.reduce((all, node) => all + readBy(node), 0)).toBeGreaterThan(stored / 2)
})
