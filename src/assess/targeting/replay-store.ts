import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { ReplayedMonth } from './domain/replay-months.ts'

/** A replay month by month as it was kept. */
export interface StoredReplay {
  readonly id: string
  readonly name: string
  /** Share of the cases that could be inspected. */
  readonly capacity: number
  /** The permanent random share; 0: none. */
  readonly share: number
  readonly cases: number
  readonly months: readonly ReplayedMonth[]
  readonly replayedAt: Instant
}

/** Keeps what a replay came to, month by month. */
export async function insertReplay(tx: Tx, { id, name, capacity, share, cases, months, replayedAt }: StoredReplay): Promise<void> {
  await tx.query('insert into targeting.replay (id, name, capacity, share, cases, months, replayed_at) values ($1, $2, $3, $4, $5, $6::jsonb, $7)', [id, name, capacity, share, cases, JSON.stringify(months), toIso(replayedAt)])
}

/** The latest replays first. */
export function listReplays(db: Queryable, limit: number): Promise<StoredReplay[]> {
  return db.query<StoredReplay>('select id, name, capacity, share, cases, months, replayed_at as "replayedAt" from targeting.replay order by id desc limit $1', [limit])
}
