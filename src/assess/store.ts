import type { Row, TableVersion } from '../kernel/decision-table/table.ts'
import { toIso, type Instant } from '../kernel/instant.ts'
import type { Queryable, Tx } from '../platform/database/database.ts'
import type { Tightening } from './domain/rule-snapshot.ts'

/** Announced when rules change in this process. */
export const rulesChanged = 'assess.rules'

/** A version of a table as it is stored. */
export interface StoredVersion {
  readonly table: string
  readonly version: number
  readonly state: 'recorded' | 'active'
  readonly validFrom: Instant | null
  readonly validTo: Instant | null
  readonly note: string
  readonly origin: string | null
  readonly rowCount: number
  readonly rowsHash: string
  readonly authorId: string
  readonly authorName: string
  readonly recordedAt: Instant
  readonly activatedByName: string | null
  readonly activatedAt: Instant | null
}

export interface NewVersion {
  readonly table: string
  readonly validFrom: Instant | undefined
  readonly validTo: Instant | undefined
  readonly rows: readonly Row[]
  readonly rowsHash: string
  readonly note: string
  readonly origin?: string
  readonly authorId: string
  readonly authorName: string
  readonly recordedAt: Instant
  /** Set where it is in force without a second person: versions of the policy pack. */
  readonly activatedBy?: string
}

const columns = `table_name as "table", version, state, valid_from as "validFrom", valid_to as "validTo", note, origin, jsonb_array_length(rows) as "rowCount",
  encode(rows_hash, 'hex') as "rowsHash", author_id as "authorId", author_name as "authorName", recorded_at as "recordedAt",
  activated_by_name as "activatedByName", activated_at as "activatedAt"`

/** Lets every process know that its rules are of yesterday: called by whatever changes them, in the same transaction. */
export async function bumpRevision(tx: Tx): Promise<void> {
  await tx.query('update assess.revision set number = number + 1')
  tx.announce(rulesChanged)
}

/** The number of the last change of rules; a process that judges by an older one loads them anew. */
export async function readRevision(q: Queryable): Promise<number> {
  const [row] = await q.query<{ number: number }>('select number from assess.revision')
  return row?.number ?? 0
}

/** One writer per table: version numbers have no gaps and two authors do not get the same one. */
export async function lockTable(tx: Tx, table: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('assess.table_version'), hashtext($1))`, [table])
}

/** Writes a version under the next number, which it returns. Call `lockTable` first. */
export async function insertVersion(tx: Tx, version: NewVersion): Promise<number> {
  const active = version.activatedBy !== undefined
  const [row] = await tx.query<{ version: number }>(
    `insert into assess.table_version (table_name, version, state, valid_from, valid_to, rows, rows_hash, note, origin, author_id, author_name, recorded_at,
       activated_by_id, activated_by_name, activated_at)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5::jsonb, decode($6, 'hex'), $7, $8, $9, $10, $11, $12, $12, $13
     from assess.table_version where table_name = $1
     returning version`,
    [
      version.table,
      active ? 'active' : 'recorded',
      version.validFrom === undefined ? null : toIso(version.validFrom),
      version.validTo === undefined ? null : toIso(version.validTo),
      JSON.stringify(version.rows),
      version.rowsHash,
      version.note,
      version.origin ?? null,
      version.authorId,
      version.authorName,
      toIso(version.recordedAt),
      version.activatedBy ?? null,
      active ? toIso(version.recordedAt) : null,
    ],
  )
  return row?.version ?? 0
}

/** A version of a table in any state, without its rows; undefined when there is none. */
export async function findVersion(q: Queryable, table: string, version: number): Promise<StoredVersion | undefined> {
  const [row] = await q.query<StoredVersion>(`select ${columns} from assess.table_version where table_name = $1 and version = $2`, [table, version])
  return row
}

/** The rows of a version in their order; none when there is no such version. */
export async function readRows(q: Queryable, table: string, version: number): Promise<readonly Row[]> {
  const [row] = await q.query<{ rows: readonly Row[] }>('select rows from assess.table_version where table_name = $1 and version = $2', [table, version])
  return row?.rows ?? []
}

/** Versions of a table from the newest, those below `before` where given. */
export function listVersions(q: Queryable, table: string, before: number | undefined, limit: number): Promise<StoredVersion[]> {
  return q.query<StoredVersion>(
    `select ${columns} from assess.table_version where table_name = $1 and version < coalesce($2, 2147483647) order by version desc limit $3`,
    [table, before ?? null, limit],
  )
}

/** Versions that wait, are planned or hold, of every table, newest first. */
export function listLiveVersions(q: Queryable, at: Instant): Promise<StoredVersion[]> {
  return q.query<StoredVersion>(`select ${columns} from assess.table_version where state = 'recorded' or (state = 'active' and (valid_to is null or valid_to > $1)) order by table_name, version desc`, [toIso(at)])
}

/** Puts a recorded version into force; false when it was not waiting for it any more. */
export async function activateVersion(
  tx: Tx,
  key: { readonly table: string; readonly version: number },
  by: { readonly id: string; readonly name: string; readonly at: Instant; readonly validFrom: Instant },
): Promise<boolean> {
  const rows = await tx.query(
    `update assess.table_version set state = 'active', valid_from = $3, activated_by_id = $4, activated_by_name = $5, activated_at = $6
     where table_name = $1 and version = $2 and state = 'recorded' returning version`,
    [key.table, key.version, toIso(by.validFrom), by.id, by.name, toIso(by.at)],
  )
  return rows.length === 1
}

/** Origins already recorded, of these. */
export async function knownOrigins(q: Queryable, origins: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await q.query<{ origin: string }>(
    `select origin from assess.table_version where origin in (select value from json_array_elements_text($1::json))`,
    [JSON.stringify(origins)],
  )
  return new Set(rows.map((row) => row.origin))
}

/** Whether some version of the table came from this version of the pack, whatever its rows. */
export async function hasPackVersion(q: Queryable, prefix: string): Promise<boolean> {
  return (await q.query(`select 1 from assess.table_version where starts_with(origin, $1) limit 1`, [prefix])).length > 0
}

export interface ActiveVersion {
  readonly table: string
  readonly version: number
  readonly validFrom: Instant
  readonly validTo: Instant | null
}

/** Versions that were put into force, also those that begin later or have ended, by table and number. */
export function listActiveVersions(q: Queryable): Promise<ActiveVersion[]> {
  return q.query<ActiveVersion>(
    `select table_name as "table", version, valid_from as "validFrom", valid_to as "validTo"
     from assess.table_version where state = 'active' order by table_name, version`,
  )
}

/** The rows of these versions, in one query. */
export async function loadVersions(q: Queryable, wanted: readonly ActiveVersion[]): Promise<TableVersion[]> {
  if (wanted.length === 0) return []
  const rows = await q.query<{ table: string; version: number; rows: readonly Row[] }>(
    `select v.table_name as "table", v.version, v.rows from assess.table_version v
     join json_to_recordset($1::json) as w ("table" text, version int) on v.table_name = w."table" and v.version = w.version`,
    [JSON.stringify(wanted.map(({ table, version }) => ({ table, version })))],
  )
  const byKey = new Map(rows.map((row) => [`${row.table} ${row.version}`, row.rows]))
  return wanted.map(({ table, version, validFrom, validTo }) => ({
    table,
    version,
    validFrom,
    ...(validTo === null ? {} : { validTo }),
    rows: byKey.get(`${table} ${version}`) ?? [],
  }))
}

const tighteningColumns = `id, enterprise, hs, direction, steps, valid_from as "validFrom", valid_to as "validTo", reason, cause, recorded_at as "recordedAt"`

/** A tightening as it is stored, with what it rests on. */
export interface StoredTightening extends Tightening {
  readonly reason: string
  readonly cause: string
  readonly recordedAt: Instant
}

/** Every tightening: cases of the past are judged by those of their time. */
export function listTightenings(q: Queryable): Promise<StoredTightening[]> {
  return q.query<StoredTightening>(`select ${tighteningColumns} from assess.tightening order by id`)
}

/** Tightenings of one enterprise from the newest, those before the id `before` where given. */
export function tighteningsOf(q: Queryable, enterprise: string, before: string | undefined, limit: number): Promise<StoredTightening[]> {
  return q.query<StoredTightening>(
    `select ${tighteningColumns} from assess.tightening where enterprise = $1 and ($2::uuid is null or id < $2::uuid) order by id desc limit $3`,
    [enterprise, before ?? null, limit],
  )
}

/** Writes a tightening; false when its cause has already tightened the same. */
export async function insertTightening(tx: Tx, tightening: StoredTightening, actorId: string): Promise<boolean> {
  const { id, enterprise, hs, direction, steps, validFrom, validTo, reason, cause, recordedAt } = tightening
  const rows = await tx.query(
    `insert into assess.tightening (id, enterprise, hs, steps, valid_from, valid_to, reason, cause, actor_id, recorded_at, direction)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (cause, enterprise, hs) do nothing returning id`,
    [id, enterprise, hs, steps, toIso(validFrom), toIso(validTo), reason, cause, actorId, toIso(recordedAt), direction ?? null],
  )
  return rows.length === 1
}
