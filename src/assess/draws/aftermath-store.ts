import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** A wish to replace an officer; counted once it has a place. */
export interface StoredReplacement {
  readonly id: string
  readonly object: string
  readonly officer: string
  readonly reason: string
  readonly askedBy: string
  readonly askedAt: Instant
  readonly place: number | null
  readonly approvedBy: string | null
  /** Whom the seed named instead, empty for nobody; null while it does not count, and where that is older than the column. */
  readonly next: string | null
}

/** Replacements of a draw: those that count in their order, then those that wait. */
export async function readReplacements(db: Queryable, port: string, draw: string): Promise<StoredReplacement[]> {
  return db.query(
    `select r.id, r.object, r.officer, r.reason, r.asked_by as "askedBy", r.asked_at as "askedAt", r.place, r.approved_by as "approvedBy", r.next
     from selection.replacement r where r.port = $1 and r.draw_id = $2 order by r.place nulls last, r.id`,
    [port, draw],
  )
}

/** Writes a wish down; false when it is there already. */
export async function insertReplacement(tx: Tx, port: string, draw: string, wish: Pick<StoredReplacement, 'id' | 'object' | 'officer' | 'reason' | 'askedBy' | 'askedAt'>): Promise<boolean> {
  const rows = await tx.query(
    `insert into selection.replacement (port, draw_id, id, object, officer, reason, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
    [port, draw, wish.id, wish.object, wish.officer, wish.reason, wish.askedBy, toIso(wish.askedAt)],
  )
  return rows.length > 0
}

/** Lets a wish count; `next` is whom the seed names, undefined for nobody. */
export async function approveReplacementRow(tx: Tx, port: string, draw: string, id: string, counted: { readonly place: number; readonly next: string | undefined; readonly by: string; readonly at: Instant }): Promise<void> {
  const { place, next, by, at } = counted
  await tx.query('update selection.replacement set place = $4, next = $5, approved_by = $6, approved_at = $7 where port = $1 and draw_id = $2 and id = $3', [port, draw, id, place, next ?? '', by, toIso(at)])
}

/** What became of a drawn object, for the open register (DR-04). */
export interface Outcome {
  readonly object: string
  readonly version: number
  readonly class: string
  readonly items: readonly string[]
  readonly result: 'qualified' | 'not-qualified' | 'not-inspected'
  readonly exception: string | null
  readonly recordedAt: Instant
}

/** Outcomes of a draw, all versions, in the order they were recorded. */
export async function readOutcomes(db: Queryable, port: string, draw: string): Promise<Outcome[]> {
  return db.query(
    `select o.object, o.version, o.class, o.items, o.result, o.exception, o.recorded_at as "recordedAt" from selection.outcome o where o.port = $1 and o.draw_id = $2 order by o.object, o.version`,
    [port, draw],
  )
}

/** Writes an outcome, or a correction as its next version; which version it is. */
export async function insertOutcome(tx: Tx, port: string, draw: string, outcome: Omit<Outcome, 'version'>, by: string): Promise<number> {
  const [row] = await tx.query<{ version: number }>(
    `insert into selection.outcome (port, draw_id, object, version, class, items, result, exception, recorded_by, recorded_at)
     select $1, $2, $3, coalesce(max(o.version), 0) + 1, $4, $5, $6, $7, $8, $9 from selection.outcome o where o.port = $1 and o.draw_id = $2 and o.object = $3 returning version`,
    [port, draw, outcome.object, outcome.class, outcome.items, outcome.result, outcome.exception, by, toIso(outcome.recordedAt)],
  )
  return row?.version ?? 1
}
