import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Named } from './domain/candidates.ts'
import type { DrawHead, DrawList, ObjectEntry, OfficerEntry } from './domain/draw-list.ts'

/** Writes the candidates of a frozen list, with who stands behind them. */
export async function insertCandidates(tx: Tx, port: string, draw: string, list: DrawList, named: readonly Named[]): Promise<void> {
  const entries = new Map([...list.objects, ...list.officers].map((entry) => [entry.code, entry]))
  await tx.query(
    `insert into selection.candidate (port, draw_id, code, kind, subject, salt, entry)
     select $1, $2, code, kind, subject, salt, entry from jsonb_to_recordset($3::jsonb) as c(code text, kind text, subject text, salt text, entry jsonb)`,
    [port, draw, JSON.stringify(named.map((one) => ({ ...one, entry: entries.get(one.code) })))],
  )
}

/** The frozen list of a draw. */
export async function readList(db: Queryable, port: string, draw: string, head: DrawHead): Promise<DrawList> {
  const rows = await db.query<{ entry: ObjectEntry | OfficerEntry }>('select c.entry from selection.candidate c where c.port = $1 and c.draw_id = $2 order by c.code collate "C"', [port, draw])
  const entries = rows.map(({ entry }) => entry)
  return { head, objects: entries.filter((entry) => entry.kind === 'object'), officers: entries.filter((entry) => entry.kind === 'officer') }
}

/** Who stands behind the codes of a draw. */
export async function readNamed(db: Queryable, port: string, draw: string): Promise<Named[]> {
  return db.query('select c.kind, c.code, c.subject, c.salt from selection.candidate c where c.port = $1 and c.draw_id = $2 order by c.code collate "C"', [port, draw])
}

/** Some of them by their codes after one, all codes where `codes` is null: at most `limit`. */
export async function readNamedPage(db: Queryable, port: string, draw: string, codes: readonly string[] | null, after: string, limit: number): Promise<Named[]> {
  return db.query(
    `select c.kind, c.code, c.subject, c.salt from selection.candidate c
     where c.port = $1 and c.draw_id = $2 and ($3::text[] is null or c.code = any($3)) and c.code collate "C" > $4 order by c.code collate "C" limit $5`,
    [port, draw, codes, after, limit],
  )
}

/** The objects of a list with the stratum each was in. */
export async function readStrata(db: Queryable, port: string, draw: string): Promise<{ readonly subject: string; readonly stratum: string }[]> {
  return db.query(`select c.subject, c.entry ->> 'stratum' as stratum from selection.candidate c where c.port = $1 and c.draw_id = $2 and c.kind = 'object'`, [port, draw])
}

/** Those of the subjects that were on a list of the agency before. */
export async function listedBefore(db: Queryable, port: string, agency: string, subjects: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ subject: string }>(
    `select distinct c.subject from selection.candidate c join selection.draw d on d.port = c.port and d.id = c.draw_id
     where c.port = $1 and c.subject = any($3::text[]) and c.kind = 'object' and d.agency = $2`,
    [port, agency, subjects],
  )
  return new Set(rows.map((row) => row.subject))
}

/** Inspections that lots gave to officers of a port and that are open, with the directive each became. */
export async function readAssigned(db: Queryable, port: string): Promise<{ readonly officer: string; readonly directive: string | null }[]> {
  return db.query(
    `select a.officer, x.directive_id as directive from selection.assignment a
       left join selection.drawn_directive x on x.port = a.port and x.draw_id = a.draw_id and x.object = a.object
     where a.port = $1 and a.open`,
    [port],
  )
}

/** Gives inspections to officers. */
export async function insertAssignments(tx: Tx, port: string, draw: string, assignments: readonly { readonly object: string; readonly officer: string }[]): Promise<void> {
  await tx.query(
    `insert into selection.assignment (port, draw_id, object, officer)
     select $1, $2, object, officer from jsonb_to_recordset($3::jsonb) as a(object text, officer text)`,
    [port, draw, JSON.stringify(assignments)],
  )
}

/** Ends inspections: of the whole draw, of an object, or of one officer for an object. */
export async function closeAssignments(tx: Tx, port: string, draw: string, object: string | null, officer: string | null): Promise<void> {
  await tx.query(
    `update selection.assignment a set open = false where a.port = $1 and a.draw_id = $2 and ($3::text is null or a.object = $3) and ($4::text is null or a.officer = $4) and a.open`,
    [port, draw, object, officer],
  )
}
