import { z } from 'zod'
import { findInspection } from '../../joint/inspections/public.ts'
import { portsOf } from '../ports.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { insertComparison, type Comparison } from './comparison-store.ts'
import { isOfficialAt, maySeeReport } from './domain/permissions.ts'
import type { AcceptanceParts } from './parts.ts'
import { reportFact } from './report-facts.ts'
import { findReport } from './report-store.ts'

export const CompareReport = z.strictObject({
  id: z.uuid().optional(),
  /** A check test, an inspection of the goods, or a complaint about the body. */
  kind: z.enum(['comparison', 'inspection', 'complaint']),
  outcome: z.enum(['agrees', 'deviates']),
  note: z.string().trim().min(1).max(1000),
  /** The inspection it rests on. */
  inspection: z.uuid().optional(),
})
export type CompareReport = z.infer<typeof CompareReport>

/** What an official found out about an accepted report: part of the figures of its body (TP-06). */
export async function compareReport(tx: Tx, context: Context, { law }: AcceptanceParts, id: string, body: CompareReport): Promise<Result<Comparison>> {
  const { actor } = context
  const ports = portsOf(actor, law())
  const report = await findReport(tx, ports, id)
  if (report === undefined || !maySeeReport(actor, report)) return refuse({ code: 'common/not-found' })
  if (!isOfficialAt(actor, report.port)) return refuse({ code: 'common/not-permitted' })
  if (report.state === 'waiting' || report.state === 'refused') return refuse({ code: 'acceptance/not-in-this-state', facts: { state: report.state } })
  if (body.kind === 'inspection' || body.inspection !== undefined) {
    const inspection = body.inspection === undefined ? undefined : await findInspection(tx, [report.port], body.inspection)
    if (inspection?.declarations.includes(report.declarationId) !== true) return refuse({ code: 'acceptance/other-inspection', pointer: '/inspection', clause: 'TP-06' })
  }
  const { kind, outcome, note } = body
  const found: Comparison = { port: report.port, id: context.newId(), report: report.id, body: report.body, kind, outcome, note, restsOn: body.inspection ?? null, by: actor.name, at: context.now }
  await insertComparison(tx, found)
  // Oversight of the body: neither it nor the trader is told by the ledger.
  await append(tx, context, [{ ...reportFact(report, 'ReportCompared', { kind, outcome, restsOn: found.restsOn }), audience: [] }])
  return ok(found)
}
