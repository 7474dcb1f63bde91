import { z } from 'zod'
import { measureAt } from '../../assess/modes/public.ts'
import { readWork } from '../../joint/inspections/public.ts'
import { toIso } from '../../kernel/instant.ts'
import { measureFamilies, type ConformityMeasure, type Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeCursor, encodeCursor, ListQuery } from '../../platform/http/cursor.ts'
import { findCases, findDeclaration, maySee } from '../../window/declarations/public.ts'
import { findEvidence, listAwaited, missingMeasures } from '../release/public.ts'
import { portsOf } from '../ports.ts'
import { askedSight } from './domain/permissions.ts'
import { JudgeMeasure, judgeMeasure } from './judge-measure.ts'

const tags = ['measures of conformity']
const Name = z.object({ zh: z.string(), en: z.string() })
const measure = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/)

/** One measure asked of a consignment: whether it is met, by what, and otherwise who must do what. */
const MeasureView = z.object({
  measure: z.string(),
  name: Name,
  family: z.enum(measureFamilies),
  agency: z.string(),
  clause: z.string(),
  lines: z.array(z.int()),
  /** Lines that still miss it; none when it is met. */
  missing: z.array(z.int()),
  /** What would meet it. */
  metBy: z.enum(['inspection', 'evidence', 'registration']),
  registration: z.object({ scheme: z.string(), enterprise: z.string().optional() }).optional(),
  evidence: z.array(z.object({ reference: z.string(), lines: z.array(z.int()), by: z.string(), at: z.string() })),
})
export type MeasureView = z.infer<typeof MeasureView>

const AskedView = z.object({
  declaration: z.uuid(),
  number: z.string(),
  port: z.string(),
  measure: z.string(),
  name: Name,
  family: z.enum(measureFamilies),
  agency: z.string(),
  lines: z.array(z.int()),
  clause: z.string(),
  metBy: z.enum(['inspection', 'evidence', 'registration']),
  registration: z.object({ scheme: z.string(), enterprise: z.string().optional() }).optional(),
  since: z.string(),
})
export type AskedView = z.infer<typeof AskedView>

const nameOf = (known: ConformityMeasure | undefined, code: string): { zh: string; en: string } => known?.name ?? { zh: code, en: code }

/** `GET /declarations/{id}/measures`, `POST …/{measure}/judge` and `GET /measures-asked` (RR-08). */
export function measureOfConformityRoutes(api: Api, law: () => Pack): void {
  api.read({
    path: '/declarations/:id/measures',
    operation: 'readMeasures',
    summary: 'Measures of conformity assessment asked of the goods: met by what, or missing and whose turn it is',
    tags,
    params: z.strictObject({ id: z.uuid() }),
    reply: z.object({ items: z.array(MeasureView) }),
    run: async (context, { params }): Promise<Result<{ items: MeasureView[] }>> => {
      const pack = law()
      const row = await findDeclaration(context.db, portsOf(context.actor, pack), params.id)
      if (row === undefined || !maySee(context.actor, { port: row.port, declarant: row.content.declarant })) return refuse({ code: 'common/not-found' })
      const [cases, evidence] = await Promise.all([findCases(context.db, row.port, [params.id]), findEvidence(context.db, row.port, [params.id])])
      const open = cases.filter(({ status }) => status === 'accepted' || status === 'held')
      const works = await context.db.transaction((tx) => readWork(tx, row.port, open))
      const [one] = await missingMeasures(context.db, pack, row.port, works.length > 0 ? works : cases.map((declaration) => ({ declaration, works: [], sites: [] })), context.now)
      const isOpen = open.length > 0
      return ok({
        items: (one?.asked ?? []).map(({ code, family, agency, lines, clause, scheme, enterprise }): MeasureView => {
          const known = measureAt(pack, code, one?.declaration.acceptedAt ?? context.now)
          const own = evidence.filter((shown) => shown.measure === code)
          return {
            ...{ measure: code, name: nameOf(known, code), family, agency, clause, lines: [...lines] },
            // Goods that have gone have met everything; a registration that ended since does not change that.
            missing: isOpen ? [...(one?.left.find((left) => left.code === code)?.lines ?? [])] : [],
            metBy: known?.metBy.kind ?? 'evidence',
            ...(scheme === undefined ? {} : { registration: { scheme, ...(enterprise === undefined ? {} : { enterprise }) } }),
            evidence: own.map((shown) => ({ reference: shown.reference, lines: [...shown.lines], by: shown.recordedBy, at: toIso(shown.recordedAt) })),
          }
        }),
      })
    },
  })
  api.command({
    method: 'POST',
    path: '/declarations/:id/measures/:measure/judge',
    operation: 'judgeMeasure',
    summary: 'An officer of the agency finds a measure of assurance met by evidence; goods that miss nothing else go',
    tags,
    params: z.strictObject({ id: z.uuid(), measure }),
    body: JudgeMeasure,
    reply: z.object({ measure: z.string(), lines: z.array(z.int()) }),
    statuses: { 'measures/not-your-measure': 403, 'measures/not-awaited': 409 },
    example: { reference: 'PSI-2026-0031', note: 'Pre-shipment inspection in Hamburg on 2026-02-20' },
    run: (tx, context, { params, body }) => judgeMeasure(tx, context, law, params.id, params.measure, body),
  })
  api.read({
    path: '/measures-asked',
    operation: 'listAskedMeasures',
    summary: 'What goods still miss before they may go: of the own consignments for a trader, of what the own agency judges for an officer; newest declaration first',
    tags,
    query: ListQuery.extend({ port: z.string().max(40).optional() }),
    reply: z.object({ items: z.array(AskedView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const sight = askedSight(context.actor)
      if (sight === undefined) return refuse({ code: 'common/not-permitted' })
      const after = decodeCursor(query.after, ['id', 'text'])
      if (!after.ok) return after
      const pack = law()
      const ports = portsOf(context.actor, pack).filter((port) => query.port === undefined || port === query.port)
      const rows = await listAwaited(context.db, {
        ports,
        declarant: sight.declarant,
        agency: sight.agency,
        after: after.value === undefined ? undefined : { declaration: after.value[0], measure: after.value[1] },
        limit: query.limit,
      })
      const last = rows.at(-1)
      return ok({
        items: rows.map((row): AskedView => {
          const known = measureAt(pack, row.measure, context.now)
          const registration = row.scheme === null ? {} : { registration: { scheme: row.scheme, ...(row.enterprise === null ? {} : { enterprise: row.enterprise }) } }
          const { family, agency, lines, clause, number, port } = row
          return { declaration: row.declaration, number, port, measure: row.measure, name: nameOf(known, row.measure), family, agency, lines: [...lines], clause, metBy: known?.metBy.kind ?? 'evidence', ...registration, since: toIso(row.since) }
        }),
        ...(last !== undefined && rows.length === query.limit ? { next: encodeCursor([last.declaration, last.measure]) } : {}),
      })
    },
  })
}
