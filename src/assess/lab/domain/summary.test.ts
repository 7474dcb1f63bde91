import { expect, test } from 'vitest'
import type { Outcome } from './outcome.ts'
import { summaryOf } from './summary.ts'
import type { PairFigures, PartFigures } from './tally.ts'

const outcome = (mode: string, strictness: number): Outcome => ({ mode, strictness, releasedAt: 'acceptance', level: 'low', rank: 0, combined: 0, checks: [] })
const pair = (cases: number, looks: number, finds: number, looked: PairFigures['looked']): PairFigures =>
  ({ before: outcome('declaration', 10), after: outcome('sampling', 30), changed: true, looked, cases, looks, finds, hours: Array<number>(24).fill(0) })
const hours = (hour: number, before: number, after: number): readonly (readonly [number, number])[] => Array.from({ length: 24 }, (_, n) => (n === hour ? [before, after] : [0, 0]))
const part = (port: string, lane: string, days: readonly (readonly [number, number, number])[], pairs: readonly PairFigures[] = []): PartFigures & { readonly port: string } =>
  ({ port, cases: 0, apart: 0, pairs, traders: [], lanes: [{ lane, hours: hours(9, 1, 3), days }] })

test('inspections are told for each port and lane, against what its yard can take in a day; blocks of one lane are put together by day', () => {
  const parts = [part('380101', 'import/sea', [[1, 2, 9], [2, 3, 4]]), part('380101', 'import/sea', [[2, 1, 2]]), part('650302', 'import/rail', [[1, 5, 5]])]
  const { inspections: { lanes } } = summaryOf(parts, { capacityOf: (port) => (port === '380101' ? 5 : undefined) })
  expect(lanes).toMatchObject([
    { port: '380101', lane: 'import/sea', capacity: 5, days: 2, before: 6, after: 15, most: { before: 4, after: 9 }, over: { before: 0, after: 2 } },
    { port: '650302', lane: 'import/rail', before: 5, after: 5, over: { before: 0, after: 0 } },
  ])
  expect(lanes[1]).not.toHaveProperty('capacity')
  expect(lanes[0]?.hours[9]).toEqual({ hour: 9, before: 2, after: 6 })
  // Parts of a back-test that was judged before lanes were counted have none.
  expect(summaryOf([{ cases: 1, apart: 0, pairs: [], traders: [] }]).inspections.lanes).toEqual([])
})

test('finds to expect where nobody looked rest on the random share; without one on goods that were chosen, and it is said', () => {
  const pairs = [pair(1000, 0, 0, { before: false, after: true }), pair(100, 100, 40, { before: true, after: true })]
  const parts = [{ ...part('380101', 'import/sea', []), pairs }]
  const chosen = summaryOf(parts).finds
  expect([chosen.basis, chosen.further, chosen.expected.mid]).toEqual(['chosen', 1000, 400])
  const drawn = summaryOf(parts, { drawn: { checks: 200, finds: 10 } }).finds
  expect([drawn.basis, drawn.further, drawn.expected.mid]).toEqual(['random', 1000, 50])
  expect(drawn.expected.low).toBeLessThan(50)
  expect(drawn.expected.high).toBeLessThan(chosen.expected.low)
  // A share that drew nothing says nothing.
  expect(summaryOf(parts, { drawn: { checks: 0, finds: 0 } }).finds.basis).toBe('chosen')
})
