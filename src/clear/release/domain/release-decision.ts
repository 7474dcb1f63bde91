import { unreachable } from '../../../kernel/invariant.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { DispositionKind, Method, ReleaseMoment } from '../../../kernel/pack.ts'

/** One agency's work on a declaration's goods, as far as release looks at it. */
export interface Work {
  readonly agency: string
  /** The check the rules want, or the directive's inspection. */
  readonly about: string
  /** By which methods the agency looks; absent where it does not look at goods. */
  readonly methods?: readonly Method[]
  /** A sample is part of it, and whether it has been taken. */
  readonly sample: 'none' | 'due' | 'taken'
  /** Nothing is left to be done: the session or the judging of papers is over. */
  readonly finished: boolean
  /** The agency's latest decision; absent: none yet. */
  readonly effect?: DispositionKind['effect']
  /** Code of that decision. */
  readonly code?: string
  /** When it last looked at the goods themselves; absent: at their papers alone, or not yet. */
  readonly lookedAt?: Instant
}

/** What follows for the goods (放行), and because of whom. `wait`: somebody still has something to do. */
export type ReleaseDecision =
  | { readonly outcome: 'release'; readonly moment: ReleaseMoment }
  | { readonly outcome: 'refuse' | 'hold' | 'wait'; readonly because: readonly string[]; readonly codes?: readonly string[] }

const agenciesOf = (works: readonly Work[]): string[] => [...new Set(works.map((work) => work.agency))].sort()
const codesOf = (works: readonly Work[]): string[] => [...new Set(works.flatMap((work) => work.code ?? []))].sort()
const qualified = (work: Work): boolean => work.effect === 'qualify' && work.finished

/** Whether an agency's doubt is over: after it began the agency looked at the goods themselves and found them in order; papers answer no doubt (TP-03). */
export function endedByLook(works: readonly Work[], doubt: { readonly agency: string; readonly since: Instant }): boolean {
  return works.some((work) => work.agency === doubt.agency && qualified(work) && work.lookedAt !== undefined && work.lookedAt > doubt.since)
}

/** Whether this piece of work still keeps the goods when the mode opens the gate at `moment`. */
function isOutstanding(work: Work, moment: ReleaseMoment): boolean {
  switch (moment) {
    case 'acceptance':
    case 'report-judged':
    case 'inspected':
      return !qualified(work)
    case 'sampled':
      // Released when the sample is taken, not when its result is known (RR-05).
      return work.sample === 'none' ? !qualified(work) : work.sample === 'due' && !qualified(work)
    default:
      return unreachable(moment)
  }
}

/**
 * Whether the goods of a declaration may go (RR-03…RR-06). A refusal of any agency refuses, a hold holds whatever the others say; otherwise the
 * gate opens when nothing is outstanding and, in every mode but the first, something has been looked at: time or silence never releases.
 */
export function releaseDecision(moment: ReleaseMoment, works: readonly Work[]): ReleaseDecision {
  const refusing = works.filter((work) => work.effect === 'refuse')
  if (refusing.length > 0) return { outcome: 'refuse', because: agenciesOf(refusing), codes: codesOf(refusing) }
  const holding = works.filter((work) => work.effect === 'hold' || work.effect === 'treat')
  if (holding.length > 0) return { outcome: 'hold', because: agenciesOf(holding), codes: codesOf(holding) }
  const outstanding = works.filter((work) => isOutstanding(work, moment))
  if (outstanding.length > 0) return { outcome: 'wait', because: agenciesOf(outstanding) }
  if (moment !== 'acceptance' && works.length === 0) return { outcome: 'wait', because: [] }
  return { outcome: 'release', moment }
}
