import type { Work } from '../../../clear/release/public.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { Method, ObjectKind } from '../../../kernel/pack.ts'
import { isChecklistClosed, type Inspection, type Task } from './inspection.ts'
import { dispositionOn } from './lots.ts'

/** A look at an object that the assessment of a declaration wants of an agency; `floor`: of goods the safety floor holds (RR-22). */
export interface WantedLook {
  /** Id of the directive it becomes. */
  readonly id: string
  readonly agency: string
  readonly object: { readonly kind: ObjectKind; readonly ref: string }
  readonly methods: readonly Method[]
  readonly floor: boolean
}

/** A directive that has come in, as far as it can answer a wanted look. */
export interface AskedLook extends Omit<WantedLook, 'floor'> {
  readonly withdrawn: boolean
}

/** Whether anything was looked at: a duty that was done, not owned up to as left out (LB-08). */
export function hasLooked(task: Pick<Task, 'duties'>): boolean {
  return task.duties.some(({ done }) => done !== undefined && done.outcome !== 'omitted')
}

/** When the agency last looked at the goods themselves by this task: papers, and what was left out or not needed, are no look. */
function lastLook(task: Pick<Task, 'duties'>): Instant | undefined {
  const looks = task.duties.flatMap(({ code, kind, done }) => (kind === 'method' && code !== 'documents' && (done?.outcome === 'ok' || done?.outcome === 'problem') ? [done.at] : []))
  return looks.reduce<Instant | undefined>((latest, at) => (latest === undefined || at > latest ? at : latest), undefined)
}

/** What release sees of an agency's task: its decision on the goods of this declaration, which may lie in a box with others (TM-06). */
function workOf(inspection: Inspection, task: Task, declaration: string): Work {
  const disposition = dispositionOn(task, declaration)
  const sample = task.duties.find((duty) => duty.code === 'sample')
  const lookedAt = lastLook(task)
  return {
    agency: task.agency,
    about: inspection.id,
    methods: task.duties.flatMap((duty) => (duty.kind === 'method' ? [duty.code as Method] : [])),
    sample: sample === undefined ? 'none' : sample.done === undefined || sample.done.outcome === 'omitted' ? 'due' : 'taken',
    finished: inspection.state === 'closed' && isChecklistClosed(task),
    ...(disposition === undefined ? {} : { effect: disposition.effect, code: disposition.code }),
    ...(lookedAt === undefined ? {} : { lookedAt }),
  }
}

/** Whether the agency has come back for what it left out altogether: a later inspection of the same object asks for all of it. */
function isTakenUpAgain(inspection: Inspection, task: Task, inspections: readonly Inspection[]): boolean {
  if (inspection.state !== 'closed' || task.disposition !== undefined || task.lots !== undefined || hasLooked(task)) return false
  const again = inspections.filter((other) => other.object.key === inspection.object.key && other.proposedAt > inspection.proposedAt).flatMap((other) => other.tasks.filter(({ agency }) => agency === task.agency))
  return again.some(({ duties }) => task.duties.every(({ code }) => duties.some((duty) => duty.code === code)))
}

const sameObject = (a: AskedLook, b: WantedLook): boolean => a.agency === b.agency && a.object.kind === b.object.kind && a.object.ref === b.object.ref

/** Methods of a wanted look that nobody is asked for any more, or that the floor wants and its agency has left out. */
function missingOf(wanted: WantedLook, asked: readonly AskedLook[], tasks: readonly Task[]): readonly Method[] {
  const standing = asked.filter((directive) => !directive.withdrawn && sameObject(directive, wanted))
  const ids = new Set(standing.map(({ id }) => id))
  const answering = tasks.filter((task) => task.agency === wanted.agency && task.directives.some((id) => ids.has(id)))
  const isLookedAt = (method: Method): boolean => answering.some(({ duties }) => duties.some(({ code, done }) => code === method && done !== undefined && done.outcome !== 'omitted' && done.outcome !== 'not-needed'))
  return wanted.methods.filter((method) => !standing.some((directive) => directive.methods.includes(method)) || (wanted.floor && !isLookedAt(method)))
}

/**
 * All work on the goods of a declaration: every task of the inspections that stand, and every look its assessment wants that is not asked for: not yet, for
 * its directive is on its way, or not any more, for it was withdrawn or cut down and nothing of the agency's on the same object took its place (DC-12).
 * What the safety floor wants stays outstanding until it has been looked at, whatever is decided (RR-22).
 */
export function worksOn(declaration: string, wanted: readonly WantedLook[], asked: readonly AskedLook[], inspections: readonly Inspection[]): Work[] {
  const own = inspections.filter((inspection) => inspection.declarations.includes(declaration))
  const tasks = own.flatMap((inspection) => inspection.tasks)
  return [
    ...own.flatMap((inspection) => inspection.tasks.filter((task) => !isTakenUpAgain(inspection, task, own)).map((task) => workOf(inspection, task, declaration))),
    ...wanted.flatMap(({ id, agency, methods, ...look }): Work[] => (missingOf({ id, agency, methods, ...look }, asked, tasks).length === 0 ? [] : [{ agency, about: id, methods, sample: 'none', finished: false }])),
  ]
}
