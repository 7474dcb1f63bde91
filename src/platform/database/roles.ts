import { invariant } from '../../kernel/invariant.ts'
import type { Database } from './database.ts'

/** The database role of the running program: reads and writes as each migration grants it, and can only insert into and read the ledger. */
export const appRole = 'lianjian_app'

/** The role that the server of an embedded database signs in with: a member of `lianjian_app` and nothing more, so that no statement can become the owner. */
export const loginRole = 'lianjian_server'

// Role exists; two starters created it at once; two starters granted it at once ("tuple concurrently updated").
const settledByAnother = new Set(['42710', '23505', 'XX000'])

/** Makes the roles that migrations grant to, so it runs before them; see `ensureRole`. */
export async function ensureRoles(db: Database): Promise<void> {
  await ensureRole(db, appRole)
}

/**
 * Makes the role, and lets the connected user take it. It may run any number of times, in several processes at once; where an administrator has
 * made the role and granted it beforehand, the connected user needs no right to make roles.
 */
export async function ensureRole(db: Database, role: string): Promise<void> {
  if (await canTake(db, role)) return
  await unlessSettled(db.query(`create role ${role} nologin`))
  // Who makes a role on PostgreSQL 16 or newer may grant it, but may not yet take it.
  await unlessSettled(db.query(`grant ${role} to current_user`))
}

/**
 * Lets `role` sign in with this password and take the program's role; `db` is the owner's. The password is a new one for each start of a server:
 * it stands nowhere but in the memory of its processes.
 */
export async function ensureLogin(db: Database, role: string, password: string): Promise<void> {
  invariant(/^[\w-]+$/.test(password) && /^[a-z_]+$/.test(role), 'a statement about roles takes no parameters')
  await unlessSettled(db.query(`create role ${role} nologin`))
  await db.query(`alter role ${role} with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '${password}'`)
  await unlessSettled(db.query(`grant ${appRole} to ${role}`))
}

/** Asked by trying: what membership allows differs between PostgreSQL 15 and 16. */
async function canTake(db: Database, role: string): Promise<boolean> {
  try {
    await db.transaction((tx) => tx.query(`set local role ${role}`))
    return true
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === '22023' || code === '42501') return false
    throw error
  }
}

async function unlessSettled(statement: Promise<unknown>): Promise<void> {
  try {
    await statement
  } catch (error) {
    if (!settledByAnother.has((error as { code?: string }).code ?? '')) throw error
  }
}
