import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { portsOf } from '../ports.ts'
import { PlanCapability, planCapability, RequestTest, requestTest } from './request-test.ts'
import { listTests, type RoutedTest } from './store.ts'

const TestView = z.object({
  id: z.uuid(),
  port: z.string(),
  agency: z.string(),
  capability: z.string(),
  sample: z.string(),
  declaration: z.string().optional(),
  laboratory: z.string(),
  owner: z.string(),
  because: z.string(),
  by: z.string(),
  at: z.string(),
})
const PlanView = z.object({ id: z.uuid(), port: z.string(), agency: z.string(), capability: z.string(), purpose: z.string(), by: z.string(), at: z.string() })
const testView = ({ at, ...test }: RoutedTest): z.infer<typeof TestView> => ({ ...test, at: toIso(at) })

/** Shared laboratories: a test goes to the specialised one (LB-04), and nobody builds what the other side has (LB-05). */
export function laboratoryRoutes(api: Api, { law, cache }: { readonly law: () => Pack; readonly cache: RegisterCache }): void {
  const port = law().ports[0]?.code
  api.command({
    method: 'POST',
    path: '/laboratory-tests',
    operation: 'requestTest',
    summary: 'Ask for a test; it is routed to the laboratory accredited for it, whichever agency\'s it is',
    tags: ['laboratories'],
    body: RequestTest,
    reply: TestView,
    success: 201,
    example: { port, capability: 'pesticide-residue', sample: 'S-2026-0412' },
    statuses: { 'transfers/not-your-port': 403 },
    run: async (tx, context, { body }) => {
      const routed = await requestTest(tx, context, law(), cache, body)
      return routed.ok ? ok(testView(routed.value)) : routed
    },
  })
  api.read({
    path: '/laboratory-tests',
    operation: 'listTests',
    summary: 'Tests of the own agency and those routed to its laboratories, newest first',
    tags: ['laboratories'],
    query: ListQuery,
    reply: z.object({ items: z.array(TestView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const { actor } = context
      const overseer = hasRole(actor, 'headquarters', 'auditor')
      if (!overseer && !(hasRole(actor, 'officer', 'coordinator', 'laboratory') && actor.agency !== undefined)) return refuse({ code: 'common/not-permitted' })
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      return ok(pageById(await listTests(context.db, portsOf(actor, law()), overseer ? undefined : actor.agency, after.value, query.limit), query.limit, testView))
    },
  })
  api.command({
    method: 'POST',
    path: '/capability-plans',
    operation: 'planCapability',
    summary: 'Register a plan to build a laboratory capability; refused where another side has it within reach',
    tags: ['laboratories'],
    body: PlanCapability,
    reply: PlanView,
    success: 201,
    example: { port, capability: 'fibre-content', purpose: 'textile tariff headings' },
    statuses: { 'laboratories/capability-exists': 409, 'transfers/not-your-port': 403 },
    run: async (tx, context, { body }) => {
      const planned = await planCapability(tx, context, law(), cache, body)
      return planned.ok ? ok({ ...planned.value, at: toIso(planned.value.at) }) : planned
    },
  })
}
