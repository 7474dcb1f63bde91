import { expect, test } from 'vitest'
import type { Instant, Interval } from '../../../kernel/instant.ts'
import { unorganised } from './readiness.ts'

const span = (from: number, to: number): Interval => ({ from: from as Instant, to: to as Instant })

test('not organised for as long as one of the two is missing, within what is asked about', () => {
  expect(unorganised([span(0, 100)], [], [])).toEqual([span(0, 100)])
  expect(unorganised([span(0, 100)], [span(0, 100)], [])).toEqual([span(0, 100)])
  expect(unorganised([span(0, 100)], [span(10, 60)], [span(20, 90)])).toEqual([span(0, 20), span(60, 100)])
  expect(unorganised([span(0, 30), span(50, 70)], [span(10, 60)], [span(0, 90)])).toEqual([span(0, 10), span(60, 70)])
  expect(unorganised([span(0, 100)], [span(0, 40), span(40, 100)], [span(0, 100)])).toEqual([])
})
