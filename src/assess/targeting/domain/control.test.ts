import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededNumbers } from '../../../kernel/seeded-numbers.ts'
import { fromEpoch, instant, toIso } from '../../../kernel/instant.ts'
import { basisOf, choose, type Choice, type Choosing } from './choose.ts'
import { chanceOf, knownFrom, lanePlan, nextCut, nextCutAt, remembered, type LaneCut, type LanePlan } from './control.ts'
import { ticketOf } from './draw-ticket.ts'

const normal = (next: () => number): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

/** How scores move from day to day: what a new model, a season or a new trade do to them. */
const worlds = {
  still: () => 0,
  rising: (day: number) => day * 0.3,
  falling: (day: number) => -day * 0.3,
  'jumping up': (day: number) => (day >= 7 ? 4 : 0),
  'jumping down': (day: number) => (day >= 7 ? -4 : 0),
  'to and fro': (day: number) => (day % 2 === 0 ? 1.5 : -1.5),
} satisfies Record<string, (day: number) => number>

/** A lane as it is run: a cut for each `slot` cases, made from what was there when the slot before began. */
function openLane(slot: number): { plan: LanePlan; pass(score: number, wanted: boolean, ticket: number): Choice } {
  const lane = { plan: lanePlan({ capacity: 0, arrivals: 0, owed: 0 }) }
  const scores: number[] = []
  let [cut, next]: (LaneCut | undefined)[] = []
  let [count, since] = [0, { cases: 0, inspected: 0 }]
  return Object.assign(lane, {
    pass(score: number, wanted: boolean, ticket: number): Choice {
      if (count % slot === 0) cut = next
      const choice = choose({ lane: 'l', model: 1, score, contributions: [], wanted, cut, share: 0.01, ticket })
      if (!wanted) scores.push(choice.score)
      if (scores.length > remembered) scores.shift()
      since = { cases: since.cases + 1, inspected: since.inspected + (choice.basis === 'none' ? 0 : 1) }
      if (count++ % slot === 0) {
        next = nextCut(scores, lane.plan, fromEpoch(count), next, since)
        since = { cases: 0, inspected: 0 }
      }
      return choice
    },
  })
}

describe('capacity', () => {
  test.each(Object.entries(worlds).flatMap(([name, shift]) => [[name, 'two cases a minute', 200, 2000, 2, shift], [name, 'forty a minute', 800, 8000, 40, shift]] as const))('%s scores, %s: what is inspected matches what the yard can take within a tenth, day for day', (_name, _traffic, capacity, perDay, slot, shift) => {
    const next = seededNumbers(7)
    const lane = openLane(slot)
    let before = { arrivals: 0, owed: 0 }
    const ratios: number[] = []
    for (let day = 0; day < 9; day++) {
      lane.plan = lanePlan({ capacity, ...before })
      const counts = { arrivals: 0, owed: 0, picked: 0 }
      for (let i = 0; i < perDay; i++) {
        counts.arrivals++
        const { basis } = lane.pass(normal(next) + shift(day), next() < 0.02, next())
        if (basis === 'rules' || basis === 'random') counts.owed++
        else if (basis === 'targeting') counts.picked++
      }
      before = counts
      if (day > 0) ratios.push((counts.owed + counts.picked) / capacity)
    }
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThanOrEqual(0.1)
  })

  test('GV-15: where all scores are the same the lot decides, as many as planned, and the same however the cases are divided among processes', () => {
    const next = seededNumbers(5)
    const cut = nextCut(Array.from({ length: remembered }, () => 0), { rate: 0.1, fill: 0.1 }, fromEpoch(1), undefined, { cases: 0, inspected: 0 })
    expect(cut).toMatchObject({ threshold: 0, margin: 0.1 })
    const cases = Array.from({ length: 20_000 }, () => next())
    const picked = cases.filter((ticket) => choose({ lane: 'l', model: 1, score: 0, contributions: [], wanted: false, cut, share: 0.01, ticket }).basis === 'targeting')
    expect(Math.abs(picked.length / cases.length - 0.1)).toBeLessThan(2.576 * Math.sqrt((0.1 * 0.9) / cases.length))
    expect(picked.every((ticket) => ticket < 0.1)).toBe(true)
  })

  test('what is owed comes first: a yard that is full of it picks nothing by score, a yard larger than the traffic takes all', () => {
    expect(lanePlan({ capacity: 50, arrivals: 1000, owed: 60 }).rate).toBe(0)
    expect(lanePlan({ capacity: 2000, arrivals: 1000, owed: 60 }).rate).toBe(1)
    expect(lanePlan({ capacity: 100, arrivals: 1000, owed: 0 }).rate).toBe(0.1)
    const scores = Array.from({ length: 100 }, (_, i) => i % 7)
    const cutAt = (rate: number): LaneCut => nextCut(scores, { rate, fill: rate }, fromEpoch(1), undefined, { cases: 0, inspected: 0 })
    expect([chanceOf(cutAt(0), 99), chanceOf(cutAt(1), -99), chanceOf(undefined, 99)]).toEqual([0, 1, 0])
  })

  test('the highest are taken: of still scores the picked ones are nearly those above the quantile', () => {
    const next = seededNumbers(3)
    const lane = openLane(10)
    lane.plan = { rate: 0.1, fill: 0.1 }
    const scores = Array.from({ length: 20_000 }, () => normal(next))
    const picked = scores.filter((score) => lane.pass(score, false, next()).basis === 'targeting')
    const best = [...scores].sort((a, b) => b - a).slice(0, picked.length)
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(picked)).toBeGreaterThan(0.9 * mean(best))
  })

  test('a cut picks the planned share of the scores it was made from, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: remembered }), fc.double({ min: 0, max: 1, noNaN: true }), (scores, rate) => {
        const cut = nextCut(scores, { rate, fill: rate }, fromEpoch(1), undefined, { cases: 0, inspected: 0 })
        const expected = scores.reduce((sum, score) => sum + chanceOf(cut, score), 0) / scores.length
        expect(Math.abs(expected - rate)).toBeLessThan(0.002)
      }),
      { numRuns: 200 },
    )
  })

  test('cuts begin on whole minutes, and whoever looked by the lead before has the one that decides', () => {
    const at = instant('2026-03-02T09:00:30Z')
    expect(toIso(nextCutAt(at))).toBe('2026-03-02T09:01:00.000Z')
    expect(toIso(nextCutAt(instant('2026-03-02T09:00:55.001Z')))).toBe('2026-03-02T09:02:00.000Z')
    // What can still be made at a moment begins after everything that is known then may decide.
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), (made, decided) => {
      const [making, deciding] = [fromEpoch(made), fromEpoch(decided)]
      if (nextCutAt(making) <= deciding) expect(making).toBeLessThanOrEqual(knownFrom(deciding))
    }))
  })
})

describe('choosing', () => {
  const cut: LaneCut = { since: fromEpoch(1), threshold: 2, margin: 0.5, rate: 0.1, fill: 0.1, debt: 0 }
  const asked: Choosing = { lane: 'import/sea', model: 3, score: 1, contributions: [], wanted: false, cut, share: 0.02, ticket: 0.7 }

  test('rules first, then the score, alike to the threshold by lot, then the random share; the lot does not look at the score', () => {
    expect(choose({ ...asked, wanted: true, score: 99, ticket: 0 })).toMatchObject({ basis: 'rules', probability: 1 })
    expect(choose({ ...asked, score: 99, ticket: 0 })).toMatchObject({ basis: 'targeting', probability: 1 })
    expect(choose({ ...asked, score: 2.01, ticket: 0.49 })).toMatchObject({ basis: 'targeting', probability: 0.5 })
    expect(choose({ ...asked, score: 1.99, ticket: 0.51 })).toMatchObject({ basis: 'none', probability: 0.5 })
    for (const score of [-9, 0, 0.5]) expect(choose({ ...asked, score, ticket: 0.01 })).toMatchObject({ basis: 'random', probability: 0.02 })
    expect(choose({ ...asked, score: -9, ticket: 0.03 })).toMatchObject({ basis: 'none' })
    expect(choose({ ...asked, cut: undefined, score: 50 })).toMatchObject({ basis: 'none', threshold: 99 })
  })

  test('GV-15: whatever came before, one case is decided as it is decided alone, and from what is kept with it the same follows again', () => {
    const one = fc.record({ score: fc.double({ min: -20, max: 20, noNaN: true }), ticket: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), wanted: fc.boolean() })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 20 }), one, fc.option(fc.double({ min: -3, max: 3, noNaN: true }), { nil: undefined }), (others, mine, threshold) => {
        const held = threshold === undefined ? undefined : { ...cut, threshold }
        const alone = choose({ ...asked, ...mine, cut: held })
        for (const other of others) choose({ ...asked, ...other, cut: held })
        expect(choose({ ...asked, ...mine, cut: held })).toEqual(alone)
        expect(basisOf({ ...(JSON.parse(JSON.stringify(alone)) as Choice), wanted: mine.wanted })).toBe(alone.basis)
      }),
    )
  })

  test('tickets are even, and follow neither the order nor the name of a trader', () => {
    const drawn = Array.from({ length: 20_000 }, (_, i) => ticketOf('380101', '2026-03-02', 'secret', `E-${i % 50}`, `BL${i}`))
    for (const share of [0.01, 0.05, 0.5]) {
      const rate = drawn.filter((ticket) => ticket < share).length / drawn.length
      expect(Math.abs(rate - share)).toBeLessThan(2.576 * Math.sqrt((share * (1 - share)) / drawn.length))
    }
    expect(ticketOf('380101', '2026-03-02', 'secret', 'E-1', 'BL1')).not.toBe(ticketOf('380101', '2026-03-03', 'secret', 'E-1', 'BL1'))
  })
})
