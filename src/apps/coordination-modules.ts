import { agreementRegisters, agreementRoutes, answerJobs, channelsOf, issueKind, overdueIn, termsFrom } from '../joint/agreements/public.ts'
import { refuseForInspection, type InspectionParts, type TermsOf } from '../joint/inspections/public.ts'
import { accessLog } from '../joint/liability/public.ts'
import { measureRoutes } from '../joint/measures/public.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Machine } from '../platform/context.ts'
import type { Api } from '../platform/http/api.ts'
import type { JobKinds } from '../platform/jobs/public.ts'
import type { AnyCaseKind } from '../platform/procedures/public.ts'
import type { RegisterCache } from '../registry/register/public.ts'
import { bookingRoutes, openingRoutes } from '../registry/resources/public.ts'

/** Registers of these modules. */
export const coordinationRegisters = agreementRegisters

/** What happens around agreeing on an inspection: equipment, ports, arrangements between agencies. */
export interface CoordinationModules {
  readonly terms: TermsOf
  readonly overdue: InspectionParts['overdue']
  readonly kinds: readonly AnyCaseKind[]
  readonly jobs: JobKinds
  routes(api: Api): void
}

/** Puts the modules of coordination together. */
export function createCoordinationModules(machine: Machine, law: () => Pack, cache: RegisterCache): CoordinationModules {
  const issues = issueKind(law, cache)
  return {
    terms: termsFrom(cache, law),
    overdue: overdueIn,
    kinds: [issues],
    jobs: answerJobs({ law, cache, issues, channels: channelsOf(machine.config) }),
    routes(api) {
      bookingRoutes(api, { cache, law, forInspection: refuseForInspection })
      openingRoutes(api, { cache, law })
      agreementRoutes(api, { cache, law, issues, onRead: accessLog(law).view })
      measureRoutes(api, law)
    },
  }
}
