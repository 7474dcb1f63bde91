export { measureRoutes } from './routes.ts'
