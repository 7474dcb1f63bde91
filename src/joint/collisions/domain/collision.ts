import type { Instant, Interval } from '../../../kernel/instant.ts'
import type { ObjectKind } from '../../../kernel/pack.ts'
import type { RuleVersion } from './collision-rule.ts'
import type { NearMiss } from './collide.ts'
import type { Meeting } from './meet.ts'

/** States of a match as the contract names them. `single`: withdrawals left one agency. */
export type CollisionState = 'proposed' | 'coordinating' | 'agreed' | 'declined' | 'single' | 'superseded'

/** A directive's part in a match. `ref`: the name it gave its object. */
export interface CollisionMember {
  readonly directive: string
  readonly agency: string
  readonly ref: string
  readonly joinedAt: Instant
  readonly leftAt?: Instant
}

/** A match of directives of two agencies or more (指令对碰, DC-02), with the rule and the reason (DC-13). */
export interface Collision {
  readonly port: string
  readonly id: string
  readonly inspection: string
  readonly object: { readonly kind: ObjectKind; readonly ref: string; readonly key: string }
  readonly agencies: readonly string[]
  readonly window: Interval
  readonly rule: RuleVersion
  readonly explanation: readonly Meeting[]
  readonly state: CollisionState
  readonly supersededBy?: string
  readonly members: readonly CollisionMember[]
  readonly foundAt: Instant
  readonly changedAt: Instant
  readonly version: number
}

/** A near-miss as it is kept. */
export interface KeptNearMiss extends NearMiss {
  readonly port: string
  readonly id: string
  /** The names the two directives gave their object. */
  readonly refs: readonly string[]
  readonly foundAt: Instant
  /** When one of the two was changed or withdrawn. */
  readonly endedAt?: Instant
}
