import type { Role } from '../../kernel/actor.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../database/database.ts'

interface ScopeRow {
  readonly roles: readonly Role[]
  readonly agency: string | null
  readonly enterprise: string | null
  readonly site: string | null
  readonly ports: readonly string[]
}

export interface AccountRow extends ScopeRow {
  readonly id: string
  readonly name: string
  readonly display_name: string
  readonly password_hash: string
  readonly active: boolean
}

export interface TokenRow extends ScopeRow {
  readonly id: string
  readonly name: string
  readonly account_id: string | null
  readonly issued_by: string
  readonly issued_at: Instant
  readonly expires_at: Instant | null
  readonly revoked_at: Instant | null
}

const accountColumns = 'a.id, a.name, a.display_name, a.password_hash, a.active, a.roles, a.agency, a.enterprise, a.site, a.ports'
const tokenColumns = 't.id, t.name, t.roles, t.agency, t.enterprise, t.site, t.ports, t.account_id, t.issued_by, t.issued_at, t.expires_at, t.revoked_at'

/** The account people sign in to by this name, open or closed; undefined when there is none. */
export async function findAccount(db: Queryable, name: string): Promise<AccountRow | undefined> {
  return (await db.query<AccountRow>(`select ${accountColumns} from platform.account as a where a.name = $1`, [name]))[0]
}

/** Adds accounts; one whose name exists is left as it is. Gives the ids that were added. */
export async function insertAccounts(tx: Tx, accounts: readonly Omit<AccountRow, 'active'>[], now: Instant): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `insert into platform.account (id, name, display_name, password_hash, roles, agency, enterprise, site, ports, created_at)
     select id, name, display_name, password_hash, roles, agency, enterprise, site, ports, $2
     from jsonb_to_recordset($1) as x (id uuid, name text, display_name text, password_hash text, roles text[], agency text, enterprise text, site text, ports text[])
     on conflict (name) do nothing
     returning id`,
    [JSON.stringify(accounts), toIso(now)],
  )
  return rows.map((row) => row.id)
}

/** Begins a session, of which only the hash of its secret is kept; it ends at `endsAt` at the latest. */
export async function insertSession(tx: Tx, hash: Buffer, accountId: string, now: Instant, endsAt: Instant): Promise<void> {
  await tx.query('insert into platform.session (hash, account_id, created_at, seen_at, ends_at) values ($1, $2, $3, $3, $4)', [hash, accountId, toIso(now), toIso(endsAt)])
}

/** Ends a session; gives whose it was. */
export async function deleteSession(tx: Tx, hash: Buffer): Promise<string | undefined> {
  return (await tx.query<{ account_id: string }>('delete from platform.session where hash = $1 returning account_id', [hash]))[0]?.account_id
}

/** Drops sessions that nobody can use any more. */
export async function deleteEndedSessions(tx: Tx, now: Instant, idleSince: Instant): Promise<void> {
  await tx.query('delete from platform.session where ends_at <= $1 or seen_at <= $2', [toIso(now), toIso(idleSince)])
}

/** The account of a live session. */
export async function findSession(db: Queryable, hash: Buffer, now: Instant, idleSince: Instant): Promise<(AccountRow & { seen_at: Instant; ends_at: Instant }) | undefined> {
  return (
    await db.query<AccountRow & { seen_at: Instant; ends_at: Instant }>(
      `select ${accountColumns}, s.seen_at, s.ends_at
       from platform.session as s join platform.account as a on a.id = s.account_id
       where s.hash = $1 and s.ends_at > $2 and s.seen_at > $3 and a.active`,
      [hash, toIso(now), toIso(idleSince)],
    )
  )[0]
}

/** Notes that a session was used, so that it does not end as idle; an earlier moment changes nothing. */
export async function markSeen(db: Queryable, hash: Buffer, now: Instant): Promise<void> {
  await db.query('update platform.session set seen_at = $2 where hash = $1 and seen_at < $2', [hash, toIso(now)])
}

/** A token that may be used now. */
export async function findToken(db: Queryable, hash: Buffer, now: Instant): Promise<TokenRow | undefined> {
  return (
    await db.query<TokenRow>(
      `select ${tokenColumns} from platform.token as t left join platform.account as a on a.id = t.account_id
       where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2) and a.active is not false`,
      [hash, toIso(now)],
    )
  )[0]
}

/** How many of the hashes are tokens that may be used now. */
export async function countTokensInForce(db: Queryable, hashes: readonly Buffer[], now: Instant): Promise<number> {
  const [row] = await db.query<{ tokens: number }>(
    'select count(*)::int as tokens from platform.token where hash = any($1) and revoked_at is null and (expires_at is null or expires_at > $2)',
    [hashes, toIso(now)],
  )
  return row?.tokens ?? 0
}

/** Adds tokens and gives how many: one whose id exists already is not added. */
export async function insertTokens(tx: Tx, tokens: readonly (Omit<TokenRow, 'issued_at' | 'expires_at' | 'revoked_at'> & { hash: string; expires_at: string | null })[], now: Instant): Promise<number> {
  const rows = await tx.query(
    `insert into platform.token (id, hash, name, roles, agency, enterprise, site, ports, account_id, issued_by, issued_at, expires_at)
     select id, decode(hash, 'hex'), name, roles, agency, enterprise, site, ports, account_id, issued_by, $2, expires_at
     from jsonb_to_recordset($1) as x (id uuid, hash text, name text, roles text[], agency text, enterprise text, site text, ports text[], account_id uuid, issued_by text, expires_at timestamptz)
     on conflict (id) do nothing
     returning id`,
    [JSON.stringify(tokens), toIso(now)],
  )
  return rows.length
}

/** Tokens in force that a person issued (everybody's when undefined), by id. */
export async function listTokens(db: Queryable, issuedBy: string | undefined, after: string | undefined, limit: number): Promise<TokenRow[]> {
  return db.query<TokenRow>(
    `select ${tokenColumns} from platform.token as t
     where t.revoked_at is null and ($1::text is null or t.issued_by = $1) and ($2::uuid is null or t.id > $2)
     order by t.id limit $3`,
    [issuedBy ?? null, after ?? null, limit],
  )
}

/** A token in any state, held until the transaction ends; undefined when there is none. */
export async function lockToken(tx: Tx, id: string): Promise<TokenRow | undefined> {
  return (await tx.query<TokenRow>(`select ${tokenColumns} from platform.token as t where t.id = $1 for update`, [id]))[0]
}

/** Revokes a token from now on; it is kept, because facts name it. */
export async function markRevoked(tx: Tx, id: string, now: Instant): Promise<void> {
  await tx.query('update platform.token set revoked_at = $2 where id = $1', [id, toIso(now)])
}

/** Counts a try under each key and gives the counts of the present window in the order of the keys. */
export async function countTry(tx: Tx, keys: readonly string[], now: Instant, windowStart: Instant): Promise<number[]> {
  const rows = await tx.query<{ key: string; tries: number }>(
    `insert into platform.sign_in_try as t (key, tries, since) select key, 1, $2 from unnest($1::text[]) as k (key) order by key
     on conflict (key) do update
     set tries = case when t.since <= $3 then 1 else t.tries + 1 end, since = case when t.since <= $3 then $2 else t.since end
     returning key, tries`,
    [keys, toIso(now), toIso(windowStart)],
  )
  const tries = new Map(rows.map((row) => [row.key, row.tries]))
  return keys.map((key) => tries.get(key) ?? 0)
}

/** Takes a successful try off the counts: `forgotten` start anew, `shared` lose this one. */
export async function forgiveTry(tx: Tx, forgotten: string, shared: readonly string[]): Promise<void> {
  await tx.query('delete from platform.sign_in_try where key = $1', [forgotten])
  await tx.query('update platform.sign_in_try set tries = greatest(tries - 1, 0) where key = any($1)', [shared])
}

/** Drops counts whose window has passed; `before` is where the present one begins. */
export async function deleteOldTries(tx: Tx, before: Instant): Promise<void> {
  await tx.query('delete from platform.sign_in_try where since <= $1', [toIso(before)])
}

/** Whether somebody signed in to the account of that name from the place after `since`; `place` is a hash. False for names that do not exist. */
export async function isKnownPlace(db: Queryable, name: string, place: Buffer, since: Instant): Promise<boolean> {
  const rows = await db.query(
    `select 1 as known from platform.known_place as p join platform.account as a on a.id = p.account_id
     where a.name = $1 and p.place = $2 and p.seen_at > $3`,
    [name, place, toIso(since)],
  )
  return rows.length > 0
}

/** Notes that the person signed in from the place; `place` is a hash, so that no addresses are kept. */
export async function rememberPlace(tx: Tx, accountId: string, place: Buffer, now: Instant): Promise<void> {
  await tx.query(
    `insert into platform.known_place (account_id, place, seen_at) values ($1, $2, $3)
     on conflict (account_id, place) do update set seen_at = excluded.seen_at`,
    [accountId, place, toIso(now)],
  )
}

/** Accounts by the names people sign in with, or by their ids. */
export function findAccountNames(q: Queryable, namesOrIds: readonly string[]): Promise<{ readonly id: string; readonly name: string; readonly displayName: string }[]> {
  return q.query(`select id, name, display_name as "displayName" from platform.account where name = any($1::text[]) or id::text = any($1::text[])`, [namesOrIds])
}
