import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'

type Effect = 'qualify' | 'treat' | 'hold' | 'refuse'

/** What everybody may know of one agency's part in a closed inspection. */
export interface PublishedTask {
  readonly agency: string
  readonly methods: readonly string[]
  readonly powers: readonly string[]
  readonly outcome: 'clear' | 'problem' | 'not-looked' | null
  /** The gravest of its decisions. */
  readonly effect: Effect | null
  /**
   * What it decided of each lot of a box that several share, in the order of the lots, without their names: `own` on the lot, `items` on single lines of
   * it; `all` is its decision on everything. Null where there is one lot and no decision by name.
   */
  readonly all: Effect | null
  readonly lots: readonly { readonly own: Effect | null; readonly items: readonly Effect[] }[] | null
}

/** A closed inspection without anything that names goods, enterprises or persons: nothing else is read from the database. */
export interface PublishedRow {
  readonly code: string
  readonly port: string
  readonly kind: string
  readonly objectKind: string
  readonly desk: boolean
  readonly closedAt: Instant
  readonly tasks: readonly PublishedTask[]
}

export interface PublishedFilter {
  readonly ports: readonly string[]
  readonly from: Instant | undefined
  readonly to: Instant | undefined
  readonly agency: string | undefined
  readonly code: string | undefined
  readonly after: { readonly closedAt: Instant; readonly code: string } | undefined
  readonly limit: number
}

// Nobody can tell the inspection from the code who does not know its id already.
const code = `encode(sha256(convert_to(i.id::text, 'UTF8')), 'hex')`

/** Closed inspections, newest first; read along the index of when they were closed. */
export async function listPublished(q: Queryable, filter: PublishedFilter): Promise<PublishedRow[]> {
  const { ports, from, to, agency, after, limit } = filter
  return q.query<PublishedRow>(
    `select left(${code}, 16) as code, i.port, i.kind, i.object_kind as "objectKind", i.desk, i.closed_at as "closedAt",
       (select coalesce(json_agg(json_build_object('agency', t.agency,
            'methods', (select coalesce(json_agg(d.value ->> 'code'), '[]') from jsonb_array_elements(t.duties) as d where d.value ->> 'kind' = 'method'),
            'powers', (select coalesce(json_agg(distinct p.power), '[]') from joint.directive p where p.port = t.port and p.id = any(t.directives)),
            'outcome', r.outcome, 'effect', t.effect, 'all', t.disposition ->> 'effect',
            'lots', case when cardinality(i.declarations) > 1 or t.lots is not null then (
               select json_agg(json_build_object('own', t.lots -> ('consignment:' || d.id) ->> 'effect',
                 'items', (select coalesce(json_agg(k.value ->> 'effect'), '[]') from jsonb_each(coalesce(t.lots, '{}')) as k where k.key like 'item:' || d.id || '/%')) order by d.n)
               from unnest(i.declarations) with ordinality as d(id, n)) end) order by t.agency), '[]')
        from joint.task t left join joint.result r on r.port = t.port and r.inspection_id = t.inspection_id and r.agency = t.agency
        where t.port = i.port and t.inspection_id = i.id and not t.gone) as tasks
     from joint.inspection i
     where i.state = 'closed' and i.port = any($1::text[]) and i.closed_at >= coalesce($2, '-infinity'::timestamptz) and i.closed_at < coalesce($3, 'infinity'::timestamptz)
       and ($4::text is null or $4 = any(i.agencies)) and ($5::text is null or left(${code}, 16) = $5)
       and i.closed_at <= coalesce($6, 'infinity'::timestamptz) and ($6::timestamptz is null or i.closed_at < $6 or left(${code}, 16) < $7)
     order by i.closed_at desc, code desc limit $8`,
    [ports, from === undefined ? null : toIso(from), to === undefined ? null : toIso(to), agency ?? null, filter.code ?? null, after === undefined ? null : toIso(after.closedAt), after?.code ?? '', limit],
  )
}
