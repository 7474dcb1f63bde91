import { fromEpoch, type Instant, type Interval } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { dayAt } from '../identity/public.ts'
import type { RegisterCache } from '../register/public.ts'
import { bookablesAt } from './bookables.ts'
import { listBookings } from './booking-store.ts'

/** A bookable piece with the times it is booked: what slots are found beside. */
export interface BookedDevice {
  readonly code: string
  readonly site: string
  readonly kind: string
  readonly capacity: number
  readonly usableUntil?: Instant
  readonly bookings: readonly (Interval & { readonly agency: string; readonly inspection?: string })[]
}

/** Everything that is booked at a port within a span, with the pieces nobody has booked. */
export type DevicesAt = (db: Queryable, port: string, span: Interval, now: Instant) => Promise<readonly BookedDevice[]>

/** More than a port books within the days slots are looked for in. */
const mostBookings = 5000

/** Devices and platforms as their registers have them now, with the bookings that touch a span (SW-10, JI-19). */
export function devicesFrom(cache: RegisterCache, law: () => Pack): DevicesAt {
  return async (db, port, span, now) => {
    const pieces = bookablesAt(cache, port, now)
    if (pieces.length === 0) return []
    const timeZone = law().ports.find((known) => known.code === port)?.timeZone ?? 'UTC'
    const bookings = await listBookings(db, { ports: [port], from: span.from, to: span.to, limit: mostBookings })
    return pieces.map(({ code, site, kind, capacity, status, calibration }) => {
      const inService = (status ?? 'in-service') === 'in-service'
      const end = !inService ? fromEpoch(0) : calibration === undefined ? undefined : endOf(calibration.validTo, timeZone, span)
      const own = bookings.filter((booking) => booking.equipment === code)
      return {
        ...{ code, site, kind, capacity },
        ...(end === undefined ? {} : { usableUntil: end }),
        bookings: own.map(({ from, to, agency, inspection }) => ({ from, to, agency, ...(inspection === undefined ? {} : { inspection }) })),
      }
    })
  }
}

/** The moment within a span at which a day of the port is over; undefined when it is later. */
function endOf(day: string, timeZone: string, span: Interval): Instant | undefined {
  if (dayAt(span.to, timeZone) <= day) return undefined
  let [low, high] = [span.from as number, span.to as number]
  if (dayAt(span.from, timeZone) > day) return fromEpoch(0)
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 2)
    if (dayAt(fromEpoch(middle), timeZone) <= day) low = middle
    else high = middle
  }
  return fromEpoch(Math.ceil(high / 60_000) * 60_000)
}
