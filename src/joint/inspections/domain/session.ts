import { toIso, type Instant } from '../../../kernel/instant.ts'
import type { ObjectKind } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { handledFacts, happened, type AnsweredLine, type Decided, type HandlingAction, type InspectionEvent } from './event.ts'
import { findTask, isChecklistClosed, refuseAct, type DutyOutcome, type Inspection, type Person } from './inspection.ts'

/** What a session begins under: editions of procedures (GV-09), and what it was warned of. */
export interface Started {
  readonly procedures: readonly { readonly code: string; readonly edition: string }[]
  readonly warnings: readonly Refusal[]
}

/** The crews begin (DC-09: only once everything is agreed). */
export function start(inspection: Inspection, by: Person, now: Instant, terms: Started = { procedures: [], warnings: [] }): Result<Decided> {
  const impossible = refuseAct(inspection, 'start')
  if (impossible !== undefined) return refuse(impossible)
  const crews = Object.fromEntries(inspection.tasks.map((task) => [task.agency, [...task.crew]]))
  const { site } = inspection
  const began: InspectionEvent = { type: 'InspectionStarted', payload: { agency: by.agency, ...(site === undefined ? {} : { site }), crews, procedures: terms.procedures.map((each) => ({ ...each })), warnings: terms.warnings.map(({ code }) => code) } }
  return ok(happened(inspection, [began], by, now))
}

/** The record of one opening, weighing or scan; `n` counts them per object and visit, whoever did them (JI-10, JI-11). */
export interface Handling {
  readonly id: string
  readonly inspection: string
  readonly action: HandlingAction
  readonly object: { readonly kind: ObjectKind; readonly ref: string; readonly key: string }
  readonly agency: string
  readonly by: string
  readonly at: Instant
  readonly n: number
  /** Why it had to be done again. */
  readonly reason?: string
  readonly grossKg?: number
  readonly image?: string
  readonly device?: string
  readonly seal?: string
}

/** What a party reports of an opening, weighing or scan. */
export interface HandlingReport extends Pick<Handling, 'reason' | 'grossKg' | 'image' | 'device' | 'seal'> {
  readonly id: string
  readonly action: HandlingAction
  readonly object: Handling['object']
}

const already = { open: 'inspections/already-opened', weigh: 'inspections/already-weighed', scan: 'inspections/already-scanned' } as const

/** Offers the record there is to who would open, weigh or scan an object again. */
export function refuseRepeat(report: Pick<HandlingReport, 'action'>, last: Handling): Refusal {
  const seen = { object: last.object.ref, agency: last.agency, at: toIso(last.at), record: last.id, times: last.n }
  const measured = { grossKg: last.grossKg ?? '–', image: last.image ?? '–', device: last.device ?? '–' }
  return { code: already[report.action], facts: { ...seen, ...measured }, clause: report.action === 'open' ? 'JI-10' : 'JI-11' }
}

/**
 * Records an opening, weighing or scan (JI-10, JI-11). `earlier` are all records of the action on this object: a repeat is refused with the
 * existing record offered, unless a reason is given. Where the method is `shared`, every party's duty is done by it.
 */
export function handle(inspection: Inspection, by: Person, report: HandlingReport, earlier: readonly Handling[], shared: boolean, now: Instant): Result<Decided & { readonly handling: Handling }> {
  const impossible = refuseAct(inspection, report.action)
  if (impossible !== undefined) return refuse(impossible)
  const last = earlier.reduce<Handling | undefined>((latest, next) => (latest === undefined || next.n > latest.n ? next : latest), undefined)
  if (last !== undefined && (report.reason ?? '').trim() === '') return refuse(refuseRepeat(report, last))
  if (report.action === 'weigh' && report.grossKg === undefined) return refuse({ code: 'inspections/weight-required', pointer: '/grossKg', clause: 'JI-11' })

  const handling: Handling = { ...report, inspection: inspection.id, agency: by.agency, by: by.id, at: now, n: (last?.n ?? 0) + 1 }
  const { id, object, action, ...measured } = report
  const sharedWith = shared ? inspection.tasks.map((task) => task.agency) : []
  const done: InspectionEvent = { type: handledFacts[action], payload: { record: id, object: { ...object }, agency: by.agency, n: handling.n, repeat: handling.n > 1, sharedWith, ...measured } }
  return ok({ ...happened(inspection, [done], by, now), handling })
}

/** One line of an agency's checklist as it came out. */
export interface Answered {
  readonly code: string
  readonly outcome: DutyOutcome
  readonly note?: string
  readonly evidence?: readonly string[]
}

/** What the parties settled about checks several of them list: one agency does it for all, each does it, or nothing yet (LB-03). */
export type SharedChecks = ReadonlyMap<string, { readonly agency?: string; readonly apart?: string }>

/**
 * An agency answers lines of its own checklist (JI-09, LB-01). An opening, weighing or scan is answered by its record, this inspection's or an
 * earlier one of the same object (`records`), never by a tick. A check done by one agency for all is answered by it alone, for all (LB-03). What
 * was left undone says why (LB-08). An opening is not needed where every party saw nothing on the images (`clear`): they are its record (JI-14).
 */
export function recordFindings(inspection: Inspection, by: Person, answers: readonly Answered[], records: readonly Handling[], now: Instant, shared: SharedChecks = new Map(), clear: readonly string[] = []): Result<Decided> {
  const impossible = refuseAct(inspection, 'findings')
  if (impossible !== undefined) return refuse(impossible)
  const task = findTask(inspection, by.agency)
  if (task === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency: by.agency } })
  const refusals: Refusal[] = []
  const lines: AnsweredLine[] = []
  answers.forEach((answer, i) => {
    const duty = task.duties.find((known) => known.code === answer.code)
    if (duty === undefined) {
      refusals.push({ code: 'inspections/unknown-check', pointer: `/checks/${i}/code`, facts: { check: answer.code, checks: task.duties.map((known) => known.code).join(', ') }, clause: 'JI-09' })
      return
    }
    const settled = shared.get(duty.code)
    if (settled !== undefined && settled.apart === undefined && settled.agency !== by.agency) {
      refusals.push({ code: settled.agency === undefined ? 'inspections/content-not-agreed' : 'inspections/assigned-elsewhere', pointer: `/checks/${i}/code`, facts: { check: duty.code, agency: settled.agency ?? '–' }, clause: 'LB-03' })
      return
    }
    if (answer.outcome === 'omitted' && (answer.note ?? '').trim() === '') {
      refusals.push({ code: 'inspections/omission-needs-reason', pointer: `/checks/${i}/note`, facts: { check: duty.code }, clause: 'LB-08' })
      return
    }
    if (answer.outcome === 'not-needed' && (duty.code !== 'open' || clear.length === 0)) {
      refusals.push({ code: 'inspections/opening-needed', pointer: `/checks/${i}/outcome`, facts: { check: duty.code }, clause: 'JI-14' })
      return
    }
    const needsRecord = answer.outcome !== 'omitted' && answer.outcome !== 'not-needed' && duty.kind === 'method' && ['open', 'weigh', 'scan'].includes(duty.code)
    const record = needsRecord ? records.filter((known) => known.action === duty.code).at(-1) : undefined
    if (needsRecord && record === undefined) {
      refusals.push({ code: 'inspections/no-record-yet', pointer: `/checks/${i}/code`, facts: { check: duty.code }, clause: 'JI-10' })
      return
    }
    const { code, outcome, note } = answer
    const evidence = outcome === 'not-needed' ? [...(answer.evidence ?? []), ...clear.map((image) => `image ${image}`)] : answer.evidence
    lines.push({ code, outcome, ...(note === undefined ? {} : { note }), ...(evidence === undefined ? {} : { evidence: [...evidence] }), ...(record === undefined ? {} : { record: record.id }) })
  })
  const [first, ...rest] = refusals
  if (first !== undefined) return refuse(first, ...rest)
  const said = new Set(lines.map(({ code }) => code))
  const forAll = [...said].filter((code) => shared.get(code)?.agency === by.agency)
  const open = task.duties.filter((duty) => duty.done === undefined && !said.has(duty.code)).map((duty) => duty.code)
  const found: InspectionEvent = { type: 'FindingsRecorded', payload: { agency: by.agency, checks: lines, open, ...(forAll.length === 0 ? {} : { forAll }) } }
  const sampled: InspectionEvent = { type: 'SampleTaken', payload: { agency: by.agency } }
  return ok(happened(inspection, lines.some((line) => line.code === 'sample' && line.outcome !== 'omitted') ? [found, sampled] : [found], by, now))
}

/** Ends the session: only when every agency's checklist is closed (JI-09). The directives are closed by it (DC-10). */
export function close(inspection: Inspection, by: Person, now: Instant): Result<Decided> {
  const impossible = refuseAct(inspection, 'close')
  if (impossible !== undefined) return refuse(impossible)
  const [first, ...rest] = inspection.tasks
    .filter((task) => !isChecklistClosed(task))
    .map((task): Refusal => ({ code: 'inspections/checklist-open', agency: task.agency, facts: { agency: task.agency, open: task.duties.filter((duty) => duty.done === undefined).map((duty) => duty.code).join(', ') }, clause: 'JI-09' }))
  if (first !== undefined) return refuse(first, ...rest)
  return ok(happened(inspection, [closedFact(inspection, by.agency)], by, now))
}

/** The fact of an ended session: who found what, and which directives it answers. */
export function closedFact(inspection: Inspection, by: string): InspectionEvent {
  const problems = inspection.tasks.flatMap((task) => task.duties.filter((duty) => duty.done?.outcome === 'problem').map((duty) => ({ agency: task.agency, check: duty.code })))
  return { type: 'InspectionClosed', payload: { by, kind: inspection.kind, agencies: inspection.tasks.map((task) => task.agency), directives: inspection.tasks.flatMap((task) => [...task.directives]), problems } }
}
