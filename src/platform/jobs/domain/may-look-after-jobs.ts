import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** Who may see what the queue holds: those who answer for the running of the platform, and auditors. */
export function maySeeJobs(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'administrator', 'headquarters', 'auditor') ? undefined : { code: 'common/not-permitted' }
}

/** Who may repair, replay or discard a quarantined job: administrators only, and each time it is a fact of the ledger. */
export function mayLookAfterJobs(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'administrator') ? undefined : { code: 'common/not-permitted' }
}
