import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Answer } from './domain/answer.ts'
import type { CrewedSlot } from './domain/crewed-slots.ts'
import { dutyOutcomes, type Disposition, type DutyDone, type Inspection, type Task } from './domain/inspection.ts'
import type { Presence } from './domain/presence.ts'
import { dispositionOn, gravest, lotKey } from './domain/lots.ts'
import type { Lot } from './lots-of.ts'
import type { KeptTerms } from './terms.ts'
import { actsFor, maySeeTasks, sightOf } from './domain/may-act.ts'
import type { Handling } from './domain/session.ts'

const Span = z.object({ from: z.string(), to: z.string() })
const ObjectView = z.object({ kind: z.string(), ref: z.string(), key: z.string() })
const Effect = z.enum(['qualify', 'treat', 'hold', 'refuse'])

const DutyView = z.object({
  code: z.string(),
  kind: z.enum(['method', 'check']),
  done: z.object({ by: z.string(), agency: z.string(), at: z.string(), outcome: z.enum(dutyOutcomes), note: z.string().optional(), handling: z.string().optional(), evidence: z.array(z.string()).optional() }).optional(),
})
const DispositionView = z.object({ code: z.string(), effect: Effect, by: z.string(), at: z.string(), reason: z.string().optional() })
const TaskView = z.object({
  agency: z.string(),
  directives: z.array(z.string()),
  duties: z.array(DutyView),
  crew: z.array(z.string()),
  confirmed: z.object({ by: z.string(), name: z.string(), at: z.string() }).optional(),
  disposition: DispositionView.optional(),
  /** Decisions on single lots and items of a box that several share (TM-06). */
  lots: z.array(z.object({ key: z.string(), disposition: DispositionView })).optional(),
})
const HandlingView = z.object({
  id: z.string(),
  inspection: z.string(),
  action: z.enum(['open', 'weigh', 'scan']),
  object: ObjectView,
  agency: z.string(),
  by: z.string(),
  at: z.string(),
  n: z.number(),
  reason: z.string().optional(),
  grossKg: z.number().optional(),
  image: z.string().optional(),
  device: z.string().optional(),
  seal: z.string().optional(),
})
const Point = z.object({ yes: z.boolean(), reason: z.string().optional() })

const AnswerView = z.object({
  side: z.object({ kind: z.enum(['agency', 'enterprise', 'site']), code: z.string() }),
  said: z.enum(['yes', 'no', 'other', 'wish', 'cannot']),
  slot: Span.optional(),
  site: z.string().optional(),
  reason: z.string().optional(),
  name: z.string(),
  at: z.string(),
})

const PresenceView = z.object({ agency: z.string(), mode: z.enum(['on-site', 'remote', 'no-show']), slotFrom: z.string(), reason: z.string().optional(), then: z.string().optional(), name: z.string(), at: z.string() })

/**
 * An inspection as it is read, cut to what the reader may see. `acts`: what the reader can do now; `handlings`, `proposals` and `missing` (agencies
 * that ought to take part and do not pass directives on yet, DC-14) where it is read by itself.
 */
export const InspectionView = z.object({
  port: z.string(),
  id: z.uuid(),
  kind: z.enum(['joint', 'single', 'boarding']),
  state: z.enum(['proposed', 'coordinating', 'agreed', 'started', 'closed', 'declined', 'cancelled', 'superseded']),
  collision: z.uuid().optional(),
  object: ObjectView,
  declarations: z.array(z.string()),
  parties: z.array(z.string()),
  desk: z.boolean(),
  window: Span,
  slot: Span.optional(),
  site: z.string().optional(),
  specialCircumstance: z.string().optional(),
  judgement: z.object({ necessity: Point, feasibility: Point, effectiveness: Point, by: z.string(), at: z.string() }).optional(),
  tasks: z.array(TaskView),
  invited: z.array(z.string()).optional(),
  proposedAt: z.string(),
  startedAt: z.string().optional(),
  closedAt: z.string().optional(),
  endedBecause: z.string().optional(),
  supersededBy: z.string().optional(),
  version: z.number(),
  acts: z.array(z.string()),
  handlings: z.array(HandlingView).optional(),
  proposals: z.array(z.object({ from: z.string(), to: z.string(), site: z.string(), crews: z.record(z.string(), z.array(z.string())).optional() })).optional(),
  answers: z.array(AnswerView).optional(),
  presences: z.array(PresenceView).optional(),
  procedures: z.array(z.object({ code: z.string(), edition: z.string() })).optional(),
  warnings: z.array(z.object({ code: z.string(), clause: z.string().optional(), facts: z.record(z.string(), z.union([z.string(), z.number()])).optional() })).optional(),
  missing: z.array(z.string()).optional(),
  /** Parties the others may go on without: their liaison officers were called in vain (GV-06). */
  overdue: z.array(z.string()).optional(),
  /** What lies in a box that several declarations share, with each agency's decision on it; of a trader only the own (TM-06). */
  lots: z.array(z.object({ key: z.string(), declaration: z.string(), number: z.string(), lines: z.array(z.int()), decisions: z.record(z.string(), z.object({ code: z.string(), effect: Effect })) })).optional(),
})
export type InspectionView = z.infer<typeof InspectionView>

const isoOr = <Key extends string>(key: Key, moment: Instant | undefined): { [K in Key]?: string } => (moment === undefined ? {} : ({ [key]: toIso(moment) } as { [K in Key]: string }))
const spanOf = ({ from, to }: { from: Instant; to: Instant }): { from: string; to: string } => ({ from: toIso(from), to: toIso(to) })

function doneView({ at, evidence, ...done }: DutyDone): NonNullable<z.infer<typeof DutyView>['done']> {
  return { ...done, at: toIso(at), ...(evidence === undefined ? {} : { evidence: [...evidence] }) }
}

function taskView(task: Task): z.infer<typeof TaskView> {
  return {
    agency: task.agency,
    directives: [...task.directives],
    duties: task.duties.map(({ done, ...duty }) => ({ ...duty, ...(done === undefined ? {} : { done: doneView(done) }) })),
    crew: [...task.crew],
    ...(task.confirmed === undefined ? {} : { confirmed: { ...task.confirmed, at: toIso(task.confirmed.at) } }),
    ...(task.disposition === undefined ? {} : { disposition: { ...task.disposition, at: toIso(task.disposition.at) } }),
    ...(task.lots === undefined ? {} : { lots: Object.entries(task.lots).map(([key, decision]) => ({ key, disposition: { ...decision, at: toIso(decision.at) } })) }),
  }
}

function lotView(lot: Lot, inspection: Inspection): NonNullable<InspectionView['lots']>[number] {
  const decisions = Object.fromEntries(inspection.tasks.flatMap((task) => {
    const decision = dispositionOn(task, lot.declaration)
    return decision === undefined ? [] : [[task.agency, { code: decision.code, effect: decision.effect }]]
  }))
  return { key: lotKey(lot.declaration), declaration: lot.declaration, number: lot.number, lines: [...lot.lines], decisions }
}

/** What an agency has decided on declarations together: the gravest; on everything where the inspection is of no declaration. */
function decidedOn(task: Task, declarations: readonly string[] | undefined): Disposition | undefined {
  return declarations === undefined ? task.disposition : gravest(declarations.flatMap((declaration) => dispositionOn(task, declaration) ?? []))
}

/**
 * A task as a trader or an operator reads it: who, and whether it has said yes and decided; never what is looked for, found or by whom (LB-09). `mine`: a
 * trader's own declarations, of which alone the decision is told (TM-06).
 */
function permittedTask(task: Task, mine: readonly string[] | undefined): z.infer<typeof TaskView> {
  const decision = decidedOn(task, mine)
  const nobody = { by: task.agency, name: task.agency }
  return {
    agency: task.agency,
    directives: [],
    duties: [],
    crew: [],
    ...(task.confirmed === undefined ? {} : { confirmed: { ...nobody, at: toIso(task.confirmed.at) } }),
    ...(decision === undefined ? {} : { disposition: { code: decision.code, effect: decision.effect, by: task.agency, at: toIso(decision.at) } }),
  }
}

function handlingView({ at, ...handling }: Handling): z.infer<typeof HandlingView> {
  return { ...handling, at: toIso(at) }
}

const isOwn = (answer: Answer, actor: Actor): boolean => answer.side.code === (answer.side.kind === 'enterprise' ? actor.enterprise : answer.side.kind === 'site' ? actor.site : actor.agency)

/** An answer as its own side and the agencies read it; others learn what was said of time and place, not why nor by whom. */
function answerView(answer: Answer, whole: boolean): z.infer<typeof AnswerView> {
  return {
    side: { ...answer.side },
    said: answer.said,
    ...(answer.slot === undefined ? {} : { slot: spanOf(answer.slot) }),
    ...(answer.site === undefined ? {} : { site: answer.site }),
    ...(whole && answer.reason !== undefined ? { reason: answer.reason } : {}),
    name: whole ? answer.name : answer.side.code,
    at: toIso(answer.at),
  }
}

/** Shows an inspection to an actor; `own`: the declarations of the actor's enterprise among those of the inspection, of which alone a trader is told. */
export function inspectionView(inspection: Inspection, actor: Actor, more: { readonly handlings?: readonly Handling[]; readonly proposals?: readonly CrewedSlot[]; readonly answers?: readonly Answer[]; readonly missing?: readonly string[]; readonly overdue?: readonly string[]; readonly presences?: readonly Presence[]; readonly terms?: KeptTerms | undefined; readonly lots?: readonly Lot[]; readonly own?: ReadonlySet<string> } = {}): InspectionView {
  const full = maySeeTasks(actor)
  const mine = sightOf(actor) === 'enterprise' ? inspection.declarations.filter((id) => more.own?.has(id) === true) : undefined
  const { judgement } = inspection
  return {
    port: inspection.port,
    id: inspection.id,
    kind: inspection.kind,
    state: inspection.state,
    ...(full && inspection.collision !== undefined ? { collision: inspection.collision } : {}),
    object: { ...inspection.object },
    declarations: [...(mine ?? inspection.declarations)],
    parties: full ? [...inspection.parties] : inspection.parties.filter((party) => party === actor.enterprise),
    desk: inspection.desk,
    window: spanOf(inspection.window),
    ...(inspection.slot === undefined ? {} : { slot: spanOf(inspection.slot) }),
    ...(inspection.site === undefined ? {} : { site: inspection.site }),
    ...(full && inspection.specialCircumstance !== undefined ? { specialCircumstance: inspection.specialCircumstance } : {}),
    ...(full && judgement !== undefined ? { judgement: { necessity: judgement.necessity, feasibility: judgement.feasibility, effectiveness: judgement.effectiveness, by: judgement.by, at: toIso(judgement.at) } } : {}),
    tasks: inspection.tasks.map((task) => (full ? taskView(task) : permittedTask(task, inspection.declarations.length === 0 ? undefined : mine))),
    proposedAt: toIso(inspection.proposedAt),
    ...isoOr('startedAt', inspection.startedAt),
    ...isoOr('closedAt', inspection.closedAt),
    ...(full && inspection.endedBecause !== undefined ? { endedBecause: inspection.endedBecause } : {}),
    ...(inspection.supersededBy === undefined ? {} : { supersededBy: inspection.supersededBy }),
    version: inspection.version,
    acts: actsFor(actor, inspection),
    ...(full && more.handlings !== undefined ? { handlings: more.handlings.map(handlingView) } : {}),
    ...(full && inspection.invited !== undefined ? { invited: [...inspection.invited] } : {}),
    ...(more.lots === undefined ? {} : { lots: more.lots.filter((lot) => full || lot.declarant === actor.enterprise).map((lot) => lotView(lot, inspection)) }),
    ...(full && more.missing !== undefined ? { missing: [...more.missing] } : {}),
    ...(full && more.overdue !== undefined && more.overdue.length > 0 ? { overdue: [...more.overdue] } : {}),
    ...(more.proposals === undefined ? {} : { proposals: more.proposals.map(({ crews, ...slot }) => ({ ...spanOf(slot), site: slot.site, ...(full && Object.keys(crews).length > 0 ? { crews: Object.fromEntries(Object.entries(crews).map(([agency, crew]) => [agency, [...crew.members]])) } : {}) })) }),
    ...(full && more.presences !== undefined ? { presences: more.presences.map(({ id: _id, inspection: _of, by: _by, slotFrom, at, ...presence }) => ({ ...presence, slotFrom: toIso(slotFrom), at: toIso(at) })) } : {}),
    ...(full && more.terms !== undefined ? { procedures: more.terms.procedures.map((each) => ({ ...each })), warnings: more.terms.warnings.map(({ code, clause, facts }) => ({ code, ...(clause === undefined ? {} : { clause }), ...(facts === undefined ? {} : { facts: { ...facts } }) })) } : {}),
    ...(more.answers === undefined ? {} : { answers: more.answers.filter((answer) => full || isOwn(answer, actor) || answer.side.kind === 'agency').map((answer) => answerView(answer, full || isOwn(answer, actor))) }),
  }
}
