import { describe, expect, test } from 'vitest'
import { seededNumbers } from '../../../kernel/seeded-numbers.ts'
import { naiveRate, trueRate } from './estimate.ts'

interface World {
  readonly cases: number
  readonly badShare: number
  /** Chance of a find among the cases the score ranks high, and among the others. */
  readonly high: number
  readonly low: number
  readonly share: number
}

/** A period in which the score picks its cases for certain and the rest is drawn with `share`; what is true is known here. */
function period({ cases, badShare, high, low, share }: World, seed: number) {
  const next = seededNumbers(seed)
  const groups = { picked: { probability: 1, checks: 0, finds: 0 }, drawn: { probability: share, checks: 0, finds: 0 } }
  let there = 0
  for (let i = 0; i < cases; i++) {
    const isHigh = next() < badShare
    const found = next() < (isHigh ? high : low)
    if (found) there++
    const group = isHigh ? groups.picked : next() < share ? groups.drawn : undefined
    if (group === undefined) continue
    group.checks++
    if (found) group.finds++
  }
  return { truth: there / cases, groups: [groups.picked, groups.drawn] }
}

const worlds: readonly (readonly [string, World])[] = [
  ['few finds', { cases: 4000, badShare: 0.08, high: 0.7, low: 0.03, share: 0.05 }],
  ['many finds', { cases: 4000, badShare: 0.08, high: 0.95, low: 0.15, share: 0.05 }],
  ['a small share', { cases: 10_000, badShare: 0.05, high: 0.8, low: 0.05, share: 0.01 }],
  ['a large share', { cases: 2000, badShare: 0.1, high: 0.6, low: 0.1, share: 0.2 }],
  ['blind targeting', { cases: 4000, badShare: 0.1, high: 0.1, low: 0.1, share: 0.05 }],
]
const trials = 2000

describe('the true rate', () => {
  test.each(worlds)('%s: intervals of 95 %% hold the truth at least 93 times in 100', (_, world) => {
    let covered = 0
    let sum = 0
    for (let seed = 1; seed <= trials; seed++) {
      const { truth, groups } = period(world, seed)
      const { rate, low, high } = trueRate(groups)
      if (low <= truth && truth <= high) covered++
      sum += rate - truth
    }
    expect(covered / trials).toBeGreaterThanOrEqual(0.93)
    // Unbiased: the mean error is far smaller than the rate.
    const expected = world.badShare * world.high + (1 - world.badShare) * world.low
    expect(Math.abs(sum / trials)).toBeLessThan(0.02 * expected + 0.0005)
  })

  test('the naive twin, which counts those inspected as if they were like all, is far too high and almost never holds the truth', () => {
    let covered = 0
    let sum = 0
    const [, world] = worlds[0] as (typeof worlds)[number]
    for (let seed = 1; seed <= trials; seed++) {
      const { truth, groups } = period(world, seed)
      const { rate, low, high } = naiveRate(groups)
      if (low <= truth && truth <= high) covered++
      sum += rate / truth
    }
    expect(covered / trials).toBeLessThan(0.01)
    expect(sum / trials).toBeGreaterThan(3)
  })

  test('without a random share nothing is known of the rest; without any check, of anything', () => {
    expect(trueRate([])).toEqual({ rate: 0, low: 0, high: 1, checks: 0 })
    expect(trueRate([{ probability: 1, checks: 10, finds: 4 }])).toEqual({ rate: 0.4, low: 0.4, high: 0.4, checks: 10 })
  })

  test('no finds among few is no proof that there are none', () => {
    const { low, high } = trueRate([{ probability: 0.05, checks: 20, finds: 0 }])
    expect(low).toBe(0)
    expect(high).toBeGreaterThan(0.1)
  })
})
