import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { BatchMonth, Month } from './domain/months.ts'

/** Ports and a time, from inclusive to exclusive. */
export interface Span {
  readonly ports: readonly string[]
  readonly from: Instant
  readonly to: Instant
}

/** How long the stages of batches took that went in a span, by release mode. */
export interface StageRow {
  readonly mode: string
  readonly released: number
  /** Batches whose arrival is known. */
  readonly declared: number
  /** Medians in milliseconds; null where nothing was counted. */
  readonly declare: number | null
  readonly release: number | null
}

const parameters = ({ ports, from, to }: Span): [readonly string[], string, string] => [ports, toIso(from), toIso(to)]
const gone = `d.port = any($1::text[]) and d.released_at >= $2 and d.released_at < $3`
/** Time from arrival of the goods to the acceptance of their declaration; none for what was declared ahead. */
const declareTime = `greatest(0, extract(epoch from d.accepted_at - d.arrival)) * 1000`
const releaseTime = `extract(epoch from d.released_at - d.accepted_at) * 1000`

/** Medians of all batches that went in a span (`mode` empty) and of each release mode. Reads the pages of that time only. */
export async function sumStages(q: Queryable, span: Span): Promise<StageRow[]> {
  return q.query<StageRow>(
    `select coalesce(d.release_mode, '') as mode, count(*)::int as released, count(d.arrival)::int as declared,
       round(percentile_cont(0.5) within group (order by ${declareTime}) filter (where d.arrival is not null))::float8 as declare,
       round(percentile_cont(0.5) within group (order by ${releaseTime}))::float8 as release
     from single_window.declaration d where ${gone} group by grouping sets ((), (d.release_mode)) order by 1`,
    parameters(span),
  )
}

const looked = `i.port = any($1::text[]) and i.closed_at >= $2 and i.closed_at < $3 and i.state = 'closed' and not i.desk`
const found = `exists (select from joint.result r where r.port = i.port and r.inspection_id = i.id and r.outcome = 'problem')`

/** Inspections that ended in a span, and those that found something. */
export async function sumLooks(q: Queryable, span: Span): Promise<{ readonly inspections: number; readonly finds: number }> {
  const [row] = await q.query<{ inspections: number; finds: number }>(`select count(*)::int as inspections, count(*) filter (where ${found})::int as finds from joint.inspection i where ${looked}`, parameters(span))
  return row ?? { inspections: 0, finds: 0 }
}

/** Counts the batches of a month: how many went, and how many were inspected. */
export async function countMonth(q: Queryable, port: string, { month, from, to }: Month): Promise<BatchMonth> {
  const [row] = await q.query<{ batches: number; inspected: number }>(
    `select (select count(*)::int from single_window.declaration d where ${gone}) as batches,
       (select count(distinct batch)::int from joint.inspection i cross join lateral unnest(i.declarations) as batch where ${looked}) as inspected`,
    parameters({ ports: [port], from, to }),
  )
  return { month, batches: row?.batches ?? 0, inspected: row?.inspected ?? 0 }
}

/** Months of a port that were counted when they were over. */
export async function findMonths(q: Queryable, port: string, first: string, last: string): Promise<BatchMonth[]> {
  return q.query<BatchMonth>(
    `select to_char(m.month, 'YYYY-MM') as month, m.batches, m.inspected from watch.batch_month m where m.port = $1 and m.month >= ($2 || '-01')::date and m.month <= ($3 || '-01')::date order by m.month`,
    [port, first, last],
  )
}

/** Keeps the counts of months that are over; one that is kept already stays as it was counted (RR-21). */
export async function keepMonths(q: Queryable, port: string, months: readonly BatchMonth[], at: Instant): Promise<void> {
  await q.query(
    `insert into watch.batch_month (port, month, batches, inspected, counted_at)
     select $1, (m.month || '-01')::date, m.batches, m.inspected, $3 from jsonb_to_recordset($2::jsonb) as m (month text, batches int, inspected int) on conflict do nothing`,
    [port, JSON.stringify(months), toIso(at)],
  )
}

/** A batch behind a figure. */
export interface StageCase {
  readonly id: string
  readonly number: string
  readonly mode: string
  readonly acceptedAt: Instant
  readonly releasedAt: Instant | null
  readonly declare: number | null
  readonly release: number | null
}

/** Batches behind the medians of a span, those that went last first, or behind the inspected ones. */
export async function listStageCases(
  q: Queryable,
  span: Span,
  filter: { readonly mode: string | undefined; readonly inspected: boolean; readonly after: { readonly at: Instant; readonly id: string } | undefined; readonly limit: number },
): Promise<StageCase[]> {
  const { mode, inspected, after, limit } = filter
  const columns = `d.id, d.number, d.release_mode as mode, d.accepted_at as "acceptedAt", d.released_at as "releasedAt",
    (case when d.arrival is null then null else ${declareTime} end)::float8 as declare, (${releaseTime})::float8 as release`
  const sql = inspected
    ? `select ${columns} from single_window.declaration d
       where d.port = any($1::text[]) and (d.port, d.id) in (select i.port, batch from joint.inspection i cross join lateral unnest(i.declarations) as batch where ${looked})
         and ($4::text is null or d.release_mode = $4) and ($5::timestamptz is null or (d.accepted_at, d.id) < ($5, $6::uuid))
       order by d.accepted_at desc, d.id desc limit $7`
    : `select ${columns} from single_window.declaration d where ${gone} and ($4::text is null or d.release_mode = $4) and ($5::timestamptz is null or (d.released_at, d.id) < ($5, $6::uuid))
       order by d.released_at desc, d.id desc limit $7`
  return q.query<StageCase>(sql, [...parameters(span), mode ?? null, after === undefined ? null : toIso(after.at), after?.id ?? null, limit])
}
