import { toIso, type Instant } from '../../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import type { Person } from './agree.ts'
import { arranging, findTask, refuseAct, type Decided, type Inspection, type Judgement, type Task } from './inspection.ts'

/** An act after which some tasks go on by themselves: each becomes a single inspection with a new id. */
export interface Parted extends Decided {
  readonly leaving: readonly Task[]
}

/** Where arranging stands after somebody left: `agreed` when everybody who is still there had said yes. */
function stateOfRest(inspection: Inspection): Inspection['state'] {
  const yes = inspection.tasks.filter((task) => task.confirmed !== undefined).length
  return yes === 0 ? 'proposed' : yes === inspection.tasks.length ? 'agreed' : 'coordinating'
}

const end = (inspection: Inspection, state: 'declined' | 'cancelled', because: string): Inspection => ({ ...inspection, state, endedBecause: because })

/**
 * A party declines to join (能联尽联, DC-07): only with a reason, by a named person. Two or more others go on together;
 * otherwise the joint inspection is over and everyone looks alone.
 */
export function decline(inspection: Inspection, by: Person, reason: string | undefined, now: Instant): Result<Parted> {
  const impossible = refuseAct(inspection, 'decline') ?? (inspection.kind === 'single' ? { code: 'inspections/nothing-to-decline' } : undefined)
  if (impossible !== undefined) return refuse(impossible)
  const task = findTask(inspection, by.agency)
  if (task === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency: by.agency } })
  if (reason === undefined || reason.trim() === '') return refuse({ code: 'inspections/reason-required', pointer: '/reason', clause: 'DC-07' })

  const staying = inspection.tasks.filter((other) => other.agency !== by.agency)
  const facts = [{ type: 'JointInspectionDeclined', payload: { agency: by.agency, person: by.name, reason, staying: staying.map((other) => other.agency), at: toIso(now) } }]
  if (staying.length > 1) {
    const rest: Inspection = { ...inspection, tasks: staying }
    return ok({ inspection: { ...rest, state: stateOfRest(rest) }, facts, leaving: [task] })
  }
  return ok({ inspection: end(inspection, 'declined', reason), facts, leaving: inspection.tasks })
}

/** The three judgements of a coordinator (DC-08). A no needs its reason and keeps the joint inspection from being scheduled: the parties look alone. */
export function judge(inspection: Inspection, judgement: Judgement): Result<Parted> {
  const impossible = refuseAct(inspection, 'judge') ?? (inspection.kind === 'single' ? { code: 'inspections/nothing-to-decline' } : undefined)
  if (impossible !== undefined) return refuse(impossible)
  const points = ['necessity', 'feasibility', 'effectiveness'] as const
  const failed = points.filter((point) => !judgement[point].yes)
  const [first, ...rest] = failed
    .filter((point) => (judgement[point].reason ?? '').trim() === '')
    .map((point) => ({ code: 'inspections/reason-required', pointer: `/${point}/reason`, clause: 'DC-08' }))
  if (first !== undefined) return refuse(first, ...rest)
  const facts = [{ type: 'JointInspectionJudged', payload: { ...Object.fromEntries(points.map((point) => [point, { ...judgement[point] }])), failed } }]
  const judged: Inspection = { ...inspection, judgement }
  if (failed.length === 0) return ok({ inspection: judged, facts, leaving: [] })
  const why = failed.map((point) => `${point}: ${judgement[point].reason ?? ''}`).join('; ')
  return ok({ inspection: end(judged, 'declined', why), facts, leaving: inspection.tasks })
}

/**
 * A directive is withdrawn or changed (DC-12): it leaves its task, an empty task leaves the inspection. One agency left: the inspection is a
 * single one and keeps its slot, which may be re-planned. Nobody left: it is cancelled. Not once it has started.
 */
export function withdraw(inspection: Inspection, directive: string, dutiesLeft: Task['duties'], why: string): Result<Decided & { readonly became: 'single' | 'cancelled' | 'smaller' }> {
  if (!arranging.includes(inspection.state)) return refuse({ code: 'directives/inspection-started', facts: { state: inspection.state } })
  const tasks = inspection.tasks.flatMap((task): Task[] => {
    if (!task.directives.includes(directive)) return [task]
    const directives = task.directives.filter((id) => id !== directive)
    return directives.length === 0 ? [] : [{ ...task, directives, duties: dutiesLeft }]
  })
  const rest: Inspection = { ...inspection, tasks }
  const fact = (became: string): Decided['facts'] => [{ type: 'InspectionLostDirective', payload: { directive, became, agencies: tasks.map((task) => task.agency), reason: why } }]
  if (tasks.every((task) => task.directives.length === 0)) return ok({ inspection: end(inspection, 'cancelled', why), facts: fact('cancelled'), became: 'cancelled' })
  if (inspection.kind === 'joint' && tasks.length === 1) {
    return ok({ inspection: { ...rest, kind: 'single', state: stateOfRest(rest) }, facts: fact('single'), became: 'single' })
  }
  return ok({ inspection: { ...rest, state: stateOfRest(rest) }, facts: fact('smaller'), became: 'smaller' })
}
