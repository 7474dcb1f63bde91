import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { visitKey, type Inside, type VisitingKind } from './domain/object-name.ts'
import type { Visit } from './domain/visit.ts'

/** The name of a visiting object at one port. */
export interface NamedObject {
  readonly port: string
  readonly kind: VisitingKind
  readonly ref: string
}

/** All visits of the names, for the choice which one is meant. One index look-up per name; a name has a handful of visits. */
export async function findVisits(db: Queryable, names: readonly NamedObject[]): Promise<(NamedObject & Visit)[]> {
  return db.query<NamedObject & Visit>(
    `select o.port, o.kind, o.ref, o.visit, o.valid_from as from, o.valid_to as to
     from json_to_recordset($1::json) as n(port text, kind text, ref text)
     join single_window.object o on o.port = n.port and o.kind = n.kind and o.ref = n.ref`,
    [JSON.stringify(names)],
  )
}

/** The keys of an object by its full name: one for each visit to each of the ports, none where it was never heard of. */
export async function findVisitKeys(db: Queryable, ports: readonly string[], kind: VisitingKind, ref: string): Promise<string[]> {
  const visits = await findVisits(db, ports.map((port) => ({ port, kind, ref })))
  return [...new Set(visits.map(({ visit }) => visitKey(kind, ref, visit)))]
}

/** A visit to be written down. */
export interface NewVisit extends NamedObject {
  readonly visit: number
  readonly from: Instant
  readonly to: Instant
}

function visitRows(visits: readonly NewVisit[]): string {
  // In one order everywhere, so that two writers never wait for each other.
  const inOrder = visits.toSorted((a, b) => (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : a.visit - b.visit))
  return JSON.stringify(inOrder.map(({ port, kind, ref, visit, from, to }) => ({ port, kind, ref, visit, valid_from: toIso(from), valid_to: toIso(to) })))
}

const insertVisitsSql = (visits: string, only = ''): string => `insert into single_window.object (port, kind, ref, visit, valid_from, valid_to)
  select port, kind, ref, visit, valid_from, valid_to
  from json_to_recordset(${visits}::json) as v (port text, kind text, ref text, visit int, valid_from timestamptz, valid_to timestamptz)
  ${only}
  on conflict (port, kind, ref, visit) do nothing`

/**
 * Writes new visits down. Two transactions that hear of a box at the same moment both call it visit n and mean one row:
 * the second waits for the first and adds nothing.
 */
export async function insertVisits(tx: Tx, visits: readonly NewVisit[]): Promise<void> {
  await tx.send(insertVisitsSql('$1'), [visitRows(visits)])
}

/** What a consignment lies in, in its visit. */
export interface InsideLink extends Inside {
  readonly port: string
  readonly declarationId: string
  readonly visit: number
}

/** What puts consignments into the object graph: visits nobody has heard of yet, and what each lies in. */
export interface ConsignmentRows {
  readonly visits: readonly NewVisit[]
  readonly links: readonly InsideLink[]
}

/**
 * The insertions as clauses of a `with`, for the statement that writes the declarations, with `consignmentParameters`.
 * `declarations` names the clause that gives the ids of those that were written: containers of any other are left out.
 */
export function consignmentClauses(visits: string, links: string, declarations: string): string {
  return `links as (
  select l.port, l.declaration_id, coalesce(l.kind, 'container') as kind, l.number, l.visit
  from json_to_recordset(${links}::json) as l (port text, declaration_id uuid, kind text, number text, visit int)
  where l.declaration_id in (select id from ${declarations})
), new_visits as (
  ${insertVisitsSql(visits, `where (port, ref, visit) in (select port, number, visit from links)`)}
), container_links as (
  insert into single_window.consignment_container (port, declaration_id, kind, number, visit) select port, declaration_id, kind, number, visit from links
)`
}

/** The two JSON parameters of `consignmentClauses`. */
export function consignmentParameters({ visits, links }: ConsignmentRows): readonly [visits: string, links: string] {
  return [visitRows(visits), JSON.stringify(links.map(({ port, declarationId, kind, number, visit }) => ({ port, declaration_id: declarationId, ...(kind === 'container' ? {} : { kind }), number, visit })))]
}

/** A declaration as the object graph sees it. */
export interface ConsignmentRow {
  /** The text by which it was looked up. */
  readonly asked: string
  readonly id: string
  readonly number: string
  readonly declarant: string
  readonly direction: string
  readonly mode: string
  /** Lines of goods, each with the containers it lies in where the declaration says so. */
  readonly lines: readonly { readonly line: number; readonly containers: readonly string[] | null }[]
  readonly inside: readonly (Inside & { readonly visit: number })[]
}

const consignmentColumns = `a.asked, d.id, d.number, d.declarant, d.direction, d.mode,
  (select coalesce(json_agg(json_build_object('line', i -> 'line', 'containers', i -> 'containers')), '[]') from json_array_elements(d.content -> 'items') as i) as lines,
  (select coalesce(json_agg(json_build_object('kind', c.kind, 'number', c.number, 'visit', c.visit) order by c.number), '[]')
   from single_window.consignment_container c where c.port = d.port and c.declaration_id = d.id) as inside`

/** Declarations of a port by id, number and transport document (which several may share); one index look-up each. */
export async function findConsignments(
  db: Queryable,
  port: string,
  ids: readonly string[],
  numbers: readonly string[],
  documents: readonly string[],
): Promise<ConsignmentRow[]> {
  return db.query<ConsignmentRow>(
    `select ${consignmentColumns} from unnest($2::text[]) as a(asked) join single_window.declaration d on d.port = $1 and d.id = a.asked::uuid
     union all
     select ${consignmentColumns} from unnest($3::text[]) as a(asked) join single_window.declaration d on d.port = $1 and d.number = a.asked
     union all
     select ${consignmentColumns} from unnest($4::text[]) as a(asked) join single_window.declaration d on d.port = $1 and d.transport_document = a.asked`,
    [port, ids, numbers, documents],
  )
}

/** What declarations lie in, in its visit. */
export async function findInsideOf(db: Queryable, port: string, declarations: readonly string[]): Promise<InsideLink[]> {
  return db.query<InsideLink>(
    `select port, declaration_id as "declarationId", kind, number, visit from single_window.consignment_container where port = $1 and declaration_id = any($2::uuid[])`,
    [port, declarations],
  )
}

/** Consignments that lie in a container, parcel or lorry during a visit. */
export interface Content extends Inside {
  readonly visit: number
  readonly id: string
  readonly declarationNumber: string
  readonly declarant: string
  readonly direction: string
  readonly mode: string
}

/** What lies in these containers, parcels and lorries during these visits, by number; an empty one gives nothing. */
export async function findContents(db: Queryable, port: string, holders: readonly (Inside & { readonly visit: number })[]): Promise<Content[]> {
  return db.query<Content>(
    `select l.kind, l.number, l.visit, d.id, d.number as "declarationNumber", d.declarant, d.direction, d.mode
     from json_to_recordset($2::json) as n(kind text, number text, visit int)
     join single_window.consignment_container l on l.port = $1 and l.number = n.number and l.visit = n.visit and l.kind = n.kind
     join single_window.declaration d on d.port = l.port and d.id = l.declaration_id
     order by l.number, d.id`,
    [port, JSON.stringify(holders)],
  )
}

/** The enterprises that reported the conveyances, to be told what is asked of them. */
export async function findCarriers(
  db: Queryable,
  port: string,
  conveyances: readonly { kind: string; ref: string; visit: number }[],
): Promise<{ kind: string; ref: string; visit: number; carrier: string }[]> {
  return db.query(
    `select distinct c.kind, c.ref, c.visit, substr(c.reported_by, 12) as carrier
     from json_to_recordset($2::json) as n(kind text, ref text, visit int)
     join single_window.conveyance c on c.port = $1 and c.kind = n.kind and c.ref = n.ref and c.visit = n.visit
     where c.reported_by like 'enterprise:%'`,
    [port, JSON.stringify(conveyances)],
  )
}

/** When voyages were reported to move, with the names they were asked by: a voyage tells two calls of one vessel apart where a moment does not. */
export async function findVoyages(db: Queryable, port: string, voyages: readonly { kind: string; ref: string; voyage: string }[]): Promise<{ kind: string; ref: string; voyage: string; at: Instant }[]> {
  return db.query(
    `select n.kind, n.ref, n.voyage, max(c.moves_at) as at
     from json_to_recordset($2::json) as n(kind text, ref text, voyage text)
     join single_window.conveyance c on c.port = $1 and c.kind = n.kind and c.ref = n.ref and upper(c.voyage) = n.voyage
     group by n.kind, n.ref, n.voyage`,
    [port, JSON.stringify(voyages)],
  )
}
