import type { Instant, Milliseconds } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import { keyOf, type Indicator, type Traits } from './indicators.ts'
import { chanceOf, effectOf, logOddsOf, weightAt, type Counter, type Model } from './model.ts'

/** A case somebody looked into, and whether anything was found. */
export interface CheckedCase {
  readonly traits: Traits
  readonly found: boolean
  readonly at: Instant
}

export interface FitOptions {
  readonly halfLife?: Milliseconds | undefined
  /** The moment at which a check weighs 1: the end of the history. */
  readonly reference: Instant
  /** How often the indicators are gone through; after the first time each is compared with all others. */
  readonly passes?: number
  /** Told after each indicator of each pass, how many are done of how many. */
  readonly onStep?: (done: number, total: number) => void
}

interface Column {
  readonly indicator: Indicator
  readonly keys: readonly string[]
  /** Number of the key of each case; -1 where the indicator is silent. */
  readonly of: Int32Array
}

function columnOf(indicator: Indicator, cases: readonly CheckedCase[]): Column {
  const numbers = new Map<string, number>()
  const of = new Int32Array(cases.length)
  cases.forEach(({ traits }, i) => {
    const key = keyOf(indicator, traits)
    let number = key === undefined ? -1 : numbers.get(key)
    if (number === undefined) {
      number = numbers.size
      numbers.set(key as string, number)
    }
    of[i] = number
  })
  return { indicator, keys: [...numbers.keys()], of }
}

/**
 * Fits indicators to a history: indicator by indicator, each key's effect is worked out against what all other indicators expect of its cases, some
 * passes long (backfitting of an additive logistic model with normal effects). Same history, same model. Nothing is known afterwards but counters, so a
 * fitted model goes on learning by `lessonsOf` and is explained by the same sentence: so many finds in so many checks, where so many were expected.
 */
export function fitModel(indicators: readonly Indicator[], cases: readonly CheckedCase[], { halfLife, reference, passes = 3, onStep }: FitOptions): Model {
  const weights = Float64Array.from(cases, ({ at }) => weightAt({ halfLife, reference }, at))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const found = cases.reduce((sum, one, i) => sum + (one.found ? (weights[i] as number) : 0), 0)
  // One find more and one clean case more: a history without either has log-odds too.
  const base = logOddsOf((found + 1) / (total + 2))
  const columns = indicators.map((indicator) => columnOf(indicator, cases))
  const sums = new Float64Array(cases.length).fill(base)
  const effects = columns.map(({ keys }) => new Float64Array(keys.length))
  const counters = columns.map((): Map<string, Counter> => new Map())
  for (let pass = 0; pass < passes; pass++) {
    columns.forEach((column, n) => {
      counters[n] = refit(column, must(effects[n], 'effects of each'), sums, cases, weights)
      onStep?.(pass * columns.length + n + 1, passes * columns.length)
    })
  }
  return { indicators, base, halfLife, reference, counters }
}

function refit({ indicator, keys, of }: Column, effects: Float64Array, sums: Float64Array, cases: readonly CheckedCase[], weights: Float64Array): Map<string, Counter> {
  const checks = new Float64Array(keys.length)
  const finds = new Float64Array(keys.length)
  const expected = new Float64Array(keys.length)
  for (let i = 0; i < of.length; i++) {
    const key = of[i] as number
    if (key < 0) continue
    const weight = weights[i] as number
    sums[i] = (sums[i] as number) - (effects[key] as number)
    checks[key] = (checks[key] as number) + weight
    if (cases[i]?.found === true) finds[key] = (finds[key] as number) + weight
    expected[key] = (expected[key] as number) + weight * chanceOf(sums[i] as number)
  }
  const counters = new Map<string, Counter>()
  keys.forEach((name, key) => {
    const counter = { checks: checks[key] as number, finds: finds[key] as number, expected: expected[key] as number }
    counters.set(name, counter)
    effects[key] = effectOf(counter, indicator.ridge)
  })
  for (let i = 0; i < of.length; i++) {
    const key = of[i] as number
    if (key >= 0) sums[i] = (sums[i] as number) + (effects[key] as number)
  }
  return counters
}
