import { toIso } from '../../kernel/instant.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { endBookings } from '../../registry/resources/public.ts'
import { findAnswersOf } from './answer-store.ts'
import type { CrewedSlot } from './domain/crewed-slots.ts'
import type { Decision } from './domain/decide.ts'
import type { Inspection, Slot } from './domain/inspection.ts'
import { proposeTimes, type Meanwhile } from './propose-times.ts'
import type { Room } from './room.ts'
import type { Seen } from './step.ts'

/** Where an inspection was to be held; undefined where it had no time. */
const placeOf = ({ slot, site }: Inspection): (Omit<Slot, 'site'> & { readonly site?: string }) | undefined => (slot === undefined ? undefined : { ...slot, ...(site === undefined ? {} : { site }) })

const same = (a: Inspection, b: Inspection): boolean => a.site === b.site && a.slot?.from === b.slot?.from && a.slot?.to === b.slot?.to

/**
 * What is booked for an inspection moves with its time and place, in the same transaction (SW-10, JI-07). Where one of the pieces is taken then, the new time is
 * refused with who has it and the times at which the parties and everything that is booked could come.
 */
export async function followWithBookings(seen: Seen, { inspection }: Decision): Promise<Result<Room>> {
  const { tx, context, pack, parts } = seen
  const after = placeOf(inspection)
  if (after === undefined || same(seen.inspection, inspection)) return { ok: true, value: { changed: [], notices: [] } }
  const asked = { port: inspection.port, inspection: inspection.id, before: placeOf(seen.inspection) }
  const [plan] = (await parts.bookings.plan(tx, asked, [after], context.now)) ?? []
  if (plan === undefined) return { ok: true, value: { changed: [], notices: [] } }
  if (plan.short === undefined) return { ok: true, value: { changed: [], notices: [], facts: await parts.bookings.move(tx, plan, context.now) } }
  const times = await proposeTimes(tx, pack, parts, inspection, await findAnswersOf(tx, inspection.port, inspection.id), context.now)
  const plans = (await parts.bookings.plan(tx, asked, times, context.now)) ?? []
  const free = times.filter((_, i) => plans[i]?.short === undefined)
  const { booking, from, to } = plan.short
  const facts = { equipment: booking.equipment, agency: booking.agency, from: toIso(from), to: toIso(to), free: free.map((time) => `${toIso(time.from)}–${toIso(time.to)} ${time.site}`).join(', ') || '–' }
  return refuse({ code: 'inspections/booking-cannot-follow', pointer: '/slot', facts, clause: 'SW-10' })
}

/** The first of the times `find` gives, from one moment on, to which everything booked for a single inspection can follow; with what then happens to those bookings (JI-08). */
export async function reslotWithBookings(seen: Seen, single: Inspection, meanwhile: Meanwhile): Promise<{ readonly instead?: CrewedSlot; readonly facts: Room['facts'] }> {
  const { tx, context, pack, parts } = seen
  const { now } = context
  const answers = await findAnswersOf(tx, single.port, single.id)
  const asked = { port: single.port, inspection: single.id, before: placeOf(single) }
  // Not earlier than it was to be held where that is possible.
  const starts = [...new Set([single.slot === undefined || single.slot.from < now ? now : single.slot.from, now])]
  for (const notBefore of starts) {
    const times = await proposeTimes(tx, pack, parts, single, answers, notBefore, meanwhile)
    const plans = await parts.bookings.plan(tx, asked, times, now)
    const at = plans === undefined ? 0 : plans.findIndex(({ short }) => short === undefined)
    const [instead, plan] = [times[at], plans?.[at]]
    if (instead !== undefined) return { instead, facts: plan === undefined ? [] : await parts.bookings.move(tx, plan, now) }
  }
  return { facts: await endBookings(tx, single.port, [{ inspection: single.id, because: 'made room for a joint inspection' }], now) }
}
