import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../../kernel/sha256.ts'
import { algorithm, million, type DrawList, type OfficerEntry } from './draw-list.ts'
import { drawLots, uniform, type Selected } from './draw-lots.ts'

// What is measured of many draws, and for each measure a draw that only it finds out. A list is drawn without replacement and its odd part is drawn for as
// well, so counts vary less than those of independent picks: bounds for such would let through what they are there to find.

type Draw = (seed: string) => readonly Selected[]

const officer = (n: number, load: number, out: OfficerEntry['out'] = null): OfficerEntry => ({ kind: 'officer', code: `I-00${n}`, identity: sha256Hex(`officer ${n}`), load, out })

function listOf(strata: Readonly<Record<string, number>>, rates: Readonly<Record<string, number>>, officers: readonly OfficerEntry[], capacity = 6): DrawList {
  const members = Object.entries(strata).flatMap(([stratum, count]) => Array.from({ length: count }, () => stratum))
  return {
    head: { kind: 'draw', algorithm, draw: '019ca869-5000-7000-8000-000000000001', port: '380101', agency: 'AGA', rules: { rates, crew: 2, capacity }, parties: ['AGA', 'AGB'], replaces: null },
    objects: members.map((stratum, n) => ({ kind: 'object', code: `O-${String(n + 1).padStart(5, '0')}`, identity: sha256Hex(`object ${n}`), stratum, conflicts: [] })),
    officers,
  }
}

/** Critical values of χ² at p = 0.001, by degrees of freedom. */
const critical = [0, 10.828, 13.816, 16.266, 18.467, 20.515]
/** Two-sided bound of 99 %; and of p = 0.001 shared by four officers. */
const [z99, zOfFour] = [2.576, 3.662]

/**
 * χ² of alike candidates drawn without replacement, from what each draw gave every one of them: deviations from the draw's mean, scaled by how much they vary
 * in fact. For k of N that is Σ(c − m)²∕m divided by (1 − k∕N)·N∕(N − 1). Has N − 1 degrees of freedom.
 */
function evenness(draws: readonly (readonly number[])[]): number {
  const size = draws[0]?.length ?? 0
  const sums = new Array<number>(size).fill(0)
  let squares = 0
  for (const counts of draws) {
    const mean = counts.reduce((sum, count) => sum + count, 0) / size
    counts.forEach((count, n) => {
      sums[n] = (sums[n] ?? 0) + count - mean
      squares += (count - mean) ** 2
    })
  }
  return ((size - 1) * sums.reduce((sum, deviation) => sum + deviation ** 2, 0)) / squares
}

/** How far the number drawn of a stratum is from its rate, in standard deviations: only the odd part of an object is left to chance. */
function rateScore(list: DrawList, stratum: string, drawn: readonly number[]): number {
  const wanted = (list.objects.filter((object) => object.stratum === stratum).length * (list.head.rules.rates[stratum] ?? 0)) / million
  const odd = wanted - Math.floor(wanted)
  return (drawn.reduce((sum, count) => sum + count, 0) - drawn.length * wanted) / Math.sqrt(drawn.length * odd * (1 - odd))
}

/** Room of each officer before a draw. */
const roomsOf = ({ officers, head }: DrawList): Map<string, number> => new Map(officers.map(({ code, load, out }) => [code, out === null ? Math.max(0, head.rules.capacity - load) : 0]))

/** Of each officer, how far their picks are from chances in proportion to the room left, pick by pick, in standard deviations. */
function roomScores(list: DrawList, draws: readonly (readonly Selected[])[]): number[] {
  const able = list.officers.filter(({ code }) => (roomsOf(list).get(code) ?? 0) > 0).map(({ code }) => code)
  const [off, variance] = [new Map<string, number>(), new Map<string, number>()]
  for (const drawn of draws) {
    const room = roomsOf(list)
    for (const { officers } of drawn) {
      const left = new Set(able)
      for (const picked of officers) {
        const total = [...left].reduce((sum, code) => sum + (room.get(code) ?? 0), 0)
        for (const code of left) {
          const chance = (room.get(code) ?? 0) / total
          off.set(code, (off.get(code) ?? 0) + (code === picked ? 1 : 0) - chance)
          variance.set(code, (variance.get(code) ?? 0) + chance * (1 - chance))
        }
        left.delete(picked)
        room.set(picked, (room.get(picked) ?? 0) - 1)
      }
    }
  }
  return able.map((code) => (off.get(code) ?? 0) / Math.sqrt(variance.get(code) ?? 1))
}

/** χ² of who goes with whom to the first object of a draw, against chances in proportion to room: one less degree of freedom than pairs. */
function pairScore(list: DrawList, draws: readonly (readonly Selected[])[]): number {
  const rooms = [...roomsOf(list)].filter(([, room]) => room > 0)
  const total = rooms.reduce((sum, [, room]) => sum + room, 0)
  const chance = (a: number, b: number): number => (a / total) * (b / (total - a))
  const counts = new Map<string, number>()
  let crews = 0
  for (const [first] of draws) {
    if (first === undefined) continue
    const pair = [...first.officers].sort().join()
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
    crews++
  }
  return rooms.flatMap(([a, roomA], n) => rooms.slice(n + 1).map(([b, roomB]) => ({ pair: [a, b].sort().join(), expected: crews * (chance(roomA, roomB) + chance(roomB, roomA)) })))
    .reduce((sum, { pair, expected }) => sum + ((counts.get(pair) ?? 0) - expected) ** 2 / expected, 0)
}

const lots = listOf({ high: 4, low: 6 }, { high: 300_000, low: 20_000 }, [officer(1, 0), officer(2, 1), officer(3, 3), officer(4, 4), officer(5, 6), officer(6, 0, 'off-duty')])

/** What the measures say of draws of that list. */
function measure(draws: readonly (readonly Selected[])[]) {
  const of = (stratum: string): number[][] => {
    const codes = lots.objects.filter((object) => object.stratum === stratum).map(({ code }) => code)
    return draws.map((drawn) => codes.map((code) => (drawn.some(({ object }) => object === code) ? 1 : 0)))
  }
  const sums = (stratum: string): number[] => of(stratum).map((counts) => counts.reduce((sum, one) => sum + one, 0))
  const given = new Set(draws.flatMap((drawn) => drawn.flatMap(({ officers }) => officers)))
  return {
    rates: ['high', 'low'].every((stratum) => Math.abs(rateScore(lots, stratum, sums(stratum))) <= z99),
    objects: evenness(of('high')) < (critical[3] ?? 0) && evenness(of('low')) < (critical[5] ?? 0),
    rooms: roomScores(lots, draws).every((score) => Math.abs(score) < zOfFour),
    pairs: pairScore(lots, draws) < (critical[5] ?? 0),
    never: !given.has('I-005') && !given.has('I-006'),
  }
}

const fair: Draw = (seed) => drawLots(lots, seed)
const many = (draw: Draw, count: number): (readonly Selected[])[] => Array.from({ length: count }, (_, n) => draw(sha256Hex(`draw ${n}`)))
const sometimes = (seed: string, oneIn: number): boolean => uniform(seed, ['sometimes'], oneIn) === 0
const holds = { rates: true, objects: true, rooms: true, pairs: true, never: true }

describe('the measures of draws', () => {
  test('100,000 draws: rates within 99 % bounds, objects even, officers in proportion to their room one by one and in pairs (p > 0.001), who is full or away never', () => {
    const draws = many(fair, 100_000)
    expect(measure(draws)).toEqual(holds)
    // Nor do the fewer of the draws below.
    expect(measure(draws.slice(0, 10_000))).toEqual(holds)
  })

  const twins: Readonly<Record<keyof typeof holds, readonly [string, Draw]>> = {
    // One in sixty: independent picks would be allowed to miss as many.
    rates: ['loses its last object one time in sixty', (seed) => (sometimes(seed, 60) ? fair(seed).slice(0, -1) : fair(seed))],
    objects: ['draws again one time in ten when the first of the list was drawn', (seed) => (sometimes(seed, 10) && fair(seed).some(({ object }) => object === 'O-00001') ? fair(sha256Hex(seed)) : fair(seed))],
    rooms: ['takes no account of what is open', (seed) => drawLots({ ...lots, officers: lots.officers.map((one) => (one.load < 6 ? { ...one, load: 0 } : one)) }, seed)],
    pairs: ['keeps two pairs together', together],
    never: ['asks a full officer one time in a thousand', (seed) => (sometimes(seed, 1000) ? drawLots({ ...lots, officers: lots.officers.map((one) => (one.code === 'I-005' ? { ...one, load: 0 } : one)) }, seed) : fair(seed))],
  }

  /** One time in three, 2 with 4 become 3 with 4, and as often 1 with 3 become 1 with 2: everybody goes as often as before. */
  function together(seed: string): readonly Selected[] {
    const [first, ...rest] = fair(seed)
    if (first === undefined) return []
    const swap = (from: readonly string[], to: readonly string[], oneIn: number): readonly string[] | undefined =>
      [...first.officers].sort().join() === from.join() && uniform(seed, ['together'], 1000) < 1000 / oneIn ? to : undefined
    // 2 with 4 is the rarer pair by the ratio of their chances.
    const chance = (a: number, b: number): number => (a * b) / (16 - a) + (a * b) / (16 - b)
    const officers = swap(['I-001', 'I-003'], ['I-001', 'I-002'], 3 * (chance(6, 3) / chance(5, 2))) ?? swap(['I-002', 'I-004'], ['I-003', 'I-004'], 3) ?? first.officers
    return [{ ...first, officers }, ...rest]
  }

  test.each(Object.entries(twins).map(([name, [what]]) => [name, what] as const))('%s: finds the draw that %s, and leaves it to no other measure', (name, what) => {
    const twin = Object.values(twins).find(([called]) => called === what)?.[1] ?? fair
    // Who goes too often goes too often with others as well.
    expect(measure(many(twin, 10_000))).toEqual({ ...holds, ...(name === 'rooms' ? { pairs: false } : {}), [name]: false })
  })

  test('scaled as they should be: of fair draws the χ² has the mean of its degrees of freedom and the rates a variance of one; those of independent picks have not', () => {
    const equal = listOf({ high: 4 }, { high: 300_000 }, [1, 2, 3, 4].map((n) => officer(n, 0)))
    const runs = Array.from({ length: 300 }, (_, run) => Array.from({ length: 60 }, (_, n) => drawLots(equal, sha256Hex(`run ${run} ${n}`))))
    const crewOf = (drawn: readonly Selected[]): number[] => equal.officers.map(({ code }) => (drawn[0]?.officers.includes(code) ? 1 : 0))
    const scaled = runs.map((draws) => evenness(draws.map(crewOf)))
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
    // The mean of 300 values of χ² with 3 degrees of freedom lies within 0.14 of 3, one standard deviation.
    expect(Math.abs(mean(scaled) - 3)).toBeLessThan(z99 * Math.sqrt(6 / 300))
    const independent = runs.map((draws) => [0, 1, 2, 3].reduce((sum, n) => sum + (draws.reduce((count, drawn) => count + (crewOf(drawn)[n] ?? 0), 0) - 30) ** 2 / 30, 0))
    expect(mean(independent)).toBeLessThan(3 - 2 * z99 * Math.sqrt(6 / 300))
    const scores = runs.map((draws) => rateScore(equal, 'high', draws.map((drawn) => drawn.length)))
    expect(Math.abs(mean(scores.map((score) => score ** 2)) - 1)).toBeLessThan(z99 * Math.sqrt(2 / 300))
    // Of independent picks the same deviations would count half.
    expect(mean(scores.map((score) => (score ** 2 * 0.16) / (4 * 0.3 * 0.7)))).toBeLessThan(0.25)
  })
})

describe('the spread of workload', () => {
  const five = [1, 2, 3, 4, 5].map((n) => officer(n, 0))
  const day = listOf({ all: 40 }, { all: million }, five, 20)
  const widest = (draw: Draw): number =>
    Math.max(...Array.from({ length: 100 }, (_, n) => {
      const drawn = draw(sha256Hex(`day ${n}`))
      const loads = five.map(({ code }) => drawn.filter(({ officers }) => officers.includes(code)).length)
      return Math.max(...loads) - Math.min(...loads)
    }))
  /** As the draw, with equal chances for all who have room instead of chances in proportion to it. */
  const regardless: Draw = (seed) => {
    const room = new Map(five.map(({ code }) => [code, 20]))
    return drawLots(day, seed).map(({ object }) => {
      const officers: string[] = []
      for (const place of [0, 1]) {
        const able = [...room].filter(([code, left]) => left > 0 && !officers.includes(code)).map(([code]) => code)
        const code = able[uniform(seed, ['any', object, place], able.length)] ?? ''
        officers.push(code)
        room.set(code, (room.get(code) ?? 0) - 1)
      }
      return { object, officers, short: false }
    })
  }

  test('over a hundred days of forty inspections the loads of five equals never differ by more than nine; drawn regardless of what each was given they do', () => {
    expect(widest((seed) => drawLots(day, seed))).toBeLessThanOrEqual(9)
    expect(widest(regardless)).toBeGreaterThan(9)
  })
})
