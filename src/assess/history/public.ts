// The front door of the column history: what other modules may import.
export { caseOf, gatherHistory, gatherJob, gatherKind, keepHistory } from './gather.ts'
export { blocksWithin, readColumns, readIds, type BlockHead, type Wanted } from './store.ts'
