import type { BookableView, BookingView } from '../booking-routes.ts'

/** A stretch of a day on one row: a booking, or an inspection that holds a platform. */
export interface Taken {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly agencies: readonly string[]
  readonly label: string
  readonly inspection?: string
  readonly booking?: BookingView
}

/** An inspection as far as it holds a platform. */
export interface Holding {
  readonly id: string
  readonly site?: string | undefined
  readonly slot?: { readonly from: string; readonly to: string } | undefined
  readonly state: string
  readonly object: { readonly ref: string }
  readonly tasks: readonly { readonly agency: string }[]
}

/** One thing that is booked, with its day. */
export interface Row {
  readonly piece: BookableView
  readonly taken: readonly Taken[]
}

/** Something that was booked and cannot be so. */
export type Conflict =
  | { readonly kind: 'platform'; readonly code: string; readonly places: number; readonly count: number; readonly from: number; readonly to: number }
  | { readonly kind: 'service'; readonly code: string }
  | { readonly kind: 'calibration'; readonly code: string; readonly day: string }

const holds: readonly string[] = ['coordinating', 'agreed', 'started']

/** The day of every piece and platform within a span; platforms also bear the inspections held on them. */
export function rowsOf(pieces: readonly BookableView[], bookings: readonly BookingView[], inspections: readonly Holding[], from: number, to: number): Row[] {
  const within = (each: Taken): boolean => each.from < to && each.to > from
  return pieces.map((piece) => {
    const booked = bookings.filter((booking) => booking.equipment === piece.code).map((booking): Taken => ({
      ...{ id: booking.id, from: Date.parse(booking.from), to: Date.parse(booking.to), agencies: [booking.agency], label: booking.purpose, booking },
      ...(booking.inspection === undefined ? {} : { inspection: booking.inspection }),
    }))
    const held = piece.kind !== 'platform' ? [] : inspections.flatMap((each): Taken[] =>
      each.slot === undefined || each.site !== piece.code || !holds.includes(each.state) ? [] : [{ id: each.id, from: Date.parse(each.slot.from), to: Date.parse(each.slot.to), agencies: each.tasks.map((task) => task.agency), label: each.object.ref, inspection: each.id }],
    )
    return { piece, taken: [...booked, ...held].filter(within).sort((a, b) => a.from - b.from) }
  })
}

/** What collides: more on a platform than it takes, bookings of what is out of service or out of calibration. A platform booked for an inspection that is on it counts once. */
export function conflictsIn(rows: readonly Row[], dayOf: (moment: number) => string): Conflict[] {
  return rows.flatMap(({ piece, taken }): Conflict[] => {
    if (piece.kind === 'platform') return crowded(piece, taken)
    const booked = taken.filter((each) => each.booking !== undefined)
    if (booked.length > 0 && piece.status !== 'in-service') return [{ kind: 'service', code: piece.code }]
    const { calibratedTo } = piece
    return calibratedTo !== undefined && booked.some((each) => dayOf(each.to) > calibratedTo) ? [{ kind: 'calibration', code: piece.code, day: calibratedTo }] : []
  })
}

/** Bookings for an inspection that stands on the same platform are that inspection's own. */
const counted = (taken: readonly Taken[]): readonly Taken[] => taken.filter((each) => each.booking === undefined || each.inspection === undefined || !taken.some((other) => other.booking === undefined && other.inspection === each.inspection))

function crowded(piece: BookableView, all: readonly Taken[]): Conflict[] {
  const taken = counted(all)
  const edges = [...new Set(taken.flatMap((each) => [each.from, each.to]))].sort((a, b) => a - b)
  const spans = edges.flatMap((from, i) => {
    const to = edges[i + 1]
    const count = to === undefined ? 0 : taken.filter((each) => each.from <= from && each.to >= to).length
    return to !== undefined && count > piece.capacity ? [{ from, to, count }] : []
  })
  const [worst] = [...spans].sort((a, b) => b.count - a.count)
  return worst === undefined ? [] : [{ kind: 'platform', code: piece.code, places: piece.capacity, ...worst }]
}

/** Bars of one row laid so that none hides another: `lane` counts from the top, `left` and `width` are shares of the day. */
export function laid(taken: readonly Taken[], from: number, to: number): readonly (Taken & { readonly lane: number; readonly left: number; readonly width: number })[] {
  const ends: number[] = []
  return taken.map((each) => {
    const free = ends.findIndex((end) => end <= each.from)
    const lane = free < 0 ? ends.length : free
    ends[lane] = each.to
    const begin = Math.max(each.from, from)
    return { ...each, lane, left: (begin - from) / (to - from), width: (Math.min(each.to, to) - begin) / (to - from) }
  })
}
