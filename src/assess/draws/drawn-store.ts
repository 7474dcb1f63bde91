import type { Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** An object that was drawn, with the declaration behind its code. */
export interface DrawnObject {
  readonly object: string
  readonly declaration: string
}

/** A draw as far as its inspections need it. */
export interface DrawnLots {
  readonly draw: string
  /** `D-7`, as the open register calls it. */
  readonly label: string
  readonly agency: string
  /** The draw it was made instead of. */
  readonly replaces: string | null
  readonly drawnAt: Instant
  readonly objects: readonly DrawnObject[]
}

/** What a draw that was drawn names to be inspected, with a crew or still without. Undefined while it is not drawn. */
export async function findDrawnLots(db: Queryable, port: string, draw: string): Promise<DrawnLots | undefined> {
  const [found] = await db.query<{ number: number; agency: string; replaces: string | null; drawnAt: Instant; objects: DrawnObject[] | null }>(
    `select d.number, d.agency, d.replaces, d.drawn_at as "drawnAt",
       (select json_agg(json_build_object('object', c.code, 'declaration', c.subject) order by c.code collate "C")
        from jsonb_array_elements(d.result) as r join selection.candidate c on c.port = d.port and c.draw_id = d.id and c.code = r ->> 'object') as objects
     from selection.draw d where d.port = $1 and d.id = $2 and d.state = 'drawn'`,
    [port, draw],
  )
  if (found === undefined) return undefined
  const { number, objects, ...rest } = found
  return { ...rest, draw, label: `D-${number}`, objects: objects ?? [] }
}

/** Writes down which directive each drawn object becomes; what is there already stays. */
export async function linkDrawnDirectives(tx: Tx, port: string, draw: string, links: readonly { readonly object: string; readonly directive: string }[]): Promise<void> {
  await tx.query(
    `insert into selection.drawn_directive (port, directive_id, draw_id, object)
     select $1, directive, $2, object from jsonb_to_recordset($3::jsonb) as l(object text, directive uuid) on conflict do nothing`,
    [port, draw, JSON.stringify(links)],
  )
}

/** Directives that the objects of a draw became. */
export async function findDrawnDirectives(db: Queryable, port: string, draw: string): Promise<string[]> {
  return (await db.query<{ id: string }>('select x.directive_id as id from selection.drawn_directive x where x.port = $1 and x.draw_id = $2 order by x.object', [port, draw])).map(({ id }) => id)
}

/** Those given an object of a draw who were not replaced; `a` is the assignment. */
const stillComing = `not exists (
  select 1 from selection.replacement r join selection.candidate c on c.port = r.port and c.draw_id = r.draw_id and c.code = r.officer
  where r.port = a.port and r.draw_id = a.draw_id and r.object = a.object and r.place is not null and c.subject = a.officer)`

/** A drawn object that is owed a crew. */
export interface OwedObject {
  readonly draw: string
  readonly number: number
  readonly object: string
  /** Id of the declaration behind it. */
  readonly subject: string
  readonly drawnAt: Instant
}

/**
 * Objects that draws of the agency, or one of them, named and found no full crew for, at once or after replacements, and that nothing has become of: no
 * outcome, no later list. The next list owes them a crew.
 */
export async function findOwed(db: Queryable, port: string, agency: string, draw: string | null = null): Promise<OwedObject[]> {
  return db.query(
    `select d.id as draw, d.number, o.code as object, o.subject, d.drawn_at as "drawnAt" from selection.draw d cross join lateral jsonb_array_elements(d.result) as s
       join selection.candidate o on o.port = d.port and o.draw_id = d.id and o.code = s ->> 'object'
     where d.port = $1 and d.agency = $2 and d.state = 'drawn' and ($3::uuid is null or d.id = $3)
       and (select count(*) from selection.assignment a where a.port = d.port and a.draw_id = d.id and a.object = o.code and ${stillComing}) < (d.head -> 'rules' ->> 'crew')::int
       and not exists (select 1 from selection.outcome t where t.port = d.port and t.draw_id = d.id and t.object = o.code)
       and not exists (select 1 from selection.candidate l join selection.draw e on e.port = l.port and e.id = l.draw_id
         where l.port = d.port and l.subject = o.subject and l.kind = 'object' and e.agency = d.agency and e.frozen_at > d.frozen_at)
     order by d.drawn_at, d.id, o.code collate "C"`,
    [port, agency, draw],
  )
}

/** Directives that other draws of the agency made of the same declarations as this one. */
export async function findEarlierDirectives(db: Queryable, port: string, draw: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select x.directive_id as id from selection.drawn_directive mine
       join selection.candidate c on c.port = mine.port and c.draw_id = mine.draw_id and c.code = mine.object
       join selection.draw d on d.port = mine.port and d.id = mine.draw_id
       join selection.candidate b on b.port = c.port and b.subject = c.subject and b.kind = 'object' and b.draw_id <> c.draw_id
       join selection.draw e on e.port = b.port and e.id = b.draw_id and e.agency = d.agency and e.frozen_at < d.frozen_at
       join selection.drawn_directive x on x.port = b.port and x.draw_id = b.draw_id and x.object = b.code
     where mine.port = $1 and mine.draw_id = $2 order by x.directive_id`,
    [port, draw],
  )
  return rows.map(({ id }) => id)
}

/** The officers drawn for what a directive asks: their numbers in the register, replacements counted. Fewer than `crew` are no crew. */
export interface DrawnCrew {
  readonly directive: string
  readonly draw: string
  readonly label: string
  readonly agency: string
  readonly object: string
  readonly officers: readonly string[]
  /** How many the rules of the draw send. */
  readonly crew: number
}

/**
 * Those of the directives that come from a draw, each with the crew that inspects it (DR-02): whoever was given the object, less who was replaced. Whether
 * their work counts as open says nothing about it: an outcome published early, or a draw made again, frees nobody's hands to pick another crew.
 */
export async function findDrawnCrews(db: Queryable, port: string, directives: readonly string[]): Promise<DrawnCrew[]> {
  if (directives.length === 0) return []
  return db.query(
    `select x.directive_id as directive, d.id as draw, 'D-' || d.number as label, d.agency, x.object, (d.head -> 'rules' ->> 'crew')::int as crew,
       array(select a.officer from selection.assignment a where a.port = x.port and a.draw_id = x.draw_id and a.object = x.object and ${stillComing} order by a.officer) as officers
     from selection.drawn_directive x join selection.draw d on d.port = x.port and d.id = x.draw_id
     where x.port = $1 and x.directive_id = any($2::uuid[]) order by x.directive_id`,
    [port, directives],
  )
}
