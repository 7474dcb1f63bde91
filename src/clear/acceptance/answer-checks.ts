import { actOnInspection, findInspectionsOfDeclarations } from '../../joint/inspections/public.ts'
import { inForce } from '../../kernel/instant.ts'
import type { DispositionKind, Pack } from '../../kernel/pack.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { coveredLines } from './domain/contradiction.ts'
import { isAnswered } from './domain/is-answered.ts'
import type { ReportedDeclaration } from './judge.ts'
import type { AcceptanceParts } from './parts.ts'
import { findAccepted, type Report } from './report-store.ts'

function dispositionOf(pack: Pack, agency: string, effect: DispositionKind['effect'], context: Context): string {
  const kind = pack.dispositions.find((one) => one.agency === agency && one.effect === effect && inForce(one, context.now))
  return must(kind, `${agency} has a disposition that does ${effect}`).code
}

/**
 * Judges the looks at papers that the accepted reports of a declaration cover as qualified, by the officer who accepted the last of them: verification
 * may use them (TP-03, RR-04). Only papers: what is to be opened, weighed or sampled stays to be done (RR-22). Gives the inspections it judged.
 */
export async function answerChecks(tx: Tx, context: Context, { law, inspections }: AcceptanceParts, report: Report, declaration: ReportedDeclaration): Promise<Result<string[]>> {
  const pack = law()
  const accepted = await findAccepted(tx, report.port, report.declarationId)
  const covered = coveredLines(accepted.filter((one) => one.conclusion === 'fails' || one.agency === report.agency))
  const open = (await findInspectionsOfDeclarations(tx, report.port, [report.declarationId])).filter((inspection) => inspection.desk && inspection.state === 'proposed')
  const answered = open.filter((inspection) => isAnswered(inspection, report.agency, declaration.number, declaration.content.items.map((item) => item.line), covered))
  for (const { id } of answered) {
    const body = { disposition: dispositionOf(pack, report.agency, 'qualify', context), reason: `${report.body} ${report.number}` }
    const judged = await actOnInspection({ tx, context, id }, inspections, { act: 'dispositions', body })
    if (!judged.ok) return judged
  }
  return ok(answered.map((inspection) => inspection.id))
}

/** Takes back what an accepted report answered: its looks at papers are held until an officer judges them anew (TP-05). */
export async function holdAnswers(tx: Tx, context: Context, { law, inspections }: AcceptanceParts, report: Report, reason: string): Promise<Result<void>> {
  const pack = law()
  for (const id of report.judgement.answers) {
    const held = await actOnInspection({ tx, context, id }, inspections, { act: 'dispositions', body: { disposition: dispositionOf(pack, report.agency, 'hold', context), reason } })
    if (!held.ok) return held
  }
  return ok(undefined)
}
