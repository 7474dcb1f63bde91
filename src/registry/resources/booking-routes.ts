import { z } from 'zod'
import { atPort, hasRole, type Actor } from '../../kernel/actor.ts'
import { fromEpoch, hours, parseInstant, plus, toIso } from '../../kernel/instant.ts'
import { ok } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { Moment } from '../../platform/http/moments.ts'
import { BookEquipment, bookEquipment, CancelBooking, cancelBooking, type BookingParts } from './book-equipment.ts'
import { bookablesAt, type BookablePiece } from './bookables.ts'
import { listBookings, type Booking } from './booking-store.ts'
import { mayBook, mayRelease } from './domain/may-book.ts'

const moment = Moment
export const BookingView = z.object({
  ...{ id: z.uuid(), port: z.string(), equipment: z.string(), place: z.int(), from: z.string(), to: z.string(), agency: z.string(), purpose: z.string() },
  ...{ inspection: z.uuid().optional(), name: z.string(), bookedAt: z.string(), endedBecause: z.string().optional() },
})
export type BookingView = z.infer<typeof BookingView>

const BookableView = z.object({
  ...{ code: z.string(), site: z.string(), kind: z.string(), name: z.object({ zh: z.string(), en: z.string().optional() }), owner: z.string(), capacity: z.int(), shared: z.boolean() },
  ...{ status: z.enum(['in-service', 'under-repair', 'retired']), calibratedTo: z.string().optional(), mayBook: z.boolean(), mayRelease: z.boolean() },
})
export type BookableView = z.infer<typeof BookableView>

const maySeeBookings = (actor: Actor): boolean => hasRole(actor, 'officer', 'coordinator', 'operator', 'headquarters', 'auditor', 'administrator')

/** `mayRelease`: whether the caller may end other agencies' bookings of it, as the operator of the site. */
function bookableView({ code, site, kind, name, owner, capacity, shared = true, status = 'in-service', calibration, ...piece }: BookablePiece, actor: Actor): BookableView {
  const known = { ...piece, code, site, owner, shared }
  const denied = mayBook(actor, known, undefined)
  return {
    ...{ code, site, kind, name: { zh: name.zh, ...(name.en === undefined ? {} : { en: name.en }) }, owner, capacity, shared, status },
    ...(calibration === undefined ? {} : { calibratedTo: calibration.validTo }),
    mayBook: denied === undefined ? shared || owner === actor.agency : denied.code === 'bookings/agency-required',
    mayRelease: mayRelease(actor, known, '') === undefined,
  }
}

function bookingView({ by: _by, at, from, to, ...booking }: Booking): z.infer<typeof BookingView> {
  return { ...booking, from: toIso(from), to: toIso(to), bookedAt: toIso(at) }
}

const Query = z.strictObject({ port: z.string().max(40).optional(), equipment: z.string().max(80).optional(), from: moment.optional(), to: moment.optional() })

/** `GET /bookings`, `POST /bookings` and their end (SW-10). */
export function bookingRoutes(api: Api, parts: BookingParts): void {
  const ports = (actor: Parameters<typeof atPort>[0]): string[] => parts.law().ports.map((port) => port.code).filter((port) => atPort(actor, port))
  api.read({
    path: '/bookings',
    operation: 'listBookings',
    summary: 'Times of shared equipment that are taken, of every agency; the next 24 hours unless told otherwise',
    tags: ['registry'],
    query: Query,
    reply: z.object({ items: z.array(BookingView) }),
    run: async (context, { query }) => {
      const { actor, now } = context
      if (!maySeeBookings(actor)) return ok({ items: [] })
      const from = query.from === undefined ? now : (parseInstant(query.from) ?? now)
      const to = query.to === undefined ? plus(from, hours(24)) : (parseInstant(query.to) ?? now)
      const items = await listBookings(context.db, { ports: ports(actor).filter((port) => query.port === undefined || port === query.port), equipment: query.equipment, from: fromEpoch(from), to, limit: 1000 })
      return ok({ items: items.map(bookingView) })
    },
  })
  api.read({
    path: '/bookables',
    operation: 'listBookables',
    summary: 'Equipment and platforms of a port whose times are booked, by site, with what keeps them from being booked and whether the caller may book them',
    tags: ['registry'],
    query: z.strictObject({ port: z.string().max(40) }),
    reply: z.object({ items: z.array(BookableView) }),
    run: ({ actor, now }, { query: { port } }) => {
      if (!maySeeBookings(actor) || !ports(actor).includes(port)) return Promise.resolve(ok({ items: [] }))
      return Promise.resolve(ok({ items: bookablesAt(parts.cache, port, now).map((piece) => bookableView(piece, actor)) }))
    },
  })
  api.command({
    method: 'POST',
    path: '/bookings',
    operation: 'bookEquipment',
    summary: 'Book shared equipment or a platform for the own agency, or as the operator of its site for another; it is then taken for everybody',
    tags: ['registry'],
    body: BookEquipment,
    reply: BookingView,
    success: 201,
    statuses: { 'bookings/unknown-equipment': 404, 'bookings/taken': 409, 'bookings/inspection-over': 409, 'inspections/already-weighed': 409, 'inspections/already-scanned': 409, 'bookings/not-shared': 403 },
    example: { equipment: 'WB-1', from: '2026-03-02T10:00:00+08:00', to: '2026-03-02T10:30:00+08:00', purpose: 'weigh TGHU1234562' },
    run: async (tx, context, { body }) => {
      const done = await bookEquipment(tx, context, parts, body)
      return done.ok ? ok(bookingView(done.value)) : done
    },
  })
  api.command({
    method: 'POST',
    path: '/bookings/:id/cancel',
    operation: 'cancelBooking',
    summary: 'End a booking of the own agency, or at the own site',
    tags: ['registry'],
    params: z.strictObject({ id: z.uuid() }),
    body: CancelBooking,
    reply: BookingView,
    statuses: { 'bookings/over': 409 },
    example: { reason: 'weighed elsewhere' },
    run: async (tx, context, { params, body }) => {
      const done = await cancelBooking(tx, context, parts, ports(context.actor), params.id, body)
      return done.ok ? ok(bookingView(done.value)) : done
    },
  })
}
