// The front door of liability.
export { logDirectiveView, logView, logViewOf } from './log-access.ts'
export { liabilityRoutes } from './routes.ts'
