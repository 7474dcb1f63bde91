import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hours, instant, minutes, plus, toIso, type Interval } from '../../../kernel/instant.ts'
import { book, earliestSlot, forgetBefore, newCalendar, nextWorking, type Resource } from './calendar.ts'

const week = [1, 2, 3, 4, 5]
const crew: Resource = { id: 'crew', members: ['crew-1'], hours: [8, 18], days: week }
const other: Resource = { id: 'other', members: ['other-1'], hours: [13, 18], days: week }
// A Friday.
const friday = instant('2020-01-03T16:45:00+08:00')
const local = (slot: Interval): string => toIso(plus(slot.from, hours(8))).slice(0, 16)

describe('earliestSlot', () => {
  test('starts on a half hour when everybody works and is free', () => {
    expect(local(earliestSlot(newCalendar('+08:00'), [crew, other], friday, hours(1)))).toBe('2020-01-03T17:00')
  })

  test('a slot that would run past the closing hour goes to the next working day', () => {
    expect(local(earliestSlot(newCalendar('+08:00'), [crew, other], friday, minutes(90)))).toBe('2020-01-06T13:00')
  })

  test('what is booked is passed over until nobody is left', () => {
    const calendar = newCalendar('+08:00')
    const two = { ...crew, members: ['crew-1', 'crew-2'] }
    const slots = [1, 2, 3].map(() => {
      const slot = earliestSlot(calendar, [two], instant('2020-01-06T08:00:00+08:00'), hours(1))
      return [local(slot), ...book(calendar, [two], slot)]
    })
    expect(slots).toEqual([['2020-01-06T08:00', 'crew-1'], ['2020-01-06T08:00', 'crew-2'], ['2020-01-06T09:00', 'crew-1']])
  })

  test('never books a resource twice nor outside its hours', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 5 }), fc.boolean()), { maxLength: 60 }), (requests) => {
        const calendar = newCalendar('+08:00')
        const taken = new Map<string, number>()
        for (const [hour, halves, both] of requests) {
          const resources = both ? [crew, other] : [crew]
          const slot = earliestSlot(calendar, resources, plus(friday, hours(hour)), minutes(30 * halves))
          book(calendar, resources, slot)
          for (const { id, hours: [opens, closes] } of resources) {
            for (let at = slot.from; at < slot.to; at = plus(at, minutes(30))) {
              const key = `${id} ${at}`
              taken.set(key, (taken.get(key) ?? 0) + 1)
              expect(taken.get(key)).toBe(1)
              const hourOfDay = new Date(at + hours(8)).getUTCHours()
              expect(hourOfDay >= opens && hourOfDay < closes).toBe(true)
            }
          }
        }
      }),
      { numRuns: 50 },
    )
  })
})

test('who is asked at night or at the weekend answers when work begins', () => {
  const calendar = newCalendar('+08:00')
  expect(nextWorking(calendar, crew, friday)).toBe(friday)
  expect(toIso(nextWorking(calendar, crew, instant('2020-01-03T18:00:00+08:00')))).toBe(toIso(instant('2020-01-06T08:00:00+08:00')))
})

test('what is past is forgotten, what is to come is kept', () => {
  const calendar = newCalendar('+08:00')
  const monday = instant('2020-01-06T08:00:00+08:00')
  book(calendar, [crew], { from: friday, to: plus(friday, hours(1)) })
  book(calendar, [crew], { from: monday, to: plus(monday, hours(1)) })
  forgetBefore(calendar, monday)
  expect(Object.keys(calendar.booked['crew-1'] ?? {})).toHaveLength(2)
})
