// The front door of declarations.
import type { Pack } from '../../kernel/pack.ts'
import type { Api } from '../../platform/http/api.ts'
import type { Sights } from '../../platform/sight/known-subjects.ts'
import type { JobKinds } from '../../platform/jobs/public.ts'
import { batchRoute } from './batch-route.ts'
import type { Intake } from './intake.ts'
import { documentRoute } from './document-route.ts'
import { priorityRoute } from './priority-route.ts'
import { readRoutes, type Shared, type StartsOf } from './read-routes.ts'
import { submitRoute } from './submit-routes.ts'
import { tellAcceptance } from './tell-acceptance.ts'
import { uploadRoutes } from './upload-routes.ts'

export { findAcceptedAfter, findDrawable, findItemCodes, type AcceptancePlace, type AcceptedDeclaration } from './accepted-store.ts'
export { changeStatus, findCases, findDeclarants, findNumbers, findWaitingIds, lockCases, type DeclarationCase } from './case-store.ts'
export type { Declaration } from './declaration.ts'
export { maySee } from './domain/permissions.ts'
export { countAcceptedCases, findAcceptedCases, findAcceptedCasesById, firstAcceptance, type AcceptedCase } from './history-store.ts'
export { findDeclaration, findIdByNumber } from './list-store.ts'
export { nextStatuses, type DeclarationStatus } from './domain/status.ts'
export { policyClocks } from './policy-clocks.ts'
export { findDeclaredGoods, findReleasedGoods } from './goods-store.ts'
export { countWaiting, findContents, lookBack, lookBackAtBox, type LookedBack } from './look-back-store.ts'
export { createIntake, type Intake } from './intake.ts'
export type { Outcome } from './accept-declarations.ts'

/** Every route of declarations. */
export function declarationRoutes(api: Api, parts: { readonly intake: Intake; readonly law: () => Pack; readonly sights: Sights; readonly shared: Shared; readonly startsOf: StartsOf }): void {
  submitRoute(api, parts.intake)
  batchRoute(api, parts.intake)
  uploadRoutes(api, parts.intake, parts.law)
  documentRoute(api, parts.law)
  priorityRoute(api, parts.law, parts.shared.fieldsFor)
  readRoutes(api, parts.law, parts.sights, parts.shared, parts.startsOf)
}

/** Background work of declarations. Derived directives (`declarations-accepted`) are the directive desk's. */
export const declarationJobs = { 'declarations-told': tellAcceptance } satisfies JobKinds
