import type { Wire } from '../../../web/api/wire.ts'
import type { Directive } from '../domain/directive.ts'

/** A directive as the API gives it. */
export type DirectiveView = Wire<Omit<Directive, 'keys'>>

/** A directive in the queue, with the risk of the case where the list knows it. */
export type DirectiveRow = DirectiveView & { readonly riskLevel?: string }
