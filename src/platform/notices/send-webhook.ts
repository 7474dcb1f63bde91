import { lookup as lookUp } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { hostOf } from './check-webhook-url.ts'
import { outcomeOfStatus, type TryOutcome } from './domain/after-try.ts'
import { isPrivateAddress } from './private-address.ts'

/** How far a delivery may go. */
export interface SendLimits {
  readonly allowPrivate: boolean
  /** From first byte to last, look-up included. */
  readonly timeoutMs: number
  /** What is read of an answer before the connection is cut. */
  readonly answerBytes: number
}

export const sendLimits: Omit<SendLimits, 'allowPrivate'> = { timeoutMs: 10_000, answerBytes: 64 * 1024 }

export interface Tried {
  readonly outcome: TryOutcome
  /** For the receipt: the status, or why there was none. */
  readonly detail: string
}

class PrivateAddress extends Error {
  readonly code = 'EPRIVATE'
}

/** Resolves a name and refuses when any of its addresses is private: the address that was checked is the one connected to, so a name cannot change between. */
const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error !== null || first === undefined) callback(error ?? new Error('no address'), '', 4)
    else if (addresses.some((address) => isPrivateAddress(address.address))) callback(new PrivateAddress('private address'), '', 4)
    else if (options.all === true) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

/**
 * Sends one signed message and says what came of it; never throws. Redirects are not followed, private addresses are refused at the moment
 * of connecting, time and size of the answer are bounded.
 */
export async function sendWebhook(address: string, headers: Readonly<Record<string, string>>, body: string, limits: SendLimits): Promise<Tried> {
  const url = new URL(address)
  const host = hostOf(url)
  if (!limits.allowPrivate && (url.protocol !== 'https:' || (isIP(host) !== 0 && isPrivateAddress(host)))) return { outcome: 'refused', detail: 'private address' }
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(limits.timeoutMs)
    const fail = (error: Error & { code?: string }): void =>
      resolve({ outcome: error.code === 'EPRIVATE' ? 'refused' : 'failed', detail: signal.aborted ? 'no answer in time' : (error.code ?? error.message).slice(0, 200) })
    const request = (url.protocol === 'https:' ? https : http).request(
      url,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'lianjian', ...headers, 'content-length': Buffer.byteLength(body) },
        signal,
        agent: false,
        ...(limits.allowPrivate ? {} : { lookup: guardedLookup }),
      },
      (response) => {
        const status = response.statusCode ?? 0
        const done = (): void => resolve({ outcome: outcomeOfStatus(status), detail: String(status) })
        let bytes = 0
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes <= limits.answerBytes) return
          done()
          request.destroy()
        })
        response.on('end', done)
        response.on('error', fail)
      },
    )
    request.on('error', fail)
    request.end(body)
  })
}
