import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../database/database.ts'

export interface CaseRow {
  readonly port: string
  readonly id: string
  readonly procedure: string
  readonly edition: number
  readonly state: string
  readonly version: number
  readonly entered_at: Instant
  readonly due_at: Instant | null
  readonly overdue: readonly string[]
  readonly parties: readonly string[]
  readonly subject_kind: string
  readonly subject_id: string
  readonly data: object
  /** Lengths of clocks that hold for this case alone, by parameter. */
  readonly clocks: Readonly<Record<string, number>>
  readonly opened_by: string
  readonly opened_at: Instant
  readonly closed_at: Instant | null
}

export interface ActRow {
  readonly seq: number
  readonly act: string
  readonly from_state: string | null
  readonly to_state: string
  readonly party: string
  readonly actor_id: string
  readonly actor_name: string
  readonly evidence: Readonly<Record<string, string>>
  readonly at: Instant
}

const columns = 'port, id, procedure, edition, state, version, entered_at, due_at, overdue, parties, subject_kind, subject_id, data, clocks, opened_by, opened_at, closed_at'

const isoOrNull = (moment: Instant | null): string | null => (moment === null ? null : toIso(moment))

/** Opens a case. Its first act is written beside it, in the same transaction. */
export async function insertCase(tx: Tx, row: CaseRow): Promise<void> {
  await tx.query(
    `insert into platform.procedure_case (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      row.port, row.id, row.procedure, row.edition, row.state, row.version, toIso(row.entered_at), isoOrNull(row.due_at), row.overdue, row.parties,
      row.subject_kind, row.subject_id, JSON.stringify(row.data), JSON.stringify(row.clocks), row.opened_by, toIso(row.opened_at), isoOrNull(row.closed_at),
    ],
  )
}

/** Moves a case on; its version is the number of its acts. */
export async function updateCase(tx: Tx, row: Pick<CaseRow, 'port' | 'id' | 'state' | 'version' | 'entered_at' | 'due_at' | 'overdue' | 'data' | 'closed_at'>): Promise<void> {
  await tx.query(
    `update platform.procedure_case set state = $3, version = $4, entered_at = $5, due_at = $6, overdue = $7, closed_at = $8, data = $9 where port = $1 and id = $2`,
    [row.port, row.id, row.state, row.version, toIso(row.entered_at), isoOrNull(row.due_at), row.overdue, isoOrNull(row.closed_at), JSON.stringify(row.data)],
  )
}

/** Writes an act on a case under its number, which is the version it brings the case to; acts are only added. */
export async function insertAct(tx: Tx, port: string, caseId: string, row: ActRow): Promise<void> {
  await tx.query(
    `insert into platform.procedure_act (port, case_id, seq, act, from_state, to_state, party, actor_id, actor_name, evidence, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [port, caseId, row.seq, row.act, row.from_state, row.to_state, row.party, row.actor_id, row.actor_name, JSON.stringify(row.evidence), toIso(row.at)],
  )
}

/** A case of the procedure; undefined when there is none, or when the id is another procedure's. */
export async function findCase(db: Queryable, procedure: string, id: string): Promise<CaseRow | undefined> {
  return (await db.query<CaseRow>(`select ${columns} from platform.procedure_case where procedure = $1 and id = $2`, [procedure, id]))[0]
}

/** One case, locked until the transaction ends: acts on it happen one after the other. */
export async function lockCase(tx: Tx, procedure: string, id: string): Promise<CaseRow | undefined> {
  return (await tx.query<CaseRow>(`select ${columns} from platform.procedure_case where procedure = $1 and id = $2 for update`, [procedure, id]))[0]
}

/** All acts on a case, from its opening on. */
export async function listActs(db: Queryable, port: string, caseId: string): Promise<ActRow[]> {
  return db.query<ActRow>(
    `select seq, act, from_state, to_state, party, actor_id, actor_name, evidence, at from platform.procedure_act
     where port = $1 and case_id = $2 order by seq`,
    [port, caseId],
  )
}

export interface CaseQuery {
  /** All when undefined. */
  readonly ports: readonly string[] | undefined
  /** Cases of one of these parties; all when undefined. */
  readonly parties: readonly string[] | undefined
  readonly state?: string | undefined
  readonly open?: boolean | undefined
  readonly overdue?: boolean | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** One case, whatever its procedure. */
export async function findAnyCase(db: Queryable, id: string): Promise<CaseRow | undefined> {
  return (await db.query<CaseRow>(`select ${columns} from platform.procedure_case where id = $1`, [id]))[0]
}

/** Cases of a port by id, whatever their procedure; what is no case is left out. */
export async function findCasesById(db: Queryable, port: string, ids: readonly string[]): Promise<CaseRow[]> {
  return db.query<CaseRow>(`select ${columns} from platform.procedure_case where port = $1 and id = any($2::uuid[])`, [port, ids])
}

/** Cases of these procedures, newest first. */
export async function listCases(db: Queryable, procedures: readonly string[], query: CaseQuery): Promise<CaseRow[]> {
  return db.query<CaseRow>(
    `select ${columns} from platform.procedure_case
     where procedure = any($1::text[]) and ($2::text[] is null or port = any($2)) and ($3::text[] is null or parties && $3)
       and ($4::text is null or state = $4) and (not $5 or closed_at is null) and (not $6 or overdue <> '{}') and ($7::uuid is null or id < $7)
     order by id desc limit $8`,
    [procedures, query.ports ?? null, query.parties ?? null, query.state ?? null, query.open ?? false, query.overdue ?? false, query.after ?? null, query.limit],
  )
}

/** Cases of a procedure about one subject, oldest first. */
export async function casesAbout(db: Queryable, port: string, procedure: string, subject: { readonly kind: string; readonly id: string }): Promise<CaseRow[]> {
  return db.query<CaseRow>(
    `select ${columns} from platform.procedure_case where subject_id = $4 and subject_kind = $3 and port = $1 and procedure = $2 order by id`,
    [port, procedure, subject.kind, subject.id],
  )
}

/** Which states the cases of a procedure about subjects came to, and when, in the order in which they did: what stood at a moment is read off it. */
export async function listPassages(db: Queryable, procedure: string, subjectKind: string, subjects: readonly string[]): Promise<{ readonly subject: string; readonly state: string; readonly at: Instant }[]> {
  return db.query(
    `select c.subject_id as subject, a.to_state as state, a.at from platform.procedure_case c join platform.procedure_act a on a.port = c.port and a.case_id = c.id
     where c.subject_id = any($3::text[]) and c.subject_kind = $2 and c.procedure = $1 order by a.at, c.id, a.seq`,
    [procedure, subjectKind, subjects],
  )
}

/** How many cases of a procedure were opened at the ports within a span, by state. */
export async function countCases(db: Queryable, procedure: string, ports: readonly string[], from: Instant, to: Instant): Promise<Map<string, number>> {
  const rows = await db.query<{ state: string; count: number }>(
    `select state, count(*) as count from platform.procedure_case where procedure = $1 and port = any($2::text[]) and opened_at >= $3 and opened_at < $4 group by state`,
    [procedure, ports, toIso(from), toIso(to)],
  )
  return new Map(rows.map(({ state, count }) => [state, count]))
}
