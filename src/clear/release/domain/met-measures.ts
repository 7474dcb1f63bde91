import { isRegistered, type MetMeasure, type WantedMeasure } from '../../../assess/modes/public.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { ConformityMeasure, Pack, ReleaseMoment } from '../../../kernel/pack.ts'
import type { Work } from './release-decision.ts'

/** What was shown for a measure, and for which lines. */
export interface Evidence {
  readonly measure: string
  readonly lines: readonly number[]
}

const isJudged = (work: Work): boolean => work.effect === 'qualify' && work.finished

/** Whether the agency looked by one of the methods, everywhere it was to, and found the goods in order; where the mode lets go once the sample is taken, so does the measure (RR-05). */
function isLookedAt(measure: WantedMeasure, methods: readonly string[], works: readonly Work[], moment: ReleaseMoment): boolean {
  const own = works.filter((work) => work.agency === measure.agency && (work.methods ?? []).some((method) => methods.includes(method)))
  return own.length > 0 && own.every((work) => isJudged(work) || (moment === 'sampled' && methods.every((method) => method === 'sample') && work.sample === 'taken'))
}

/** Which of the measures asked for are met at a moment, and for which lines (RR-08). `measureOf` gives what a measure is met by. */
export function metMeasures(
  pack: Pick<Pack, 'registrations'>,
  measureOf: (code: string) => ConformityMeasure | undefined,
  asked: readonly WantedMeasure[],
  works: readonly Work[],
  evidence: readonly Evidence[],
  moment: ReleaseMoment,
  now: Instant,
): readonly MetMeasure[] {
  return asked.flatMap((measure): readonly MetMeasure[] => {
    const shown = evidence.filter((one) => one.measure === measure.code).map(({ lines }) => ({ code: measure.code, lines }))
    if (measure.scheme !== undefined) return isRegistered(pack, measure.scheme, measure.enterprise, now) ? [{ code: measure.code, lines: 'all' }] : []
    const metBy = measureOf(measure.code)?.metBy
    if (metBy?.kind === 'inspection') return isLookedAt(measure, metBy.methods, works, moment) ? [{ code: measure.code, lines: 'all' }] : []
    return shown
  })
}

/** What keeps the goods: the measures not yet met, as work of the agency that judges each. */
export function workOfMeasures(left: readonly WantedMeasure[]): Work[] {
  return left.map(({ agency, code }) => ({ agency, about: `measure:${code}`, sample: 'none', finished: false }))
}
