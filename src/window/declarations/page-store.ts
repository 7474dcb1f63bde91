import type { Queryable } from '../../platform/database/database.ts'
import { listedColumns, type ListedRow } from './list-store.ts'
import type { DeclarationStatus } from './domain/status.ts'

/** What a list is narrowed to. `ports` are looked through one by one, newest first, each along its own index. */
export interface ListFilter {
  readonly ports: readonly string[]
  readonly declarant: string | undefined
  readonly status: DeclarationStatus | undefined
  readonly mode: string | undefined
  readonly direction: string | undefined
  readonly releaseMode: string | undefined
  readonly search: { readonly by: 'number' | 'container' | 'paper'; readonly value: string } | undefined
  /** Id after which the list goes on. */
  readonly after: string | undefined
  readonly limit: number
}

/** A page of a list. `next` is the id after which it goes on: there may be one where the page is not full, because only so many rows are looked at for it. */
export interface ListedPage {
  readonly rows: readonly ListedRow[]
  readonly next: string | undefined
}

/**
 * Rows looked at for one page. What no index knows (means of transport, release mode, direction) is looked for along the newest declarations: an index for
 * each would cost every submission, and a port keeps millions of them.
 */
export const mostLookedAt = 5_000

/** A count ends there: nobody acts on the difference between this many and more, and a port's history is not walked for it. */
export const mostCounted = 5_000

/** Parameters of a statement that is put together from parts. */
function parameters(): { readonly values: unknown[]; readonly of: (value: unknown) => string } {
  const values: unknown[] = []
  return { values, of: (value) => `$${values.push(value)}` }
}

const searches = {
  number: (value: string) => `select s.id from single_window.declaration s where s.port = p.port and s.number = ${value}`,
  container: (value: string) => `select distinct s.declaration_id from single_window.consignment_container s where s.port = p.port and s.number = ${value}`,
  paper: (value: string) => `select r.id from single_window.declaration r where r.port = p.port and r.reference = ${value}
    union select t.id from single_window.declaration t where t.port = p.port and t.transport_document = ${value}`,
} as const

/** Rows by index, newest first; `fits` says whether one belongs to the list. */
interface Walk {
  readonly sql: string
  /** What the walk ends at, where it may end before the list does: the last id looked at of each stream of rows that looked at as many as it may. */
  readonly ends: string | undefined
}

/** Where the rows for a page come from: what was searched for, the declarant's own, one port's, or those of several ports side by side. */
function walkOf(filter: ListFilter, of: (value: unknown) => string): Walk {
  const { ports, declarant, status, search, after, limit } = filter
  const equals = (column: string, value: string | undefined): string[] => (value === undefined ? [] : [`d.${column} = ${of(value)}`])
  const unknown = [...equals('mode', filter.mode), ...equals('direction', filter.direction), ...equals('release_mode', filter.releaseMode)]
  const from = after === undefined ? [] : [`d.id < ${of(after)}::uuid`]
  const and = (conditions: readonly string[]): string => (conditions.length === 0 ? 'true' : conditions.join(' and '))
  /** The newest rows of one stream, and the last of them when there are as many as may be looked at. */
  const stream = (fits: readonly string[], found: readonly string[], most: number): Walk & { readonly ends: string } => {
    const [newest, upTo] = [`from single_window.declaration d where ${and(found)} order by d.id desc`, of(most)]
    return { sql: `select d.port, d.id, ${and(fits)} as fits ${newest} limit ${upTo}::bigint`, ends: `select d.id ${newest} offset ${upTo}::bigint - 1 limit 1` }
  }
  const several = of(ports)
  if (search !== undefined) {
    const fits = [...unknown, ...from, ...equals('status', status), ...equals('declarant', declarant)]
    const found = `select p.port, s.id from unnest(${several}::text[]) as p (port) cross join lateral (${searches[search.by](of(search.value))}) as s (id)`
    return { ends: undefined, sql: `select d.port, d.id, ${and(fits)} as fits from (${found} offset 0) as s join single_window.declaration d on d.port = s.port and d.id = s.id` }
  }
  const most = Math.max(limit, mostLookedAt)
  if (declarant !== undefined) return stream([`d.port = any(${several}::text[])`, ...unknown, ...equals('status', status)], [...equals('declarant', declarant), ...from], most)
  const alone = unknown.length === 0
  if (ports.length === 1) {
    const walk = stream(unknown, [`d.port = (${several}::text[])[1]`, ...equals('status', status), ...from], alone ? limit : most)
    return alone ? { ...walk, ends: undefined } : walk
  }
  const each = stream(unknown, ['d.port = p.port', ...equals('status', status), ...from], alone ? limit : Math.max(limit, Math.ceil(mostLookedAt / ports.length)))
  const beside = (one: string, columns: string): string => `select ${columns} from unnest(${several}::text[]) as p (port) cross join lateral (${one}) as d`
  return { sql: beside(each.sql, 'd.port, d.id, d.fits'), ends: alone ? undefined : beside(each.ends, 'd.id') }
}

/**
 * A page of declarations, newest first: ids grow with time. What is read for it is bounded, whatever the port has stored: where the bound comes before the
 * page is full, the page is short and `next` says from where the next one looks on.
 */
export async function listDeclarations(db: Queryable, filter: ListFilter): Promise<ListedPage> {
  if (filter.ports.length === 0) return { rows: [], next: undefined }
  const { values, of } = parameters()
  const { sql, ends } = walkOf(filter, of)
  const limit = of(filter.limit)
  // A full page needs no end, unless one of several ports ended before it: nothing older may be shown before that port is looked at further.
  const needed = filter.ports.length > 1 && filter.declarant === undefined ? 'true' : `(select count(*) from page) < ${limit}::bigint`
  const [found] = await db.query<{ readonly ends: string | null; readonly page: readonly { readonly port: string; readonly id: string }[] }>(
    `with page as materialized (select w.port, w.id from (${sql}) as w where w.fits order by w.id desc limit ${limit}),
     ends as materialized (select max(e.id::text collate "C")::uuid as id from (${ends ?? 'select null::uuid as id'}) as e where ${needed})
     select ends.id as ends, (select coalesce(json_agg(p order by p.id desc), '[]') from page p where ends.id is null or p.id >= ends.id) as page from ends`,
    values,
  )
  const page = found?.page ?? []
  const next = page.length === filter.limit ? page.at(-1)?.id : (found?.ends ?? undefined)
  if (page.length === 0) return { rows: [], next }
  const rows = await db.query<ListedRow>(
    `select ${listedColumns} from json_to_recordset($1::json) as k (port text, id uuid) join single_window.declaration d on d.port = k.port and d.id = k.id order by d.id desc`,
    [JSON.stringify(page)],
  )
  return { rows, next }
}

/** How many declarations of a status there are; `more` when counting ended before they did. */
export interface StatusCount {
  readonly status: DeclarationStatus
  readonly count: number
  readonly more: boolean
}

/**
 * How many declarations of each status a port holds, along the index by status, each up to `mostCounted` (SW-09: every record, not only the selected ones).
 * Of one declarant its newest are counted, as many.
 */
export async function countByStatus(db: Queryable, ports: readonly string[], declarant: string | undefined, statuses: readonly DeclarationStatus[]): Promise<StatusCount[]> {
  if (declarant === undefined) {
    return db.query<StatusCount>(
      `select s.status, least(c.count, $3)::int as count, c.count > $3 as more
       from unnest($2::text[]) as s (status)
       cross join lateral (select count(*) as count from (
         select 1 from unnest($1::text[]) as p (port)
         cross join lateral (select 1 from single_window.declaration d where d.port = p.port and d.status = s.status order by d.id desc limit $3 + 1) as d limit $3 + 1) as upto) as c`,
      [ports, statuses, mostCounted],
    )
  }
  return db.query<StatusCount>(
    `with newest as materialized (select d.port, d.status from single_window.declaration d where d.declarant = $2 order by d.id desc limit $3)
     select n.status, count(*)::int as count, (select count(*) from newest) = $3 as more from newest n where n.port = any($1::text[]) group by n.status`,
    [ports, declarant, mostCounted],
  )
}
