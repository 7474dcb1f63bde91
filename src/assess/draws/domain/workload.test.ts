import { expect, test } from 'vitest'
import { hours, instant, plus, type Interval } from '../../../kernel/instant.ts'
import { workload, type Work } from './workload.ts'

const begin = instant('2026-03-02T00:00:00Z')
const span = (from: number, to: number): Interval => ({ from: plus(begin, hours(from)), to: plus(begin, hours(to)) })
const duty = span(0, 8)
const load = (work: Partial<Work>): number => workload({ drawn: [], engaged: [], shifts: [duty], onDuty: [duty], ...work }, duty, 6)
const engaged = (from: number, to: number, directive: string) => ({ ...span(from, to), directives: [directive] })

test('open inspections count one each, drawn or agreed to, and those that are both count once', () => {
  expect(load({})).toBe(0)
  expect(load({ drawn: ['a', null] })).toBe(2)
  expect(load({ engaged: [engaged(1, 2, 'x'), engaged(30, 31, 'y')] })).toBe(2)
  expect(load({ drawn: ['a', null], engaged: [engaged(1, 2, 'a'), engaged(3, 4, 'x')] })).toBe(3)
})

test('whoever is booked for all of the time they are there has no room, whether the shift is long or short', () => {
  const bookings = [engaged(-1, 3, 'x'), engaged(3, 9, 'y')]
  expect(load({ engaged: bookings })).toBe(6)
  expect(load({ engaged: bookings.slice(0, 1), shifts: [span(1, 3)], onDuty: [span(1, 3)] })).toBe(6)
  expect(load({ engaged: bookings.slice(0, 1) })).toBe(1)
})

test('absences take their share of the places; times beyond the span and between shifts take none', () => {
  expect(load({ onDuty: [span(4, 8)] })).toBe(3)
  expect(load({ onDuty: [span(0, 1), span(2, 8)], drawn: ['a'] })).toBe(1)
  expect(load({ shifts: [span(-4, 2)], onDuty: [span(-2, 2)] })).toBe(0)
  // Nothing planned, nothing missed: off duty is another reason.
  expect(load({ shifts: [], onDuty: [] })).toBe(0)
})
