import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Verdict } from './domain/source-row.ts'

/** An import as it stands. */
export interface ImportRow {
  readonly id: string
  readonly state: 'running' | 'done'
  readonly rowsRead: number
  readonly imported: number
  readonly rejected: number
}

/** What is kept of one row of the file. `record` never holds the labels; they are `verdict`. */
export interface NewImportedRow {
  readonly line: number
  readonly record: Readonly<Record<string, string>>
  readonly taken: { readonly reference: string; readonly acceptedAt: Instant; readonly verdict: Verdict } | undefined
  readonly rejected: string | undefined
}

/** The import of this very file at the port, if one was begun. */
export async function findImport(db: Queryable, port: string, fileHash: string, profile: string): Promise<ImportRow | undefined> {
  const [row] = await db.query<{ id: string; state: 'running' | 'done'; rows_read: number; imported: number; rejected: number }>(
    `select id, state, rows_read, imported, rejected from watch.declaration_import where port = $1 and file_hash = decode($2, 'hex') and profile = $3`,
    [port, fileHash, profile],
  )
  return row === undefined ? undefined : { id: row.id, state: row.state, rowsRead: row.rows_read, imported: row.imported, rejected: row.rejected }
}

/** Begins an import of a file at a port, known by the SHA-256 (hex) of its bytes. */
export async function insertImport(tx: Tx, port: string, id: string, file: { readonly hash: string; readonly name: string }, profile: string, now: Instant): Promise<void> {
  await tx.query(
    `insert into watch.declaration_import (port, id, file_hash, file_name, profile, state, started_at) values ($1, $2, decode($3, 'hex'), $4, $5, 'running', $6)`,
    [port, id, file.hash, file.name, profile, toIso(now)],
  )
}

/** Writes rows of a batch and how far the import has come. */
export async function insertImportedRows(tx: Tx, port: string, importId: string, rows: readonly NewImportedRow[]): Promise<void> {
  const values = rows.map(({ line, record, taken, rejected }) => ({
    line,
    record,
    reference: taken?.reference ?? null,
    accepted_at: taken === undefined ? null : toIso(taken.acceptedAt),
    verdict: taken?.verdict ?? null,
    rejected: rejected ?? null,
  }))
  await tx.query(
    `insert into watch.imported_row (port, import_id, line, reference, accepted_at, record, verdict, rejected)
     select $1, $2, r.line, r.reference, r.accepted_at, r.record, r.verdict, r.rejected
     from json_to_recordset($3) as r (line int, reference text, accepted_at timestamptz, record jsonb, verdict text, rejected text)`,
    [port, importId, JSON.stringify(values)],
  )
  const rejectedCount = rows.filter(({ rejected }) => rejected !== undefined).length
  await tx.query(
    `update watch.declaration_import set rows_read = rows_read + $3, imported = imported + $4, rejected = rejected + $5 where port = $1 and id = $2`,
    [port, importId, rows.length, rows.length - rejectedCount, rejectedCount],
  )
}

/** Marks a running import as done; one that is done already keeps the time it had. */
export async function finishImport(tx: Tx, port: string, importId: string, now: Instant): Promise<void> {
  await tx.query(`update watch.declaration_import set state = 'done', finished_at = $3 where port = $1 and id = $2 and state = 'running'`, [port, importId, toIso(now)])
}

/** Why rows of an import became no declarations, most frequent first, with the lines of a few. */
export async function findRejections(db: Queryable, port: string, importId: string): Promise<{ readonly reason: string; readonly count: number; readonly lines: readonly number[] }[]> {
  return db.query(
    `select rejected as reason, count(*)::int as count, (array_agg(line order by line))[1:5] as lines
     from watch.imported_row where port = $1 and import_id = $2 and rejected is not null group by rejected order by count(*) desc, rejected`,
    [port, importId],
  )
}

/** The newest finished import of a port, or of any port. */
export async function findNewestImport(db: Queryable, port: string | undefined): Promise<{ readonly port: string; readonly id: string; readonly imported: number; readonly profile: string } | undefined> {
  const [row] = await db.query<{ port: string; id: string; imported: number; profile: string }>(
    `select port, id, imported, profile from watch.declaration_import where ($1::text is null or port = $1) and imported > 0 order by started_at desc, id desc limit 1`,
    [port ?? null],
  )
  return row
}

/** A row that became a declaration, as the file has it, and what turned out to be true. */
export interface ReplayableRow {
  readonly line: number
  readonly acceptedAt: Instant
  readonly record: Readonly<Record<string, string>>
  readonly verdict: Verdict
}

/** A place in the order of acceptance. */
export interface RowCursor {
  readonly at: Instant
  readonly line: number
}

/** The next rows in the order of acceptance, after `cursor`. */
export async function findRowsInOrder(db: Queryable, port: string, importId: string, cursor: RowCursor | undefined, limit: number): Promise<ReplayableRow[]> {
  const rows = await db.query<{ line: number; accepted_at: Instant; record: Readonly<Record<string, string>>; verdict: Verdict }>(
    `select line, accepted_at, record, verdict from watch.imported_row
     where port = $1 and import_id = $2 and rejected is null and ($3::timestamptz is null or (accepted_at, line) > ($3, $4))
     order by accepted_at, line limit $5`,
    [port, importId, cursor === undefined ? null : toIso(cursor.at), cursor?.line ?? 0, limit],
  )
  return rows.map((row) => ({ line: row.line, acceptedAt: row.accepted_at, record: row.record, verdict: row.verdict }))
}
