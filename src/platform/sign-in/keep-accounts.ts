import { z } from 'zod'
import { everyPort, type Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context, Machine } from '../context.ts'
import { systemContext } from '../context.ts'
import type { Tx } from '../database/database.ts'
import { append } from '../ledger/append.ts'
import { deleteSessionsOf, hasAccounts, lockAccount, lockAdministrators, markClosed, updatePassword, type ListedAccount } from './account-store.ts'
import { addAccounts } from './accounts.ts'
import { signInChanged } from './authenticator.ts'
import { checkPassword, checkRoles, mayKeepAccounts } from './domain/account-rules.ts'
import { checkScope } from './domain/scope.ts'
import { hashPassword, isPassword, newSecret } from './secrets.ts'
import { findAccount } from './store.ts'
import { toScope } from './to-actor.ts'
import { ScopeSchema } from './tokens.ts'

const password = z.string().min(1).max(200)

export const OpenAccount = z.strictObject({
  ...ScopeSchema.shape,
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/),
  displayName: z.string().trim().min(1).max(100),
  password,
})
export type OpenAccount = z.infer<typeof OpenAccount>

export const ChangePassword = z.strictObject({ present: password, next: password })
export type ChangePassword = z.infer<typeof ChangePassword>

export const ResetPassword = z.strictObject({ next: password })
export const CloseAccount = z.strictObject({ reason: z.string().trim().min(1).max(500) })

export const AccountView = ScopeSchema.extend({ id: z.uuid(), name: z.string(), displayName: z.string(), active: z.boolean(), openedAt: z.iso.datetime() })
export type AccountView = z.infer<typeof AccountView>

/** An account as administrators see it, without anything of its password. */
export function toAccountView(row: ListedAccount): AccountView {
  const scope = toScope(row)
  return { ...scope, roles: [...scope.roles], ports: [...scope.ports], id: row.id, name: row.name, displayName: row.display_name, active: row.active, openedAt: toIso(row.created_at) }
}

async function recordAccount(tx: Tx, context: Context, id: string, type: string, payload: { readonly [key: string]: string }): Promise<void> {
  await append(tx, context, [{ port: everyPort, subjectKind: 'account', subjectId: id, type, payload }])
}

/** Gives a person an account. Refuses roles that must be in different hands, a role without its party, an easy password, a name that is taken. */
export async function openAccount(tx: Tx, context: Context, command: OpenAccount): Promise<Result<AccountView>> {
  const { displayName, name, password: secret, roles, ports, agency, enterprise, site } = command
  const scope = { roles, ports, ...(agency === undefined ? {} : { agency }), ...(enterprise === undefined ? {} : { enterprise }), ...(site === undefined ? {} : { site }) }
  const refusal = mayKeepAccounts(context.actor) ?? checkScope(scope) ?? checkRoles(roles) ?? checkPassword(secret, name, '/password')
  if (refusal !== undefined) return refuse(refusal)
  const added = await addAccounts(tx, context, [{ ...scope, name, displayName, password: secret }])
  const row = await findAccount(tx, name)
  if (added === 0 || row === undefined) return refuse({ code: 'accounts/name-taken', pointer: '/name' })
  return ok(toAccountView({ ...row, created_at: context.now }))
}

/** Closes an account: its sessions and tokens end at once. The last administrator stays. */
export async function closeAccount(tx: Tx, context: Context, id: string, command: z.infer<typeof CloseAccount>): Promise<Result<AccountView>> {
  const refusal = mayKeepAccounts(context.actor)
  if (refusal !== undefined) return refuse(refusal)
  const administrators = await lockAdministrators(tx)
  const row = await lockAccount(tx, id)
  if (row === undefined) return refuse({ code: 'common/not-found' })
  if (administrators.length === 1 && administrators[0] === id) return refuse({ code: 'accounts/last-administrator' })
  if (row.active) {
    await markClosed(tx, id)
    await deleteSessionsOf(tx, id, undefined)
    await recordAccount(tx, context, id, 'AccountClosed', { name: row.name, reason: command.reason })
    tx.announce(signInChanged)
  }
  return ok(toAccountView({ ...row, active: false }))
}

/** Sets another person's password, for one who has forgotten it; ends their sessions. */
export async function resetPassword(tx: Tx, context: Context, id: string, command: z.infer<typeof ResetPassword>): Promise<Result<AccountView>> {
  const row = mayKeepAccounts(context.actor) === undefined ? await lockAccount(tx, id) : undefined
  if (row === undefined) return refuse(mayKeepAccounts(context.actor) ?? { code: 'common/not-found' })
  const easy = checkPassword(command.next, row.name, '/next')
  if (easy !== undefined) return refuse(easy)
  await updatePassword(tx, id, await hashPassword(command.next))
  await deleteSessionsOf(tx, id, undefined)
  await recordAccount(tx, context, id, 'PasswordReset', { name: row.name })
  tx.announce(signInChanged)
  return ok(toAccountView(row))
}

/** Changes the own password; other sessions of the person end, the one it was changed in goes on. `session` is its hash. */
export async function changePassword(tx: Tx, context: Context, command: ChangePassword, session: Buffer | undefined): Promise<Result<AccountView>> {
  const row = context.actor.kind === 'person' && z.uuid().safeParse(context.actor.id).success ? await lockAccount(tx, context.actor.id) : undefined
  if (row === undefined) return refuse({ code: 'common/not-permitted' })
  if (!(await isPassword(row.password_hash, command.present))) return refuse({ code: 'accounts/wrong-password', pointer: '/present' })
  const easy = checkPassword(command.next, row.name, '/next')
  if (easy !== undefined) return refuse(easy)
  await updatePassword(tx, row.id, await hashPassword(command.next))
  await deleteSessionsOf(tx, row.id, session)
  await recordAccount(tx, context, row.id, 'PasswordChanged', { name: row.name })
  tx.announce(signInChanged)
  return ok(toAccountView(row))
}

/**
 * Makes the first account of an installation, an administrator with a password nobody knows but whoever reads the answer once.
 * Undefined when there are accounts already.
 */
export async function openFirstAccount(machine: Machine): Promise<{ readonly name: string; readonly password: string } | undefined> {
  const first = { name: 'administrator', password: newSecret(machine.random, '').slice(0, 24) }
  return machine.db.transaction(async (tx) => {
    if (await hasAccounts(tx)) return undefined
    const scope: Pick<Actor, 'roles' | 'ports'> = { roles: ['administrator'], ports: [everyPort] }
    const added = await addAccounts(tx, systemContext(machine), [{ ...scope, ...first, displayName: 'Administrator' }])
    return added === 1 ? first : undefined
  })
}
