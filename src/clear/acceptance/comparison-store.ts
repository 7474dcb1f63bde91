import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { ComparisonCount } from './domain/comparison.ts'

/** What was later found out about a report. */
export interface Comparison {
  readonly port: string
  readonly id: string
  readonly report: string
  readonly body: string
  readonly kind: ComparisonCount['kind']
  readonly outcome: ComparisonCount['outcome']
  readonly note: string
  /** The inspection or result it rests on. */
  readonly restsOn: string | null
  /** Inspection, sample or complaint that it is about; empty where the report itself was checked. */
  readonly reference: string
  /** From 1; a correction is the next one, and the latest counts. */
  readonly version: number
  readonly by: string
  readonly at: Instant
}

/** One comparison of each report, kind and reference in its latest version. */
const latest = 'select distinct on (c.port, c.report_id, c.kind, c.reference) c.* from clear.comparison c'
const columns = `c.port, c.id, c.report_id as report, c.body, c.kind, c.outcome, c.note, c.rests_on as "restsOn", c.reference, c.version, c.recorded_by as by, c.recorded_at as at`

/** Writes a version of a comparison of a report with what was found later: they are only added, never changed. False when there is one of that number already. */
export async function insertComparison(tx: Tx, one: Comparison): Promise<boolean> {
  const rows = await tx.query(
    `insert into clear.comparison (port, id, report_id, body, kind, outcome, note, rests_on, reference, version, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict on constraint comparison_version do nothing returning id`,
    [one.port, one.id, one.report, one.body, one.kind, one.outcome, one.note, one.restsOn, one.reference, one.version, one.by, toIso(one.at)],
  )
  return rows.length > 0
}

/** Every version of what was found out about a report, in the order it was recorded. */
export async function listComparisons(db: Queryable, port: string, report: string): Promise<Comparison[]> {
  return db.query<Comparison>(`select ${columns} from clear.comparison c where c.port = $1 and c.report_id = $2 order by c.id`, [port, report])
}

/** Comparisons of bodies in their latest version counted by kind and outcome, at every port: a body is one wherever it errs. */
export async function countComparisons(db: Queryable, bodies: readonly string[]): Promise<(ComparisonCount & { readonly body: string })[]> {
  return db.query(
    `select c.body, c.kind, c.outcome, count(*) as count from (${latest} where c.body = any($1::text[]) order by c.port, c.report_id, c.kind, c.reference, c.version desc) as c group by c.body, c.kind, c.outcome`,
    [bodies],
  )
}

/** The cases behind a body's figures at the ports: those that deviate and complaints as they stand, newest first, with their report and declaration. */
export async function listDeviations(db: Queryable, ports: readonly string[], body: string, limit: number): Promise<(Comparison & { readonly number: string; readonly declarationId: string; readonly declaration: string })[]> {
  return db.query(
    `select ${columns}, r.number, r.declaration_id as "declarationId", r.declaration
     from (${latest} where c.port = any($1::text[]) and c.body = $2 order by c.port, c.report_id, c.kind, c.reference, c.version desc) as c join clear.report r on r.port = c.port and r.id = c.report_id
     where c.outcome = 'deviates' or c.kind = 'complaint' order by c.id desc limit $3`,
    [ports, body, limit],
  )
}
