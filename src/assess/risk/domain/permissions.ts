import { atPort, everyPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { secondPerson } from '../../../kernel/second-person.ts'

const denied: Refusal = { code: 'common/not-permitted' }

/** Who works in or reads the risk centre: it is targeting, which nobody else ever sees (RR-18). */
export function mayReadRisk(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor') ? undefined : denied
}

/** Officers of an agency and headquarters send alerts; a laboratory too, of what it found. */
export function maySendAlert(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'officer', 'coordinator', 'headquarters', 'laboratory') ? undefined : denied
}

/** Who records risks, places, ends and judges hold rules: at a port its own officers, everywhere headquarters and officers. */
export function mayTarget(actor: Actor, port: string | undefined): Refusal | undefined {
  if (!hasRole(actor, 'officer', 'coordinator', 'headquarters')) return denied
  return port === undefined || port === everyPort || atPort(actor, port) ? undefined : denied
}

/** An entry or alert as far as permissions look at it. */
export interface Guarded {
  readonly homePort: string
  readonly classification: string
  readonly agency: string | null
}

/** Whether the actor may know of it: at its port; what is confidential only within its agency, and by those who oversee. */
export function maySeeEntry(actor: Actor, entry: Guarded): boolean {
  if (mayReadRisk(actor) !== undefined) return false
  if (entry.homePort !== everyPort && !atPort(actor, entry.homePort)) return false
  return entry.classification !== 'confidential' || hasRole(actor, 'headquarters', 'auditor') || entry.agency === null || actor.agency === entry.agency
}

/** The agency whose confidential entries the actor reads; undefined: everybody's. */
export const confidentialOf = (actor: Actor): string | undefined => (hasRole(actor, 'headquarters', 'auditor') ? undefined : (actor.agency ?? ''))

/** A second person: one who may place such a rule, and is not who did. */
export function mayApproveHold(actor: Actor, hold: { readonly homePort: string; readonly createdBy: string }): Refusal | undefined {
  return mayTarget(actor, hold.homePort) ?? secondPerson(actor, [hold.createdBy], { code: 'risk/second-person', clause: 'AL-03' })
}

/** Whether a hold rule needs a second person, by the pack's parameter: 0 never, 1 where it is not of one port, 2 always. */
export function needsSecond(rule: number, port: string | undefined): boolean {
  return rule >= 2 || (rule === 1 && port === undefined)
}
