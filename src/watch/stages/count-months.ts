import type { Instant } from '../../kernel/instant.ts'
import type { Database } from '../../platform/database/database.ts'
import { monthsBetween, type BatchMonth } from './domain/months.ts'
import { zonedMonth } from './domain/zoned-month.ts'
import { countMonth, findMonths, keepMonths } from './stage-store.ts'

/**
 * The batches of a port month by month (RR-21). A month that is over is counted once and kept, since what went and what was inspected in it does not change;
 * the running one is counted anew each time.
 */
export async function countMonths(db: Database, port: { readonly code: string; readonly timeZone: string }, first: string, last: string, now: Instant): Promise<readonly BatchMonth[]> {
  const running = zonedMonth(now, port.timeZone)
  const wanted = monthsBetween(first, last > running ? running : last, port.timeZone)
  if (wanted.length === 0) return []
  const kept = new Map((await findMonths(db, port.code, wanted[0]?.month ?? first, last)).map((one) => [one.month, one]))
  const counted = await Promise.all(wanted.filter(({ month }) => !kept.has(month)).map((month) => countMonth(db, port.code, month)))
  const over = counted.filter(({ month }) => month < running)
  if (over.length > 0) await keepMonths(db, port.code, over, now)
  const all = new Map([...kept, ...counted.map((one) => [one.month, one] as const)])
  return wanted.flatMap(({ month }) => all.get(month) ?? [])
}
