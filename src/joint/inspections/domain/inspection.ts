import type { Json } from '../../../kernel/canonical-json.ts'
import type { Instant, Interval } from '../../../kernel/instant.ts'
import type { DispositionKind, Method, ObjectKind, Participants } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** `joint`: one look for several agencies (联合检查); `single`: for one; `boarding`: the vessels' own mechanism (联合登临检查, JI-04). */
export type InspectionKind = 'joint' | 'single' | 'boarding'

/** Where an inspection stands. `declined`, `cancelled` and `superseded` end it without anybody having looked. */
export type InspectionState = 'proposed' | 'coordinating' | 'agreed' | 'started' | 'closed' | 'declined' | 'cancelled' | 'superseded'

/** What can be done to an inspection over the API. */
export type Act = 'agree' | 'decline' | 'judge' | 'reschedule' | 'start' | 'open' | 'weigh' | 'scan' | 'findings' | 'dispositions' | 'interrupt' | 'proceed' | 'close'

/** Which acts each state admits: server and screens read the same table. */
export const actsIn = {
  proposed: ['agree', 'decline', 'judge', 'reschedule', 'proceed'],
  coordinating: ['agree', 'decline', 'judge', 'reschedule', 'proceed'],
  agreed: ['decline', 'judge', 'reschedule', 'start', 'proceed'],
  started: ['open', 'weigh', 'scan', 'findings', 'dispositions', 'interrupt', 'proceed', 'close'],
  closed: ['dispositions'],
  declined: [],
  cancelled: [],
  superseded: [],
} as const satisfies Record<InspectionState, readonly Act[]>

/** A look at papers needs neither slot nor site: it is judged as soon as it is proposed. */
const deskActs = { proposed: ['findings', 'dispositions'], closed: ['dispositions'] } as const satisfies Partial<Record<InspectionState, readonly Act[]>>

const arranging: readonly InspectionState[] = ['proposed', 'coordinating', 'agreed']
/** Whether its parties still arrange themselves: a directive can join and leave. */
export function isArranging({ state }: { readonly state: InspectionState }): boolean {
  return arranging.includes(state)
}

/** Whether nobody will look any more: it was held, or it ended without a look. */
export function isOver(inspection: { readonly state: InspectionState }): boolean {
  return !isArranging(inspection) && inspection.state !== 'started'
}

/** One thing an agency has to do: a method of its directive or one of its own checks (JI-09). */
export interface Duty {
  readonly code: string
  readonly kind: 'method' | 'check'
  readonly done?: DutyDone
}

/** How a duty came out, in the order of forms. */
export const dutyOutcomes = ['ok', 'problem', 'omitted', 'not-needed'] as const
/**
 * In order, with a problem, or left undone, which has to be owned up to and makes its agency answerable (LB-08). `not-needed`: an opening after every
 * party saw nothing on the image (JI-14); the images are its evidence, and it is no fault.
 */
export type DutyOutcome = (typeof dutyOutcomes)[number]

/**
 * Who did it and how it came out. `handling` is the record of the opening, weighing or scan it rests on, possibly another agency's (JI-11);
 * `evidence` are references of images, photographs, papers (LB-10).
 */
export interface DutyDone {
  readonly by: string
  readonly agency: string
  readonly at: Instant
  readonly outcome: DutyOutcome
  readonly note?: string
  readonly handling?: string
  readonly evidence?: readonly string[]
}

/** What an agency decided within its own powers (处置, LB-01). */
export interface Disposition {
  readonly code: string
  readonly effect: DispositionKind['effect']
  readonly by: string
  readonly at: Instant
  readonly reason?: string
}

/** One agency's part of an inspection (DC-10). */
export interface Task {
  readonly agency: string
  /** Directives it answers; empty where the pack requires the agency at a boarding without its asking. */
  readonly directives: readonly string[]
  readonly duties: readonly Duty[]
  /** The power it rests on beside those of its directives: what the pack has a required agency do at a boarding (JI-04). */
  readonly power?: string
  readonly crew: readonly string[]
  /** The party's yes to the standing slot (DC-09). */
  readonly confirmed?: { readonly by: string; readonly name: string; readonly at: Instant }
  /** Its decision on everything that is looked at. */
  readonly disposition?: Disposition
  /** Its decisions on single lots or items of a box that several share, by their keys; they go before the one on everything (TM-06). */
  readonly lots?: Readonly<Record<string, Disposition>>
}

/** A time and a place. */
export interface Slot extends Interval {
  readonly site: string
}

/** One of the coordinator's three judgements (必要性、可行性、有效性, DC-08). */
export interface JudgedPoint {
  readonly yes: boolean
  readonly reason?: string
}
export interface Judgement {
  readonly necessity: JudgedPoint
  readonly feasibility: JudgedPoint
  readonly effectiveness: JudgedPoint
  readonly by: string
  readonly at: Instant
}

/** An inspection with a task per agency: joint, single and boarding alike. */
export interface Inspection {
  readonly port: string
  readonly id: string
  readonly kind: InspectionKind
  readonly state: InspectionState
  /** The match it came from; absent for single inspections and boardings. */
  readonly collision?: string
  readonly object: { readonly kind: ObjectKind; readonly ref: string; readonly key: string }
  /** Declarations of the goods, and the enterprises to be told. */
  readonly declarations: readonly string[]
  readonly parties: readonly string[]
  /** Only papers are looked at. */
  readonly desk: boolean
  /** Common needed time of the directives. */
  readonly window: Interval
  /** The standing time and place, confirmed or not. */
  readonly slot?: Interval
  readonly site?: string
  /** Why a single inspection keeps its slot before a joint one (如无特殊情况, JI-08). */
  readonly specialCircumstance?: string
  readonly judgement?: Judgement
  readonly tasks: readonly Task[]
  /** Agencies called in without a task: they read and speak (JI-06). */
  readonly invited?: readonly string[]
  readonly proposedAt: Instant
  readonly startedAt?: Instant
  readonly closedAt?: Instant
  readonly endedBecause?: string
  readonly supersededBy?: string
  readonly version: number
}

/** A fact about an inspection for the ledger; whoever writes it adds port, subject and related declarations. */
export interface InspectionFact {
  readonly type: string
  readonly payload: { readonly [key: string]: Json | undefined }
}

/** Who acts, as far as an inspection remembers. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly agency: string
}

/** Refuses an act the state does not admit. */
export function refuseAct(inspection: Inspection, act: Act): Refusal | undefined {
  const table: Partial<Record<InspectionState, readonly Act[]>> = inspection.desk ? deskActs : actsIn
  if (table[inspection.state]?.includes(act) === true) return undefined
  return { code: 'inspections/not-in-this-state', facts: { act, state: inspection.state } }
}

/** The agency's task; undefined when it is no party. */
export function findTask(inspection: Inspection, agency: string): Task | undefined {
  return inspection.tasks.find((task) => task.agency === agency)
}

/** The inspection with one task replaced. */
export function withTask(inspection: Inspection, changed: Task): Inspection {
  return { ...inspection, tasks: inspection.tasks.map((task) => (task.agency === changed.agency ? changed : task)) }
}

/** Where arranging stands after somebody left: `agreed` when everybody who is still there had said yes. */
export function stateOfRest(inspection: Inspection): InspectionState {
  const yes = inspection.tasks.filter((task) => task.confirmed !== undefined).length
  return yes === 0 ? 'proposed' : yes === inspection.tasks.length ? 'agreed' : 'coordinating'
}

/** Duties of an agency's directives: their methods, then their checks, each once (JI-09). */
export function dutiesOf(directives: readonly { readonly methods: readonly Method[]; readonly checks: readonly string[] }[]): Duty[] {
  const methods = new Set<string>(directives.flatMap((directive) => directive.methods))
  const checks = new Set(directives.flatMap((directive) => directive.checks).filter((check) => !methods.has(check)))
  return [...[...methods].sort().map((code): Duty => ({ code, kind: 'method' })), ...[...checks].sort().map((code): Duty => ({ code, kind: 'check' }))]
}

/** What a required agency does at every boarding, whatever it asked for itself (JI-04); one the pack says nothing about goes aboard. */
export function requiredTask(entry: Pick<Participants, 'duties' | 'required' | 'mechanism'> | undefined, agency: string): Pick<Task, 'duties' | 'power'> | undefined {
  if (entry?.mechanism !== 'boarding' || !entry.required.includes(agency)) return undefined
  const own = entry.duties?.find((duty) => duty.agency === agency)
  return { duties: dutiesOf([{ methods: own?.methods ?? ['board'], checks: [] }]), ...(own === undefined ? {} : { power: own.power }) }
}

/** A task with what its agency does at every boarding; the same whoever asked first. */
export function withRequired(task: Task, required: Pick<Task, 'duties' | 'power'> | undefined): Task {
  if (required === undefined) return task
  const own = new Set(task.duties.map(({ code }) => code))
  return { ...task, ...required, duties: [...task.duties, ...required.duties.filter(({ code }) => !own.has(code))].sort((a, b) => (a.kind === b.kind ? (a.code < b.code ? -1 : 1) : a.kind === 'method' ? -1 : 1)) }
}

/** Whether every duty of the task is done: its checklist is closed. */
export function isChecklistClosed(task: Task): boolean {
  return task.duties.every((duty) => duty.done !== undefined)
}
