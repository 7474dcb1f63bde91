import type { WantedMeasure } from '../../assess/modes/public.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { MeasureFamily } from '../../kernel/pack.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** What was shown for a measure of a declaration, for which lines, and what it rests on. */
export interface EvidenceRow {
  readonly declaration: string
  readonly measure: string
  /** `report:<id>` or `officer:<id>`. */
  readonly about: string
  readonly lines: readonly number[]
  readonly agency: string
  readonly reference: string
  readonly note: string | null
  readonly recordedBy: string
  readonly recordedAt: Instant
}

/** Evidence for the measures of these declarations, in the order it was recorded. */
export async function findEvidence(q: Queryable, port: string, declarations: readonly string[]): Promise<EvidenceRow[]> {
  return q.query<EvidenceRow>(
    `select e.declaration_id as declaration, e.measure, e.about, e.lines, e.agency, e.reference, e.note, e.recorded_by as "recordedBy", e.recorded_at as "recordedAt"
     from clear.evidence e where e.port = $1 and e.declaration_id = any($2::uuid[]) order by e.recorded_at, e.about`,
    [port, declarations],
  )
}

/** Writes evidence; what is there already under the same name stays as it is. */
export async function insertEvidence(tx: Tx, port: string, rows: readonly EvidenceRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into clear.evidence (port, declaration_id, measure, about, lines, agency, reference, note, recorded_by, recorded_at)
     select $1, e.declaration, e.measure, e.about, e.lines, e.agency, e.reference, e.note, e."recordedBy", e."recordedAt"
     from jsonb_to_recordset($2::jsonb) as e (declaration uuid, measure text, about text, lines int[], agency text, reference text, note text, "recordedBy" text, "recordedAt" timestamptz)
     on conflict do nothing`,
    [port, JSON.stringify(rows.map((row) => ({ ...row, recordedAt: toIso(row.recordedAt) })))],
  )
}

/** Takes back what rests on something that does not stand any more. */
export async function deleteEvidence(tx: Tx, port: string, declaration: string, about: string): Promise<void> {
  await tx.query('delete from clear.evidence where port = $1 and declaration_id = $2 and about = $3', [port, declaration, about])
}

/** A measure that goods still miss. */
export interface AwaitedMeasure {
  readonly port: string
  readonly declaration: string
  readonly measure: string
  readonly family: MeasureFamily
  readonly agency: string
  readonly declarant: string
  readonly lines: readonly number[]
  readonly clause: string
  readonly scheme: string | null
  readonly enterprise: string | null
  readonly since: Instant
}

/** Brings what is awaited of declarations up to date: what they miss is there with its lines, what they do not miss any more is gone. */
export async function keepAwaited(
  tx: Tx,
  port: string,
  cases: readonly { readonly id: string; readonly declarant: string; readonly left: readonly WantedMeasure[] }[],
  now: Instant,
): Promise<void> {
  const rows = cases.flatMap(({ id, declarant, left }) => left.map((measure) => ({ declaration: id, declarant, ...measure })))
  await tx.query(
    `with kept as (
       select k.declaration, k.code from jsonb_to_recordset($3::jsonb) as k (declaration uuid, code text))
     delete from clear.awaited_measure a where a.port = $1 and a.declaration_id = any($2::uuid[])
       and not exists (select from kept k where k.declaration = a.declaration_id and k.code = a.measure)`,
    [port, cases.map(({ id }) => id), JSON.stringify(rows)],
  )
  if (rows.length === 0) return
  await tx.query(
    `insert into clear.awaited_measure (port, declaration_id, measure, family, agency, declarant, lines, clause, scheme, enterprise, since)
     select $1, w.declaration, w.code, w.family, w.agency, w.declarant, w.lines, w.clause, w.scheme, w.enterprise, $3
     from jsonb_to_recordset($2::jsonb) as w (declaration uuid, code text, family text, agency text, declarant text, lines int[], clause text, scheme text, enterprise text)
     on conflict (port, declaration_id, measure) do update set lines = excluded.lines`,
    [port, JSON.stringify(rows), toIso(now)],
  )
}

const awaitedColumns = `a.port, a.declaration_id as declaration, a.measure, a.family, a.agency, a.declarant, a.lines, a.clause, a.scheme, a.enterprise, a.since`

/** Declarations of every port that wait for a registration of this enterprise. */
export async function findAwaitingRegistration(q: Queryable, scheme: string, enterprise: string): Promise<{ port: string; declaration: string }[]> {
  return q.query<{ port: string; declaration: string }>(
    `select distinct a.port, a.declaration_id as declaration from clear.awaited_measure a where a.scheme = $1 and a.enterprise = $2 order by a.port, a.declaration_id`,
    [scheme, enterprise],
  )
}

/** Whose goods miss something: of one declarant, or those of ports whose measures one agency judges, or all of ports. */
export interface AwaitedFilter {
  readonly ports: readonly string[]
  readonly declarant: string | undefined
  readonly agency: string | undefined
  readonly after: { readonly declaration: string; readonly measure: string } | undefined
  readonly limit: number
}

/** What is still asked, newest declaration first. */
export async function listAwaited(q: Queryable, { ports, declarant, agency, after, limit }: AwaitedFilter): Promise<(AwaitedMeasure & { readonly number: string })[]> {
  return q.query<AwaitedMeasure & { readonly number: string }>(
    `select ${awaitedColumns}, d.number from clear.awaited_measure a join single_window.declaration d on d.port = a.port and d.id = a.declaration_id
     where a.port = any($1::text[]) and ($2::text is null or a.declarant = $2) and ($3::text is null or a.agency = $3)
       and ($4::uuid is null or (a.declaration_id, a.measure) < ($4, $5::text))
     order by a.declaration_id desc, a.measure desc limit $6`,
    [ports, declarant ?? null, agency ?? null, after?.declaration ?? null, after?.measure ?? '', limit],
  )
}
