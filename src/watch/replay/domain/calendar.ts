import { fromEpoch, hours, minutes, type Instant, type Interval, type Milliseconds } from '../../../kernel/instant.ts'
import { Bug } from '../../../kernel/invariant.ts'

/** Something whose members do one thing at a time during its hours: the crews of an agency, the platforms of a site. */
export interface Resource {
  readonly id: string
  readonly members: readonly string[]
  /** Hours of the day of the port, `[8, 18]` for 08:00 to 18:00. */
  readonly hours: readonly [number, number]
  /** Days of the week it works, 1 Monday to 7 Sunday. */
  readonly days: readonly number[]
}

/** What is booked on each member. Slots are half hours since the epoch; plain data, so that a stopped run can be stored. */
export interface Calendar {
  readonly zone: Milliseconds
  readonly booked: Record<string, Record<string, 1>>
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

/** Takes one member of every resource for the slot: the first that is free all the while. Gives their names in the order of the resources. */
export function book(calendar: Calendar, resources: readonly Resource[], slot: Interval): string[] {
  const start = slot.from / slotLength
  const count = Math.ceil((slot.to - slot.from) / slotLength)
  return resources.map((resource) => {
    const member = freeMember(calendar, resource, start, count)
    if (member === undefined) throw new Bug(`${resource.id} was asked for a slot it does not have`)
    const taken = (calendar.booked[member] ??= {})
    for (let at = start; at < start + count; at++) taken[String(at)] = 1
    return member
  })
}

/** Gives back what was booked, for an inspection that will not be held. */
export function unbook(calendar: Calendar, members: readonly string[], slot: Interval): void {
  for (const member of members) {
    const taken = calendar.booked[member]
    if (taken === undefined) continue
    for (let at = slot.from / slotLength; at < slot.to / slotLength; at++) delete taken[String(at)]
  }
}

/** Forgets what lies before `now`: a year of slots must not stay in memory. */
export function forgetBefore(calendar: Calendar, now: Instant): void {
  const oldest = Math.floor(now / slotLength)
  for (const taken of Object.values(calendar.booked)) for (const key of Object.keys(taken)) if (Number(key) < oldest) delete taken[key]
}

function isFree(calendar: Calendar, resource: Resource, start: number, count: number): boolean {
  for (let slot = start; slot < start + count; slot++) if (!works(calendar, resource, fromEpoch(slot * slotLength))) return false
  return freeMember(calendar, resource, start, count) !== undefined
}

function freeMember(calendar: Calendar, resource: Resource, start: number, count: number): string | undefined {
  return resource.members.find((member) => {
    const taken = calendar.booked[member]
    if (taken === undefined) return true
    for (let slot = start; slot < start + count; slot++) if (taken[String(slot)] !== undefined) return false
    return true
  })
}

function works(calendar: Calendar, resource: Resource, at: Instant): boolean {
  const local = at + calendar.zone
  // Day 0 of the epoch was a Thursday.
  const day = ((Math.floor(local / hours(24)) + 3) % 7) + 1
  const hour = (local % hours(24)) / hours(1)
  return resource.days.includes(day) && hour >= resource.hours[0] && hour < resource.hours[1]
}
