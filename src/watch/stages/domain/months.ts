import type { Instant } from '../../../kernel/instant.ts'
import { zonedMonthStart } from './zoned-month.ts'

/** A calendar month of a port: `2017-06`, from inclusive to exclusive. */
export interface Month {
  readonly month: string
  readonly from: Instant
  readonly to: Instant
}

/** The month that follows: `2017-12` → `2018-01`. */
function nextMonth(month: string): string {
  const [year = 0, of = 1] = month.split('-').map(Number)
  return of === 12 ? `${year + 1}-01` : `${year}-${String(of + 1).padStart(2, '0')}`
}

/** The months from one to another, both included, by the calendar of a zone; at most `most` of them, the last ones. */
export function monthsBetween(first: string, last: string, timeZone: string, most = 60): readonly Month[] {
  const months: Month[] = []
  for (let month = first; month <= last && months.length < 1200; month = nextMonth(month)) {
    months.push({ month, from: zonedMonthStart(month, timeZone), to: zonedMonthStart(nextMonth(month), timeZone) })
  }
  return months.slice(-most)
}

/** Batches of a month and how many of them were inspected. */
export interface BatchMonth {
  readonly month: string
  readonly batches: number
  readonly inspected: number
}

/** The share of batches inspected; absent where there were none. */
export function rateOf({ batches, inspected }: BatchMonth): number | undefined {
  return batches === 0 ? undefined : inspected / batches
}

/** How the rate moved from the first to the last month that had batches, in percentage points to one decimal: 9.2 % → 6.1 % is −3.1 (RR-21). */
export function changeOf(months: readonly BatchMonth[]): { readonly from: string; readonly to: string; readonly points: number } | undefined {
  const rated = months.filter((month) => rateOf(month) !== undefined)
  const [first, last] = [rated[0], rated.at(-1)]
  if (first === undefined || last === undefined || first === last) return undefined
  return { from: first.month, to: last.month, points: Math.round(((rateOf(last) ?? 0) - (rateOf(first) ?? 0)) * 1000) / 10 }
}
