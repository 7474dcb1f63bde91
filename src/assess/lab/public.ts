// The front door of the rule lab.
import type { Api } from '../../platform/http/api.ts'
import type { JobKinds } from '../../platform/jobs/public.ts'
import { gatherJob, gatherKind } from '../history/public.ts'
import { backtestRoutes } from './backtest-routes.ts'
import type { LabParts } from './deps.ts'
import { trialJob } from './look-at-trial.ts'
import { reviewDue, reviewJob } from './review-due.ts'
import { backtestJob } from './run-backtest.ts'
import { backtestKind } from './start-backtest.ts'
import { trialKind } from './start-trial.ts'
import { versionRoutes } from './version-routes.ts'

export { keepHistory } from '../history/public.ts'
export { type ProposedLaw } from './candidate.ts'
export type { LabParts } from './deps.ts'
export { readyToGoLive } from './readiness.ts'
export { ruleGate } from './rule-gate.ts'
export { startBacktest } from './start-backtest.ts'
export { startTrial } from './start-trial.ts'
export { openRuleTrials, type RuleTrials } from './try-rule.ts'

/** Every route of the lab. */
export function labRoutes(api: Api, parts: LabParts): void {
  backtestRoutes(api, parts)
  versionRoutes(api, parts)
}

/** Background work of the lab: the history, and what is tried on it. */
export function labJobs(parts: LabParts): JobKinds {
  return { [gatherKind]: gatherJob(parts.law), [backtestKind]: backtestJob(parts), [trialKind]: trialJob(parts), [reviewDue]: reviewJob(parts) }
}
