// The front door of liability.
export { accessLog, type AccessLog } from './log-access.ts'
export { liabilityRoutes } from './routes.ts'
