import { findDrawnCrews } from '../../assess/draws/public.ts'
import { hours, inForce, plus, type Instant, type Interval } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { findDirectives } from '../directives/public.ts'
import { wishedSlot, type Answer } from './domain/answer.ts'
import { qualifiedFor, type Staff } from './domain/crew.ts'
import { proposeCrewedSlots, type CrewedSlot, type Side } from './domain/crewed-slots.ts'
import type { Inspection } from './domain/inspection.ts'
import { without, type Booking } from './domain/slots.ts'
import { deviceNeeds } from './device-needs.ts'
import { fullSpans, platformBookings, shortagesAt } from './domain/devices.ts'
import { defaultSites } from './sites.ts'
import type { InspectionParts } from './gates.ts'
import { findBookings } from './store.ts'

/** What is being changed by the act that asks and is not written yet: bookings taken, and inspections whose bookings are given up. */
export interface Meanwhile {
  readonly taken: readonly Booking[]
  readonly given: readonly string[]
}
const nothing: Meanwhile = { taken: [], given: [] }

/**
 * Times and places to offer to the parties of an inspection (JI-07): when every agency needs it and has the specialists on duty, the site is open
 * and has a place, the trader's wish first (or the standing slot). Single inspections of others do not stand in the way of a joint one (JI-08).
 * Where no directive names a place, those inspections go to by default are offered (JI-27). Slots begin on multiples of `joint.grid`: nobody
 * agrees on 10:27.
 */
export async function proposeTimes(db: Queryable, pack: Pack, { sites, calendars, devices: devicesAt }: Pick<InspectionParts, 'sites' | 'calendars' | 'devices'>, inspection: Inspection, answers: readonly Answer[], now: Instant, meanwhile: Meanwhile = nothing): Promise<CrewedSlot[]> {
  const { port } = inspection
  const length = parameterValue(pack, 'joint.slot', now, { port, objectKind: inspection.object.kind })
  const directives = await findDirectives(db, port, inspection.tasks.flatMap((task) => [...task.directives]))
  const windows = directives.map((directive) => directive.window)
  const [first] = windows
  if (first === undefined) return []
  const span: Interval = windows.reduce((all, next) => ({ from: next.from < all.from ? next.from : all.from, to: next.to > all.to ? next.to : all.to }), first)
  const stored = await findBookings(db, port, span.from, plus(span.to, hours(1)))
  const bookings = [...stored.filter((booking) => booking.inspection !== inspection.id && !meanwhile.given.includes(booking.inspection)), ...meanwhile.taken]
  const firm = bookings.filter((booking) => inspection.kind === 'single' || booking.kind !== 'single' || booking.started || booking.specialCircumstance !== undefined)
  const devices = await devicesAt(db, port, span, now)
  // What is booked for it is needed at the new time too.
  const booked = [...new Set(devices.filter(({ kind, bookings: own }) => kind !== 'platform' && own.some((booking) => booking.inspection === inspection.id)).map(({ kind }) => kind))]
  const needs = [...deviceNeeds(pack, inspection, now), ...booked.map((kind) => [kind])]
  const named = new Set([...directives.flatMap((directive) => directive.site ?? []), ...(inspection.site === undefined ? [] : [inspection.site])])
  const known = sites(port, now)
  // Where directives name several platforms, any of the same supervised areas would do: one of them is chosen for all (JI-17).
  const areas = new Set(named.size < 2 ? [] : known.flatMap((site) => (named.has(site.code) ? (site.area ?? []) : [])))
  const chosen = named.size === 0 ? defaultSites(known) : known.filter((site) => named.has(site.code) || (site.area !== undefined && areas.has(site.area)))
  const unknown = [...named].filter((code) => !known.some((site) => site.code === code)).map((code) => ({ site: code, free: [span] }))
  const places = chosen.map((site) => {
    const here = [...firm.filter((booking) => booking.site === site.code), ...platformBookings(devices, site.code, inspection.id)]
    const taken = [...(site.capacity === undefined ? [] : fullSpans(here, site.capacity)), ...shortagesAt(devices, site.code, needs, inspection.id, span)]
    return { site: site.code, free: (site.openWithin?.(span) ?? [span]).flatMap((open) => without(open, taken)) }
  })
  const onDuty = calendars(port, inspection.kind, span, now)
  const lots = new Map((await findDrawnCrews(db, port, directives.map(({ id }) => id))).map(({ agency, officers }) => [agency, officers]))
  const sides = inspection.tasks.map((task): Side => {
    const drawn = lots.get(task.agency)
    const staff = onDuty.filter((officer) => officer.agency === task.agency && (drawn === undefined || drawn.includes(officer.id))).map((officer): Staff => {
      const busy = firm.filter((booking) => booking.crew.includes(officer.id))
      return { id: officer.id, agency: officer.agency, skills: [...officer.skills, ...officer.qualifications.map(qualifiedFor)], free: officer.onDuty.flatMap((piece) => without(piece, busy)), load: busy.length }
    })
    // Of an agency that keeps no calendar only the crew it has named is known to be elsewhere.
    const elsewhere = staff.length > 0 ? [] : firm.filter((booking) => booking.crew.some((member) => task.crew.includes(member)))
    // Who takes part without having asked comes whenever the others need it: its officers have their calendar all the same (JI-04).
    const wanted = task.directives.length === 0 ? [span] : directives.filter((directive) => task.directives.includes(directive.id)).map((directive) => directive.window)
    return { agency: task.agency, duties: task.duties, free: wanted.flatMap((window) => without(window, elsewhere)), staff, drawn: drawn !== undefined }
  })
  const wish = wishedSlot(answers) ?? inspection.slot
  return proposeCrewedSlots({ sides, rules: pack.methods.filter((rule) => inForce(rule, now)), sites: [...places, ...unknown], notBefore: now, grid: parameterValue(pack, 'joint.grid', now, { port }), ...(wish === undefined ? {} : { wish }) }, length, parameterValue(pack, 'joint.proposals', now, { port }))
}

/** The first time that suits the parties of several inspections at once, as if they were one, at `site` where one is named; undefined when none does (JI-26, TM-06). */
export async function timeForAll(db: Queryable, pack: Pack, parts: Parameters<typeof proposeTimes>[2], inspections: readonly Inspection[], site: string | undefined, now: Instant): Promise<CrewedSlot | undefined> {
  const [first, ...others] = inspections
  if (first === undefined) return undefined
  const together: Inspection = { ...first, kind: 'joint', ...(site === undefined ? {} : { site }), tasks: [...first.tasks, ...others.flatMap((other) => other.tasks)] }
  const times = await proposeTimes(db, pack, parts, together, [], now, { taken: [], given: others.map(({ id }) => id) })
  return times.find((time) => site === undefined || time.site === site)
}
