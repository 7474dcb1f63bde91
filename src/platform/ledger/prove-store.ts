import type { Queryable } from '../database/database.ts'
import type { Hash } from './merkle.ts'

/** The leaf hashes of whole runs of 256, keyed by position; `runs` are their numbers. */
export async function readLeafRuns(db: Queryable, port: string, runs: readonly number[]): Promise<Map<number, Hash>> {
  if (runs.length === 0) return new Map()
  const rows = await db.query<{ position: number; hash: Hash }>(
    `select l.position, l.leaf_hash as hash
     from unnest($2::bigint[]) as r (run) join ledger.leaf l on l.port = $1 and l.position >= r.run * 256 and l.position < (r.run + 1) * 256`,
    [port, runs],
  )
  return new Map(rows.map((row) => [row.position, row.hash]))
}
