import { acceptanceBodies, acceptanceRoutes, admissionKind, publicCatalogue, recognitions, registrationKind, type AcceptanceParts } from '../clear/acceptance/public.ts'
import type { InspectionParts } from '../joint/inspections/public.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Queryable } from '../platform/database/database.ts'
import type { Api } from '../platform/http/api.ts'
import { anyCaseKind, type AnyCaseKind } from '../platform/procedures/public.ts'
import { anyRegister, type RegisterCache } from '../registry/register/public.ts'

/** Registers of acceptance. */
export const acceptanceRegisters = [anyRegister(acceptanceBodies), anyRegister(recognitions)]

/** Acceptance of third parties' reports. */
export interface AcceptanceModules {
  /** Life cycles whose clocks are looked after. */
  readonly kinds: readonly AnyCaseKind[]
  /** Bodies as they are listed at a moment, for whoever offers them. */
  readonly catalogue: (db: Queryable, at: Instant) => ReturnType<typeof publicCatalogue>
  routes(api: Api): void
}

/** Puts the acceptance of reports together. */
export function createAcceptanceModules(law: () => Pack, cache: RegisterCache, inspections: InspectionParts, onFailed: NonNullable<AcceptanceParts['onFailed']>): AcceptanceModules {
  const parts: AcceptanceParts = { law, cache, inspections, onFailed }
  const admission = anyCaseKind(admissionKind(parts))
  const registration = anyCaseKind(registrationKind(law))
  return { kinds: [admission, registration], catalogue: (db, at) => publicCatalogue(db, parts, at), routes: (api) => acceptanceRoutes(api, parts, { admission, registration }) }
}
