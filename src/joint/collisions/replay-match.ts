import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Directive } from '../directives/public.ts'
import { collidingOf } from './colliding-of.ts'
import { collide, type Collided } from './domain/collide.ts'
import type { CollisionLaw } from './domain/meet.ts'
import { findRuleVersion, type RuleVersion } from './domain/collision-rule.ts'

/** What colliding the same directives gives by another version of a rule, or by the rules of their own time when none is named. */
export interface Replayed {
  readonly rule?: RuleVersion
  /** Groups of directives of two agencies or more. */
  readonly matches: Collided['needs']
  readonly nearMisses: Collided['nearMisses']
}

/**
 * Collides directives anew as they were sent, whatever became of them since (DC-13): replay by version 2 gives version 2's answer.
 * Refuses a version the pack does not have.
 */
export function replayMatch(law: CollisionLaw, directives: readonly Directive[], wanted?: RuleVersion): Result<Replayed> {
  const rule = wanted === undefined ? undefined : findRuleVersion(law.collisionRules, wanted)
  if (wanted !== undefined && rule === undefined) return refuse({ code: 'collisions/unknown-rule', pointer: '/version', facts: { rule: wanted.id, version: wanted.version }, clause: 'DC-13' })
  const asSent = directives.map(collidingOf).map(({ inspection: _since, ...directive }) => ({ ...directive, standing: 'open' as const }))
  const { needs, nearMisses } = collide(asSent, law, rule)
  return ok({ ...(wanted === undefined ? {} : { rule: wanted }), matches: needs.filter((need) => need.agencies.length > 1), nearMisses })
}
