import { rateOf } from '../../../kernel/wilson.ts'
import type { Explanation } from '../../domain/explanation.ts'

/**
 * Rules that had a case looked at, by the ids their yield is counted under: `checks/scan-high`, `hold/<id>`, `record/<id>`. Each once. A row that says what level
 * goods have counts where it is targeting only: the level of everyday goods is no search.
 */
export function rulesMet({ steps }: Pick<Explanation, 'steps'>): string[] {
  const met = new Set<string>()
  for (const { factor, rule, parameters, targeting } of steps) {
    if (factor === 'risk-record' || factor === 'hold-rule') {
      const entry = parameters.find(({ name }) => name === 'entry')?.value
      if (entry !== undefined) met.add(`${factor === 'risk-record' ? 'record' : 'hold'}/${String(entry)}`)
    } else if ((factor === 'check' || (factor === 'goods-risk' && targeting === true)) && rule?.table !== undefined && rule.row !== undefined) met.add(`${rule.table}/${rule.row}`)
  }
  return [...met]
}

/** What a rule brought over a span: cases it met, those of them that were inspected, and those in which something was found, each once; minutes of crews. */
export interface Yield {
  readonly hits: number
  readonly inspected: number
  readonly finds: number
  readonly minutes: number
}

/** How a rule did: finds among inspected cases, with the span that their rate lies in (Wilson, 95 %); crews' minutes for each find. */
export interface JudgedYield extends Yield {
  readonly rate: number
  readonly interval: readonly [low: number, high: number]
  readonly minutesPerFind: number | null
  /** Hit often, and finds next to nothing (RR-16). */
  readonly low: boolean
}

/**
 * Judges a rule's yield by the numbers of the pack: flagged when it was hit at least `hits` times and so many cases were inspected that its rate of finds, at the upper end
 * of its interval, lies below `floor`. What nobody has inspected speaks neither for a rule nor against it.
 */
export function judgeYield(one: Yield, by: { readonly hits: number; readonly floor: number }): JudgedYield {
  const { low, mid, high } = rateOf(Math.min(one.finds, one.inspected), one.inspected)
  return { ...one, rate: mid, interval: [low, high], minutesPerFind: one.finds === 0 ? null : one.minutes / one.finds, low: one.hits >= by.hits && high < by.floor }
}
