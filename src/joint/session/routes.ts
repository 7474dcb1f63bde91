import { z } from 'zod'
import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Api, Statuses } from '../../platform/http/api.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { maySeeInspection, maySeeTasks } from '../inspections/domain/may-act.ts'
import { findInspection, type Gates } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { AnswerAssignment, answerAssignment, AssignCheck, assignCheck } from './assign-check.ts'
import { PlanView, planView } from './plan-view.ts'
import { findAsked } from './store.ts'
import { workPlanOf } from './work-plan.ts'

const Id = z.strictObject({ id: z.uuid() })
const statuses: Statuses = { 'inspections/not-a-party': 403, 'session/over': 409, 'session/fixed': 409, 'session/nothing-asked': 409 }

/** The merged work plan of an inspection: read it, and settle who does what several parties list (LB-03, JI-09…JI-11). */
export function workPlanRoutes(api: Api, law: () => Pack, onRead: Gates['onRead']): void {
  const viewOf = async (db: Queryable, inspection: Inspection, now: Instant): Promise<PlanView> => planView(await workPlanOf(db, law(), inspection, now), inspection, await findAsked(db, inspection.port, inspection.id))
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
      return ok(await viewOf(context.db, inspection, context.now))
    },
  })
  api.command({
    method: 'POST',
    path: '/joint-inspections/:id/plan/assign',
    operation: 'assignCheck',
    summary: 'Let one agency do for all what several list, or each by itself with a reason; another than the own is asked and has to accept',
    tags: ['joint'],
    params: Id,
    body: AssignCheck,
    reply: PlanView,
    example: { code: 'weight', agency: law().agencies[0]?.code },
    statuses,
    run: async (tx, context, { params, body }) => {
      const assigned = await assignCheck(tx, context, law(), params.id, body)
      return assigned.ok ? ok(await viewOf(tx, assigned.value, context.now)) : assigned
    },
  })
  api.command({
    method: 'POST',
    path: '/joint-inspections/:id/plan/answer',
    operation: 'answerAssignment',
    summary: 'Accept or decline to do for all what the own agency was asked to do',
    tags: ['joint'],
    params: Id,
    body: AnswerAssignment,
    reply: PlanView,
    example: { code: 'weight', accept: true },
    statuses,
    run: async (tx, context, { params, body }) => {
      const answered = await answerAssignment(tx, context, law(), params.id, body)
      return answered.ok ? ok(await viewOf(tx, answered.value, context.now)) : answered
    },
  })
}
