import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/**
 * Who may read the ledger itself: auditors and headquarters, officers and coordinators of their ports. A trader reads the facts about its own
 * declarations through their time-line, which is cut to what it may see.
 */
export function mayReadLedger(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'auditor', 'headquarters', 'officer', 'coordinator') ? undefined : { code: 'common/not-permitted' }
}

/** Whether the ledger of this port is one the actor reads, cut to the subjects it may know of. */
export const readsLedgerOf = (actor: Actor, port: string): boolean => mayReadLedger(actor) === undefined && atPort(actor, port)

/** Whether an entry is meant for the actor by name: its enterprise, site, laboratory or account is in the entry's audience. */
export const isMeantFor = (actor: Actor, entry: { readonly audience: readonly string[] }): boolean => audienceOf(actor).some((name) => entry.audience.includes(name))

/** The names under which an entry can be meant for the actor. */
function audienceOf(actor: Actor): readonly string[] {
  return [
    `account:${actor.id}`,
    ...(actor.enterprise === undefined ? [] : [`enterprise:${actor.enterprise}`]),
    ...(actor.site === undefined ? [] : [`site:${actor.site}`]),
    ...(hasRole(actor, 'laboratory') ? [`laboratory:${actor.id}`] : []),
  ]
}
