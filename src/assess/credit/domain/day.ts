import { fromEpoch, type Instant } from '../../../kernel/instant.ts'

/** A day of the calendar, `YYYY-MM-DD`: credit counts in days, and days compare as text. */
export type Day = string

const dayLength = 86_400_000
const formatters = new Map<string, Intl.DateTimeFormat>()

/** How far the clock of a zone is ahead of UTC at a moment, in milliseconds. */
function offsetAt(timeZone: string, at: Instant): number {
  const known = formatters.get(timeZone)
  const formatter = known ?? new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  if (known === undefined) formatters.set(timeZone, formatter)
  const parts = formatter.formatToParts(at)
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(at / 1000) * 1000
}

/** The day of a moment in a zone. */
export function dayOf(at: Instant, timeZone: string): Day {
  return new Date(at + offsetAt(timeZone, at)).toISOString().slice(0, 10)
}

/** When a day begins in a zone. */
export function startOfDay(day: Day, timeZone: string): Instant {
  const guess = fromEpoch(Date.parse(`${day}T00:00:00Z`))
  const first = fromEpoch(guess - offsetAt(timeZone, guess))
  return fromEpoch(guess - offsetAt(timeZone, first))
}

/** The day so many days later, or earlier where negative. */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayLength).toISOString().slice(0, 10)
}

/** Days from one day to another; negative when the other is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayLength)
}

/** The first day that begins at or after a moment: from when a rule that begins then is applied. */
export function firstWholeDay(at: Instant, timeZone: string): Day {
  const day = dayOf(at, timeZone)
  return startOfDay(day, timeZone) === at ? day : addDays(day, 1)
}
