import { crosses, plus, type Instant, type Interval } from '../../../kernel/instant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** A time and a place that bookings go to, or come from. */
export interface At extends Interval {
  readonly site?: string
}

/** What of a booking bears on where it goes. */
export interface Movable extends Interval {
  readonly id: string
  readonly equipment: string
  /** Which of the places of the piece. */
  readonly place: number
  readonly agency: string
}

/** A piece that could be booked, and why it could not be for an agency and a span as far as its register goes. */
export interface Candidate {
  readonly code: string
  readonly site: string
  readonly kind: string
  readonly capacity: number
  readonly refuse: (agency: string, span: Interval) => readonly Refusal[]
}

/** A booking with the piece and time it would have instead. */
export interface Move<B extends Movable> extends Interval {
  readonly booking: B
  readonly equipment: string
  readonly place: number
}

/** Where bookings go, or the first that finds nothing free, with what it wanted. */
export type MovePlan<B extends Movable> = { readonly moves: readonly Move<B>[]; readonly short?: undefined } | { readonly moves?: undefined; readonly short: Interval & { readonly booking: B } }

const within = (inner: Interval, outer: Interval): boolean => outer.from <= inner.from && inner.to <= outer.to

/** When a booking is held instead: as long after the beginning as it was, and not past the end where it was not past it. */
function spanInstead(booking: Movable, before: At | undefined, after: At): Interval {
  const length = booking.to - booking.from
  const from = before === undefined ? after.from : plus(after.from, booking.from - before.from)
  const late = before !== undefined && booking.to <= before.to && from + length > after.to
  const start = late ? ((after.to - length > after.from ? after.to - length : after.from) as Instant) : from
  return { from: start, to: plus(start, length) }
}

/**
 * Where the bookings made for an inspection go when it moves (SW-10, JI-07): the same piece where it stands at the new place or at neither, otherwise one of its
 * kind there, for as long and as long after the beginning. What is booked for the new time and place already stays. Either all of them find a piece
 * that its register and the bookings of others leave free, or the first that does not is named.
 */
export function planMoves<B extends Movable>(bookings: readonly B[], before: At | undefined, after: At, pieces: readonly Candidate[], others: readonly Movable[]): MovePlan<B> {
  const siteOf = new Map(pieces.map(({ code, site }) => [code, site]))
  const kindOf = new Map(pieces.map(({ code, kind }) => [code, kind]))
  const there = (site: string | undefined): boolean => after.site === undefined || site === after.site
  const staying = bookings.filter((booking) => within(booking, after) && there(siteOf.get(booking.equipment)))
  const taken: (Interval & { readonly equipment: string; readonly place: number })[] = [...others, ...staying]
  const moves: Move<B>[] = []
  for (const booking of bookings.filter((each) => !staying.includes(each))) {
    const span = spanInstead(booking, before, after)
    const at = siteOf.get(booking.equipment)
    const own = there(at) || (before?.site !== undefined && at !== before.site)
    const candidates = pieces.filter((piece) => piece.code === booking.equipment ? own : piece.kind === kindOf.get(booking.equipment) && there(piece.site) && after.site !== undefined)
    const inOrder = candidates.sort((a, b) => Number(b.code === booking.equipment) - Number(a.code === booking.equipment))
    const free = inOrder.filter((piece) => piece.refuse(booking.agency, span).length === 0).flatMap((piece) => freePlaces(piece, taken, span))[0]
    if (free === undefined) return { short: { booking, ...span } }
    moves.push({ booking, ...free, ...span })
    taken.push({ ...free, ...span })
  }
  return { moves }
}

/** The places of a piece that nobody has within a span. */
function freePlaces({ code, capacity }: Candidate, taken: readonly (Interval & { readonly equipment: string; readonly place: number })[], span: Interval): { readonly equipment: string; readonly place: number }[] {
  const places = Array.from({ length: capacity }, (_, i) => i + 1)
  return places.filter((place) => !taken.some((each) => each.equipment === code && each.place === place && crosses(each, span))).map((place) => ({ equipment: code, place }))
}
