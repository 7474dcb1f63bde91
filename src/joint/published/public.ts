// The front door of results for everybody.
export { publishedResultRoutes } from './routes.ts'
