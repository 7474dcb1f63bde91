import type { Queryable } from '../database/database.ts'
import { proveInclusion } from './prove.ts'
import { findEntry, type CheckpointRow } from './read-store.ts'
import { toEntryProof, type EntryProof } from './views.ts'

/**
 * The first checkpoint of a port over the last of the entries, with the proof of each of them in it; undefined until they are sealed. Which one is the
 * first cannot be chosen: it is the one whose sealing took the entry in.
 */
export async function firstCheckpointOver(db: Queryable, port: string, entries: readonly string[]): Promise<readonly EntryProof[] | undefined> {
  const placed = []
  for (const id of entries) placed.push(await findEntry(db, [port], id))
  const positions = placed.map((one) => one?.position ?? null)
  if (positions.some((position) => position === null)) return undefined
  const last = Math.max(...(positions as number[]))
  const [checkpoint] = await db.query<CheckpointRow>(
    `select c.port, c.size, c.root, c.sealed_at as "sealedAt", c.key_id as "keyId", c.signature, s.name
     from ledger.checkpoint c join ledger.signer s using (key_id) where c.port = $1 and c.size > $2 order by c.size limit 1`,
    [port, last],
  )
  if (checkpoint === undefined) return undefined
  const proofs: EntryProof[] = []
  for (const one of placed) {
    if (one === undefined || one.position === null) return undefined
    proofs.push(toEntryProof(one, await proveInclusion(db, port, one.position, checkpoint.size), checkpoint))
  }
  return proofs
}
