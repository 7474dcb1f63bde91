import type { CreditEntry } from './credit-record.ts'
import type { CreditRules } from './credit-rules.ts'
import type { Day } from './day.ts'
import { gradesOn, turningDays } from './grade-on.ts'

/** Days of one grade and score; the last has no end. */
export interface GradePeriod {
  readonly from: Day
  readonly to?: Day
  readonly grade: string
  readonly score: number
}

/**
 * The grades of all days since the first happening, as far as can be told today: what is still to expire is in it. By definition the period of a day
 * has the grade of `gradeOn` that day.
 */
export function gradePeriods(rules: CreditRules, entries: readonly CreditEntry[]): GradePeriod[] {
  const first = entries.reduce<Day | undefined>((least, { occurredOn }) => (least === undefined || occurredOn < least ? occurredOn : least), undefined)
  if (first === undefined) return []
  const steps = gradesOn(rules, entries, [first, ...turningDays(rules, entries).filter((day) => day > first)]).map(({ day, grade, score }) => ({ from: day, grade, score }))
  const changed = steps.filter((step, i) => i === 0 || step.grade !== steps[i - 1]?.grade || step.score !== steps[i - 1]?.score)
  return changed.map((step, i) => {
    const to = changed[i + 1]?.from
    return to === undefined ? step : { ...step, to }
  })
}

/** The period of a day. */
export function periodOn(periods: readonly GradePeriod[], day: Day): GradePeriod | undefined {
  return periods.find(({ from, to }) => from <= day && (to === undefined || day < to))
}

/** What a new fold changes: periods that no longer hold, those that take their place, and the first day that is seen otherwise. */
export interface Replacement {
  readonly from: Day | undefined
  readonly closed: readonly GradePeriod[]
  readonly added: readonly GradePeriod[]
}

const same = (a: GradePeriod, b: GradePeriod): boolean => a.from === b.from && a.to === b.to && a.grade === b.grade && a.score === b.score

/** Replaces periods from the first day that differs; what lies before is left as it was written. */
export function replacePeriods(before: readonly GradePeriod[], after: readonly GradePeriod[]): Replacement {
  const closed = before.filter((one) => !after.some((other) => same(one, other)))
  const added = after.filter((one) => !before.some((other) => same(one, other)))
  const days = [...closed, ...added].map(({ from }) => from).sort()
  const differs = days.find((day) => gradeAt(before, day) !== gradeAt(after, day)) ?? [...closed, ...added].flatMap(({ to }) => (to === undefined ? [] : [to])).sort().find((day) => gradeAt(before, day) !== gradeAt(after, day))
  return { from: differs, closed, added }
}

function gradeAt(periods: readonly GradePeriod[], day: Day): string | undefined {
  const found = periodOn(periods, day)
  return found === undefined ? undefined : `${found.grade} ${found.score}`
}
