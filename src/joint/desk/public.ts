// The front door of the desk: what other modules may import.
export { drawnJobs } from './drawn-directives.ts'
export { derivingJobs } from './derive-directives.ts'
export { createDirectiveDesk, type DirectiveDesk } from './directive-desk.ts'
export type { DirectiveOutcome } from './accept-directives.ts'
export { deskRoutes } from './routes.ts'
export { prepareDirective, type PreparedDirective, type SendDirective } from './send-directive.ts'
