import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** A document its declarant handed in after the declaration. `hash`: SHA-256 of the file, 64 hex digits. */
export interface LaterDocument {
  readonly type: string
  readonly number: string
  readonly issuer: string | null
  readonly issuedAt: Instant | null
  readonly validTo: Instant | null
  readonly hash: string | null
  readonly submittedAt: Instant
}

/** Keeps a document of a declaration; false when one of that type and number is there. */
export async function insertDocument(tx: Tx, port: string, declaration: string, document: LaterDocument, by: string): Promise<boolean> {
  const { type, number, issuer, issuedAt, validTo, hash, submittedAt } = document
  const moment = (at: Instant | null): string | null => (at === null ? null : toIso(at))
  const rows = await tx.query<{ number: string }>(
    `insert into single_window.later_document (port, declaration_id, type, number, issuer, issued_at, valid_to, hash, submitted_by, submitted_at)
     values ($1, $2, $3, $4, $5, $6, $7, decode($8, 'hex'), $9, $10) on conflict do nothing returning number`,
    [port, declaration, type, number, issuer, moment(issuedAt), moment(validTo), hash, by, toIso(submittedAt)],
  )
  return rows.length === 1
}

/** What was handed in after a declaration, in the order in which it came. */
export async function findDocuments(db: Queryable, port: string, declaration: string): Promise<LaterDocument[]> {
  return db.query(
    `select l.type, l.number, l.issuer, l.issued_at as "issuedAt", l.valid_to as "validTo", encode(l.hash, 'hex') as hash, l.submitted_at as "submittedAt"
     from single_window.later_document l where l.port = $1 and l.declaration_id = $2 order by l.submitted_at, l.type, l.number`,
    [port, declaration],
  )
}
