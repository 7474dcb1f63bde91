import { toIso, type Instant } from '../../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { happened, judgedPoints, pointText, spanText, type Decided, type InspectionEvent } from './event.ts'
import { findTask, isArranging, refuseAct, stateOfRest, withRequired, type Inspection, type InspectionFact, type Judgement, type Person, type Task } from './inspection.ts'

/** An act after which some tasks go on by themselves: each becomes a single inspection with a new id. */
export interface Parted extends Decided {
  readonly leaving: readonly Task[]
}

/** What is agreed now because everybody who is left had said yes: as much a fact as where the last of them says it (DC-09). Undefined where nothing changed in that. */
function agreedByRest(before: Inspection, after: Inspection): Extract<InspectionEvent, { type: 'InspectionAgreed' }> | undefined {
  if (after.state !== 'agreed' || before.state === 'agreed') return undefined
  return { type: 'InspectionAgreed', payload: { slot: spanText(after.slot), site: after.site ?? '–', agencies: after.tasks.map(({ agency }) => agency) } }
}

/** What happened, and where everybody who is left had said yes, that it is agreed (DC-09). */
export function happenedToRest(inspection: Inspection, facts: readonly InspectionEvent[], by: Pick<Person, 'id' | 'name'>, now: Instant): Decided {
  const agreed = agreedByRest(inspection, happened(inspection, facts, by, now).inspection)
  return happened(inspection, agreed === undefined ? facts : [...facts, agreed], by, now)
}

/**
 * A party declines to join (能联尽联, DC-07): only with a reason, by a named person. Two or more others go on together where one of them asked for it;
 * otherwise the joint inspection is over and everyone who asked looks alone.
 */
export function decline(inspection: Inspection, by: Person, reason: string | undefined, now: Instant): Result<Parted> {
  const impossible = refuseAct(inspection, 'decline') ?? (inspection.kind === 'single' ? { code: 'inspections/nothing-to-decline' } : undefined)
  if (impossible !== undefined) return refuse(impossible)
  const task = findTask(inspection, by.agency)
  if (task === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency: by.agency } })
  if (reason === undefined || reason.trim() === '') return refuse({ code: 'inspections/reason-required', pointer: '/reason', clause: 'DC-07' })

  const others = inspection.tasks.filter((other) => other.agency !== by.agency)
  // Who is only called to every boarding does not go aboard where nobody is left who asked for it (JI-04).
  const staying = others.some(({ directives }) => directives.length > 0) ? others.map((other) => other.agency) : []
  const said: InspectionEvent = { type: 'JointInspectionDeclined', payload: { agency: by.agency, person: by.name, reason, staying, at: toIso(now) } }
  return ok({ ...happenedToRest(inspection, [said], by, now), leaving: staying.length > 1 ? [task] : inspection.tasks })
}

/** The three judgements of a coordinator (DC-08). A no needs its reason and keeps the joint inspection from being scheduled: the parties look alone. */
export function judge(inspection: Inspection, judgement: Judgement): Result<Parted> {
  const impossible = refuseAct(inspection, 'judge') ?? (inspection.kind === 'single' ? { code: 'inspections/nothing-to-decline' } : undefined)
  if (impossible !== undefined) return refuse(impossible)
  const failed = judgedPoints.filter((point) => !judgement[point].yes)
  const [first, ...rest] = failed
    .filter((point) => (judgement[point].reason ?? '').trim() === '')
    .map((point) => ({ code: 'inspections/reason-required', pointer: `/${point}/reason`, clause: 'DC-08' }))
  if (first !== undefined) return refuse(first, ...rest)
  const { necessity, feasibility, effectiveness, by, at } = judgement
  const said: InspectionEvent = { type: 'JointInspectionJudged', payload: { necessity: pointText(necessity), feasibility: pointText(feasibility), effectiveness: pointText(effectiveness), failed } }
  return ok({ ...happened(inspection, [said], { id: '', name: by }, at), leaving: failed.length === 0 ? [] : inspection.tasks })
}

/** What is left of an inspection when a directive leaves it. */
export interface Lost {
  readonly inspection: Inspection
  readonly facts: readonly InspectionFact[]
  readonly became: 'single' | 'cancelled' | 'smaller'
}

const goesAboard = (task: Task, required: Pick<Task, 'duties'> | undefined): boolean => required?.duties.every(({ code }) => task.duties.some((duty) => duty.code === code)) === true

/**
 * A directive is withdrawn or changed (DC-12): it leaves its task, an empty task leaves the inspection. One agency left: the inspection is a
 * single one and keeps its slot, which may be re-planned. Nobody left: it is cancelled. Not once it has started. `required`: what the agency does at
 * every boarding (JI-04): it stays with that, and who goes aboard alone keeps it as long as it has anything to do there.
 */
export function withdraw(inspection: Inspection, directive: string, dutiesLeft: Task['duties'], why: string, required?: Pick<Task, 'duties' | 'power'>): Result<Lost> {
  if (!isArranging(inspection)) return refuse({ code: 'directives/inspection-started', facts: { state: inspection.state } })
  const tasks = inspection.tasks.flatMap((task): Task[] => {
    if (!task.directives.includes(directive)) return [task]
    const directives = task.directives.filter((id) => id !== directive)
    const stays = inspection.kind === 'boarding' ? required : undefined
    return directives.length === 0 && stays === undefined ? [] : [withRequired({ ...task, directives, duties: dutiesLeft }, stays ?? (goesAboard(task, required) ? required : undefined))]
  })
  const rest: Inspection = { ...inspection, tasks }
  const lost = (became: string): InspectionFact => ({ type: 'InspectionLostDirective', payload: { directive, became, agencies: tasks.map((task) => task.agency), reason: why } })
  const left = (became: 'single' | 'smaller', after: Inspection): Result<Lost> => {
    const agreed = agreedByRest(inspection, after)
    return ok({ inspection: after, facts: [lost(became), ...(agreed === undefined ? [] : [{ type: agreed.type, payload: { ...agreed.payload } }])], became })
  }
  if (tasks.every((task) => task.directives.length === 0)) return ok({ inspection: { ...inspection, state: 'cancelled', endedBecause: why }, facts: [lost('cancelled')], became: 'cancelled' })
  if (inspection.kind === 'joint' && tasks.length === 1) return left('single', { ...rest, kind: 'single', state: stateOfRest(rest) })
  return left('smaller', { ...rest, state: stateOfRest(rest) })
}
