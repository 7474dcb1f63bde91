import type { CreditMeasure } from '../../../kernel/credit-law.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { Pack, PolicyMeasure } from '../../../kernel/pack.ts'
import { burdened } from '../../domain/credit-burdens.ts'
import { effectOn } from '../../domain/mode-effect.ts'
import { stricter, stricterBy } from '../../domain/release-scale.ts'
import { stackPolicies, type Stack } from './stack-policies.ts'

/** Everything that has a say in the mode of one line of goods. */
export interface ModeSays {
  /** What the table of its category says for its combined risk. */
  readonly byRisk: string
  /** Measures of policy the goods fall under. */
  readonly policies: readonly PolicyMeasure[]
  /** What the grade of the case costs (RR-12). */
  readonly burdens: readonly CreditMeasure[]
  /** By how many modes an earlier failed sample makes it stricter (RR-05). */
  readonly tighterBy: number
  /** Modes of the safety floor that fit the goods (RR-22). */
  readonly floors: readonly string[]
}

/** The mode after each say, in the order in which they are heard. */
export interface ComposedMode {
  readonly stack: Stack | undefined
  readonly afterPolicies: string
  readonly afterCredit: string
  readonly afterTightening: string
  readonly mode: string
}

/**
 * The mode of a line of goods: by risk, then what measures of policy make of it, then what the grade costs whatever tables and policies say, then what failed samples ask, and last
 * the floor, which nothing comes after and nothing lowers (RR-05, RR-09, RR-12, RR-22, PZ-17). Each step is monotone in the one before, so that the whole is as monotone as the table of the category (RR-07).
 */
export function composeMode(pack: Pack, at: Instant, { byRisk, policies, burdens, tighterBy, floors }: ModeSays): ComposedMode {
  const stack = policies.length === 0 ? undefined : stackPolicies(pack, at, policies, byRisk)
  const afterPolicies = stack?.mode === undefined ? byRisk : effectOn(pack, at, stack.mode.value, byRisk)
  const afterCredit = burdened(pack, at, burdens, afterPolicies)
  const afterTightening = tighterBy === 0 ? afterCredit : stricterBy(pack, afterCredit, tighterBy, at)
  const mode = floors.reduce((highest, floor) => stricter(pack, highest, floor, at), afterTightening)
  return { stack, afterPolicies, afterCredit, afterTightening, mode }
}
