// The front door of the joint session: what other modules may import.
export { workPlanRoutes } from './routes.ts'
export { workGates } from './session-gates.ts'
export { workPlanOf } from './work-plan.ts'
