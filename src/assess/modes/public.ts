// The front door of modes: measures of conformity assessment, categories, measures of policy.
export { outstanding, type MetMeasure } from './domain/outstanding.ts'
export { clockOf } from './domain/policy-steps.ts'
export { isRegistered, measureAt, wantedMeasures, type WantedMeasure } from './domain/wanted-measures.ts'
