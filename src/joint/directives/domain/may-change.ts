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

/**
 * Whether somebody of its agency may change a directive to what is `left` of it, nothing when it is withdrawn (DC-12): not while somebody is looking, not when it is
 * over, and not by taking away what is not theirs. Asked by the desk before it does, and by whatever shows a directive before it offers to.
 */
export function mayChange(actor: Actor, directive: Pick<Directive, 'state' | 'origin' | 'methods' | 'checks'>, left: Left, floor: boolean): Refusal | undefined {
  const { state } = directive
  if (state === 'started') return { code: 'directives/inspection-started', facts: { state } }
  if (state === 'closed' || state === 'withdrawn') return { code: 'directives/over', facts: { state } }
  return mayTakeAway(actor, directive, left, floor)
}
