import type { Json } from '../../kernel/canonical-json.ts'
import type { Instant } from '../../kernel/instant.ts'
import { invariant } from '../../kernel/invariant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { FollowedFact } from './domain/simulation.ts'

/** A place in the order of writing. */
export interface FactCursor {
  readonly xid: string
  readonly seq: number
}

/**
 * Facts of a port written after `cursor`, in the order of writing. Only for a ledger nobody else writes at the time: a transaction that began
 * earlier and ends later would be passed over.
 */
export async function findFactsAfter(db: Queryable, port: string, cursor: FactCursor | undefined, limit: number): Promise<{ readonly facts: FollowedFact[]; readonly last: FactCursor | undefined }> {
  const rows = await db.query<{ id: string; xid: string; seq: number; type: string; subject_id: string; related: string[]; occurred_at: Instant; payload: string | null }>(
    // The columns are named with their table: a bare `xid` would order by the text of the select list, in which 1000 comes before 999.
    `select e.id, e.xid::text as xid, e.seq, e.type, e.subject_id, e.related, e.occurred_at, e.payload from ledger.entry e
     where e.port = $1 and e.era = 1 and (e.xid, e.seq) > ($2::xid8, $3) order by e.era, e.xid, e.seq limit $4`,
    [port, cursor?.xid ?? '0', cursor?.seq ?? 0, limit],
  )
  const last = rows.at(-1)
  const [first] = rows
  invariant(first === undefined || cursor === undefined || isAfter(first, cursor), `fact ${first?.xid}/${first?.seq} is not after ${cursor?.xid}/${cursor?.seq}`)
  return {
    facts: rows.map((row) => ({ id: row.id, type: row.type, subjectId: row.subject_id, related: row.related, at: row.occurred_at, payload: (row.payload === null ? {} : JSON.parse(row.payload)) as Readonly<Record<string, Json | undefined>> })),
    last: last === undefined ? cursor : { xid: last.xid, seq: last.seq },
  }
}

function isAfter(fact: FactCursor, cursor: FactCursor): boolean {
  const [a, b] = [BigInt(fact.xid), BigInt(cursor.xid)]
  return a > b || (a === b && fact.seq > cursor.seq)
}
