import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EntryProof } from '../../platform/ledger/views.ts'
import { checkProof } from './check-proof.ts'

const sha = (prefix: number, ...parts: readonly Buffer[]): Buffer => createHash('sha256').update(Buffer.from([prefix])).update(Buffer.concat(parts)).digest()
const half = (n: number): number => 2 ** Math.floor(Math.log2(n - 1))

// RFC 6962, section 2.1, word for word: the tree and the path, so that the check is held against the definition and not against our own server.
function root(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return sha(0, leaves[0] ?? Buffer.alloc(0))
  const k = half(leaves.length)
  return sha(1, root(leaves.slice(0, k)), root(leaves.slice(k)))
}

function path(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return []
  const k = half(leaves.length)
  return m < k ? [...path(m, leaves.slice(0, k)), root(leaves.slice(k))] : [...path(m - k, leaves.slice(k)), root(leaves.slice(0, k))]
}

function proofOf(m: number, size: number): EntryProof {
  const leaves = Array.from({ length: size }, (_, n) => Buffer.from(`leaf ${n}`))
  const checkpoint = { port: 'P', size, root: root(leaves).toString('hex'), at: '2026-03-01T00:00:00.000Z', note: '' }
  return { entry: { position: m } as EntryProof['entry'], leaf: `leaf ${m}`, salt: null, sealed: null, audit: path(m, leaves).map((hash) => hash.toString('hex')), checkpoint }
}

const place = fc.integer({ min: 1, max: 200 }).chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)))

test('every entry of every tree is found under its root', async () => {
  await fc.assert(
    fc.asyncProperty(place, async ([m, size]) => {
      expect(await checkProof(proofOf(m, size))).toBe('holds')
    }),
  )
})

test('an entry that was altered, moved or proved by another path is not', async () => {
  await fc.assert(
    fc.asyncProperty(place, fc.nat(), async ([m, size], which) => {
      const proof = proofOf(m, size)
      expect(await checkProof({ ...proof, leaf: `${proof.leaf}!` })).toBe('broken')
      if (size === 1) return
      expect(await checkProof({ ...proof, audit: proof.audit.slice(1) })).toBe('broken')
      expect(await checkProof({ ...proof, audit: proof.audit.map((hash, at) => (at === which % proof.audit.length ? hash.replace(/^./, (first) => (first === '0' ? '1' : '0')) : hash)) })).toBe('broken')
    }),
  )
})
