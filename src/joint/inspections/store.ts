import { fromEpoch, toIso, type Instant } from '../../kernel/instant.ts'
import type { ObjectKind } from '../../kernel/pack.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { readTogether } from '../../platform/database/gather.ts'
import { spellingsOf } from '../../window/objects/public.ts'
import type { Disposition, Duty, Inspection, InspectionKind, InspectionState, Judgement, Task } from './domain/inspection.ts'
import type { Booking } from './domain/slots.ts'

interface TaskRow {
  readonly agency: string
  readonly directives: readonly string[]
  readonly duties: readonly Duty[]
  readonly crew: readonly string[]
  readonly confirmed_at: string | null
  readonly confirmed_by: string | null
  readonly confirmed_name: string | null
  readonly disposition: Disposition | null
  readonly lots: Readonly<Record<string, Disposition>> | null
  readonly power: string | null
}

interface Row {
  readonly port: string
  readonly id: string
  readonly kind: InspectionKind
  readonly state: InspectionState
  readonly collision_id: string | null
  readonly object_kind: ObjectKind
  readonly object_ref: string
  readonly object_key: string
  readonly declarations: readonly string[]
  readonly parties: readonly string[]
  readonly desk: boolean
  readonly window_from: Instant
  readonly window_to: Instant
  readonly slot_from: Instant | null
  readonly slot_to: Instant | null
  readonly site: string | null
  readonly special_circumstance: string | null
  readonly judgement: Judgement | null
  readonly proposed_at: Instant
  readonly started_at: Instant | null
  readonly closed_at: Instant | null
  readonly ended_because: string | null
  readonly superseded_by: string | null
  readonly invited: readonly string[]
  readonly version: number
  readonly tasks: readonly TaskRow[]
}

const columns = `i.port, i.id, i.kind, i.state, i.collision_id, i.object_kind, i.object_ref, i.object_key, i.declarations, i.parties, i.desk, i.window_from, i.window_to,
  i.slot_from, i.slot_to, i.site, i.special_circumstance, i.judgement, i.proposed_at, i.started_at, i.closed_at, i.ended_because, i.superseded_by, i.invited, i.version,
  (select coalesce(json_agg(json_build_object('agency', t.agency, 'directives', t.directives, 'duties', t.duties, 'crew', t.crew, 'confirmed_at', t.confirmed_at,
     'confirmed_by', t.confirmed_by, 'confirmed_name', t.confirmed_name, 'disposition', t.disposition, 'lots', t.lots, 'power', t.power) order by t.agency), '[]')
   from joint.task t where t.port = i.port and t.inspection_id = i.id and not t.gone) as tasks`

function taskOf(row: TaskRow): Task {
  return {
    agency: row.agency,
    directives: row.directives,
    duties: row.duties,
    ...(row.power === null ? {} : { power: row.power }),
    crew: row.crew,
    ...(row.confirmed_at === null ? {} : { confirmed: { by: row.confirmed_by ?? '', name: row.confirmed_name ?? '', at: fromEpoch(Date.parse(row.confirmed_at)) } }),
    ...(row.disposition === null ? {} : { disposition: row.disposition }),
    ...(row.lots === null ? {} : { lots: row.lots }),
  }
}

function inspectionOf(row: Row): Inspection {
  return {
    port: row.port,
    id: row.id,
    kind: row.kind,
    state: row.state,
    ...(row.collision_id === null ? {} : { collision: row.collision_id }),
    object: { kind: row.object_kind, ref: row.object_ref, key: row.object_key },
    declarations: row.declarations,
    parties: row.parties,
    desk: row.desk,
    window: { from: row.window_from, to: row.window_to },
    ...(row.slot_from === null || row.slot_to === null ? {} : { slot: { from: row.slot_from, to: row.slot_to } }),
    ...(row.site === null ? {} : { site: row.site }),
    ...(row.special_circumstance === null ? {} : { specialCircumstance: row.special_circumstance }),
    ...(row.judgement === null ? {} : { judgement: row.judgement }),
    tasks: row.tasks.map(taskOf),
    proposedAt: row.proposed_at,
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(row.ended_because === null ? {} : { endedBecause: row.ended_because }),
    ...(row.superseded_by === null ? {} : { supersededBy: row.superseded_by }),
    ...(row.invited.length === 0 ? {} : { invited: row.invited }),
    version: row.version,
  }
}

/** Inspections of one port by id, in the order of their ids. */
export async function findInspections(db: Queryable, port: string, ids: readonly string[]): Promise<Inspection[]> {
  if (ids.length === 0) return []
  const rows = await db.query<Row>(`select ${columns} from joint.inspection i where i.port = $1 and i.id = any($2::uuid[]) order by i.id`, [port, ids])
  return rows.map(inspectionOf)
}

/**
 * As `findInspections`, and nobody else changes them until the transaction ends. Locked by a statement of its own: one that waits and reads at
 * once would read the tasks as they were before the wait, and write them back over what the other has done.
 */
export async function takeInspections(tx: Tx, port: string, ids: readonly string[]): Promise<Inspection[]> {
  if (ids.length === 0) return []
  return readTogether(tx, `take inspections ${port}`, ids, (all) => lockAndFind(tx, port, all), (inspection) => inspection.id)
}

async function lockAndFind(tx: Tx, port: string, ids: readonly string[]): Promise<Inspection[]> {
  await tx.send('select 1 from joint.inspection i where i.port = $1 and i.id = any($2::uuid[]) order by i.id for update', [port, ids])
  return findInspections(tx, port, ids)
}

/** One inspection at one of the ports. */
export async function findInspection(db: Queryable, ports: readonly string[], id: string): Promise<Inspection | undefined> {
  const [row] = await db.query<Row>(`select ${columns} from joint.inspection i where i.port = any($1::text[]) and i.id = $2`, [ports, id])
  return row === undefined ? undefined : inspectionOf(row)
}

/** Inspections of the goods of declarations that stand: those that were declined, cancelled or replaced no longer count. */
export async function findInspectionsOfDeclarations(db: Queryable, port: string, declarations: readonly string[]): Promise<Inspection[]> {
  return readTogether(db, `inspections of declarations ${port}`, declarations, (all) => readOfDeclarations(db, port, all), (inspection) => inspection.declarations)
}

async function readOfDeclarations(db: Queryable, port: string, declarations: readonly string[]): Promise<Inspection[]> {
  const rows = await db.query<Row>(
    `select ${columns} from joint.inspection i
     where i.port = $1 and i.declarations && $2::uuid[] and i.state in ('proposed', 'coordinating', 'agreed', 'started', 'closed') order by i.id`,
    [port, declarations],
  )
  return rows.map(inspectionOf)
}

/** What a list of inspections is narrowed by; agency, enterprise and site are for those who see only what concerns them. */
export interface InspectionFilter {
  readonly ports: readonly string[]
  readonly state?: string | undefined
  readonly kind?: string | undefined
  readonly object?: string | undefined
  readonly declaration?: string | undefined
  readonly agency?: string | undefined
  readonly enterprise?: string | undefined
  readonly site?: string | undefined
  /** Desk work alone, or all but desk work. */
  readonly desk?: boolean | undefined
  readonly before?: string | undefined
  readonly limit: number
}

/** An agency with at most this many inspections has them looked up; one with more is met soon enough on the way through everybody's. */
const little = 500

/** The inspections an agency takes part in or is invited to, where they are few; undefined where they are many. Decided here and not left to a plan, which cannot know. */
async function inspectionsOfFew(db: Queryable, ports: readonly string[], agency: string): Promise<readonly string[] | undefined> {
  const rows = await db.query<{ id: string }>(
    `(select t.inspection_id as id from joint.task t where t.port = any($1::text[]) and t.agency = $2 limit $3)
     union all (select i.id from joint.inspection i where i.port = any($1::text[]) and i.invited <> '{}' and i.invited @> array[$2::text] limit $3)`,
    [ports, agency, little + 1],
  )
  return rows.length > little ? undefined : rows.map(({ id }) => id)
}

/** A page of inspections, newest first: each port is read along its ids as far as the page goes. */
export async function listInspections(db: Queryable, filter: InspectionFilter): Promise<Inspection[]> {
  const own = filter.agency === undefined ? undefined : await inspectionsOfFew(db, filter.ports, filter.agency)
  const rows = await db.query<Row>(
    `select ${columns} from unnest($1::text[]) as p (port) cross join lateral (
       select l.id from joint.inspection l
       where l.port = p.port and ($2::text is null or l.state = $2) and ($3::text is null or l.kind = $3) and ($4::text[] is null or l.object_ref = any($4::text[]))
         and ($5::uuid is null or l.declarations @> array[$5::uuid]) and ($6::text is null or l.agencies @> array[$6::text] or l.invited <> '{}' and l.invited @> array[$6::text])
         and ($7::text is null or l.parties @> array[$7::text]) and ($8::text is null or l.site = $8) and ($9::boolean is null or l.desk = $9) and ($10::uuid is null or l.id < $10)
         and ${own === undefined ? '$12::uuid[] is null' : 'l.id = any($12::uuid[])'}
       order by l.id desc limit $11) as page
     join joint.inspection i on i.port = p.port and i.id = page.id
     order by i.id desc limit $11`,
    [filter.ports, filter.state, filter.kind, spellingsOf(filter.object), filter.declaration, filter.agency, filter.enterprise, filter.site, filter.desk, filter.before, filter.limit, own],
  )
  return rows.map(inspectionOf)
}

/** Where a lane goes on: what the last card counts by and its id. */
export interface LanePlace {
  readonly due: Instant
  readonly id: string
}

/** When an inspection is due: when its slot begins, or else when its window ends. */
export function dueOf(inspection: Inspection): Instant {
  return inspection.slot?.from ?? inspection.window.to
}

/** A page of what waits or runs in one state, due soonest first, without desk work: port by port along the index of what is due. */
export async function listLane(db: Queryable, filter: Omit<InspectionFilter, 'state' | 'before' | 'desk' | 'object' | 'declaration'> & { readonly state: InspectionState }, after: LanePlace | undefined): Promise<Inspection[]> {
  const rows = await db.query<Row>(
    `select ${columns} from unnest($1::text[]) as p (port) cross join lateral (
       select l.id from joint.inspection l
       where l.port = p.port and l.state = $2 and not l.desk and l.closed_at is null and l.ended_because is null and l.superseded_by is null
         and ($3::text is null or l.kind = $3) and ($4::text is null or l.agencies @> array[$4::text] or l.invited @> array[$4::text])
         and ($5::text is null or l.parties @> array[$5::text]) and ($6::text is null or l.site = $6)
         and ($7::timestamptz is null or (coalesce(l.slot_from, l.window_to), l.id) > ($7::timestamptz, $8::uuid))
       order by coalesce(l.slot_from, l.window_to), l.id limit $9) as page
     join joint.inspection i on i.port = p.port and i.id = page.id
     order by coalesce(i.slot_from, i.window_to), i.id limit $9`,
    [filter.ports, filter.state, filter.kind, filter.agency, filter.enterprise, filter.site, after === undefined ? undefined : toIso(after.due), after?.id, filter.limit],
  )
  return rows.map(inspectionOf)
}

/** Times and places held at a port within a span: agreed and running inspections, and single ones whose agency has confirmed. */
export async function findBookings(db: Queryable, port: string, from: Instant, to: Instant): Promise<Booking[]> {
  const rows = await db.query<{ id: string; kind: InspectionKind; state: string; slot_from: Instant; slot_to: Instant; site: string | null; special_circumstance: string | null; crew: string[] }>(
    `select i.id, i.kind, i.state, i.slot_from, i.slot_to, i.site, i.special_circumstance,
       array(select member from joint.task t, unnest(t.crew) as member where t.port = i.port and t.inspection_id = i.id and not t.gone and t.confirmed_at is not null) as crew
     from joint.inspection i
     where i.port = $1 and i.state in ('coordinating', 'agreed', 'started') and i.slot_from < $3 and i.slot_to > $2
       and exists (select from joint.task t where t.port = i.port and t.inspection_id = i.id and t.confirmed_at is not null and not t.gone)`,
    [port, toIso(from), toIso(to)],
  )
  return rows.map((row) => ({
    inspection: row.id,
    kind: row.kind,
    started: row.state === 'started',
    from: row.slot_from,
    to: row.slot_to,
    crew: row.crew,
    ...(row.site === null ? {} : { site: row.site }),
    ...(row.special_circumstance === null ? {} : { specialCircumstance: row.special_circumstance }),
  }))
}
