import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Api, Statuses } from '../../platform/http/api.ts'
import { mayReadTables } from '../domain/permissions.ts'
import { VersionView, versionView } from '../version-view.ts'
import { listActs } from './act-store.ts'
import { TableName } from './backtest-routes.ts'
import type { LabParts } from './deps.ts'
import { reportOf } from './read-trial.ts'
import { Review, reviewActivation, RollBack, rollBackVersion } from './roll-back.ts'
import { EndTrial, StartCanary, StartShadow, startTrial, withdrawTrial } from './start-trial.ts'
import { findTrialOf, listTrials, type Trial } from './trial-store.ts'
import { SummaryView } from './views.ts'

const tags = ['rule-lab']
const Version = z.strictObject({ name: TableName, version: z.coerce.number().int().min(1).max(2_000_000_000) })
const statuses: Statuses = { 'tables/same-person': 403, 'tables/already-active': 409, 'lab/trial-running': 409, 'lab/ended-already': 409, 'tables/not-in-force': 409, 'tables/nothing-before': 409, 'tables/no-review-owed': 409 }

const TrialView = z.strictObject({
  id: z.uuid(), table: z.string(), number: z.number(), kind: z.enum(['shadow', 'canary']), state: z.enum(['running', 'ended']), ports: z.array(z.string()).nullable(), share: z.number().nullable(),
  startsAt: z.string(), endsAt: z.string(), startedBy: z.string(), endedBy: z.string().nullable(), endedAt: z.string().nullable(), reason: z.string().nullable(), lookedAt: z.string().nullable(),
})
const rate = z.strictObject({ low: z.number(), mid: z.number(), high: z.number() })
const ArmView = z.strictObject({ cases: z.number(), modes: z.array(z.strictObject({ mode: z.string(), cases: z.number() })).readonly(), inspections: z.number(), looked: z.number(), found: z.number(), rate })
const TrialReportView = TrialView.extend({ summary: SummaryView, arms: z.strictObject({ version: ArmView, others: ArmView }).optional() })

const ActView = z.strictObject({
  number: z.number(), kind: z.enum(['activated', 'emergency', 'rolled-back']), at: z.string(), takesEffect: z.string(), by: z.string(), reason: z.string().nullable(),
  review: z.strictObject({ by: z.string(), at: z.string(), upheld: z.boolean(), note: z.string() }).nullable(), reviewBy: z.string().nullable(),
})

function trialView({ id, table, version, kind, state, ports, share, startsAt, endsAt, startedBy, endedBy, endedAt, reason, lookedAt }: Trial): z.infer<typeof TrialView> {
  return {
    id, table, number: version, kind, state, ports: ports === null ? null : [...ports], share, startsAt: toIso(startsAt), endsAt: toIso(endsAt), startedBy,
    endedBy, endedAt: endedAt === null ? null : toIso(endedAt), reason, lookedAt: lookedAt === null ? null : toIso(lookedAt),
  }
}

function trialRoutes(api: Api, parts: LabParts, kind: Trial['kind']): void {
  const path = `/tables/:name/versions/:version/${kind}`
  const name = kind === 'shadow' ? 'Shadow' : 'Canary'
  api.read({
    path, operation: `read${name}`, tags, params: Version, reply: TrialReportView,
    summary: kind === 'shadow' ? 'What the version would have judged of live cases, beside what was judged' : 'The cases a canary judged beside the others',
    run: async (context, { params }) => {
      const denied = mayReadTables(context.actor)
      if (denied !== undefined) return refuse(denied)
      const trial = await findTrialOf(context.db, params.name, params.version, kind)
      if (trial === undefined) return refuse({ code: 'common/not-found' })
      const { summary, arms } = await reportOf(context, parts, trial)
      return ok({ ...trialView(trial), summary: summary as z.infer<typeof SummaryView>, ...(arms === undefined ? {} : { arms }) })
    },
  })
  api.command({
    method: 'POST', path: `${path}/end`, operation: `end${name}`, tags, statuses, params: Version, body: EndTrial, reply: TrialView, example: { reason: 'Enough has been seen' },
    summary: kind === 'shadow' ? 'End a shadow before its time' : 'Withdraw a canary: it judges nothing any more',
    run: async (tx, context, { params, body }) => {
      const ended = await withdrawTrial(tx, context, params.name, params.version, kind, body.reason)
      return ended.ok ? ok(trialView(ended.value)) : ended
    },
  })
}

/** What becomes of a recorded version below `/tables/{name}/versions/{version}`: shadow, canary, roll-back, review; and what became of the others. */
export function versionRoutes(api: Api, parts: LabParts): void {
  trialRoutes(api, parts, 'shadow')
  trialRoutes(api, parts, 'canary')
  api.command({
    method: 'POST', path: '/tables/:name/versions/:version/shadow', operation: 'startShadow', tags, statuses, success: 201, params: Version, body: StartShadow, reply: TrialView, example: { days: 14 },
    summary: 'Run a version in the shadow: it is asked about every live case and decides none',
    run: async (tx, context, { params, body }) => {
      const started = await startTrial(tx, context, parts, params.name, params.version, { kind: 'shadow', ports: body.ports, days: body.days })
      return started.ok ? ok(trialView(started.value)) : started
    },
  })
  api.command({
    method: 'POST', path: '/tables/:name/versions/:version/canary', operation: 'startCanary', tags, statuses, success: 201, params: Version, body: StartCanary, reply: TrialView, example: { share: 0.05, days: 14 },
    summary: 'Let a version judge a share of the live cases, by a second person',
    run: async (tx, context, { params, body }) => {
      const started = await startTrial(tx, context, parts, params.name, params.version, { kind: 'canary', ports: body.ports, share: body.share, days: body.days })
      return started.ok ? ok(trialView(started.value)) : started
    },
  })
  api.command({
    method: 'POST', path: '/tables/:name/versions/:version/roll-back', operation: 'rollBackTableVersion', tags, statuses, params: Version, body: RollBack, reply: VersionView, example: { reason: 'Holds goods it was not meant for' },
    summary: 'End a version that is in force: the one before it judges again, cases in between keep what they were judged by',
    run: async (tx, context, { params, body }) => {
      const back = await rollBackVersion(tx, context, parts.law(), params.name, params.version, body.reason)
      return back.ok ? ok(versionView(back.value)) : back
    },
  })
  api.command({
    method: 'POST', path: '/tables/:name/versions/:version/review', operation: 'reviewTableVersion', tags, statuses, params: Version, body: Review, reply: VersionView, example: { upheld: true, note: 'The alert was justified' },
    summary: 'Review an emergency activation, as a third person; what is not upheld is rolled back',
    run: async (tx, context, { params, body }) => {
      const reviewed = await reviewActivation(tx, context, parts.law(), params.name, params.version, body)
      return reviewed.ok ? ok(versionView(reviewed.value)) : reviewed
    },
  })
  api.read({
    path: '/tables/:name/acts', operation: 'listTableActs', tags, summary: 'What was done with the versions of a table: activations, roll-backs and reviews, and their trials', params: z.strictObject({ name: TableName }),
    reply: z.strictObject({ acts: z.array(ActView), trials: z.array(TrialView) }),
    run: async (context: Context, { params }) => {
      const denied = mayReadTables(context.actor)
      if (denied !== undefined) return refuse(denied)
      const [acts, trials] = await Promise.all([listActs(context.db, params.name, 200), listTrials(context.db, params.name, 200)])
      return ok({
        trials: trials.map(trialView),
        acts: acts.map(({ version, kind, at, takesEffect, by, reason, reviewBy, reviewedAt, reviewer, upheld, review }) => ({
          number: version, kind, at: toIso(at), takesEffect: toIso(takesEffect), by, reason, reviewBy: reviewBy === null ? null : toIso(reviewBy),
          review: reviewedAt === null ? null : { by: reviewer ?? '', at: toIso(reviewedAt), upheld: upheld === true, note: review ?? '' },
        })),
      })
    },
  })
}
