import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { LaneCut } from './domain/control.ts'

/** A cut as it is kept, with the plan it was made from. */
export interface StoredCut extends LaneCut {
  readonly port: string
  readonly lane: string
  readonly capacity: number
  readonly arrivals: number
  readonly owed: number
  /** How many scores it was made from. */
  readonly scores: number
  /** The hour it was made in, and what had been tallied in it by then. */
  readonly hour: Instant
  readonly hourCases: number
  readonly hourInspected: number
  readonly madeAt: Instant
}

const columns = `port, lane, since, threshold, margin, rate, fill, debt, capacity, arrivals, owed, scores, hour, hour_cases as "hourCases", hour_inspected as "hourInspected", made_at as "madeAt"`

/** Keeps a cut; false when the lane has one that begins at that moment. */
export async function insertCut(tx: Tx, cut: StoredCut): Promise<boolean> {
  const rows = await tx.query(
    `insert into targeting.cut (port, lane, since, threshold, margin, rate, fill, debt, capacity, arrivals, owed, scores, hour, hour_cases, hour_inspected, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict do nothing returning since`,
    [cut.port, cut.lane, toIso(cut.since), cut.threshold, cut.margin, cut.rate, cut.fill, cut.debt, cut.capacity, cut.arrivals, cut.owed, cut.scores, toIso(cut.hour), cut.hourCases, cut.hourInspected, toIso(cut.madeAt)],
  )
  return rows.length === 1
}

/** Cuts of a lane that begin before a moment, the newest first. */
export function listCuts(q: Queryable, port: string, lane: string, before: Instant, limit: number): Promise<StoredCut[]> {
  return q.query<StoredCut>(`select ${columns} from targeting.cut where port = $1 and lane = $2 and since < $3 order by since desc limit $4`, [port, lane, toIso(before), limit])
}
