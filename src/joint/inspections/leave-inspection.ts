import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { ok } from '../../kernel/result.ts'
import { findDirectives, type Directive } from '../directives/public.ts'
import { answersDueJob } from './answers-due.ts'
import { plainText } from './bodies.ts'
import type { Decision } from './domain/decide.ts'
import type { Inspection, Person, Task } from './domain/inspection.ts'
import { pointText } from './domain/event.ts'
import { neededTime } from './domain/needed-time.ts'
import { inspectionFacts } from './inspection-facts.ts'
import { recipientsOf, tell } from './inspection-notices.ts'
import { agencyAnswer, type Seen, type Step, type Told } from './step.ts'

/** A party's no; the reason may be missing only so that the refusal can say so (DC-07). */
export const DeclineInspection = z.strictObject({ id: z.uuid().optional(), reason: plainText(500).optional() })
export type DeclineInspection = z.infer<typeof DeclineInspection>

const Point = z.strictObject({ yes: z.boolean(), reason: plainText(500).optional() })
/** Necessity, feasibility, effectiveness (DC-08). */
export const JudgeInspection = z.strictObject({ id: z.uuid().optional(), necessity: Point, feasibility: Point, effectiveness: Point })
export type JudgeInspection = z.infer<typeof JudgeInspection>

/** A task that goes on by itself: the same directives, checklist and object, needed when its own directives say, with the joint slot as a suggestion. */
function alone({ context }: Seen, inspection: Inspection, task: Task, directives: readonly Directive[]): Inspection {
  const { confirmed: _joint, ...rest } = task
  const { port, object, declarations, parties, slot, site } = inspection
  const window = neededTime(inspection, directives.filter(({ id }) => task.directives.includes(id)))
  return {
    ...{ port, id: context.newId(), kind: 'single', state: 'proposed', object, declarations, parties, desk: false, window },
    ...(slot === undefined ? {} : { slot }),
    ...(site === undefined ? {} : { site }),
    ...{ tasks: [rest], proposedAt: context.now, version: 1 },
  }
}

/** Gives every task that leaves an inspection of its own, moves its directives there and tells everybody, the trader and the site of each look there is now (DC-06). `isApart` says whose directives meet nobody any more. */
export async function goOnAlone(seen: Seen, { inspection, leaving = [] }: Decision, type: string, facts: Readonly<Record<string, string>>, isApart: (agency: string) => boolean): Promise<Told> {
  const directives = await findDirectives(seen.tx, inspection.port, leaving.flatMap((task) => [...task.directives]))
  const created = leaving.filter((task) => task.directives.length > 0).map((task) => ({ task, single: alone(seen, inspection, task, directives) }))
  const over = inspection.state === 'declined'
  // Everybody who is left had said yes: they are waited for at its time from now on.
  const agreedNow = inspection.state === 'agreed' && seen.inspection.state !== 'agreed'
  const at = toIso(seen.context.now)
  return {
    ...(over ? {} : { gone: leaving.map((task) => task.agency) }),
    parts: inspection.startedAt === undefined,
    placed: created.flatMap(({ task, single }) => task.directives.map((id) => ({ id, inspection: single.id, state: isApart(task.agency) ? ('apart' as const) : ('open' as const) }))),
    created: created.map(({ single }) => single),
    ...(agreedNow && inspection.kind !== 'single' && inspection.slot !== undefined ? { jobs: [answersDueJob(inspection.port, inspection.id, inspection.slot.from)] } : {}),
    facts: created.flatMap(({ single }) =>
      inspectionFacts(single, [{ type: 'InspectionProposed', payload: { kind: 'single', object: { ...single.object }, agencies: single.tasks.map((task) => task.agency), directives: single.tasks.flatMap((task) => [...task.directives]), partedFrom: inspection.id, at } }]),
    ),
    notices: [
      ...tell(inspection, type, facts, [...recipientsOf(inspection), ...(over ? [] : leaving.map((task) => ({ kind: 'agency', code: task.agency }) as const))]),
      ...(agreedNow ? tell(inspection, 'InspectionAgreed') : []),
      ...created.flatMap(({ single }) => tell(single, 'InspectionRequired', {}, recipientsOf(single).filter(({ kind }) => kind !== 'agency'))),
    ],
  }
}

const personOf = (by: Person): string => `${by.name} (${by.agency})`

/** A party declines to join, with reason and person (DC-07); it goes on alone, and the others together where two or more are left. */
export const declining: Step<DeclineInspection> = {
  alone: true,
  look: (_seen, { reason }) => Promise.resolve(ok({ act: 'decline' as const, reason })),
  async tell(seen, { reason = '' }, decision) {
    const { by } = seen
    // What has begun meets nobody any more: only the rest of it is left to do.
    const apart = (agency: string): boolean => agency === by.agency || decision.inspection.startedAt !== undefined
    return { ...(await goOnAlone(seen, decision, 'JointDeclined', { agency: by.agency, person: personOf(by), reason }, apart)), answers: [agencyAnswer(seen, { said: 'no', reason })] }
  },
}

/** A coordinator judges whether the joint inspection is needed, possible and of use (DC-08); a no keeps it from being scheduled. */
export const judging: Step<JudgeInspection> = {
  alone: true,
  look(_seen, { necessity, feasibility, effectiveness }) {
    const clean = ({ yes, reason }: z.infer<typeof Point>): ReturnType<typeof pointText> => pointText(reason === undefined ? { yes } : { yes, reason })
    return Promise.resolve(ok({ act: 'judge' as const, judgement: { necessity: clean(necessity), feasibility: clean(feasibility), effectiveness: clean(effectiveness) } }))
  },
  tell: (seen, _body, decision) =>
    decision.leaving?.length === 0 ? {} : goOnAlone(seen, decision, 'JointJudgedAgainst', { person: personOf(seen.by), reason: decision.inspection.endedBecause ?? '' }, () => true),
}
