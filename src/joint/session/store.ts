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
    'select inspection_id as inspection, code, agency, apart, assigned_by as by, assigned_at as at from joint.assigned_check where port = $1 and inspection_id = any($2::uuid[]) order by inspection_id, code',
    [port, inspections],
  )
  return rows.map(({ agency, apart, ...row }) => ({ ...row, ...(agency === null ? {} : { agency }), ...(apart === null ? {} : { apart }) }))
}

/** Writes what was settled, in place of what was before. */
export async function saveSettled(tx: Tx, port: string, inspection: string, settled: Settled, by: string, at: Instant): Promise<void> {
  await tx.query(
    `insert into joint.assigned_check (port, inspection_id, code, agency, apart, assigned_by, assigned_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (port, inspection_id, code) do update set agency = excluded.agency, apart = excluded.apart, assigned_by = excluded.assigned_by, assigned_at = excluded.assigned_at`,
    [port, inspection, settled.code, settled.agency, settled.apart, by, toIso(at)],
  )
}
