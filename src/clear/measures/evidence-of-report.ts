import { measureAt, wantedMeasures } from '../../assess/modes/public.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { findCases } from '../../window/declarations/public.ts'
import { deleteEvidence, insertEvidence } from '../release/public.ts'

/** A report as far as it is evidence of conformity. */
export interface ReportedEvidence {
  readonly id: string
  readonly port: string
  readonly declarationId: string
  readonly declarant: string
  readonly agency: string
  readonly body: string
  readonly number: string
  readonly lines: readonly number[]
}

const aboutOf = (report: { readonly id: string }): string => `report:${report.id}`

/**
 * An accepted report that conforms meets the measures of verification that the agency which accepted it judges, for the lines it covers (RR-08, TP-03).
 * Says whether it met any; what follows for the goods is the caller's to settle.
 */
export async function meetByReport(tx: Tx, context: Context, pack: Pack, report: ReportedEvidence): Promise<boolean> {
  const [declaration] = await findCases(tx, report.port, [report.declarationId])
  if (declaration === undefined) return false
  const asked = wantedMeasures(declaration.assessment.explanation.steps).flatMap((measure) => {
    const lines = measure.lines.filter((line) => report.lines.includes(line))
    const byEvidence = measureAt(pack, measure.code, declaration.acceptedAt)?.metBy.kind === 'evidence'
    return measure.agency === report.agency && byEvidence && lines.length > 0 ? [{ code: measure.code, lines }] : []
  })
  if (asked.length === 0) return false
  const shown = { declaration: declaration.id, about: aboutOf(report), agency: report.agency, reference: `${report.body} ${report.number}`, note: null, recordedBy: context.actor.name, recordedAt: context.now }
  await insertEvidence(tx, report.port, asked.map(({ code, lines }) => ({ ...shown, measure: code, lines })))
  await append(tx, context, asked.map(({ code, lines }) => ({
    port: report.port, subjectKind: 'declaration', subjectId: declaration.id, type: 'MeasureMet',
    payload: { agency: report.agency, measure: code, lines: [...lines], reference: shown.reference }, audience: [`enterprise:${report.declarant}`],
  })))
  return true
}

/** A report that was given up meets nothing any more. */
export async function forgetReport(tx: Tx, report: Pick<ReportedEvidence, 'id' | 'port' | 'declarationId'>): Promise<void> {
  await deleteEvidence(tx, report.port, report.declarationId, aboutOf(report))
}
