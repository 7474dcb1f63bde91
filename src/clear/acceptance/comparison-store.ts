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
  readonly by: string
  readonly at: Instant
}

/** Writes a comparison of a report with what was found later: they are only added, never changed. */
export async function insertComparison(tx: Tx, one: Comparison): Promise<void> {
  await tx.query(
    'insert into clear.comparison (port, id, report_id, body, kind, outcome, note, rests_on, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [one.port, one.id, one.report, one.body, one.kind, one.outcome, one.note, one.restsOn, one.by, toIso(one.at)],
  )
}

/** Comparisons of bodies counted by kind and outcome, at every port: a body is one wherever it errs. */
export async function countComparisons(db: Queryable, bodies: readonly string[]): Promise<(ComparisonCount & { readonly body: string })[]> {
  return db.query('select c.body, c.kind, c.outcome, count(*) as count from clear.comparison c where c.body = any($1::text[]) group by c.body, c.kind, c.outcome', [bodies])
}

/** The cases behind a body's figures at the ports: those that deviate and complaints, newest first, with their report and declaration. */
export async function listDeviations(db: Queryable, ports: readonly string[], body: string, limit: number): Promise<(Comparison & { readonly number: string; readonly declarationId: string; readonly declaration: string })[]> {
  return db.query(
    `select c.port, c.id, c.report_id as report, c.body, c.kind, c.outcome, c.note, c.rests_on as "restsOn", c.recorded_by as by, c.recorded_at as at,
       r.number, r.declaration_id as "declarationId", r.declaration
     from clear.comparison c join clear.report r on r.port = c.port and r.id = c.report_id
     where c.port = any($1::text[]) and c.body = $2 and (c.outcome = 'deviates' or c.kind = 'complaint') order by c.id desc limit $3`,
    [ports, body, limit],
  )
}
