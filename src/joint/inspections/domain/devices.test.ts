import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hours, instant, plus, type Instant, type Interval } from '../../../kernel/instant.ts'
import { platformBookings, shortagesAt, type Device } from './devices.ts'

const zero = instant('2018-07-02T00:00:00Z')
const at = (hour: number): Instant => plus(zero, hours(hour))
const span = (from: number, to: number): Interval => ({ from: at(from), to: at(to) })
const device = (code: string, changes: Partial<Device> = {}): Device => ({ code, site: 'P1', kind: 'weighbridge', capacity: 1, bookings: [], ...changes })
const booked = (from: number, to: number, inspection?: string) => ({ ...span(from, to), agency: 'B', ...(inspection === undefined ? {} : { inspection }) })
const need = [['weighbridge']]

test('JI-19: a site\'s only weighbridge that somebody booked keeps the time; booked for the inspection itself it does not', () => {
  const bridge = device('WB-1', { bookings: [booked(10, 11)] })
  expect(shortagesAt([bridge], 'P1', need, 'i', span(8, 12))).toEqual([{ ...span(10, 11), kinds: ['weighbridge'], devices: ['WB-1'], agencies: ['B'] }])
  expect(shortagesAt([device('WB-1', { bookings: [booked(10, 11, 'i')] })], 'P1', need, 'i', span(8, 12))).toEqual([])
})

test('one of two is enough; two at once serves two; a site without any is not held to it', () => {
  const taken = device('WB-1', { bookings: [booked(10, 11)] })
  expect(shortagesAt([taken, device('WB-2', { bookings: [booked(10.5, 12)] })], 'P1', need, 'i', span(8, 12))).toMatchObject([span(10.5, 11)])
  expect(shortagesAt([device('WB-1', { capacity: 2, bookings: [booked(10, 11), booked(10.5, 12)] })], 'P1', need, 'i', span(8, 12))).toMatchObject([span(10.5, 11)])
  expect(shortagesAt([taken], 'P2', need, 'i', span(8, 12))).toEqual([])
})

test('what is out of service or past its calibration serves nobody', () => {
  expect(shortagesAt([device('WB-1', { usableUntil: at(9) })], 'P1', need, 'i', span(8, 12))).toMatchObject([span(9, 12)])
  expect(shortagesAt([device('WB-1', { usableUntil: at(0) })], 'P1', need, 'i', span(8, 12))).toMatchObject([span(8, 12)])
})

test('a platform booked for something else takes a place of its site', () => {
  const platform = device('P1', { kind: 'platform', capacity: 2, bookings: [booked(10, 11), booked(10, 11, 'i')] })
  expect(platformBookings([platform], 'P1', 'i')).toHaveLength(1)
})

test('at any moment the site is short exactly when every piece is full then', () => {
  const anyBooking = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 6 })).map(([from, length]) => booked(from, from + length))
  const anyDevice = fc.record({ capacity: fc.integer({ min: 1, max: 2 }), bookings: fc.array(anyBooking, { maxLength: 6 }) })
  fc.assert(
    fc.property(fc.array(anyDevice, { minLength: 1, maxLength: 3 }), (all) => {
      const devices = all.map((each, n) => device(`WB-${n}`, each))
      const short = shortagesAt(devices, 'P1', need, 'i', span(0, 27))
      for (let hour = 0.5; hour < 27; hour++) {
        const moment = at(hour)
        const full = devices.every((each) => each.bookings.filter((booking) => booking.from <= moment && moment < booking.to).length >= each.capacity)
        expect(short.some((time) => time.from <= moment && moment < time.to)).toBe(full)
      }
    }),
    { numRuns: 200 },
  )
})
