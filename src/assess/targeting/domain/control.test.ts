import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choose, type Choosing } from './choose.ts'
import { laneControl, lanePlan, remembered } from './control.ts'
import { ticketOf } from './draw-ticket.ts'

/** Numbers in [0, 1) from a seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
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

describe('capacity', () => {
  test.each(Object.entries(worlds))('%s scores: what is inspected matches what the yard can take within a tenth, day for day', (_, shift) => {
    const next = numbers(7)
    const control = laneControl()
    const [capacity, perDay] = [200, 2000]
    let before = { arrivals: 0, owed: 0 }
    const ratios: number[] = []
    for (let day = 0; day < 16; day++) {
      const plan = lanePlan({ capacity, ...before })
      const counts = { arrivals: 0, owed: 0, picked: 0 }
      for (let i = 0; i < perDay; i++) {
        counts.arrivals++
        const { basis } = choose(control, { lane: 'l', model: 1, score: normal(next) + shift(day), contributions: [], wanted: next() < 0.02, plan, share: 0.01, ticket: next() })
        if (basis === 'rules' || basis === 'random') counts.owed++
        else if (basis === 'targeting') counts.picked++
      }
      before = counts
      if (day > 0) ratios.push((counts.owed + counts.picked) / capacity)
    }
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThanOrEqual(0.1)
  })

  test('ties are no excuse: where all scores are the same, as many are picked', () => {
    const control = laneControl()
    let picked = 0
    for (let i = 0; i < 5000; i++) {
      const one = control.pick(0, 0.1).picked
      control.count(one, { rate: 0.1, fill: 0.1 })
      if (one) picked++
    }
    expect(Math.abs(picked / 5000 - 0.1)).toBeLessThan(0.01)
  })

  test('what is owed comes first: a yard that is full of it picks nothing by score, a yard larger than the traffic takes all', () => {
    expect(lanePlan({ capacity: 50, arrivals: 1000, owed: 60 }).rate).toBe(0)
    expect(lanePlan({ capacity: 2000, arrivals: 1000, owed: 60 }).rate).toBe(1)
    expect(lanePlan({ capacity: 100, arrivals: 1000, owed: 0 }).rate).toBe(0.1)
    const control = laneControl()
    for (let i = 0; i < 100; i++) control.pick(i % 7, 0.5)
    expect([control.pick(99, 0).picked, control.pick(-99, 1).picked]).toEqual([false, true])
  })

  test('the highest are taken: of still scores the picked ones are nearly those above the quantile', () => {
    const next = numbers(3)
    const control = laneControl()
    const scores = Array.from({ length: 20_000 }, () => normal(next))
    const picked = scores.filter((score) => {
      const one = control.pick(score, 0.1).picked
      control.count(one, { rate: 0.1, fill: 0.1 })
      return one
    })
    const best = [...scores].sort((a, b) => b - a).slice(0, picked.length)
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(picked)).toBeGreaterThan(0.93 * mean(best))
  })

  test('a lane goes on where it was stored, and its memory is bounded', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { maxLength: 900 }), fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 40 }), (first, then) => {
        const control = laneControl()
        for (const score of first) control.count(control.pick(score, 0.2).picked, { rate: 0.2, fill: 0.2 })
        const again = laneControl(JSON.parse(JSON.stringify(control.state())) as ReturnType<typeof control.state>)
        expect(control.state().scores.length).toBeLessThanOrEqual(remembered)
        for (const score of then) expect(again.pick(score, 0.2)).toEqual(control.pick(score, 0.2))
      }),
      { numRuns: 30 },
    )
  })
})

describe('choosing', () => {
  const asked: Choosing = { lane: 'import/sea', model: 3, score: 1, contributions: [], wanted: false, plan: { rate: 0.1, fill: 0.1 }, share: 0.02, ticket: 0.5 }

  test('rules first, then the score, then the lot; the lot does not look at the score', () => {
    const control = laneControl()
    for (let i = 0; i < 200; i++) control.pick(i / 100, 0.1)
    expect(choose(control, { ...asked, wanted: true, score: 99, ticket: 0 })).toMatchObject({ basis: 'rules', probability: 1 })
    expect(choose(control, { ...asked, score: 99, ticket: 0 })).toMatchObject({ basis: 'targeting', probability: 1 })
    for (const score of [-9, 0, 0.5]) expect(choose(control, { ...asked, score, ticket: 0.01 })).toMatchObject({ basis: 'random', probability: 0.02 })
    expect(choose(control, { ...asked, score: -9, ticket: 0.03 })).toMatchObject({ basis: 'none' })
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
