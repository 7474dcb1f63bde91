import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { agencyAnswer, takeInspection, writeOutcome, type Acting, type Outcome } from './act.ts'
import { plainText } from './bodies.ts'
import type { Person } from './domain/agree.ts'
import type { Inspection, Task } from './domain/inspection.ts'
import { decline, judge, type Parted } from './domain/leave.ts'
import { inspectionFacts } from './inspection-facts.ts'
import { recipientsOf, tell } from './inspection-notices.ts'

/** A party's no; the reason may be missing only so that the refusal can say so (DC-07). */
export const DeclineInspection = z.strictObject({ id: z.uuid().optional(), reason: plainText(500).optional() })
export type DeclineInspection = z.infer<typeof DeclineInspection>

const Point = z.strictObject({ yes: z.boolean(), reason: plainText(500).optional() })
/** Necessity, feasibility, effectiveness (DC-08). */
export const JudgeInspection = z.strictObject({ id: z.uuid().optional(), necessity: Point, feasibility: Point, effectiveness: Point })
export type JudgeInspection = z.infer<typeof JudgeInspection>

/** A task that goes on by itself: the same directives, checklist and object, with the joint slot as a suggestion. */
function alone(inspection: Inspection, task: Task, acting: Acting): Inspection {
  const { context } = acting
  const { confirmed: _joint, ...rest } = task
  return {
    port: inspection.port,
    id: context.newId(),
    kind: 'single',
    state: 'proposed',
    object: inspection.object,
    declarations: inspection.declarations,
    parties: inspection.parties,
    desk: false,
    window: inspection.window,
    ...(inspection.slot === undefined ? {} : { slot: inspection.slot }),
    ...(inspection.site === undefined ? {} : { site: inspection.site }),
    tasks: [rest],
    proposedAt: context.now,
    version: 1,
  }
}

/** Gives every task that leaves an inspection of its own, moves its directives there and tells everybody. `isApart` says whose directives meet nobody any more. */
export async function part(acting: Acting, parted: Parted, type: string, facts: Readonly<Record<string, string>>, isApart: (agency: string) => boolean, noted: Pick<Outcome, 'answers' | 'presences'> = {}): Promise<Inspection> {
  const { inspection, leaving } = parted
  const created = leaving.filter((task) => task.directives.length > 0).map((task) => ({ task, single: alone(inspection, task, acting) }))
  return writeOutcome(acting, {
    changed: [parted],
    ...noted,
    ...(inspection.state === 'declined' ? {} : { gone: leaving.map((task) => task.agency) }),
    placed: created.flatMap(({ task, single }) => task.directives.map((id) => ({ id, inspection: single.id, state: isApart(task.agency) ? ('apart' as const) : ('open' as const) }))),
    created: created.map(({ single }) => single),
    facts: created.flatMap(({ single }) =>
      inspectionFacts(single, [{ type: 'InspectionProposed', payload: { kind: 'single', object: { ...single.object }, agencies: single.tasks.map((task) => task.agency), directives: single.tasks.flatMap((task) => [...task.directives]), partedFrom: inspection.id, at: toIso(acting.context.now) } }]),
    ),
    notices: tell(inspection, type, facts, [...recipientsOf(inspection), ...(inspection.state === 'declined' ? [] : leaving.map((task) => ({ kind: 'agency', code: task.agency }) as const))]),
  })
}

const personOf = (by: Person): string => `${by.name} (${by.agency})`

/** A party declines to join, with reason and person (DC-07); it goes on alone, and the others together where two or more are left. */
export async function declineInspection(acting: Acting, body: DeclineInspection): Promise<Result<Inspection>> {
  const found = await takeInspection(acting, 'decline', true)
  if (!found.ok) return found
  const { inspection, by } = found.value
  const decided = decline(inspection, by, body.reason, acting.context.now)
  if (!decided.ok) return decided
  return ok(await part(acting, decided.value, 'JointDeclined', { agency: by.agency, person: personOf(by), reason: body.reason ?? '' }, (agency) => agency === by.agency, { answers: [agencyAnswer(acting, inspection, by, { said: 'no', reason: body.reason ?? '' })] }))
}

/** A coordinator judges whether the joint inspection is needed, possible and of use (DC-08); a no keeps it from being scheduled. */
export async function judgeInspection(acting: Acting, body: JudgeInspection): Promise<Result<Inspection>> {
  const found = await takeInspection(acting, 'judge', true)
  if (!found.ok) return found
  const { inspection, by } = found.value
  const { necessity, feasibility, effectiveness } = body
  const clean = ({ yes, reason }: z.infer<typeof Point>): { yes: boolean; reason?: string } => ({ yes, ...(reason === undefined ? {} : { reason }) })
  const decided = judge(inspection, { necessity: clean(necessity), feasibility: clean(feasibility), effectiveness: clean(effectiveness), by: by.name, at: acting.context.now })
  if (!decided.ok) return decided
  if (decided.value.leaving.length === 0) return ok(await writeOutcome(acting, { changed: [decided.value] }))
  return ok(await part(acting, decided.value, 'JointJudgedAgainst', { person: personOf(by), reason: decided.value.inspection.endedBecause ?? '' }, () => true))
}
