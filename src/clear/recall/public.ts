// The front door of recalls: what apps wires.
export { recallAfter } from './follow-failed-sample.ts'
export { openRecall } from './open-recall.ts'
export { recallKind } from './recall-kind.ts'
export { recallRoutes } from './routes.ts'
