import type { Database } from '../database/database.ts'
import { checkpointText, type Checkpoint } from './checkpoint.ts'
import { leafHashOf } from './entry.ts'
import { grow, rootOf } from './merkle.ts'
import { insertSealing, insertSigner, lockPort, readFrontier, readHead, readPortsToSeal, readUnsealed, storedLevel } from './seal-store.ts'
import type { Signer } from './signer.ts'

/** Entries of one sealing: bounds the transaction and the memory. */
const batchSize = 5_000

/** Announced in the process when something was sealed. */
export const sealedTopic = 'ledger-sealed'

/** What a sealing did for a port. */
export interface Sealed {
  readonly sealed: number
  /** The new head; undefined when there was nothing to seal, or another process is at it. */
  readonly checkpoint: (Checkpoint & { readonly signature: Buffer }) | undefined
}

/** Thrown when the tree of a port no longer fits its newest checkpoint: sealing on would bury the damage. */
export class LedgerDamaged extends Error {
  override readonly name = 'LedgerDamaged'
}

/**
 * Seals what is committed and not yet sealed at the port, at most one batch: numbers the entries, hangs their leaves into the tree and signs the
 * new root (LB-12). Any number of processes may call it; one at a time seals a port, the others return at once.
 */
export async function sealPort(db: Database, signer: Signer, port: string, limit: number = batchSize): Promise<Sealed> {
  return db.transaction(async (tx) => {
    const sealedAt = await lockPort(tx, port)
    if (sealedAt === undefined) return { sealed: 0, checkpoint: undefined }
    const head = await readHead(tx, port)
    const entries = await readUnsealed(tx, port, head, limit)
    const last = entries.at(-1)
    if (last === undefined) return { sealed: 0, checkpoint: undefined }
    const before = await readFrontier(tx, port, head.size)
    if (head.root !== undefined && !rootOf(before).equals(head.root)) {
      throw new LedgerDamaged(`the ledger of port ${port} no longer fits its checkpoint of ${head.size} entries: run lianjian verify`)
    }
    const leaves = entries.map((entry) => ({ id: entry.id, hash: leafHashOf(entry) }))
    const { frontier, completed } = grow(before, leaves.map((leaf) => leaf.hash))
    const checkpoint: Checkpoint = { port, size: frontier.size, root: rootOf(frontier), sealedAt }
    const signature = signer.sign(checkpointText(checkpoint))
    await insertSealing(tx, {
      port,
      first: head.size,
      leaves,
      nodes: completed.filter((node) => node.level >= storedLevel),
      head: { size: checkpoint.size, root: checkpoint.root, era: last.era, xid: last.xid, seq: last.seq },
      sealedAt,
      keyId: signer.keyId,
      signature,
    })
    tx.announce(sealedTopic)
    return { sealed: entries.length, checkpoint: { ...checkpoint, signature } }
  })
}

/**
 * Seals every port until nothing sealable is left; the number of entries sealed.
 * Throws the first failure, after the other ports are done.
 */
export async function sealAll(db: Database, signer: Signer, onSealed?: (sealed: Sealed) => Promise<void>): Promise<number> {
  await insertSigner(db, signer)
  let total = 0
  let failure: Error | undefined
  for (const port of await readPortsToSeal(db)) {
    try {
      for (let more = true; more; ) {
        const sealed = await sealPort(db, signer, port)
        total += sealed.sealed
        if (sealed.checkpoint !== undefined) await onSealed?.(sealed)
        more = sealed.sealed === batchSize
      }
    } catch (error) {
      // A damaged port must not keep the others from being sealed.
      failure ??= error instanceof Error ? error : new Error(String(error))
    }
  }
  if (failure !== undefined) throw failure
  return total
}
