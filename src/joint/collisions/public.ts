// The front door of collisions: what other modules may import.
export { collidingOf } from './colliding-of.ts'
export { collide, type Collided, type Need } from './domain/collide.ts'
export type { Collision, KeptNearMiss } from './domain/collision.ts'
export { extendCollision, followInspection, newCollision, supersede } from './domain/follow.ts'
export type { CollidingDirective, ObjectKey } from './domain/meet.ts'
export { findCollisions, insertNearMisses, saveCollisions } from './store.ts'
export { collisionRoutes } from './routes.ts'
export { collisionRules, withCollisionRules } from './rules-register.ts'
