import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** How far the search for what a hold rule fits has come. */
export interface Trace {
  readonly entry: string
  readonly since: Instant
  readonly ports: readonly string[]
  readonly recall: boolean
  readonly state: 'running' | 'done'
  readonly atPort: number
  readonly afterId: string | null
  readonly seen: number
  readonly found: number
  readonly recalls: number
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
}

const columns = `t.entry_id as entry, t.since, t.ports, t.recall, t.state, t.at_port as "atPort", t.after_id as "afterId", t.seen, t.found, t.recalls, t.started_at as "startedAt", t.finished_at as "finishedAt"`

/** Begins the search for what a hold rule fits, at the first of its ports. One search per rule. */
export async function insertTrace(tx: Tx, trace: Pick<Trace, 'entry' | 'since' | 'ports' | 'recall' | 'startedAt'>): Promise<void> {
  await tx.query(`insert into assess.back_trace (id, entry_id, since, ports, recall, state, started_at) values ($1, $1, $2, $3, $4, 'running', $5)`, [trace.entry, toIso(trace.since), trace.ports, trace.recall, toIso(trace.startedAt)])
}

/** The searches of these hold rules; a rule that never searched has none. */
export async function findTraces(q: Queryable, entries: readonly string[]): Promise<Trace[]> {
  return q.query<Trace>(`select ${columns} from assess.back_trace t where t.entry_id = any($1::uuid[])`, [entries])
}

/** Moves the search on, in the transaction that writes what the page had. */
export async function moveTrace(tx: Tx, entry: string, to: Pick<Trace, 'atPort' | 'afterId' | 'seen' | 'found' | 'recalls'> & { readonly finishedAt?: Instant }): Promise<void> {
  await tx.query(`update assess.back_trace set at_port = $2, after_id = $3, seen = $4, found = $5, recalls = $6, finished_at = $7, state = case when $7::timestamptz is null then 'running' else 'done' end where entry_id = $1`, [entry, to.atPort, to.afterId, to.seen, to.found, to.recalls, to.finishedAt === undefined ? null : toIso(to.finishedAt)])
}

/** A consignment a search found. Once released it is the consignee's. */
export interface Traced {
  readonly port: string
  readonly declaration: string
  readonly number: string
  readonly declarant: string
  readonly consignee: string
  readonly status: string
  readonly acceptedAt: Instant
  readonly releasedAt: Instant | null
  readonly lines: readonly number[]
  readonly containers: readonly string[]
  readonly done: 'held' | 'directed' | 'refused-by-desk' | null
}

/** Writes what a page of the search found; what a repeated page found before stays as it is. */
export async function insertTraced(tx: Tx, entry: string, found: readonly Omit<Traced, 'done'>[]): Promise<void> {
  await tx.query(
    `insert into assess.traced (port, entry_id, declaration_id, number, declarant, consignee, status, accepted_at, released_at, lines, containers)
     select port, $1, declaration, number, declarant, consignee, status, "acceptedAt", "releasedAt", array(select jsonb_array_elements_text(lines)::int), array(select jsonb_array_elements_text(containers))
     from jsonb_to_recordset($2::jsonb) as t (port text, declaration uuid, number text, declarant text, consignee text, status text, "acceptedAt" timestamptz, "releasedAt" timestamptz, lines jsonb, containers jsonb)
     on conflict do nothing`,
    [entry, JSON.stringify(found.map((one) => ({ ...one, acceptedAt: toIso(one.acceptedAt), releasedAt: one.releasedAt === null ? null : toIso(one.releasedAt) })))],
  )
}

/** What was done at once about a consignment that was still under way. */
export async function markTraced(tx: Tx, entry: string, port: string, declarations: readonly string[], done: NonNullable<Traced['done']>): Promise<void> {
  await tx.query('update assess.traced set done = $4 where port = $1 and entry_id = $2 and declaration_id = any($3::uuid[])', [port, entry, declarations, done])
}

/** A page of what a search found at the ports, in the order of declarations. */
export async function listTraced(q: Queryable, entry: string, ports: readonly string[], after: string | undefined, limit: number): Promise<Traced[]> {
  return q.query<Traced>(
    `select t.port, t.declaration_id as declaration, t.number, t.declarant, t.consignee, t.status, t.accepted_at as "acceptedAt", t.released_at as "releasedAt", t.lines, t.containers, t.done
     from assess.traced t where t.entry_id = $1 and t.port = any($2::text[]) and ($3::uuid is null or t.declaration_id > $3) order by t.declaration_id limit $4`,
    [entry, ports, after, limit],
  )
}
