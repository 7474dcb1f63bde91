import { z } from 'zod'
import { portsOf } from '../ports.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Api, Statuses } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { CompareReport, compareReport } from './compare-report.ts'
import { listComparisons } from './comparison-store.ts'
import { AcceptReport, acceptReport, dropReport, GiveReason, refuseReport, upholdReport } from './decide-report.ts'
import { maySeeReport, reportSight } from './domain/permissions.ts'
import type { AcceptanceParts } from './parts.ts'
import { findReport, listReports, type Report } from './report-store.ts'
import { SubmitReport, submitReport } from './submit-report.ts'
import { comparisonView, ReportView, reportView } from './views.ts'

const Id = z.strictObject({ id: z.uuid() })
const Query = ListQuery.extend({ port: z.string().max(40).optional(), state: ReportView.shape.state.optional(), body: z.string().max(80).optional(), declaration: z.uuid().optional() })

const statuses: Statuses = {
  'acceptance/not-your-body': 403,
  'acceptance/not-your-report': 403,
  'acceptance/no-such-declaration': 404,
  'acceptance/number-used': 409,
  'acceptance/not-in-this-state': 409,
  'acceptance/compared-already': 409,
  'acceptance/contradicted': 409,
  'acceptance/needs-second-look': 409,
  'acceptance/goods-not-waiting': 409,
}

/** Reports of third parties: submitted by bodies, judged by rule and by officers, compared with what was found later (TP-01…TP-06). */
export function reportRoutes(api: Api, parts: AcceptanceParts): void {
  const { law } = parts
  const tags = ['acceptance']
  const isOfficial = (context: Context): boolean => reportSight(context.actor).kind === 'all'
  api.command({
    method: 'POST',
    path: '/acceptance-reports',
    operation: 'submitReport',
    summary: 'Submit a report as the body that issued it; the rule judges it at once, what it refuses is kept with every reason',
    tags,
    body: SubmitReport,
    reply: ReportView,
    success: 201,
    statuses,
    example: {
      ...{ port: law().ports[0]?.code ?? 'P', body: 'B-9', number: 'T-2026-0117', kind: 'test', declaration: '310420260000000001', declarant: 'E-B' },
      ...{ lines: [1], tests: ['colour-fastness'], standards: ['GB18401'], conclusion: 'conforms', issuedAt: '2026-03-01T09:00:00+08:00' },
    },
    run: async (tx, context, { body }) => {
      const done = await submitReport(tx, context, parts, body)
      return done.ok ? ok(reportView(done.value, false)) : done
    },
  })
  api.read({
    path: '/acceptance-reports',
    operation: 'listReports',
    summary: 'Reports of the ports for officials, of the own body for bodies, about the own goods for traders; newest first',
    tags,
    query: Query,
    reply: z.object({ items: z.array(ReportView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const sight = reportSight(context.actor)
      if (sight.kind === 'none') return refuse({ code: 'common/not-permitted' })
      const cursor = decodeIdCursor(query.after)
      if (!cursor.ok) return cursor
      const { port, state, declaration, limit } = query
      const reports = await listReports(context.db, {
        ...{ state, declaration, limit },
        ports: portsOf(context.actor, law()).filter((known) => port === undefined || known === port),
        body: sight.kind === 'body' ? sight.code : query.body,
        declarant: sight.kind === 'declarant' ? sight.code : undefined,
        before: cursor.value,
      })
      return ok(pageById(reports, limit, (report) => reportView(report, sight.kind === 'all')))
    },
  })
  api.read({
    path: '/acceptance-reports/:id',
    operation: 'getReport',
    summary: 'One report with what the rule said of it and who decided',
    tags,
    params: Id,
    reply: ReportView,
    run: async (context, { params }) => {
      const report = await findReport(context.db, portsOf(context.actor, law()), params.id)
      if (report === undefined || !maySeeReport(context.actor, report)) return refuse({ code: 'common/not-found' })
      // What was found out about a body's work is for those who oversee it.
      return ok(isOfficial(context) ? { ...reportView(report, true), comparisons: (await listComparisons(context.db, report.port, report.id)).map(comparisonView) } : reportView(report, false))
    },
  })

  const act = <Body extends z.ZodType>(
    name: string,
    operation: string,
    summary: string,
    body: Body,
    example: z.input<Body>,
    run: (tx: Tx, context: Context, parts: AcceptanceParts, id: string, body: z.output<Body>) => Promise<Result<Report>>,
  ): void =>
    api.command({
      ...{ method: 'POST', path: `/acceptance-reports/:id/${name}`, operation, summary, body, example, statuses },
      tags,
      params: Id,
      reply: ReportView,
      run: async (tx, context, { params, body: sent }) => {
        const done = await run(tx, context, parts, params.id, sent)
        return done.ok ? ok(reportView(done.value, true)) : done
      },
    })
  act('accept', 'acceptReport', 'Accept a waiting report as evidence: it answers the agency\'s looks at papers of the lines it covers', AcceptReport, { note: 'scope and seals checked' }, acceptReport)
  act('refuse', 'refuseReport', 'Do not accept a waiting report, with a reason', GiveReason, { reason: 'tests do not match the goods' }, refuseReport)
  act('uphold', 'upholdReport', 'A doubted report was looked at again and stands', GiveReason, { reason: 'tested before the fault' }, upholdReport)
  act('drop', 'dropReport', 'A doubted report does not stand: what it answered is held; or an accepted one that the goods fail is given up', GiveReason, { reason: 'the samples are gone' }, dropReport)
  api.command({
    method: 'POST',
    path: '/acceptance-reports/:id/comparisons',
    operation: 'compareReport',
    summary: 'Record what a check test, an inspection or a complaint showed about an accepted report, once; a correction names the version it corrects',
    tags,
    params: Id,
    body: CompareReport,
    reply: z.object({ id: z.uuid(), report: z.uuid(), kind: z.string(), outcome: z.string(), version: z.int() }),
    success: 201,
    statuses,
    example: { kind: 'comparison', outcome: 'deviates', note: 'pH 8.1 instead of 7.0' },
    run: async (tx, context, { params, body }) => {
      const done = await compareReport(tx, context, parts, params.id, body)
      if (!done.ok) return done
      const { id, report, kind, outcome, version } = done.value
      return ok({ id, report, kind, outcome, version })
    },
  })
}
