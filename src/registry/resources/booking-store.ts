import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** A time of a piece of equipment. */
export interface Booking {
  readonly port: string
  readonly id: string
  readonly equipment: string
  readonly place: number
  readonly from: Instant
  readonly to: Instant
  readonly agency: string
  readonly purpose: string
  readonly inspection?: string
  readonly by: string
  readonly name: string
  readonly at: Instant
  readonly endedBecause?: string
}

interface Row {
  readonly port: string
  readonly id: string
  readonly equipment: string
  readonly place: number
  readonly from_at: Instant
  readonly to_at: Instant
  readonly agency: string
  readonly purpose: string
  readonly inspection: string | null
  readonly booked_by: string
  readonly booked_name: string
  readonly booked_at: Instant
  readonly ended_because: string | null
}

const columns = 'b.port, b.id, b.equipment, b.place, b.from_at, b.to_at, b.agency, b.purpose, b.inspection, b.booked_by, b.booked_name, b.booked_at, b.ended_because'

function bookingOf(row: Row): Booking {
  return {
    ...{ port: row.port, id: row.id, equipment: row.equipment, place: row.place, from: row.from_at, to: row.to_at, agency: row.agency, purpose: row.purpose },
    ...(row.inspection === null ? {} : { inspection: row.inspection }),
    ...{ by: row.booked_by, name: row.booked_name, at: row.booked_at },
    ...(row.ended_because === null ? {} : { endedBecause: row.ended_because }),
  }
}

/**
 * Books the first place that is free for the whole time; undefined when none is. Two that want the last place at once: the constraint lets one in,
 * and the other waits for it and then finds no place.
 */
export async function insertBooking(tx: Tx, wanted: Omit<Booking, 'place'>, places: number): Promise<Booking | undefined> {
  const [row] = await tx.query<Row>(
    `insert into registry.booking as b (port, id, equipment, place, from_at, to_at, agency, purpose, inspection, booked_by, booked_name, booked_at)
     select $1, $2, $3, free.place, $5, $6, $7, $8, $9, $10, $11, $12
     from (select place from generate_series(1, $4::int) as place
           where not exists (select from registry.booking taken where taken.port = $1 and taken.equipment = $3 and taken.place = place.place and taken.ended_at is null
             and tstzrange(taken.from_at, taken.to_at) && tstzrange($5::timestamptz, $6::timestamptz))
           order by place limit 1) as free
     on conflict do nothing
     returning ${columns}`,
    [wanted.port, wanted.id, wanted.equipment, places, toIso(wanted.from), toIso(wanted.to), wanted.agency, wanted.purpose, wanted.inspection ?? null, wanted.by, wanted.name, toIso(wanted.at)],
  )
  return row === undefined ? undefined : bookingOf(row)
}

/** Makes the transaction the only one that books these pieces until it ends, so that who comes second sees which places are left. Always in one order: two never wait for each other. */
export async function lockEquipment(tx: Tx, port: string, equipment: readonly string[]): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('booking ' || $1 || ' ' || e.code, 0)) from (select code from unnest($2::text[]) as u (code) order by code collate "C") as e`, [port, equipment])
}

/** Bookings that stand and touch a span, soonest first. */
export async function listBookings(db: Queryable, filter: { readonly ports: readonly string[]; readonly equipment?: string | undefined; readonly from: Instant; readonly to: Instant; readonly limit: number }): Promise<Booking[]> {
  const rows = await db.query<Row>(
    `select ${columns} from registry.booking b
     where b.port = any($1::text[]) and ($2::text is null or b.equipment = $2) and b.from_at < $4 and b.to_at > $3 and b.ended_at is null
     order by b.from_at, b.id limit $5`,
    [filter.ports, filter.equipment ?? null, toIso(filter.from), toIso(filter.to), filter.limit],
  )
  return rows.map(bookingOf)
}

/** One booking, locked until the transaction ends. */
export async function takeBooking(tx: Tx, ports: readonly string[], id: string): Promise<Booking | undefined> {
  const [row] = await tx.query<Row>(`select ${columns} from registry.booking b where b.port = any($1::text[]) and b.id = $2 for update`, [ports, id])
  return row === undefined ? undefined : bookingOf(row)
}

/** Ends a booking before its time. */
export async function endBooking(tx: Tx, port: string, id: string, at: Instant, because: string): Promise<void> {
  await tx.query('update registry.booking set ended_at = $3, ended_because = $4 where port = $1 and id = $2', [port, id, toIso(at), because])
}

/** Which bookings of an inspection end before their time, and why: all of them, or those for some agencies. */
export interface Ending {
  readonly inspection: string
  readonly agencies?: readonly string[]
  readonly because: string
}

/** Ends what is booked for inspections and is not over, in one statement; gives them as they now are. */
export async function endBookingsFor(tx: Tx, port: string, endings: readonly Ending[], at: Instant): Promise<Booking[]> {
  const rows = await tx.query<Row>(
    `update registry.booking b set ended_at = $3, ended_because = e.because
     from jsonb_to_recordset($2::jsonb) as e(inspection uuid, agencies text[], because text)
     where b.port = $1 and b.inspection = e.inspection and (e.agencies is null or b.agency = any(e.agencies)) and b.ended_at is null and b.to_at > $3
     returning ${columns}`,
    [port, JSON.stringify(endings), toIso(at)],
  )
  return rows.map(bookingOf)
}

/** Bookings of inspections that stand and are not over. */
export async function findBookingsFor(db: Queryable, port: string, inspections: readonly string[], now: Instant): Promise<Booking[]> {
  const rows = await db.query<Row>(`select ${columns} from registry.booking b where b.port = $1 and b.inspection = any($2::uuid[]) and b.ended_at is null and b.to_at > $3 order by b.from_at, b.id`, [port, inspections, toIso(now)])
  return rows.map(bookingOf)
}

/** Gives bookings other times and pieces. Where one goes another of them may have been: all leave their places first. The caller has locked the pieces. */
export async function moveBookings(tx: Tx, port: string, moves: readonly { readonly id: string; readonly equipment: string; readonly place: number; readonly from: Instant; readonly to: Instant }[], now: Instant): Promise<void> {
  const rows = JSON.stringify(moves.map(({ from, to, ...move }) => ({ ...move, from: toIso(from), to: toIso(to) })))
  await tx.query(`update registry.booking b set ended_at = $3, ended_because = 'moving' from jsonb_to_recordset($2::jsonb) as m(id uuid) where b.port = $1 and b.id = m.id`, [port, rows, toIso(now)])
  await tx.query(
    `update registry.booking b set equipment = m.equipment, place = m.place, from_at = m."from", to_at = m."to", ended_at = null, ended_because = null
     from jsonb_to_recordset($2::jsonb) as m(id uuid, equipment text, place int, "from" timestamptz, "to" timestamptz) where b.port = $1 and b.id = m.id`,
    [port, rows],
  )
}
