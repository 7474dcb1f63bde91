import type { Wire } from '../../../web/api/wire.ts'
import type { Collision, KeptNearMiss } from '../../collisions/domain/collision.ts'

/** A match as the API gives it. */
export type CollisionView = Wire<Omit<Collision, 'members'>>
/** Two directives that met, and why. */
export type MeetingView = CollisionView['explanation'][number]

/** A near-miss with the one condition that kept the two apart. */
export type NearMissView = Wire<KeptNearMiss>
