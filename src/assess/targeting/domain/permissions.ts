import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { secondPerson } from '../../../kernel/second-person.ts'

const denied: Refusal = { code: 'common/not-permitted' }

/** Targeting is read by the officials of the agencies and those who oversee them, never by traders (RR-18). */
export function mayReadTargeting(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor') ? undefined : denied
}

/** Officers and headquarters have indicators fitted anew. */
export function mayFit(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'officer', 'headquarters') && actor.kind === 'person' ? undefined : denied
}

/** A version comes into force by a second person (GV-12): nobody activates what they had fitted. */
export function mayActivate(actor: Actor, model: { readonly authorId: string }): Refusal | undefined {
  return mayFit(actor) ?? secondPerson(actor, [model.authorId], { code: 'targeting/same-person', clause: 'GV-12' })
}
