import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyFrontier, grow, leafHash, nodeHash, rootOf, subtreesOf, type Hash, type Subtree } from './merkle.ts'
import { consistencyRanges, inclusionRanges, rangeHash, verifyConsistency, verifyInclusion } from './proof.ts'

const hex = (hash: Hash): string => hash.toString('hex')
const leavesOf = (texts: readonly string[]): Hash[] => texts.map(leafHash)

/** MTH of RFC 6962 §2.1 word for word, with nothing kept: what the incremental tree is held against. */
function treeHash(leaves: readonly Hash[]): Hash {
  const [only] = leaves
  if (only === undefined) return rootOf(emptyFrontier)
  if (leaves.length === 1) return only
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)))
}

const hashOfSubtree =
  (leaves: readonly Hash[]) =>
  ({ level, index }: Subtree): Hash =>
    treeHash(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))

// Inputs and tree heads of the reference implementation of Certificate Transparency.
const referenceLeaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const referenceRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const reference = referenceLeaves.map((text) => leafHash(Buffer.from(text, 'hex').toString('latin1')))

describe('vectors', () => {
  test('the empty tree is SHA-256 of nothing', () => {
    expect(hex(rootOf(emptyFrontier))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  test.each(referenceRoots.map((root, i) => ({ size: i + 1, root })))('the root of the first $size reference leaves', ({ size, root }) => {
    expect(hex(rootOf(grow(emptyFrontier, reference.slice(0, size)).frontier))).toBe(root)
  })

  test('audit paths of the example of RFC 6962 §2.1.3', () => {
    const leaves = leavesOf(['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6'])
    expect(inclusionRanges(0, 7)).toEqual([{ start: 1, end: 2 }, { start: 2, end: 4 }, { start: 4, end: 7 }])
    expect(inclusionRanges(3, 7)).toEqual([{ start: 2, end: 3 }, { start: 0, end: 2 }, { start: 4, end: 7 }])
    expect(inclusionRanges(4, 7)).toEqual([{ start: 5, end: 6 }, { start: 6, end: 7 }, { start: 0, end: 4 }])
    expect(inclusionRanges(6, 7)).toEqual([{ start: 4, end: 6 }, { start: 0, end: 4 }])
    expect(consistencyRanges(3, 7)).toEqual([{ start: 2, end: 3 }, { start: 3, end: 4 }, { start: 0, end: 2 }, { start: 4, end: 7 }])
    expect(consistencyRanges(4, 7)).toEqual([{ start: 4, end: 7 }])
    expect(consistencyRanges(6, 7)).toEqual([{ start: 4, end: 6 }, { start: 6, end: 7 }, { start: 0, end: 4 }])
    const audit = inclusionRanges(6, 7).map((range) => rangeHash(range, hashOfSubtree(leaves)))
    expect(audit.map(hex)).toEqual([hex(treeHash(leaves.slice(4, 6))), hex(treeHash(leaves.slice(0, 4)))])
  })
})

const tree = fc.array(fc.string(), { minLength: 1, maxLength: 80 }).map(leavesOf)
const treeAndLeaf = tree.chain((leaves) => fc.tuple(fc.constant(leaves), fc.nat(leaves.length - 1)))

describe('laws', () => {
  test('growing in any steps gives the root of the whole, and each completed subtree its own hash, once', () => {
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 6 }), (batches) => {
        const all = batches.flat()
        let frontier = emptyFrontier
        const completed = batches.flatMap((batch) => {
          const grown = grow(frontier, batch)
          frontier = grown.frontier
          return grown.completed
        })
        expect(hex(rootOf(frontier))).toBe(hex(treeHash(all)))
        expect(frontier.hashes.map(hex)).toEqual(subtreesOf(0, all.length).map((subtree) => hex(hashOfSubtree(all)(subtree))))
        for (const node of completed) expect(hex(node.hash)).toBe(hex(hashOfSubtree(all)(node)))
        expect(new Set(completed.map((node) => `${node.level}/${node.index}`)).size).toBe(completed.length)
        const expected = Array.from({ length: 10 }, (_, level) => (level === 0 ? 0 : Math.floor(all.length / 2 ** level))).reduce((sum, count) => sum + count)
        expect(completed.length).toBe(expected)
      }),
    )
  })

  test('every leaf is proved by its path, and no other leaf, place, size or root is', () => {
    fc.assert(
      fc.property(treeAndLeaf, fc.nat(200), ([leaves, index], other) => {
        const size = leaves.length
        const root = treeHash(leaves)
        const leaf = leaves[index] as Hash
        const audit = inclusionRanges(index, size).map((range) => rangeHash(range, hashOfSubtree(leaves)))
        expect(verifyInclusion(leaf, index, size, audit, root)).toBe(true)
        expect(verifyInclusion(leafHash('\u0000another'), index, size, audit, root)).toBe(false)
        expect(verifyInclusion(leaf, index, size, audit, leafHash('another root'))).toBe(false)
        expect(verifyInclusion(leaf, index, size, [...audit, root], root)).toBe(false)
        expect(verifyInclusion(leaf, index, size, audit.slice(1), root)).toBe(size === 1)
        if (other !== index && !leaves[other]?.equals(leaf)) expect(verifyInclusion(leaf, other, size, audit, root)).toBe(false)
      }),
    )
  })

  test('every earlier tree is proved to be the beginning, and a tree with another beginning is not', () => {
    fc.assert(
      fc.property(treeAndLeaf, fc.nat(79), ([leaves, last], changed) => {
        const first = last + 1
        const size = leaves.length
        const root = treeHash(leaves)
        const before = treeHash(leaves.slice(0, first))
        const proof = consistencyRanges(first, size).map((range) => rangeHash(range, hashOfSubtree(leaves)))
        expect(verifyConsistency(first, size, proof, before, root)).toBe(true)
        expect(verifyConsistency(first, size, [...proof, root], before, root)).toBe(false)
        expect(verifyConsistency(first, size, proof, leafHash('another'), root)).toBe(false)
        const rewritten = leaves.map((leaf, i) => (i === changed % first ? leafHash('\u0000rewritten') : leaf))
        const forged = consistencyRanges(first, size).map((range) => rangeHash(range, hashOfSubtree(rewritten)))
        expect(verifyConsistency(first, size, forged, before, treeHash(rewritten))).toBe(false)
      }),
    )
  })

  test('ranges beyond 32 bits are still right', () => {
    const size = 2 ** 40 + 3
    const total = inclusionRanges(2 ** 40 + 1, size).reduce((sum, range) => sum + range.end - range.start, 0)
    expect(total).toBe(size - 1)
    expect(subtreesOf(0, size)).toEqual([{ level: 40, index: 0 }, { level: 1, index: 2 ** 39 }, { level: 0, index: 2 ** 40 + 2 }])
  })
})
