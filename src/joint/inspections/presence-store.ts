import type { Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Presence, WhatThen } from './domain/presence.ts'
import type { KeptTerms } from './terms.ts'

/** What was noted of who was there, oldest first. */
export async function findPresences(db: Queryable, port: string, inspection: string): Promise<Presence[]> {
  const rows = await db.query<{
    id: string
    slot_from: Instant
    agency: string
    mode: Presence['mode']
    reason: string | null
    then_did: WhatThen | null
    noted_by: string
    noted_name: string
    noted_at: Instant
  }>(
    `select p.id, p.slot_from, p.agency, p.mode, p.reason, p.then_did, p.noted_by, p.noted_name, p.noted_at
     from joint.presence p where p.port = $1 and p.inspection_id = $2 order by p.noted_at, p.id`,
    [port, inspection],
  )
  return rows.map((row) => ({
    ...{ id: row.id, inspection, slotFrom: row.slot_from, agency: row.agency, mode: row.mode, by: row.noted_by, name: row.noted_name, at: row.noted_at },
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.then_did === null ? {} : { then: row.then_did }),
  }))
}

/** The terms a session began under; undefined while it has not begun. */
export async function findTerms(db: Queryable, port: string, inspection: string): Promise<KeptTerms | undefined> {
  const [row] = await db.query<KeptTerms>('select t.procedures, t.warnings from joint.session_terms t where t.port = $1 and t.inspection_id = $2', [port, inspection])
  return row
}
