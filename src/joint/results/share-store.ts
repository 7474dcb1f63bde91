import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Method } from '../../kernel/pack.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** An agency that asked too late for what an inspection does, and reads its results instead (DC-11). */
export interface ResultShare {
  readonly port: string
  readonly inspection: string
  readonly agency: string
  /** What it had sent, and who sent it. */
  readonly directive: string
  readonly by: string
  /** What of it the inspection does. */
  readonly methods: readonly Method[]
  readonly at: Instant
}

/** Writes shares down; gives those that are new, for an agency that asks again has been given them. */
export async function insertShares<S extends ResultShare>(tx: Tx, shares: readonly S[]): Promise<S[]> {
  const rows = await tx.query<{ port: string; inspection_id: string; agency: string }>(
    `insert into joint.result_share (port, inspection_id, agency, directive_id, methods, given_to, given_at)
     select port, inspection_id, agency, directive_id, methods, given_to, given_at
     from jsonb_to_recordset($1::jsonb) as s(port text, inspection_id uuid, agency text, directive_id uuid, methods text[], given_to text, given_at timestamptz)
     on conflict (port, inspection_id, agency) do nothing returning port, inspection_id, agency`,
    [JSON.stringify(shares.map((s) => ({ port: s.port, inspection_id: s.inspection, agency: s.agency, directive_id: s.directive, methods: s.methods, given_to: s.by, given_at: toIso(s.at) })))],
  )
  // Two of one agency in one batch are one share: the first.
  return rows.flatMap((row) => shares.find((share) => share.inspection === row.inspection_id && share.agency === row.agency) ?? [])
}

/** Agencies that read the results of an inspection because they asked too late. */
export async function findSharedAgencies(db: Queryable, port: string, inspection: string): Promise<string[]> {
  const rows = await db.query<{ agency: string }>('select agency from joint.result_share where port = $1 and inspection_id = $2 order by agency', [port, inspection])
  return rows.map(({ agency }) => agency)
}

/** Those of the inspections that have ended; none of them ends, or changes, before this transaction does, so that whoever is given results is told of them once. */
export async function lockEnded(tx: Tx, port: string, inspections: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string; ended: boolean }>(
    'select id, closed_at is not null as ended from joint.inspection where port = $1 and id = any($2::uuid[]) order by id for no key update',
    [port, inspections],
  )
  return rows.flatMap(({ id, ended }) => (ended ? [id] : []))
}
