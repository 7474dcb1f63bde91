// The front door of results: what other modules may import.
export type { Adoption, InspectionResult } from './domain/result.ts'
export { findLooks } from './looks-store.ts'
export { resultRoutes } from './routes.ts'
export { shareResults, type AnsweredLate } from './share-results.ts'
export { shareRoutes } from './share-routes.ts'
export { findSharedAgencies } from './share-store.ts'
export { countAdoptions, findAdoptions, findProblems, findResult, findResults, listOwnLooks, listResults, followDisposition, insertResults } from './store.ts'
