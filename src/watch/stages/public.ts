// The front door of the figures of stages.
export { stageRoutes } from './routes.ts'
