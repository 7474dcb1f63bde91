import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Declaration } from './declaration.ts'
import type { LaterDocument } from './document-store.ts'
import { reads, withheldPlaces, type Fields } from './domain/field-sight.ts'
import { maySeeTargeting } from './domain/permissions.ts'
import type { ListedRow, WholeRow } from './list-store.ts'

const moment = z.iso.datetime()

export const ListedDeclaration = z.object({
  id: z.uuid(),
  number: z.string(),
  port: z.string(),
  reference: z.string(),
  declarant: z.string(),
  direction: z.string(),
  mode: z.string(),
  status: z.string(),
  releaseMode: z.string(),
  creditGrade: z.string(),
  riskLevel: z.string().optional(),
  acceptedAt: moment,
  releasedAt: moment.optional(),
  arrival: moment.optional(),
  transportDocument: z.string().optional(),
  /** Description of the first line; absent for an agency that has no need of it (SW-08), as containers and transport document are. */
  goods: z.string().optional(),
  items: z.int(),
  containers: z.array(z.string()),
})

const DeclarationContent = z.object({
  port: z.string(),
  direction: z.string(),
  mode: z.string(),
  reference: z.string(),
  declarant: z.string(),
  consignee: z.string().optional(),
  consignor: z.string().optional(),
  conveyance: z.looseObject({}).optional(),
  transportDocument: z.string().optional(),
  arrival: z.string().optional(),
  destination: z.string().optional(),
  containers: z.array(z.looseObject({ number: z.string() })),
  items: z.array(z.looseObject({ line: z.int(), hs: z.string().optional(), value: z.object({ amount: z.number(), currency: z.string() }).optional() })),
  documents: z.array(z.looseObject({})),
})

export const DeclarationView = z.object({
  id: z.uuid(),
  number: z.string(),
  port: z.string(),
  reference: z.string(),
  declarant: z.string(),
  status: z.string(),
  releaseMode: z.string(),
  creditGrade: z.string(),
  riskLevel: z.string().optional(),
  acceptedAt: moment,
  releasedAt: moment.optional(),
  direction: z.string(),
  mode: z.string(),
  /** What was submitted, without the fields of `withheld`; documents that came later bear their `submittedAt` (RR-04). */
  content: DeclarationContent,
  /** Conveyances that reported its containers or its transport document (SW-05). */
  conveyances: z.array(z.object({ id: z.uuid(), kind: z.string(), ref: z.string(), movement: z.string(), containers: z.array(z.string()) })),
  /** Agencies with work on it, all of which began at the same instant (SW-04); without `startedAt` while that is on its way to the agency. */
  agencies: z.array(z.object({ agency: z.string(), startedAt: moment.optional(), methods: z.array(z.string()) })),
  /** Fields that are not shown to the reader (SW-08). */
  withheld: z.array(z.string()),
})

export type ListedDeclaration = z.infer<typeof ListedDeclaration>
export type DeclarationView = z.infer<typeof DeclarationView>

const momentOf = (name: 'releasedAt' | 'arrival', at: Instant | null): Partial<Record<'releasedAt' | 'arrival', string>> =>
  at === null ? {} : { [name]: toIso(at) }

/** One row of a list as the actor may see it: of the goods the `fields` it reads (SW-08). */
export function listedDeclaration(actor: Actor, row: ListedRow, fields: Fields): ListedDeclaration {
  return {
    id: row.id,
    number: row.number,
    port: row.port,
    reference: row.reference,
    declarant: row.declarant,
    direction: row.direction,
    mode: row.mode,
    status: row.status,
    releaseMode: row.releaseMode,
    creditGrade: row.creditGrade,
    ...(maySeeTargeting(actor) ? { riskLevel: row.riskLevel } : {}),
    acceptedAt: toIso(row.acceptedAt),
    ...momentOf('releasedAt', row.releasedAt),
    ...momentOf('arrival', row.arrival),
    ...(row.transportDocument === null || !reads(fields, 'transport-document') ? {} : { transportDocument: row.transportDocument }),
    ...(reads(fields, 'goods') ? { goods: row.firstItem.description } : {}),
    items: row.itemCount,
    containers: reads(fields, 'containers') ? [...row.containers] : [],
  }
}

/** When work began, by agency. */
export type Starts = readonly { readonly agency: string; readonly at: Instant }[]

function agenciesOf(row: WholeRow, starts: Starts): DeclarationView['agencies'] {
  const methods = new Map<string, Set<string>>()
  for (const check of row.assessment.checks) methods.set(check.agency, new Set([...(methods.get(check.agency) ?? []), ...check.methods]))
  const began = new Map(starts.map(({ agency, at }) => [agency, at]))
  return [...methods].map(([agency, wanted]) => {
    const at = began.get(agency)
    return { agency, ...(at === undefined ? {} : { startedAt: toIso(at) }), methods: [...wanted] }
  })
}

function documentView({ type, number, issuer, issuedAt, validTo, hash, submittedAt }: LaterDocument): DeclarationView['content']['documents'][number] {
  return {
    type,
    number,
    ...(issuer === null ? {} : { issuer }),
    ...(issuedAt === null ? {} : { issuedAt: toIso(issuedAt) }),
    ...(validTo === null ? {} : { validTo: toIso(validTo) }),
    ...(hash === null ? {} : { hash }),
    submittedAt: toIso(submittedAt),
  }
}

function contentFor(content: Declaration, fields: Fields, later: readonly LaterDocument[]): DeclarationView['content'] {
  const read = (field: Parameters<typeof reads>[1]): boolean => reads(fields, field)
  return {
    port: content.port,
    direction: content.direction,
    mode: content.mode,
    reference: content.reference,
    declarant: content.declarant,
    ...(read('consignee') ? { consignee: content.consignee } : {}),
    ...(read('consignor') ? { consignor: content.consignor } : {}),
    ...(content.conveyance === undefined || !read('conveyance') ? {} : { conveyance: content.conveyance }),
    ...(content.transportDocument === undefined || !read('transport-document') ? {} : { transportDocument: content.transportDocument }),
    ...(content.arrival === undefined ? {} : { arrival: content.arrival }),
    ...(content.destination === undefined ? {} : { destination: content.destination }),
    containers: read('containers') ? (content.containers ?? []) : [],
    items: content.items.map(({ line, hs, ciq, description, origin, quantity, netWeightKg, value, attributes, containers, licences }) => ({
      line,
      ...(read('codes') ? { hs, ...(ciq === undefined ? {} : { ciq }) } : {}),
      ...(read('goods') ? { description } : {}),
      ...(read('origin') ? { origin } : {}),
      ...(read('quantity') ? { quantity } : {}),
      ...(read('weight') ? { netWeightKg } : {}),
      ...(read('value') ? { value } : {}),
      ...(attributes === undefined || !read('papers') ? {} : { attributes }),
      ...(containers === undefined || !read('containers') ? {} : { containers }),
      ...(licences === undefined || !read('papers') ? {} : { licences }),
    })),
    documents: read('papers') ? [...(content.documents ?? []), ...later.map(documentView)] : [],
  }
}

/**
 * A declaration as the actor may see it: every field is listed here and in `contentFor`, so that none is shown by accident, and of the content those `fields`
 * that the actor is entitled to (SW-08).
 */
export function declarationView(actor: Actor, row: WholeRow, fields: Fields, starts: Starts, later: readonly LaterDocument[]): DeclarationView {
  const { content } = row
  return {
    id: row.id,
    number: row.number,
    port: row.port,
    reference: content.reference,
    declarant: content.declarant,
    status: row.status,
    releaseMode: row.releaseMode,
    creditGrade: row.creditGrade,
    ...(maySeeTargeting(actor) ? { riskLevel: row.riskLevel } : {}),
    acceptedAt: toIso(row.acceptedAt),
    ...momentOf('releasedAt', row.releasedAt),
    direction: content.direction,
    mode: content.mode,
    content: contentFor(content, fields, later),
    conveyances: (reads(fields, 'conveyance') ? row.conveyances : []).map(({ id, kind, ref, movement, containers }) => ({ id, kind, ref, movement, containers: reads(fields, 'containers') ? [...containers] : [] })),
    agencies: agenciesOf(row, starts),
    withheld: withheldPlaces(fields),
  }
}
