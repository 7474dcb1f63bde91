import { fromEpoch, hours, minutes, plus, type Instant, type Interval, type Milliseconds } from '../../../kernel/instant.ts'
import { Bug } from '../../../kernel/invariant.ts'

/** Something that can do so many things at once during its hours: the crews of an agency, the platforms of a site. */
export interface Resource {
  readonly id: string
  readonly capacity: number
  /** Hours of the day of the port, `[8, 18]` for 08:00 to 18:00. */
  readonly hours: readonly [number, number]
  /** Days of the week it works, 1 Monday to 7 Sunday. */
  readonly days: readonly number[]
}

/** Resources with what is booked on them. Slots are half hours since the epoch; plain data, so that a stopped run can be stored. */
export interface Calendar {
  readonly zone: Milliseconds
  readonly booked: Record<string, Record<string, number>>
}

const slotLength = minutes(30)
/** No resource is so busy for so long; more would be a mistake of the profile. */
const longestSearch = hours(24 * 60)

/** An empty calendar of a port whose clock is `+08:00` (or the like) ahead. */
export function newCalendar(zone: string): Calendar {
  const sign = zone.startsWith('-') ? -1 : 1
  return { zone: sign * (hours(Number(zone.slice(1, 3))) + minutes(Number(zone.slice(4, 6)))), booked: {} }
}

/** The next moment at or after `at` at which the resource works: when an officer who is asked at night answers. */
export function nextWorking(calendar: Calendar, resource: Resource, at: Instant): Instant {
  for (let moment = at; moment < at + longestSearch; moment = fromEpoch((Math.floor(moment / slotLength) + 1) * slotLength)) {
    if (works(calendar, resource, moment)) return moment
  }
  throw new Bug(`${resource.id} never works`)
}

/** The earliest slot of `length` from `after` on at which every resource works and has something free (JI-07); nothing is booked yet. */
export function earliestSlot(calendar: Calendar, resources: readonly Resource[], after: Instant, length: Milliseconds): Interval {
  const first = Math.ceil(after / slotLength)
  const count = Math.ceil(length / slotLength)
  for (let start = first; start < first + longestSearch / slotLength; start++) {
    if (resources.every((resource) => isFree(calendar, resource, start, count))) return { from: fromEpoch(start * slotLength), to: fromEpoch(start * slotLength + length) }
  }
  throw new Bug(`no slot within sixty days for ${resources.map(({ id }) => id).join(', ')}`)
}

/** Takes one unit of every resource for the slot. */
export function book(calendar: Calendar, resources: readonly Resource[], slot: Interval): void {
  for (const { id } of resources) {
    const taken = (calendar.booked[id] ??= {})
    for (let at = slot.from; at < slot.to; at = plus(at, slotLength)) {
      const key = String(at / slotLength)
      taken[key] = (taken[key] ?? 0) + 1
    }
  }
}

/** Forgets what lies before `now`: a year of slots must not stay in memory. */
export function forgetBefore(calendar: Calendar, now: Instant): void {
  const oldest = Math.floor(now / slotLength)
  for (const taken of Object.values(calendar.booked)) for (const key of Object.keys(taken)) if (Number(key) < oldest) delete taken[key]
}

function isFree(calendar: Calendar, resource: Resource, start: number, count: number): boolean {
  for (let slot = start; slot < start + count; slot++) {
    if (!works(calendar, resource, fromEpoch(slot * slotLength)) || (calendar.booked[resource.id]?.[String(slot)] ?? 0) >= resource.capacity) return false
  }
  return true
}

function works(calendar: Calendar, resource: Resource, at: Instant): boolean {
  const local = at + calendar.zone
  // Day 0 of the epoch was a Thursday.
  const day = ((Math.floor(local / hours(24)) + 3) % 7) + 1
  const hour = (local % hours(24)) / hours(1)
  return resource.days.includes(day) && hour >= resource.hours[0] && hour < resource.hours[1]
}
