import { z } from 'zod'
import { findInspection } from '../../joint/inspections/public.ts'
import { portsOf } from '../ports.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { findCommissionOfSample } from './commission-store.ts'
import { insertComparison, listComparisons, type Comparison } from './comparison-store.ts'
import { isOfficialAt, maySeeReport } from './domain/permissions.ts'
import type { AcceptanceParts } from './parts.ts'
import { reportFact } from './report-facts.ts'
import { findReport, type Report } from './report-store.ts'

export const CompareReport = z.strictObject({
  id: z.uuid().optional(),
  /** A check test, an inspection of the goods, or a complaint about the body. */
  kind: z.enum(['comparison', 'inspection', 'complaint']),
  outcome: z.enum(['agrees', 'deviates']),
  note: z.string().trim().min(1).max(1000),
  /** The inspection it rests on. */
  inspection: z.uuid().optional(),
  /** Of a check test on a sealed sample: the number of the sample, which another body than the reporting one tested. Of a complaint: its number. */
  reference: z.string().trim().min(1).max(80).optional(),
  /** The version that this one corrects; absent: nothing has been recorded about this yet. */
  corrects: z.int().min(1).max(10_000).optional(),
})
export type CompareReport = z.infer<typeof CompareReport>

/** What a comparison is about, which together with report and kind it is recorded once for; a refusal where it is not of these goods. */
async function referenceOf(tx: Tx, report: Report, { kind, inspection: id, reference }: CompareReport): Promise<Result<string>> {
  if (kind === 'inspection' || id !== undefined) {
    const inspection = id === undefined ? undefined : await findInspection(tx, [report.port], id)
    if (inspection?.declarations.includes(report.declarationId) !== true) return refuse({ code: 'acceptance/other-inspection', pointer: '/inspection', clause: 'TP-06' })
  }
  if (kind === 'comparison' && reference !== undefined) {
    const order = await findCommissionOfSample(tx, report.port, reference)
    if (order?.declarationId !== report.declarationId || !report.lines.includes(order.line) || order.body === report.body) return refuse({ code: 'acceptance/other-sample', pointer: '/reference', facts: { sample: reference }, clause: 'TP-06' })
  }
  return ok(kind === 'inspection' ? (id ?? '') : (reference ?? ''))
}

/**
 * What an official found out about an accepted report: part of the figures of its body (TP-06). One per report, kind and reference, so that nobody dilutes
 * a body's figures by recording the same again; what was recorded wrongly is corrected by a further version, and the latest counts.
 */
export async function compareReport(tx: Tx, context: Context, { law }: AcceptanceParts, id: string, body: CompareReport): Promise<Result<Comparison>> {
  const { actor } = context
  const ports = portsOf(actor, law())
  const report = await findReport(tx, ports, id)
  if (report === undefined || !maySeeReport(actor, report)) return refuse({ code: 'common/not-found' })
  if (!isOfficialAt(actor, report.port)) return refuse({ code: 'common/not-permitted' })
  if (report.state === 'waiting' || report.state === 'refused') return refuse({ code: 'acceptance/not-in-this-state', facts: { state: report.state } })
  const reference = await referenceOf(tx, report, body)
  if (!reference.ok) return reference
  const { kind, outcome, note, corrects = 0 } = body
  const known = (await listComparisons(tx, report.port, report.id)).findLast((one) => one.kind === kind && one.reference === reference.value)
  const already = refuse({ code: 'acceptance/compared-already', pointer: '/corrects', facts: { version: known?.version ?? 0, by: known?.by ?? '–' }, clause: 'TP-06' })
  if ((known?.version ?? 0) !== corrects) return already
  const found: Comparison = {
    ...{ port: report.port, id: context.newId(), report: report.id, body: report.body, kind, outcome, note, restsOn: body.inspection ?? null },
    ...{ reference: reference.value, version: corrects + 1, by: actor.name, at: context.now },
  }
  if (!(await insertComparison(tx, found))) return already
  // Oversight of the body: neither it nor the trader is told by the ledger.
  await append(tx, context, [{ ...reportFact(report, 'ReportCompared', { kind, outcome, restsOn: found.restsOn, reference: found.reference, version: found.version }), audience: [] }])
  return ok(found)
}
