import { expect, test } from 'vitest'
import { hours, instant, plus } from '../../../kernel/instant.ts'
import { mayBook, mayRelease, refuseBooking, type Bookable } from './may-book.ts'

const now = instant('2018-07-02T08:00:00+08:00')
const span = { from: plus(now, hours(2)), to: plus(now, hours(2.5)) }
const piece: Bookable = { code: 'WB-1', port: 'P', owner: 'A' }
const codes = (changes: Partial<Bookable>, agency = 'B', at = span): string[] => refuseBooking({ ...piece, ...changes }, agency, at, now, 'Asia/Shanghai', () => '2018-07-02').map(({ code }) => code)

test('SW-10: any agency books what is shared, its owner also what is not', () => {
  expect(codes({})).toEqual([])
  expect(codes({ shared: false })).toEqual(['bookings/not-shared'])
  expect(codes({ shared: false }, 'A')).toEqual([])
})

test('JI-19: the last day of a calibration still counts, the day after no more; every reason is named at once', () => {
  expect(codes({ calibration: { validTo: '2018-07-02' } })).toEqual([])
  expect(codes({ calibration: { validTo: '2018-07-01' }, status: 'under-repair' })).toEqual(['bookings/out-of-service', 'bookings/calibration-overdue'])
})

test('not in the past, not backwards, not while it is closed', () => {
  expect(codes({}, 'B', { from: plus(now, -hours(2)), to: plus(now, -hours(1)) })).toEqual(['bookings/past'])
  expect(codes({}, 'B', { from: span.to, to: span.from })).toEqual(['bookings/inverted'])
  expect(codes({ calendar: { weekdays: [1], from: '10:15', to: '18:00' } })).toEqual(['bookings/closed'])
  expect(codes({ calendar: { weekdays: [1], from: '10:00', to: '18:00' } })).toEqual([])
})

test('who books is an officer of an agency at the port; elsewhere the equipment is not known', () => {
  const actor = { kind: 'person', id: 'x', name: 'x', ports: ['P'] } as const
  expect(mayBook({ ...actor, roles: ['officer'], agency: 'B' }, piece, undefined)).toBeUndefined()
  expect(mayBook({ ...actor, roles: ['officer'], agency: 'B' }, piece, 'C')?.code).toBe('common/not-permitted')
  expect(mayBook({ ...actor, roles: ['trader'], enterprise: 'E' }, piece, undefined)?.code).toBe('common/not-permitted')
  expect(mayBook({ ...actor, roles: ['officer'], agency: 'B', ports: ['Q'] }, piece, undefined)?.code).toBe('common/not-found')
})

test('the operator of its site books for the agency that asks, and frees what stands in the way; of another site nothing', () => {
  const at = { ...piece, site: 'P1' }
  const operator = { kind: 'person', id: 'o', name: 'o', ports: ['P'], roles: ['operator'], site: 'P1' } as const
  expect(mayBook(operator, at, 'B')).toBeUndefined()
  expect(mayBook(operator, at, undefined)?.code).toBe('bookings/agency-required')
  expect(mayBook({ ...operator, site: 'P2' }, at, 'B')?.code).toBe('common/not-permitted')
  expect([mayRelease(operator, at, 'B'), mayRelease({ ...operator, site: 'P2' }, at, 'B')?.code]).toEqual([undefined, 'common/not-permitted'])
  expect(mayRelease({ kind: 'person', id: 'x', name: 'x', ports: ['P'], roles: ['officer'], agency: 'C' }, at, 'B')?.code).toBe('common/not-permitted')
})
