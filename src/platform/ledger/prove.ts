import { must } from '../../kernel/invariant.ts'
import type { Queryable } from '../database/database.ts'
import { emptyFrontier, grow, rootOf, subtreesOf, type Hash, type Subtree } from './merkle.ts'
import { consistencyRanges, inclusionRanges, rangeHash, type Range } from './proof.ts'
import { readLeafRuns } from './prove-store.ts'
import { readNodes, storedLevel } from './seal-store.ts'

/** The audit path of a leaf in the tree of `size` leaves, from the leaf upwards (RFC 6962 §2.1.1). */
export async function proveInclusion(db: Queryable, port: string, position: number, size: number): Promise<readonly Hash[]> {
  return hashesOf(db, port, inclusionRanges(position, size))
}

/** As `proveInclusion` for many leaves, in two reads for all of them. */
export async function proveInclusions(db: Queryable, port: string, positions: readonly number[], size: number): Promise<readonly (readonly Hash[])[]> {
  const ranges = positions.map((position) => inclusionRanges(position, size))
  const hashes = await hashesOf(db, port, ranges.flat())
  let from = 0
  return ranges.map((own) => hashes.slice(from, (from += own.length)))
}

/** The proof that the tree of `size` leaves begins with the one of `first` leaves (RFC 6962 §2.1.2). */
export async function proveConsistency(db: Queryable, port: string, first: number, size: number): Promise<readonly Hash[]> {
  return hashesOf(db, port, consistencyRanges(first, size))
}

/**
 * Hashes of ranges in two reads: stored subtrees by their keys, and the runs of 256 leaves in which the smaller ones lie. Those are two at most,
 * the one around the leaf and the one at the right edge, so the cost of a proof does not grow with the ledger.
 */
async function hashesOf(db: Queryable, port: string, ranges: readonly Range[]): Promise<readonly Hash[]> {
  const subtrees = ranges.flatMap((range) => subtreesOf(range.start, range.end))
  const runs = new Set(subtrees.filter((subtree) => subtree.level < storedLevel).map((subtree) => Math.floor((subtree.index * 2 ** subtree.level) / 2 ** storedLevel)))
  const nodes = await readNodes(db, port, subtrees.filter((subtree) => subtree.level >= storedLevel))
  const stored = new Map(nodes.map((node) => [`${node.level}/${node.index}`, node.hash]))
  const leaves = await readLeafRuns(db, port, [...runs])
  const hashOf = ({ level, index }: Subtree): Hash => {
    if (level >= storedLevel) return must(stored.get(`${level}/${index}`), `subtree ${level}/${index} of port ${port}`)
    const members = Array.from({ length: 2 ** level }, (_, i) => must(leaves.get(index * 2 ** level + i), `leaf ${index * 2 ** level + i} of port ${port}`))
    return rootOf(grow(emptyFrontier, members).frontier)
  }
  return ranges.map((range) => rangeHash(range, hashOf))
}
