import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { findDirectives, type Directive } from '../directives/public.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { mergeWork, overlapsOf, type Overlap, type PlannedTask, type WorkPlan } from './domain/merge-work.ts'
import { findSettled } from './store.ts'

/** The tasks of an inspection with the powers that its directives rest on. An agency the pack requires without its asking rests on the power the pack names for it. */
function plannedTasks(directives: readonly Directive[], pack: Pack, inspection: Inspection): PlannedTask[] {
  return inspection.tasks.map((task) => {
    const codes = new Set([...directives.filter((directive) => task.directives.includes(directive.id)).map((directive) => directive.power), ...(task.power === undefined ? [] : [task.power])])
    const powers = pack.powers.filter((power) => codes.has(power.code)).map(({ code, clause, methods }) => ({ code, clause, methods }))
    return { agency: task.agency, duties: task.duties.map(({ code, kind }) => ({ code, kind })), powers }
  })
}

const rulesAt = (pack: Pack, now: Instant): Pack['methods'] => pack.methods.filter((rule) => inForce(rule, now))

/** The one list of steps of an inspection as it stands now (JI-09…JI-11, LB-03). */
export async function workPlanOf(db: Queryable, pack: Pack, inspection: Inspection, now: Instant): Promise<WorkPlan> {
  const settled = await findSettled(db, inspection.port, [inspection.id])
  const directives = await findDirectives(db, inspection.port, inspection.tasks.flatMap((task) => [...task.directives]))
  return mergeWork(plannedTasks(directives, pack, inspection), rulesAt(pack, now), pack.methodConflicts.filter((conflict) => inForce(conflict, now)), settled)
}

/** Who does what several parties of inspections of one port list, as they settled it: for each inspection the agency by the code of the work (LB-03). Whoever is no party any more does nothing. */
export async function responsibleIn(db: Queryable, port: string, inspections: readonly Inspection[]): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const settled = await findSettled(db, port, inspections.map(({ id }) => id))
  const lists = ({ tasks }: Inspection, agency: string, code: string): boolean => tasks.some((task) => task.agency === agency && task.duties.some((duty) => duty.code === code))
  return new Map(
    inspections.map((one) => [one.id, new Map(settled.flatMap(({ inspection, code, agency }): [string, string][] => (inspection === one.id && agency !== undefined && lists(one, agency, code) ? [[code, agency]] : [])))]),
  )
}

/** What several parties of an inspection list. Needs no look at the directives: asked before every opening. */
export async function overlapsIn(db: Queryable, pack: Pack, inspection: Inspection, now: Instant): Promise<Overlap[]> {
  const tasks = inspection.tasks.map((task) => ({ agency: task.agency, duties: task.duties, powers: [] }))
  const rules = rulesAt(pack, now)
  return overlapsOf(tasks, rules, []).length === 0 ? [] : overlapsOf(tasks, rules, await findSettled(db, inspection.port, [inspection.id]))
}
