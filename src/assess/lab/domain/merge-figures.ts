import type { PairFigures, PartFigures } from './tally.ts'

const keyOf = ({ before, after }: PairFigures): string => JSON.stringify([before, after])

/** Two parts as one: what fits one comparison is counted together. */
export function mergeFigures(a: PartFigures, b: PartFigures): PartFigures {
  const pairs = new Map<string, PairFigures>()
  for (const pair of [...a.pairs, ...b.pairs]) {
    const known = pairs.get(keyOf(pair))
    const hours = known === undefined ? pair.hours : pair.hours.map((cases, hour) => cases + (known.hours[hour] ?? 0))
    pairs.set(keyOf(pair), known === undefined ? pair : { ...pair, hours, cases: pair.cases + known.cases, looks: pair.looks + known.looks, finds: pair.finds + known.finds })
  }
  const traders = new Map<string, readonly [string, number, number, number]>()
  for (const [code, stricter, milder, other] of [...a.traders, ...b.traders]) {
    const [, s = 0, m = 0, o = 0] = traders.get(code) ?? [code, 0, 0, 0]
    traders.set(code, [code, s + stricter, m + milder, o + other])
  }
  return { cases: a.cases + b.cases, apart: a.apart + b.apart, pairs: [...pairs.values()], traders: [...traders.values()] }
}

export const noFigures: PartFigures = { cases: 0, apart: 0, pairs: [], traders: [] }
