// The front door of release: what other modules may import.
export { releaseDecision, type ReleaseDecision, type Work } from './domain/release-decision.ts'
export { settleRelease, type ReleaseCase } from './settle-release.ts'
