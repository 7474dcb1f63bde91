import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { openDatabase, type Database, type Tx } from './database.ts'
import { readTogether, writeTogether } from './gather.ts'

let database: FreshDatabase
let gathering: Database
beforeAll(async () => {
  database = await freshDatabase({ from: 'nothing' })
  await database.ownerDb.query('create table box (id text primary key, seen int not null check (seen < 10))')
  gathering = openDatabase({ url: database.url, connections: 2, prepared: true, pipelined: true, gathering: true })
})
afterAll(async () => {
  await gathering.close()
  await database.drop()
})

let [reads, writes] = [0, 0]
interface Box {
  readonly id: string
  readonly seen: number
}
const read = (tx: Tx, ids: readonly string[]): Promise<Box[]> =>
  readTogether(tx, 'boxes', ids, (all) => (reads++, tx.query<Box>('select id, seen from box where id = any($1) order by id', [all])), (box) => box.id)
const write = (tx: Tx, boxes: readonly Box[], when?: 'at-the-end'): Promise<void> =>
  writeTogether(tx, 'boxes', boxes, (all) => (writes++, tx.send('insert into box select id, seen from json_to_recordset($1) as b (id text, seen int) on conflict (id) do update set seen = excluded.seen', [JSON.stringify(all)])), when)
const visit = async (tx: Tx, id: string): Promise<number> => {
  const [before] = await read(tx, [id])
  await write(tx, [{ id, seen: (before?.seen ?? 0) + 1 }])
  const [after] = await read(tx, [id])
  return after?.seen ?? -1
}
const names = Array.from({ length: 20 }, (_, n) => `box-${n}`)

describe('statements put together', () => {
  test('twenty that go side by side share their statements, each reads its own rows and what it wrote', async () => {
    ;[reads, writes] = [0, 0]
    const seen = await gathering.transaction((tx) => Promise.all(names.map((name) => visit(tx, name))))
    expect(seen).toEqual(names.map(() => 1))
    expect([reads, writes]).toEqual([2, 1])
    expect(await database.ownerDb.query('select count(*)::int as n, sum(seen)::int as seen from box')).toEqual([{ n: 20, seen: 20 }])
  })

  test('an ordinary transaction does the same, one statement each', async () => {
    ;[reads, writes] = [0, 0]
    await database.ownerDb.transaction(async (tx) => {
      for (const name of names) expect(await visit(tx, name)).toBe(2)
    })
    expect([reads, writes]).toEqual([40, 20])
  })

  test('what is written at the end is there after the commit', async () => {
    const during = await gathering.transaction(async (tx) => {
      await write(tx, [{ id: 'late', seen: 5 }], 'at-the-end')
      return read(tx, ['late'])
    })
    expect(during).toEqual([])
    expect(await gathering.query('select seen from box where id = $1', ['late'])).toEqual([{ seen: 5 }])
  })

  test('a statement nobody waited for that fails undoes the transaction, and its own fault is what is thrown', async () => {
    const work = gathering.transaction(async (tx) => {
      await write(tx, [{ id: 'good', seen: 1 }])
      await tx.send('insert into box values ($1, $2)', ['bad', 10])
      return 'done'
    })
    await expect(work).rejects.toMatchObject({ code: '23514' })
    await expect(gathering.transaction(async (tx) => {
      await tx.send('insert into box values ($1, $2)', ['bad', 10])
      return read(tx, ['good'])
    })).rejects.toMatchObject({ code: '23514' })
    expect(await gathering.query(`select id from box where id in ('good', 'bad')`)).toEqual([])
    expect(await gathering.transaction((tx) => read(tx, ['late']))).toEqual([{ id: 'late', seen: 5 }])
  })

  test('a large statement is on its way before whoever sent it writes the next one down; a small one costs no turn', async () => {
    const turned = async (bytes: number): Promise<boolean> => {
      let turn = false
      await gathering.transaction(async (tx) => {
        await tx.query('select 1')
        setImmediate(() => (turn = true))
        await tx.send('select length($1)', ['x'.repeat(bytes)])
        const before = turn
        await tx.query('select 1')
        turn = before
      })
      return turn
    }
    expect([await turned(1_000), await turned(1_000_000)]).toEqual([false, true])
  })
})
