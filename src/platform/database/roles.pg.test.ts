import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { openDatabase, type Database } from './database.ts'
import { ensureRole, ensureRoles } from './roles.ts'

// Roles belong to the whole cluster, which the run shares: these tests have names of their own.
const role = 'roles_test_app'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase({ from: 'nothing' })
})
afterAll(() => fresh.drop())

test('the role is there once, cannot sign in, however many starters make it at the same moment', async () => {
  await Promise.all(Array.from({ length: 4 }, () => ensureRole(fresh.ownerDb, role)))
  expect(await fresh.ownerDb.query('select rolcanlogin from pg_roles where rolname = $1', [role])).toEqual([{ rolcanlogin: false }])
  await fresh.ownerDb.query(`drop role ${role}`)
})

test('an owner who is not a superuser makes the role and takes it', async () => {
  await as('createrole', async (url, owner) => {
    await Promise.all([ensureRole(owner, role), ensureRole(owner, role)])
    const app = openDatabase({ url, connections: 1, role })
    expect(await app.query('select current_user')).toEqual([{ current_user: role }])
    await app.close()
  })
})

test('an owner who may not make roles is content with one that was granted, and says so otherwise', async () => {
  await as('nocreaterole', async (_url, owner) => {
    await expect(ensureRole(owner, role)).rejects.toThrow(/permission denied/)
    await fresh.ownerDb.query(`create role ${role}`)
    await fresh.ownerDb.query(`grant ${role} to roles_test_owner`)
    await ensureRole(owner, role)
  })
})

test('the role of the program is one that migrations can grant to', async () => {
  await ensureRoles(fresh.ownerDb)
  await fresh.ownerDb.query('create table probe (id int); grant select on probe to lianjian_app')
  expect(await fresh.db.query('select id from probe')).toEqual([])
  await expect(fresh.db.query('insert into probe values (1)')).rejects.toThrow(/permission denied/)
})

async function as(right: 'createrole' | 'nocreaterole', work: (url: string, owner: Database) => Promise<void>): Promise<void> {
  await fresh.ownerDb.query(`create role roles_test_owner login ${right} password 'plain'`)
  const url = new URL(fresh.url)
  url.username = 'roles_test_owner'
  url.password = 'plain'
  const owner = openDatabase({ url: url.href, connections: 2 })
  try {
    await work(url.href, owner)
  } finally {
    await owner.close()
    await fresh.ownerDb.query(`drop role if exists ${role}`)
    await fresh.ownerDb.query('drop role roles_test_owner')
  }
}
