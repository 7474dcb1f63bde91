import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { RiskEntry } from '../risk/domain/risk-entry.ts'

/** Keeps a hold rule that is to be tried; gives its number. `hash` in hexadecimal. */
export async function insertHoldTrial(tx: Tx, entry: RiskEntry, hash: string, by: string, at: Instant): Promise<number> {
  const [row] = await tx.query<{ number: number }>(`insert into assess.hold_trial (entry, hash, asked_by, asked_at) values ($1, decode($2, 'hex'), $3, $4) returning number`, [JSON.stringify(entry), hash, by, toIso(at)])
  return row?.number ?? 0
}

/** A hold rule that was tried, by its number. */
export async function findHoldTrial(q: Queryable, number: number): Promise<{ readonly entry: RiskEntry; readonly hash: string } | undefined> {
  const [row] = await q.query<{ entry: RiskEntry; hash: string }>(`select entry, encode(hash, 'hex') as hash from assess.hold_trial where number = $1`, [number])
  return row
}
