import type { CreditKind, CreditLaw, CreditScale } from '../../../kernel/credit-law.ts'
import { must } from '../../../kernel/invariant.ts'
import type { CreditGrade } from '../../../kernel/pack.ts'
import { firstWholeDay, type Day } from './day.ts'

interface Dated<Rule> {
  readonly rule: Rule
  readonly from: Day
  readonly to?: Day
}

/** The law of credit, ready to grade days: every version of kinds and scale with the days it is applied to. */
export interface CreditRules {
  readonly timeZone: string
  /** Versions of each kind, the earliest first. */
  readonly kinds: ReadonlyMap<string, readonly Dated<CreditKind>[]>
  /** The earliest first. */
  readonly scales: readonly Dated<CreditScale>[]
  /** Rank of each grade; 0 is the best. */
  readonly ranks: ReadonlyMap<string, number>
}

function dated<Rule extends { readonly validFrom: CreditKind['validFrom']; readonly validTo?: CreditKind['validFrom'] }>(rules: readonly Rule[], timeZone: string): Dated<Rule>[] {
  return rules
    .map((rule) => ({ rule, from: firstWholeDay(rule.validFrom, timeZone), ...(rule.validTo === undefined ? {} : { to: firstWholeDay(rule.validTo, timeZone) }) }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
}

/** Makes the rules of a law. A version that begins within a day is applied from the next one on. */
export function creditRules(law: Pick<CreditLaw, 'kinds' | 'scales' | 'timeZone'>, grades: readonly CreditGrade[]): CreditRules {
  const kinds = new Map<string, CreditKind[]>()
  for (const kind of law.kinds) kinds.set(kind.code, [...(kinds.get(kind.code) ?? []), kind])
  return {
    timeZone: law.timeZone,
    kinds: new Map([...kinds].map(([code, versions]) => [code, dated(versions, law.timeZone)])),
    scales: dated(law.scales, law.timeZone),
    ranks: new Map(grades.map(({ code, rank }) => [code, rank])),
  }
}

/** The version in force on a day; before the first of them the first, after the last the last. */
function versionOn<Rule>(versions: readonly Dated<Rule>[], day: Day): Rule | undefined {
  return (versions.findLast(({ from, to }) => from <= day && (to === undefined || day < to)) ?? versions.findLast(({ from }) => from <= day) ?? versions[0])?.rule
}

/** A kind as it was when something happened: a happening is weighed by the rule of its own time (GV-12). */
export function kindOn(rules: CreditRules, code: string, day: Day): CreditKind | undefined {
  return versionOn(rules.kinds.get(code) ?? [], day)
}

/** The scale that grades a day. */
export function scaleOn(rules: CreditRules, day: Day): CreditScale {
  return must(versionOn(rules.scales, day), 'a scale of credit')
}

/** Rank of a grade; one that is not on the scale any more ranks as the worst, so that doubt never helps. */
export function rankOf(rules: CreditRules, grade: string): number {
  return rules.ranks.get(grade) ?? Math.max(...rules.ranks.values())
}
