import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { portsOf } from '../ports.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { findCommission, findSteps, listCommissions } from './commission-store.ts'
import { bodyOf } from './domain/permissions.ts'
import { maySeeCommission, noteCustody, OrderSampling, orderSampling, RecordCustody } from './order-sampling.ts'
import type { AcceptanceParts } from './parts.ts'
import { CommissionView, commissionView } from './views.ts'

const Id = z.strictObject({ id: z.uuid() })
const statuses = { 'acceptance/sample-taken': 409, 'acceptance/no-power-to-sample': 403 }

/** Commissioned sampling with its chain of custody (TP-04). */
export function commissionRoutes(api: Api, parts: AcceptanceParts): void {
  const { law } = parts
  const tags = ['acceptance']
  api.command({
    method: 'POST',
    path: '/sampling-commissions',
    operation: 'orderSampling',
    summary: 'Seal a sample and order its test from an admitted body',
    tags,
    body: OrderSampling,
    reply: CommissionView,
    success: 201,
    statuses,
    example: { declaration: '019ca869-5000-7000-8000-000000000001', line: 1, body: 'B-9', tests: ['salmonella'], sample: 'S-1', seal: 'CN884120' },
    run: async (tx, context, { body }) => {
      const done = await orderSampling(tx, context, parts, body)
      return done.ok ? ok(commissionView(done.value, await findSteps(tx, [done.value.port], [done.value.id]))) : done
    },
  })
  api.command({
    method: 'POST',
    path: '/sampling-commissions/:id/custody',
    operation: 'recordCustody',
    summary: 'Write down a hand-over or the opening of the sample, with the seal as it was read',
    tags,
    params: Id,
    body: RecordCustody,
    reply: CommissionView,
    example: { step: 'handed', seal: 'CN884120', intact: true, to: 'B-9' },
    run: async (tx, context, { params, body }) => {
      const done = await noteCustody(tx, context, parts, params.id, body)
      return done.ok ? ok(commissionView(done.value, await findSteps(tx, [done.value.port], [done.value.id]))) : done
    },
  })
  api.read({
    path: '/sampling-commissions',
    operation: 'listCommissions',
    summary: 'Orders of the ports, or of the own body, newest first',
    tags,
    query: ListQuery,
    reply: z.object({ items: z.array(CommissionView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const { actor, db } = context
      const body = bodyOf(actor)
      if (body === undefined && !hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor')) return refuse({ code: 'common/not-permitted' })
      const cursor = decodeIdCursor(query.after)
      if (!cursor.ok) return cursor
      const ports = portsOf(actor, law())
      const orders = await listCommissions(db, ports, body, cursor.value, query.limit)
      const steps = await findSteps(db, ports, orders.map((order) => order.id))
      return ok(pageById(orders, query.limit, (order) => commissionView(order, steps)))
    },
  })
  api.read({
    path: '/sampling-commissions/:id',
    operation: 'getCommission',
    summary: 'One order with the way of its sample and the gaps in it',
    tags,
    params: Id,
    reply: CommissionView,
    run: async (context, { params }) => {
      const order = await findCommission(context.db, portsOf(context.actor, law()), params.id)
      if (order === undefined || !maySeeCommission(context.actor, order)) return refuse({ code: 'common/not-found' })
      return ok(commissionView(order, await findSteps(context.db, [order.port], [order.id])))
    },
  })
}
