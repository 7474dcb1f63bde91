// The front door of acceptance: what other modules may import.
export { admissionKind } from './admission-kind.ts'
export { bodies as acceptanceBodies, recognitions } from './bodies-register.ts'
export { publicCatalogue } from './catalogue.ts'
export type { AcceptanceParts } from './parts.ts'
export { registrationKind } from './registration-kind.ts'
export { acceptanceRoutes } from './routes.ts'
