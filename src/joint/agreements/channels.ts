import { appendFile, mkdir } from 'node:fs/promises'
import path from 'node:path'

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
export function fileChannels(home: string): Channels {
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
