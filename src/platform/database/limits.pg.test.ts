import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { DatabaseTooSlow, DatabaseUnavailable, openDatabase, takeYourTime, type Database } from './database.ts'
import { groupCommit } from './group-commit.ts'
import { appRole, ensureLogin } from './roles.ts'

let fresh: FreshDatabase
let hurried: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  hurried = openDatabase({ url: fresh.url, role: appRole, connections: 3, limits: { statement: 400, lock: 150, idle: 300 } })
})
afterAll(async () => {
  await hurried.close()
  await fresh.drop()
})

test('a statement that takes too long is cut off as what it is, and its connection works on', async () => {
  const begun = performance.now()
  await expect(hurried.query('select pg_sleep(20)')).rejects.toThrow(DatabaseTooSlow)
  await expect(hurried.transaction((tx) => tx.query('select pg_sleep(20)'))).rejects.toThrow(DatabaseTooSlow)
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(await hurried.query('select 1 as one')).toEqual([{ one: 1 }])
})

test('a report that may take its time takes it; the next statement of the same connection may not', async () => {
  await hurried.transaction(async (tx) => {
    await takeYourTime(tx)
    await tx.query('select pg_sleep(0.8)')
  })
  await expect(hurried.query('select pg_sleep(20)')).rejects.toThrow(DatabaseTooSlow)
})

test('whoever waits too long for a port is told so, and whoever holds it is not disturbed', async () => {
  const lock = `select pg_advisory_xact_lock(hashtext('limits'))`
  const held = fresh.ownerDb.transaction(async (tx) => {
    await tx.query(lock)
    await expect(hurried.transaction((other) => other.query(lock))).rejects.toThrow(DatabaseTooSlow)
    return tx.query('select 1 as one')
  })
  expect(await held).toEqual([{ one: 1 }])
})

test('a transaction in which nothing happens is ended, and nothing of it is kept', async () => {
  await fresh.ownerDb.query('create table public.idle (n int); grant select, insert on public.idle to lianjian_app')
  const idle = hurried.transaction(async (tx) => {
    await tx.query('insert into public.idle values (1)')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await tx.query('select 1')
  })
  await expect(idle).rejects.toThrow(DatabaseUnavailable)
  expect(await hurried.query('select n from public.idle')).toEqual([])
})

test('a batch that is too slow is not halved and tried again: all its senders are told to come back', async () => {
  const sizes: number[] = []
  const group = groupCommit<number, number>({
    lanes: 1,
    commit: async (entries) => {
      sizes.push(entries.length)
      await hurried.query('select pg_sleep(20)')
      return entries
    },
  })
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map((entry) => group.submit(entry)))
  expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason instanceof DatabaseTooSlow)).toBe(true)
  expect(sizes).toEqual([4])
})

test('the server of an embedded database signs in as nobody who could become its owner', async () => {
  const role = 'limits_test_server'
  await ensureLogin(fresh.ownerDb, role, 'first-password')
  await ensureLogin(fresh.ownerDb, role, 'second-password')
  const url = (password: string): string => {
    const own = new URL(fresh.url)
    own.username = role
    own.password = password
    return own.href
  }
  const old = openDatabase({ url: url('first-password'), connections: 1 })
  await expect(old.query('select 1')).rejects.toThrow(/password authentication failed/)
  await old.close()
  const server = openDatabase({ url: url('second-password'), connections: 1, role: appRole })
  try {
    expect(await server.query('select current_user::text as who')).toEqual([{ who: appRole }])
    await server.transaction(async (tx) => {
      await tx.query('set role none')
      expect(await tx.query('select current_user::text as who, (select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls from pg_roles where rolname = current_user) as mighty')).toEqual([{ who: role, mighty: false }])
    })
    for (const forbidden of ['update ledger.entry set payload = null', 'delete from ledger.entry', 'drop table ledger.entry', 'alter role lianjian_app superuser', 'set role lianjian', 'create table ledger.mine ()']) {
      await expect(server.query(forbidden), forbidden).rejects.toThrow(/permission denied|must be /)
      await expect(server.query(`set role none; ${forbidden}`), forbidden).rejects.toThrow(/permission denied|must be /)
    }
  } finally {
    await server.close()
    await fresh.ownerDb.query(`drop role ${role}`)
  }
})
