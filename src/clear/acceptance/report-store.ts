import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Judgement } from './domain/judge-report.ts'

export type ReportState = 'waiting' | 'accepted' | 'refused' | 'doubted' | 'dropped'

/** What the rule said, and which inspections of papers the report answered. */
export type KeptJudgement = Pick<Judgement, 'verdict' | 'grounds'> & { readonly reasons: readonly Refusal[]; readonly answers: readonly string[] }

/** A third party's report as it is kept. */
export interface Report {
  readonly port: string
  readonly id: string
  readonly body: string
  readonly number: string
  readonly kind: 'appraisal' | 'inspection' | 'test'
  readonly declarationId: string
  /** Number of the declaration. */
  readonly declaration: string
  readonly declarant: string
  readonly lines: readonly number[]
  readonly tests: readonly string[]
  readonly standards: readonly string[]
  readonly conclusion: 'conforms' | 'fails'
  readonly issuedAt: Instant
  readonly contentHash: string | null
  readonly commission: string | null
  readonly agency: string
  readonly state: ReportState
  readonly judgement: KeptJudgement
  readonly submittedBy: string
  readonly submittedAt: Instant
  readonly decidedBy: string | null
  readonly decidedAt: Instant | null
  readonly decision: string | null
  readonly version: number
}

const columns = `r.port, r.id, r.body, r.number, r.kind, r.declaration_id as "declarationId", r.declaration, r.declarant, r.lines, r.tests, r.standards, r.conclusion,
  r.issued_at as "issuedAt", r.content_hash as "contentHash", r.commission_id as commission, r.agency, r.state, r.judgement, r.submitted_by as "submittedBy",
  r.submitted_at as "submittedAt", r.decided_by as "decidedBy", r.decided_at as "decidedAt", r.decision, r.version`

/** Writes a new report down; false when the body has used its number for this declaration before. */
export async function insertReport(tx: Tx, report: Report): Promise<boolean> {
  const rows = await tx.query(
    `insert into clear.report (port, id, body, number, kind, declaration_id, declaration, declarant, lines, tests, standards, conclusion, issued_at, content_hash, commission_id, agency, state, judgement, submitted_by, submitted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
     on conflict on constraint report_number do nothing returning id`,
    [
      report.port, report.id, report.body, report.number, report.kind, report.declarationId, report.declaration, report.declarant, report.lines, report.tests, report.standards,
      report.conclusion, toIso(report.issuedAt), report.contentHash, report.commission, report.agency, report.state, JSON.stringify(report.judgement), report.submittedBy, toIso(report.submittedAt),
    ],
  )
  return rows.length > 0
}

/** One report at one of the ports. */
export async function findReport(db: Queryable, ports: readonly string[], id: string): Promise<Report | undefined> {
  return (await db.query<Report>(`select ${columns} from clear.report r where r.port = any($1::text[]) and r.id = $2`, [ports, id]))[0]
}

/** One report, locked until the transaction ends. */
export async function lockReport(tx: Tx, port: string, id: string): Promise<Report | undefined> {
  return (await tx.query<Report>(`select ${columns} from clear.report r where r.port = $1 and r.id = $2 for update`, [port, id]))[0]
}

/** Brings a report to a state, with who decided it and what was said. */
export async function decideReport(tx: Tx, report: Report, state: ReportState, judgement: KeptJudgement, by: string, decision: string | null, at: Instant): Promise<Report> {
  await tx.query(
    'update clear.report set state = $3, judgement = $4, decided_by = $5, decided_at = $6, decision = $7, version = version + 1 where port = $1 and id = $2',
    [report.port, report.id, state, JSON.stringify(judgement), by, toIso(at), decision],
  )
  return { ...report, state, judgement, decidedBy: by, decidedAt: at, decision, version: report.version + 1 }
}

/** What a list of reports is narrowed by. */
export interface ReportFilter {
  readonly ports: readonly string[]
  readonly state?: string | undefined
  readonly body?: string | undefined
  readonly declarant?: string | undefined
  readonly declaration?: string | undefined
  readonly before?: string | undefined
  readonly limit: number
}

/** A page of reports, newest first. */
export async function listReports(db: Queryable, filter: ReportFilter): Promise<Report[]> {
  return db.query<Report>(
    `select ${columns} from clear.report r
     where r.port = any($1::text[]) and ($2::text is null or r.state = $2) and ($3::text is null or r.body = $3) and ($4::text is null or r.declarant = $4)
       and ($5::uuid is null or r.declaration_id = $5) and ($6::uuid is null or r.id < $6)
     order by r.id desc limit $7`,
    [filter.ports, filter.state, filter.body, filter.declarant, filter.declaration, filter.before, filter.limit],
  )
}

/** Accepted reports about one declaration. */
export async function findAccepted(db: Queryable, port: string, declaration: string): Promise<Report[]> {
  return db.query<Report>(`select ${columns} from clear.report r where r.port = $1 and r.declaration_id = $2 and r.state = 'accepted' order by r.id`, [port, declaration])
}

/** Accepts of reports about one declaration happen one after the other: none that conforms passes by one that fails. */
export async function lockReportsAbout(tx: Tx, declaration: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('reports about ' || $1, 0))`, [declaration])
}

/** A page of the accepted reports of a body that goods may rest on, oldest first, locked until the transaction ends. */
export async function lockAcceptedOf(tx: Tx, body: string, after: string | undefined, limit: number): Promise<Report[]> {
  return tx.query<Report>(`select ${columns} from clear.report r where r.body = $1 and r.state = 'accepted' and r.conclusion = 'conforms' and ($2::uuid is null or r.id > $2) order by r.id limit $3 for update`, [body, after, limit])
}

/** Reports whose goods must not go before somebody looked again. */
export async function markDoubted(tx: Tx, reports: readonly Pick<Report, 'port' | 'id'>[]): Promise<void> {
  await tx.query(
    `update clear.report r set state = 'doubted', version = r.version + 1 from jsonb_to_recordset($1::jsonb) as d (port text, id uuid) where r.port = d.port and r.id = d.id`,
    [JSON.stringify(reports.map(({ port, id }) => ({ port, id })))],
  )
}

/** How many reports of bodies there are in each state at the ports. */
export async function countReports(db: Queryable, ports: readonly string[], bodies: readonly string[]): Promise<{ readonly body: string; readonly state: ReportState; readonly count: number }[]> {
  return db.query('select r.body, r.state, count(*) as count from clear.report r where r.port = any($1::text[]) and r.body = any($2::text[]) group by r.body, r.state', [ports, bodies])
}

/** Decisions about one body happen one after the other: nobody accepts a report while the body is being suspended. */
export async function lockBody(tx: Tx, body: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('acceptance body ' || $1, 0))`, [body])
}
