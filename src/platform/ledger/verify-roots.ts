import type { Queryable } from '../database/database.ts'
import { checkpointText, signedBy, type Note, type Verifier } from './checkpoint.ts'
import { Damage } from './finding.ts'
import { emptyFrontier, grow, rootOf, type Hash, type Node } from './merkle.ts'
import { readNodes, storedLevel } from './seal-store.ts'
import { checkpointBlocks, findNodeBeyond, type StoredCheckpoint } from './verify-store.ts'
import type { Reader } from './verify-port.ts'

/** What a ledger is held against. */
export interface Trust {
  /** Public keys whose checkpoints count. */
  readonly verifiers: readonly Verifier[]
  /** Checkpoints kept outside of the database. */
  readonly saved: readonly Note[]
}

/** The tree of a port while it is grown again from its leaves. */
export interface Roots {
  /** Adds leaves; throws `Damage` where a root, a subtree or a signature on the way is wrong. */
  grow(leaves: readonly Hash[]): Promise<void>
  /** To be called after the last leaf. */
  end(): Promise<void>
  standing(): { readonly size: number; readonly root: string; readonly checkpoints: number; readonly saved: number }
  close(): Promise<void>
}

const blockSize = 500

/** Grows the tree of a port and compares it with every checkpoint of the database, every saved one and every stored subtree. */
export function verifyRoots(tx: Queryable, port: string, trust: Trust, reader: Reader | undefined): Roots {
  const saved = trust.saved.filter(({ checkpoint }) => checkpoint.port === port && checkpoint.size > 0).sort((a, b) => a.checkpoint.size - b.checkpoint.size)
  const checkpoints = aheadOf(checkpointBlocks(tx, port, blockSize))
  let frontier = emptyFrontier
  let signedSize = 0
  let signedCount = 0
  let savedCount = 0
  let notesChecked = false
  let signatures: Promise<Damage | undefined>[] = []

  async function compare(): Promise<void> {
    const root = rootOf(frontier)
    const { size } = frontier
    for (let stored = await checkpoints.peek(); stored?.size === size; stored = await checkpoints.peek()) {
      if (!stored.root.equals(root)) {
        throw new Damage({ kind: 'root-changed', port, position: signedSize, text: `${rangeText(signedSize, size)} not what the checkpoint of ${size} entries was signed for.` })
      }
      signatures.push(checkSignature(port, stored, trust.verifiers))
      await reader?.checkpoint(stored)
      checkpoints.take()
      signedSize = size
      signedCount++
    }
    for (let note = saved[savedCount]; note?.checkpoint.size === size; note = saved[savedCount]) {
      const agreed = saved[savedCount - 1]?.checkpoint.size ?? 0
      if (!note.checkpoint.root.equals(root)) {
        throw new Damage({ kind: 'rewritten', port, position: agreed, text: `${rangeText(agreed, size)} not those of the saved checkpoint of ${size} entries: the ledger was rewritten.` })
      }
      savedCount++
    }
  }

  async function checkNodes(completed: readonly Node[]): Promise<void> {
    const stored = new Map((await readNodes(tx, port, completed)).map((node) => [`${node.level}/${node.index}`, node.hash]))
    for (const node of completed) {
      if (stored.get(`${node.level}/${node.index}`)?.equals(node.hash) !== true) {
        throw new Damage({ kind: 'node-changed', port, position: node.index * 2 ** node.level, text: `The stored hash of subtree ${node.level}/${node.index} is missing or wrong.` })
      }
    }
  }

  async function settleSignatures(): Promise<void> {
    const damage = (await Promise.all(signatures)).find((found) => found !== undefined)
    signatures = []
    if (damage !== undefined) throw damage
  }

  async function checkNotes(): Promise<void> {
    if (notesChecked) return
    notesChecked = true
    for (const note of saved) await checkNote(note, port, trust.verifiers)
  }

  return {
    async grow(leaves) {
      await checkNotes()
      const completed: Node[] = []
      for (let at = 0; at < leaves.length; ) {
        const next = Math.min((await checkpoints.peek())?.size ?? Infinity, saved[savedCount]?.checkpoint.size ?? Infinity)
        if (next <= frontier.size) throw new Damage({ kind: 'root-changed', port, position: frontier.size, text: `There is a checkpoint of ${next} entries, which none can have been.` })
        const upTo = Math.min(leaves.length, at + next - frontier.size)
        const grown = grow(frontier, leaves.slice(at, upTo))
        frontier = grown.frontier
        for (const node of grown.completed) if (node.level >= storedLevel) completed.push(node)
        at = upTo
        if (frontier.size === next) await compare()
      }
      await settleSignatures()
      await checkNodes(completed)
    },
    async end() {
      const { size } = frontier
      await checkNotes()
      const beyond = await checkpoints.peek()
      if (beyond !== undefined) {
        throw new Damage({ kind: 'leaf-missing', port, position: size, text: `A checkpoint of ${beyond.size} entries was signed, only ${size} leaves are there: the end was cut off.` })
      }
      if (signedSize < size) throw new Damage({ kind: 'leaf-unsigned', port, position: signedSize, text: `The leaves from position ${signedSize} on are under no checkpoint.` })
      const ahead = saved[savedCount]
      if (ahead !== undefined) {
        throw new Damage({ kind: 'rolled-back', port, position: size, text: `A saved checkpoint has ${ahead.checkpoint.size} entries, the ledger only ${size}: what followed was cut off, or an old state restored.` })
      }
      const node = await findNodeBeyond(tx, port, size)
      if (node !== undefined) throw new Damage({ kind: 'node-changed', port, position: size, text: `A stored subtree ${node.level}/${node.index} reaches beyond the last leaf.` })
    },
    standing: () => ({ size: frontier.size, root: rootOf(frontier).toString('hex'), checkpoints: signedCount, saved: savedCount }),
    close: () => checkpoints.close(),
  }
}

async function checkSignature(port: string, { size, root, sealedAt, keyId, signature }: StoredCheckpoint, verifiers: readonly Verifier[]): Promise<Damage | undefined> {
  const verifier = verifiers.find((known) => known.keyId.equals(keyId))
  const at = { port, position: size - 1 }
  if (verifier === undefined) {
    return new Damage({ ...at, kind: 'key-unknown', text: `The checkpoint of ${size} entries is signed with key ${keyId.toString('hex')}, which is not among the known ones.` })
  }
  if (await signedBy(verifier, checkpointText({ port, size, root, sealedAt }), signature)) return undefined
  return new Damage({ ...at, kind: 'signature-bad', text: `The signature of the checkpoint of ${size} entries is not one of key ${keyId.toString('hex')}.` })
}

async function checkNote(note: Note, port: string, verifiers: readonly Verifier[]): Promise<void> {
  for (const { keyId, signature } of note.signatures) {
    const verifier = verifiers.find((known) => known.keyId.equals(keyId))
    if (verifier !== undefined && (await signedBy(verifier, note.text, signature))) return
  }
  throw new Damage({ kind: 'saved-checkpoint-bad', port, text: `The saved checkpoint of ${note.checkpoint.size} entries bears no valid signature of a known key.` })
}

function rangeText(start: number, end: number): string {
  return end - start === 1 ? `The entry at position ${start} is` : `The entries at positions ${start} to ${end - 1} are`
}

/** Looks one item ahead in blocks. */
function aheadOf<T>(blocks: AsyncGenerator<readonly T[]>): { peek(): Promise<T | undefined>; take(): void; close(): Promise<void> } {
  let block: readonly T[] = []
  let at = 0
  let ended = false
  return {
    async peek() {
      if (at >= block.length && !ended) {
        const next = await blocks.next()
        ended = next.done === true
        block = next.done === true ? [] : next.value
        at = 0
      }
      return block[at]
    },
    take() {
      at++
    },
    async close() {
      await blocks.return(undefined)
    },
  }
}
