// The front door of dealings between agencies: exchange, recognition, assistance.
export { assistanceKind } from './assistance-kind.ts'
export { entitlements } from './entitlements-register.ts'
export { logQuery } from './log-query.ts'
export { queryRoute } from './query-route.ts'
export { standingSight, type StandingSight } from './standing-sight.ts'
export { mutualRoutes } from './routes.ts'
