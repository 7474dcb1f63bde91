import type { Json } from '../../kernel/canonical-json.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../database/database.ts'

export interface JobInsert {
  readonly port: string
  readonly id: string
  readonly kind: string
  readonly key: string | null
  readonly payload: Json
  readonly run_at: string
  readonly enqueued_at: string
}

export interface ClaimedRow {
  readonly port: string
  readonly id: string
  readonly kind: string
  readonly payload: Json
  readonly attempts: number
  readonly enqueued_at: Instant
}

export interface JobRow extends ClaimedRow {
  readonly key: string | null
  readonly state: 'waiting' | 'running' | 'quarantined'
  readonly run_at: Instant
  readonly error: string | null
}

const claimed = 'j.port, j.id, j.kind, j.payload, j.attempts, j.enqueued_at'

/**
 * The insertion of jobs as a clause of a `with`, for the statement that causes them; `jobs` is the parameter with their JSON.
 * `ports` names a clause of the same statement with a column `port`: jobs of any other port are left out.
 */
export function jobsClause(jobs: string, ports?: string): string {
  const there = ports === undefined ? '' : `where newest.port in (select port from ${ports})`
  return `owed_jobs as (
     insert into platform.job as j (port, id, kind, key, payload, run_at, enqueued_at)
     select port, id, kind, key, coalesce(payload, 'null'), run_at, enqueued_at
     from (
       select distinct on (port, kind, coalesce(key, id::text)) *
       from jsonb_to_recordset(${jobs}::jsonb) as x (port text, id uuid, kind text, key text, payload jsonb, run_at timestamptz, enqueued_at timestamptz)
       order by port, kind, coalesce(key, id::text), run_at
     ) as newest
     ${there}
     on conflict (port, kind, key, state) where key is not null and state <> 'quarantined'
     do update set run_at = excluded.run_at where excluded.run_at < j.run_at)`
}

const insertSql = `with ${jobsClause('$1')} select`

/** Writes jobs in one statement; one whose key waits already only moves the waiting one forward. */
export async function insertJobs(tx: Tx, jobs: readonly JobInsert[]): Promise<void> {
  await tx.send(insertSql, [JSON.stringify(jobs)])
}

/** Claims up to `limit` due jobs of the kinds, oldest first; rows another worker is claiming are stepped over, and those whose key is being worked on. */
export async function claimDue(db: Queryable, kinds: readonly string[], claim: string, now: Instant, leaseMs: number, limit: number): Promise<ClaimedRow[]> {
  return db.query<ClaimedRow>(
    `with due as materialized (
       select d.port, d.id
       from unnest($1::text[]) as k (kind)
       cross join lateral (
         select w.port, w.id from platform.job as w
         where w.state = 'waiting' and w.kind = k.kind and w.run_at <= $3
           and (w.key is null or not exists (select 1 from platform.job as r where r.port = w.port and r.kind = w.kind and r.key = w.key and r.state = 'running'))
         order by w.run_at limit $5 for update skip locked
       ) as d
       limit $5
     )
     update platform.job as j
     set state = 'running', attempts = attempts + 1, claimed_by = $2, lease_until = clock_timestamp() + $4 * interval '1 millisecond'
     from due where j.port = due.port and j.id = due.id
     returning ${claimed}`,
    [kinds, claim, toIso(now), leaseMs, limit],
  )
}

/** Takes over one job whose worker stopped renewing its lease. */
export async function claimStale(db: Queryable, kinds: readonly string[], claim: string, leaseMs: number): Promise<ClaimedRow[]> {
  return db.query<ClaimedRow>(
    `update platform.job as j
     set attempts = attempts + 1, claimed_by = $2, lease_until = clock_timestamp() + $3 * interval '1 millisecond'
     from (
       select port, id from platform.job
       where state = 'running' and lease_until < clock_timestamp() and kind = any($1)
       order by lease_until limit 1 for update skip locked
     ) as stale
     where j.port = stale.port and j.id = stale.id
     returning ${claimed}`,
    [kinds, claim, leaseMs],
  )
}

/** Keeps what these claims still run. */
export async function renewLeases(db: Queryable, claims: readonly string[], leaseMs: number): Promise<void> {
  await db.query(
    `update platform.job set lease_until = clock_timestamp() + $2 * interval '1 millisecond' where state = 'running' and claimed_by = any($1)`,
    [claims, leaseMs],
  )
}

/** Deletes a finished job; false when the claim was lost. */
export async function deleteClaimed(db: Queryable, port: string, id: string, claim: string): Promise<boolean> {
  const rows = await db.query('delete from platform.job where port = $1 and id = $2 and claimed_by = $3 returning id', [port, id, claim])
  return rows.length > 0
}

/**
 * Gives a failed job back for a later try; a failure that was only weather does not count as one. When a newer job of the same key waits already, that one will do the work:
 * the failed one is dropped. Nothing happens when the claim was lost.
 */
export async function giveBack(tx: Tx, port: string, id: string, claim: string, runAt: Instant, error: string, weather: boolean): Promise<void> {
  await tx.query(
    `delete from platform.job as j
     where j.port = $1 and j.id = $2 and j.claimed_by = $3 and j.key is not null
       and exists (select 1 from platform.job as w where w.port = j.port and w.kind = j.kind and w.key = j.key and w.state = 'waiting')`,
    [port, id, claim],
  )
  await tx.query(
    `update platform.job set state = 'waiting', claimed_by = null, lease_until = null, run_at = $4, error = $5, attempts = attempts - $6
     where port = $1 and id = $2 and claimed_by = $3`,
    [port, id, claim, toIso(runAt), error, weather ? 1 : 0],
  )
}

/** Puts a job aside with its error. False when the claim was lost. */
export async function quarantineClaimed(tx: Tx, port: string, id: string, claim: string, error: string): Promise<boolean> {
  const rows = await tx.query(
    `update platform.job set state = 'quarantined', claimed_by = null, lease_until = null, error = $4
     where port = $1 and id = $2 and claimed_by = $3 returning id`,
    [port, id, claim, error],
  )
  return rows.length > 0
}

/** Jobs of a state at the ports (all when undefined), oldest first, after an id. */
export async function listJobs(db: Queryable, state: JobRow['state'], ports: readonly string[] | undefined, after: string | undefined, limit: number): Promise<JobRow[]> {
  return db.query<JobRow>(
    `select port, id, kind, key, payload, state, attempts, run_at, enqueued_at, error from platform.job
     where state = $1 and ($2::text[] is null or port = any($2)) and ($3::uuid is null or id > $3)
     order by id limit $4`,
    [state, ports ?? null, after ?? null, limit],
  )
}

/** One quarantined job, locked for a decision about it. */
export async function lockQuarantined(tx: Tx, id: string): Promise<JobRow | undefined> {
  const [row] = await tx.query<JobRow>(
    `select port, id, kind, key, payload, state, attempts, run_at, enqueued_at, error from platform.job
     where id = $1 and state = 'quarantined' for update`,
    [id],
  )
  return row
}

/** Lets a quarantined job run again from its first try, with the payload as it was or as repaired. */
export async function releaseJob(tx: Tx, port: string, id: string, payload: Json, runAt: Instant): Promise<void> {
  await tx.query(
    `update platform.job set state = 'waiting', attempts = 0, run_at = $4, payload = $3, error = null, key = null where port = $1 and id = $2`,
    [port, id, JSON.stringify(payload), toIso(runAt)],
  )
}

/** Removes a quarantined job for good. */
export async function deleteJob(tx: Tx, port: string, id: string): Promise<void> {
  await tx.query('delete from platform.job where port = $1 and id = $2', [port, id])
}

/** How much waits, runs and stands aside, for metrics and the screen. */
export async function countJobs(db: Queryable): Promise<{ kind: string; state: JobRow['state']; jobs: number; oldest: Instant }[]> {
  return db.query('select kind, state, count(*)::int as jobs, min(enqueued_at) as oldest from platform.job group by kind, state order by kind, state')
}
