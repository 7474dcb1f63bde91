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

/** What a list is narrowed to. `ports` are looked through one by one, newest first, each along its own index. */
export interface ListFilter {
  readonly ports: readonly string[]
  readonly declarant: string | undefined
  readonly status: DeclarationStatus | undefined
  readonly mode: string | undefined
  readonly direction: string | undefined
  readonly releaseMode: string | undefined
  readonly search: { readonly by: 'number' | 'container' | 'paper'; readonly value: string } | undefined
  /** Id after which the list goes on. */
  readonly after: string | undefined
  readonly limit: number
}

export const listedColumns = `d.id, d.number, d.port, d.reference, d.declarant, d.direction, d.mode, d.status,
  d.release_mode as "releaseMode", d.risk_level as "riskLevel", d.credit_grade as "creditGrade", d.accepted_at as "acceptedAt", d.released_at as "releasedAt", d.arrival, d.transport_document as "transportDocument",
  d.content -> 'items' -> 0 as "firstItem", json_array_length(d.content -> 'items') as "itemCount",
  (select coalesce(json_agg(c ->> 'number'), '[]') from json_array_elements(d.content -> 'containers') as c) as containers`

const searches = {
  number: 'd.number = $9',
  container: 'd.id in (select l.declaration_id from single_window.consignment_container l where l.port = p.port and l.number = $9)',
  paper: `d.id in (
           select r.id from single_window.declaration r where r.port = p.port and r.reference = $9
           union select t.id from single_window.declaration t where t.port = p.port and t.transport_document = $9)`,
} as const

/** A page of declarations, newest first: ids grow with time. */
export async function listDeclarations(db: Queryable, filter: ListFilter): Promise<ListedRow[]> {
  const search = filter.search === undefined ? '$9::text is null' : searches[filter.search.by]
  return db.query<ListedRow>(
    `select ${listedColumns}
     from unnest($1::text[]) as p (port)
     cross join lateral (
       select d.id from single_window.declaration d
       where d.port = p.port
         and ($2::text is null or d.declarant = $2)
         and ($3::text is null or d.status = $3)
         and ($4::text is null or d.mode = $4)
         and ($5::text is null or d.direction = $5)
         and ($6::text is null or d.release_mode = $6)
         and ($7::uuid is null or d.id < $7)
         and ${search}
       order by d.id desc limit $8
     ) as page
     join single_window.declaration d on d.port = p.port and d.id = page.id
     order by d.id desc limit $8`,
    [filter.ports, filter.declarant, filter.status, filter.mode, filter.direction, filter.releaseMode, filter.after, filter.limit, filter.search?.value],
  )
}

/** How many declarations there are of each status at the ports, of one declarant or of all. */
export async function countByStatus(
  db: Queryable,
  ports: readonly string[],
  declarant: string | undefined,
): Promise<{ status: DeclarationStatus; count: number }[]> {
  return db.query(
    `select d.status, count(*) as count from single_window.declaration d
     where d.port = any($1::text[]) and ($2::text is null or d.declarant = $2) group by d.status`,
    [ports, declarant],
  )
}

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
