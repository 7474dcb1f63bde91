import { fromEpoch, type Instant } from '../../../kernel/instant.ts'

/** How far the wall clock of a zone is ahead of UTC at a moment, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatToParts(at)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(at / 1000) * 1000
}

/** When a month (`2017-06`) begins by the wall clock of a zone. */
export function zonedMonthStart(month: string, timeZone: string): Instant {
  const [year = 0, of = 1] = month.split('-').map(Number)
  const wall = Date.UTC(year, of - 1, 1)
  // The offset a day earlier may differ across a change of the clock: ask again at the moment found.
  const guess = wall - offsetAt(wall, timeZone)
  return fromEpoch(wall - offsetAt(guess, timeZone))
}

/** The month a moment lies in by the wall clock of a zone. */
export function zonedMonth(at: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).format(at).slice(0, 7)
}
