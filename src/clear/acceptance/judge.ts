import { clockOf } from '../../assess/modes/public.ts'
import { factsOfItem, packTariff } from '../../assess/public.ts'
import { must } from '../../kernel/invariant.ts'
import type { Instant } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { findDeclaration } from '../../window/declarations/public.ts'
import { findSteps } from './commission-store.ts'
import { custodyGaps } from './domain/custody.ts'
import { judgeReport, type Judgement } from './domain/judge-report.ts'
import { agreementsOf, bodyAt, standingsOf, type AcceptanceParts } from './parts.ts'
import type { Report } from './report-store.ts'

/** A declaration as reports are judged against it. */
export type ReportedDeclaration = NonNullable<Awaited<ReturnType<typeof findDeclaration>>>

/** The declared lines that a report names and the declaration does not have. */
export function unknownLines(declaration: ReportedDeclaration, lines: readonly number[]): readonly number[] {
  return lines.filter((line) => !declaration.content.items.some((item) => item.line === line))
}

/** Judges a report by the law of its time and the standing of its body as the database has it now. `reexamined`: an officer looked a second time. */
export async function judge(
  db: Queryable,
  { law, cache }: AcceptanceParts,
  report: Pick<Report, 'port' | 'body' | 'tests' | 'standards' | 'issuedAt' | 'lines' | 'commission'>,
  declaration: ReportedDeclaration,
  now: Instant,
  reexamined: boolean,
): Promise<Judgement> {
  const pack = law()
  const { content, acceptedAt, assessment } = declaration
  const facts = { ...content, at: acceptedAt }
  const tariff = packTariff(pack)
  const lines = report.lines.map((line) => {
    const item = must(content.items.find((one) => one.line === line), 'lines were checked')
    return { line, hs: item.hs, facts: factsOfItem(facts, item, tariff(item.hs, acceptedAt)) }
  })
  const history = (await standingsOf(db, [report.body])).get(report.body) ?? []
  const custody = report.commission === null ? {} : { custody: custodyGaps(await findSteps(db, [report.port], [report.commission]), report.body) }
  return judgeReport(
    pack.acceptance,
    {
      report,
      port: report.port,
      direction: content.direction,
      lines,
      body: bodyAt(cache, report.body, report.issuedAt),
      history,
      agreements: agreementsOf(cache),
      release: { mode: declaration.releaseMode, moment: assessment.releasedAt, waiting: declaration.status === 'accepted' || declaration.status === 'held' },
      ...custody,
      reexamined,
      longestAge: clockOf(assessment.explanation.steps, 'acceptance.report-age') ?? parameterValue(pack, 'acceptance.report-age', now, { port: report.port }),
    },
    now,
  )
}
