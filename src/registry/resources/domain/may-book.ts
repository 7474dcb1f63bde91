import { hasRole, atPort, type Actor } from '../../../kernel/actor.ts'
import { toIso, type Instant, type Interval } from '../../../kernel/instant.ts'
import { openWithin, type OpenHours } from '../../../kernel/open-hours.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** What of a piece of equipment bears on booking it. */
export interface Bookable {
  readonly code: string
  readonly port: string
  readonly site?: string
  readonly owner: string
  readonly shared?: boolean | undefined
  readonly status?: 'in-service' | 'under-repair' | 'retired' | undefined
  readonly calendar?: OpenHours | undefined
  readonly calibration?: { readonly validTo: string } | undefined
}

/**
 * Whether an actor may book for an agency: officers and coordinators at the port for their own, the operator of its site for whichever asks for it.
 */
export function mayBook(actor: Actor, piece: Bookable, agency: string | undefined): Refusal | undefined {
  if (!atPort(actor, piece.port)) return { code: 'common/not-found' }
  if (operates(actor, piece)) return agency === undefined ? { code: 'bookings/agency-required', pointer: '/agency', clause: 'SW-10' } : undefined
  if (!hasRole(actor, 'officer', 'coordinator') || actor.agency === undefined) return { code: 'common/not-permitted' }
  return agency === undefined || agency === actor.agency ? undefined : { code: 'common/not-permitted', pointer: '/agency' }
}

/** Whether a booking is the actor's to end: of the own agency, or at the site the actor operates. */
export function mayRelease(actor: Actor, piece: Bookable | undefined, agency: string): Refusal | undefined {
  if (piece !== undefined && operates(actor, piece)) return undefined
  return hasRole(actor, 'officer', 'coordinator') && actor.agency === agency ? undefined : { code: 'common/not-permitted' }
}

const operates = (actor: Actor, piece: Bookable): boolean => hasRole(actor, 'operator') && actor.site !== undefined && actor.site === piece.site && atPort(actor, piece.port)

/**
 * Why a piece of equipment cannot be booked for a span: not shared with the agency (SW-10), out of service, its calibration over by the last day of
 * the span in port time (JI-19), closed, in the past. Empty when it can, as far as the register goes. `dayOf` gives the day of a moment at the port.
 */
export function refuseBooking(piece: Bookable, agency: string, span: Interval, now: Instant, timeZone: string, dayOf: (at: Instant) => string): Refusal[] {
  if (span.to <= span.from) return [{ code: 'bookings/inverted', pointer: '/to' }]
  const refusals: Refusal[] = []
  if (span.to <= now) refusals.push({ code: 'bookings/past', pointer: '/to' })
  if (piece.shared === false && piece.owner !== agency) refusals.push({ code: 'bookings/not-shared', pointer: '/equipment', facts: { equipment: piece.code, owner: piece.owner }, agency: piece.owner, clause: 'SW-10' })
  if (piece.status !== undefined && piece.status !== 'in-service') refusals.push({ code: 'bookings/out-of-service', pointer: '/equipment', facts: { equipment: piece.code, status: piece.status }, clause: 'JI-19' })
  if (piece.calibration !== undefined && piece.calibration.validTo < dayOf(span.to)) {
    refusals.push({ code: 'bookings/calibration-overdue', pointer: '/equipment', facts: { equipment: piece.code, ended: piece.calibration.validTo, day: dayOf(span.to) }, clause: 'JI-19' })
  }
  const open = piece.calendar === undefined || openWithin(piece.calendar, timeZone, span).some((hours) => hours.from <= span.from && span.to <= hours.to)
  if (!open) refusals.push({ code: 'bookings/closed', pointer: '/from', facts: { equipment: piece.code, from: toIso(span.from), to: toIso(span.to) }, clause: 'SW-10' })
  return refusals
}
