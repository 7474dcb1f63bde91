import { describe, expect, test } from 'vitest'
import { hours, instant, minutes, plus, type Interval } from '../../../kernel/instant.ts'
import { openWithin } from '../../../kernel/open-hours.ts'
import { proposeSlots, settleBooking, without, type Booking } from './slots.ts'

const at = (hour: number): Interval['from'] => plus(instant('2018-07-02T00:00:00+08:00'), hours(hour))
const span = (from: number, to: number): Interval => ({ from: at(from), to: at(to) })

describe('proposeSlots', () => {
  const asked = { agencies: [{ free: [span(14, 16)] }, { free: [span(15, 17)] }], sites: [{ site: 'P2', free: [span(15, 16)] }], notBefore: at(8) }

  test('agencies free 14–16 and 15–17, site free 15–16: 15–16 at the site', () => {
    expect(proposeSlots(asked, hours(1), 3)).toEqual([{ site: 'P2', ...span(15, 16) }])
  })

  test('nothing when the common time is too short, or over', () => {
    expect(proposeSlots(asked, minutes(61), 3)).toEqual([])
    expect(proposeSlots({ ...asked, notBefore: at(15.5) }, hours(1), 3)).toEqual([])
  })

  test('the wish of the trader comes first, then the earliest, then the name of the site', () => {
    const wide = { agencies: [{ free: [span(8, 18)] }], sites: [{ site: 'P2', free: [span(8, 18)] }, { site: 'P1', free: [span(8, 18)] }], wish: span(13, 14), notBefore: at(9) }
    expect(proposeSlots(wide, hours(1), 4)).toEqual([
      { site: 'P1', ...span(13, 14) },
      { site: 'P2', ...span(13, 14) },
      { site: 'P1', ...span(9, 10) },
      { site: 'P2', ...span(9, 10) },
    ])
  })
})

const booking = (inspection: string, changes: Partial<Booking> = {}): Booking => ({ inspection, kind: 'single', started: false, ...span(10, 11), crew: ['I-1'], site: 'P1', ...changes })

describe('settleBooking', () => {
  const joint = booking('j', { kind: 'joint' })
  const free = (): undefined => undefined

  test('a joint inspection moves a single one of the same crew', () => {
    expect(settleBooking(joint, [booking('s')], free)).toEqual({ moved: ['s'] })
  })

  test('not one that bears a special circumstance, has started, or is joint', () => {
    for (const firm of [booking('s', { specialCircumstance: 'live animals' }), booking('s', { started: true }), booking('s', { kind: 'joint' })]) {
      expect(settleBooking(joint, [firm], free)).toEqual({ moved: [], blockedBy: { booking: firm, over: 'crew' } })
    }
  })

  test('a single one never moves anybody', () => {
    expect(settleBooking(booking('s'), [joint], free).blockedBy).toEqual({ booking: joint, over: 'crew' })
    expect(settleBooking(booking('s'), [booking('t')], free).blockedBy?.over).toBe('crew')
  })

  test('no clash with other people at another time or with itself', () => {
    expect(settleBooking(joint, [booking('s', { crew: ['I-2'] }), booking('t', span(11, 12)), booking('j')], free)).toEqual({ moved: [] })
  })

  test('a full site: as many single ones as needed make room, the latest first', () => {
    const two = (): number => 2
    const others = [booking('a', { crew: [] }), booking('b', { crew: [] })]
    expect(settleBooking({ ...joint, crew: ['I-9'] }, others, two)).toEqual({ moved: ['b'] })
    expect(settleBooking({ ...joint, crew: ['I-9'] }, others.slice(0, 1), two)).toEqual({ moved: [] })
    expect(settleBooking(booking('s', { crew: [] }), others, two).blockedBy?.over).toBe('site')
  })
})

test('what is taken is cut out of a span', () => {
  expect(without(span(8, 18), [span(10, 11), span(7, 9), span(17, 20)])).toEqual([span(9, 10), span(11, 17)])
  expect(without(span(8, 9), [span(8, 9)])).toEqual([])
})

describe('openWithin', () => {
  const weekdays = [1, 2, 3, 4, 5]
  test('hours of a working day in port time', () => {
    expect(openWithin({ weekdays, from: '08:00', to: '18:00' }, 'Asia/Shanghai', span(0, 24))).toEqual([span(8, 18)])
    expect(openWithin({ weekdays, from: '08:00', to: '18:00' }, 'Asia/Shanghai', span(17, 33))).toEqual([span(17, 18), span(32, 33)])
  })

  test('closed days, weekends, and nights past midnight', () => {
    expect(openWithin({ weekdays, from: '08:00', to: '18:00', closed: ['2018-07-02'] }, 'Asia/Shanghai', span(0, 24))).toEqual([])
    expect(openWithin({ weekdays, from: '08:00', to: '18:00' }, 'Asia/Shanghai', span(-48, 0))).toEqual([])
    expect(openWithin({ weekdays, from: '22:00', to: '06:00' }, 'Asia/Shanghai', span(20, 32))).toEqual([span(22, 30)])
    expect(openWithin({ weekdays: [1], from: '00:00', to: '00:00' }, 'Asia/Shanghai', span(-5, 30))).toEqual([span(0, 24)])
  })

  test('follows the clock of a zone that changes it', () => {
    const morning = instant('2026-03-30T00:00:00Z')
    expect(openWithin({ weekdays, from: '08:00', to: '09:00' }, 'Europe/London', { from: morning, to: plus(morning, hours(24)) })[0]?.from).toBe(instant('2026-03-30T07:00:00Z'))
  })
})
