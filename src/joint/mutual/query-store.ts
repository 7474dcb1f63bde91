import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** One query of an agency for data, as it came out. */
export interface DataQuery {
  readonly port: string
  readonly id: string
  readonly kind: 'trade' | 'traveller' | 'reading'
  readonly agency: string
  readonly subject: string
  readonly purpose?: string
  readonly caseId?: string
  readonly allowed: readonly string[]
  readonly denied: readonly string[]
  readonly by: string
  readonly at: Instant
}

/** Writes a query down. */
export async function insertQuery(tx: Tx, query: DataQuery): Promise<void> {
  await tx.query(
    `insert into joint.data_query (port, id, kind, agency, subject, purpose, case_id, allowed, denied, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [query.port, query.id, query.kind, query.agency, query.subject, query.purpose, query.caseId, query.allowed, query.denied, query.by, toIso(query.at)],
  )
}

/** Whether somebody has opened a declaration for a purpose since a moment. */
export async function hasRead(db: Queryable, one: { readonly port: string; readonly subject: string; readonly purpose: string; readonly by: string; readonly since: Instant }): Promise<boolean> {
  const rows = await db.query(
    `select 1 from joint.data_query where port = $1 and subject = $2 and kind = 'reading' and asked_at > $5 and purpose = $3 and asked_by = $4 limit 1`,
    [one.port, one.subject, one.purpose, one.by, toIso(one.since)],
  )
  return rows.length > 0
}

/** A page of queries of the ports, newest first; of one agency where it is named. */
export async function listQueries(db: Queryable, ports: readonly string[], agency: string | undefined, before: string | undefined, limit: number): Promise<DataQuery[]> {
  const rows = await db.query<Omit<DataQuery, 'purpose' | 'caseId'> & { purpose: string | null; caseId: string | null }>(
    `select port, id, kind, agency, subject, purpose, case_id as "caseId", allowed, denied, asked_by as by, asked_at as at
     from joint.data_query where port = any($1::text[]) and ($2::text is null or agency = $2) and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [ports, agency, before, limit],
  )
  return rows.map(({ purpose, caseId, ...row }) => ({ ...row, ...(purpose === null ? {} : { purpose }), ...(caseId === null ? {} : { caseId }) }))
}

/** How many queries were answered and how many denied outright at the ports within a span (SW-11); opening a declaration of the own port is none. */
export async function countQueries(db: Queryable, ports: readonly string[], from: Instant, to: Instant): Promise<{ readonly answered: number; readonly denied: number }> {
  const [row] = await db.query<{ answered: number; denied: number }>(
    `select count(*) filter (where allowed <> '{}') as answered, count(*) filter (where allowed = '{}') as denied
     from joint.data_query where port = any($1::text[]) and asked_at >= $2 and asked_at < $3 and kind <> 'reading'`,
    [ports, toIso(from), toIso(to)],
  )
  return row ?? { answered: 0, denied: 0 }
}
