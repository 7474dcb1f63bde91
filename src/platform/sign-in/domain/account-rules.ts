import { hasRole, type Actor, type Role } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** Who opens and closes accounts: persons who administer. A machine does not make people. */
export function mayKeepAccounts(actor: Actor): Refusal | undefined {
  return actor.kind === 'person' && hasRole(actor, 'administrator') ? undefined : { code: 'common/not-permitted' }
}

/** Roles no one person holds together: who runs or inspects does not audit, who is inspected does not inspect. */
const apart: readonly (readonly [Role, Role])[] = [
  ['auditor', 'administrator'],
  ['auditor', 'officer'],
  ['auditor', 'coordinator'],
  ['administrator', 'officer'],
  ['administrator', 'coordinator'],
  ['trader', 'officer'],
  ['trader', 'coordinator'],
  ['trader', 'administrator'],
  ['trader', 'auditor'],
  ['operator', 'officer'],
  ['operator', 'coordinator'],
  ['laboratory', 'officer'],
]

/** Refuses roles that must be in different hands. */
export function checkRoles(roles: readonly Role[]): Refusal | undefined {
  const pair = apart.find(([a, b]) => roles.includes(a) && roles.includes(b))
  return pair === undefined ? undefined : { code: 'accounts/roles-apart', pointer: '/roles', facts: { first: pair[0], second: pair[1] } }
}

const shortestPassword = 12

/** Refuses a password that is short, is the name, or is one character repeated. Length counts, not kinds of characters. */
export function checkPassword(password: string, name: string, pointer: string): Refusal | undefined {
  if ([...password].length < shortestPassword) return { code: 'accounts/password-short', pointer, facts: { minimum: shortestPassword } }
  const plain = password.toLowerCase()
  const easy = plain.includes(name) || new Set(plain).size < 4 || plain === 'lianjian-demo'
  return easy ? { code: 'accounts/password-easy', pointer } : undefined
}
