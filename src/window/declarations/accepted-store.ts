import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { DeclarationStatus } from './domain/status.ts'

/** What a draw of lots looks at of an accepted declaration (DR-01). */
export interface AcceptedDeclaration {
  readonly id: string
  readonly number: string
  /** All who have to do with the goods, as they were declared, by code or name: declarant, consignee, consignor, agent, producers, and the carriers that reported its conveyance or one with its containers (DR-02). */
  readonly parties: readonly string[]
  readonly riskLevel: string
  readonly status: DeclarationStatus
  /** Commodity code of the first item. */
  readonly hs: string
}

const columns = `d.id, d.number, d.risk_level as "riskLevel", d.status, d.content -> 'items' -> 0 ->> 'hs' as hs,
  array_remove(array[d.declarant, d.content ->> 'consignee', d.content ->> 'consignor', d.content ->> 'agent']
    || array(select distinct i ->> 'producer' from json_array_elements(d.content -> 'items') as i)
    || array(select distinct substr(c.reported_by, 12) from single_window.consignment_container l
         join single_window.manifest_entry m on m.port = l.port and m.number = l.number and m.visit = l.visit
         join single_window.conveyance c on c.port = m.port and c.id = m.conveyance_id
         where l.port = d.port and l.declaration_id = d.id and c.reported_by like 'enterprise:%')
    || array(select distinct substr(c.reported_by, 12) from single_window.conveyance c
         where c.port = d.port and c.kind = d.content -> 'conveyance' ->> 'kind' and c.ref = upper(regexp_replace(d.content -> 'conveyance' ->> 'ref', '^IMO ?', '', 'i')) and c.reported_by like 'enterprise:%'), null) as parties`

/** A place in the row of acceptances: by time, of the same moment by id. Traders may choose ids, never the moment. */
export interface AcceptancePlace {
  readonly acceptedAt: Instant
  readonly id: string
}

/** Declarations of a port accepted after a place in the row and neither refused nor cancelled, in the order of acceptance. */
export async function findAcceptedAfter(db: Queryable, port: string, after: AcceptancePlace, limit: number): Promise<AcceptancePlace[]> {
  return db.query(
    `select d.id, d.accepted_at as "acceptedAt" from single_window.declaration d
     where d.port = $1 and d.accepted_at >= $2 and (d.accepted_at, d.id) > ($2, $3::uuid) and d.status in ('accepted', 'held', 'released') order by d.accepted_at, d.id limit $4`,
    [port, toIso(after.acceptedAt), after.id, limit],
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
