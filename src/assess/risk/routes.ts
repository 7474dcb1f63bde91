import type { Api } from '../../platform/http/api.ts'
import { alertRoutes, recordRoutes } from './entry-routes.ts'
import { holdRoutes } from './hold-routes.ts'
import type { RiskParts } from './parts.ts'

/** Everything of the risk centre (口岸风险布控中心, RR-16). */
export function riskRoutes(api: Api, parts: RiskParts): void {
  recordRoutes(api, parts)
  alertRoutes(api, parts)
  holdRoutes(api, parts)
}
