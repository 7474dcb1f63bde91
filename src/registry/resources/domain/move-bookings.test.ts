import { describe, expect, test } from 'vitest'
import { hours, instant, plus, type Interval } from '../../../kernel/instant.ts'
import { planMoves, type Candidate } from './move-bookings.ts'

const day = instant('2026-03-03T00:00:00Z')
const span = (from: number, to: number): Interval => ({ from: plus(day, hours(from)), to: plus(day, hours(to)) })
const piece = (code: string, site: string, kind: string, capacity = 1, refuse: Candidate['refuse'] = () => []): Candidate => ({ code, site, kind, capacity, refuse })
const booking = (equipment: string, from: number, to: number, agency = 'A') => ({ id: `${equipment}${from}`, equipment, agency, place: 1, ...span(from, to) })
const bridges = [piece('WB-1', 'P1', 'weighbridge'), piece('WB-2', 'P2', 'weighbridge')]
const moved = (plan: ReturnType<typeof planMoves>): unknown => plan.short === undefined ? plan.moves.map(({ equipment, from, to }) => [equipment, (from - day) / hours(1), (to - day) / hours(1)]) : plan.short.booking.equipment

describe('SW-10: bookings go where their inspection goes', () => {
  const before = { ...span(8, 9), site: 'P1' }

  test('the same piece, as long after the beginning and as long', () => {
    expect(moved(planMoves([booking('WB-1', 8.5, 9)], before, { ...span(14, 15), site: 'P1' }, bridges, []))).toEqual([['WB-1', 14.5, 15]])
  })

  test('at another site a piece of its kind there; where there is none, it is said', () => {
    expect(moved(planMoves([booking('WB-1', 8, 8.5)], before, { ...span(14, 15), site: 'P2' }, bridges, []))).toEqual([['WB-2', 14, 14.5]])
    expect(moved(planMoves([booking('WB-1', 8, 8.5)], before, { ...span(14, 15), site: 'P3' }, bridges, []))).toBe('WB-1')
  })

  test('what stands at neither place is only put off', () => {
    const far = [...bridges, piece('COLD-1', 'P9', 'cold-room')]
    expect(moved(planMoves([booking('COLD-1', 10, 12)], before, { ...span(14, 15), site: 'P2' }, far, []))).toEqual([['COLD-1', 16, 18]])
  })

  test('another of its kind takes over where the piece is taken; two of one inspection are not given the same place', () => {
    const two = [...bridges, piece('WB-3', 'P1', 'weighbridge')]
    const after = { ...span(14, 15), site: 'P1' }
    expect(moved(planMoves([booking('WB-1', 8, 9)], before, after, two, [booking('WB-1', 14, 15, 'B')]))).toEqual([['WB-3', 14, 15]])
    expect(moved(planMoves([booking('WB-1', 8, 9), booking('WB-3', 8, 9)], before, after, two, []))).toEqual([['WB-1', 14, 15], ['WB-3', 14, 15]])
    expect(moved(planMoves([booking('WB-1', 8, 9)], before, after, bridges, [booking('WB-1', 14, 15, 'B')]))).toBe('WB-1')
  })

  test('a piece its register keeps from being booked is not taken, one that serves two is', () => {
    const after = { ...span(14, 15), site: 'P1' }
    expect(moved(planMoves([booking('WB-1', 8, 9)], before, after, [piece('WB-1', 'P1', 'weighbridge', 1, () => [{ code: 'bookings/out-of-service' }])], []))).toBe('WB-1')
    expect(moved(planMoves([booking('WB-1', 8, 9)], before, after, [piece('WB-1', 'P1', 'weighbridge', 2)], [booking('WB-1', 14, 15, 'B')]))).toEqual([['WB-1', 14, 15]])
  })

  test('what is booked for the new time already stays; in a shorter slot it ends with it', () => {
    expect(moved(planMoves([booking('WB-1', 14, 14.5)], before, { ...span(14, 15), site: 'P1' }, bridges, []))).toEqual([])
    expect(moved(planMoves([booking('WB-1', 8.5, 9)], before, { ...span(14, 14.75), site: 'P1' }, bridges, []))).toEqual([['WB-1', 14.25, 14.75]])
  })

  test('without a time before, they begin with the inspection', () => {
    expect(moved(planMoves([booking('WB-1', 20, 21)], undefined, { ...span(14, 15), site: 'P1' }, bridges, []))).toEqual([['WB-1', 14, 15]])
  })
})
