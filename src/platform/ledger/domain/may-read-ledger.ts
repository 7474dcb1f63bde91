import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/**
 * Who may read the ledger itself: auditors and headquarters, officers and coordinators of their ports. A trader reads the facts about its own
 * declarations through their time-line, which is cut to what it may see.
 */
export function mayReadLedger(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'auditor', 'headquarters', 'officer', 'coordinator') ? undefined : { code: 'common/not-permitted' }
}

/** Whether the actor is told of an entry when it is sealed: readers of the ledger of the port's entries, others of those meant for them. */
export function isToldOf(actor: Actor, entry: { readonly port: string; readonly audience: readonly string[] }): boolean {
  if (mayReadLedger(actor) === undefined && atPort(actor, entry.port)) return true
  return audienceOf(actor).some((name) => entry.audience.includes(name))
}

/** The names under which an entry can be meant for the actor. */
function audienceOf(actor: Actor): readonly string[] {
  return [
    `account:${actor.id}`,
    ...(actor.enterprise === undefined ? [] : [`enterprise:${actor.enterprise}`]),
    ...(actor.site === undefined ? [] : [`site:${actor.site}`]),
    ...(hasRole(actor, 'laboratory') ? [`laboratory:${actor.id}`] : []),
  ]
}
