import { z } from 'zod'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../http/cursor.ts'
import { listAccounts } from './account-store.ts'
import { secretOf } from './authenticator.ts'
import { mayKeepAccounts } from './domain/account-rules.ts'
import { AccountView, ChangePassword, changePassword, CloseAccount, closeAccount, OpenAccount, openAccount, ResetPassword, resetPassword, toAccountView } from './keep-accounts.ts'
import { secretCommand } from './secret-command.ts'
import { hashOfSecret } from './secrets.ts'

const Id = z.strictObject({ id: z.uuid() })
const tags = ['sign-in']
const statuses = { 'accounts/name-taken': 409, 'accounts/last-administrator': 409 }

/** People's accounts: kept by administrators; everybody changes the own password. */
export function accountRoutes(api: Api): void {
  api.read({
    path: '/accounts',
    operation: 'listAccounts',
    summary: 'Accounts, for administrators',
    tags,
    query: ListQuery,
    reply: z.object({ items: z.array(AccountView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const refusal = mayKeepAccounts(context.actor)
      if (refusal !== undefined) return refuse(refusal)
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      return ok(pageById(await listAccounts(context.db, after.value, query.limit), query.limit, toAccountView))
    },
  })
  secretCommand(api, {
    path: '/accounts',
    operation: 'openAccount',
    summary: 'Give a person an account',
    params: z.strictObject({}),
    body: OpenAccount,
    reply: AccountView,
    success: 201,
    statuses,
    example: { name: 'chen.wei', displayName: '陈伟 Chen Wei', password: 'four words are long enough', roles: ['headquarters'], ports: ['*'] },
    run: (tx, context, { body }) => openAccount(tx, context, body),
  })
  api.command({
    method: 'POST',
    path: '/accounts/:id/close',
    operation: 'closeAccount',
    summary: 'Close an account; its sessions and tokens end at once',
    tags,
    params: Id,
    body: CloseAccount,
    reply: AccountView,
    statuses,
    example: { reason: 'left the service' },
    run: (tx, context, { params, body }) => closeAccount(tx, context, params.id, body),
  })
  secretCommand(api, {
    path: '/accounts/:id/password',
    operation: 'resetPassword',
    summary: 'Set the password of somebody who has forgotten it; their sessions end',
    params: Id,
    body: ResetPassword,
    reply: AccountView,
    example: { next: 'another four long words' },
    run: (tx, context, { params, body }) => resetPassword(tx, context, params.id, body),
  })
  secretCommand(api, {
    path: '/session/password',
    operation: 'changePassword',
    summary: 'Change the own password; other sessions end',
    params: z.strictObject({}),
    body: ChangePassword,
    reply: AccountView,
    example: { present: 'the old password', next: 'four words are long enough' },
    run(tx, context, { body, request }) {
      const secret = secretOf(request)
      return changePassword(tx, context, body, secret === undefined ? undefined : hashOfSecret(secret))
    },
  })
}
