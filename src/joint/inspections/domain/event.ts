import { fromEpoch, toIso, type Instant, type Interval } from '../../../kernel/instant.ts'
import type { DispositionKind } from '../../../kernel/pack.ts'
import { findTask, stateOfRest, withTask, type Disposition, type Duty, type DutyDone, type DutyOutcome, type Inspection, type JudgedPoint, type Person, type Task } from './inspection.ts'

/** What is done to an object once for everybody (一次开箱、一次称重、一次过机). */
export type HandlingAction = 'open' | 'weigh' | 'scan'

/** A span of time as the ledger has it: ISO 8601, `–` where there was none. */
export type SpanText = { readonly from: string; readonly to: string }

/** One line of a checklist as it came out; `record` is the opening, weighing or scan it rests on. */
export type AnsweredLine = { readonly code: string; readonly outcome: DutyOutcome; readonly note?: string; readonly evidence?: readonly string[]; readonly record?: string }

/**
 * What happened to an inspection by an act of its parties, in the words of the ledger: the state after an act is nothing but these told to the
 * state before (`evolve`), so that the state table can be checked against the ledger.
 */
export type InspectionEvent =
  | { readonly type: 'InspectionSlotConfirmed'; readonly payload: { readonly agency: string; readonly slot: SpanText; readonly site: string; readonly crew: readonly string[]; readonly waiting: readonly string[]; readonly specialCircumstance?: string } }
  | { readonly type: 'InspectionAgreed'; readonly payload: { readonly slot: SpanText; readonly site: string; readonly agencies: readonly string[] } }
  | { readonly type: 'InspectionRescheduled'; readonly payload: { readonly from: SpanText; readonly to: SpanText; readonly site: string; readonly reason: string; readonly by: string } }
  | { readonly type: 'InspectionMovedForJoint'; readonly payload: { readonly from: SpanText; readonly madeRoomFor: string; readonly reason: string; readonly to?: SpanText; readonly site?: string } }
  | { readonly type: 'SlotAnswered'; readonly payload: { readonly side: { readonly kind: string; readonly code: string }; readonly said: string; readonly slot?: SpanText; readonly site?: string; readonly reason?: string } }
  | { readonly type: 'CrewArrived'; readonly payload: { readonly agency: string; readonly mode: string; readonly reason?: string } }
  | { readonly type: 'PartyDidNotCome'; readonly payload: { readonly agency: string; readonly reportedBy: string; readonly person: string; readonly then: string; readonly reason: string; readonly waited: number } }
  | { readonly type: 'SessionInterrupted'; readonly payload: { readonly agency: string; readonly person: string; readonly reason: string; readonly slot: SpanText; readonly open: readonly { readonly agency: string; readonly duty: string }[] } }
  | { readonly type: 'ProceededWithout'; readonly payload: { readonly agency: string; readonly coordinator: string; readonly person: string; readonly reason: string; readonly staying: readonly string[] } }
  | { readonly type: 'AgencyInvited'; readonly payload: { readonly agency: string; readonly by: string; readonly reason: string } }
  | { readonly type: 'JointInspectionDeclined'; readonly payload: { readonly agency: string; readonly person: string; readonly reason: string; readonly staying: readonly string[]; readonly at: string } }
  | { readonly type: 'JointInspectionJudged'; readonly payload: { readonly necessity: JudgedPointText; readonly feasibility: JudgedPointText; readonly effectiveness: JudgedPointText; readonly failed: readonly JudgedName[] } }
  | { readonly type: 'InspectionStarted'; readonly payload: { readonly agency: string; readonly site?: string; readonly crews: Readonly<Record<string, readonly string[]>>; readonly procedures: readonly { readonly code: string; readonly edition: string }[]; readonly warnings: readonly string[] } }
  | { readonly type: 'ContainerOpened' | 'GoodsWeighed' | 'GoodsScanned'; readonly payload: HandledText }
  | { readonly type: 'FindingsRecorded'; readonly payload: { readonly agency: string; readonly checks: readonly AnsweredLine[]; readonly open: readonly string[]; readonly forAll?: readonly string[] } }
  | { readonly type: 'SampleTaken'; readonly payload: { readonly agency: string } }
  | { readonly type: 'DispositionRecorded'; readonly payload: { readonly agency: string; readonly disposition: string; readonly effect: DispositionKind['effect']; readonly clause: string; readonly reason?: string; readonly about?: readonly string[] } }
  | { readonly type: 'InspectionClosed'; readonly payload: { readonly by: string; readonly kind: string; readonly agencies: readonly string[]; readonly directives: readonly string[]; readonly problems: readonly { readonly agency: string; readonly check: string }[] } }

type JudgedPointText = { readonly yes: boolean; readonly reason?: string }
/** The three judgements of a coordinator (DC-08). */
export const judgedPoints = ['necessity', 'feasibility', 'effectiveness'] as const
type JudgedName = (typeof judgedPoints)[number]
type HandledText = {
  readonly record: string
  readonly object: { readonly kind: string; readonly ref: string; readonly key: string }
  readonly agency: string
  readonly n: number
  readonly repeat: boolean
  readonly sharedWith: readonly string[]
  readonly reason?: string
  readonly grossKg?: number
  readonly image?: string
  readonly device?: string
  readonly seal?: string
}

/** Under whose name and when something happened. */
export interface EventStamp {
  readonly by: Pick<Person, 'id' | 'name'>
  readonly at: Instant
}

/** The fact of each opening, weighing and scan. */
export const handledFacts = { open: 'ContainerOpened', weigh: 'GoodsWeighed', scan: 'GoodsScanned' } as const satisfies Record<HandlingAction, InspectionEvent['type']>
const actionOf = { ContainerOpened: 'open', GoodsWeighed: 'weigh', GoodsScanned: 'scan' } as const satisfies Record<(typeof handledFacts)[HandlingAction], HandlingAction>

/** A span in the words of the ledger. */
export function spanText(span: Interval | undefined): SpanText {
  return span === undefined ? { from: '–', to: '–' } : { from: toIso(span.from), to: toIso(span.to) }
}

const spanOf = ({ from, to }: SpanText): Interval => ({ from: fromEpoch(Date.parse(from)), to: fromEpoch(Date.parse(to)) })
const withoutConfirmations = (inspection: Inspection): Inspection => ({ ...inspection, tasks: inspection.tasks.map(({ confirmed: _asked, ...task }) => task) })
const ended = (inspection: Inspection, because: string): Inspection => ({ ...inspection, state: 'declined', endedBecause: because })

function withDuties(inspection: Inspection, agencies: (agency: string) => boolean, change: (duty: Duty) => Duty): Inspection {
  return { ...inspection, tasks: inspection.tasks.map((task) => (agencies(task.agency) ? { ...task, duties: task.duties.map(change) } : task)) }
}

/** The lines an agency answered, and those of others that its answer serves too (LB-03). */
function answered(inspection: Inspection, payload: Extract<InspectionEvent, { type: 'FindingsRecorded' }>['payload'], { by, at }: EventStamp): Inspection {
  const lines = new Map(payload.checks.map(({ code, record, evidence, ...line }): [string, DutyDone] => [
    code,
    { ...line, by: by.id, agency: payload.agency, at, ...(evidence === undefined ? {} : { evidence: [...evidence] }), ...(record === undefined ? {} : { handling: record }) },
  ]))
  const own = withDuties(inspection, (agency) => agency === payload.agency, (duty) => {
    const done = lines.get(duty.code)
    return done === undefined ? duty : { ...duty, done }
  })
  const forAll = new Set(payload.forAll ?? [])
  return withDuties(own, (agency) => agency !== payload.agency, (duty) => {
    const done = forAll.has(duty.code) && duty.done === undefined ? lines.get(duty.code) : undefined
    return done === undefined ? duty : { ...duty, done }
  })
}

/**
 * A decision on single lots stands beside the one on everything, which does not take it back (TM-06).
 * Judging papers at the desk is looking at them: whatever was not answered before is answered by the judgement (RR-04).
 */
function disposed(inspection: Inspection, payload: Extract<InspectionEvent, { type: 'DispositionRecorded' }>['payload'], { by, at }: EventStamp): Inspection {
  const task = findTask(inspection, payload.agency)
  if (task === undefined) return inspection
  const { disposition: code, effect, reason, about } = payload
  const disposition: Disposition = { code, effect, by: by.id, at, ...(reason === undefined ? {} : { reason }) }
  const decided: Task = about === undefined ? { ...task, disposition } : { ...task, lots: { ...task.lots, ...Object.fromEntries(about.map((lot) => [lot, disposition])) } }
  if (!inspection.desk) return withTask(inspection, decided)
  const outcome = effect === 'qualify' ? 'ok' : 'problem'
  return withTask(inspection, { ...decided, duties: task.duties.map((duty) => (duty.done === undefined ? { ...duty, done: { by: by.id, agency: task.agency, at, outcome } } : duty)) })
}

/** Without a party that goes on by itself; of two a single one is left. */
function withoutParty(inspection: Inspection, agency: string): Inspection {
  const tasks = inspection.tasks.filter((task) => task.agency !== agency)
  return { ...inspection, tasks, ...(inspection.kind === 'joint' && tasks.length === 1 ? { kind: 'single' as const } : {}) }
}

/** The state after something happened. Total: whatever the ledger holds about an inspection can be told to it. */
export function evolve(inspection: Inspection, event: InspectionEvent, stamp: EventStamp): Inspection {
  const { by, at } = stamp
  switch (event.type) {
    case 'InspectionSlotConfirmed': {
      const { agency, slot, site, crew, specialCircumstance } = event.payload
      const task = findTask(inspection, agency)
      const standing: Inspection = { ...inspection, slot: spanOf(slot), site, state: 'coordinating', ...(specialCircumstance === undefined ? {} : { specialCircumstance }) }
      return task === undefined ? standing : withTask(standing, { ...task, crew, confirmed: { by: by.id, name: by.name, at } })
    }
    case 'InspectionAgreed':
      return { ...inspection, state: 'agreed' }
    case 'InspectionRescheduled':
      return { ...withoutConfirmations(inspection), slot: spanOf(event.payload.to), site: event.payload.site, state: inspection.kind === 'single' ? 'proposed' : 'coordinating' }
    case 'InspectionMovedForJoint': {
      const { slot: _lost, ...rest } = withoutConfirmations(inspection)
      const { to, site } = event.payload
      return { ...rest, state: 'proposed', ...(to === undefined ? {} : { slot: spanOf(to) }), ...(site === undefined ? {} : { site }) }
    }
    case 'PartyDidNotCome': {
      return event.payload.then === 'proceed' ? withoutParty(inspection, event.payload.agency) : inspection
    }
    case 'SessionInterrupted': {
      const { slot: _over, ...rest } = withoutConfirmations(inspection)
      return { ...rest, state: inspection.kind === 'single' ? 'proposed' : 'coordinating' }
    }
    case 'ProceededWithout': {
      const rest = withoutParty(inspection, event.payload.agency)
      return inspection.state === 'started' ? rest : { ...rest, state: stateOfRest(rest) }
    }
    case 'AgencyInvited':
      return { ...inspection, invited: [...(inspection.invited ?? []), event.payload.agency].sort() }
    case 'JointInspectionDeclined': {
      const { staying, reason } = event.payload
      if (staying.length < 2) return ended(inspection, reason)
      const rest: Inspection = { ...inspection, tasks: inspection.tasks.filter((task) => staying.includes(task.agency)) }
      return { ...rest, state: stateOfRest(rest) }
    }
    case 'JointInspectionJudged': {
      const { failed, ...points } = event.payload
      const judged: Inspection = { ...inspection, judgement: { ...points, by: by.name, at } }
      return failed.length === 0 ? judged : ended(judged, failed.map((point) => `${point}: ${points[point].reason ?? ''}`).join('; '))
    }
    case 'InspectionStarted':
      return { ...inspection, state: 'started', startedAt: at }
    case 'ContainerOpened':
    case 'GoodsWeighed':
    case 'GoodsScanned': {
      const { agency, sharedWith, record } = event.payload
      const done: DutyDone = { by: by.id, agency, at, outcome: 'ok', handling: record }
      return withDuties(inspection, (each) => each === agency || sharedWith.includes(each), (duty) => (duty.code === actionOf[event.type] && (duty.done === undefined || duty.done.outcome === 'not-needed') ? { ...duty, done } : duty))
    }
    case 'FindingsRecorded':
      return answered(inspection, event.payload, stamp)
    case 'DispositionRecorded':
      return disposed(inspection, event.payload, stamp)
    case 'InspectionClosed':
      return { ...inspection, state: 'closed', closedAt: at }
    case 'SlotAnswered':
    case 'CrewArrived':
    case 'SampleTaken':
      return inspection
  }
}

/** What an act makes of an inspection: what happened, and the state that follows from it. */
export interface Decided {
  readonly inspection: Inspection
  readonly facts: readonly InspectionEvent[]
}

/** Tells an inspection what happened, one thing after the other. */
export function happened(inspection: Inspection, facts: readonly InspectionEvent[], by: Pick<Person, 'id' | 'name'>, at: Instant): Decided {
  return { inspection: facts.reduce((state, event) => evolve(state, event, { by, at }), inspection), facts }
}

/** A judged point without what was not said. */
export function pointText({ yes, reason }: JudgedPoint): JudgedPointText {
  return { yes, ...(reason === undefined ? {} : { reason }) }
}
