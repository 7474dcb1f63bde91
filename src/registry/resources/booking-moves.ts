import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LedgerFact } from '../../platform/ledger/append.ts'
import { dayAt } from '../identity/public.ts'
import type { RegisterCache } from '../register/public.ts'
import { bookablesAt } from './bookables.ts'
import { endBookingsFor, findBookingsFor, listBookings, lockEquipment, moveBookings, type Booking, type Ending } from './booking-store.ts'
import { refuseBooking } from './domain/may-book.ts'
import { planMoves, type At, type Candidate, type MovePlan } from './domain/move-bookings.ts'

/** Where the bookings of an inspection would go. */
export type BookingPlan = MovePlan<Booking>

/** What is booked for inspections and follows them (SW-10, JI-07). */
export interface BookingMoves {
  /**
   * Where what is booked for an inspection would go at each of these times and places: one plan each, undefined where nothing is booked for it. The pieces that could
   * serve are locked until the transaction ends, so that a plan can be made true.
   */
  readonly plan: (tx: Tx, asked: { readonly port: string; readonly inspection: string; readonly before: At | undefined }, places: readonly At[], now: Instant) => Promise<readonly BookingPlan[] | undefined>
  /** Moves the bookings of a plan; gives what the ledger is to say of it. */
  readonly move: (tx: Tx, plan: BookingPlan, now: Instant) => Promise<readonly LedgerFact[]>
}

const factOf = (booking: Booking, type: string, payload: Record<string, string | number>): LedgerFact => ({
  ...{ port: booking.port, subjectKind: 'booking', subjectId: booking.id, type, payload: { agency: booking.agency, ...payload } },
  related: booking.inspection === undefined ? [] : [{ kind: 'joint-inspection', id: booking.inspection }],
})

/**
 * Gives back what is booked for inspections that nobody will hold, or for agencies that have left them (SW-10): the time is everybody's again from the commit on.
 * Gives what the ledger is to say of it; what is over stays as it was.
 */
export async function endBookings(tx: Tx, port: string, endings: readonly Ending[], now: Instant): Promise<readonly LedgerFact[]> {
  if (endings.length === 0) return []
  const ended = await endBookingsFor(tx, port, endings, now)
  return ended.map((booking) => factOf(booking, 'BookingCancelled', { equipment: booking.equipment, reason: booking.endedBecause ?? '' }))
}

/** Bookings as they follow their inspections, by the registers of a port. */
export function bookingMoves(cache: RegisterCache, law: () => Pack): BookingMoves {
  const candidatesAt = (port: string, now: Instant): Candidate[] => {
    const timeZone = law().ports.find((known) => known.code === port)?.timeZone ?? 'UTC'
    return bookablesAt(cache, port, now).map((piece) => ({ ...piece, refuse: (agency, span) => refuseBooking(piece, agency, span, now, timeZone, (at) => dayAt(at, timeZone)) }))
  }
  return {
    async plan(tx, { port, inspection, before }, places, now) {
      const seen = await findBookingsFor(tx, port, [inspection], now)
      if (seen.length === 0) return undefined
      if (places.length === 0) return []
      const pieces = candidatesAt(port, now)
      const kindOf = new Map(pieces.map(({ code, kind }) => [code, kind]))
      const kinds = new Set(seen.map(({ equipment }) => kindOf.get(equipment)))
      await lockEquipment(tx, port, pieces.filter(({ kind }) => kinds.has(kind)).map((piece) => piece.code))
      // Asked again: who held a piece while we waited for it may have changed what we saw.
      const own = (await findBookingsFor(tx, port, [inspection], now)).filter(({ equipment }) => kinds.has(kindOf.get(equipment)))
      const spans = places.map((place) => ({ from: Math.min(place.from, ...own.map(({ from }) => place.from + from - (before?.from ?? from))), to: Math.max(place.to, ...own.map(({ from, to }) => place.from + to - (before?.from ?? from))) }))
      const others = (await listBookings(tx, { ports: [port], from: Math.min(...spans.map(({ from }) => from)) as Instant, to: Math.max(...spans.map(({ to }) => to)) as Instant, limit: mostBookings })).filter((booking) => booking.inspection !== inspection)
      return places.map((place) => planMoves(own, before, place, pieces, others))
    },
    async move(tx, { moves = [] }, now) {
      const [first] = moves
      if (first === undefined) return []
      await moveBookings(tx, first.booking.port, moves.map(({ booking: { id }, equipment, place, from, to }) => ({ id, equipment, place, from, to })), now)
      return moves.map(({ booking, equipment, place, from, to }) => factOf(booking, 'BookingMoved', { equipment, place, from: toIso(from), to: toIso(to), wasEquipment: booking.equipment, wasFrom: toIso(booking.from), wasTo: toIso(booking.to) }))
    },
  }
}

/** More than a port books within the days an inspection moves across. */
const mostBookings = 5000
