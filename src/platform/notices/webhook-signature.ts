import { createHmac } from 'node:crypto'
import type { Instant } from '../../kernel/instant.ts'

/** How a receiver is told its secret (Standard Webhooks): `whsec_` and base64. */
export function webhookSecretText(secret: Buffer): string {
  return 'whsec_' + secret.toString('base64')
}

/**
 * The three headers of Standard Webhooks 1.0 over a body: the receiver recomputes HMAC-SHA256 of `id.timestamp.body`
 * and refuses old timestamps and ids it has seen.
 */
export function webhookHeaders(secret: Buffer, id: string, now: Instant, body: string): { 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string } {
  const timestamp = String(Math.floor(now / 1000))
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
