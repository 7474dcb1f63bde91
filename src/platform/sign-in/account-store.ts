import type { Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../database/database.ts'
import type { AccountRow } from './store.ts'

export type ListedAccount = AccountRow & { readonly created_at: Instant }

const columns = 'a.id, a.name, a.display_name, a.password_hash, a.active, a.roles, a.agency, a.enterprise, a.site, a.ports, a.created_at'

/** A page of accounts by id, open and closed, those after the id `after` where given. */
export async function listAccounts(db: Queryable, after: string | undefined, limit: number): Promise<ListedAccount[]> {
  return db.query<ListedAccount>(`select ${columns} from platform.account as a where $1::uuid is null or a.id > $1 order by a.id limit $2`, [after ?? null, limit])
}

/** An account, open or closed, held until the transaction ends; undefined when there is none. */
export async function lockAccount(tx: Tx, id: string): Promise<ListedAccount | undefined> {
  return (await tx.query<ListedAccount>(`select ${columns} from platform.account as a where a.id = $1 for update`, [id]))[0]
}

/** Whether anybody has an account. */
export async function hasAccounts(db: Queryable): Promise<boolean> {
  return (await db.query('select 1 as some from platform.account limit 1')).length > 0
}

/** Administrators with an open account, locked, so that two closings at once cannot leave none. */
export async function lockAdministrators(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(`select id from platform.account where active and 'administrator' = any(roles) order by id for update`)
  return rows.map((row) => row.id)
}

/** Closes an account: nobody signs in with it any more, and what its person did keeps their name. */
export async function markClosed(tx: Tx, id: string): Promise<void> {
  await tx.query('update platform.account set active = false where id = $1', [id])
}

/** Gives an account another password, as its hash. Its sessions go on unless `deleteSessionsOf` ends them. */
export async function updatePassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
  await tx.query('update platform.account set password_hash = $2 where id = $1', [id, passwordHash])
}

/** Ends all sessions of a person, but the one given. */
export async function deleteSessionsOf(tx: Tx, accountId: string, except: Buffer | undefined): Promise<void> {
  await tx.query('delete from platform.session where account_id = $1 and ($2::bytea is null or hash <> $2)', [accountId, except ?? null])
}
