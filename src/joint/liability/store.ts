import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Access, Attribution } from './domain/attribute.ts'

/** An error or leak that came to light, with who is answerable for it. */
export interface Liability {
  readonly port: string
  readonly id: string
  readonly inspection: string
  readonly kind: 'missed' | 'wrong-result' | 'leak'
  readonly duty?: string
  readonly result?: string
  readonly description: string
  readonly evidence: readonly string[]
  readonly attributions: readonly Attribution[]
  readonly by: string
  readonly of?: string
  readonly at: Instant
}

/** A reading or forwarding of details of an inspection. */
export interface NewAccess extends Access {
  readonly port: string
  readonly inspection: string
}

const tenMinutes = 600_000

/** Writes accesses down together, and gives those that were not there: of the same reader within the ten minutes one reading is enough. */
export async function insertAccesses(tx: Tx, accesses: readonly NewAccess[]): Promise<NewAccess[]> {
  const rows = accesses.map((access) => ({ ...access, at: toIso(access.at), bucket: Math.floor(access.at / tenMinutes) }))
  const written = await tx.query<{ id: string }>(
    `insert into joint.access_log (port, id, inspection_id, act, actor_id, actor_name, agency, recipient, purpose, at, bucket)
     select port, id, inspection, act, "actorId", "actorName", agency, recipient, purpose, at, bucket
     from jsonb_to_recordset($1::jsonb) as a(port text, id uuid, inspection uuid, act text, "actorId" text, "actorName" text, agency text, recipient text, purpose text, at timestamptz, bucket bigint)
     on conflict (port, inspection_id, actor_id, bucket) where act = 'viewed' do nothing returning id`,
    [JSON.stringify(rows)],
  )
  const ids = new Set(written.map(({ id }) => id))
  return accesses.filter(({ id }) => ids.has(id))
}

/** Which of these inspections the reader's view is written down of already: the answer to most readings, without opening a transaction. */
export async function knownViews(db: Queryable, ports: readonly string[], inspections: readonly string[], actorId: string, at: Instant): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(`select inspection_id as id from joint.access_log where port = any($1::text[]) and inspection_id = any($2::uuid[]) and actor_id = $3 and bucket = $4 and act = 'viewed'`, [[...new Set(ports)], inspections, actorId, Math.floor(at / tenMinutes)])
  return new Set(rows.map(({ id }) => id))
}

/** Who read and forwarded details of an inspection, in order. */
export async function findAccesses(db: Queryable, port: string, inspection: string): Promise<Access[]> {
  const rows = await db.query<{ id: string; act: Access['act']; actorId: string; actorName: string; agency: string | null; recipient: string | null; purpose: string | null; at: Instant }>(
    `select id, act, actor_id as "actorId", actor_name as "actorName", agency, recipient, purpose, at from joint.access_log where port = $1 and inspection_id = $2 order by id limit 2000`,
    [port, inspection],
  )
  return rows.map(({ agency, recipient, purpose, ...row }) => ({ ...row, ...(agency === null ? {} : { agency }), ...(recipient === null ? {} : { recipient }), ...(purpose === null ? {} : { purpose }) }))
}

export async function insertLiability(tx: Tx, liability: Liability): Promise<void> {
  await tx.query(
    `insert into joint.liability (port, id, inspection_id, kind, duty, result_id, description, evidence, attributions, reported_by, reported_of, reported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [liability.port, liability.id, liability.inspection, liability.kind, liability.duty, liability.result, liability.description, liability.evidence, JSON.stringify(liability.attributions), liability.by, liability.of, toIso(liability.at)],
  )
}

/** What came to light about inspections, in order. */
export async function findLiabilities(db: Queryable, port: string, inspections: readonly string[]): Promise<Liability[]> {
  const rows = await db.query<Omit<Liability, 'duty' | 'result' | 'of'> & { duty: string | null; result: string | null; of: string | null }>(
    `select port, id, inspection_id as inspection, kind, duty, result_id as result, description, evidence, attributions, reported_by as by, reported_of as of, reported_at as at
     from joint.liability where port = $1 and inspection_id = any($2::uuid[]) order by id`,
    [port, inspections],
  )
  return rows.map(({ duty, result, of, ...row }) => ({ ...row, ...(duty === null ? {} : { duty }), ...(result === null ? {} : { result }), ...(of === null ? {} : { of }) }))
}
