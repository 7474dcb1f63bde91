import type { Instant } from '../../kernel/instant.ts'
import type { Tx } from '../database/database.ts'
import { writeTogether } from '../database/gather.ts'
import type { Entry, EntryHead } from './entry.ts'

/** One fact as JSON texts, ready for the insert statement. Made by `ledgerRows`. */
export interface LedgerRow {
  readonly id: string
  readonly entry: string
  /** One row of ledger.related for each other subject. */
  readonly related: readonly string[]
}

/**
 * The two insertions as clauses of a `with`, for statements that write other tables in the same round trip:
 * `with ${ledgerClauses('$2', '$3')}, mine as (insert …) select …`, with `ledgerParameters(rows)` as $2 and $3.
 * `subjects` names a clause of the same statement with a column `id`: facts about any other subject are left out.
 */
export function ledgerClauses(entries: string, related: string, subjects?: string): string {
  const about = subjects === undefined ? '' : `\n  where s in (select id::text from ${subjects})`
  // A join gives rows in any order; what a subject went through must be sealed in the order it happened, which is that of the ids.
  const inOrder = subjects === undefined ? '' : '\n  order by i'
  const ofThese = subjects === undefined ? '' : `\n  where e in (select i from json_to_recordset(${entries}::json) as g (i uuid, s text)${about})`
  return `ledger_entries as (
  insert into ledger.entry (port, id, type, subject_kind, subject_id, related, audience, actor_kind, actor_id, actor_of, occurred_at, actor_name, payload_hash, salt, payload)
  select p, i, t, k, s, r, a, ak, ai, ao, at, an, h, z, d
  from json_to_recordset(${entries}::json)
    as f (p text, i uuid, t text, k text, s text, r text[], a text[], ak text, ai text, ao text, at timestamptz, an text, h bytea, z bytea, d text)${about}${inOrder}
), ledger_related as (
  insert into ledger.related (port, kind, id, entry)
  select distinct p, k, i, e from json_to_recordset(${related}::json) as f (p text, k text, i text, e uuid)${ofThese}
)`
}

/** The two JSON parameters of `ledgerClauses`. */
export function ledgerParameters(rows: readonly LedgerRow[]): readonly [entries: string, related: string] {
  return [`[${rows.map((row) => row.entry).join(',')}]`, `[${rows.flatMap((row) => row.related).join(',')}]`]
}

const insertSql = `with ${ledgerClauses('$1', '$2')} select`

/** Writes the rows in one statement, in their order. */
export async function insertLedgerRows(tx: Tx, rows: readonly LedgerRow[]): Promise<void> {
  await writeTogether(tx, 'ledger', rows, (all) => tx.send(insertSql, ledgerParameters(all)), 'at-the-end')
}

/** An entry as the database gives it, without what may be redacted. */
export interface EntryHeadRow {
  readonly port: string
  readonly id: string
  readonly era: number
  readonly xid: string
  readonly seq: number
  readonly type: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly related: readonly string[]
  readonly audience: readonly string[]
  readonly actor_kind: string
  readonly actor_id: string
  readonly actor_of: string | null
  readonly occurred_at: Instant
  readonly recorded_at: Instant
  readonly payload_hash: string
}

export interface EntryRow extends EntryHeadRow {
  readonly salt: string | null
  readonly actor_name: string | null
  readonly payload: string | null
}

const headColumns = [
  'port', 'id', 'era', 'xid', 'seq', 'type', 'subject_kind', 'subject_id', 'related', 'audience',
  'actor_kind', 'actor_id', 'actor_of', 'occurred_at', 'recorded_at',
] as const satisfies readonly (keyof EntryHeadRow)[]

/** Columns of `EntryHeadRow`, of a table named `entry`. */
export const entryHeadColumns = `${headColumns.map((column) => `entry.${column}`).join(', ')}, encode(entry.payload_hash, 'hex') as payload_hash`

/** Columns of `EntryRow`. */
export const entryColumns = `${entryHeadColumns}, encode(entry.salt, 'hex') as salt, entry.actor_name, entry.payload`

export function toEntryHead(row: EntryHeadRow): EntryHead {
  return {
    port: row.port,
    id: row.id,
    era: row.era,
    xid: row.xid,
    seq: row.seq,
    type: row.type,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    related: row.related,
    audience: row.audience,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorOf: row.actor_of,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    payloadHash: row.payload_hash,
  }
}

export function toEntry(row: EntryRow): Entry {
  return Object.assign(toEntryHead(row), { salt: row.salt, actorName: row.actor_name, payload: row.payload })
}
