import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Draw } from './draw.ts'

const columns = `d.port, d.id, d.number, d.agency, d.state, d.replaces, (select r.id from selection.draw r where r.port = d.port and r.replaces = d.id and r.state not in ('proposed', 'declined')) as "replacedBy",
  d.causes, d.reason, d.ordered_by as "orderedBy", d.ordered_role as "orderedRole", d.ordered_at as "orderedAt",
  d.approved_by as "approvedBy", d.approved_role as "approvedRole", d.approved_at as "approvedAt", d.head, d.root, d.duty_to as "dutyTo",
  d.frozen_at as "frozenAt", d.gathered_to as "gatheredTo", d.frozen_entry as "frozenEntry", d.commit_by as "commitBy", d.closed_entry as "closedEntry", d.beacon, d.reveal_by as "revealBy",
  d.late_entry as "lateEntry", d.late, d.seed, d.result, d.roster, d.drawn_at as "drawnAt"`

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
  roster: 'roster', drawnAt: 'drawn_at',
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

/** A draw in a list, with its counts. */
export type ListedDraw = Draw & { readonly objects: number; readonly officers: number }

/** Draws of the ports, newest first. */
export async function listDraws(db: Queryable, { ports, agency, frozenOnly, after, limit }: DrawFilter): Promise<ListedDraw[]> {
  return db.query(
    `select ${columns},
       (select count(*) from selection.candidate c where c.port = d.port and c.draw_id = d.id and c.kind = 'object') as objects,
       (select count(*) from selection.candidate c where c.port = d.port and c.draw_id = d.id and c.kind = 'officer') as officers
     from selection.draw d
     where d.port = any($1::text[]) and ($2::text is null or d.agency = $2) and (not $3::boolean or d.root is not null) and ($4::uuid is null or d.id < $4)
     order by d.id desc limit $5`,
    [ports, agency, frozenOnly, after, limit],
  )
}

/** How many draws each person ordered, how many of them again (S10: the rate of draws made again is shown per person). */
export async function countOrderers(db: Queryable): Promise<{ readonly person: string; readonly port: string; readonly agency: string; readonly draws: number; readonly redraws: number }[]> {
  return db.query(
    `select d.ordered_by as person, d.port, d.agency, count(*) as draws, count(d.replaces) as redraws
     from selection.draw d where d.root is not null group by d.ordered_by, d.port, d.agency order by count(d.replaces)::float8 / count(*) desc, d.port, d.agency, d.ordered_by limit 500`,
  )
}
