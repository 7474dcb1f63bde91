import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** Whether the actor may read reports of replays: they show how agencies target and how often they find, which traders must not learn (RR-18). */
export function mayReadReplays(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'headquarters', 'auditor', 'coordinator', 'administrator') ? undefined : { code: 'common/not-permitted' }
}
