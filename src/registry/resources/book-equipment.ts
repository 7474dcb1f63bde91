import { z } from 'zod'
import { days, parseInstant, toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { Moment } from '../../platform/http/moments.ts'
import { dayAt } from '../identity/public.ts'
import type { RegisterCache } from '../register/public.ts'
import { bookableAt } from './bookables.ts'
import { endBooking, insertBooking, listBookings, lockEquipment, takeBooking, type Booking } from './booking-store.ts'
import { mayBook, mayRelease, refuseBooking } from './domain/may-book.ts'

const moment = Moment
const text = z.string().trim().min(1)

/** A time of a piece of equipment or of a site's platform, for the sender's agency or, by the operator of the site, for the one named. `again`: why what has been measured is to be measured again. */
export const BookEquipment = z.strictObject({ id: z.uuid().optional(), equipment: text.max(80), from: moment, to: moment, purpose: text.max(200), inspection: z.uuid().optional(), agency: text.max(12).optional(), again: text.max(200).optional() })
export type BookEquipment = z.infer<typeof BookEquipment>

/** Ends a booking, with the reason. */
export const CancelBooking = z.strictObject({ id: z.uuid().optional(), reason: text.max(200) })
export type CancelBooking = z.infer<typeof CancelBooking>

/** For which inspection an agency wants equipment of a kind; `again`: although it has been measured. */
export interface WantedFor {
  readonly port: string
  readonly inspection: string
  readonly agency: string
  readonly equipment: string
  readonly again: boolean
}

/** What bookings are judged by. */
export interface BookingParts {
  readonly cache: RegisterCache
  readonly law: () => Pack
  /**
   * Why an agency does not book equipment of a kind for its inspection: nobody will hold that any more, or there is a record to be used instead (JI-11) and no reason
   * `again`. Asked before the piece is locked; until the transaction ends the inspection cannot end unseen. Absent where bookings of the past are told again.
   */
  readonly forInspection?: (tx: Tx, pack: Pack, wanted: WantedFor, now: Instant) => Promise<Refusal | undefined>
}

/**
 * Books shared equipment for an agency (SW-10): taken for every other agency too, by a constraint. Refuses what is not shared, not in service, out of
 * calibration (JI-19), closed, or taken, naming by whom; offers the record to who would weigh or scan again without saying why (JI-11).
 */
export async function bookEquipment(tx: Tx, context: Context, { cache, law, forInspection }: BookingParts, body: BookEquipment): Promise<Result<Booking>> {
  const { actor, now } = context
  // As the register has it now: a repair recorded today counts for tomorrow's booking.
  const piece = bookableAt(cache, body.equipment, now)
  if (piece === undefined) return refuse({ code: 'bookings/unknown-equipment', pointer: '/equipment', facts: { equipment: body.equipment } })
  const denied = mayBook(actor, piece, body.agency)
  if (denied !== undefined) return refuse(denied.code === 'common/not-found' ? { code: 'bookings/unknown-equipment', pointer: '/equipment', facts: { equipment: body.equipment } } : denied)
  const [from, to] = [must(parseInstant(body.from), 'the schema lets only moments through'), must(parseInstant(body.to), 'the schema lets only moments through')]
  const timeZone = law().ports.find((port) => port.code === piece.port)?.timeZone ?? 'UTC'
  const agency = must(body.agency ?? actor.agency, 'who may book names an agency or has one')
  if (!law().agencies.some((known) => known.code === agency)) return refuse({ code: 'bookings/unknown-agency', pointer: '/agency', facts: { agency } })
  const longest = parameterValue(law(), 'bookings.longest', now, { port: piece.port })
  const tooLong = to - from > longest ? [{ code: 'bookings/too-long', pointer: '/to', facts: { days: longest / days(1) }, clause: 'SW-10' }] : []
  const [first, ...rest] = [...tooLong, ...refuseBooking(piece, agency, { from, to }, now, timeZone, (at) => dayAt(at, timeZone))]
  if (first !== undefined) return refuse(first, ...rest)
  const held = forInspection === undefined || body.inspection === undefined ? undefined : await forInspection(tx, law(), { port: piece.port, inspection: body.inspection, agency, equipment: piece.kind, again: body.again !== undefined }, now)
  if (held !== undefined) return refuse(held)
  await lockEquipment(tx, piece.port, [piece.code])
  const { purpose, inspection } = body
  const wanted = { port: piece.port, id: body.id ?? context.newId(), equipment: piece.code, from, to, agency, purpose, ...(inspection === undefined ? {} : { inspection }), by: actor.id, name: actor.name, at: now }
  const booked = await insertBooking(tx, wanted, piece.capacity)
  if (booked === undefined) {
    const [other] = await listBookings(tx, { ports: [piece.port], equipment: piece.code, from, to, limit: 1 })
    return refuse({ code: 'bookings/taken', pointer: '/from', facts: { equipment: piece.code, agency: other?.agency ?? '–', from: other === undefined ? '–' : toIso(other.from), to: other === undefined ? '–' : toIso(other.to) }, clause: 'SW-10' })
  }
  await append(tx, context, [factOf(booked, 'EquipmentBooked', { from: toIso(from), to: toIso(to), agency, place: booked.place, purpose, ...(body.again === undefined ? {} : { again: body.again }) })])
  return ok(booked)
}

function factOf(booking: Booking, type: string, payload: Record<string, string | number>): Parameters<typeof append>[2][number] {
  const related = booking.inspection === undefined ? [] : [{ kind: 'joint-inspection', id: booking.inspection }]
  return { port: booking.port, subjectKind: 'booking', subjectId: booking.id, type, payload: { equipment: booking.equipment, ...payload }, related }
}

/** Ends a booking of the own agency, or at the own site: the time is everybody's again. What was booked stays written down. */
export async function cancelBooking(tx: Tx, context: Context, { cache }: BookingParts, ports: readonly string[], id: string, body: CancelBooking): Promise<Result<Booking>> {
  const booking = await takeBooking(tx, ports, id)
  if (booking === undefined) return refuse({ code: 'common/not-found' })
  const denied = mayRelease(context.actor, bookableAt(cache, booking.equipment, context.now), booking.agency)
  if (denied !== undefined) return refuse(denied)
  if (booking.endedBecause !== undefined) return refuse({ code: 'bookings/over', facts: { reason: booking.endedBecause } })
  await endBooking(tx, booking.port, id, context.now, body.reason)
  await append(tx, context, [factOf(booking, 'BookingCancelled', { agency: booking.agency, reason: body.reason })])
  return ok({ ...booking, endedBecause: body.reason })
}
