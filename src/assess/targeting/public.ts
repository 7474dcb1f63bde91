// The front door of targeting: what apps, benchmarks and the demo import.
import type { Context } from '../../platform/context.ts'
import type { JobKind, JobKinds } from '../../platform/jobs/public.ts'
import { fitKind } from './fit-indicators.ts'
import { fitJob } from './fit-job.ts'
import { learnJob, learnKind } from './learn-results.ts'
import { noteChoices } from './note-choices.ts'
import type { Targeting } from './open-targeting.ts'
import type { TargetingParts } from './parts.ts'

export { fitModel, type CheckedCase } from './domain/fit-model.ts'
export type { Indicator } from './domain/indicators.ts'
export { scorerAt, type Scorer } from './domain/model.ts'
export { movedHistory, replayMonths, type HistoricCase } from './domain/replay-months.ts'
export { sumRandomShare } from './choice-store.ts'
export { capacitiesAt, lanes } from './lanes-register.ts'
export { oweLessons } from './learn-results.ts'
export { replayHistory } from './replay-history.ts'
export { targetingRoutes } from './routes.ts'
export { openTargeting, type Targeting } from './open-targeting.ts'
export type { TargetingParts } from './parts.ts'

/** Background work of targeting. */
export function targetingJobs(targeting: Targeting, parts: TargetingParts): JobKinds {
  return { [learnKind]: learnJob(targeting, parts), [fitKind]: fitJob(parts) }
}

/** Keeps how a batch of declarations was chosen before the work that follows their acceptance is done and ends their job. */
export function afterNoting(parts: TargetingParts, next: JobKind): JobKind {
  return {
    ...next,
    async run(context: Context, job) {
      await noteChoices(context, parts, job)
      await next.run(context, job)
    },
  }
}
