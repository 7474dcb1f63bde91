import { chance } from './chance.ts'

/** What a simulated agency looks at when it decides whether to send a directive of its own. Nothing here is a label. */
export interface RuleFacts {
  readonly reference: string
  readonly hs: string
  readonly origin: string
  readonly mode: string
  readonly grade: string
  readonly netWeightKg: number
  readonly value: number
  readonly containers: readonly string[]
}

/**
 * A rule by which a simulated agency sends directives beyond those that assessment wants. Every condition that is given must hold;
 * `share` says of how many of those declarations a directive comes, chosen by reference and seed, so that a second run chooses the same.
 */
export interface AgencyRule {
  readonly id: string
  readonly agency: string
  readonly power: string
  readonly methods: readonly string[]
  readonly reason: string
  readonly hs?: readonly string[]
  readonly origins?: readonly string[]
  readonly modes?: readonly string[]
  readonly grades?: readonly string[]
  readonly minimumKg?: number
  /** Value per kilogram below which goods look undervalued. */
  readonly belowValuePerKg?: number
  readonly share: number
  /** Hours from acceptance until the directive is sent, and until when it wants the goods. */
  readonly afterHours: number
  readonly withinHours: number
}

/** The rules that ask for a directive about these goods, in the order given. */
export function rulesThatFire(rules: readonly AgencyRule[], facts: RuleFacts, seed: string): AgencyRule[] {
  return rules.filter(
    (rule) =>
      (rule.hs === undefined || rule.hs.some((prefix) => facts.hs.startsWith(prefix))) &&
      (rule.origins === undefined || rule.origins.includes(facts.origin)) &&
      (rule.modes === undefined || rule.modes.includes(facts.mode)) &&
      (rule.grades === undefined || rule.grades.includes(facts.grade)) &&
      (rule.minimumKg === undefined || facts.netWeightKg >= rule.minimumKg) &&
      (rule.belowValuePerKg === undefined || facts.value / facts.netWeightKg < rule.belowValuePerKg) &&
      chance(seed, 'rule', rule.id, facts.reference) < rule.share,
  )
}
