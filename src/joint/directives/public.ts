// The front door of directives: what other modules may import.
export { checkDirective, maySendDirective, type Wanted } from './domain/check-directive.ts'
export type { Directive, DirectiveState, NewDirective } from './domain/directive.ts'
export { participantsFor } from './domain/participation.ts'
export { amendDirectiveRow, findAnswers, findAskedOf, findDirective, findDirectives, findLiveDirectives, insertDirectives, keepVersion, moveDirectives, placeDirectives } from './store.ts'
