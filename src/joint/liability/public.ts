// The front door of liability.
export { logDirectiveView, logView } from './log-access.ts'
export { liabilityRoutes } from './routes.ts'
