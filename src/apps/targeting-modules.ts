import type { Rules } from '../assess/public.ts'
import { afterNoting, lanes, openTargeting, oweLessons, targetingJobs, targetingRoutes, type Targeting, type TargetingParts } from '../assess/targeting/public.ts'
import type { Gates } from '../joint/inspections/public.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Machine } from '../platform/context.ts'
import type { Api } from '../platform/http/api.ts'
import type { JobKind, JobKinds } from '../platform/jobs/public.ts'
import { anyRegister, type RegisterCache } from '../registry/register/public.ts'
import { findAcceptedCasesById, findCases } from '../window/declarations/public.ts'

/** Registers of targeting. */
export const targetingRegisters = [anyRegister(lanes)]

/** Choice of what is inspected, beside the rules. */
export interface TargetingModules {
  readonly choose: Targeting['choose']
  /** The rules, handed out once the choice knows what it needs. */
  fresh(rules: Rules): Rules
  /** Keeps how declarations were chosen before what else follows their acceptance. */
  afterAcceptance(next: JobKind): JobKind
  readonly jobs: JobKinds
  readonly onResults: Gates['onResults']
  routes(api: Api): void
}

/** Puts targeting together. */
export function createTargetingModules(machine: Machine, law: () => Pack, cache: RegisterCache): TargetingModules {
  const parts: TargetingParts = {
    law,
    cache,
    declared: async (db, port, ids) => (await findAcceptedCasesById(db, port, ids)).map(({ id, content, acceptedAt }) => ({ id, facts: { ...content, at: acceptedAt } })),
    assessed: findCases,
  }
  const targeting = openTargeting(machine, parts)
  return {
    choose: (rules, facts, assessment) => targeting.choose(rules, facts, assessment),
    fresh: (rules) => ({
      ...rules,
      current() {
        const waiting = targeting.ready(machine.clock.now())
        return waiting === undefined ? rules.current() : waiting.then(() => rules.current())
      },
    }),
    afterAcceptance: (next) => afterNoting(parts, next),
    jobs: targetingJobs(targeting, parts),
    onResults: ({ tx, context, pack }, results) => oweLessons(tx, context, pack, results),
    routes: (api) => targetingRoutes(api, targeting, parts),
  }
}
