import type { Actor } from '../../kernel/actor.ts'
import type { Scope } from './domain/scope.ts'
import type { AccountRow, TokenRow } from './store.ts'

type Scoped = Pick<AccountRow, 'roles' | 'agency' | 'enterprise' | 'site' | 'ports'>

/** The scope of a stored account or token. */
export function toScope(row: Scoped): Scope {
  return {
    roles: row.roles,
    ports: row.ports,
    ...(row.agency === null ? {} : { agency: row.agency }),
    ...(row.enterprise === null ? {} : { enterprise: row.enterprise }),
    ...(row.site === null ? {} : { site: row.site }),
  }
}

/** The person of an account. */
export function personOf(row: AccountRow): Actor {
  return { kind: 'person', id: row.id, name: row.display_name, ...toScope(row) }
}

/** The machine of a token. */
export function machineOf(row: TokenRow): Actor {
  return { kind: 'machine', id: row.id, name: row.name, ...toScope(row), ...(row.account_id === null ? {} : { behind: row.account_id }) }
}
