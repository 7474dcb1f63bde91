import type { Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Declaration } from './declaration.ts'

/** An accepted declaration with what it was judged. */
export interface AcceptedCase {
  readonly id: string
  readonly acceptedAt: Instant
  readonly arrival: Instant | null
  readonly grade: string
  readonly releaseMode: string
  readonly riskLevel: string
  readonly content: Declaration
}

/** A stretch of ids, `from` included and `below` not. Ids grow with time. */
export interface IdSpan {
  readonly from: string
  readonly below: string
}

/** Accepted declarations of a port, whatever became of them, in the order of their ids. */
export function findAcceptedCases(db: Queryable, port: string, span: IdSpan, limit: number): Promise<AcceptedCase[]> {
  return db.query<AcceptedCase>(
    `select id, accepted_at as "acceptedAt", arrival, credit_grade as grade, release_mode as "releaseMode", risk_level as "riskLevel", content
     from single_window.declaration where port = $1 and id >= $2::uuid and id < $3::uuid order by id limit $4`,
    [port, span.from, span.below, limit],
  )
}

/** How many there are in a stretch of ids. */
export async function countAcceptedCases(db: Queryable, port: string, span: IdSpan): Promise<number> {
  const [row] = await db.query<{ n: number }>('select count(*) as n from single_window.declaration where port = $1 and id >= $2::uuid and id < $3::uuid', [port, span.from, span.below])
  return row?.n ?? 0
}

/** When the first declaration of a port was accepted; undefined where there is none. */
export async function firstAcceptance(db: Queryable, port: string): Promise<Instant | undefined> {
  const [row] = await db.query<{ at: Instant }>('select accepted_at as at from single_window.declaration where port = $1 order by id limit 1', [port])
  return row?.at
}

/** Accepted declarations by id. */
export function findAcceptedCasesById(db: Queryable, port: string, ids: readonly string[]): Promise<AcceptedCase[]> {
  return db.query<AcceptedCase>(
    `select id, accepted_at as "acceptedAt", arrival, credit_grade as grade, release_mode as "releaseMode", risk_level as "riskLevel", content
     from single_window.declaration where port = $1 and id in (select value::uuid from json_array_elements_text($2::json)) order by id`,
    [port, JSON.stringify(ids)],
  )
}
