export { ClaimLost, type Job, type JobHandler, type JobKind, type JobKinds, type NewJob } from './job.ts'
export { enqueue } from './enqueue.ts'
export { createWorker, type Worker } from './worker.ts'
export { jobRoutes } from './routes.ts'
