import type { Queryable } from '../database/database.ts'
import { leafText, payloadHashOf, sealedText, type Entry } from './entry.ts'
import { Damage, type Finding } from './finding.ts'
import { leafHash, type Hash } from './merkle.ts'
import { verifyRoots, type Trust } from './verify-roots.ts'
import { entryBlocks, entryExists, factExists, findPosition, leafBlocks, type StoredCheckpoint, type StoredLeaf } from './verify-store.ts'

/** Receives the ledger as it is read, for an export; awaited, so that a slow disk holds the reading back. */
export interface Reader {
  entries(entries: readonly Entry[], leaves: readonly string[]): Promise<void>
  checkpoint(checkpoint: StoredCheckpoint): Promise<void>
}

/** The ledger of a port as verification left it; with a finding, everything before it is verified. */
export interface PortReport {
  readonly port: string
  readonly size: number
  /** Hex. */
  readonly root: string
  readonly checkpoints: number
  /** Checkpoints kept outside of the database that the ledger was held against. */
  readonly saved: number
  /** Committed entries that are not sealed yet. */
  readonly pending: number
  readonly redacted: number
  readonly finding?: Finding
}

const blockSize = 1_000

/**
 * Verifies all of a port in one pass and in bounded memory: every payload against its hash, every entry against its leaf, every leaf against the
 * stored subtrees, the root of every checkpoint and its signature, and the saved checkpoints (LB-12). Stops at the first damage and names it.
 */
export async function verifyPort(tx: Queryable, port: string, trust: Trust, reader?: Reader): Promise<PortReport> {
  const roots = verifyRoots(tx, port, trust, reader)
  const entries = entryBlocks(tx, port, blockSize)
  const count = { pending: 0, redacted: 0 }
  const report = (finding?: Finding): PortReport => ({ port, ...roots.standing(), ...count, ...(finding === undefined ? {} : { finding }) })
  try {
    let left: readonly Entry[] = []
    for await (const leaves of leafBlocks(tx, port, blockSize)) {
      // Leaves and entries are read in blocks of one size, so that as long as nothing is wrong they stand side by side.
      const block = await nextBlock(entries)
      const { size } = roots.standing()
      const texts: string[] = []
      const hashes: Hash[] = []
      for (const [i, leaf] of leaves.entries()) {
        const entry = block[i]
        if (leaf.position !== size + i) throw missingLeaf(port, size + i)
        if (entry?.id !== leaf.entryId) throw await displaced(tx, port, leaf, entry)
        if (entry.payload === null) await explainRedaction(tx, entry, leaf.position)
        const text = checkEntry(entry, leaf)
        texts.push(text)
        hashes.push(leaf.hash)
        if (entry.payload === null) count.redacted++
      }
      await reader?.entries(block.slice(0, leaves.length), texts)
      await roots.grow(hashes)
      left = block.slice(leaves.length)
    }
    await roots.end()
    count.pending = left.length
    for (let rest = await nextBlock(entries); rest.length > 0; rest = await nextBlock(entries)) count.pending += rest.length
    return report()
  } catch (error) {
    if (error instanceof Damage) return report(error.finding)
    throw error
  } finally {
    await entries.return(undefined)
    await roots.close()
  }
}

async function nextBlock(blocks: AsyncGenerator<readonly Entry[]>): Promise<readonly Entry[]> {
  const next = await blocks.next()
  return next.done === true ? [] : next.value
}

/** The text of the leaf, when the entry still is what was sealed. */
function checkEntry(entry: Entry, leaf: StoredLeaf): string {
  const { port, id, salt, actorName, payload } = entry
  const at = { port, position: leaf.position, entry: id }
  if (salt !== null && actorName !== null && payload !== null) {
    const found = payloadHashOf(salt, sealedText(actorName, payload))
    if (found !== entry.payloadHash) {
      throw new Damage({ ...at, kind: 'payload-changed', text: `Entry ${id} (position ${leaf.position}): its payload or the actor's name is not what was sealed.` })
    }
  }
  const text = leafText(entry)
  if (!leafHash(text).equals(leaf.hash)) {
    throw new Damage({ ...at, kind: 'entry-changed', text: `Entry ${id} (position ${leaf.position}): what is recorded about it is not what was sealed.` })
  }
  return text
}

/** What is wrong where the next entry in order is not the one that the next leaf stands for. */
async function displaced(tx: Queryable, port: string, leaf: StoredLeaf, entry: Entry | undefined): Promise<Damage> {
  const { position, entryId } = leaf
  if (!(await entryExists(tx, port, entryId))) {
    return new Damage({ kind: 'entry-missing', port, position, entry: entryId, text: `Entry ${entryId} (position ${position}) was sealed and is gone.` })
  }
  if (entry !== undefined && (await findPosition(tx, port, entry.id)) === undefined) {
    return new Damage({ kind: 'entry-inserted', port, position, entry: entry.id, text: `Entry ${entry.id} stands before sealed entry ${entryId} (position ${position}) and was never sealed.` })
  }
  return new Damage({ kind: 'entry-moved', port, position, entry: entryId, text: `Entry ${entryId} is sealed at position ${position} and no longer stands there in order.` })
}

function missingLeaf(port: string, position: number): Damage {
  return new Damage({ kind: 'leaf-missing', port, position, text: `The leaf at position ${position} is gone.` })
}

async function explainRedaction(tx: Queryable, entry: Entry, position: number): Promise<void> {
  const { port, id } = entry
  if (await factExists(tx, port, 'ledger-entry', id, 'EntryRedacted')) return
  throw new Damage({ kind: 'redaction-unexplained', port, position, entry: id, text: `The payload of entry ${id} (position ${position}) is gone and no EntryRedacted says why.` })
}
