import type { Json } from '../../kernel/canonical-json.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../database/database.ts'
import type { Entry } from './entry.ts'
import type { LedgerSubject } from './fact.ts'
import { readTimeline } from './read-store.ts'

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
 * One page of the facts about a subject, oldest first: its own and those that name it as related. `after` is the id of the last entry of the page
 * before; `next` is there when more may follow. The caller decides who may see which of them.
 */
export async function timeline(
  db: Queryable,
  port: string,
  subjectKind: string,
  subjectId: string,
  after: string | undefined,
  limit: number,
): Promise<{ readonly items: TimelineEntry[]; readonly next?: string }> {
  const placed = await readTimeline(db, [port], { kind: subjectKind, id: subjectId }, after, limit)
  const last = placed.at(-1)
  return { items: placed.map(({ entry }) => toTimelineEntry(entry)), ...(last !== undefined && placed.length === limit ? { next: last.entry.id } : {}) }
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
