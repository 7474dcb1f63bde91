import { everyPort } from '../../kernel/actor.ts'
import type { Tx } from '../database/database.ts'
import { append } from '../ledger/append.ts'
import type { LedgerStamp } from '../ledger/fact.ts'
import type { Scope } from './domain/scope.ts'
import { hashPassword } from './secrets.ts'
import { insertAccounts } from './store.ts'

/** A person to be given an account. */
export interface NewAccount extends Scope {
  /** What is typed to sign in; lower case. */
  readonly name: string
  readonly displayName: string
  readonly password: string
}

/**
 * Gives people accounts; one whose name exists keeps what it has. Gives the number added. Accounts with the same password given together
 * share one hash, which is for demo accounts: hashing is dear by design.
 */
export async function addAccounts(tx: Tx, stamp: LedgerStamp, accounts: readonly NewAccount[]): Promise<number> {
  const hashes = new Map<string, string>()
  for (const { password } of accounts) if (!hashes.has(password)) hashes.set(password, await hashPassword(password))
  const rows = accounts.map((account) => ({
    id: stamp.newId(),
    name: account.name,
    display_name: account.displayName,
    password_hash: hashes.get(account.password) ?? '',
    roles: account.roles,
    agency: account.agency ?? null,
    enterprise: account.enterprise ?? null,
    site: account.site ?? null,
    ports: account.ports,
  }))
  const added = new Set(await insertAccounts(tx, rows, stamp.now))
  await append(
    tx,
    stamp,
    rows
      .filter((row) => added.has(row.id))
      .map((row) => ({ port: everyPort, subjectKind: 'account', subjectId: row.id, type: 'AccountOpened', payload: { name: row.name, roles: [...row.roles], ports: [...row.ports] } })),
  )
  return added.size
}
