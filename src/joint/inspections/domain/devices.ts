import { crosses, type Instant, type Interval } from '../../../kernel/instant.ts'

/** A piece of equipment, or the platforms of a site (`platform`), with the times they are booked. */
export interface Device {
  readonly code: string
  readonly site: string
  readonly kind: string
  /** Inspections it serves at a time. */
  readonly capacity: number
  /** Last moment it may be used: none where it is out of service, the end of its calibration where that ends. */
  readonly usableUntil?: Instant
  readonly bookings: readonly DeviceBooking[]
}

/** A time somebody has booked, for an inspection or for something else. */
export interface DeviceBooking extends Interval {
  readonly agency: string
  readonly inspection?: string
}

/** A need that cannot be met at a time: the kinds of which one would do, and who has them. */
export interface Shortage extends Interval {
  readonly kinds: readonly string[]
  readonly devices: readonly string[]
  readonly agencies: readonly string[]
}

/** The spans within which at least `places` of the intervals hold at once. */
export function fullSpans(taken: readonly Interval[], places: number): Interval[] {
  const edges = [...new Set(taken.flatMap((each) => [each.from, each.to]))].sort((a, b) => a - b)
  return edges.flatMap((from, i) => {
    const to = edges[i + 1]
    return to !== undefined && taken.filter((each) => each.from <= from && each.to >= to).length >= places ? [{ from, to }] : []
  })
}

/** When a device serves nobody further within a span; what is booked for the inspection itself does not stand in its way. */
function busyTimes(device: Device, inspection: string, span: Interval): Interval[] {
  const others = device.bookings.filter((booking) => booking.inspection !== inspection && crosses(booking, span))
  const { usableUntil } = device
  const over: Interval[] = usableUntil === undefined || usableUntil >= span.to ? [] : [{ from: usableUntil > span.from ? usableUntil : span.from, to: span.to }]
  return [...fullSpans(others, device.capacity), ...over]
}

/**
 * When a site cannot serve what an inspection needs (JI-19, SW-10): for each need, a list of kinds of which one would do, the times at which every
 * piece of those kinds the site has is taken, out of service or out of calibration. A site without any such piece is not held to it: what is needed
 * is brought there.
 */
export function shortagesAt(devices: readonly Device[], site: string, needs: readonly (readonly string[])[], inspection: string, span: Interval): Shortage[] {
  return needs.flatMap((kinds) => {
    const pieces = devices.filter((device) => device.site === site && kinds.includes(device.kind))
    if (pieces.length === 0) return []
    const busy = pieces.flatMap((piece) => fullSpans(busyTimes(piece, inspection, span), 1).map((time) => ({ ...time, piece: piece.code })))
    return fullSpans(mergeByPiece(busy), pieces.length)
      .filter((time) => crosses(time, span))
      .map(({ from, to }) => {
        const holders = pieces.flatMap((piece) => piece.bookings.filter((booking) => booking.inspection !== inspection && crosses(booking, { from, to })).map((booking) => booking.agency))
        return { from, to, kinds, devices: pieces.map((piece) => piece.code), agencies: [...new Set(holders)].sort() }
      })
  })
}

/** Times of one piece that overlap or touch count once: a piece is busy or it is not. */
function mergeByPiece(busy: readonly (Interval & { readonly piece: string })[]): Interval[] {
  const merged: (Interval & { readonly piece: string })[] = []
  for (const next of [...busy].sort((a, b) => (a.piece < b.piece ? -1 : a.piece > b.piece ? 1 : a.from - b.from))) {
    const last = merged.at(-1)
    if (last !== undefined && last.piece === next.piece && next.from <= last.to) merged[merged.length - 1] = { ...last, to: next.to > last.to ? next.to : last.to }
    else merged.push(next)
  }
  return merged
}

/** Platforms of a site that somebody has booked for something other than this inspection: so many fewer take inspections then. */
export function platformBookings(devices: readonly Device[], site: string, inspection: string): readonly DeviceBooking[] {
  return devices.filter((device) => device.site === site && device.kind === 'platform').flatMap((device) => device.bookings.filter((booking) => booking.inspection !== inspection))
}

/** When every platform of a site is booked for something other than this inspection. */
export function platformShortages(devices: readonly Device[], site: string, places: number, inspection: string, span: Interval): Shortage[] {
  const held = platformBookings(devices, site, inspection).filter((booking) => crosses(booking, span))
  return fullSpans(held, places)
    .filter((time) => crosses(time, span))
    .map((time) => ({ ...time, kinds: ['platform'], devices: [site], agencies: [...new Set(held.filter((booking) => crosses(booking, time)).map(({ agency }) => agency))].sort() }))
}
