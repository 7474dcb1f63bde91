import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import { fromEpoch, hours, parseInstant, plus, toIso } from '../../kernel/instant.ts'
import { ok } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { BookEquipment, bookEquipment, CancelBooking, cancelBooking, type BookingParts } from './book-equipment.ts'
import { listBookings, type Booking } from './booking-store.ts'

const moment = z.iso.datetime({ offset: true })
const BookingView = z.object({
  ...{ id: z.uuid(), port: z.string(), equipment: z.string(), place: z.int(), from: z.string(), to: z.string(), agency: z.string(), purpose: z.string() },
  ...{ inspection: z.uuid().optional(), name: z.string(), bookedAt: z.string(), endedBecause: z.string().optional() },
})

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
      if (!hasRole(actor, 'officer', 'coordinator', 'operator', 'headquarters', 'auditor', 'administrator')) return ok({ items: [] })
      const from = query.from === undefined ? now : (parseInstant(query.from) ?? now)
      const to = query.to === undefined ? plus(from, hours(24)) : (parseInstant(query.to) ?? now)
      const items = await listBookings(context.db, { ports: ports(actor).filter((port) => query.port === undefined || port === query.port), equipment: query.equipment, from: fromEpoch(from), to, limit: 1000 })
      return ok({ items: items.map(bookingView) })
    },
  })
  api.command({
    method: 'POST',
    path: '/bookings',
    operation: 'bookEquipment',
    summary: 'Book shared equipment for the own agency; it is then taken for every agency',
    tags: ['registry'],
    body: BookEquipment,
    reply: BookingView,
    success: 201,
    statuses: { 'bookings/unknown-equipment': 404, 'bookings/taken': 409, 'bookings/not-shared': 403 },
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
    summary: 'End a booking of the own agency',
    tags: ['registry'],
    params: z.strictObject({ id: z.uuid() }),
    body: CancelBooking,
    reply: BookingView,
    statuses: { 'bookings/over': 409 },
    example: { reason: 'weighed elsewhere' },
    run: async (tx, context, { params, body }) => {
      const done = await cancelBooking(tx, context, ports(context.actor), params.id, body)
      return done.ok ? ok(bookingView(done.value)) : done
    },
  })
}
