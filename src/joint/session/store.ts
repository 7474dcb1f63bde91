import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Settled } from './domain/merge-work.ts'

/** What was settled about the work of an inspection, and by whom. */
export interface SettledRow extends Settled {
  readonly inspection: string
  readonly by: string
  readonly at: Instant
}

/** What the parties of inspections settled about work that several of them list. */
export async function findSettled(db: Queryable, port: string, inspections: readonly string[]): Promise<SettledRow[]> {
  const rows = await db.query<{ inspection: string; code: string; agency: string | null; apart: string | null; by: string; at: Instant }>(
    `select inspection_id as inspection, code, agency, apart, assigned_by as by, assigned_at as at from joint.assigned_check where port = $1 and inspection_id = any($2::uuid[]) and state = 'accepted' order by inspection_id, code`,
    [port, inspections],
  )
  return rows.map(({ agency, apart, ...row }) => ({ ...row, ...(agency === null ? {} : { agency }), ...(apart === null ? {} : { apart }) }))
}

/** A check that was proposed to an agency, which has not said yes yet, or has said no. */
export interface AskedCheck {
  readonly code: string
  readonly agency: string
  readonly state: 'proposed' | 'declined'
  readonly by: string
  readonly reason?: string
}

/** Checks that agencies were asked to do for all and have not accepted (LB-03). */
export async function findAsked(db: Queryable, port: string, inspection: string): Promise<AskedCheck[]> {
  const rows = await db.query<Omit<AskedCheck, 'reason'> & { readonly reason: string | null }>(
    "select code, agency, state, assigned_by as by, answer_reason as reason from joint.assigned_check where port = $1 and inspection_id = $2 and state <> 'accepted' order by code",
    [port, inspection],
  )
  return rows.map(({ reason, ...row }) => ({ ...row, ...(reason === null ? {} : { reason }) }))
}

/** Writes what was settled or proposed, in place of what was before. */
export async function saveSettled(tx: Tx, port: string, inspection: string, settled: Settled, state: 'proposed' | 'accepted', by: string, at: Instant): Promise<void> {
  await tx.query(
    `insert into joint.assigned_check (port, inspection_id, code, agency, apart, state, assigned_by, assigned_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (port, inspection_id, code) do update set agency = excluded.agency, apart = excluded.apart, state = excluded.state, assigned_by = excluded.assigned_by,
       assigned_at = excluded.assigned_at, answered_by = null, answered_at = null, answer_reason = null`,
    [port, inspection, settled.code, settled.agency, settled.apart, state, by, toIso(at)],
  )
}

/** Writes the answer of an agency that was asked. */
export async function answerAsked(tx: Tx, port: string, inspection: string, code: string, reason: string | undefined, by: string, at: Instant): Promise<void> {
  await tx.query('update joint.assigned_check set state = $4, answered_by = $5, answered_at = $6, answer_reason = $7 where port = $1 and inspection_id = $2 and code = $3', [
    port,
    inspection,
    code,
    reason === undefined ? 'accepted' : 'declined',
    by,
    toIso(at),
    reason,
  ])
}
