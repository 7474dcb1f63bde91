// The front door of directives: what other modules may import.
export { checkDirective, maySendDirective, type Wanted } from './domain/check-directive.ts'
export { DirectiveView, directiveView } from './directive-view.ts'
export type { Directive, DirectiveState, NewDirective } from './domain/directive.ts'
export { participantsFor } from './domain/participation.ts'
export { derivedDirectives, derivedId, type DerivedDirective } from './derived-directives.ts'
export { directiveReadRoutes } from './routes.ts'
export { addDeclarations, amendDirectiveRow, findAnswers, findAskedOf, findDirective, findDirectives, findLiveDirectives, insertDirectives, keepVersion, moveDirectives, placeDirectives } from './store.ts'
