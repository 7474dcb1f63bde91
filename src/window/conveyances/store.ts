import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** A reported conveyance. */
export interface ConveyanceRow {
  readonly port: string
  readonly id: string
  readonly kind: string
  readonly ref: string
  readonly visit: number
  readonly movement: 'arrival' | 'departure'
  readonly voyage: string | null
  readonly movesAt: Instant
  readonly fromPlace: string | null
  readonly toPlace: string | null
  readonly reportedBy: string
  readonly reportedAt: Instant
  readonly contentHash: Buffer
}

const columns = `c.port, c.id, c.kind, c.ref, c.visit, c.movement, c.voyage, c.moves_at as "movesAt", c.from_place as "fromPlace", c.to_place as "toPlace",
  c.reported_by as "reportedBy", c.reported_at as "reportedAt", c.content_hash as "contentHash"`

/** Writes a conveyance; false when this movement of this visit was reported before. */
export async function insertConveyance(tx: Tx, row: ConveyanceRow): Promise<boolean> {
  const inserted = await tx.query(
    `insert into single_window.conveyance (port, id, kind, ref, visit, movement, voyage, moves_at, from_place, to_place, reported_by, reported_at, content_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing returning 1 as written`,
    [
      row.port,
      row.id,
      row.kind,
      row.ref,
      row.visit,
      row.movement,
      row.voyage,
      toIso(row.movesAt),
      row.fromPlace,
      row.toPlace,
      row.reportedBy,
      toIso(row.reportedAt),
      row.contentHash,
    ],
  )
  return inserted.length > 0
}

/** The conveyance of a movement and visit. */
export async function findReported(tx: Tx, port: string, kind: string, ref: string, visit: number, movement: string): Promise<ConveyanceRow | undefined> {
  const [row] = await tx.query<ConveyanceRow>(
    `select ${columns} from single_window.conveyance c where c.port = $1 and c.kind = $2 and c.ref = $3 and c.visit = $4 and c.movement = $5`,
    [port, kind, ref, visit, movement],
  )
  return row
}

/** A report at one of the ports; undefined when there is none there. */
export async function findConveyance(db: Queryable, ports: readonly string[], id: string): Promise<ConveyanceRow | undefined> {
  const [row] = await db.query<ConveyanceRow>(`select ${columns} from single_window.conveyance c where c.port = any($1::text[]) and c.id = $2`, [ports, id])
  return row
}

/** A page of the conveyances of ports, newest report first. `reporter` narrows to what one party reported. */
export async function listConveyances(
  db: Queryable,
  filter: {
    readonly ports: readonly string[]
    readonly kind: string | undefined
    readonly reporter: string | undefined
    readonly after: string | undefined
    readonly limit: number
  },
): Promise<(ConveyanceRow & { readonly containers: number })[]> {
  return db.query(
    `select ${columns}, (select count(*) from single_window.manifest_entry m where m.port = c.port and m.conveyance_id = c.id) as containers
     from unnest($1::text[]) as p (port)
     cross join lateral (
       select v.id from single_window.conveyance v
       where v.port = p.port and ($2::text is null or v.kind = $2) and ($3::text is null or v.reported_by = $3) and ($4::uuid is null or v.id < $4)
       order by v.id desc limit $5
     ) as page
     join single_window.conveyance c on c.port = p.port and c.id = page.id
     order by c.id desc limit $5`,
    [filter.ports, filter.kind, filter.reporter, filter.after, filter.limit],
  )
}

/** One entry to be written, with the visit of its container. */
export interface NewEntry {
  readonly position: number
  readonly number: string | undefined
  readonly visit: number | undefined
  readonly transport_document: string | undefined
  readonly gross_weight_kg: number | undefined
}

/** Writes the manifest of a report, one statement whatever its length. */
export async function insertEntries(tx: Tx, port: string, conveyanceId: string, entries: readonly NewEntry[]): Promise<void> {
  await tx.query(
    `insert into single_window.manifest_entry (port, conveyance_id, position, number, visit, transport_document, gross_weight_kg)
     select $1, $2, position, number, visit, transport_document, gross_weight_kg
     from json_to_recordset($3::json) as e (position int, number text, visit int, transport_document text, gross_weight_kg numeric)`,
    [port, conveyanceId, JSON.stringify(entries)],
  )
}

/** An entry of a manifest with the declarations of its container, or of its transport document. */
export interface EntryRow {
  readonly number: string | null
  readonly transportDocument: string | null
  readonly grossWeightKg: number | null
  readonly declarations: readonly { readonly id: string; readonly number: string; readonly status: string; readonly declarant: string }[]
}

/** A manifest in its order; declarations count that came before the report or after it. */
export async function findEntries(db: Queryable, port: string, conveyanceId: string): Promise<EntryRow[]> {
  return db.query<EntryRow>(
    `select m.number, m.transport_document as "transportDocument", m.gross_weight_kg::float8 as "grossWeightKg",
       (select coalesce(json_agg(json_build_object('id', d.id, 'number', d.number, 'status', d.status, 'declarant', d.declarant) order by d.id), '[]')
        from (
          select l.declaration_id as id from single_window.consignment_container l where l.port = m.port and l.number = m.number and l.visit = m.visit
          union
          select t.id from single_window.declaration t where t.port = m.port and t.transport_document = m.transport_document
        ) as aboard
        join single_window.declaration d on d.port = m.port and d.id = aboard.id) as declarations
     from single_window.manifest_entry m where m.port = $1 and m.conveyance_id = $2 order by m.position`,
    [port, conveyanceId],
  )
}
