// The front door of replays: what apps and the demo generator import.
export { chance, pick, weighted } from './domain/chance.ts'
export { containerNumber, imoNumber } from './domain/identifiers.ts'
export { gradeOf, type TariffView } from './domain/map-declaration.ts'
export type { ReplayProfile } from './domain/replay-profile.ts'
export { importDeclarations, type ImportSummary } from './import-declarations.ts'
export { FileUnusable } from './read-declarations.ts'
export { replayRoutes } from './routes.ts'
