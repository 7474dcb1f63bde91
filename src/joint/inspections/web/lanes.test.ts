import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InspectionView } from './inspection-view.ts'
import { inLane, isLate, layOut } from './lanes.ts'

const hour = 3_600_000
const at = (hours: number): string => new Date(hours * hour).toISOString()

function inspection(changes: Partial<InspectionView>): InspectionView {
  return {
    ...{ port: 'P', id: 'i', kind: 'joint', state: 'agreed', object: { kind: 'container', ref: 'R', key: 'K' }, declarations: [], parties: [], desk: false },
    ...{ window: { from: at(0), to: at(24) }, tasks: [], proposedAt: at(0), version: 1, acts: [] },
    ...changes,
  }
}

test('what should have happened already is late', () => {
  expect(isLate(inspection({ state: 'proposed', window: { from: at(0), to: at(5) } }), 6 * hour)).toBe(true)
  expect(isLate(inspection({ state: 'proposed', window: { from: at(0), to: at(7) } }), 6 * hour)).toBe(false)
  expect(isLate(inspection({ state: 'agreed', slot: { from: at(5), to: at(6) } }), 5.5 * hour)).toBe(true)
  expect(isLate(inspection({ state: 'started', slot: { from: at(5), to: at(6) } }), 5.5 * hour)).toBe(false)
  expect(isLate(inspection({ state: 'closed', slot: { from: at(5), to: at(6) } }), 99 * hour)).toBe(false)
})

test('a lane holds its own state only, soonest first; what is done comes latest first', () => {
  const some = [inspection({ id: 'b', slot: { from: at(9), to: at(10) } }), inspection({ id: 'a', slot: { from: at(8), to: at(9) } }), inspection({ id: 'x', state: 'started' })]
  expect(inLane(some, 'agreed').map(({ id }) => id)).toEqual(['a', 'b'])
  const done = [inspection({ id: 'early', state: 'closed', closedAt: at(1) }), inspection({ id: 'late', state: 'closed', closedAt: at(2) })]
  expect(inLane(done, 'closed').map(({ id }) => id)).toEqual(['late', 'early'])
})

test('no bar lies over another, none leaves the day, and none that touches the day is missing', () => {
  const span = fc.record({ from: fc.integer({ min: -30, max: 50 }), hours: fc.integer({ min: 1, max: 12 }) })
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
      const all = spans.map(({ from, hours }, n) => inspection({ id: String(n), slot: { from: at(from), to: at(from + hours) } }))
      const bars = layOut(all, 0, 24 * hour)
      expect(bars.length).toBe(spans.filter(({ from, hours }) => from + hours > 0 && from < 24).length)
      for (const bar of bars) {
        expect(bar.left).toBeGreaterThanOrEqual(0)
        expect(bar.left + bar.width).toBeLessThanOrEqual(1 + 1e-9)
        for (const other of bars) {
          if (bar === other || bar.row !== other.row) continue
          expect(bar.left + bar.width <= other.left + 1e-9 || other.left + other.width <= bar.left + 1e-9).toBe(true)
        }
      }
    }),
  )
})
