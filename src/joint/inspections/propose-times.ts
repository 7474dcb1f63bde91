import { hours, plus, type Instant, type Interval } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { findDirectives } from '../directives/public.ts'
import type { Inspection, Slot } from './domain/inspection.ts'
import { proposeSlots, without, type Booking } from './domain/slots.ts'
import type { Sites } from './sites.ts'
import { findBookings } from './store.ts'

/** Bookings whose places are all taken: the spans in which a site of this capacity takes nobody more. */
function fullSpans(bookings: readonly Booking[], capacity: number): Interval[] {
  const edges = [...new Set(bookings.flatMap((booking) => [booking.from, booking.to]))].sort((a, b) => a - b)
  return edges.flatMap((from, i) => {
    const to = edges[i + 1]
    const taken = to === undefined ? 0 : bookings.filter((booking) => booking.from <= from && booking.to >= to).length
    return to !== undefined && taken >= capacity ? [{ from, to }] : []
  })
}

/**
 * Times and places to offer to the parties of an inspection (JI-07): when every agency needs it, the site is open and has a place, the trader's
 * wish (the standing slot, where nobody has confirmed it) first. Single inspections of others do not stand in the way of a joint one (JI-08).
 */
export async function proposeTimes(db: Queryable, pack: Pack, sites: Sites, inspection: Inspection, now: Instant): Promise<Slot[]> {
  const { port } = inspection
  const length = parameterValue(pack, 'joint.slot', now, { port, objectKind: inspection.object.kind })
  const directives = await findDirectives(db, port, inspection.tasks.flatMap((task) => [...task.directives]))
  const windows = directives.map((directive) => directive.window)
  const [first] = windows
  if (first === undefined) return []
  const span: Interval = windows.reduce((all, next) => ({ from: next.from < all.from ? next.from : all.from, to: next.to > all.to ? next.to : all.to }), first)
  const bookings = (await findBookings(db, port, span.from, plus(span.to, hours(1)))).filter((booking) => booking.inspection !== inspection.id)
  const firm = bookings.filter((booking) => inspection.kind === 'single' || booking.kind !== 'single' || booking.started || booking.specialCircumstance !== undefined)
  const named = new Set([...directives.flatMap((directive) => directive.site ?? []), ...(inspection.site === undefined ? [] : [inspection.site])])
  const known = sites(port, now)
  const all = [...known.filter((site) => named.size === 0 || named.has(site.code)), ...[...named].filter((code) => !known.some((site) => site.code === code)).map((code) => ({ code }))]
  const places = all.map((site: (typeof known)[number]) => {
    const taken = site.capacity === undefined ? [] : fullSpans(firm.filter((booking) => booking.site === site.code), site.capacity)
    return { site: site.code, free: (site.openWithin?.(span) ?? [span]).flatMap((open) => without(open, taken)) }
  })
  const agencies = inspection.tasks.filter((task) => task.directives.length > 0).map((task) => ({ free: directives.filter((directive) => task.directives.includes(directive.id)).map((directive) => directive.window) }))
  return proposeSlots({ agencies, sites: places, notBefore: now, ...(inspection.slot === undefined ? {} : { wish: inspection.slot }) }, length, 5)
}
