import { z } from 'zod'
import { forgetReport, meetByReport } from '../measures/public.ts'
import { settleDoubt } from '../release/public.ts'
import { settleGoods } from '../../joint/inspections/public.ts'
import { portsOf } from '../ports.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { findDeclaration } from '../../window/declarations/public.ts'
import { answerChecks, holdAnswers } from './answer-checks.ts'
import { contradicting } from './domain/contradiction.ts'
import { mayDecide, maySeeReport } from './domain/permissions.ts'
import { judge, type ReportedDeclaration } from './judge.ts'
import { outweigh } from './outweigh.ts'
import type { AcceptanceParts } from './parts.ts'
import { reportFact, reportNotices } from './report-facts.ts'
import { decideReport, findAccepted, findReport, lockBody, lockReport, lockReportsAbout, type Report, type ReportState } from './report-store.ts'

const text = z.string().trim().min(1).max(1000)

export const AcceptReport = z.strictObject({
  id: z.uuid().optional(),
  note: text.optional(),
  /** What a second look found, where the body has lost its standing since it issued the report (TP-05). */
  secondLook: text.optional(),
})
export type AcceptReport = z.infer<typeof AcceptReport>

export const GiveReason = z.strictObject({ id: z.uuid().optional(), reason: text })
export type GiveReason = z.infer<typeof GiveReason>

/** The report in one of the states, locked, when the actor decides on it; for who may not know of it it does not exist. */
async function takeReport(tx: Tx, context: Context, parts: AcceptanceParts, id: string, states: readonly ReportState[]): Promise<Result<Report>> {
  const seen = await findReport(tx, portsOf(context.actor, parts.law()), id)
  if (seen === undefined || !maySeeReport(context.actor, seen)) return refuse({ code: 'common/not-found' })
  const forbidden = mayDecide(context.actor, seen)
  if (forbidden !== undefined) return refuse(forbidden)
  await lockBody(tx, seen.body)
  const report = must(await lockReport(tx, seen.port, id), 'reports are never deleted')
  return states.includes(report.state) ? ok(report) : refuse({ code: 'acceptance/not-in-this-state', facts: { state: report.state } })
}

async function declarationOf(tx: Tx, report: Report): Promise<ReportedDeclaration> {
  return must(await findDeclaration(tx, [report.port], report.declarationId), 'declarations are never deleted')
}

async function decide(tx: Tx, context: Context, report: Report, state: ReportState, decision: string | null, judgement = report.judgement): Promise<Report> {
  return decideReport(tx, report, state, judgement, context.actor.name, decision, context.now)
}

async function settle(tx: Tx, context: Context, { law }: AcceptanceParts, report: Report): Promise<void> {
  await settleGoods(tx, { port: report.port, pack: law(), actor: context.actor, now: context.now, newId: context.newId }, [report.declarationId])
}

/**
 * An officer accepts a report as evidence of conformity (TP-03). The rule judges it once more at this moment; a body suspended meanwhile asks for a second look.
 * A report that conforms answers the agency's looks at papers and meets its measures of verification (RR-08); one that fails outweighs them all: it keeps the goods until
 * the agency has looked, makes the mode of the next consignments stricter (RR-05), and while it stands none that conforms is accepted for its lines.
 */
export async function acceptReport(tx: Tx, context: Context, parts: AcceptanceParts, id: string, body: AcceptReport): Promise<Result<Report>> {
  const taken = await takeReport(tx, context, parts, id, ['waiting'])
  if (!taken.ok) return taken
  const report = taken.value
  await lockReportsAbout(tx, report.declarationId)
  const declaration = await declarationOf(tx, report)
  const judgement = await judge(tx, parts, report, declaration, context.now, body.secondLook !== undefined)
  const [first, ...more] = judgement.reasons
  if (first !== undefined) return refuse(first, ...more)
  const [failing] = report.conclusion === 'fails' ? [] : contradicting(report, await findAccepted(tx, report.port, report.declarationId))
  if (failing !== undefined) return refuse({ code: 'acceptance/contradicted', facts: { body: failing.body, number: failing.number, lines: failing.lines.join(', ') }, clause: 'TP-03' })
  const said = body.secondLook ?? body.note ?? null
  const accepted = await decide(tx, context, report, 'accepted', said)
  await append(tx, context, [reportFact(accepted, 'ReportAccepted', { conclusion: report.conclusion, grounds: judgement.grounds.map((ground) => ({ ...ground })), secondLook: body.secondLook ?? null })])
  if (report.conclusion === 'fails') {
    await outweigh(tx, context, parts, accepted, declaration)
    return ok(accepted)
  }
  await oweNotices(tx, context, reportNotices(accepted, 'ReportAccepted', ['body', 'declarant']))
  const answers = await answerChecks(tx, context, parts, accepted, declaration)
  if (!answers.ok) return answers
  if (await meetByReport(tx, context, parts.law(), accepted)) await settle(tx, context, parts, accepted)
  return ok(await decide(tx, context, accepted, 'accepted', said, { verdict: 'eligible', grounds: judgement.grounds, reasons: [], answers: answers.value }))
}

/** An officer does not accept a report, with a reason (TP-03); the goods are looked at by the agency itself. */
export async function refuseReport(tx: Tx, context: Context, parts: AcceptanceParts, id: string, { reason }: GiveReason): Promise<Result<Report>> {
  const taken = await takeReport(tx, context, parts, id, ['waiting'])
  if (!taken.ok) return taken
  const refused = await decide(tx, context, taken.value, 'refused', reason)
  await append(tx, context, [reportFact(refused, 'ReportRefused', { reason })])
  await oweNotices(tx, context, reportNotices(refused, 'ReportRefused', ['body', 'declarant'], { reason }))
  return ok(refused)
}

/** A doubted report was looked at again and stands: the goods may go on it (TP-05). */
export async function upholdReport(tx: Tx, context: Context, parts: AcceptanceParts, id: string, { reason }: GiveReason): Promise<Result<Report>> {
  const taken = await takeReport(tx, context, parts, id, ['doubted'])
  if (!taken.ok) return taken
  const upheld = await decide(tx, context, taken.value, 'accepted', reason)
  await append(tx, context, [reportFact(upheld, 'ReportUpheld', { reason })])
  await oweNotices(tx, context, reportNotices(upheld, 'ReportUpheld', ['body', 'declarant'], { reason }))
  await settleDoubt(tx, upheld.port, upheld.declarationId, upheld.id)
  await settle(tx, context, parts, upheld)
  return ok(upheld)
}

/**
 * A doubted report does not stand: what it answered is held until an officer judges it anew (TP-05). An accepted one that the goods fail can be given up
 * too: the goods are no longer kept by it, and other reports about its lines count again.
 */
export async function dropReport(tx: Tx, context: Context, parts: AcceptanceParts, id: string, { reason }: GiveReason): Promise<Result<Report>> {
  const taken = await takeReport(tx, context, parts, id, ['doubted', 'accepted'])
  if (!taken.ok) return taken
  if (taken.value.state === 'accepted' && taken.value.conclusion === 'conforms') return refuse({ code: 'acceptance/not-in-this-state', facts: { state: 'accepted' } })
  const dropped = await decide(tx, context, taken.value, 'dropped', reason)
  await append(tx, context, [reportFact(dropped, 'ReportDropped', { reason })])
  await oweNotices(tx, context, reportNotices(dropped, 'ReportDropped', ['body', 'declarant'], { reason }))
  await forgetReport(tx, dropped)
  const held = await holdAnswers(tx, context, parts, dropped, reason)
  if (!held.ok) return held
  await settleDoubt(tx, dropped.port, dropped.declarationId, dropped.id)
  await settle(tx, context, parts, dropped)
  return ok(dropped)
}
