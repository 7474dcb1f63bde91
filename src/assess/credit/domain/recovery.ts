import type { CreditEntry } from './credit-record.ts'
import { rankOf, type CreditRules } from './credit-rules.ts'
import type { Day } from './day.ts'
import { gradeOn, turningDays, type Standing } from './grade-on.ts'

/** How an enterprise comes to a better grade: by waiting, or by earning something. */
export interface Recovery {
  /** The day the grade gets better by itself if nothing bad happens, and which happenings weigh less then. */
  readonly waiting?: { readonly day: Day; readonly grade: string; readonly because: readonly string[] }
  /** What would better the grade today: so many of a kind. */
  readonly earning: readonly { readonly kind: string; readonly count: number; readonly grade: string }[]
}

/** Nobody is told to earn more than this of one kind. */
const most = 6

function hypothetical(kind: string, day: Day, n: number): CreditEntry {
  return { id: `if-${n}`, kind, occurredOn: day, port: '', state: 'recorded', recordedAt: 0 as CreditEntry['recordedAt'], recordedBy: '', reports: [] }
}

/** Happenings that weigh less, or hold nothing back any more, on the later day. */
function easedBetween(before: Standing, after: Standing): string[] {
  const eased = after.contributions.filter((now) => {
    const then = before.contributions.find(({ entry }) => entry === now.entry)
    return then !== undefined && (now.points > then.points || (then.ceiling !== undefined && now.ceiling === undefined))
  })
  const held = before.heldBack.flatMap(({ entry }) => (entry === undefined || after.heldBack.some((still) => still.entry === entry) ? [] : [entry]))
  return [...new Set([...eased.map(({ entry }) => entry), ...held])]
}

/** The ways from the grade of today to the next better one (RR-11): found by asking the same function that grades. */
export function recoveryFrom(rules: CreditRules, entries: readonly CreditEntry[], today: Day): Recovery {
  const now = gradeOn(rules, entries, today)
  const better = (grade: string): boolean => rankOf(rules, grade) < rankOf(rules, now.grade)
  let waiting: Recovery['waiting']
  for (const day of turningDays(rules, entries)) {
    if (day <= today) continue
    const then = gradeOn(rules, entries, day)
    if (better(then.grade)) {
      // All that eased since today had its part in it, not only what eased on the last day.
      waiting = { day, grade: then.grade, because: easedBetween(now, then) }
      break
    }
  }
  const earning = [...rules.kinds].flatMap(([code, versions]) => {
    const kind = versions.at(-1)?.rule
    if (kind?.effect !== 'good' || kind.remedy === undefined) return []
    for (let count = 1; count <= most; count++) {
      const { grade } = gradeOn(rules, [...entries, ...Array.from({ length: count }, (_, n) => hypothetical(code, today, n))], today)
      if (better(grade)) return [{ kind: code, count, grade }]
      if (kind.points === 0) break
    }
    return []
  })
  return { ...(waiting === undefined ? {} : { waiting }), earning }
}
