// The front door of replays: what apps and the demo generator import.
export { chance, pick, weighted } from './domain/chance.ts'
export { containerNumber, imoNumber } from './domain/identifiers.ts'
export { replayRoutes } from './routes.ts'
