// The front door of shared openings: what other modules may import.
export { openingRoutes, SharedOpeningView } from './routes.ts'
