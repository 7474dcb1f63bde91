// The front door of dealings between agencies: exchange, recognition, assistance.
export { assistanceKind } from './assistance-kind.ts'
export { entitlements } from './entitlements-register.ts'
export { logDenied, logQuery } from './log-query.ts'
export { mutualRoutes } from './routes.ts'
