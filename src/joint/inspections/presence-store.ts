import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Presence, WhatThen } from './domain/presence.ts'
import type { KeptTerms } from './terms.ts'

/** Appends what was noted of who was there; several in the order given. */
export async function insertPresences(tx: Tx, port: string, presences: readonly Presence[]): Promise<void> {
  if (presences.length === 0) return
  await tx.query(
    `insert into joint.presence (port, id, inspection_id, slot_from, agency, mode, reason, then_did, noted_by, noted_name, noted_at)
     select $1, id, inspection_id, slot_from, agency, mode, reason, then_did, noted_by, noted_name, noted_at
     from jsonb_to_recordset($2::jsonb) as p(id uuid, inspection_id uuid, slot_from timestamptz, agency text, mode text, reason text, then_did text, noted_by text, noted_name text,
       noted_at timestamptz)`,
    [
      port,
      JSON.stringify(
        presences.map((presence) => ({
          ...{ id: presence.id, inspection_id: presence.inspection, slot_from: toIso(presence.slotFrom), agency: presence.agency, mode: presence.mode, reason: presence.reason },
          ...{ then_did: presence.then, noted_by: presence.by, noted_name: presence.name, noted_at: toIso(presence.at) },
        })),
      ),
    ],
  )
}

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

/** Keeps the terms a session began under. */
export async function insertTerms(tx: Tx, port: string, inspection: string, at: Instant, terms: KeptTerms): Promise<void> {
  await tx.query('insert into joint.session_terms (port, inspection_id, started_at, procedures, warnings) values ($1, $2, $3, $4, $5)', [
    port,
    inspection,
    toIso(at),
    JSON.stringify(terms.procedures),
    JSON.stringify(terms.warnings as unknown as Json),
  ])
}

/** The terms a session began under; undefined while it has not begun. */
export async function findTerms(db: Queryable, port: string, inspection: string): Promise<KeptTerms | undefined> {
  const [row] = await db.query<KeptTerms>('select t.procedures, t.warnings from joint.session_terms t where t.port = $1 and t.inspection_id = $2', [port, inspection])
  return row
}
