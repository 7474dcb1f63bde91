import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { naiveRate, trueRate, type Estimate } from './domain/estimate.ts'
import type { Fit } from './fit-store.ts'
import type { OutcomeGroup } from './choice-store.ts'
import type { StoredModel } from './model-store.ts'

const EstimateView = z.strictObject({ rate: z.number(), low: z.number(), high: z.number(), checks: z.number() })
const CountView = z.strictObject({ checks: z.number(), finds: z.number() })

export const ModelView = z.strictObject({
  version: z.number(), state: z.enum(['recorded', 'active', 'replaced']), cases: z.number(), finds: z.number(), note: z.string(), author: z.string(), recordedAt: z.string(), fittedThrough: z.string(),
  activatedBy: z.string().optional(), validFrom: z.string().optional(), validTo: z.string().optional(),
  indicators: z.array(z.strictObject({ name: z.string(), traits: z.array(z.string()).readonly(), ridge: z.number() })).readonly(),
})
export type ModelView = z.infer<typeof ModelView>

/** A version of the indicators as it is sent. */
export function toModelView(model: StoredModel): ModelView {
  const { version, state, cases, finds, note, authorName, recordedAt, fittedThrough, activatedName, validFrom, validTo, indicators } = model
  return {
    version, state, cases, finds, note, author: authorName, recordedAt: toIso(recordedAt), fittedThrough: toIso(fittedThrough), indicators,
    ...(activatedName === null ? {} : { activatedBy: activatedName }),
    ...(validFrom === null ? {} : { validFrom: toIso(validFrom) }),
    ...(validTo === null ? {} : { validTo: toIso(validTo) }),
  }
}

export const FitView = z.strictObject({
  id: z.string(), state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']), note: z.string(), askedBy: z.string(), askedAt: z.string(), endedAt: z.string().optional(),
  /** Results read, indicators fitted or keys written, by stage. */
  progress: z.strictObject({ stage: z.enum(['reading', 'fitting', 'writing']), done: z.number(), total: z.number() }),
  version: z.number().optional(), error: z.string().optional(),
})
export type FitView = z.infer<typeof FitView>

/** A fit as it is sent. */
export function toFitView({ id, state, stage, done, total, note, askedName, askedAt, endedAt, version, error }: Fit): FitView {
  return {
    id, state, note, askedBy: askedName, askedAt: toIso(askedAt), progress: { stage, done, total },
    ...(endedAt === null ? {} : { endedAt: toIso(endedAt) }),
    ...(state !== 'done' || version === null ? {} : { version }),
    ...(error === null ? {} : { error }),
  }
}

export const RateView = z.strictObject({
  week: z.string(),
  byRules: CountView,
  byScore: CountView,
  atRandom: CountView,
  /** Share of all declarations with something to find, told from the random share; absent where nothing was drawn. */
  estimate: EstimateView.optional(),
  /** Finds among those inspected, as if they were like all. */
  naive: EstimateView,
})
export type RateView = z.infer<typeof RateView>

/** Rates of a stretch of time, from its results. */
export function toRateView(week: string, groups: readonly OutcomeGroup[]): RateView {
  const count = (basis: OutcomeGroup['basis']): z.infer<typeof CountView> => {
    const of = groups.filter((group) => group.basis === basis)
    return { checks: of.reduce((sum, { checks }) => sum + checks, 0), finds: of.reduce((sum, { finds }) => sum + finds, 0) }
  }
  const atRandom = count('random')
  const estimate: { readonly estimate?: Estimate } = atRandom.checks === 0 ? {} : { estimate: trueRate(groups) }
  return { week, byRules: count('rules'), byScore: count('targeting'), atRandom, ...estimate, naive: naiveRate(groups) }
}

export const LaneView = z.strictObject({
  lane: z.string(), capacity: z.number(), arrivals: z.number(), byRules: z.number(), byScore: z.number(), atRandom: z.number(), since: z.string().optional(),
})

export const IndicatorView = z.strictObject({ indicator: z.string(), key: z.string(), checks: z.number(), finds: z.number(), expected: z.number(), effect: z.number() })

export const ReplayView = z.strictObject({
  id: z.string(), name: z.string(), capacity: z.number(), share: z.number(), cases: z.number(), replayedAt: z.string(),
  months: z.array(
    z.strictObject({
      month: z.string(), cases: z.number(), inspected: z.number(), byScore: z.number(), atRandom: z.number(), precision: z.number(), precisionByScore: z.number().optional(), recall: z.number(),
      truth: z.number(), estimate: EstimateView.optional(), naive: EstimateView,
    }),
  ).readonly(),
})
