// The front door of targeting: what apps, benchmarks and the demo import.
export { trueRate, wilson, type Estimate } from './domain/estimate.ts'
export { fitModel, type CheckedCase } from './domain/fit-model.ts'
export type { Indicator, Traits } from './domain/indicators.ts'
export { scorerAt, type Model, type Scorer } from './domain/model.ts'
export { movedHistory, replayMonths, type HistoricCase, type ReplayedMonth } from './domain/replay-months.ts'
