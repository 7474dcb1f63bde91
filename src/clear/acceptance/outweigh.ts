import { raiseDoubts } from '../release/public.ts'
import { tighten } from '../../assess/public.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { lockCases } from '../../window/declarations/public.ts'
import { contradicting } from './domain/contradiction.ts'
import type { ReportedDeclaration } from './judge.ts'
import type { AcceptanceParts } from './parts.ts'
import { reportFact, reportNotices } from './report-facts.ts'
import { findAccepted, markDoubted, type Report } from './report-store.ts'

/**
 * What follows when a report that the goods fail has been accepted (TP-03): goods that still wait are kept until the agency has looked at them itself,
 * accepted reports that the same lines conform are doubted, and the next consignments are judged more strictly, whoever had ordered the test (RR-05).
 * A commissioned test is written into the credit record besides (RR-10).
 */
export async function outweigh(tx: Tx, context: Context, parts: AcceptanceParts, report: Report, declaration: ReportedDeclaration): Promise<void> {
  await tightenFor(tx, context, parts, report, declaration)
  const [locked] = await lockCases(tx, report.port, [report.declarationId])
  if (locked?.status !== 'accepted' && locked?.status !== 'held') return
  const outweighed = contradicting(report, await findAccepted(tx, report.port, report.declarationId)).map((one): Report => ({ ...one, state: 'doubted' }))
  await markDoubted(tx, outweighed)
  const doubts = outweighed.map(({ id, agency, declarationId }) => ({ declaration: declarationId, about: id, agency }))
  await raiseDoubts(tx, report.port, [{ declaration: report.declarationId, about: report.id, agency: report.agency, untilLooked: true }, ...doubts], context.now)
  await append(tx, context, [reportFact(report, 'GoodsKeptByReport'), ...outweighed.map((one) => reportFact(one, 'ReportDoubted', { by: `${report.body} ${report.number}` }))])
  await oweNotices(tx, context, [
    ...reportNotices(report, 'GoodsKeptByReport', ['body', 'declarant', 'agency']),
    ...outweighed.flatMap((one) => reportNotices(one, 'ReportContradicted', ['body', 'declarant', 'agency'])),
  ])
}

/** The next consignments of the declarant with goods that failed an accepted test are judged more strictly (RR-05). */
async function tightenFor(tx: Tx, context: Context, { law, onFailed }: AcceptanceParts, report: Report, declaration: ReportedDeclaration): Promise<void> {
  const reason = `${report.body} ${report.number}`
  const codes = new Set(declaration.content.items.flatMap((item) => (report.lines.includes(item.line) ? [item.hs] : [])))
  for (const hs of codes) await tighten(tx, context, law(), { enterprise: report.declarant, hs, direction: declaration.content.direction, reason, cause: `acceptance-report ${report.id}` })
  if (report.commission === null) return
  await onFailed?.(tx, context, { port: report.port, case: { kind: 'acceptance-report', id: report.id }, agency: report.agency, enterprises: [report.declarant], effect: 'refuse', duties: [{ code: 'sample', done: {} }], reason })
}
