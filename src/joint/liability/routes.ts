import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { findInspection } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { findAdoptions } from '../results/public.ts'
import { maySeeLiability } from './domain/may-report.ts'
import { AccessView, Dossier, FactsPage, LiabilityView } from './dossier-view.ts'
import { ForwardDetails, forwardDetails } from './log-access.ts'
import { printRoute } from './print-route.ts'
import { accessOfAgency, accessView, liabilityView, readDossier, readFacts } from './read-dossier.ts'
import { ReportError, reportError } from './report-error.ts'
import { pageOfAccesses } from './store.ts'

/** Facts that a dossier carries, and a page of those that follow. */
const mostFacts = 200

/** Who was responsible for what, on what evidence (LB-07…LB-10). */
export function liabilityRoutes(api: Api, law: () => Pack): void {
  api.read({
    path: '/liability',
    operation: 'getLiability',
    summary: 'Who was responsible for what in a case, on what evidence, with the facts of the ledger and their proofs; `case` is an inspection\'s or a declaration\'s id',
    tags: ['liability'],
    query: z.strictObject({ case: z.uuid() }),
    reply: Dossier,
    run: (context, { query }) => readDossier(context, law(), query.case, mostFacts),
  })
  api.read({
    path: '/liability/facts',
    operation: 'listLiabilityFacts',
    summary: 'The facts of a case after those its dossier carries, in order, with their proofs',
    tags: ['liability'],
    query: z.strictObject({ case: z.uuid(), after: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(mostFacts).default(mostFacts) }),
    reply: FactsPage,
    run: (context, { query }) => readFacts(context, law(), query.case, query.after, query.limit),
  })
  api.read({
    path: '/joint-inspections/:id/accesses',
    operation: 'listAccesses',
    summary: 'Who read or forwarded details of an inspection, in order; officers read of their own people',
    tags: ['liability'],
    params: z.strictObject({ id: z.uuid() }),
    query: z.strictObject({ after: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    reply: z.object({ items: z.array(AccessView), next: z.uuid().optional() }),
    run: async ({ actor, db }, { params, query }) => {
      const inspection = await findInspection(db, portsOf(actor, law()), params.id)
      if (inspection === undefined || !maySeeLiability(actor, inspection)) return refuse({ code: 'common/not-found' })
      const found = await pageOfAccesses(db, inspection.port, inspection.id, accessOfAgency(actor), query.after, query.limit)
      const last = found.at(-1)
      return ok({ items: found.map(accessView), ...(last !== undefined && found.length === query.limit ? { next: last.id } : {}) })
    },
  })
  printRoute(api, law)
  api.command({
    method: 'POST',
    path: '/liability',
    operation: 'reportError',
    summary: 'Report an error or a leak that came to light: who is answerable or exempt follows from the duties and the access log',
    tags: ['liability'],
    body: ReportError,
    reply: LiabilityView,
    success: 201,
    example: { inspection: '019ca869-5000-7000-8000-000000000008', kind: 'missed', duty: 'seal check', description: 'The seal was a forgery.', evidence: ['photo 3'] },
    statuses: { 'liability/not-begun': 409 },
    run: async (tx, context, { body }) => {
      const reported = await reportError(tx, context, law(), body)
      if (!reported.ok) return reported
      const { port, result } = reported.value
      return ok(liabilityView(reported.value, result === undefined ? [] : await findAdoptions(tx, [port], [result])))
    },
  })
  api.command({
    method: 'POST',
    path: '/joint-inspections/:id/forward',
    operation: 'forwardDetails',
    summary: 'Write down that details of an inspection are given to somebody: to whom and what for',
    tags: ['liability'],
    params: z.strictObject({ id: z.uuid() }),
    body: ForwardDetails,
    reply: z.object({ id: z.uuid(), inspection: z.uuid(), by: z.string(), recipient: z.string(), at: z.string() }),
    success: 201,
    example: { recipient: 'terminal control room', purpose: 'make room at platform 2' },
    run: async (tx, context, { params, body }) => {
      const forwarded = await forwardDetails(tx, context, law(), params.id, body)
      if (!forwarded.ok) return forwarded
      const { id, inspection, actorName, at } = forwarded.value
      return ok({ id, inspection, by: actorName, recipient: body.recipient, at: toIso(at) })
    },
  })
}
