import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Mark, Verdict } from './domain/verdict.ts'

/** An image of an inspection; `id` is the SHA-256 of its bytes in hex. */
export interface ScanImage {
  readonly port: string
  readonly inspection: string
  readonly id: string
  readonly object: string
  readonly device?: string
  readonly agency: string
  readonly by: string
  readonly at: Instant
}

const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex')

/** Puts an image before the parties of an inspection; false when it is there already. */
export async function insertScanImage(tx: Tx, image: ScanImage): Promise<boolean> {
  const rows = await tx.query(
    `insert into joint.scan_image (port, inspection_id, hash, object_ref, device, agency, taken_by, taken_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (port, inspection_id, hash) do nothing returning hash`,
    [image.port, image.inspection, bytesOf(image.id), image.object, image.device, image.agency, image.by, toIso(image.at)],
  )
  return rows.length > 0
}

/** Images of an inspection, oldest first. */
export async function findScanImages(db: Queryable, port: string, inspection: string): Promise<ScanImage[]> {
  const rows = await db.query<Omit<ScanImage, 'device'> & { device: string | null }>(
    `select port, inspection_id as inspection, encode(hash, 'hex') as id, object_ref as object, device, agency, taken_by as by, taken_at as at
     from joint.scan_image where port = $1 and inspection_id = $2 order by taken_at, hash`,
    [port, inspection],
  )
  return rows.map(({ device, ...row }) => ({ ...row, ...(device === null ? {} : { device }) }))
}

/** A verdict with the salt that its hash in the ledger was made with. */
export interface KeptVerdict extends Verdict {
  readonly image: string
  readonly salt: Buffer
}

interface Row {
  readonly image: string
  readonly agency: string
  readonly verdict: Verdict['verdict']
  readonly marks: readonly Mark[]
  readonly note: string | null
  readonly salt: Buffer
  readonly by: string
  readonly at: Instant
  readonly joins: boolean | null
}

/** Every verdict on the images of an inspection. Who may read which is for `readable` to say. */
export async function findVerdicts(db: Queryable, port: string, inspection: string): Promise<KeptVerdict[]> {
  const rows = await db.query<Row>(
    `select encode(hash, 'hex') as image, agency, verdict, marks, note, salt, given_by as by, given_at as at, joins from joint.verdict
     where port = $1 and inspection_id = $2 order by agency`,
    [port, inspection],
  )
  return rows.map(({ note, joins, ...row }) => ({ ...row, ...(note === null ? {} : { note }), ...(joins === null ? {} : { joins }) }))
}

/** Writes a verdict down; false when the agency has given one. */
export async function insertVerdict(tx: Tx, port: string, inspection: string, verdict: KeptVerdict): Promise<boolean> {
  const rows = await tx.query(
    `insert into joint.verdict (port, inspection_id, hash, agency, verdict, marks, note, salt, given_by, given_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (port, inspection_id, hash, agency) do nothing returning agency`,
    [port, inspection, bytesOf(verdict.image), verdict.agency, verdict.verdict, JSON.stringify(verdict.marks), verdict.note, verdict.salt, verdict.by, toIso(verdict.at)],
  )
  return rows.length > 0
}

/** Writes an agency's answer to the offer to join an opening. */
export async function updateJoins(tx: Tx, port: string, inspection: string, image: string, agency: string, joins: boolean, by: string, at: Instant): Promise<void> {
  await tx.query('update joint.verdict set joins = $5, answered_by = $6, answered_at = $7 where port = $1 and inspection_id = $2 and hash = $3 and agency = $4', [port, inspection, bytesOf(image), agency, joins, by, toIso(at)])
}
