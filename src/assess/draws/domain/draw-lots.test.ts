import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../../kernel/sha256.ts'
import { algorithm, listRoot, million, type DrawList, type OfficerEntry } from './draw-list.ts'
import { crewsAfter, drawLots, drawObjects, uniform } from './draw-lots.ts'
import { commitmentOf, seedOf } from './seed.ts'

const officer = (n: number, changes: Partial<OfficerEntry> = {}): OfficerEntry => ({ kind: 'officer', code: `I-00${n}`, identity: sha256Hex(`officer ${n}`), load: 0, out: null, ...changes })

function list(strata: readonly string[], officers: readonly OfficerEntry[], rules: Partial<DrawList['head']['rules']> = {}): DrawList {
  return {
    head: { kind: 'draw', algorithm, draw: '019ca869-5000-7000-8000-000000000001', port: '380101', agency: 'AGA', rules: { rates: { high: 300_000, low: 20_000 }, crew: 2, capacity: 6, ...rules }, parties: ['AGA', 'AGB'], replaces: null },
    objects: strata.map((stratum, n) => ({ kind: 'object', code: `O-${String(n + 1).padStart(5, '0')}`, identity: sha256Hex(`object ${n}`), stratum, conflicts: [] })),
    officers,
  }
}
const many = (stratum: string, count: number): string[] => Array.from({ length: count }, () => stratum)
const seeds = fc.nat().map((n) => sha256Hex(`seed ${n}`))
const five = [1, 2, 3, 4, 5].map((n) => officer(n))

describe('who is drawn', () => {
  test('the vector of docs/draws.md', () => {
    const vector = list(['high', 'high', 'high', 'low', 'low'], [officer(1, { load: 2 }), officer(2), officer(3, { out: 'off-duty' }), officer(4)], { rates: { high: 500_000, low: 200_000 } })
    const root = listRoot(vector)
    const secrets = ['11'.repeat(32), '22'.repeat(32)] as const
    const seed = seedOf({ draw: vector.head.draw, root, beacon: 'ab'.repeat(32), late: null, shares: [{ agency: 'AGB', secret: secrets[1] }, { agency: 'AGA', secret: secrets[0] }] })
    expect({ root, commitment: commitmentOf(vector.head.draw, 'AGA', secrets[0]), seed, result: drawLots(vector, seed) }).toMatchInlineSnapshot(`
      {
        "commitment": "5fcffd54ccdda211db09bef0f0001e7007b19f073482de799b493c086dfe24a8",
        "result": [
          {
            "object": "O-00003",
            "officers": [
              "I-004",
              "I-002",
            ],
            "short": false,
          },
        ],
        "root": "ed30b3e209726a06f305ed2a35735ce326cd32729ebc4599fee790893b544e60",
        "seed": "8570eaac051de47698463337f33d85f68558d5b46520b5d2ef0b28aba771ba70",
      }
    `)
  })

  test('of every stratum its share to the nearest whole, never another number', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: million }), (seed, high, low, rate) => {
        const drawn = drawObjects(list([...many('high', high), ...many('low', low)], [], { rates: { high: rate, low: 0 } }), seed)
        expect(drawn.every((object) => object.stratum === 'high')).toBe(true)
        expect([Math.floor((high * rate) / million), Math.ceil((high * rate) / million)]).toContain(drawn.length)
      }),
    )
  })

  test('never somebody away, unqualified, full or with an interest; always a whole crew of different people, or nobody', () => {
    const duty = fc.constantFrom(null, null, null, 'off-duty' as const, 'not-qualified' as const)
    fc.assert(
      fc.property(seeds, fc.array(fc.record({ load: fc.integer({ min: 0, max: 7 }), out: duty, conflicted: fc.boolean() }), { maxLength: 7 }), (seed, people) => {
        const plain = list(many('high', 12), people.map(({ load, out }, n) => officer(n + 1, { load, out })))
        const conflicts = plain.officers.filter((_, n) => people[n]?.conflicted).map(({ code }) => code)
        const drawn = drawLots({ ...plain, objects: plain.objects.map((object, n) => (n % 2 === 0 ? { ...object, conflicts } : object)) }, seed)
        const given = new Map<string, number>()
        for (const { object, officers, short } of drawn) {
          expect(officers.length).toBe(short ? 0 : 2)
          expect(new Set(officers).size).toBe(officers.length)
          for (const code of officers) {
            given.set(code, (given.get(code) ?? 0) + 1)
            if (Number(object.slice(2)) % 2 === 1) expect(conflicts).not.toContain(code)
          }
        }
        for (const { code, load, out } of plain.officers) {
          if (out !== null) expect(given.get(code)).toBeUndefined()
          expect((given.get(code) ?? 0) + load).toBeLessThanOrEqual(Math.max(6, load))
        }
      }),
    )
  })

  test('a replaced officer does not come back, the others stay, and the next is named by the seed alone', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const full = list(many('high', 10), five)
        const before = drawLots(full, seed)
        const [first] = before
        const out = first?.officers[0] ?? ''
        const swap = { object: first?.object ?? '', out }
        const after = drawLots(full, seed, [swap])
        expect(after.slice(1)).toEqual(before.slice(1))
        expect(after[0]?.officers).not.toContain(out)
        expect(after[0]?.officers[1]).toBe(first?.officers[1])
        const back = drawLots(full, seed, [swap, { object: swap.object, out: after[0]?.officers[0] ?? '' }])
        expect(back[0]?.officers).not.toContain(out)
        // Whom the seed named, once written down, gives the same crews without drawing again.
        const next = after[0]?.officers.find((code) => !before[0]?.officers.includes(code))
        expect(crewsAfter(before, [{ ...swap, next }], 2)).toEqual(after)
      }),
    )
  })

  test('numbers are uniform where dividing would favour the small ones', () => {
    // Two thirds of 2^48: without rejection every number of the lower half would be twice as likely.
    const below = Math.floor((2 ** 48 * 2) / 3)
    const low = Array.from({ length: 4000 }, (_, n) => uniform(sha256Hex(String(n)), ['x'], below)).filter((drawn) => drawn < below / 2).length
    expect(Math.abs(low - 2000)).toBeLessThan(2.576 * Math.sqrt(1000))
  })
})
