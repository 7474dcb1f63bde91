import { isIP } from 'node:net'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { isPrivateAddress } from './private-address.ts'

/** Host of a URL without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/**
 * Whether notices may be sent there: https, no user in the address, not a private address (each `webhooks/…`). A name is looked up again
 * at every delivery, so that one that later points inside is refused then. `allowPrivate` opens plain http and private addresses.
 */
export function checkWebhookUrl(text: string, allowPrivate: boolean): Result<URL> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) return refuse({ code: 'webhooks/not-an-address', pointer: '/url' })
  if (url.username !== '' || url.password !== '' || url.hash !== '') return refuse({ code: 'webhooks/not-an-address', pointer: '/url' })
  if (allowPrivate) return ok(url)
  if (url.protocol !== 'https:') return refuse({ code: 'webhooks/https-only', pointer: '/url' })
  const host = hostOf(url)
  const name = host.toLowerCase().replace(/\.$/, '')
  const inside = isIP(host) === 0 ? name === 'localhost' || name.endsWith('.localhost') || name.endsWith('.local') || name.endsWith('.internal') || !name.includes('.') : isPrivateAddress(host)
  return inside ? refuse({ code: 'webhooks/private-address', pointer: '/url' }) : ok(url)
}
