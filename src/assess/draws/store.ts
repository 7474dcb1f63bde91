import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Draw } from './draw.ts'

/** What a list shows of a draw; the rest can be megabytes. */
const summary = `d.port, d.id, d.number, d.agency, d.state, d.replaces, (select r.id from selection.draw r where r.port = d.port and r.replaces = d.id and r.state not in ('proposed', 'declined')) as "replacedBy",
  d.causes, d.reason, d.ordered_by as "orderedBy", d.ordered_role as "orderedRole", d.ordered_at as "orderedAt",
  d.approved_by as "approvedBy", d.approved_role as "approvedRole", d.approved_at as "approvedAt", d.objects, d.officers, d.drawn, d.frozen_at as "frozenAt", d.drawn_at as "drawnAt"`

const columns = `${summary}, d.head, d.root, d.duty_to as "dutyTo", d.gathered_to as "gatheredTo", d.frozen_entry as "frozenEntry", d.commit_by as "commitBy", d.closed_entry as "closedEntry", d.beacon, d.reveal_by as "revealBy",
  d.late_entry as "lateEntry", d.late, d.seed, d.result, d.roster`

/** One draw at a time is ordered of an agency at a port; numbers of a port have no gaps. */
export async function lockOrders(tx: Tx, port: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('draws ' || $1, 0))`, [port])
}

/** A new draw, proposed; the number it got. */
export async function insertDraw(tx: Tx, draw: Pick<Draw, 'port' | 'id' | 'agency' | 'replaces' | 'causes' | 'reason' | 'orderedBy' | 'orderedRole' | 'orderedAt'>): Promise<void> {
  await tx.query(
    `insert into selection.draw (port, id, number, agency, state, replaces, causes, reason, ordered_by, ordered_role, ordered_at)
     select $1, $2, coalesce(max(d.number), 0) + 1, $3, 'proposed', $4, $5, $6, $7, $8, $9 from selection.draw d where d.port = $1`,
    [draw.port, draw.id, draw.agency, draw.replaces, draw.causes, draw.reason, draw.orderedBy, draw.orderedRole, toIso(draw.orderedAt)],
  )
}

/** The columns a step may set, by member of a draw. */
const settable = {
  state: 'state', approvedBy: 'approved_by', approvedRole: 'approved_role', approvedAt: 'approved_at', head: 'head', root: 'root', dutyTo: 'duty_to', frozenAt: 'frozen_at', gatheredTo: 'gathered_to',
  frozenEntry: 'frozen_entry', commitBy: 'commit_by', closedEntry: 'closed_entry', beacon: 'beacon', revealBy: 'reveal_by', lateEntry: 'late_entry', late: 'late', seed: 'seed', result: 'result',
  roster: 'roster', drawnAt: 'drawn_at', objects: 'objects', officers: 'officers', drawn: 'drawn',
} as const satisfies Partial<Record<keyof Draw, string>>
const moments = new Set(['approvedAt', 'dutyTo', 'frozenAt', 'gatheredTo', 'commitBy', 'revealBy', 'drawnAt'])
const documents = new Set(['head', 'beacon', 'late', 'result', 'roster'])

/** Brings a draw a step further. */
export async function updateDraw(tx: Tx, draw: Pick<Draw, 'port' | 'id'>, changes: Partial<Pick<Draw, keyof typeof settable>>): Promise<void> {
  const members = Object.entries(changes) as [keyof typeof settable, unknown][]
  const sets = members.map(([member], i) => `${settable[member]} = $${i + 3}`)
  const values = members.map(([member, value]) => (moments.has(member) && value !== null ? toIso(value as Instant) : documents.has(member) ? JSON.stringify(value) : value))
  await tx.query(`update selection.draw set ${sets.join(', ')} where port = $1 and id = $2`, [draw.port, draw.id, ...values])
}

/** One draw at one of the ports. */
export async function findDraw(db: Queryable, ports: readonly string[], id: string): Promise<Draw | undefined> {
  const [row] = await db.query<Draw>(`select ${columns} from selection.draw d where d.port = any($1::text[]) and d.id = $2`, [ports, id])
  return row
}

/** As `findDraw`, and nobody else takes a step of it until the transaction ends. */
export async function lockDraw(tx: Tx, ports: readonly string[], id: string): Promise<Draw | undefined> {
  const [row] = await tx.query<Draw>(`select ${columns} from selection.draw d where d.port = any($1::text[]) and d.id = $2 for update of d`, [ports, id])
  return row
}

/** The draw of an agency that is under way, the moment its newest list was frozen, and up to which its lists have taken everything. */
export interface LatestDraw {
  readonly running: string | null
  readonly frozenAt: Instant | null
  readonly gatheredTo: Instant | null
}

/** Where the draws of an agency at a port stand. */
export async function findLatest(tx: Tx, port: string, agency: string): Promise<LatestDraw> {
  const [row] = await tx.query<LatestDraw>(
    `select (select d.id from selection.draw d where d.port = $1 and d.agency = $2 and d.state not in ('drawn', 'declined')) as running,
       (select max(d.frozen_at) from selection.draw d where d.port = $1 and d.agency = $2 and d.replaces is null) as "frozenAt",
       (select coalesce(d.gathered_to, d.frozen_at) from selection.draw d where d.port = $1 and d.agency = $2 and d.replaces is null and d.frozen_at is not null order by d.frozen_at desc limit 1) as "gatheredTo"`,
    [port, agency],
  )
  return row ?? { running: null, frozenAt: null, gatheredTo: null }
}

/** Which filter a list has: public lists have only frozen draws. */
export interface DrawFilter {
  readonly ports: readonly string[]
  readonly agency: string | undefined
  readonly frozenOnly: boolean
  readonly after: string | undefined
  readonly limit: number
}

/** A draw as lists show it. */
export type ListedDraw = Pick<Draw, 'port' | 'id' | 'number' | 'agency' | 'state' | 'replaces' | 'replacedBy' | 'causes' | 'reason' | 'orderedBy' | 'orderedRole' | 'orderedAt' | 'approvedBy' | 'approvedRole' | 'approvedAt' | 'objects' | 'officers' | 'drawn' | 'frozenAt' | 'drawnAt'>

/** Draws of the ports, newest first. */
export async function listDraws(db: Queryable, { ports, agency, frozenOnly, after, limit }: DrawFilter): Promise<ListedDraw[]> {
  return db.query(
    `select ${summary} from selection.draw d
     where d.port = any($1::text[]) and ($2::text is null or d.agency = $2) and ($3::uuid is null or d.id < $3) ${frozenOnly ? 'and d.root is not null' : ''}
     order by d.id desc limit $4`,
    [ports, agency, after, limit],
  )
}

/**
 * What tells two states of a draw's public record apart: it grows with commitments, secrets, replacements, outcomes and a draw made instead. Undefined
 * where there is none yet.
 */
export async function findRecordVersion(db: Queryable, ports: readonly string[], id: string): Promise<string | undefined> {
  const [row] = await db.query<{ version: string }>(
    `select concat_ws('.', d.state, d.late_entry is not null,
       (select count(*) || '/' || count(s.secret) from selection.share s where s.port = d.port and s.draw_id = d.id),
       (select count(r.place) from selection.replacement r where r.port = d.port and r.draw_id = d.id),
       (select count(*) from selection.outcome o where o.port = d.port and o.draw_id = d.id),
       exists (select from selection.draw r where r.port = d.port and r.replaces = d.id and r.state not in ('proposed', 'declined'))) as version
     from selection.draw d where d.port = any($1::text[]) and d.id = $2 and d.root is not null`,
    [ports, id],
  )
  return row?.version
}

/** Counts a list that was frozen for who ordered it. */
export async function countOrder(tx: Tx, { port, agency, orderedBy, replaces }: Pick<Draw, 'port' | 'agency' | 'orderedBy' | 'replaces'>): Promise<void> {
  await tx.query(
    `insert into selection.orderer as o (port, agency, person, draws, redraws) values ($1, $2, $3, 1, $4)
     on conflict (port, agency, person) do update set draws = o.draws + 1, redraws = o.redraws + excluded.redraws`,
    [port, agency, orderedBy, replaces === null ? 0 : 1],
  )
}

/** How many draws each person ordered, how many of them again (the rate of draws made again is shown per person). */
export async function countOrderers(db: Queryable): Promise<{ readonly person: string; readonly port: string; readonly agency: string; readonly draws: number; readonly redraws: number }[]> {
  return db.query(
    `select o.person, o.port, o.agency, o.draws, o.redraws from selection.orderer o order by o.redraws::float8 / o.draws desc, o.port, o.agency, o.person limit 500`,
  )
}
