import { z } from 'zod'
import { must } from '../../kernel/invariant.ts'
import { ok } from '../../kernel/result.ts'
import type { InspectionResult } from '../results/public.ts'
import { answersDueJob } from './answers-due.ts'
import { plainText } from './bodies.ts'
import { dutyOutcomes, findTask, type Inspection } from './domain/inspection.ts'
import { overall } from './domain/lots.ts'
import { hasLooked } from './domain/outstanding.ts'
import { aboutOf, keysOfLots, lotsOf } from './lots-of.ts'
import { objectsOf } from './handle-object.ts'
import { findHandlings } from './handling-store.ts'
import { tell } from './inspection-notices.ts'
import { lotsDecided } from './lot-notices.ts'
import { floorMethods } from './outstanding-work.ts'
import type { Seen, Step } from './step.ts'

/** An act that says nothing more. */
export const PlainAct = z.strictObject({ id: z.uuid().optional() })
export type PlainAct = z.infer<typeof PlainAct>

/** Lines of the sender's own checklist; `agency` may be named only to be the sender's own (LB-01). */
export const RecordFindings = z.strictObject({
  id: z.uuid().optional(),
  agency: z.string().max(12).optional(),
  checks: z.array(z.strictObject({ code: plainText(100), outcome: z.enum(dutyOutcomes), note: plainText(1000).optional(), evidence: z.array(plainText(200)).min(1).max(50).optional() })).min(1).max(100),
})
export type RecordFindings = z.infer<typeof RecordFindings>

/** A lot of a shared box by its declaration's number, or one line of it as `number/line` (TM-06). */
const LotRef = plainText(80)

/** A decision from the list of the sender's own agency (LB-01): on everything that is looked at, or on the lots named. */
export const RecordDisposition = z.strictObject({ id: z.uuid().optional(), agency: z.string().max(12).optional(), disposition: plainText(64), reason: plainText(500).optional(), lots: z.array(LotRef).min(1).max(200).optional() })
export type RecordDisposition = z.infer<typeof RecordDisposition>

/** The crews begin; directives that come later no longer join. The editions of the procedures in force are kept with the session (GV-09). */
export const starting: Step<PlainAct> = {
  alone: true,
  async look({ terms }) {
    const { procedures, warnings } = await terms()
    return ok({ act: 'start' as const, terms: { procedures, warnings } })
  },
  tell: (_seen, _body, { inspection }) => ({
    directives: 'started',
    jobs: inspection.kind === 'single' || inspection.slot === undefined ? [] : [answersDueJob(inspection.port, inspection.id, inspection.slot.to)],
    notices: tell(inspection, 'InspectionStarted'),
  }),
}

/** An agency answers lines of its own checklist (JI-09). A sample taken may let the goods go at once (RR-05). */
export const finding: Step<RecordFindings> = {
  alone: false,
  async look({ tx, inspection, parts }, { checks }) {
    const records = await findHandlings(tx, inspection.port, (await objectsOf(tx, inspection)).map((object) => object.key))
    const answers = checks.map(({ code, outcome, note, evidence }) => ({ code, outcome, ...(note === undefined ? {} : { note }), ...(evidence === undefined ? {} : { evidence }) }))
    return ok({ act: 'findings' as const, answers, records, shared: await parts.gates.sharedChecks(tx, inspection), clear: checks.some(({ outcome }) => outcome === 'not-needed') ? await parts.gates.clearImages(tx, inspection) : [] })
  },
  tell: (_seen, { checks }) => ({ settles: checks.some((check) => check.code === 'sample' && check.outcome !== 'omitted') }),
}

/** Ends the session once every checklist is closed (JI-09): directives are closed by it (DC-10), results are shared (LB-02). */
export const closing: Step<PlainAct> = {
  alone: false,
  look: () => Promise.resolve(ok({ act: 'close' as const })),
  tell: (seen, _body, { inspection }) => ({ directives: 'closed', results: resultsOf(seen, inspection), notices: tell(inspection, 'InspectionClosed'), settles: true }),
}

/** An agency decides within its own powers (LB-01); every party, the trader and the site are told (SW-03), and the goods go, stay or are refused. */
export const disposing: Step<RecordDisposition> = {
  alone: false,
  async look({ tx, pack, inspection, by }, { disposition: code, reason, lots }) {
    const about = lots === undefined ? ok(undefined) : keysOfLots(await lotsOf(tx, inspection), lots)
    if (!about.ok) return about
    return ok({ act: 'dispositions' as const, command: { code, ...(reason === undefined ? {} : { reason }), ...(about.value === undefined ? {} : { about: about.value }) }, law: { kinds: pack.dispositions, powers: pack.powers, floor: await floorMethods(tx, inspection, by.agency) } })
  },
  async tell(seen, { disposition, reason = '–', lots }, { inspection, facts }) {
    const { agency } = seen.by
    const task = must(findTask(inspection, agency), 'who decides is a party')
    const about = aboutOf(facts)
    const over = seen.inspection.state !== 'closed' && inspection.state === 'closed'
    return {
      decision: { agency, disposition: must(about === undefined ? task.disposition : task.lots?.[about[0] ?? ''], 'a decision was recorded'), ...(about === undefined ? {} : { about }) },
      notices: lots === undefined ? tell(inspection, 'DispositionRecorded', { agency, disposition, reason }) : await lotsDecided(seen.tx, inspection, { agency, disposition, reason }, lots),
      ...(over ? { directives: 'closed' as const, results: resultsOf(seen, inspection) } : {}),
      settles: true,
    }
  },
}

/** What each agency found in a session that has ended (LB-02). */
function resultsOf({ context }: Seen, inspection: Inspection): InspectionResult[] {
  return inspection.tasks.map((task): InspectionResult => {
    const decided = overall(task)
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
      outcome: checks.some((check) => check.outcome === 'problem') ? 'problem' : hasLooked(task) ? 'clear' : 'not-looked',
      checks,
      ...(decided === undefined ? {} : { disposition: decided.code, effect: decided.effect }),
      recordedAt: context.now,
      version: 1,
    }
  })
}
