// The front door of liability.
export { logView } from './log-access.ts'
export { liabilityRoutes } from './routes.ts'
