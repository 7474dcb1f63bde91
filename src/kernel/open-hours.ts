import { fromEpoch, type Instant, type Interval } from './instant.ts'

/** Hours of a place: weekdays 1 (Monday) to 7, `08:00`–`18:00` in port time, and dates it is closed. */
export interface OpenHours {
  readonly weekdays: readonly number[]
  readonly from: string
  readonly to: string
  readonly closed?: readonly string[] | undefined
}

const day = 86_400_000

/** How far the clock of a time zone is ahead of UTC at a moment, in milliseconds. */
function offsetAt(timeZone: string, at: Instant): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(at)
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(at / 1000) * 1000
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/**
 * When a place is open within a span, day by day in port time. `to` at or before `from` means past midnight; `00:00` to `00:00` is all day.
 */
export function openWithin(hours: OpenHours, timeZone: string, span: Interval): Interval[] {
  const closed = new Set(hours.closed ?? [])
  const [opens, shuts] = [minutesOf(hours.from), minutesOf(hours.to)]
  const length = (shuts <= opens ? shuts + 24 * 60 - opens : shuts - opens) * 60_000
  const firstLocal = span.from + offsetAt(timeZone, span.from)
  const spans: Interval[] = []
  // A day earlier too: what opened yesterday may still be open.
  for (let local = Math.floor(firstLocal / day) * day - day; local <= span.to + offsetAt(timeZone, span.to); local += day) {
    const date = fromEpoch(local)
    const weekday = ((Math.floor(local / day) + 3) % 7) + 1
    if (!hours.weekdays.includes(weekday) || closed.has(new Date(date).toISOString().slice(0, 10))) continue
    const guess = fromEpoch(local + opens * 60_000)
    const start = fromEpoch(guess - offsetAt(timeZone, guess))
    const from = start > span.from ? start : span.from
    const to = start + length < span.to ? fromEpoch(start + length) : span.to
    if (from < to) spans.push({ from, to })
  }
  return spans
}
