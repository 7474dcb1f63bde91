// The front door of laboratories.
export { capabilityClasses, laboratories } from './laboratory-registers.ts'
export { laboratoryRoutes } from './routes.ts'
