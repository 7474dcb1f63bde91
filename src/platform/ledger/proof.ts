import { invariant } from '../../kernel/invariant.ts'
import { foldRight, nodeHash, subtreesOf, type Hash, type Subtree } from './merkle.ts'

/** The leaves [start, end). */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The ranges whose hashes prove that the leaf at `index` is in the tree of `size` leaves: PATH of RFC 6962 §2.1.1, from the leaf upwards. */
export function inclusionRanges(index: number, size: number): readonly Range[] {
  invariant(index >= 0 && index < size, 'the leaf is inside the tree')
  return path(index, { start: 0, end: size })
}

/** The ranges whose hashes prove that the tree of `size` leaves begins with the one of `first` leaves: PROOF of RFC 6962 §2.1.2. */
export function consistencyRanges(first: number, size: number): readonly Range[] {
  invariant(first > 0 && first <= size, 'the earlier tree is part of the later')
  return subProof(first, { start: 0, end: size }, true)
}

/** The hash of a range from the hashes of complete subtrees. */
export function rangeHash(range: Range, hashOf: (subtree: Subtree) => Hash): Hash {
  return foldRight(subtreesOf(range.start, range.end).map(hashOf))
}

/** Whether the audit path leads from the leaf's hash to the root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(leaf: Hash, index: number, size: number, audit: readonly Hash[], root: Hash): boolean {
  if (index < 0 || index >= size) return false
  let node = index
  let last = size - 1
  let computed = leaf
  for (const sibling of audit) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      computed = nodeHash(sibling, computed)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, half(last)]
    } else computed = nodeHash(computed, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && computed.equals(root)
}

/** Whether the tree of `size` leaves is the one of `first` leaves with more behind it (RFC 9162 §2.1.4.2). */
export function verifyConsistency(first: number, size: number, proof: readonly Hash[], firstRoot: Hash, root: Hash): boolean {
  if (first <= 0 || first > size) return false
  if (first === size) return proof.length === 0 && firstRoot.equals(root)
  const hashes = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof
  const [seed, ...rest] = hashes
  if (seed === undefined) return false
  let node = first - 1
  let last = size - 1
  while (node % 2 === 1) [node, last] = [half(node), half(last)]
  let before = seed
  let after = seed
  for (const sibling of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      before = nodeHash(sibling, before)
      after = nodeHash(sibling, after)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, half(last)]
    } else after = nodeHash(after, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && before.equals(firstRoot) && after.equals(root)
}

function path(index: number, { start, end }: Range): readonly Range[] {
  if (end - start === 1) return []
  const middle = start + splitOf(end - start)
  return index < middle
    ? [...path(index, { start, end: middle }), { start: middle, end }]
    : [...path(index, { start: middle, end }), { start, end: middle }]
}

function subProof(first: number, { start, end }: Range, whole: boolean): readonly Range[] {
  if (first === end) return whole ? [] : [{ start, end }]
  const middle = start + splitOf(end - start)
  return first <= middle
    ? [...subProof(first, { start, end: middle }, whole), { start: middle, end }]
    : [...subProof(first, { start: middle, end }, false), { start, end: middle }]
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  const power = 2 ** Math.floor(Math.log2(count))
  return power === count ? count / 2 : power
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count))
}

// Sizes go beyond 32 bits, where `>>` would cut them.
function half(n: number): number {
  return Math.floor(n / 2)
}
