import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** What one agency knows of a traveller. */
export interface TravellerRecord {
  readonly port: string
  readonly id: string
  readonly traveller: string
  readonly agency: string
  /** Bags and other objects the traveller carries, by the names directives use. */
  readonly articles: readonly string[]
  readonly content: Readonly<Record<string, string>>
  readonly by: string
  readonly at: Instant
}

/** Writes what an agency knows of a traveller and which articles it is about; records are only added. */
export async function insertTravellerRecord(tx: Tx, record: TravellerRecord): Promise<void> {
  await tx.query(
    `insert into joint.traveller_record (port, id, traveller, agency, articles, content, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [record.port, record.id, record.traveller, record.agency, record.articles, JSON.stringify(record.content), record.by, toIso(record.at)],
  )
}

/** What agencies recorded of a traveller who carries the article, oldest first; at most a hundred. */
export async function findTravellerRecords(db: Queryable, port: string, traveller: string, article: string): Promise<TravellerRecord[]> {
  return db.query<TravellerRecord>(
    `select port, id, traveller, agency, articles, content, recorded_by as by, recorded_at as at from joint.traveller_record
     where port = $1 and traveller = $2 and articles @> array[$3] order by id limit 100`,
    [port, traveller, article],
  )
}
