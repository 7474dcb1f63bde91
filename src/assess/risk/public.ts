// The front door of the risk centre.
export { keepAccepted } from './keep-held.ts'
export type { RiskParts } from './parts.ts'
export { riskPartners } from './partners-register.ts'
export { riskJobs, followSoon } from './jobs.ts'
export { riskRoutes } from './routes.ts'
export { openRiskWatch, type RiskWatch } from './watch.ts'
