import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Method, ObjectKind } from '../../kernel/pack.ts'
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

/** A share with the look it was given from. */
export interface GivenShare extends Omit<ResultShare, 'directive'> {
  /** Who looks, at what, since and until when. */
  readonly agencies: readonly string[]
  readonly object: { readonly kind: ObjectKind; readonly ref: string }
  readonly startedAt?: Instant
  readonly closedAt?: Instant
}

/** To whom the results of an inspection were given, in the order of giving; for `agency` only where it looks or was given them. */
export async function findShares(db: Queryable, ports: readonly string[], inspection: string, agency?: string): Promise<GivenShare[]> {
  const rows = await db.query<{ port: string; inspection: string; agency: string; methods: readonly Method[]; by: string; at: Instant; agencies: readonly string[]; kind: ObjectKind; ref: string; started_at: Instant | null; closed_at: Instant | null }>(
    `select s.port, s.inspection_id as inspection, s.agency, s.methods, s.given_to as by, s.given_at as at, i.object_kind as kind, i.object_ref as ref, i.started_at, i.closed_at, l.agencies
     from joint.result_share s join joint.inspection i on i.port = s.port and i.id = s.inspection_id
     cross join lateral (select array_agg(t.agency order by t.agency) as agencies from joint.task t where t.port = s.port and t.inspection_id = s.inspection_id and not t.gone) l
     where s.port = any($1::text[]) and s.inspection_id = $2 and ($3::text is null or s.agency = $3 or l.agencies @> array[$3]) order by s.given_at, s.agency`,
    [ports, inspection, agency],
  )
  return rows.map(({ kind, ref, started_at, closed_at, agencies, ...share }) => ({
    ...share,
    ...{ agencies: agencies ?? [], object: { kind, ref } },
    ...(started_at === null ? {} : { startedAt: started_at }),
    ...(closed_at === null ? {} : { closedAt: closed_at }),
  }))
}

/** Those of the inspections that have ended; none of them ends, or changes, before this transaction does, so that whoever is given results is told of them once. */
export async function lockEnded(tx: Tx, port: string, inspections: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string; ended: boolean }>(
    'select id, closed_at is not null as ended from joint.inspection where port = $1 and id = any($2::uuid[]) order by id for no key update',
    [port, inspections],
  )
  return rows.flatMap(({ id, ended }) => (ended ? [id] : []))
}
