import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../database/database.ts'
import { append } from '../ledger/append.ts'
import type { Random } from '../random.ts'
import { checkWebhookUrl } from './check-webhook-url.ts'
import { closeWebhook, countWebhooks, findWebhook, insertWebhook, type WebhookRow } from './delivery-store.ts'
import { mayManageWebhooks, recipientOf } from './domain/recipient-of.ts'
import { webhookSecretText } from './webhook-signature.ts'

/** More than this many hooks of one party is a mistake, and each costs a delivery per notice. */
const hooksPerParty = 5

const RecipientSchema = z.strictObject({ kind: z.enum(['agency', 'enterprise', 'site', 'headquarters']), code: z.string().min(1).max(40) })

export const RegisterWebhook = z.strictObject({
  url: z.string().min(1).max(2000),
  /** For administrators; anybody else registers for their own party. */
  recipient: RecipientSchema.optional(),
})
export type RegisterWebhook = z.infer<typeof RegisterWebhook>

export const WebhookView = z.object({
  id: z.uuid(),
  recipient: RecipientSchema,
  url: z.string(),
  /** Tries in a row that did not get through; `retryAt` and `problem` say when the next is and what was wrong with the last. */
  failures: z.int(),
  retryAt: z.iso.datetime().optional(),
  problem: z.string().optional(),
  createdAt: z.iso.datetime(),
})
export type WebhookView = z.infer<typeof WebhookView>

/** The secret is told once, when the hook is registered. */
export const RegisteredWebhook = WebhookView.extend({ secret: z.string() })

/** A web hook with how its deliveries go; the secret is never read again. */
export function toWebhookView(row: Omit<WebhookRow, 'secret' | 'active'>): WebhookView {
  return {
    id: row.id,
    recipient: { kind: row.recipient_kind, code: row.recipient_code },
    url: row.url,
    failures: row.failures,
    ...(row.retry_at === null ? {} : { retryAt: toIso(row.retry_at) }),
    ...(row.problem === null ? {} : { problem: row.problem }),
    createdAt: toIso(row.created_at),
  }
}

/**
 * Registers where a party's notices are sent besides its inbox, signed by a secret that is told in the answer (Standard Webhooks).
 * Refuses an address inside our own network (`webhooks/private-address`), plain http (`webhooks/https-only`) and more hooks than a party may have.
 */
export async function registerWebhook(
  tx: Tx,
  context: Context,
  command: RegisterWebhook,
  means: { readonly random: Random; readonly allowPrivate: boolean },
): Promise<Result<z.infer<typeof RegisteredWebhook>>> {
  const recipient = command.recipient ?? recipientOf(context.actor)
  if (recipient === undefined) return refuse({ code: 'common/required', pointer: '/recipient' })
  const refusal = mayManageWebhooks(context.actor, recipient)
  if (refusal !== undefined) return refuse(refusal)
  const url = checkWebhookUrl(command.url, means.allowPrivate)
  if (!url.ok) return url
  if ((await countWebhooks(tx, recipient)) >= hooksPerParty) return refuse({ code: 'webhooks/too-many', facts: { maximum: hooksPerParty } })
  const row = {
    id: context.newId(),
    recipient_kind: recipient.kind,
    recipient_code: recipient.code,
    url: url.value.href,
    secret: means.random.bytes(32),
    created_by: context.actor.id,
    created_at: context.now,
  }
  await insertWebhook(tx, row)
  const payload = { recipient: { ...recipient }, host: url.value.host }
  await append(tx, context, [{ port: everyPort, subjectKind: 'webhook', subjectId: row.id, type: 'WebhookRegistered', payload }])
  return ok({ ...toWebhookView({ ...row, failures: 0, retry_at: null, problem: null }), secret: webhookSecretText(row.secret) })
}

/** Removes a web hook; what was still owed to it stays in the inbox only. */
export async function removeWebhook(tx: Tx, context: Context, id: string): Promise<Result<WebhookView>> {
  const hook = await findWebhook(tx, id)
  if (hook?.active !== true) return refuse({ code: 'common/not-found' })
  const recipient = { kind: hook.recipient_kind, code: hook.recipient_code }
  if (mayManageWebhooks(context.actor, recipient) !== undefined) return refuse({ code: 'common/not-found' })
  await closeWebhook(tx, id, null, context.now)
  await append(tx, context, [{ port: everyPort, subjectKind: 'webhook', subjectId: id, type: 'WebhookRemoved', payload: { recipient } }])
  return ok(toWebhookView(hook))
}
