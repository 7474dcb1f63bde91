import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Measured } from './domain/five-goals.ts'
import type { Period } from '../measured-period.ts'

const within = `i.port = any($1::text[]) and i.closed_at >= $2 and i.closed_at < $3 and i.state = 'closed' and not i.desk`
// Looked up case by case: as `exists` it may be answered by reading the results of all years at once.
const found = `(select true from joint.result r where r.port = i.port and r.inspection_id = i.id and r.outcome = 'problem' limit 1)`
const spanOf = ({ ports, from, to }: Period): [readonly string[], string, string] => [ports, toIso(from), toIso(to)]

/** Closed inspections of several agencies of a period with what the five goals are measured by, newest first; measured only as far as the page goes. */
export async function listMeasured(db: Queryable, period: Period, before: string | undefined, limit: number): Promise<Measured[]> {
  const rows = await db.query<{
    id: string
    object_ref: string
    object_kind: string
    agencies: readonly string[]
    site: string | null
    persons: number
    proposed_at: Instant
    agreed_at: Instant | null
    started_at: Instant | null
    closed_at: Instant
    openings: number
    results: number
  }>(
    `select i.id, i.object_ref, i.object_kind, i.agencies, i.site, i.proposed_at, i.started_at, i.closed_at, tasks.persons, tasks.agreed_at,
       (select count(*)::int from joint.handling h where h.port = i.port and h.inspection_id = i.id and h.action = 'open') as openings,
       (select count(*)::int from joint.result r where r.port = i.port and r.inspection_id = i.id) as results
     from (select i.port, i.id from joint.inspection i where ${within} and i.kind in ('joint', 'boarding') and ($4::uuid is null or i.id < $4) order by i.id desc limit $5) as page
     join joint.inspection i on i.port = page.port and i.id = page.id
     cross join lateral (
       select count(distinct member)::int as persons, max(t.confirmed_at) as agreed_at
       from joint.task t left join unnest(t.crew) as member on true where t.port = i.port and t.inspection_id = i.id and not t.gone
     ) as tasks
     order by i.id desc`,
    [...spanOf(period), before ?? null, limit],
  )
  return rows.map((row) => ({
    ...{ id: row.id, object: row.object_ref, objectKind: row.object_kind, agencies: row.agencies, persons: row.persons, proposedAt: row.proposed_at },
    ...(row.site === null ? {} : { site: row.site }),
    ...(row.agreed_at === null ? {} : { agreedAt: row.agreed_at }),
    ...{ startedAt: row.started_at ?? row.closed_at, closedAt: row.closed_at, openings: row.openings, results: row.results },
  }))
}

/** Sums over all closed inspections of several agencies of a period. */
export interface Sums {
  readonly inspections: number
  readonly agencies: number
  readonly persons: number
  readonly span: number
  readonly openings: number
  readonly results: number
  /** Median time from proposal to the last yes, in milliseconds; absent where nothing was agreed. */
  readonly medianToAgreement?: number
}

/** As `listMeasured`, summed in the database whatever their number. */
export async function sumMeasured(db: Queryable, period: Period): Promise<Sums> {
  const [row] = await db.query<{ inspections: number; agencies: number; persons: number; span: number; openings: number; results: number; median: number | null }>(
    `select count(*)::int as inspections, coalesce(sum(cardinality(i.agencies)), 0)::int as agencies, coalesce(sum(tasks.persons), 0)::int as persons,
       coalesce(sum(extract(epoch from i.closed_at - coalesce(i.started_at, i.closed_at)) * 1000), 0)::float8 as span,
       coalesce(sum((select count(*) from joint.handling h where h.port = i.port and h.inspection_id = i.id and h.action = 'open')), 0)::int as openings,
       coalesce(sum((select count(*) from joint.result r where r.port = i.port and r.inspection_id = i.id)), 0)::int as results,
       percentile_cont(0.5) within group (order by extract(epoch from tasks.agreed_at - i.proposed_at) * 1000) filter (where tasks.agreed_at is not null) as median
     from joint.inspection i
     cross join lateral (
       select count(distinct member)::int as persons, max(t.confirmed_at) as agreed_at
       from joint.task t left join unnest(t.crew) as member on true where t.port = i.port and t.inspection_id = i.id and not t.gone
     ) as tasks
     where ${within} and i.kind in ('joint', 'boarding')`,
    spanOf(period),
  )
  const { median, ...sums } = row ?? { inspections: 0, agencies: 0, persons: 0, span: 0, openings: 0, results: 0, median: null }
  return { ...sums, ...(median === null ? {} : { medianToAgreement: Math.round(median) }) }
}

/** Which joint inspections proposed in a period went without somebody, whatever became of them since. */
export interface Answered {
  readonly noShows: number
  readonly overdue: number
}

/** Joint inspections proposed in a period that a party did not come to or did not answer in time. */
export async function sumAnswered(db: Queryable, { ports, from, to }: Period): Promise<Answered> {
  const [row] = await db.query<{ no_shows: number; overdue: number }>(
    `select count(*) filter (where (select true from joint.presence p where p.port = i.port and p.inspection_id = i.id and p.then_did is not null limit 1))::int as no_shows,
       count(*) filter (where (select true from joint.escalation e where e.port = i.port and e.inspection_id = i.id limit 1))::int as overdue
     from joint.inspection i
     where i.port = any($1::text[]) and i.proposed_at >= $2 and i.proposed_at < $3 and i.state <> 'superseded' and not i.desk
       and (i.kind = 'boarding' or i.collision_id is not null)`,
    [ports, toIso(from), toIso(to)],
  )
  return { noShows: row?.no_shows ?? 0, overdue: row?.overdue ?? 0 }
}

/** An object that was looked at more than once, with every look. */
export interface Repeat {
  readonly port: string
  readonly object: string
  readonly objectKind: string
  readonly inspections: readonly { readonly id: string; readonly agencies: readonly string[]; readonly closedAt: string }[]
  /** Times it was opened. */
  readonly openings: number
}

/** How many objects were looked at in a period, how many of them again, and in how many inspections something was found. */
export async function sumRepeats(db: Queryable, period: Period): Promise<{ readonly objects: number; readonly repeats: number; readonly inspections: number; readonly finds: number }> {
  const [row] = await db.query<{ objects: number; repeats: number; inspections: number; finds: number }>(
    `with looked as (
       select i.port, i.object_key, count(*) as inspections,
         count(*) filter (where ${found}) as finds,
         max(i.closed_at) as last
       from joint.inspection i where ${within} group by i.port, i.object_key)
     select count(*)::int as objects, count(*) filter (where ${isRepeat})::int as repeats, coalesce(sum(l.inspections), 0)::int as inspections, coalesce(sum(l.finds), 0)::int as finds
     from looked l`,
    spanOf(period),
  )
  return row ?? { objects: 0, repeats: 0, inspections: 0, finds: 0 }
}

/** Looked at again: another inspection was closed before the last one of the period, or the object was opened a second time. */
const isRepeat = `exists (select from joint.inspection other where other.port = l.port and other.object_key = l.object_key and other.state = 'closed' and not other.desk and other.closed_at < l.last)
  or exists (select from joint.handling h where h.port = l.port and h.object_key = l.object_key and h.action = 'open' and h.n > 1 and h.done_at <= l.last)`

/** The objects behind the repeat rate, each with every look at it. */
export async function listRepeats(db: Queryable, period: Period, limit: number): Promise<Repeat[]> {
  const rows = await db.query<{ port: string; object_ref: string; object_kind: string; inspections: { id: string; agencies: string[]; closed_at: string }[]; openings: number }>(
    `with looked as (
       select i.port, i.object_key, max(i.object_ref) as object_ref, max(i.object_kind) as object_kind, max(i.closed_at) as last
       from joint.inspection i where ${within} group by i.port, i.object_key)
     select l.port, l.object_ref, l.object_kind,
       (select json_agg(json_build_object('id', o.id, 'agencies', o.agencies, 'closed_at', o.closed_at) order by o.closed_at, o.id)
        from joint.inspection o where o.port = l.port and o.object_key = l.object_key and o.state = 'closed' and not o.desk and o.closed_at <= l.last) as inspections,
       (select count(*)::int from joint.handling h where h.port = l.port and h.object_key = l.object_key and h.action = 'open' and h.done_at <= l.last) as openings
     from looked l where ${isRepeat} order by l.last desc, l.object_key limit $4`,
    [...spanOf(period), limit],
  )
  return rows.map((row) => ({
    ...{ port: row.port, object: row.object_ref, objectKind: row.object_kind, openings: row.openings },
    inspections: row.inspections.map(({ id, agencies, closed_at: closedAt }) => ({ id, agencies, closedAt: new Date(closedAt).toISOString() })),
  }))
}

/** Inspections of a period in which something was found, newest first. */
export async function listFinds(db: Queryable, period: Period, limit: number): Promise<{ id: string; object: string; agencies: readonly string[]; closedAt: Instant }[]> {
  const rows = await db.query<{ id: string; object_ref: string; found_by: readonly string[]; closed_at: Instant }>(
    `select i.id, i.object_ref, i.closed_at, array(select r.agency from joint.result r where r.port = i.port and r.inspection_id = i.id and r.outcome = 'problem' order by 1) as found_by
     from joint.inspection i where ${within} and ${found}
     order by i.id desc limit $4`,
    [...spanOf(period), limit],
  )
  return rows.map((row) => ({ id: row.id, object: row.object_ref, agencies: row.found_by, closedAt: row.closed_at }))
}
