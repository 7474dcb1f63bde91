import type { Queryable } from '../../platform/database/database.ts'

/** Declarations of a port, of a stretch of ids, that somebody looked at, and whether some agency found a problem. */
export function findLooks(db: Queryable, port: string, from: string, to: string): Promise<{ readonly id: string; readonly problem: boolean }[]> {
  // A result is recorded after its declaration was accepted, and ids grow with time.
  return db.query(
    `select d.id, bool_or(r.outcome = 'problem') as problem from joint.result r cross join lateral unnest(r.declarations) as d (id)
     where r.port = $1 and r.id >= $2::uuid and d.id >= $2::uuid and d.id <= $3::uuid group by d.id`,
    [port, from, to],
  )
}
