import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rateOf, wilson } from './wilson.ts'

describe("Wilson's interval", () => {
  test('one of forty is between half and thirteen of a hundred; none of twenty is no proof that there is none; where nobody looked everything is possible', () => {
    const { low, mid, high } = rateOf(1, 40)
    expect(mid).toBe(0.025)
    expect(low).toBeCloseTo(0.0044, 3)
    expect(high).toBeCloseTo(0.1288, 3)
    expect(wilson(0, 20).high).toBeCloseTo(0.161, 2)
    expect(rateOf(0, 0)).toEqual({ low: 0, mid: 0, high: 1 })
  })

  test('holds the rate, lies within 0 and 1, and gets narrower with more of the same', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 500 }), (finds, more) => {
        const inspected = finds + more
        const { low, high } = rateOf(finds, inspected)
        const larger = rateOf(finds * 4, inspected * 4)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(finds / inspected + 1e-12)
        expect(high).toBeGreaterThanOrEqual(finds / inspected - 1e-12)
        expect(larger.high - larger.low).toBeLessThan(high - low)
      }),
    )
  })
})
