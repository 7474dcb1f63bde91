import { hash } from 'node:crypto'
import { invariant, must } from '../../kernel/invariant.ts'

/** A SHA-256 value: 32 bytes. */
export type Hash = Buffer

/** A complete subtree: the 2^level leaves that begin at index · 2^level. Level 0 is one leaf. */
export interface Subtree {
  readonly level: number
  readonly index: number
}

/** A complete subtree and the hash at its top. */
export interface Node extends Subtree {
  readonly hash: Hash
}

/**
 * The right edge of a tree: its size and the hashes of the complete subtrees it is made of, the largest first (at most 53).
 * All that is needed to go on growing a tree, and to know its root.
 */
export interface Frontier {
  readonly size: number
  readonly hashes: readonly Hash[]
}

export const emptyFrontier: Frontier = { size: 0, hashes: [] }

const leafPrefix = Buffer.from([0])

/** SHA-256(0x00 || leaf), RFC 6962 §2.1. */
export function leafHash(leaf: string): Hash {
  return hash('sha256', Buffer.concat([leafPrefix, Buffer.from(leaf)]), 'buffer')
}

/** SHA-256(0x01 || left || right), RFC 6962 §2.1. */
export function nodeHash(left: Hash, right: Hash): Hash {
  const bytes = Buffer.allocUnsafe(65)
  bytes[0] = 1
  left.copy(bytes, 1)
  right.copy(bytes, 33)
  return hash('sha256', bytes, 'buffer')
}

/**
 * The tree after more leaves: its new right edge and every subtree (level ≥ 1) that became complete on the way, in the order of completion.
 * Costs one hash per leaf, however large the tree already is.
 */
export function grow(frontier: Frontier, leaves: readonly Hash[]): { readonly frontier: Frontier; readonly completed: readonly Node[] } {
  const hashes = [...frontier.hashes]
  const completed: Node[] = []
  let size = frontier.size
  for (const leaf of leaves) {
    hashes.push(leaf)
    // As many trailing one bits as the old size has, so many subtrees are completed by this leaf.
    for (let level = 1, carry = size; carry % 2 === 1; level++, carry = (carry - 1) / 2) {
      const right = must(hashes.pop(), 'a subtree to its right')
      const node = nodeHash(must(hashes.pop(), 'a subtree to its left'), right)
      hashes.push(node)
      completed.push({ level, index: (carry - 1) / 2, hash: node })
    }
    size++
  }
  return { frontier: { size, hashes }, completed }
}

/** The Merkle tree hash of the whole; of nothing it is SHA-256 of the empty string. */
export function rootOf(frontier: Frontier): Hash {
  return foldRight(frontier.hashes)
}

/** Joins neighbouring subtrees, the largest first, into one hash. */
export function foldRight(hashes: readonly Hash[]): Hash {
  if (hashes.length === 0) return hash('sha256', '', 'buffer')
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/**
 * The complete subtrees that the leaves [start, end) consist of, left to right. `start` must be a multiple of the largest power of two
 * below the length, as it is for every range of RFC 6962.
 */
export function subtreesOf(start: number, end: number): readonly Subtree[] {
  const subtrees: Subtree[] = []
  for (let at = start; at < end; ) {
    const level = Math.floor(Math.log2(end - at))
    invariant(at % 2 ** level === 0, 'subtrees begin at multiples of their width')
    subtrees.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return subtrees
}
