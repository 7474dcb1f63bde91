import type { Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../database/database.ts'

/** What the tail of the ledger tells of a sealed entry: no payload, no person. */
export interface SealedFact {
  readonly port: string
  readonly position: number
  readonly type: string
  readonly subjectKind: string
  readonly subjectId: string
  /** `kind:id`. */
  readonly related: readonly string[]
  readonly audience: readonly string[]
  /** For whom the actor acted: `agency:CUS`; null for the program itself. */
  readonly of: string | null
  readonly at: Instant
}

/** How many entries of each port are sealed. Jumps from port to port along an index. */
export async function readSealedSizes(db: Queryable): Promise<Map<string, number>> {
  const rows = await db.query<{ port: string; size: number }>(`
    with recursive ports (port) as (
      (select port from ledger.checkpoint order by port limit 1)
      union all
      select (select c.port from ledger.checkpoint c where c.port > p.port order by c.port limit 1) from ports p where p.port is not null
    )
    select p.port, c.size from ports p cross join lateral (select size from ledger.checkpoint where port = p.port order by size desc limit 1) c`)
  return new Map(rows.map((row) => [row.port, row.size]))
}

/** The sealed facts of a port from one position up to another, which is not included. */
export async function readSealedFacts(db: Queryable, port: string, from: number, to: number): Promise<SealedFact[]> {
  return db.query<SealedFact>(
    `select l.port, l.position, e.type, e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.related, e.audience, e.actor_of as of, e.occurred_at as at
     from ledger.leaf l join ledger.entry e on e.port = l.port and e.id = l.entry_id
     where l.port = $1 and l.position >= $2 and l.position < $3 order by l.position`,
    [port, from, to],
  )
}

/**
 * Where each of the ports stood when the entry at `position` of `port` was sealed, less `overlap` milliseconds: whoever has seen that entry has
 * seen what was before. Undefined when there is no such entry.
 */
export async function readSizesWhenSealed(db: Queryable, ports: readonly string[], port: string, position: number, overlap: number): Promise<Map<string, number> | undefined> {
  const rows = await db.query<{ port: string; size: number | null }>(
    `with seen as (select sealed_at from ledger.checkpoint where port = $2 and size > $3 order by size limit 1)
     select p.port, (
       select c.size from ledger.checkpoint c where c.port = p.port and c.sealed_at < seen.sealed_at - $4 * interval '1 millisecond' order by c.sealed_at desc limit 1
     ) as size
     from unnest($1::text[]) as p (port) cross join seen`,
    [ports, port, position, overlap],
  )
  return rows.length === 0 ? undefined : new Map(rows.map((row) => [row.port, row.size ?? 0]))
}
