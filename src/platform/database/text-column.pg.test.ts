import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { jsonColumn, listText, textColumn, unnestColumns } from './text-column.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase({ from: 'nothing' })
})
afterAll(() => fresh.drop())

const odd = ['', 'plain', '入境货物', '🚢', 'it\'s "odd" \\ {a,b} NULL', '\n\t\r', 'null', ' ']

test('texts come back as they were, in their order, whatever characters they have, and null is null', async () => {
  const values = [...odd, null, 'after']
  const rows = await fresh.db.query(`select a, b from ${unnestColumns(1, 'r', ['a', 'b'])}`, [textColumn(values), textColumn(values.map((_, i) => String(i)))])
  expect(rows).toEqual(values.map((a, i) => ({ a, b: String(i) })))
})

test('no values are no rows', async () => {
  expect(await fresh.db.query(`select a from ${unnestColumns(1, 'r', ['a'])}`, [textColumn([])])).toEqual([])
})

test('lists in a column come back as lists', async () => {
  const lists = [[], ['one'], odd, ['NULL', '"', '\\']]
  expect(await fresh.db.query(`select a::text[] as a from ${unnestColumns(1, 'r', ['a'])}`, [textColumn(lists.map(listText))])).toEqual(lists.map((a) => ({ a })))
})

test('half a character is no text: nothing is sent that would come back as another', () => {
  expect(() => textColumn(['\ud800'])).toThrow(/half a character/)
})

test('members that are JSON already come out as one array, whatever their letters; none as an empty one', async () => {
  const members = [{ a: '箱 \u0001 "x"' }, { a: '😀' }, { a: 'plain' }]
  const read = async (parameter: Buffer): Promise<unknown> => (await fresh.db.query('select $1::json as list', [parameter]))[0]
  expect(await read(jsonColumn(members.map((member) => ['{"a":', JSON.stringify(member.a), '}'])))).toEqual({ list: members })
  expect(await read(jsonColumn([]))).toEqual({ list: [] })
})
