import { z } from 'zod'
import { must } from '../../kernel/invariant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { InspectionResult } from '../results/public.ts'
import { takeInspection, writeOutcome, type Acting } from './act.ts'
import { plainText } from './bodies.ts'
import { dispose } from './domain/dispose.ts'
import { findTask, type Inspection } from './domain/inspection.ts'
import { close, recordFindings, start } from './domain/session.ts'
import { noGates } from './gates.ts'
import { objectsOf } from './handle-object.ts'
import { findHandlings } from './handling-store.ts'
import { recipientsOf, tell } from './inspection-notices.ts'
import { settleGoods } from './outstanding-work.ts'
import { refuseMissing } from './domain/presence.ts'
import { findPresences } from './presence-store.ts'
import { noTerms } from './terms.ts'

/** An act that says nothing more. */
export const PlainAct = z.strictObject({ id: z.uuid().optional() })

/** Lines of the sender's own checklist; `agency` may be named only to be the sender's own (LB-01). */
export const RecordFindings = z.strictObject({
  id: z.uuid().optional(),
  agency: z.string().max(12).optional(),
  checks: z.array(z.strictObject({ code: plainText(100), outcome: z.enum(['ok', 'problem', 'omitted']), note: plainText(1000).optional(), evidence: z.array(plainText(200)).min(1).max(50).optional() })).min(1).max(100),
})
export type RecordFindings = z.infer<typeof RecordFindings>

/** A decision from the list of the sender's own agency (LB-01). */
export const RecordDisposition = z.strictObject({ id: z.uuid().optional(), agency: z.string().max(12).optional(), disposition: plainText(64), reason: plainText(500).optional() })
export type RecordDisposition = z.infer<typeof RecordDisposition>

const notYours = (agency: string | undefined, own: string): Result<never> | undefined =>
  agency === undefined || agency === own ? undefined : { ok: false, refusals: [{ code: 'inspections/not-your-power', pointer: '/agency', facts: { disposition: '–', agency }, clause: 'LB-01' }] }

/**
 * The crews begin; directives that come later no longer join. Not while a party is missing (JI-20), nor against what the agencies agreed on
 * (LB-11, JI-16); the editions of the procedures in force are kept with the session (GV-09).
 */
export async function startInspection(acting: Acting): Promise<Result<Inspection>> {
  const found = await takeInspection(acting, 'start', true)
  if (!found.ok) return found
  const { tx, context, pack } = acting
  const { inspection, by } = found.value
  const terms = await (acting.terms ?? noTerms)(tx, inspection, context.now)
  const decided = start(inspection, by, context.now, terms)
  if (!decided.ok) return decided
  const missing = refuseMissing(inspection, by, await findPresences(tx, inspection.port, inspection.id), parameterValue(pack, 'joint.grace', context.now, { port: inspection.port }))
  const [first, ...rest] = [...missing, ...terms.stops]
  if (first !== undefined) return refuse(first, ...rest)
  return ok(await writeOutcome(acting, { changed: [decided.value], terms: { procedures: terms.procedures, warnings: terms.warnings }, directives: 'started', notices: tell(decided.value.inspection, 'InspectionStarted') }))
}

/** An agency answers lines of its own checklist (JI-09). A sample taken may let the goods go at once (RR-05). */
export async function recordInspectionFindings(acting: Acting, body: RecordFindings): Promise<Result<Inspection>> {
  const found = await takeInspection(acting, 'findings', false)
  if (!found.ok) return found
  const { inspection, by } = found.value
  const foreign = notYours(body.agency, by.agency)
  if (foreign !== undefined) return foreign
  const records = await findHandlings(acting.tx, inspection.port, (await objectsOf(acting.tx, inspection)).map((object) => object.key))
  const checks = body.checks.map(({ code, outcome, note, evidence }) => ({ code, outcome, ...(note === undefined ? {} : { note }), ...(evidence === undefined ? {} : { evidence }) }))
  const shared = await (acting.gates ?? noGates).sharedChecks(acting.tx, inspection)
  const decided = recordFindings(inspection, by, checks, records, acting.context.now, shared)
  if (!decided.ok) return decided
  const after = await writeOutcome(acting, { changed: [decided.value] })
  if (checks.some((check) => check.code === 'sample' && check.outcome !== 'omitted')) await settleGoods(acting.tx, arrangingOf(acting, after), after.declarations)
  return ok(after)
}

/** Ends the session once every checklist is closed (JI-09): directives are closed by it (DC-10), results are shared (LB-02). */
export async function closeInspection(acting: Acting): Promise<Result<Inspection>> {
  const found = await takeInspection(acting, 'close', false)
  if (!found.ok) return found
  const decided = close(found.value.inspection, found.value.by, acting.context.now)
  if (!decided.ok) return decided
  const [unready, ...more] = await (acting.gates ?? noGates).beforeClosing(acting.tx, found.value.inspection)
  if (unready !== undefined) return refuse(unready, ...more)
  const ended = decided.value.inspection
  const after = await writeOutcome(acting, { changed: [decided.value], directives: 'closed', results: resultsOf(acting, ended), notices: tell(ended, 'InspectionClosed') })
  await settleGoods(acting.tx, arrangingOf(acting, after), after.declarations)
  return ok(after)
}

/** An agency decides within its own powers (LB-01); every party, the trader and the site are told (SW-03), and the goods go, stay or are refused. */
export async function disposeInspection(acting: Acting, body: RecordDisposition): Promise<Result<Inspection>> {
  const found = await takeInspection(acting, 'dispositions', false)
  if (!found.ok) return found
  const { inspection, by } = found.value
  const foreign = notYours(body.agency, by.agency)
  if (foreign !== undefined) return foreign
  const { tx, context, pack } = acting
  const decided = dispose(inspection, by, { code: body.disposition, ...(body.reason === undefined ? {} : { reason: body.reason }) }, pack.dispositions, context.now)
  if (!decided.ok) return decided
  const decision = { agency: by.agency, disposition: must(findTask(decided.value.inspection, by.agency)?.disposition, 'a decision was recorded') }
  const facts = { agency: by.agency, disposition: body.disposition, reason: body.reason ?? '–' }
  const over = inspection.state !== 'closed' && decided.value.inspection.state === 'closed'
  const notices = tell(decided.value.inspection, 'DispositionRecorded', facts, recipientsOf(inspection))
  const after = await writeOutcome(acting, { changed: [decided.value], decision, notices, ...(over ? { directives: 'closed' as const, results: resultsOf(acting, decided.value.inspection) } : {}) })
  await settleGoods(tx, arrangingOf(acting, after), after.declarations)
  await acting.gates?.onDecided?.(acting, after, by.agency)
  return ok(after)
}

function arrangingOf({ context, pack }: Acting, inspection: Inspection): Parameters<typeof settleGoods>[1] {
  return { port: inspection.port, pack, actor: context.actor, now: context.now, newId: context.newId }
}

/** What each agency found in a session that has ended (LB-02). */
function resultsOf({ context }: Acting, inspection: Inspection): InspectionResult[] {
  return inspection.tasks.map((task): InspectionResult => {
    const checks = task.duties.flatMap(({ code, done }) => (done === undefined ? [] : [{ code, outcome: done.outcome, ...(done.note === undefined ? {} : { note: done.note }) }]))
    return {
      port: inspection.port,
      id: context.newId(),
      inspection: inspection.id,
      agency: task.agency,
      object: inspection.object,
      declarations: inspection.declarations,
      parties: inspection.parties,
      participants: inspection.tasks.map((each) => each.agency),
      outcome: checks.some((check) => check.outcome === 'problem') ? 'problem' : 'clear',
      checks,
      ...(task.disposition === undefined ? {} : { disposition: task.disposition.code, effect: task.disposition.effect }),
      recordedAt: context.now,
      version: 1,
    }
  })
}
