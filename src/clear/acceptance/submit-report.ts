import { z } from 'zod'
import { atPort } from '../../kernel/actor.ts'
import { must } from '../../kernel/invariant.ts'
import { parseInstant } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { findDeclaration, findIdByNumber } from '../../window/declarations/public.ts'
import { Moment } from '../../platform/http/moments.ts'
import { findCommission, type Commission } from './commission-store.ts'
import { maySubmitReport } from './domain/permissions.ts'
import { judge, unknownLines } from './judge.ts'
import type { AcceptanceParts } from './parts.ts'
import { reportFact, reportNotices } from './report-facts.ts'
import { insertReport, lockBody, type Report } from './report-store.ts'

const Code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._\-/]{0,79}$/)

export const SubmitReport = z.strictObject({
  id: z.uuid().optional(),
  port: Code,
  body: Code,
  /** The body's own number of the report. */
  number: z.string().trim().min(1).max(80),
  kind: z.enum(['appraisal', 'inspection', 'test']),
  /** Number and declarant of the declaration, as the trader gave them. */
  declaration: z.string().regex(/^\d{18}$/),
  declarant: Code,
  lines: z.array(z.int().min(1).max(9999)).min(1).max(500),
  tests: z.array(Code).min(1).max(100),
  standards: z.array(Code).max(100).default([]),
  conclusion: z.enum(['conforms', 'fails']),
  issuedAt: Moment,
  /** SHA-256 of the report as a document. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/).optional(),
  /** The order it answers, where an agency commissioned it. */
  commission: z.uuid().optional(),
})
export type SubmitReport = z.infer<typeof SubmitReport>

const answersOrder = (order: Commission | undefined, report: SubmitReport, declarationId: string): boolean =>
  order !== undefined && order.body === report.body && order.declarationId === declarationId && report.lines.every((line) => line === order.line) && order.tests.every((test) => report.tests.includes(test))

/**
 * A body submits a report about lines of a declaration (TP-01, TP-03); the rule judges it at once. What may not be accepted is kept as refused with
 * every reason, what may waits for an officer. The declaration is named by number and declarant: who does not know both is told there is none.
 */
export async function submitReport(tx: Tx, context: Context, parts: AcceptanceParts, body: SubmitReport): Promise<Result<Report>> {
  const { actor, now } = context
  const forbidden = maySubmitReport(actor, body)
  if (forbidden !== undefined) return refuse(forbidden)
  const known = atPort(actor, body.port) ? await findIdByNumber(tx, body.port, body.declaration, body.declarant) : undefined
  const declaration = known === undefined ? undefined : await findDeclaration(tx, [body.port], known)
  if (declaration === undefined) return refuse({ code: 'acceptance/no-such-declaration', pointer: '/declaration' })
  const absent = unknownLines(declaration, body.lines)
  if (absent.length > 0) return refuse({ code: 'acceptance/no-such-line', pointer: '/lines', facts: { lines: absent.join(', ') } })
  if (body.commission !== undefined && !answersOrder(await findCommission(tx, [body.port], body.commission), body, declaration.id)) return refuse({ code: 'acceptance/other-commission', pointer: '/commission', clause: 'TP-04' })

  await lockBody(tx, body.body)
  const issuedAt = must(parseInstant(body.issuedAt), 'the schema lets only moments through')
  const content = { port: body.port, body: body.body, lines: [...new Set(body.lines)], tests: body.tests, standards: body.standards, issuedAt, commission: body.commission ?? null }
  const { verdict, agency, grounds, reasons } = await judge(tx, parts, content, declaration, now, false)
  const report: Report = {
    ...content,
    id: context.newId(),
    number: body.number,
    kind: body.kind,
    declarationId: declaration.id,
    declaration: declaration.number,
    declarant: declaration.content.declarant,
    conclusion: body.conclusion,
    contentHash: body.contentHash ?? null,
    agency,
    state: verdict === 'eligible' ? 'waiting' : 'refused',
    judgement: { verdict, grounds, reasons, answers: [] },
    submittedBy: actor.name,
    submittedAt: now,
    decidedBy: null,
    decidedAt: null,
    decision: null,
    version: 1,
  }
  if (!(await insertReport(tx, report))) return refuse({ code: 'acceptance/number-used', pointer: '/number', facts: { number: body.number } })
  const codes = reasons.map(({ code, clause }) => ({ code, clause: clause ?? null }))
  await append(tx, context, [reportFact(report, verdict === 'eligible' ? 'ReportSubmitted' : 'ReportRefusedByRule', { conclusion: report.conclusion, grounds: grounds.map((ground) => ({ ...ground })), reasons: codes, contentHash: report.contentHash })])
  const told = { reasons: reasons.map((reason) => reason.clause ?? reason.code).join(', ') }
  await oweNotices(tx, context, verdict === 'eligible' ? reportNotices(report, 'ReportSubmitted', ['agency', 'declarant']) : reportNotices(report, 'ReportRefusedByRule', ['body', 'declarant'], told))
  return ok(report)
}
