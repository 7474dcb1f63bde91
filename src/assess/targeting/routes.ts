import { z } from 'zod'
import { atPort, type Actor } from '../../kernel/actor.ts'
import { days, hours, parseInstant, plus, toIso, type Instant } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeCursor, encodeCursor, ListQuery } from '../../platform/http/cursor.ts'
import { Moment } from '../../platform/http/moments.ts'
import { findOutcomes, findTallies } from './choice-store.ts'
import { effectOf, weightAt } from './domain/model.ts'
import { mayReadTargeting } from './domain/permissions.ts'
import { activateIndicators, cancelFit, FitIndicators, startFit } from './fit-indicators.ts'
import { listFits, type Fit } from './fit-store.ts'
import { findModel, listModels, searchCounters } from './model-store.ts'
import type { Targeting } from './open-targeting.ts'
import { randomShareAt, type TargetingParts } from './parts.ts'
import { listReplays } from './replay-store.ts'
import { listSecrets } from './secret-store.ts'
import { FitView, IndicatorView, LaneView, ModelView, RateView, ReplayView, toFitView, toModelView, toRateView } from './views.ts'

const tags = ['targeting']
const Port = z.string().min(1).max(40)
const Version = z.strictObject({ version: z.coerce.number().int().min(1).max(2_147_483_647) })
const statuses = { 'targeting/same-person': 403, 'targeting/not-waiting': 409, 'targeting/nothing-to-learn': 409, 'targeting/fit-running': 409, 'targeting/fit-ended': 409 } as const
/** Longest stretch rates are told of. */
const longest = days(400)

/** Learned indicators, choice of what is inspected, rates (DR-01, RR-15): for officials only. */
export function targetingRoutes(api: Api, targeting: Targeting, parts: TargetingParts): void {
  modelRoutes(api)
  api.read({
    path: '/targeting/selection', operation: 'readSelection', tags, query: z.strictObject({ port: Port }),
    reply: z.strictObject({ port: z.string(), share: z.number(), lanes: z.array(LaneView) }),
    summary: 'What each lane of a port can inspect in a day, and what was chosen in the last one, by reason',
    run: async (context, { query }) => at(context, query.port, async () => {
      const since = plus(context.now, -hours(24))
      const tallies = await findTallies(context.db, query.port, since)
      const lanes = [...targeting.capacities(query.port, context.now)].map(([lane, { capacity }]) => {
        const of = tallies.filter((tally) => tally.lane === lane)
        const count = (basis: string): number => of.reduce((sum, tally) => sum + (tally.basis === basis ? tally.cases : 0), 0)
        const first = of.reduce<Instant | undefined>((earliest, tally) => (earliest === undefined || tally.since < earliest ? tally.since : earliest), undefined)
        const [byRules, byScore, atRandom] = [count('rules'), count('targeting'), count('random')]
        return { lane, capacity, arrivals: byRules + byScore + atRandom + count('none'), byRules, byScore, atRandom, ...(first === undefined ? {} : { since: toIso(first) }) }
      })
      return ok({ port: query.port, share: randomShareAt(parts.law(), query.port, context.now), lanes: lanes.sort((a, b) => (a.lane < b.lane ? -1 : 1)) })
    }),
  })
  api.read({
    path: '/targeting/rates', operation: 'readRates', tags,
    query: z.strictObject({ port: Port, lane: z.string().max(40).optional(), from: Moment.optional(), to: Moment.optional() }),
    reply: z.strictObject({ port: z.string(), from: z.string(), to: z.string(), total: RateView, weeks: z.array(RateView) }),
    summary: 'Hit rates by week: by score, at random, and the share of all declarations with something to find, with its interval of 95 %',
    run: async (context, { query }) => at(context, query.port, async () => {
      const to = parseInstant(query.to ?? '') ?? context.now
      const from = Math.max(parseInstant(query.from ?? '') ?? plus(to, -days(90)), plus(to, -longest)) as Instant
      const groups = await findOutcomes(context.db, query.port, query.lane, from, to)
      const weeks = [...new Set(groups.map(({ week }) => week))].sort()
      return ok({ port: query.port, from: toIso(from), to: toIso(to), total: toRateView('', groups), weeks: weeks.map((week) => toRateView(week, groups.filter((group) => group.week === week))) })
    }),
  })
  api.read({
    path: '/targeting/indicators', operation: 'findIndicators', tags, query: z.strictObject({ begins: z.string().min(1).max(200) }), reply: z.strictObject({ version: z.number(), items: z.array(IndicatorView) }),
    summary: 'What is known under keys that begin so: checks, finds, finds that coarser indicators expected, and the effect on a score',
    run: async (context, { query }) => {
      const denied = mayReadTargeting(context.actor)
      if (denied !== undefined) return refuse(denied)
      const { version } = await targeting.scorer(context.now)
      const model = await findModel(context.db, version)
      if (model === undefined) return refuse({ code: 'common/not-found' })
      const share = 1 / weightAt({ halfLife: model.halfLife ?? undefined, reference: model.reference }, context.now)
      const items = (await searchCounters(context.db, version, query.begins, 100)).map((counter) => {
        const ridge = model.indicators.find(({ name }) => name === counter.indicator)?.ridge ?? 1
        return { indicator: counter.indicator, key: counter.key, checks: counter.checks * share, finds: counter.finds * share, expected: counter.expected * share, effect: effectOf(counter, ridge, share) }
      })
      return ok({ version, items })
    },
  })
  api.read({
    path: '/targeting/random-share', operation: 'listRandomShares', tags, query: z.strictObject({ port: Port }),
    reply: z.strictObject({ items: z.array(z.strictObject({ port: z.string(), day: z.string(), commitment: z.string(), secret: z.string().nullable() })) }),
    summary: 'What the random share of each day was drawn from: the commitment from its beginning, the secret once the day is over',
    run: async (context, { query }) => at(context, query.port, async () => ok({ items: await listSecrets(context.db, query.port, 60) })),
  })
  api.read({
    path: '/targeting/replays', operation: 'listTargetingReplays', tags, reply: z.strictObject({ items: z.array(ReplayView) }),
    summary: 'Replays month by month of a history, with and without a permanent random share, the latest first',
    run: async ({ actor, db }) => {
      const denied = mayReadTargeting(actor)
      if (denied !== undefined) return refuse(denied)
      return ok({ items: (await listReplays(db, 8)).map((replay) => ({ ...replay, replayedAt: toIso(replay.replayedAt) })) })
    },
  })
}

function modelRoutes(api: Api): void {
  api.command({
    method: 'POST', path: '/targeting/models', operation: 'fitIndicators', tags, statuses, success: 201, body: FitIndicators, reply: FitView, example: { note: 'Results up to the end of the quarter' },
    summary: 'Have the indicators fitted anew to the latest results, by a job, as a version that waits for a second person',
    run: async (tx, context, { body }) => viewedFit(await startFit(tx, context, body)),
  })
  api.command({
    method: 'POST', path: '/targeting/fits/:id/cancel', operation: 'cancelFit', tags, statuses, params: z.strictObject({ id: z.uuid() }), body: z.strictObject({ id: z.uuid().optional() }), reply: FitView, example: {},
    summary: 'End a fit that waits or is under way',
    run: async (tx, context, { params }) => viewedFit(await cancelFit(tx, context, params.id)),
  })
  api.read({
    path: '/targeting/fits', operation: 'listFits', tags, reply: z.strictObject({ items: z.array(FitView) }), summary: 'Fits of the indicators with their progress, the latest first',
    run: async ({ actor, db }) => {
      const denied = mayReadTargeting(actor)
      return denied === undefined ? ok({ items: (await listFits(db, 8)).map(toFitView) }) : refuse(denied)
    },
  })
  api.command({
    method: 'POST', path: '/targeting/models/:version/activate', operation: 'activateIndicators', tags, statuses, params: Version, reply: ModelView,
    summary: 'Put a version of the indicators into force, as the second person',
    run: async (tx, context, { params }) => viewed(await activateIndicators(tx, context, params.version)),
  })
  api.read({
    path: '/targeting/models', operation: 'listIndicatorModels', tags, query: ListQuery, reply: z.strictObject({ items: z.array(ModelView), next: z.string().optional() }),
    summary: 'Versions of the learned indicators, the newest first',
    run: async ({ actor, db }, { query }) => {
      const denied = mayReadTargeting(actor)
      if (denied !== undefined) return refuse(denied)
      const after = decodeCursor(query.after, ['int'])
      if (!after.ok) return after
      const models = await listModels(db, after.value?.[0], query.limit + 1)
      const last = models[query.limit - 1]
      return ok({ items: models.slice(0, query.limit).map(toModelView), ...(models.length > query.limit && last !== undefined ? { next: encodeCursor([last.version]) } : {}) })
    },
  })
}

const viewedFit = (done: Result<Fit>): Result<FitView> => (done.ok ? ok(toFitView(done.value)) : done)
const viewed = (done: Awaited<ReturnType<typeof activateIndicators>>): Result<ModelView> => (done.ok ? ok(toModelView(done.value)) : done)

/** Answers officials of the port; to others there is nothing. */
async function at<T>({ actor }: Pick<Context, 'actor'>, port: string, answer: () => Promise<Result<T>>): Promise<Result<T>> {
  const denied = mayReadTargeting(actor) ?? (atPort(actor satisfies Actor, port) ? undefined : { code: 'common/not-found' })
  return denied === undefined ? answer() : refuse(denied)
}
