import { expect, test } from 'vitest'
import type { BookableView, BookingView } from '../booking-routes.ts'
import { conflictsIn, laid, rowsOf, type Holding } from './calendar.ts'

const at = (hour: number): string => `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`
const day = [Date.parse(at(0)), Date.parse(at(0)) + 86_400_000] as const
const piece = (code: string, changes: Partial<BookableView> = {}): BookableView => ({ code, site: 'P', kind: 'weighbridge', name: { zh: code }, owner: 'A', capacity: 1, shared: true, status: 'in-service', mayBook: true, mayRelease: false, ...changes })
const booking = (equipment: string, from: number, to: number, changes: Partial<BookingView> = {}): BookingView => ({ id: `${equipment}-${from}`, port: 'X', equipment, place: 1, from: at(from), to: at(to), agency: 'A', purpose: 'weigh', name: 'n', bookedAt: at(0), ...changes })
const inspection = (id: string, from: number, to: number): Holding => ({ id, site: 'P', slot: { from: at(from), to: at(to) }, state: 'agreed', object: { ref: id }, tasks: [{ agency: 'A' }, { agency: 'B' }] })
const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10)
const platform = piece('P', { kind: 'platform', capacity: 1 })

test('a platform bears its bookings and the inspections held on it; equipment only what is booked', () => {
  const rows = rowsOf([platform, piece('WB')], [booking('WB', 9, 10), booking('P', 12, 13)], [inspection('i', 10, 11), { ...inspection('j', 10, 11), state: 'proposed' }], ...day)
  expect(rows.map((row) => row.taken.map((each) => each.label))).toEqual([['i', 'weigh'], ['weigh']])
})

test('two at once where one is taken is said, with the hour; a booking for the inspection that stands there is its own', () => {
  const rows = rowsOf([platform], [booking('P', 10, 12)], [inspection('i', 11, 13)], ...day)
  expect(conflictsIn(rows, dayOf)).toEqual([{ kind: 'platform', code: 'P', places: 1, count: 2, from: Date.parse(at(11)), to: Date.parse(at(12)) }])
  expect(conflictsIn(rowsOf([platform], [booking('P', 10, 12, { inspection: 'i' })], [inspection('i', 10, 12)], ...day), dayOf)).toEqual([])
})

test('bookings of what is out of service or out of calibration are said', () => {
  const rows = rowsOf([piece('R', { status: 'under-repair' }), piece('C', { calibratedTo: '2026-03-01' }), piece('D', { calibratedTo: '2026-03-02' })], ['R', 'C', 'D'].map((code) => booking(code, 9, 10)), [], ...day)
  expect(conflictsIn(rows, dayOf)).toEqual([{ kind: 'service', code: 'R' }, { kind: 'calibration', code: 'C', day: '2026-03-01' }])
})

test('bars of one time stand below each other', () => {
  const [row] = rowsOf([piece('WB', { capacity: 2 })], [booking('WB', 9, 11), booking('WB', 10, 12), booking('WB', 11, 13)], [], ...day)
  expect(laid(row?.taken ?? [], ...day).map((bar) => bar.lane)).toEqual([0, 1, 0])
})
