import { hasRole, type Actor } from '../../kernel/actor.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { secondPerson } from '../../kernel/second-person.ts'

const denied: Refusal = { code: 'common/not-permitted' }

/** Whether the actor sees assessment in full. Everybody else gets the trader's cut (RR-18). */
export function seesTargeting(actor: Actor): boolean {
  return hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor')
}

/** Anybody signed in may ask what the rules would say. */
export function mayAskWhatIf(actor: Actor): Refusal | undefined {
  return actor.kind === 'system' || actor.roles.length > 0 ? undefined : denied
}

/** Whoever sees targeting reads the tables; everybody else is refused, because a rule that is known can be played (RR-18). */
export function mayReadTables(actor: Actor): Refusal | undefined {
  return seesTargeting(actor) ? undefined : denied
}

/** Officers and headquarters write versions down, which changes nothing until a second person activates them (GV-12). */
export function mayRecordVersion(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'officer', 'headquarters') ? undefined : denied
}

/** Rules come into force by a second person (GV-12, GV-15): nobody activates what they wrote, and no token does. `others`: who else acted before. */
export function mayActivateVersion(actor: Actor, version: { readonly authorId: string }, others: readonly string[] = []): Refusal | undefined {
  if (!hasRole(actor, 'officer', 'headquarters')) return denied
  return secondPerson(actor, [version.authorId, ...others], { code: 'tables/same-person', clause: 'GV-15' })
}

/** The safety floor is lowered by headquarters under a law, never in an emergency (RR-22). Asked of whoever may activate the version at all. */
export function mayLowerFloor(actor: Actor, { emergency, basis }: { readonly emergency: boolean; readonly basis: string | undefined }): Refusal | undefined {
  if (emergency) return { code: 'tables/floor-no-emergency', pointer: '/emergency', clause: 'RR-22' }
  if (!hasRole(actor, 'headquarters')) return { code: 'tables/floor-headquarters', clause: 'RR-22' }
  return basis === undefined || basis.trim() === '' ? { code: 'tables/floor-basis', pointer: '/basis', clause: 'RR-22' } : undefined
}

/** What is in force is ended by a person, who answers for it; one is enough (GV-12). */
export function mayEndVersion(actor: Actor): Refusal | undefined {
  return mayRecordVersion(actor) ?? secondPerson(actor, [], denied)
}

/** Officers and headquarters make modes stricter for an enterprise and goods; nobody else does. */
export function mayTighten(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'officer', 'headquarters') ? undefined : denied
}

/** A trader sees what tightens its own goods, officers see all. */
export function maySeeTightenings(actor: Actor, enterprise: string): Refusal | undefined {
  return seesTargeting(actor) || actor.enterprise === enterprise ? undefined : denied
}
