import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { fromEpoch, toIso } from '../../kernel/instant.ts'
import { leafHashOf, leafText, payloadHashOf, sealedText, type EntryHead } from './entry.ts'

const text = fc.string({ unit: 'binary', maxLength: 12 })
const moment = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(fromEpoch)
const head: fc.Arbitrary<EntryHead> = fc.record({
  port: text,
  id: fc.uuid(),
  era: fc.integer({ min: 1, max: 9 }),
  xid: fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String),
  seq: fc.integer({ min: 0 }),
  type: text,
  subjectKind: text,
  subjectId: text,
  related: fc.array(text, { maxLength: 3 }),
  audience: fc.array(text, { maxLength: 3 }),
  actorKind: text,
  actorId: text,
  actorOf: fc.option(text),
  occurredAt: moment,
  recordedAt: moment,
  payloadHash: fc.constant('ab'.repeat(32)),
})

test('a leaf is the canonical JSON of the members that docs/ledger.md lists', () => {
  fc.assert(
    fc.property(head, (entry) => {
      expect(leafText(entry)).toBe(
        canonicalJson({
          v: 1,
          port: entry.port,
          id: entry.id,
          type: entry.type,
          era: entry.era,
          xid: entry.xid,
          seq: String(entry.seq),
          subject: `${entry.subjectKind}:${entry.subjectId}`,
          related: entry.related,
          audience: entry.audience,
          actor: `${entry.actorKind}:${entry.actorId}`,
          actorOf: entry.actorOf,
          occurredAt: toIso(entry.occurredAt),
          recordedAt: toIso(entry.recordedAt),
          payloadHash: entry.payloadHash,
        }),
      )
    }),
  )
})

test('entries that differ in any member have different leaves', () => {
  fc.assert(
    fc.property(head, head, (a, b) => {
      const same = canonicalJson(a as never) === canonicalJson(b as never)
      expect(leafHashOf(a).equals(leafHashOf({ ...a, ...b }))).toBe(same)
    }),
  )
  const entry = fc.sample(head, 1)[0]
  if (entry === undefined) throw new Error('no sample')
  const changes: Partial<EntryHead>[] = [{ era: 10 }, { seq: -1 }, { actorOf: '\u0001' }, { related: ['\u0001', '\u0001'] }, { audience: ['\u0001', '\u0002'] }, { payloadHash: 'cd'.repeat(32) }]
  for (const change of changes) expect(leafText({ ...entry, ...change })).not.toBe(leafText(entry))
})

test('the payload hash depends on salt, name and payload', () => {
  const hashes = [
    payloadHashOf('0'.repeat(32), sealedText('王芳', '{}')),
    payloadHashOf('1'.repeat(32), sealedText('王芳', '{}')),
    payloadHashOf('0'.repeat(32), sealedText('李雷', '{}')),
    payloadHashOf('0'.repeat(32), sealedText('王芳', '[]')),
  ]
  expect(new Set(hashes).size).toBe(4)
  // Where the name ends and the payload begins cannot be shifted.
  expect(sealedText('a","b', '{}')).not.toBe(sealedText('a', '"b",{}'))
})
