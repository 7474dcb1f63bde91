import type { Instant, Milliseconds } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import { keyOf, type Indicator, type Traits } from './indicators.ts'

/**
 * What was seen under one key: checks made, finds among them, and the finds that coarser indicators expected. All three are weighted: a check counts
 * twice what one a half-life earlier counts (`weightAt`), so that sums can be added in any order and never have to be touched to age.
 */
export interface Counter {
  readonly checks: number
  readonly finds: number
  readonly expected: number
}

/** Indicators with what they have learned: counters by key for each indicator, in the order of `indicators`. */
export interface Model {
  readonly indicators: readonly Indicator[]
  /** Log-odds of a find where no indicator speaks. */
  readonly base: number
  /** Time after which a check counts half; never when undefined. */
  readonly halfLife: Milliseconds | undefined
  /** The moment at which a check weighs 1. */
  readonly reference: Instant
  readonly counters: readonly ReadonlyMap<string, Counter>[]
}

/** The chance, between 0 and 1, that log-odds stand for. */
export const chanceOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))
/** The inverse of `chanceOf`, for chances strictly between 0 and 1: neither end has finite log-odds. */
export const logOddsOf = (chance: number): number => Math.log(chance / (1 - chance))

/** What a check of that moment weighs, in checks of the model's reference. */
export function weightAt({ halfLife, reference }: Pick<Model, 'halfLife' | 'reference'>, at: Instant): number {
  return halfLife === undefined ? 1 : 2 ** ((at - reference) / halfLife)
}

const surest = 0.001
const steps = 8

/**
 * The effect of a key in log-odds: how much likelier a find is than coarser indicators expect, held to nought by the ridge (empirical Bayes: the most
 * likely effect where effects of the indicator scatter around nought with variance 1/ridge). `share` ages the counters to the moment of the question.
 */
export function effectOf({ checks, finds, expected }: Counter, ridge: number, share = 1): number {
  const n = checks * share
  if (n <= 0) return 0
  const prior = logOddsOf(Math.min(1 - surest, Math.max(surest, expected / checks)))
  let effect = 0
  for (let step = 0; step < steps; step++) {
    const chance = chanceOf(prior + effect)
    const slope = n * chance * (1 - chance) + ridge
    // Where all or nothing was found the parabola overshoots.
    effect += Math.max(-2, Math.min(2, (finds * share - n * chance - ridge * effect) / slope))
  }
  return effect
}

/** One indicator's part of a score, with what it rests on; aged counts, so that they may be broken numbers. */
export interface Contribution extends Counter {
  readonly indicator: string
  readonly key: string
  /** In log-odds; the parts and the base add up to the score. */
  readonly effect: number
}

/** A model made ready for questions of one moment; each effect is worked out when it is first asked for. */
export interface Scorer {
  readonly model: Model
  /** The log-odds of a find. */
  score(traits: Traits): number
  /** The parts of the score that are not nought, in the order of the indicators; with the base they add up to it exactly. */
  explain(traits: Traits): Contribution[]
  /** Puts new counters in the place of those of the same key. */
  put(counters: readonly (Counter & { readonly indicator: string; readonly key: string })[]): void
}

/** Makes a model ready. The model itself is not changed by what is put in afterwards. */
export function scorerAt(model: Model, at: Instant): Scorer {
  const { indicators, base } = model
  const share = 1 / weightAt(model, at)
  const places = new Map(indicators.map(({ name }, n) => [name, n]))
  const effects = indicators.map((): Map<string, number> => new Map())
  const newer = indicators.map((): Map<string, Counter> => new Map())
  const counterOf = (n: number, key: string): Counter | undefined => newer[n]?.get(key) ?? model.counters[n]?.get(key)
  function effectAt(n: number, key: string): number {
    const known = effects[n]?.get(key)
    if (known !== undefined) return known
    const counter = counterOf(n, key)
    // Keys of which nothing is known are as many as the world is wide: they are not remembered.
    if (counter === undefined) return 0
    const effect = effectOf(counter, must(indicators[n], 'an indicator').ridge, share)
    effects[n]?.set(key, effect)
    return effect
  }
  return {
    model,
    score(traits) {
      let sum = base
      for (let n = 0; n < indicators.length; n++) {
        const key = keyOf(indicators[n] as Indicator, traits)
        if (key !== undefined) sum += effectAt(n, key)
      }
      return sum
    },
    explain: (traits) =>
      indicators.flatMap((indicator, n) => {
        const key = keyOf(indicator, traits)
        const counter = key === undefined ? undefined : counterOf(n, key)
        if (key === undefined || counter === undefined) return []
        const effect = effectAt(n, key)
        return effect === 0 ? [] : [{ indicator: indicator.name, key, effect, checks: counter.checks * share, finds: counter.finds * share, expected: counter.expected * share }]
      }),
    put(counters) {
      for (const { indicator, key, checks, finds, expected } of counters) {
        const n = places.get(indicator)
        // A counter of an indicator that the model does not have belongs to another version.
        if (n === undefined) continue
        newer[n]?.set(key, { checks, finds, expected })
        effects[n]?.delete(key)
      }
    },
  }
}

/** What one result adds to one counter. */
export interface Lesson extends Counter {
  readonly indicator: string
  readonly key: string
}

/**
 * What a result teaches: for each indicator one check, perhaps a find, and the find that the indicators before it expected of the case when it was
 * judged. Sums of lessons are counters, whatever their order.
 */
export function lessonsOf(scorer: Scorer, traits: Traits, found: boolean, at: Instant): Lesson[] {
  const { model } = scorer
  const weight = weightAt(model, at)
  const effects = new Map(scorer.explain(traits).map(({ indicator, effect }) => [indicator, effect]))
  let sum = model.base
  return model.indicators.flatMap((indicator) => {
    const expected = weight * chanceOf(sum)
    const key = keyOf(indicator, traits)
    if (key === undefined) return []
    sum += effects.get(indicator.name) ?? 0
    return [{ indicator: indicator.name, key, checks: weight, finds: found ? weight : 0, expected }]
  })
}
