import type { Queryable } from '../../platform/database/database.ts'
import { listedColumns, type ListedRow } from './list-store.ts'

/** A declaration that waits, with the rank its credit gave it. */
export type RankedRow = ListedRow & { readonly rank: number }

/**
 * Declarations that wait at the ports, highest rank first and the longest waiting first among equals. `ranks` by the grade a declaration was judged
 * with; a grade that is not in it ranks 0.
 */
export async function listWaitingByRank(db: Queryable, ports: readonly string[], ranks: Readonly<Record<string, number>>, after: { readonly rank: number; readonly id: string } | undefined, limit: number): Promise<RankedRow[]> {
  return db.query<RankedRow>(
    `select ${listedColumns}, w.rank
     from (
       select q.port, q.id, coalesce(($2::jsonb ->> q.credit_grade)::int, 0) as rank from single_window.declaration q
       where q.port = any($1::text[]) and q.status in ('accepted', 'held')
     ) as w
     join single_window.declaration d on d.port = w.port and d.id = w.id
     where $3::int is null or w.rank < $3 or (w.rank = $3 and w.id > $4::uuid)
     order by w.rank desc, w.id limit $5`,
    [ports, JSON.stringify(ranks), after?.rank ?? null, after?.id ?? null, limit],
  )
}
