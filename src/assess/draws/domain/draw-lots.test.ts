import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../../kernel/sha256.ts'
import { algorithm, listRoot, million, type DrawList, type OfficerEntry } from './draw-list.ts'
import { drawLots, drawObjects, uniform, type Selected } from './draw-lots.ts'
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

describe('100,000 draws', () => {
  type Draw = (seed: string) => readonly Selected[]
  const strata = [...many('high', 4), ...many('low', 6)]
  const lots = list(strata, [...five.slice(0, 4), officer(5, { load: 6 }), officer(6, { out: 'off-duty' })])
  const fair: Draw = (seed) => drawLots(lots, seed)

  /** Counts over the draws, and what the three measures say of them. */
  function measure(draw: Draw, draws: number) {
    const objects = new Map<string, number>()
    const officers = new Map<string, number>()
    for (let n = 0; n < draws; n++) {
      for (const { object, officers: crew } of draw(sha256Hex(`draw ${n}`))) {
        objects.set(object, (objects.get(object) ?? 0) + 1)
        for (const code of crew) officers.set(code, (officers.get(code) ?? 0) + 1)
      }
    }
    const of = (stratum: string): number[] => lots.objects.filter((object) => object.stratum === stratum).map(({ code }) => objects.get(code) ?? 0)
    const within99 = (stratum: string, rate: number): boolean => {
      const trials = of(stratum).length * draws
      return Math.abs(of(stratum).reduce((sum, count) => sum + count, 0) - trials * rate) <= 2.576 * Math.sqrt(trials * rate * (1 - rate))
    }
    const crew = ['I-001', 'I-002', 'I-003', 'I-004'].map((code) => officers.get(code) ?? 0)
    const mean = crew.reduce((sum, count) => sum + count, 0) / crew.length
    return {
      rates: within99('high', 0.3) && within99('low', 0.02),
      // Critical values of χ² at p = 0.001 for 3 and 5 degrees of freedom.
      objectsEven: chiSquare(of('high')) < 16.266 && chiSquare(of('low')) < 20.515,
      officersEven: chiSquare(crew) < 16.266,
      spread: (Math.max(...crew) - Math.min(...crew)) / mean < 0.02,
      never: [officers.get('I-005') ?? 0, officers.get('I-006') ?? 0],
    }
  }
  function chiSquare(counts: readonly number[]): number {
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
    return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)
  }

  test('rates within 99 % bounds, objects and officers even (χ² p > 0.001), workload spread below 2 %, who is full or away never', () => {
    expect(measure(fair, 100_000)).toEqual({ rates: true, objectsEven: true, officersEven: true, spread: true, never: [0, 0] })
  }, 40_000)

  test('the same measures find a draw that spares one officer one time in five, and one that draws again when the first of the list is not drawn', () => {
    const spared: Draw = (seed) => (fair(seed).some(({ officers }) => officers.includes('I-002')) && uniform(seed, ['spare'], 5) === 0 ? fair(sha256Hex(seed)) : fair(seed))
    expect(measure(spared, 10_000).officersEven).toBe(false)
    const again: Draw = (seed) => (fair(seed).some(({ object }) => object === 'O-00001') ? fair(seed) : uniform(seed, ['again'], 5) === 0 ? fair(sha256Hex(seed)) : fair(seed))
    expect(measure(again, 10_000)).toMatchObject({ objectsEven: false })
  }, 40_000)

  test('over working days of forty inspections the loads of equals differ by no more than the bound', () => {
    const loadsOf = (drawn: readonly Selected[]): number[] => five.map(({ code }) => drawn.filter(({ officers }) => officers.includes(code)).length)
    const day = list(many('all', 40), five, { rates: { all: million }, capacity: 20 })
    for (let n = 0; n < 100; n++) {
      const loads = loadsOf(drawLots(day, sha256Hex(`day ${n}`)))
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(9)
    }
  })
})
