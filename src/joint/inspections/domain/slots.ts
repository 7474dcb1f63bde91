import { crosses, fromEpoch, plus, type Instant, type Interval, type Milliseconds } from '../../../kernel/instant.ts'
import type { InspectionKind, Slot } from './inspection.ts'

/** When somebody or some place is free. Intervals may touch or overlap. */
export interface Free {
  readonly free: readonly Interval[]
}

/** What both lists have in common, in order; zero-length pieces are dropped. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const pieces = a.flatMap((one) => b.map((other): Interval => ({ from: one.from > other.from ? one.from : other.from, to: one.to < other.to ? one.to : other.to })))
  return pieces.filter((piece) => piece.from < piece.to).sort((x, y) => x.from - y.from || x.to - y.to)
}

/** A span without what is taken out of it. */
export function without(span: Interval, taken: readonly Interval[]): Interval[] {
  let rest: Interval[] = span.from < span.to ? [span] : []
  for (const busy of taken) {
    rest = rest.flatMap((piece) => {
      if (busy.to <= piece.from || piece.to <= busy.from) return [piece]
      const before: Interval = { from: piece.from, to: busy.from }
      const after: Interval = { from: busy.to, to: piece.to }
      return [before, after].filter((part) => part.from < part.to)
    })
  }
  return rest
}

/** The first moment of the grid that is not before `start`. */
function onGrid(start: Instant, grid: Milliseconds | undefined): Instant {
  return grid === undefined ? start : fromEpoch(Math.ceil(start / grid) * grid)
}

/**
 * Times and places that suit everybody (JI-07): every agency and the site free for `length`, the trader's wish first, then the earliest, then
 * by the name of the site. At most `count`, not before `notBefore`. Empty when nothing suits.
 */
export function proposeSlots(
  asked: {
    readonly agencies: readonly Free[]
    readonly sites: readonly (Free & { readonly site: string })[]
    readonly wish?: Interval
    readonly notBefore: Instant
    /** Further moments at which a slot may begin: when somebody comes on duty or is done elsewhere. */
    readonly starts?: readonly Instant[]
    /** Slots begin on multiples of it; a wish is taken as it was said. */
    readonly grid?: Milliseconds
    /** What else a slot has to suit. */
    readonly suits?: (slot: Slot) => boolean
  },
  length: Milliseconds,
  count: number,
): Slot[] {
  const [first, ...others] = asked.agencies
  if (first === undefined) return []
  const all = others.reduce<Interval[]>((common, next) => intersect(common, next.free), intersect(first.free, first.free))
  const slots = asked.sites.flatMap(({ site, free }) =>
    intersect(all, free).flatMap((piece): Slot[] => {
      const starts = [...[piece.from, asked.notBefore, ...(asked.starts ?? [])].map((start) => onGrid(start, asked.grid)), ...(asked.wish === undefined ? [] : [asked.wish.from])].filter((start) => start >= piece.from && start >= asked.notBefore)
      return [...new Set(starts)].filter((start) => start + length <= piece.to).map((start) => ({ site, from: start, to: plus(start, length) }))
    }),
  )
  const wished = (slot: Slot): number => (asked.wish !== undefined && asked.wish.from <= slot.from && slot.to <= asked.wish.to ? 0 : 1)
  const suiting = asked.suits === undefined ? slots : slots.filter(asked.suits)
  const inOrder = suiting.sort((a, b) => wished(a) - wished(b) || a.from - b.from || (a.site < b.site ? -1 : a.site > b.site ? 1 : 0))
  return inOrder.filter((slot, i) => inOrder.findIndex((other) => other.site === slot.site && other.from === slot.from) === i).slice(0, count)
}

/** A time and place that an inspection holds, with those who will be there. */
export interface Booking extends Interval {
  readonly inspection: string
  readonly kind: InspectionKind
  readonly started: boolean
  readonly site?: string
  readonly crew: readonly string[]
  readonly specialCircumstance?: string
}

/** How many inspections a site takes at once; undefined where nobody has said. */
export type Capacity = (site: string) => number | undefined

/** What comes of wanting a slot: which single inspections make room, or what stands in the way. */
export interface Settled {
  readonly moved: readonly string[]
  readonly blockedBy?: { readonly booking: Booking; readonly over: 'crew' | 'site' }
}

/**
 * Who gets the slot when the crew is elsewhere or the site is full (JI-08): a joint inspection or boarding moves single ones that have not
 * started and show no special circumstance, no more than needed and the latest proposed first; anything else stays where it is and `wanted`
 * must look further. A booking that ends when the other begins is not in its way.
 */
export function settleBooking(wanted: Booking, others: readonly Booking[], capacity: Capacity): Settled {
  const there = others.filter((other) => other.inspection !== wanted.inspection && crosses(wanted, other)).sort((a, b) => (a.inspection < b.inspection ? 1 : -1))
  const isFirm = (booking: Booking): boolean => wanted.kind === 'single' || booking.kind !== 'single' || booking.started || booking.specialCircumstance !== undefined
  const crew = new Set(wanted.crew)
  const withCrew = there.filter((other) => other.crew.some((member) => crew.has(member)))
  const firmCrew = withCrew.find(isFirm)
  if (firmCrew !== undefined) return { moved: [], blockedBy: { booking: firmCrew, over: 'crew' } }

  const onSite = wanted.site === undefined ? [] : there.filter((other) => other.site === wanted.site && !withCrew.includes(other))
  const places = wanted.site === undefined ? undefined : capacity(wanted.site)
  const tooMany = places === undefined ? 0 : Math.max(0, onSite.length - places + 1)
  const movable = onSite.filter((booking) => !isFirm(booking)).slice(0, tooMany)
  const firmOnSite = onSite.find(isFirm) ?? onSite[0]
  if (movable.length < tooMany && firmOnSite !== undefined) return { moved: [], blockedBy: { booking: firmOnSite, over: 'site' } }
  return { moved: [...withCrew, ...movable].map((booking) => booking.inspection).sort() }
}
