import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** Who judges evidence for a measure: an officer of its agency at the port. */
export function mayJudge(actor: Actor, measure: { readonly port: string; readonly agency: string }): Refusal | undefined {
  if (!hasRole(actor, 'officer') || !atPort(actor, measure.port)) return { code: 'common/not-permitted' }
  return actor.agency === measure.agency ? undefined : { code: 'measures/not-your-measure', facts: { agency: measure.agency }, clause: 'RR-08' }
}

/** Whose awaited measures an actor reads: a trader its own, an officer what its agency judges, those who oversee all of their ports. */
export function askedSight(actor: Actor): { readonly declarant?: string; readonly agency?: string } | undefined {
  if (hasRole(actor, 'coordinator', 'headquarters', 'auditor')) return {}
  if (hasRole(actor, 'officer') && actor.agency !== undefined) return { agency: actor.agency }
  return hasRole(actor, 'trader') && actor.enterprise !== undefined ? { declarant: actor.enterprise } : undefined
}
