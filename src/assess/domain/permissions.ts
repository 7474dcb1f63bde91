import { hasRole, type Actor } from '../../kernel/actor.ts'
import type { Refusal } from '../../kernel/refusal.ts'

const denied: Refusal = { code: 'common/not-permitted' }

/** Whether the actor sees assessment in full. Everybody else gets the trader's cut (RR-18). */
export function seesTargeting(actor: Actor): boolean {
  return hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor')
}

/** Anybody signed in may ask what the rules would say. */
export function mayAskWhatIf(actor: Actor): Refusal | undefined {
  return actor.kind === 'system' || actor.roles.length > 0 ? undefined : denied
}

export function mayReadTables(actor: Actor): Refusal | undefined {
  return seesTargeting(actor) ? undefined : denied
}

export function mayRecordVersion(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'officer', 'headquarters') ? undefined : denied
}

/** Rules come into force by a second person (GV-12, GV-15): nobody activates what they wrote. */
export function mayActivateVersion(actor: Actor, version: { readonly authorId: string }): Refusal | undefined {
  if (!hasRole(actor, 'officer', 'headquarters')) return denied
  return actor.id === version.authorId ? { code: 'tables/same-person', clause: 'GV-15' } : undefined
}

export function mayTighten(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'officer', 'headquarters') ? undefined : denied
}

/** A trader sees what tightens its own goods, officers see all. */
export function maySeeTightenings(actor: Actor, enterprise: string): Refusal | undefined {
  return seesTargeting(actor) || actor.enterprise === enterprise ? undefined : denied
}
