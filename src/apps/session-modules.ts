import { noGates, type Gates } from '../joint/inspections/public.ts'
import { workGates, workPlanRoutes } from '../joint/session/public.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Machine } from '../platform/context.ts'
import type { Api } from '../platform/http/api.ts'

/** What happens around a joint session: the merged work plan, images, liability. */
export interface SessionModules {
  /** What they add to the acts of an inspection. */
  readonly gates: Gates
  routes(api: Api): void
}

/** Puts the modules around a joint session together. */
export function createSessionModules(machine: Machine, law: () => Pack): SessionModules {
  const now = () => machine.clock.now()
  return {
    gates: { ...noGates, ...workGates(law, now) },
    routes(api) {
      workPlanRoutes(api, law)
    },
  }
}
