export { travellerRoutes } from './routes.ts'
