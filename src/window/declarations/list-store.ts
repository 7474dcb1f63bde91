import type { Assessment } from '../../assess/public.ts'
import type { Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { unfoldAssessments } from './assessment-shapes.ts'
import type { Declaration } from './declaration.ts'
import type { FoldedAssessment } from './domain/fold-assessment.ts'
import type { DeclarationStatus } from './domain/status.ts'

/** One declaration in a list. */
export interface ListedRow {
  readonly id: string
  readonly number: string
  readonly port: string
  readonly reference: string
  readonly declarant: string
  readonly direction: string
  readonly mode: string
  readonly status: DeclarationStatus
  readonly releaseMode: string
  readonly riskLevel: string
  readonly creditGrade: string
  readonly acceptedAt: Instant
  readonly releasedAt: Instant | null
  readonly arrival: Instant | null
  readonly transportDocument: string | null
  readonly firstItem: Declaration['items'][number]
  readonly itemCount: number
  readonly containers: readonly string[]
}

/** What `ListedRow` is read from: `d` is the declaration. */
export const listedColumns = `d.id, d.number, d.port, d.reference, d.declarant, d.direction, d.mode, d.status,
  d.release_mode as "releaseMode", d.risk_level as "riskLevel", d.credit_grade as "creditGrade", d.accepted_at as "acceptedAt", d.released_at as "releasedAt", d.arrival, d.transport_document as "transportDocument",
  d.content -> 'items' -> 0 as "firstItem", json_array_length(d.content -> 'items') as "itemCount",
  (select coalesce(json_agg(c ->> 'number'), '[]') from json_array_elements(d.content -> 'containers') as c) as containers`

/** A whole declaration with the conveyances its containers came or go on. */
export interface WholeRow {
  readonly id: string
  readonly number: string
  readonly port: string
  readonly status: DeclarationStatus
  readonly releaseMode: string
  readonly riskLevel: string
  readonly creditGrade: string
  readonly acceptedAt: Instant
  readonly releasedAt: Instant | null
  readonly content: Declaration
  readonly assessment: Assessment
  readonly conveyances: readonly {
    readonly id: string
    readonly kind: string
    readonly ref: string
    readonly movement: string
    readonly containers: readonly string[]
  }[]
}

/** A declaration by id at one of the ports. */
export async function findDeclaration(db: Queryable, ports: readonly string[], id: string): Promise<WholeRow | undefined> {
  const [row] = await db.query<Omit<WholeRow, 'assessment'> & { readonly folded: FoldedAssessment }>(
    `select d.id, d.number, d.port, d.status, d.release_mode as "releaseMode", d.risk_level as "riskLevel", d.credit_grade as "creditGrade",
       d.accepted_at as "acceptedAt", d.released_at as "releasedAt", d.content, d.assessment as folded,
       (select coalesce(json_agg(to_json(c) order by c.id), '[]')
        from (
          select v.id, v.kind, v.ref, v.movement, coalesce(json_agg(e.number order by e.number) filter (where e.number is not null), '[]') as containers
          from (
            select m.conveyance_id, m.number from single_window.consignment_container k
            join single_window.manifest_entry m on m.port = k.port and m.number = k.number and m.visit = k.visit
            where k.port = d.port and k.declaration_id = d.id
            union
            select m.conveyance_id, null from single_window.manifest_entry m where m.port = d.port and m.transport_document = d.transport_document
          ) as e
          join single_window.conveyance v on v.port = d.port and v.id = e.conveyance_id
          group by v.id, v.kind, v.ref, v.movement
        ) as c) as conveyances
     from single_window.declaration d where d.port = any($1::text[]) and d.id = $2`,
    [ports, id],
  )
  if (row === undefined) return undefined
  const { folded, ...whole } = row
  const [assessment] = await unfoldAssessments(db, [{ folded, ...whole }])
  return { ...whole, assessment: must(assessment, 'one assessment') }
}

/** Where the declaration of a number is kept, if it is one of the declarant's. */
export async function findIdByNumber(db: Queryable, port: string, number: string, declarant: string): Promise<string | undefined> {
  const [row] = await db.query<{ id: string }>('select d.id from single_window.declaration d where d.port = $1 and d.number = $2 and d.declarant = $3', [port, number, declarant])
  return row?.id
}
