import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { holdRules } from '../../risk/domain/risk-entry.ts'

/**
 * Whose back-tests of a table an actor reads: everybody's, or its own alone. A hold rule that is only tried is nobody's business but of who thinks of it and of those who look over
 * all (RR-18).
 */
export function backtestsOf(actor: Actor, table: string): string | undefined {
  return table !== holdRules || hasRole(actor, 'headquarters', 'auditor', 'administrator') ? undefined : actor.id
}
