import type { Api } from '../../platform/http/api.ts'
import { centreRoutes } from './centre-routes.ts'
import { alertRoutes, recordRoutes } from './routes-entries.ts'
import { holdRoutes } from './hold-routes.ts'
import type { RiskParts } from './parts.ts'
import { bulletinRoutes, exchangeRoutes, warningRoutes } from './routes-watch.ts'

/** Everything of the risk centre (口岸风险布控中心, RR-16). */
export function riskRoutes(api: Api, parts: RiskParts): void {
  centreRoutes(api, parts)
  recordRoutes(api, parts)
  alertRoutes(api, parts)
  holdRoutes(api, parts)
  warningRoutes(api, parts)
  bulletinRoutes(api)
  exchangeRoutes(api, parts)
}
