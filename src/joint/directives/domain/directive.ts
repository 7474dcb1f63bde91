import type { Instant } from '../../../kernel/instant.ts'
import type { Bilingual } from '../../../kernel/refusal.ts'
import type { ObjectKey } from '../../collisions/domain/meet.ts'
import type { Wanted } from './check-directive.ts'

/** `apart`: its agency declined to join; `started`: somebody is looking; `closed`: answered by an inspection; `withdrawn`: no longer wanted. */
export type DirectiveState = 'open' | 'apart' | 'started' | 'closed' | 'withdrawn'

/** An agency's demand to have an object inspected by named methods within a window (布控指令, DC-01). */
export interface Directive extends Wanted {
  readonly id: string
  /** Sent by an agency, or derived from the assessment of a declaration. */
  readonly origin: 'agency' | 'assessment' | 'draw'
  readonly keys: readonly ObjectKey[]
  readonly checks: readonly string[]
  readonly reason: string
  /** Why assessment wants it, in words (RR-15); for its own agency, because they name what was targeted. */
  readonly words?: Bilingual
  readonly site?: string
  readonly mechanism?: 'goods' | 'boarding'
  /** Containers that an item or lot lies in, by key: opening one serves everybody who wants something inside. */
  readonly places: readonly string[]
  /** Declarations of the goods and enterprises concerned, as known at acceptance. */
  readonly declarations: readonly string[]
  readonly parties: readonly string[]
  readonly state: DirectiveState
  readonly inspection?: string
  /** What the pack's law of credit gives its enterprise in the queues (RR-12); absent: nothing. */
  readonly priority?: number
  /** Several agencies answer it together; absent: not known yet. */
  readonly joint?: boolean
  readonly version: number
  readonly acceptedAt: Instant
  /** When it was last changed: the law of that moment judges what it meets, else that of its acceptance (GV-12). */
  readonly judgedAt?: Instant
  readonly sentBy: string
  readonly withdrawnReason?: string
}

/** A directive as it is first written down, with its first answer. */
export interface NewDirective {
  readonly directive: Directive
  readonly inspection: string
  /** Several agencies look together. */
  readonly joint: boolean
  /** SHA-256 of the content in hex: tells a repeat from other content under the same id. */
  readonly contentHash: string
  readonly answer: string
}
