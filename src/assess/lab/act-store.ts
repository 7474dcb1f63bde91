import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** What brought a version into force or ended it. */
export interface VersionAct {
  readonly version: number
  readonly n: number
  readonly kind: 'activated' | 'emergency' | 'rolled-back'
  readonly at: Instant
  readonly takesEffect: Instant
  readonly byId: string
  readonly by: string
  readonly reason: string | null
  readonly reviewBy: Instant | null
  readonly reviewedAt: Instant | null
  readonly reviewer: string | null
  readonly upheld: boolean | null
  readonly review: string | null
}

const columns = `version, n, kind, at, takes_effect as "takesEffect", by_id as "byId", by_name as "by", reason, review_by as "reviewBy", reviewed_at as "reviewedAt", reviewer, upheld, review`

export type NewAct = Pick<VersionAct, 'version' | 'kind' | 'at' | 'takesEffect' | 'byId' | 'by' | 'reason' | 'reviewBy'>

/** Writes what was done to a version, under its next number. One writer per table (`lockTable`) keeps the numbers apart. */
export async function insertAct(tx: Tx, table: string, act: NewAct): Promise<void> {
  await tx.query(
    `insert into assess.version_act (table_name, version, n, kind, at, takes_effect, by_id, by_name, reason, review_by)
     select $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7, $8, $9 from assess.version_act where table_name = $1 and version = $2`,
    [table, act.version, act.kind, toIso(act.at), toIso(act.takesEffect), act.byId, act.by, act.reason, act.reviewBy === null ? null : toIso(act.reviewBy)],
  )
}

/** Acts on the versions of a table, newest first. */
export function listActs(q: Queryable, table: string, limit: number): Promise<VersionAct[]> {
  return q.query<VersionAct>(`select ${columns} from assess.version_act where table_name = $1 order by at desc, version desc, n desc limit $2`, [table, limit])
}

/** The emergency activation of a version that nobody has reviewed. */
export async function findOwedReview(q: Queryable, table: string, version: number): Promise<VersionAct | undefined> {
  const [row] = await q.query<VersionAct>(`select ${columns} from assess.version_act where table_name = $1 and version = $2 and kind = 'emergency' and reviewed_at is null`, [table, version])
  return row
}

/** Adds the review of an emergency activation to its act: who looked, when, whether it was upheld, and why. */
export async function writeReview(tx: Tx, table: string, act: VersionAct, by: { readonly id: string; readonly name: string; readonly at: Instant; readonly upheld: boolean; readonly note: string }): Promise<void> {
  await tx.query('update assess.version_act set reviewed_at = $4, reviewer_id = $5, reviewer = $6, upheld = $7, review = $8 where table_name = $1 and version = $2 and n = $3', [
    table, act.version, act.n, toIso(by.at), by.id, by.name, by.upheld, by.note,
  ])
}

/** Ends a version that is in force at a moment; false when it ends before that by itself or is not in force. */
export async function endVersion(tx: Tx, table: string, version: number, at: Instant): Promise<boolean> {
  const rows = await tx.query(
    `update assess.table_version set valid_to = $3 where table_name = $1 and version = $2 and state = 'active' and valid_from < $3 and (valid_to is null or valid_to > $3) returning version`,
    [table, version, toIso(at)],
  )
  return rows.length > 0
}

/** The version that would be in force at a moment but for one. */
export async function findVersionBeside(q: Queryable, table: string, version: number, at: Instant): Promise<number | undefined> {
  const [row] = await q.query<{ version: number }>(
    `select version from assess.table_version where table_name = $1 and version <> $2 and state = 'active' and valid_from <= $3 and (valid_to is null or valid_to > $3) order by valid_from desc, version desc limit 1`,
    [table, version, toIso(at)],
  )
  return row?.version
}

/** The version in force at a moment: of those valid then the one that began last. */
export function findVersionAt(q: Queryable, table: string, at: Instant): Promise<number | undefined> {
  return findVersionBeside(q, table, 0, at)
}
