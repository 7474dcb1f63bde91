// The front door of agreements: what agencies have agreed on, and how they talk to each other.
export { agreementRegisters, groups, liaisons, memoranda, operatingProcedures, siteProtocols } from './registers.ts'
export { termsFrom } from './terms-of.ts'
export { issueKind, liaisonsOf } from './issues.ts'
export { recordConsultation } from './converse.ts'
export { agreementRoutes } from './routes.ts'
export { answerJobs, overdueIn } from './answer-clock.ts'
export { reachLiaisons } from './reach-liaisons.ts'
export { channelsOf, type Channels } from './channels.ts'
