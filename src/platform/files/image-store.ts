import { createHash } from 'node:crypto'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../database/database.ts'
import type { ImageHead } from './read-image.ts'

/** A kept picture. */
export interface StoredImage {
  readonly media: ImageHead['media']
  readonly bytes: Buffer
}

/** Keeps a picture under the SHA-256 of its bytes and gives that name, 64 hex digits; the same picture is kept once. */
export async function keepImage(tx: Tx, head: ImageHead, bytes: Buffer, at: Instant): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest()
  await tx.query('insert into platform.image (hash, media, width, height, bytes, stored_at) values ($1, $2, $3, $4, $5, $6) on conflict (hash) do nothing', [hash, head.media, head.width, head.height, bytes, toIso(at)])
  return hash.toString('hex')
}

/** The picture of that name. */
export async function findImage(db: Queryable, id: string): Promise<StoredImage | undefined> {
  const [row] = await db.query<StoredImage>('select media, bytes from platform.image where hash = $1', [Buffer.from(id, 'hex')])
  return row
}
