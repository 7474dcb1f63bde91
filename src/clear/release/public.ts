// The front door of release: what other modules may import.
export { releaseDecision, type ReleaseDecision, type Work } from './domain/release-decision.ts'
export { raiseDoubts, settleDoubt } from './doubt-store.ts'
export { deleteEvidence, findAwaitingRegistration, findEvidence, insertEvidence, listAwaited } from './measure-store.ts'
export { missingMeasures, settleRelease, type ReleaseCase } from './settle-release.ts'
