import type { Json } from '../../kernel/canonical-json.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Context } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import type { Sights } from '../sight/known-subjects.ts'
import type { Entry } from './entry.ts'
import type { LedgerSubject } from './fact.ts'
import { readTimeline, type Order, type PlacedEntry } from './read-store.ts'
import { readableFacts, type CutFact } from './readable-facts.ts'

/** A fact as a time-line shows it. */
export interface TimelineEntry {
  readonly id: string
  readonly port: string
  readonly type: string
  readonly subject: LedgerSubject
  readonly related: readonly LedgerSubject[]
  readonly audience: readonly string[]
  /** `of` is `agency:CUS`, `enterprise:E-AA`, `site:…`; the name is absent once the entry was redacted. */
  readonly actor: { readonly kind: string; readonly id: string; readonly of?: string; readonly name?: string }
  readonly at: Instant
  /** Absent once the entry was redacted. */
  readonly payload?: Json
}

/**
 * One page of the facts about a subject, oldest first unless asked otherwise: its own and those that name it as related. `after` is the id of the last entry of the page
 * before; `next` is there when more may follow. The caller decides who may see which of them.
 */
export async function timeline(
  db: Queryable,
  port: string,
  subjectKind: string,
  subjectId: string,
  after: string | undefined,
  limit: number,
  order: Order = 'oldest',
): Promise<{ readonly items: TimelineEntry[]; readonly next?: string }> {
  const placed = await readTimeline(db, [port], { kind: subjectKind, id: subjectId }, after, limit, order)
  const last = placed.at(-1)
  return { items: placed.map(({ entry }) => toTimelineEntry(entry)), ...(last !== undefined && placed.length === limit ? { next: last.entry.id } : {}) }
}

/** A placed entry as it is cut. */
export function cutFactOf({ entry }: PlacedEntry): CutFact {
  const { id, port, subject, related, actor } = toTimelineEntry({ ...entry, payload: null })
  return { id, port, subject, related, of: actor.of }
}

/** Entries are read at least so many at a time, so that a reader of short pages does not ask once for each that is left out. */
const leastRead = 50

/** One page of what an official may read of a time-line. Reads on over what it may not know of: not even how much was left out is told. */
export async function readAllowed(context: Context, sights: Sights, read: (after: string | undefined, size: number) => Promise<PlacedEntry[]>, after: string | undefined, limit: number): Promise<{ readonly items: PlacedEntry[]; readonly next?: string }> {
  const size = Math.max(limit, leastRead)
  const items: PlacedEntry[] = []
  for (let from = after; ; ) {
    const found = await read(from, size)
    const readable = await readableFacts(context, sights, found.map(cutFactOf))
    items.push(...found.filter(({ entry }) => readable.has(entry.id)))
    from = found.at(-1)?.entry.id
    const page = items.slice(0, limit)
    const next = page.at(-1)?.entry.id
    if (next !== undefined && items.length > limit) return { items: page, next }
    if (found.length < size) return { items: page }
  }
}

/** A page of a subject's time-line as `timeline` gives it, of what an official may know of (LB-09). */
export async function allowedTimeline(context: Context, sights: Sights, subject: { readonly port: string; readonly kind: string; readonly id: string }, after: string | undefined, limit: number, order: Order = 'oldest'): Promise<{ readonly items: TimelineEntry[]; readonly next?: string }> {
  const page = await readAllowed(context, sights, (from, size) => readTimeline(context.db, [subject.port], subject, from, size, order), after, limit)
  return { ...page, items: page.items.map(({ entry }) => toTimelineEntry(entry)) }
}

/** The entry without what only a verifier needs. */
export function toTimelineEntry(entry: Entry): TimelineEntry {
  return {
    id: entry.id,
    port: entry.port,
    type: entry.type,
    subject: { kind: entry.subjectKind, id: entry.subjectId },
    related: entry.related.map(toSubject),
    audience: entry.audience,
    actor: {
      kind: entry.actorKind,
      id: entry.actorId,
      ...(entry.actorOf === null ? {} : { of: entry.actorOf }),
      ...(entry.actorName === null ? {} : { name: entry.actorName }),
    },
    at: entry.occurredAt,
    ...(entry.payload === null ? {} : { payload: JSON.parse(entry.payload) as Json }),
  }
}

/** Reads `kind:id`. */
export function toSubject(text: string): LedgerSubject {
  const colon = text.indexOf(':')
  return { kind: text.slice(0, colon), id: text.slice(colon + 1) }
}
