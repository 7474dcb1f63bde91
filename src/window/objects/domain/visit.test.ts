import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { days, instant, plus, type Instant } from '../../../kernel/instant.ts'
import { chooseVisit, type Visit } from './visit.ts'

const span = days(30)
const march = instant('2026-03-01T00:00:00Z')

describe('which visit a container number means', () => {
  test('a number nobody has heard of begins visit 1', () => {
    expect(chooseVisit([], march, span)).toEqual({ visit: 1, from: plus(march, -span), to: plus(march, span), isNew: true })
  })

  test('a second declaration within the span means the same box', () => {
    const first = chooseVisit([], march, span)
    expect(chooseVisit([first], plus(march, days(29)), span)).toMatchObject({ visit: 1, isNew: false })
    expect(chooseVisit([first], plus(march, -days(20)), span)).toMatchObject({ visit: 1, isNew: false })
  })

  test('the box that comes back later is another object, and spans do not overlap', () => {
    const first = chooseVisit([], march, span)
    const second = chooseVisit([first], plus(march, days(31)), span)
    expect(second).toMatchObject({ visit: 2, isNew: true, from: plus(first.to, 1) })
  })

  test('an old movement told late means the old visit', () => {
    const first = chooseVisit([], march, span)
    const second = chooseVisit([first], plus(march, days(200)), span)
    expect(chooseVisit([second, first], plus(march, days(3)), span).visit).toBe(1)
    expect(chooseVisit([second, first], plus(march, days(40)), span).visit).toBe(1)
    expect(chooseVisit([second, first], plus(march, days(165)), span).visit).toBe(2)
  })

  test('what is wanted over a span means the visit that is there when it begins, else the first that begins within it; a span that meets none, a new one', () => {
    const first = chooseVisit([], march, span)
    const second = chooseVisit([first], plus(march, days(200)), span)
    const meant = (from: number, to: number): number => chooseVisit([second, first], plus(march, days(from)), span, plus(march, days(to))).visit
    expect([meant(3, 300), meant(40, 60), meant(40, 180), meant(-90, 2), meant(300, 400)]).toEqual([1, 1, 2, 1, 3])
  })

  test('however sightings fall, numbers have no gap, spans never overlap and a sighting repeated means the same visit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 30 }), (moments) => {
        const visits: Visit[] = []
        for (const day of moments) {
          const at: Instant = plus(march, days(day))
          const chosen = chooseVisit(visits, at, span)
          if (chosen.isNew) visits.push(chosen)
          expect(chooseVisit(visits, at, span).visit).toBe(chosen.visit)
        }
        expect(visits.map((visit) => visit.visit)).toEqual(visits.map((_, i) => i + 1))
        visits.forEach((visit, i) => expect(visit.from).toBeGreaterThan(visits[i - 1]?.to ?? 0))
      }),
    )
  })
})
