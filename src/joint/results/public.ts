// The front door of results: what other modules may import.
export type { InspectionResult } from './domain/result.ts'
export { resultRoutes } from './routes.ts'
export { countAdoptions, followDisposition, insertResults } from './store.ts'
