// The front door of release: what other modules may import.
export { releaseDecision, type ReleaseDecision, type Work } from './domain/release-decision.ts'
export { raiseDoubts, settleDoubt, type Doubt } from './doubt-store.ts'
export { settleRelease, type ReleaseCase } from './settle-release.ts'
