import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** Exports of a producer on one day at a port. `hs`: codes of those that were refused. */
export interface ExportDay {
  readonly producer: string
  readonly day: string
  readonly consignments: number
  readonly rejected: number
  readonly hs: readonly string[]
}

/** Adds to the counters of producers; the codes of refused goods are kept once each. One statement whatever their number. */
export async function addExportDays(tx: Tx, port: string, days: readonly ExportDay[]): Promise<void> {
  if (days.length === 0) return
  await tx.query(
    `insert into assess.export_day (port, producer, day, consignments, rejected, hs)
     select $1, producer, day, consignments, rejected, array(select jsonb_array_elements_text(hs)) from jsonb_to_recordset($2::jsonb) as d (producer text, day date, consignments int, rejected int, hs jsonb) order by producer, day
     on conflict (port, producer, day) do update set consignments = export_day.consignments + excluded.consignments, rejected = export_day.rejected + excluded.rejected,
       hs = array(select distinct unnest(export_day.hs || excluded.hs) order by 1)`,
    [port, JSON.stringify(days)],
  )
}

/** Exports of a producer over a span, at every port. */
export interface ExportQuality {
  readonly consignments: number
  readonly rejected: number
  readonly hs: readonly string[]
}

/** Sums of a producer's exports from one day up to another, which is not included. */
export async function sumExports(q: Queryable, producer: string, from: Instant, to: Instant): Promise<ExportQuality> {
  const [row] = await q.query<ExportQuality>(
    `select coalesce(sum(d.consignments), 0)::int as consignments, coalesce(sum(d.rejected), 0)::int as rejected,
       coalesce((select array_agg(distinct code order by code) from assess.export_day e cross join lateral unnest(e.hs) as code where e.producer = $1 and e.day >= $2::date and e.day < $3::date), '{}') as hs
     from assess.export_day d where d.producer = $1 and d.day >= $2::date and d.day < $3::date`,
    [producer, toIso(from).slice(0, 10), toIso(to).slice(0, 10)],
  )
  return row ?? { consignments: 0, rejected: 0, hs: [] }
}
