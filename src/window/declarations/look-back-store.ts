import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Declaration } from './declaration.ts'
import type { DeclarationStatus } from './domain/status.ts'

/** A declaration as who looks back among them sees it. */
export interface LookedBack {
  readonly id: string
  readonly number: string
  readonly declarant: string
  readonly status: DeclarationStatus
  readonly acceptedAt: Instant
  readonly releasedAt: Instant | null
  readonly content: Declaration
}

const columns = `d.id, d.number, d.declarant, d.status, d.accepted_at as "acceptedAt", d.released_at as "releasedAt", d.content`

/** What narrows a look back before contents are read: a beginning of a commodity code, an origin; a box. */
export interface LookBack {
  readonly port: string
  readonly since: Instant
  /** Id after which the search goes on. */
  readonly after: string | null
  readonly hs?: string | undefined
  readonly origin?: string | undefined
}

/**
 * The next declarations of a port along its primary key, `limit` of them looked at: those whose text names the code and origin, and the last id looked at;
 * absent at the end. Contents are canonical text, so a code is found without reading them; the caller still judges each by itself.
 */
export async function lookBack(db: Queryable, { port, since, after, hs, origin }: LookBack, limit: number): Promise<{ readonly found: LookedBack[]; readonly seen: number; readonly last?: string }> {
  const rows = await db.query<LookedBack | (Pick<LookedBack, 'id'> & { readonly content: null })>(
    `select d.id, d.number, d.declarant, d.status, d."acceptedAt", d."releasedAt", case when d.accepted and ($5::text is null or position($5 in d.content::text) > 0) and ($6::text is null or position($6 in d.content::text) > 0) then d.content end as content
     from (select ${columns}, d.accepted_at >= $4 as accepted from single_window.declaration d where d.port = $1 and ($2::uuid is null or d.id > $2) order by d.id limit $3) as d order by d.id`,
    [port, after ?? idFrom(since), limit, toIso(since), hs === undefined ? null : `"hs":"${hs}`, origin === undefined ? null : `"origin":"${origin}"`],
  )
  const last = rows.at(-1)?.id
  return { found: rows.flatMap((row) => (row.content === null ? [] : [row as LookedBack])), seen: rows.length, ...(last === undefined || rows.length < limit ? {} : { last }) }
}

/** The smallest id of a moment, a day before for those that were taken over late: ids begin with their time. */
function idFrom(moment: Instant): string {
  const time = Math.max(0, moment - 86_400_000).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

/** Declarations that named a box since a moment, along the index of boxes. */
export async function lookBackAtBox(db: Queryable, port: string, container: string, since: Instant): Promise<LookedBack[]> {
  return db.query<LookedBack>(
    `select ${columns} from single_window.declaration d
     where d.port = $1 and d.id = any(array(select c.declaration_id from single_window.consignment_container c where c.port = $1 and c.number = $2)) and d.accepted_at >= $3 order by d.id`,
    [port, container, toIso(since)],
  )
}

/** Declarations of a port by id, with their goods. */
export async function findContents(db: Queryable, port: string, ids: readonly string[]): Promise<LookedBack[]> {
  return db.query<LookedBack>(`select ${columns} from single_window.declaration d where d.port = $1 and d.id = any($2::uuid[]) order by d.id`, [port, ids])
}

/** How many declarations still wait at each port, by risk level; along the index of what is not over. */
export async function countWaiting(db: Queryable, ports: readonly string[]): Promise<{ readonly port: string; readonly level: string; readonly count: number }[]> {
  return db.query(`select d.port, d.risk_level as level, count(*)::int as count from single_window.declaration d where d.port = any($1::text[]) and d.status in ('accepted', 'held') group by d.port, d.risk_level`, [ports])
}
