import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxOf, contrasted, moved, shareAt, wholeView, zoomed, type View } from './view.ts'

const frame = { width: 800, height: 500 }
const act = fc.oneof(
  fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 })).map(([dx, dy]) => (view: View) => moved(view, dx, dy, frame)),
  fc.tuple(fc.double({ min: 0.2, max: 5, noNaN: true }), fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 500 })).map(([factor, x, y]) => (view: View) => zoomed(view, factor, { x, y }, frame)),
  fc.double({ min: -2, max: 2, noNaN: true }).map((by) => (view: View) => contrasted(view, by)),
)

test('whatever is done to a view, the image fills its frame and stays within its bounds', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      const view = acts.reduce((before, one) => one(before), wholeView)
      expect(view.zoom).toBeGreaterThanOrEqual(1)
      expect(view.zoom).toBeLessThanOrEqual(16)
      for (const [at, size] of [[view.x, frame.width], [view.y, frame.height]] as const) {
        expect(at).toBeLessThanOrEqual(0.001)
        expect(at + size * view.zoom).toBeGreaterThanOrEqual(size - 0.001)
      }
      expect(view.contrast).toBeGreaterThan(0)
    }),
  )
})

test('the point under the cursor stays there when zooming in, and marks lie on the image', () => {
  const at = { x: 200, y: 100 }
  const near = zoomed(zoomed(wholeView, 2, at, frame), 1.5, at, frame)
  expect(shareAt(near, at, frame).x).toBeCloseTo(0.25)
  expect(shareAt(near, at, frame).y).toBeCloseTo(0.2)
  const share = fc.record({ x: fc.double({ min: 0, max: 1, noNaN: true }), y: fc.double({ min: 0, max: 1, noNaN: true }) })
  fc.assert(
    fc.property(share, share, (a, b) => {
      const box = boxOf(a, b)
      expect(box.x + box.width).toBeLessThanOrEqual(1.0000001)
      expect(box.y + box.height).toBeLessThanOrEqual(1.0000001)
      expect(Math.min(box.width, box.height)).toBeGreaterThan(0)
    }),
  )
})
