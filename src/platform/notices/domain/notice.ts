import type { Instant } from '../../../kernel/instant.ts'
import type { Bilingual } from '../../../kernel/refusal.ts'

/** A party that can be told something: an agency (its officers at the port), an enterprise, a supervised site, headquarters. */
export interface Recipient {
  readonly kind: 'agency' | 'enterprise' | 'site' | 'headquarters'
  readonly code: string
}

/** Headquarters, which is one. */
export const headquarters: Recipient = { kind: 'headquarters', code: 'headquarters' }

/** A message owed to a party (SW-03, DC-06). Its text is `notices.<type>` of the locale files, filled in with the facts. */
export interface NewNotice {
  readonly port: string
  readonly recipient: Recipient
  readonly type: string
  readonly subjectKind: string
  readonly subjectId: string
  /** What there is to say; enterprises and sites are told of it what `outsideFacts` lists for the type. */
  readonly facts: Readonly<Record<string, string | number>>
}

/** `owed` while a delivery outside the inbox is open, `quarantined` when one was given up, `acknowledged` when a person of the recipient said so. */
export type NoticeState = 'owed' | 'delivered' | 'acknowledged' | 'quarantined'

/** A notice as its recipient finds it: what was to be told, how far that has come, and the text in both languages made of its facts when it is read. */
export interface Notice extends NewNotice {
  readonly id: string
  readonly state: NoticeState
  /** A delivery outside the inbox failed and has not succeeded since (DC-06). */
  readonly undelivered: boolean
  readonly owedAt: Instant
  readonly deliveredAt?: Instant
  readonly acknowledgedAt?: Instant
  readonly acknowledgedBy?: string
  readonly message: Bilingual
}
