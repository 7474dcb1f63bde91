import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { CollisionRule, ObjectKind } from '../../../kernel/pack.ts'

/** Names one version of one rule, as explanations and replays cite it (DC-13). */
export interface RuleVersion {
  readonly id: string
  readonly version: number
}

/** Why no rule can judge a pair: the port does not join this kind at all, or only from a later day. */
export type NoRule = 'kind-not-joint' | 'rule-not-in-force'

function specificity(rule: CollisionRule): number {
  return (rule.port === undefined ? 0 : 2) + (rule.objectKind === undefined ? 0 : 1)
}

/** Whether `a` is to be taken before `b` when both apply: the more specific, then the newer, then by id so that the order of the list never matters. */
function precedes(a: CollisionRule, b: CollisionRule): boolean {
  if (specificity(a) !== specificity(b)) return specificity(a) > specificity(b)
  if (a.version !== b.version) return a.version > b.version
  return a.id < b.id
}

/**
 * The rule that judges objects of `kind` at `port` at the moment `at` (DC-05, GV-12):
 * the most specific of `port and kind`, `port`, `kind`, `neither`; among versions of the same scope the highest in force.
 */
export function ruleInForce(rules: readonly CollisionRule[], port: string, kind: ObjectKind, at: Instant): CollisionRule | NoRule {
  let best: CollisionRule | undefined
  let later = false
  for (const rule of rules) {
    if (rule.port !== undefined && rule.port !== port) continue
    if (rule.objectKind !== undefined && rule.objectKind !== kind) continue
    if (!inForce(rule, at)) {
      later ||= rule.validFrom > at
      continue
    }
    if (best === undefined || precedes(rule, best)) best = rule
  }
  return best ?? (later ? 'rule-not-in-force' : 'kind-not-joint')
}

/** The very version asked for, whether it is in force or not: to replay a match by another rule (DC-13). */
export function findRuleVersion(rules: readonly CollisionRule[], wanted: RuleVersion): CollisionRule | undefined {
  return rules.find((rule) => rule.id === wanted.id && rule.version === wanted.version)
}
