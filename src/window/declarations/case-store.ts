import type { Assessment } from '../../assess/public.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { readTogether } from '../../platform/database/gather.ts'
import { unfoldAssessments } from './assessment-shapes.ts'
import type { FoldedAssessment } from './domain/fold-assessment.ts'
import { statusesBefore, type DeclarationStatus } from './domain/status.ts'

/** A declaration as other modules know it: what was decided about it, and what its objects are called. */
export interface DeclarationCase {
  readonly port: string
  readonly id: string
  readonly number: string
  readonly declarant: string
  readonly reference: string
  readonly direction: 'import' | 'export' | 'transit'
  readonly mode: string
  readonly status: DeclarationStatus
  readonly releaseMode: string
  readonly riskLevel: string
  readonly creditGrade: string
  readonly arrival: Instant | null
  readonly acceptedAt: Instant
  readonly releasedAt: Instant | null
  readonly releasedOnAcceptance: boolean
  readonly assessment: Assessment
}

const caseColumns = `d.port, d.id, d.number, d.declarant, d.reference, d.direction, d.mode, d.status,
  d.release_mode as "releaseMode", d.risk_level as "riskLevel", d.credit_grade as "creditGrade", d.arrival,
  d.accepted_at as "acceptedAt", d.released_at as "releasedAt", d.released_on_acceptance as "releasedOnAcceptance", d.assessment as folded`

type CaseRow = Omit<DeclarationCase, 'assessment'> & { readonly folded: FoldedAssessment }

async function withAssessments(db: Queryable, rows: readonly CaseRow[]): Promise<DeclarationCase[]> {
  const assessments = await unfoldAssessments(db, rows)
  return rows.map(({ folded: _folded, ...row }, i) => ({ ...row, assessment: must(assessments[i], 'one assessment for each') }))
}

/** Declarations of a port by id, in the order of their ids; those that do not exist are left out. */
export async function findCases(db: Queryable, port: string, ids: readonly string[]): Promise<DeclarationCase[]> {
  return withAssessments(
    db,
    await db.query<CaseRow>(`select ${caseColumns} from single_window.declaration d where d.port = $1 and d.id = any($2::uuid[]) order by d.id`, [port, ids]),
  )
}

/** Ports and numbers of declarations by id, wherever they are. */
export async function findNumbers(db: Queryable, ports: readonly string[], ids: readonly string[]): Promise<{ readonly port: string; readonly id: string; readonly number: string }[]> {
  return db.query('select d.port, d.id, d.number from single_window.declaration d where d.port = any($1::text[]) and d.id = any($2::uuid[])', [ports, ids])
}

/** Whose the declarations of a port are, by id: enough to tell who may hear of them. */
export async function findDeclarants(db: Queryable, port: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; declarant: string }>(
    'select d.id, d.declarant from single_window.declaration d where d.port = $1 and d.id = any($2::uuid[])',
    [port, ids],
  )
  return new Map(rows.map(({ id, declarant }) => [id, declarant]))
}

/** Ids of declarations of a port whose goods have not gone yet, in order, after one. */
export async function findWaitingIds(db: Queryable, port: string, after: string | undefined, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select d.id from single_window.declaration d where d.port = $1 and d.status in ('accepted', 'held') and ($2::uuid is null or d.id > $2) order by d.id limit $3`,
    [port, after ?? null, limit],
  )
  return rows.map(({ id }) => id)
}

/** As `findCases`, and nobody else changes them until the transaction ends. Locked in the order of their ids, so that two lockers never wait for each other. */
export async function lockCases(tx: Tx, port: string, ids: readonly string[]): Promise<DeclarationCase[]> {
  const sql = `select ${caseColumns} from single_window.declaration d where d.port = $1 and d.id = any($2::uuid[]) order by d.id for update`
  const load = async (all: readonly string[]): Promise<DeclarationCase[]> => withAssessments(tx, await tx.query<CaseRow>(sql, [port, all]))
  return readTogether(tx, `lock cases ${port}`, ids, load, (declaration) => declaration.id)
}

/**
 * Brings declarations to a status and gives the ids of those that came from one it may follow; the others stay as they are.
 * The caller writes the fact that explains it, in the same transaction.
 */
export async function changeStatus(tx: Tx, port: string, ids: readonly string[], status: DeclarationStatus, at: Instant): Promise<string[]> {
  const changed = await tx.query<{ id: string }>(
    `update single_window.declaration d set
       status = $3, version = d.version + 1,
       released_at = case when $3 = 'released' then greatest($4::timestamptz, d.accepted_at) end
     where d.port = $1 and d.id = any($2::uuid[]) and d.status = any($5::text[])
     returning d.id`,
    [port, ids, status, toIso(at), statusesBefore(status)],
  )
  return changed.map((row) => row.id)
}
