import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** A photograph of an inspection; `id` is the SHA-256 of its bytes in hex. */
export interface Photo {
  readonly port: string
  readonly inspection: string
  readonly id: string
  readonly agency: string
  readonly by: string
  readonly at: Instant
}

/** Keeps that a photograph belongs to an inspection; false when it did already. */
export async function insertPhoto(tx: Tx, photo: Photo): Promise<boolean> {
  const rows = await tx.query(
    `insert into joint.photo (port, inspection_id, hash, agency, taken_by, taken_at) values ($1, $2, $3, $4, $5, $6) on conflict (port, inspection_id, hash) do nothing returning hash`,
    [photo.port, photo.inspection, Buffer.from(photo.id, 'hex'), photo.agency, photo.by, toIso(photo.at)],
  )
  return rows.length > 0
}

/** Photographs of inspections, oldest first. */
export async function findPhotos(db: Queryable, port: string, inspections: readonly string[]): Promise<Photo[]> {
  return db.query<Photo>(
    `select port, inspection_id as inspection, encode(hash, 'hex') as id, agency, taken_by as by, taken_at as at
     from joint.photo where port = $1 and inspection_id = any($2::uuid[]) order by taken_at, hash`,
    [port, inspections],
  )
}
