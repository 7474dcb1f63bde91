import type { Instant } from '../../../kernel/instant.ts'
import { naiveRate, trueRate, type Estimate } from './estimate.ts'
import { fitModel, type CheckedCase } from './fit-model.ts'
import type { Indicator } from './indicators.ts'
import { scorerAt } from './model.ts'

/** A case of a history of which everything turned out, though nobody would have known without looking. */
export interface HistoricCase extends CheckedCase {
  /** `YYYY-MM`. */
  readonly month: string
  /** Uniform in [0, 1), the same in every replay. */
  readonly ticket: number
}

export interface ReplayOptions {
  readonly indicators: readonly Indicator[]
  /** Share of the cases of a month that can be inspected. */
  readonly capacity: number
  /** Share of all cases that is inspected whatever the score; 0: none after the first month. */
  readonly randomShare: number
  readonly passes?: number
}

/** What a month came to. */
export interface ReplayedMonth {
  readonly month: string
  readonly cases: number
  readonly inspected: number
  readonly byScore: number
  readonly atRandom: number
  /** Finds among those inspected. */
  readonly precision: number
  /** Finds among those picked by score; undefined where none were. */
  readonly precisionByScore: number | undefined
  /** Finds made of all there were to make. */
  readonly recall: number
  /** What only the history knows. */
  readonly truth: number
  /** The share of all cases with something to find, told from what was inspected; undefined without a random share. */
  readonly estimate: Estimate | undefined
  /** The same, told as if those inspected were like all. */
  readonly naive: Estimate
}

/**
 * Goes through a history month by month as it would have been: only what was inspected is known and learned from, the model is fitted anew before each
 * month. The first month knows nothing and inspects its whole capacity at random, also without a permanent share: one has to begin.
 */
export function replayMonths(cases: readonly HistoricCase[], { indicators, capacity, randomShare, passes = 2 }: ReplayOptions): ReplayedMonth[] {
  const months = [...new Set(cases.map(({ month }) => month))].sort()
  const known: CheckedCase[] = []
  return months.map((month) => {
    const arriving = cases.filter((one) => one.month === month)
    const inspected = pick(arriving, known, { indicators, capacity, randomShare, passes })
    known.push(...inspected.byScore, ...inspected.atRandom)
    return summary(month, arriving, inspected, known.length === inspected.atRandom.length ? capacity : randomShare)
  })
}

interface Picked {
  readonly byScore: readonly HistoricCase[]
  readonly atRandom: readonly HistoricCase[]
}

function pick(arriving: readonly HistoricCase[], known: readonly CheckedCase[], { indicators, capacity, randomShare, passes }: Required<ReplayOptions>): Picked {
  if (known.length === 0) return { byScore: [], atRandom: arriving.filter(({ ticket }) => ticket < capacity) }
  const reference = known.reduce((latest, { at }) => (at > latest ? at : latest), known[0]?.at as Instant)
  const scorer = scorerAt(fitModel(indicators, known, { reference, passes }), reference)
  const scored = arriving.map((one) => ({ one, score: scorer.score(one.traits) }))
  scored.sort((a, b) => b.score - a.score || a.one.ticket - b.one.ticket)
  // Of those that the score leaves, the random share: places for it are kept free.
  const free = Math.round(((capacity - randomShare) / (1 - randomShare)) * arriving.length)
  return { byScore: scored.slice(0, free).map(({ one }) => one), atRandom: scored.slice(free).flatMap(({ one }) => (one.ticket < randomShare ? [one] : [])) }
}

const finds = (cases: readonly CheckedCase[]): number => cases.filter(({ found }) => found).length

function summary(month: string, arriving: readonly HistoricCase[], { byScore, atRandom }: Picked, share: number): ReplayedMonth {
  const groups = [{ probability: 1, checks: byScore.length, finds: finds(byScore) }, { probability: share, checks: atRandom.length, finds: finds(atRandom) }]
  const found = finds(byScore) + finds(atRandom)
  const there = finds(arriving)
  return {
    month,
    cases: arriving.length,
    inspected: byScore.length + atRandom.length,
    byScore: byScore.length,
    atRandom: atRandom.length,
    precision: found / Math.max(1, byScore.length + atRandom.length),
    precisionByScore: byScore.length === 0 ? undefined : finds(byScore) / byScore.length,
    recall: found / Math.max(1, there),
    truth: there / Math.max(1, arriving.length),
    estimate: share > 0 ? trueRate(groups) : undefined,
    naive: naiveRate(groups),
  }
}

/**
 * The same history with a change in it: from `since` on what was found under one commodity code is found under another, so that what was learned is
 * wrong and as much is there to be found as before. Codes change places by a rotation of all there are.
 */
export function movedHistory(cases: readonly HistoricCase[], since: string): HistoricCase[] {
  const codes = [...new Set(cases.map(({ traits }) => traits['hs6'] ?? ''))].sort()
  const half = Math.floor(codes.length / 2)
  const moved = new Map(codes.map((code, i) => [code, codes[(i + half) % codes.length] as string]))
  return cases.map((one) => {
    if (one.month < since) return one
    const hs6 = moved.get(one.traits['hs6'] ?? '') ?? ''
    return { ...one, traits: { ...one.traits, hs6, hs4: hs6.slice(0, 4), hs2: hs6.slice(0, 2) } }
  })
}
