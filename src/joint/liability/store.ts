import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Access, AccessPart, Attribution } from './domain/attribute.ts'

/** An error or leak that came to light, with who is answerable for it. */
export interface Liability {
  readonly port: string
  readonly id: string
  /** Absent where the result that proved wrong came from a look of its agency's own. */
  readonly inspection?: string
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

/** Writes accesses down together, and gives those that were not there: of the same reader and part one reading within a `bucket` of time is enough. */
export async function insertAccesses(tx: Tx, accesses: readonly NewAccess[], bucket: number): Promise<NewAccess[]> {
  const rows = accesses.map((access) => ({ ...access, at: toIso(access.at), bucket }))
  const written = await tx.query<{ id: string }>(
    `insert into joint.access_log (port, id, inspection_id, act, part, actor_id, actor_name, agency, recipient, purpose, at, bucket)
     select port, id, inspection, act, part, "actorId", "actorName", agency, recipient, purpose, at, bucket
     from jsonb_to_recordset($1::jsonb) as a(port text, id uuid, inspection uuid, act text, part text, "actorId" text, "actorName" text, agency text, recipient text, purpose text, at timestamptz, bucket bigint)
     on conflict (port, inspection_id, actor_id, bucket, part) where act = 'viewed' do nothing returning id`,
    [JSON.stringify(rows)],
  )
  const ids = new Set(written.map(({ id }) => id))
  return accesses.filter(({ id }) => ids.has(id))
}

/** Which of these inspections the reader's view is written down of already: the answer to most readings, without opening a transaction. */
export async function knownViews(db: Queryable, ports: readonly string[], inspections: readonly string[], part: AccessPart, actorId: string, bucket: number): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(`select inspection_id as id from joint.access_log where port = any($1::text[]) and inspection_id = any($2::uuid[]) and actor_id = $3 and bucket = $4 and part = $5 and act = 'viewed'`, [[...new Set(ports)], inspections, actorId, bucket, part])
  return new Set(rows.map(({ id }) => id))
}

interface AccessRow extends Omit<NewAccess, 'agency' | 'recipient' | 'purpose'> {
  readonly agency: string | null
  readonly recipient: string | null
  readonly purpose: string | null
}
const accessColumns = 'a.port, a.id, a.inspection_id as inspection, a.act, a.part, a.actor_id as "actorId", a.actor_name as "actorName", a.agency, a.recipient, a.purpose, a.at'

const accessOf = ({ agency, recipient, purpose, ...row }: AccessRow): NewAccess => ({ ...row, ...(agency === null ? {} : { agency }), ...(recipient === null ? {} : { recipient }), ...(purpose === null ? {} : { purpose }) })

/** Everybody who read or forwarded details of an inspection, in order: what a leak is judged by leaves nobody out. */
export async function findAccesses(db: Queryable, port: string, inspection: string): Promise<NewAccess[]> {
  const rows = await db.query<AccessRow>(`select ${accessColumns} from joint.access_log a where a.port = $1 and a.inspection_id = $2 order by a.id`, [port, inspection])
  return rows.map(accessOf)
}

/**
 * The last readings and forwardings of each of several inspections, in order, `most` of each, with how many there are in all (`whole`); of one agency's
 * people only where it is given.
 */
export async function listAccesses(db: Queryable, port: string, inspections: readonly string[], agency: string | undefined, most: number): Promise<(NewAccess & { readonly whole: number })[]> {
  const rows = await db.query<AccessRow & { whole: number }>(
    `select ${accessColumns}, a.whole from (
       select l.*, count(*) over (partition by l.inspection_id) as whole, row_number() over (partition by l.inspection_id order by l.id desc) as n
       from joint.access_log l where l.port = $1 and l.inspection_id = any($2::uuid[]) and ($3::text is null or l.agency = $3)) a
     where a.n <= $4 order by a.inspection_id, a.id`,
    [port, inspections, agency ?? null, most],
  )
  return rows.map(({ whole, ...row }) => ({ ...accessOf(row), whole }))
}

/** A page of the readings and forwardings of an inspection, in order; of one agency's people only where it is given. */
export async function pageOfAccesses(db: Queryable, port: string, inspection: string, agency: string | undefined, after: string | undefined, limit: number): Promise<NewAccess[]> {
  const rows = await db.query<AccessRow>(
    `select ${accessColumns} from joint.access_log a
     where a.port = $1 and a.inspection_id = $2 and ($3::text is null or a.agency = $3) and ($4::uuid is null or a.id > $4) order by a.id limit $5`,
    [port, inspection, agency ?? null, after ?? null, limit],
  )
  return rows.map(accessOf)
}

/** Writes an error or a leak with who is answerable for it (LB-07…LB-10), as it was attributed when it was reported. */
export async function insertLiability(tx: Tx, liability: Liability): Promise<void> {
  await tx.query(
    `insert into joint.liability (port, id, inspection_id, kind, duty, result_id, description, evidence, attributions, reported_by, reported_of, reported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [liability.port, liability.id, liability.inspection, liability.kind, liability.duty, liability.result, liability.description, liability.evidence, JSON.stringify(liability.attributions), liability.by, liability.of, toIso(liability.at)],
  )
}

/** What came to light about inspections, and about results of looks of an agency's own, in order. */
export async function findLiabilities(db: Queryable, port: string, inspections: readonly string[], looks: readonly string[]): Promise<Liability[]> {
  const rows = await db.query<Omit<Liability, 'inspection' | 'duty' | 'result' | 'of'> & { inspection: string | null; duty: string | null; result: string | null; of: string | null }>(
    `select port, id, inspection_id as inspection, kind, duty, result_id as result, description, evidence, attributions, reported_by as by, reported_of as of, reported_at as at
     from joint.liability where port = $1 and (inspection_id = any($2::uuid[]) or (inspection_id is null and result_id = any($3::uuid[]))) order by id`,
    [port, inspections, looks],
  )
  return rows.map(({ inspection, duty, result, of, ...row }) => ({ ...row, ...(inspection === null ? {} : { inspection }), ...(duty === null ? {} : { duty }), ...(result === null ? {} : { result }), ...(of === null ? {} : { of }) }))
}
