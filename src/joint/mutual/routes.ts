import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { must } from '../../kernel/invariant.ts'
import { parseInstant, toIso, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { caseRoutes, CaseView, countCases, type AnyCaseKind } from '../../platform/procedures/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { portsOf } from '../ports.ts'
import { countAdoptions } from '../results/public.ts'
import { assistanceProcedure } from './domain/assistance-procedure.ts'
import { countQueries, listQueries, type DataQuery } from './query-store.ts'
import { queryRoute } from './query-route.ts'
import { QueryTradeData, queryTradeData } from './query-trade-data.ts'
import { RequestAssistance, requestAssistance } from './request-assistance.ts'

const QueryView = z.object({
  id: z.uuid(),
  port: z.string(),
  kind: z.enum(['trade', 'traveller', 'reading']),
  agency: z.string(),
  subject: z.string(),
  purpose: z.string().optional(),
  case: z.uuid().optional(),
  allowed: z.array(z.string()),
  denied: z.array(z.string()),
  by: z.string(),
  at: z.string(),
})
const Answer = QueryView.extend({ values: z.record(z.string(), z.unknown()) })
const Moment = z.string().max(40).refine((text) => parseInstant(text) !== undefined, { params: { code: 'directives/not-a-moment' } })

/** A query as its log shows it: which fields were given and which were denied, never what they said. */
function queryView({ caseId, allowed, denied, at, ...query }: DataQuery): z.infer<typeof QueryView> {
  return { ...query, ...(caseId === undefined ? {} : { case: caseId }), allowed: [...allowed], denied: [...denied], at: toIso(at) }
}

/** Exchange of information, recognition of control, assistance in enforcement (三互, SW-11): three kinds of dealing, counted each by itself. */
export function mutualRoutes(api: Api, { kind, law, cache }: { readonly kind: AnyCaseKind; readonly law: () => Pack; readonly cache: RegisterCache }): void {
  const { agencies, ports } = law()
  queryRoute(api, {
    path: '/data-queries',
    operation: 'queryTradeData',
    summary: 'Ask for fields of a declaration for a purpose: what the agency is entitled to is given, denied and allowed are both logged',
    tags: ['mutual'],
    body: QueryTradeData,
    reply: Answer,
    example: { declaration: '019ca869-5000-7000-8000-000000000001', purpose: 'manifest', fields: ['weight'] },
    statuses: { 'mutual/not-entitled': 403 },
    run: async (context, body) => {
      const answered = await queryTradeData(context, law(), cache, body)
      return answered.ok ? ok({ ...queryView(answered.value.query), values: answered.value.values }) : answered
    },
  })
  api.read({
    path: '/data-queries',
    operation: 'listDataQueries',
    summary: 'Log of queries, newest first: those of the own agency; all for auditors and headquarters',
    tags: ['mutual'],
    query: ListQuery,
    reply: z.object({ items: z.array(QueryView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const { actor } = context
      const overseer = hasRole(actor, 'auditor', 'headquarters')
      if (!overseer && !(hasRole(actor, 'officer', 'coordinator') && actor.agency !== undefined)) return refuse({ code: 'common/not-permitted' })
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      return ok(pageById(await listQueries(context.db, portsOf(actor, law()), overseer ? undefined : actor.agency, after.value, query.limit), query.limit, queryView))
    },
  })
  api.command({
    method: 'POST',
    path: '/assistance-requests',
    operation: 'requestAssistance',
    summary: 'Ask another agency for help in a case; its time to answer starts now',
    tags: ['mutual'],
    body: RequestAssistance,
    reply: CaseView,
    success: 201,
    statuses: { 'transfers/not-your-port': 403 },
    example: { port: ports[0]?.code, to: agencies[0]?.code, subject: { kind: 'declaration', id: '310420300000000017' }, request: 'Please lend a scanner crew.' },
    run: (tx, context, { body }) => requestAssistance(tx, context, kind, law(), body),
  })
  caseRoutes(api, kind, '/assistance-requests')
  api.read({
    path: '/mutual-dealings',
    operation: 'countMutualDealings',
    summary: 'How many exchanges of information, recognitions of results and requests for assistance there were, each by itself',
    tags: ['mutual'],
    query: z.strictObject({ port: z.string().max(40).optional(), from: Moment, to: Moment }),
    reply: z.object({
      exchange: z.object({ answered: z.number(), denied: z.number() }),
      recognition: z.object({ adopted: z.number() }),
      assistance: z.object({ requested: z.number(), answered: z.number(), declined: z.number(), withdrawn: z.number() }),
    }),
    run: async (context, { query }) => {
      if (!hasRole(context.actor, 'officer', 'coordinator', 'headquarters', 'auditor')) return refuse({ code: 'common/not-permitted' })
      const within = portsOf(context.actor, law()).filter((port) => query.port === undefined || port === query.port)
      const moment = (text: string): Instant => must(parseInstant(text), 'the schema lets only moments through')
      const [from, to] = [moment(query.from), moment(query.to)]
      const cases = await countCases(context.db, assistanceProcedure.name, within, from, to)
      const of = (state: string): number => cases.get(state) ?? 0
      return ok({
        exchange: await countQueries(context.db, within, from, to),
        recognition: { adopted: await countAdoptions(context.db, within, from, to) },
        assistance: { requested: [...cases.values()].reduce((sum, count) => sum + count, 0), answered: of('answered'), declined: of('declined'), withdrawn: of('withdrawn') },
      })
    },
  })
}
