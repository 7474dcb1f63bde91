import type { Queryable } from '../database/database.ts'
import { proveInclusions } from './prove.ts'
import { findEntries, type CheckpointRow, type PlacedEntry } from './read-store.ts'
import { toEntryProof, type EntryProof } from './views.ts'

/**
 * The first checkpoint of a port over the last of the entries, with the proof of each of them in it; undefined until they are sealed. Which one is the
 * first cannot be chosen: it is the one whose sealing took the entry in.
 */
export async function firstCheckpointOver(db: Queryable, port: string, entries: readonly string[]): Promise<readonly EntryProof[] | undefined> {
  const placed = (await findEntries(db, port, entries)).filter((one): one is PlacedEntry & { position: number } => one !== undefined && one.position !== null)
  if (placed.length < entries.length) return undefined
  const positions = placed.map(({ position }) => position)
  const [checkpoint] = await db.query<CheckpointRow>(
    `select c.port, c.size, c.root, c.sealed_at as "sealedAt", c.key_id as "keyId", c.signature, s.name
     from ledger.checkpoint c join ledger.signer s using (key_id) where c.port = $1 and c.size > $2 order by c.size limit 1`,
    [port, Math.max(...positions)],
  )
  if (checkpoint === undefined) return undefined
  const audits = await proveInclusions(db, port, positions, checkpoint.size)
  return placed.map((one, i) => toEntryProof(one, audits[i] ?? [], checkpoint))
}
