import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Method } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Directive } from './directive.ts'

/** What is left of a directive after a change; nothing once it is withdrawn. */
export interface Left {
  readonly methods: readonly Method[]
  readonly checks: readonly string[]
}

/**
 * Whether somebody may take away from a directive, by a change or by withdrawing it (DC-12). What an agency asked for itself is its own; what a rule or
 * lots ask of it is not one officer's to leave out: lots never, the safety floor never (RR-22), the rest with the agency's coordinator as the second
 * person. Another time or place, or more methods, take nothing away. `floor`: assessment wants it of goods that the safety floor holds.
 */
export function mayTakeAway(actor: Actor, directive: Pick<Directive, 'origin' | 'methods' | 'checks'>, left: Left, floor: boolean): Refusal | undefined {
  if (actor.kind === 'system' || directive.origin === 'agency') return undefined
  const lost = [...directive.methods.filter((method) => !left.methods.includes(method)), ...directive.checks.filter((check) => !left.checks.includes(check))]
  if (lost.length === 0) return undefined
  const facts = { lost: lost.join(', ') }
  if (directive.origin === 'draw') return { code: 'directives/drawn', facts, clause: 'DR-05' }
  if (floor) return { code: 'directives/safety-floor', facts, clause: 'RR-22' }
  return hasRole(actor, 'coordinator') ? undefined : { code: 'directives/needs-coordinator', facts, clause: 'DC-12' }
}
