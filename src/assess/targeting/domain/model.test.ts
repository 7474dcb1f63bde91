import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { days, instant, plus } from '../../../kernel/instant.ts'
import { fitModel, type CheckedCase } from './fit-model.ts'
import type { Indicator } from './indicators.ts'
import { keyOf, priceBand } from './indicators.ts'
import { chanceOf, effectOf, lessonsOf, logOddsOf, scorerAt, type Counter, type Model } from './model.ts'

const now = instant('2026-03-02T00:00:00Z')
const indicators: readonly Indicator[] = [
  { name: 'goods', traits: ['goods'], ridge: 0.5 },
  { name: 'party', traits: ['party'], ridge: 4 },
  { name: 'goods-party', traits: ['goods', 'party'], ridge: 0.5 },
]
const anyCase = fc.record({ goods: fc.constantFrom('a', 'b', 'c'), party: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined }), found: fc.boolean(), ago: fc.integer({ min: 0, max: 400 }) })
const cases = fc.array(anyCase, { minLength: 1, maxLength: 120 }).map((all) => all.map(({ goods, party, found, ago }): CheckedCase => ({ traits: { goods, party }, found, at: plus(now, -days(ago)) })))

describe('keys', () => {
  test('a case that lacks a trait has no key, and prices a little apart share a band', () => {
    expect(keyOf({ name: 'n', traits: ['a', 'b'], ridge: 1 }, { a: '1' })).toBeUndefined()
    expect(keyOf({ name: 'n', traits: ['a', 'b'], ridge: 1 }, { a: '1', b: '2' })).toBe('1|2')
    expect(priceBand(1000, 100)).toBe(priceBand(1100, 100))
    expect(priceBand(1000, 100)).not.toBe(priceBand(10, 100))
    expect([priceBand(0, 1), priceBand(1, 0)]).toEqual([undefined, undefined])
  })
})

describe('an effect', () => {
  test('12 finds in 20 checks where 4 were expected: clearly upwards, yet less than the bare counts say', () => {
    const bare = logOddsOf(12 / 20) - logOddsOf(4 / 20)
    const effect = effectOf({ checks: 20, finds: 12, expected: 4 }, 0.5)
    expect(effect).toBeGreaterThan(1)
    expect(effect).toBeLessThan(bare)
    expect(effectOf({ checks: 20, finds: 12, expected: 4 }, 20)).toBeLessThan(effect / 2)
  })

  test('it is nought where as much was found as expected, and has the sign of what was found beyond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.1, max: 30, noNaN: true }), (checks, share, chance, ridge) => {
        const counter = { checks, finds: Math.round(share * checks), expected: Math.min(0.99, Math.max(0.01, chance)) * checks }
        const effect = effectOf(counter, ridge)
        expect(Number.isFinite(effect)).toBe(true)
        if (counter.finds > counter.expected + 1e-6) expect(effect).toBeGreaterThan(0)
        if (counter.finds < counter.expected - 1e-6) expect(effect).toBeLessThan(0)
        // The equation it solves: finds less those the shifted chance gives are held by the ridge.
        const residue = counter.finds - checks * chanceOf(logOddsOf(Math.min(0.999, Math.max(0.001, counter.expected / checks))) + effect) - ridge * effect
        expect(Math.abs(residue)).toBeLessThan(0.02 * (checks + ridge))
      }),
    )
  })

  test('one check moves it little, many alike move it far', () => {
    const of = (n: number): number => effectOf({ checks: n, finds: n, expected: 0.2 * n }, 4)
    expect(of(1)).toBeLessThan(0.25)
    expect(of(100)).toBeGreaterThan(of(10))
    expect(of(10)).toBeGreaterThan(of(1))
  })
})

describe('a model', () => {
  test('every score is its base and the parts that are told, exactly', () => {
    fc.assert(
      fc.property(cases, (history) => {
        const scorer = scorerAt(fitModel(indicators, history, { reference: now, halfLife: days(90) }), now)
        for (const { traits } of history) {
          const parts = scorer.explain(traits).reduce((sum, { effect }) => sum + effect, scorer.model.base)
          expect(Math.abs(parts - scorer.score(traits))).toBeLessThan(1e-9)
        }
      }),
    )
  })

  test('the same history gives the same model', () => {
    fc.assert(fc.property(cases, (history) => {
      expect(fitModel(indicators, history, { reference: now })).toEqual(fitModel(indicators, history, { reference: now }))
    }), { numRuns: 30 })
  })

  test('lessons can be added in any order', () => {
    fc.assert(
      fc.property(cases, fc.integer(), (history, seed) => {
        const empty: Model = { indicators, base: -1, halfLife: days(90), reference: now, counters: indicators.map(() => new Map()) }
        const scorer = scorerAt(empty, now)
        const add = (all: readonly CheckedCase[]): Map<string, Counter> => {
          const sums = new Map<string, Counter>()
          for (const { indicator, key, checks, finds, expected } of all.flatMap((one) => lessonsOf(scorer, one.traits, one.found, one.at))) {
            const before = sums.get(`${indicator} ${key}`) ?? { checks: 0, finds: 0, expected: 0 }
            sums.set(`${indicator} ${key}`, { checks: before.checks + checks, finds: before.finds + finds, expected: before.expected + expected })
          }
          return sums
        }
        const [one, other] = [add(history), add([...history].sort((a, b) => ((a.at ^ seed) - (b.at ^ seed))))]
        expect([...other.keys()].sort()).toEqual([...one.keys()].sort())
        for (const [key, counter] of one) expect(other.get(key)?.expected).toBeCloseTo(counter.expected, 9)
      }),
      { numRuns: 40 },
    )
  })

  test('a check of a half-life ago counts half', () => {
    const scorer = scorerAt({ indicators, base: 0, halfLife: days(90), reference: now, counters: indicators.map(() => new Map()) }, now)
    const [lesson] = lessonsOf(scorer, { goods: 'a' }, true, plus(now, -days(90)))
    expect([lesson?.checks, lesson?.finds, lesson?.expected]).toEqual([0.5, 0.5, 0.25])
  })

  test('a party is blamed only for what its goods do not explain', () => {
    const bad = Array.from({ length: 200 }, (_, i): CheckedCase => ({ traits: { goods: 'bad', party: i % 2 === 0 ? 'x' : 'y' }, found: i % 5 !== 0, at: now }))
    const good = Array.from({ length: 200 }, (_, i): CheckedCase => ({ traits: { goods: 'good', party: 'z' }, found: i % 20 === 0, at: now }))
    const parts = scorerAt(fitModel(indicators, [...bad, ...good], { reference: now }), now).explain({ goods: 'bad', party: 'x' })
    const goods = parts.find(({ indicator }) => indicator === 'goods')?.effect ?? 0
    const party = parts.find(({ indicator }) => indicator === 'party')?.effect ?? 0
    expect(goods).toBeGreaterThan(1)
    expect(Math.abs(party)).toBeLessThan(goods / 4)
  })

  test('cases never seen are scored by what is known of their goods, and of nothing by the base', () => {
    const scorer = scorerAt(fitModel(indicators, [{ traits: { goods: 'a', party: 'x' }, found: true, at: now }], { reference: now }), now)
    expect(scorer.score({ goods: 'q', party: 'q' })).toBe(scorer.model.base)
    expect(scorer.score({ goods: 'a', party: 'q' })).toBeGreaterThan(scorer.model.base)
  })
})
