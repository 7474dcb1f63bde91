import type { Tx } from '../database/database.ts'

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
 */
export function ledgerClauses(entries: string, related: string): string {
  return `ledger_entries as (
  insert into ledger.entry (port, id, type, subject_kind, subject_id, related, audience, actor_kind, actor_id, actor_of, occurred_at, actor_name, payload_hash, salt, payload)
  select p, i, t, k, s, r, a, ak, ai, ao, at, an, h, z, d
  from json_to_recordset(${entries}::json)
    as f (p text, i uuid, t text, k text, s text, r text[], a text[], ak text, ai text, ao text, at timestamptz, an text, h bytea, z bytea, d text)
), ledger_related as (
  insert into ledger.related (port, kind, id, entry)
  select distinct p, k, i, e from json_to_recordset(${related}::json) as f (p text, k text, i text, e uuid)
)`
}

/** The two JSON parameters of `ledgerClauses`. */
export function ledgerParameters(rows: readonly LedgerRow[]): readonly [entries: string, related: string] {
  return [`[${rows.map((row) => row.entry).join(',')}]`, `[${rows.flatMap((row) => row.related).join(',')}]`]
}

const insertSql = `with ${ledgerClauses('$1', '$2')} select`

/** Writes the rows in one statement, in their order. */
export async function insertLedgerRows(tx: Tx, rows: readonly LedgerRow[]): Promise<void> {
  if (rows.length > 0) await tx.query(insertSql, ledgerParameters(rows))
}
