import { overlaps, subtract, type Interval } from '../../../kernel/instant.ts'

/** An open inspection an officer is down for: its time, and the directives it answers. */
export interface Engaged extends Interval {
  readonly directives: readonly string[]
}

/** What an officer has to do and when they are there, as far as a draw looks at it. */
export interface Work {
  /** Inspections that lots gave them and that are open: the directive each became, null where there is none yet. */
  readonly drawn: readonly (string | null)[]
  readonly engaged: readonly Engaged[]
  /** Times in which they are planned to be there; absences taken off in `onDuty`. */
  readonly shifts: readonly Interval[]
  readonly onDuty: readonly Interval[]
}

/**
 * How much of their capacity an officer has no room for (DR-02): one place for each open inspection, drawn or agreed to; as large a share of all places as
 * absences take of their shifts within the span; and all of them where bookings leave no time free at all.
 */
export function workload({ drawn, engaged, shifts, onDuty }: Work, duty: Interval, capacity: number): number {
  const open = drawn.length + engaged.filter(({ directives }) => !directives.some((directive) => drawn.includes(directive))).length
  const [planned, there] = [within(shifts, duty), within(onDuty, duty)]
  const away = planned === 0 ? 0 : Math.floor(capacity * (1 - there / planned))
  const booked = there > 0 && within(subtract(onDuty, engaged), duty) === 0
  return booked ? Math.max(capacity, open) : open + away
}

/** How much of a span intervals that do not overlap take, in milliseconds. */
function within(intervals: readonly Interval[], span: Interval): number {
  return intervals.filter((one) => overlaps(one, span)).reduce((sum, { from, to }) => sum + Math.min(to, span.to) - Math.max(from, span.from), 0)
}
