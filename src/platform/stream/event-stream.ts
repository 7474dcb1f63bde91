import { toIso } from '../../kernel/instant.ts'
import type { SealedFact } from '../ledger/tail-store.ts'
import { toSubject } from '../ledger/timeline.ts'

/** How often something is sent when nothing happens, so that proxies keep the connection and the browser notices when it is dead. */
export const heartbeatEvery = 15_000

/** Tells the browser how long to wait before it connects again, in milliseconds. */
export const opening = 'retry: 1000\n\n'

export const heartbeat = ': nothing new\n\n'

/** Tells the screens to load everything anew: too much was missed to tell it one by one. */
export const reset = 'event: StreamReset\ndata: {}\n\n'

/** One sealed fact as a server-sent event. No payload: whoever may see more asks for it. */
export function toEvent(fact: SealedFact): string {
  const { port, position, type, subjectKind, subjectId, related, at } = fact
  return `id: ${port}:${position}\nevent: ${type}\ndata: ${JSON.stringify({ type, port, subjectKind, subjectId, related: related.map(toSubject), at: toIso(at) })}\n\n`
}

/** Reads `<port>:<position>`, the id of the last event seen; undefined when it is anything else. */
export function parseEventId(text: string): { readonly port: string; readonly position: number } | undefined {
  const [, port, position] = /^([^:\s]{1,40}):(0|[1-9]\d{0,14})$/.exec(text) ?? []
  return port === undefined || position === undefined ? undefined : { port, position: Number(position) }
}
