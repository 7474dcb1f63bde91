import { z } from 'zod'
import type { Pack } from '../../kernel/pack.ts'
import { ok } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { caseRoutes, type AnyCaseKind } from '../../platform/procedures/public.ts'
import { RouteSecondary, routeSecondary } from './route-secondary.ts'

/** Secondary handling of what a session found (JI-15): route it, and the cases of the back office. */
export function secondaryRoutes(api: Api, { kind, law }: { readonly kind: AnyCaseKind; readonly law: () => Pack }): void {
  api.command({
    method: 'POST',
    path: '/joint-inspections/:id/secondary',
    operation: 'routeSecondary',
    summary: 'Go on with what was found in the back office, separately or jointly; who found nothing is released',
    tags: ['joint'],
    params: z.strictObject({ id: z.uuid() }),
    body: RouteSecondary,
    reply: z.object({ cases: z.array(z.object({ id: z.uuid(), agencies: z.array(z.string()) })), released: z.array(z.string()) }),
    success: 201,
    example: { mode: 'joint' },
    statuses: { 'inspections/not-a-party': 403, 'inspections/not-in-this-state': 409, 'session/already-routed': 409, 'inspections/checklist-open': 409, 'session/nothing-found': 409 },
    run: async (tx, context, { params, body }) => {
      const routed = await routeSecondary(tx, context, law(), kind, params.id, body)
      return routed.ok ? ok({ cases: routed.value.cases.map(({ id, agencies }) => ({ id, agencies: [...agencies] })), released: [...routed.value.released] }) : routed
    },
  })
  caseRoutes(api, kind, '/secondary-cases')
}
