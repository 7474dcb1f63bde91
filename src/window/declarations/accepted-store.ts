import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { DeclarationStatus } from './domain/status.ts'

/** What a draw of lots looks at of an accepted declaration (DR-01). */
export interface AcceptedDeclaration {
  readonly id: string
  readonly number: string
  readonly declarant: string
  readonly consignee: string
  readonly riskLevel: string
  readonly status: DeclarationStatus
  /** Commodity code of the first item. */
  readonly hs: string
}

const columns = `d.id, d.number, d.declarant, d.content ->> 'consignee' as consignee, d.risk_level as "riskLevel", d.status, d.content -> 'items' -> 0 ->> 'hs' as hs`

/** Declarations of a port accepted since a moment and neither refused nor cancelled, in the order of their ids. */
export async function findAcceptedSince(db: Queryable, port: string, since: Instant, limit: number): Promise<AcceptedDeclaration[]> {
  return db.query(
    `select ${columns} from single_window.declaration d where d.port = $1 and d.accepted_at >= $2 and d.status in ('accepted', 'held', 'released') order by d.id limit $3`,
    [port, toIso(since), limit],
  )
}

/** The same of declarations named by id, whatever became of them. */
export async function findDrawable(db: Queryable, port: string, ids: readonly string[]): Promise<AcceptedDeclaration[]> {
  return db.query(`select ${columns} from single_window.declaration d where d.port = $1 and d.id = any($2::uuid[]) order by d.id`, [port, ids])
}

/** The items of a declaration by line, with their commodity codes. */
export async function findItemCodes(db: Queryable, port: string, id: string): Promise<{ readonly line: number; readonly hs: string }[]> {
  return db.query(
    `select (i ->> 'line')::int as line, i ->> 'hs' as hs from single_window.declaration d cross join lateral json_array_elements(d.content -> 'items') as i
     where d.port = $1 and d.id = $2 order by 1`,
    [port, id],
  )
}
