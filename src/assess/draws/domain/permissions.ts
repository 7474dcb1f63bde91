import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { secondPerson } from '../../../kernel/second-person.ts'

const denied: Refusal = { code: 'common/not-permitted' }

/** Coordinators of an agency order draws for their ports; officers, who may be drawn, do not. */
export function mayOrder(actor: Actor, port: string): Refusal | undefined {
  return hasRole(actor, 'coordinator') && actor.agency !== undefined && atPort(actor, port) ? undefined : denied
}

/**
 * Whose names somebody may ask for: auditors and headquarters everybody's on the list; the agency's own people those that lots named, for more they have no
 * need; others nobody's.
 */
export function namesFor(actor: Actor, draw: { readonly port: string; readonly agency: string }): 'none' | 'drawn' | 'list' {
  if (!atPort(actor, draw.port)) return 'none'
  if (hasRole(actor, 'auditor', 'headquarters')) return 'list'
  return hasRole(actor, 'officer', 'coordinator') && actor.agency === draw.agency ? 'drawn' : 'none'
}

/** Who has to do with what a draw named: the agency's own people, auditors and headquarters. */
export function isConcerned(actor: Actor, draw: { readonly port: string; readonly agency: string }): boolean {
  return namesFor(actor, draw) !== 'none'
}

/** The second person (DR-05): a coordinator of the agency or headquarters, never who ordered or asked. */
export function mayApprove(actor: Actor, draw: { readonly port: string; readonly agency: string }, askedBy: string): Refusal | undefined {
  const entitled = atPort(actor, draw.port) && (hasRole(actor, 'headquarters') || (hasRole(actor, 'coordinator') && actor.agency === draw.agency))
  return entitled ? secondPerson(actor, [askedBy], { code: 'draws/second-person', clause: 'DR-05' }) : denied
}

/** Officers, coordinators and machines of an agency give its share of the seed. */
export function mayShare(actor: Actor, port: string, parties: readonly string[]): Refusal | undefined {
  if (!hasRole(actor, 'officer', 'coordinator') || actor.agency === undefined || !atPort(actor, port)) return denied
  return parties.includes(actor.agency) ? undefined : denied
}
