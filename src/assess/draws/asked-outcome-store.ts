import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** Somebody's word that a drawn object was not inspected; published once approved. */
export interface AskedOutcome {
  readonly id: string
  readonly object: string
  readonly items: readonly string[]
  readonly exception: string
  readonly askedBy: string
  readonly askedAt: Instant
  readonly approvedBy: string | null
}

const columns = `a.id, a.object, a.items, a.exception, a.asked_by as "askedBy", a.asked_at as "askedAt", a.approved_by as "approvedBy"`

/** Outcomes of a draw that wait for a second person, oldest first. */
export async function readAskedOutcomes(db: Queryable, port: string, draw: string): Promise<AskedOutcome[]> {
  return db.query(`select ${columns} from selection.asked_outcome a where a.port = $1 and a.draw_id = $2 and a.approved_by is null order by a.id`, [port, draw])
}

/** One of them, approved or not. */
export async function findAskedOutcome(db: Queryable, port: string, draw: string, id: string): Promise<AskedOutcome | undefined> {
  const [row] = await db.query<AskedOutcome>(`select ${columns} from selection.asked_outcome a where a.port = $1 and a.draw_id = $2 and a.id = $3`, [port, draw, id])
  return row
}

/** Writes one down; false where one waits for the object already. */
export async function insertAskedOutcome(tx: Tx, port: string, draw: string, asked: Omit<AskedOutcome, 'approvedBy'>): Promise<boolean> {
  const rows = await tx.query(
    `insert into selection.asked_outcome (port, draw_id, id, object, items, exception, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
    [port, draw, asked.id, asked.object, asked.items, asked.exception, asked.askedBy, toIso(asked.askedAt)],
  )
  return rows.length > 0
}

/** Writes down who agreed. */
export async function approveAskedOutcome(tx: Tx, port: string, draw: string, id: string, by: string, at: Instant): Promise<void> {
  await tx.query('update selection.asked_outcome set approved_by = $4, approved_at = $5 where port = $1 and draw_id = $2 and id = $3', [port, draw, id, by, toIso(at)])
}
