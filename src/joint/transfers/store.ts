import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Found } from './domain/pass-on.ts'

/** A suspected offence as it is kept. */
export interface Offence extends Found {
  readonly id: string
  readonly port: string
  readonly inspection: string
  readonly description: string
  readonly evidence: readonly string[]
  readonly by: string
  readonly at: Instant
}

/** Suspected offences found at inspections, in the order they were found. */
export async function findOffences(db: Queryable, port: string, inspections: readonly string[]): Promise<Offence[]> {
  return db.query<Offence>(
    `select id, port, inspection_id as inspection, agency, offence, competent, description, evidence, found_by as by, found_at as at
     from joint.offence where port = $1 and inspection_id = any($2::uuid[]) order by id`,
    [port, inspections],
  )
}

/** Writes a suspected offence with the agency that is competent for it (LB-14). */
export async function insertOffence(tx: Tx, offence: Offence): Promise<void> {
  await tx.query(
    `insert into joint.offence (port, id, inspection_id, agency, offence, competent, description, evidence, found_by, found_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [offence.port, offence.id, offence.inspection, offence.agency, offence.offence, offence.competent, offence.description, offence.evidence, offence.by, toIso(offence.at)],
  )
}
