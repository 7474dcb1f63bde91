import { z } from 'zod'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { maySeeInspection, maySeeTasks } from '../inspections/domain/may-act.ts'
import { findInspection, type Gates } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { AssignCheck, assignCheck } from './assign-check.ts'
import { PlanView, planView } from './plan-view.ts'
import { workPlanOf } from './work-plan.ts'

const Id = z.strictObject({ id: z.uuid() })

/** The merged work plan of an inspection: read it, and settle who does what several parties list (LB-03, JI-09…JI-11). */
export function workPlanRoutes(api: Api, law: () => Pack, onRead: Gates['onRead']): void {
  api.read({
    path: '/joint-inspections/:id/plan',
    operation: 'getWorkPlan',
    summary: 'One list of steps for all parties, with the duties each serves, and what is left to settle before the opening',
    tags: ['joint'],
    params: Id,
    reply: PlanView,
    run: async (context, { params }) => {
      const inspection = await findInspection(context.db, portsOf(context.actor, law()), params.id)
      if (inspection === undefined || !maySeeTasks(context.actor) || !maySeeInspection(context.actor, inspection)) return refuse({ code: 'common/not-found' })
      await onRead(context, inspection)
      return ok(planView(await workPlanOf(context.db, law(), inspection, context.now), inspection))
    },
  })
  api.command({
    method: 'POST',
    path: '/joint-inspections/:id/plan/assign',
    operation: 'assignCheck',
    summary: 'Let one agency do for all what several list, or each by itself with a reason',
    tags: ['joint'],
    params: Id,
    body: AssignCheck,
    reply: PlanView,
    example: { code: 'weight', agency: law().agencies[0]?.code },
    statuses: { 'inspections/not-a-party': 403, 'session/over': 409, 'session/fixed': 409 },
    run: async (tx, context, { params, body }) => {
      const assigned = await assignCheck(tx, context, law(), params.id, body)
      return assigned.ok ? ok(planView(await workPlanOf(tx, law(), assigned.value, context.now), assigned.value)) : assigned
    },
  })
}
