import type { Instant } from '../../kernel/instant.ts'
import type { ObjectKind } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { readTogether } from '../../platform/database/gather.ts'
import type { HandlingAction } from './domain/event.ts'
import type { Handling } from './domain/session.ts'

interface Row {
  readonly id: string
  readonly inspection_id: string
  readonly action: HandlingAction
  readonly object_kind: ObjectKind
  readonly object_ref: string
  readonly object_key: string
  readonly n: number
  readonly agency: string
  readonly done_by: string
  readonly done_at: Instant
  readonly reason: string | null
  readonly gross_kg: string | null
  readonly image: string | null
  readonly device: string | null
  readonly seal: string | null
}

const columns = 'h.id, h.inspection_id, h.action, h.object_kind, h.object_ref, h.object_key, h.n, h.agency, h.done_by, h.done_at, h.reason, h.gross_kg, h.image, h.device, h.seal'

const handlingOf = (row: Row): Handling => ({
  id: row.id,
  inspection: row.inspection_id,
  action: row.action,
  object: { kind: row.object_kind, ref: row.object_ref, key: row.object_key },
  agency: row.agency,
  by: row.done_by,
  at: row.done_at,
  n: row.n,
  ...(row.reason === null ? {} : { reason: row.reason }),
  ...(row.gross_kg === null ? {} : { grossKg: Number(row.gross_kg) }),
  ...(row.image === null ? {} : { image: row.image }),
  ...(row.device === null ? {} : { device: row.device }),
  ...(row.seal === null ? {} : { seal: row.seal }),
})

/** Every opening, weighing and scan of the objects, by any agency in any inspection, oldest first. */
export async function findHandlings(db: Queryable, port: string, keys: readonly string[]): Promise<Handling[]> {
  return readTogether(db, `handlings ${port}`, keys, (all) => readHandlings(db, port, all), (handling) => handling.object.key)
}

async function readHandlings(db: Queryable, port: string, keys: readonly string[]): Promise<Handling[]> {
  const rows = await db.query<Row>(`select ${columns} from joint.handling h where h.port = $1 and h.object_key = any($2::text[]) order by h.done_at, h.n`, [port, keys])
  return rows.map(handlingOf)
}
