import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../../../kernel/instant.ts'
import { nextTry } from './back-off.ts'

const now = instant('2026-03-01T08:00:00Z')
const policy = { first: 1000, longest: 120_000 }

test.each([
  [1, 0, 500],
  [1, 0.999, 1000],
  [2, 0, 1000],
  [5, 0, 8000],
  [8, 0, 60_000],
  [5000, 0, 60_000],
])('after failure %i with spread %f the wait is about %i ms', (attempt, spread, wait) => {
  expect(nextTry(policy, attempt, now, spread) - now).toBe(wait)
})

test('a later failure never waits less than half of the longest wait of an earlier one, and never over the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, a, b) => {
      const wait = nextTry(policy, attempt, now, a) - now
      expect(wait).toBeGreaterThanOrEqual(policy.first / 2)
      expect(wait).toBeLessThanOrEqual(policy.longest)
      expect(nextTry(policy, attempt + 1, now, b) - now).toBeGreaterThanOrEqual(Math.floor(wait / 2))
    }),
  )
})
