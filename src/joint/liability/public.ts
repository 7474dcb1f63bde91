// The front door of liability.
export { checkDossier, type CheckedDossier } from './check-dossier.ts'
export { Dossier } from './dossier-view.ts'
export { accessLog, type AccessLog } from './log-access.ts'
export { liabilityRoutes } from './routes.ts'
