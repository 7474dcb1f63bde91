// The front door of inspections: what other modules may import.
export { planArrangement, writeArrangement, type Arrangement, type Arranging } from './arrange.ts'
export { inspectionRoutes, type InspectionParts } from './routes.ts'
export type { Site, Sites } from './sites.ts'
export { leaveInspection } from './leave.ts'
export { settleGoods } from './outstanding-work.ts'
export { sitesFrom } from './register-sites.ts'
export { addDeclarationsToInspections } from './store.ts'
