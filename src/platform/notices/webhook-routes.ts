import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../http/cursor.ts'
import { listWebhooks } from './delivery-store.ts'
import { recipientOf } from './domain/recipient-of.ts'
import { RegisteredWebhook, RegisterWebhook, registerWebhook, removeWebhook, toWebhookView, WebhookView } from './webhooks.ts'

/** Where a party wants its notices sent besides the inbox (SW-03). */
export function webhookRoutes(api: Api): void {
  const { random, config } = api.machine
  api.read({
    path: '/webhooks',
    operation: 'listWebhooks',
    summary: 'Web hooks of the own party; all for administrators',
    tags: ['notices'],
    query: ListQuery,
    reply: z.object({ items: z.array(WebhookView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const recipient = recipientOf(context.actor)
      if (recipient === undefined && !hasRole(context.actor, 'administrator')) return refuse({ code: 'common/not-permitted' })
      return ok(pageById(await listWebhooks(context.db, recipient, after.value, query.limit), query.limit, toWebhookView))
    },
  })
  api.command({
    method: 'POST',
    path: '/webhooks',
    operation: 'registerWebhook',
    summary: 'Have notices sent to an address, signed as Standard Webhooks; the secret is told once',
    tags: ['notices'],
    body: RegisterWebhook,
    reply: RegisteredWebhook,
    success: 201,
    example: { url: 'https://trader.example/lianjian' },
    run: (tx, context, { body }) => registerWebhook(tx, context, body, { random, allowPrivate: config.webhooksToPrivate }),
  })
  api.command({
    method: 'DELETE',
    path: '/webhooks/:id',
    operation: 'removeWebhook',
    summary: 'Stop sending to an address; what was owed to it stays in the inbox',
    tags: ['notices'],
    params: z.strictObject({ id: z.uuid() }),
    reply: WebhookView,
    run: (tx, context, { params }) => removeWebhook(tx, context, params.id),
  })
}
