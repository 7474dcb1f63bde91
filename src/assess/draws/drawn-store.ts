import type { Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** An object that was drawn and has a crew, with the declaration behind its code. */
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

/** What a draw that was drawn names to be inspected; objects without a crew are not among them. Undefined while it is not drawn. */
export async function findDrawnLots(db: Queryable, port: string, draw: string): Promise<DrawnLots | undefined> {
  const [found] = await db.query<{ number: number; agency: string; replaces: string | null; drawnAt: Instant; objects: DrawnObject[] | null }>(
    `select d.number, d.agency, d.replaces, d.drawn_at as "drawnAt",
       (select json_agg(json_build_object('object', c.code, 'declaration', c.subject) order by c.code collate "C")
        from jsonb_array_elements(d.result) as r join selection.candidate c on c.port = d.port and c.draw_id = d.id and c.code = r ->> 'object' where not (r ->> 'short')::boolean) as objects
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
       array(select a.officer from selection.assignment a where a.port = x.port and a.draw_id = x.draw_id and a.object = x.object and not exists (
           select 1 from selection.replacement r join selection.candidate c on c.port = r.port and c.draw_id = r.draw_id and c.code = r.officer
           where r.port = a.port and r.draw_id = a.draw_id and r.object = a.object and r.place is not null and c.subject = a.officer)
         order by a.officer) as officers
     from selection.drawn_directive x join selection.draw d on d.port = x.port and d.id = x.draw_id
     where x.port = $1 and x.directive_id = any($2::uuid[]) order by x.directive_id`,
    [port, directives],
  )
}
