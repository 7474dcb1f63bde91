import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { queryRoute } from '../mutual/public.ts'
import { QueryTraveller, queryTraveller, RecordTraveller, recordTraveller } from './query-traveller.ts'
import type { TravellerRecord } from './store.ts'

const RecordView = z.object({ id: z.uuid(), traveller: z.string(), agency: z.string(), articles: z.array(z.string()), content: z.record(z.string(), z.string()), at: z.string() })
const view = ({ id, traveller, agency, articles, content, at }: TravellerRecord): z.infer<typeof RecordView> => ({ id, traveller, agency, articles: [...articles], content: { ...content }, at: toIso(at) })

/** Cross-agency query of traveller information (JI-12). */
export function travellerRoutes(api: Api, law: () => Pack): void {
  const port = law().ports[0]?.code
  const statuses = { 'transfers/not-your-port': 403, 'travellers/case-required': 403, 'travellers/purpose-required': 403, 'travellers/case-over': 403 }
  api.command({
    method: 'POST',
    path: '/travellers',
    operation: 'recordTraveller',
    summary: 'Write down what the own agency knows of a traveller and the articles carried',
    tags: ['joint'],
    body: RecordTraveller,
    reply: RecordView,
    success: 201,
    statuses,
    example: { port, traveller: 'P1', articles: ['B7'], content: { itinerary: 'two short trips this month' } },
    run: async (tx, context, { body }) => {
      const recorded = await recordTraveller(tx, context, law(), body)
      return recorded.ok ? ok(view(recorded.value)) : recorded
    },
  })
  queryRoute(api, {
    path: '/travellers/query',
    operation: 'queryTraveller',
    summary: 'What agencies know of a traveller, for a joint case and a purpose; denied without, and logged either way',
    tags: ['joint'],
    body: QueryTraveller,
    reply: z.object({ items: z.array(RecordView) }),
    statuses,
    example: { port, traveller: 'P1', inspection: '019ca869-5000-7000-8000-000000000017', purpose: 'undeclared plants in bag B7' },
    run: async (context, body) => {
      const found = await queryTraveller(context, law(), body)
      return found.ok ? ok({ items: found.value.map(view) }) : found
    },
  })
}
