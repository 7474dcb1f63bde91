// The front door of the joint session: what other modules may import.
export { imageRoutes } from './image-routes.ts'
export { imagesOwed } from './images-owed.ts'
export { workPlanRoutes } from './routes.ts'
export { giveVerdict, putImage } from './read-images.ts'
export { secondaryKind } from './secondary-kind.ts'
export { secondaryRoutes } from './secondary-routes.ts'
export { workGates } from './session-gates.ts'
export { responsibleIn, workPlanOf } from './work-plan.ts'
