import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** An enterprise with the grade of a moment. */
export interface ListedGrade {
  readonly enterprise: string
  readonly grade: string
  readonly score: number
  readonly since: Instant
  readonly until: Instant | null
}

/** Enterprises with a record by the grade of a moment, in the order of their codes. */
export async function listByGrade(q: Queryable, at: Instant, wanted: { readonly grade: string | undefined; readonly search: string | undefined; readonly after: string | undefined; readonly limit: number }): Promise<ListedGrade[]> {
  const rows = await q.query<ListedGrade>(
    `select p.enterprise, p.grade, p.score, p.valid_from as since, p.valid_to as until from credit.grade_period p
     where p.known_to is null and p.valid_from <= $1 and (p.valid_to is null or p.valid_to > $1)
       and ($2::text is null or p.grade = $2) and ($3::text is null or starts_with(p.enterprise, $3)) and ($4::text is null or p.enterprise > $4)
     order by p.enterprise limit $5`,
    [toIso(at), wanted.grade ?? null, wanted.search ?? null, wanted.after ?? null, wanted.limit],
  )
  return rows.map((row) => ({ ...row, score: Number(row.score) }))
}

/** How many enterprises there are of each grade at a moment. */
export async function countByGrade(q: Queryable, at: Instant): Promise<{ readonly grade: string; readonly count: number }[]> {
  const rows = await q.query<{ grade: string; count: number }>(
    `select p.grade, count(*) as count from credit.grade_period p
     where p.known_to is null and p.valid_from <= $1 and (p.valid_to is null or p.valid_to > $1) group by p.grade order by p.grade`,
    [toIso(at)],
  )
  return rows.map(({ grade, count }) => ({ grade, count: Number(count) }))
}

/** A change of grades as the feed of partners tells it. */
export interface ListedChange {
  readonly number: number
  readonly enterprise: string
  readonly at: Instant
  readonly fromDay: string | null
  readonly grade: string
  readonly gradeBefore: string | null
  readonly score: number
  readonly cause: 'fact' | 'rule'
}

/** Changes after a number, in the order of their commits; of one enterprise or of all. */
export async function listChanges(q: Queryable, after: number, enterprise: string | undefined, limit: number): Promise<ListedChange[]> {
  const rows = await q.query<ListedChange>(
    `select c.number, c.enterprise, c.at, to_char(c.from_day, 'YYYY-MM-DD') as "fromDay", c.grade, c.grade_before as "gradeBefore", c.score, c.cause from credit.change c
     where c.number > $1 and ($2::text is null or c.enterprise = $2) order by c.number limit $3`,
    [after, enterprise ?? null, limit],
  )
  return rows.map((row) => ({ ...row, number: Number(row.number), score: Number(row.score) }))
}
