import { raiseDoubts } from '../release/public.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { lockCases } from '../../window/declarations/public.ts'
import { reportFact, reportNotices } from './report-facts.ts'
import { lockAcceptedOf, markDoubted, type Report } from './report-store.ts'

const batch = 500

/** Reports of which the goods have not gone yet; their declarations are locked, so that no release passes by. */
async function stillWaiting(tx: Tx, reports: readonly Report[]): Promise<Report[]> {
  const waiting = new Set<string>()
  for (const port of new Set(reports.map((report) => report.port))) {
    const ids = reports.filter((report) => report.port === port).map((report) => report.declarationId)
    for (const { id, status } of await lockCases(tx, port, [...new Set(ids)])) if (status === 'accepted' || status === 'held') waiting.add(id)
  }
  return reports.filter((report) => waiting.has(report.declarationId))
}

/**
 * A body was suspended or removed: every accepted report of it whose goods still wait is doubted, and keeps them until somebody looked again
 * (TP-05). In batches, in the transaction of the suspension. Gives how many.
 */
export async function doubtReports(tx: Tx, context: Context, body: string): Promise<number> {
  let doubted = 0
  for (let after: string | undefined; ; ) {
    const page = await lockAcceptedOf(tx, body, after, batch)
    const waiting = (await stillWaiting(tx, page)).map((report): Report => ({ ...report, state: 'doubted' }))
    if (waiting.length > 0) {
      await markDoubted(tx, waiting)
      for (const port of new Set(waiting.map((report) => report.port))) {
        const doubts = waiting.filter((report) => report.port === port).map(({ id, agency, declarationId }) => ({ declaration: declarationId, about: id, agency }))
        await raiseDoubts(tx, port, doubts, context.now)
      }
      await append(tx, context, waiting.map((report) => reportFact(report, 'ReportDoubted')))
      await oweNotices(tx, context, waiting.flatMap((report) => reportNotices(report, 'ReportDoubted', ['agency', 'declarant'])))
      doubted += waiting.length
    }
    after = page.at(-1)?.id
    if (page.length < batch) return doubted
  }
}
