import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hours } from '../../../kernel/instant.ts'
import { addDuration, newDistribution, summarise } from './distribution.ts'

const of = (...inHours: number[]): ReturnType<typeof summarise> => {
  const distribution = newDistribution()
  for (const n of inHours) addDuration(distribution, hours(n))
  return summarise(distribution)
}

test('KP-01: 2 h, 4 h and 12 h have a mean of 6 h and a median of 4 h', () => {
  expect(of(2, 4, 12)).toMatchObject({ count: 3, mean: 6, median: 4, p90: 12, longest: 12 })
})

test('an empty distribution claims nothing', () => {
  const summary = of()
  expect(summary.count).toBe(0)
  expect(summary).not.toHaveProperty('median')
  expect(summary.buckets.every(({ count }) => count === 0)).toBe(true)
})

test('the quantiles are those of the sorted list, whatever the order of adding; every duration is in one bucket', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60 * 24 * 30 }), { minLength: 1, maxLength: 200 }), (minutes) => {
      const summary = of(...minutes.map((minute) => minute / 60))
      const sorted = minutes.toSorted((a, b) => a - b)
      const at = (share: number): number => Math.round(((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) / 60) * 100) / 100
      expect([summary.median, summary.p90]).toEqual([at(0.5), at(0.9)])
      expect(of(...minutes.toReversed().map((minute) => minute / 60))).toEqual(summary)
      expect(summary.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(minutes.length)
    }),
  )
})
