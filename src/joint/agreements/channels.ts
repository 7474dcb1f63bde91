import { appendFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Transporter } from 'nodemailer'
import type { Config } from '../../platform/config.ts'

/** A message to one person outside the product. */
export interface OutsideMessage {
  readonly channel: 'email' | 'sms'
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** What became of it. */
export type Sent = { readonly ok: true } | { readonly ok: false; readonly detail: string }

/** Ways out of the product besides its own inbox and web hooks. A gateway of mail or short messages is another value of this type. */
export interface Channels {
  send(message: OutsideMessage): Promise<Sent>
}

/** Writes messages into files that a gateway of the operator takes them from: one JSON line each, `outbox/email.jsonl` and `outbox/sms.jsonl` in the home. */
function fileChannels(home: string): Channels {
  const folder = path.join(home, 'outbox')
  return {
    async send(message) {
      try {
        await mkdir(folder, { recursive: true })
        await appendFile(path.join(folder, `${message.channel}.jsonl`), `${JSON.stringify(message)}\n`, { mode: 0o600 })
        return { ok: true }
      } catch (error) {
        return { ok: false, detail: error instanceof Error ? error.message : String(error) }
      }
    },
  }
}

/** How long a gateway may take before the attempt counts as failed. */
const patience = 10_000

function failed(error: unknown): Sent {
  return { ok: false, detail: error instanceof Error ? error.message : String(error) }
}

/** Sends mail through the operator's server (SMTP, RFC 5321). */
export function mailChannel({ server, from }: NonNullable<Config['mail']>): Channels {
  // Loaded when the first mail goes out, and kept.
  let transport: Promise<Transporter> | undefined
  const opened = async (): Promise<Transporter> =>
    (await import('nodemailer')).createTransport({ url: server, connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience }, { from })
  return {
    async send({ to, subject, text }) {
      try {
        transport ??= opened()
        const { rejected } = (await (await transport).sendMail({ to, subject, text })) as { readonly rejected: readonly string[] }
        return rejected.length === 0 ? { ok: true } : { ok: false, detail: 'the mail server refused the address' }
      } catch (error) {
        return failed(error)
      }
    },
  }
}

/** Posts short messages to the operator's gateway: JSON `{to, text}` with the bearer token, taken when it answers 2xx. */
export function smsChannel({ url, token }: NonNullable<Config['sms']>): Channels {
  return {
    async send({ to, text }) {
      try {
        const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }
        const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ to, text }), redirect: 'error', signal: AbortSignal.timeout(patience) })
        return answer.ok ? { ok: true } : { ok: false, detail: `the gateway answered ${answer.status}` }
      } catch (error) {
        return failed(error)
      }
    },
  }
}

/** The ways out that the operator has set up; what has none goes into files. */
export function channelsOf(config: Pick<Config, 'home' | 'mail' | 'sms'>): Channels {
  const files = fileChannels(config.home)
  const of = { email: config.mail === undefined ? files : mailChannel(config.mail), sms: config.sms === undefined ? files : smsChannel(config.sms) }
  return { send: (message) => of[message.channel].send(message) }
}
