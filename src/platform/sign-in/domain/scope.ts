import { everyPort, hasRole, type Actor, type Role } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** What an account or a token may act as. */
export interface Scope {
  readonly roles: readonly Role[]
  readonly agency?: string
  readonly enterprise?: string
  readonly site?: string
  readonly ports: readonly string[]
}

function within(ports: readonly string[], limit: readonly string[]): boolean {
  return limit.includes(everyPort) || ports.every((port) => limit.includes(port))
}

/**
 * Whether the actor may hand out a token of this scope: a person one of at most their own reach, an administrator any.
 * A machine none, so that a token that leaked cannot make others that outlive it.
 */
export function mayIssueToken(actor: Actor, scope: Scope): Refusal | undefined {
  if (actor.kind !== 'person') return { code: 'common/not-permitted' }
  if (hasRole(actor, 'administrator')) return undefined
  if (!scope.roles.every((role) => actor.roles.includes(role))) return { code: 'tokens/beyond-own-reach', pointer: '/roles' }
  if (!within(scope.ports, actor.ports)) return { code: 'tokens/beyond-own-reach', pointer: '/ports' }
  if (scope.agency !== actor.agency || scope.enterprise !== actor.enterprise || scope.site !== actor.site) return { code: 'tokens/beyond-own-reach', pointer: '' }
  return undefined
}

/** Whether the actor may end a token: the one who issued it, or an administrator. */
export function mayRevokeToken(actor: Actor, issuedBy: string): Refusal | undefined {
  return actor.id === issuedBy || hasRole(actor, 'administrator') ? undefined : { code: 'common/not-found' }
}

/** Roles that need to say for whom they act, and which party that is. */
const partyOfRole: Partial<Record<Role, 'agency' | 'enterprise' | 'site'>> = { officer: 'agency', coordinator: 'agency', trader: 'enterprise', operator: 'site' }

/** Whether a scope makes sense by itself: at least one role and port, and the party its roles act for. */
export function checkScope(scope: Scope): Refusal | undefined {
  if (scope.roles.length === 0) return { code: 'common/required', pointer: '/roles' }
  if (scope.ports.length === 0) return { code: 'common/required', pointer: '/ports' }
  for (const role of scope.roles) {
    const party = partyOfRole[role]
    if (party !== undefined && scope[party] === undefined) return { code: 'common/required', pointer: `/${party}` }
  }
  return undefined
}
