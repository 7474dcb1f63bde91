import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { ConveyanceView, ListedConveyance, ReportConveyance } from './conveyance.ts'
import { conveyanceView, listedConveyance } from './conveyance-view.ts'
import { maySeeConveyance, reporterOf } from './domain/permissions.ts'
import { reportConveyance } from './report-conveyance.ts'
import { findConveyance, findEntries, listConveyances } from './store.ts'

const reportExample: ReportConveyance = {
  port: '650302',
  kind: 'train',
  ref: 'X8044',
  arrival: '2026-03-05T06:40:00+08:00',
  from: 'Duisburg',
  to: '410001',
  containers: [{ number: 'TGHU1234567', transportDocument: 'SMGS-771204', grossWeightKg: 21400 }],
}

/** Routes of conveyances: report one, read one, list them (SW-05). */
export function conveyanceRoutes(api: Api, law: () => Pack): void {
  const portsOf = (actor: Parameters<typeof atPort>[0]): string[] => [...new Set(law().ports.map((port) => port.code))].filter((port) => atPort(actor, port))

  api.command({
    method: 'POST',
    path: '/conveyances',
    operation: 'reportConveyance',
    summary: 'Report the arrival or departure of a vessel, train, vehicle or aircraft with its manifest',
    tags: ['window'],
    body: ReportConveyance,
    example: reportExample,
    reply: ConveyanceView,
    success: 201,
    bodyLimit: 8 * 1024 * 1024,
    statuses: { 'declarations/foreign-port': 403, 'conveyances/already-reported': 409 },
    run: async (tx, context, { body }) => {
      const reported = await reportConveyance(tx, context, law(), body)
      return reported.ok ? ok(conveyanceView(context.actor, reported.value.conveyance, reported.value.entries)) : reported
    },
  })

  api.read({
    path: '/conveyances',
    operation: 'listConveyances',
    summary: 'Reported conveyances, newest report first',
    tags: ['window'],
    query: ListQuery.extend({ port: z.string().max(12).optional(), kind: z.enum(['vessel', 'train', 'vehicle', 'aircraft']).optional() }),
    reply: z.object({ items: z.array(ListedConveyance), next: z.string().optional() }),
    run: async (context, { query }) => {
      const { actor } = context
      const reporter = hasRole(actor, 'officer', 'coordinator', 'operator', 'headquarters', 'auditor') ? undefined : reporterOf(actor)
      if (reporter === undefined && !hasRole(actor, 'officer', 'coordinator', 'operator', 'headquarters', 'auditor'))
        return refuse({ code: 'common/not-permitted' })
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const ports = portsOf(actor).filter((port) => query.port === undefined || port === query.port)
      const rows = await listConveyances(context.db, { ports, kind: query.kind, reporter, after: after.value, limit: query.limit })
      return ok(pageById(rows, query.limit, listedConveyance))
    },
  })

  api.read({
    path: '/conveyances/:id',
    operation: 'getConveyance',
    summary: 'A conveyance with its containers and their declarations',
    tags: ['window'],
    params: z.strictObject({ id: z.uuid() }),
    reply: ConveyanceView,
    run: async (context, { params }) => {
      const row = await findConveyance(context.db, portsOf(context.actor), params.id)
      if (row === undefined || !maySeeConveyance(context.actor, row)) return refuse({ code: 'common/not-found' })
      return ok(conveyanceView(context.actor, row, await findEntries(context.db, row.port, row.id)))
    },
  })
}
