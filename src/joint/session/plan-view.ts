import { z } from 'zod'
import { dutyOutcomes, type DutyOutcome, type Inspection } from '../inspections/domain/inspection.ts'
import type { WorkPlan } from './domain/merge-work.ts'
import type { AskedCheck } from './store.ts'

const Duty = z.object({ agency: z.string(), code: z.string(), outcome: z.enum(dutyOutcomes).optional() })

/** The one list of steps as parties read it, with how far each duty has come. */
export const PlanView = z.object({
  inspection: z.uuid(),
  openings: z.number(),
  weighings: z.number(),
  scans: z.number(),
  /** Openings, weighings and scans if each agency came by itself. */
  separately: z.number(),
  /** Nothing is left to settle before the opening. */
  settled: z.boolean(),
  steps: z.array(
    z.object({
      n: z.number(),
      code: z.string(),
      kind: z.enum(['method', 'check']),
      stage: z.enum(['papers', 'outside', 'inside', 'shut']),
      opening: z.number().optional(),
      serves: z.array(Duty),
      responsible: z.string(),
      basis: z.array(z.object({ agency: z.string(), power: z.string(), clause: z.string() })),
      skill: z.string(),
    }),
  ),
  overlaps: z.array(
    z.object({
      code: z.string(),
      kind: z.enum(['method', 'check']),
      agencies: z.array(z.string()),
      must: z.boolean(),
      proposed: z.string(),
      settled: z.object({ agency: z.string().optional(), apart: z.string().optional() }).optional(),
      /** An agency that was asked to do it for all and has not accepted: not yet, or with its reason not at all. */
      asked: z.object({ agency: z.string(), state: z.enum(['proposed', 'declined']), by: z.string(), reason: z.string().optional() }).optional(),
    }),
  ),
})
export type PlanView = z.infer<typeof PlanView>

function askedOf(asked: readonly AskedCheck[], code: string): Pick<PlanView['overlaps'][number], 'asked'> {
  const found = asked.find((one) => one.code === code)
  if (found === undefined) return {}
  const { code: _check, ...rest } = found
  return { asked: rest }
}

/** Shows a plan beside the state of the duties it serves. */
export function planView(plan: WorkPlan, inspection: Inspection, asked: readonly AskedCheck[]): PlanView {
  const outcome = (agency: string, code: string): { outcome?: DutyOutcome } => {
    const done = inspection.tasks.find((task) => task.agency === agency)?.duties.find((duty) => duty.code === code)?.done
    return done === undefined ? {} : { outcome: done.outcome }
  }
  const once = plan.steps.filter((step) => ['open', 'weigh', 'scan'].includes(step.code))
  return {
    inspection: inspection.id,
    openings: plan.openings,
    weighings: plan.weighings,
    scans: plan.scans,
    separately: once.reduce((sum, step) => sum + step.serves.length, 0),
    settled: plan.overlaps.every((overlap) => !overlap.must || overlap.settled !== undefined),
    steps: plan.steps.map((step) => ({ ...step, serves: step.serves.map((duty) => ({ ...duty, ...outcome(duty.agency, duty.code) })), basis: [...step.basis] })),
    overlaps: plan.overlaps.map(({ settled, ...overlap }) => ({
      ...overlap,
      agencies: [...overlap.agencies],
      ...askedOf(asked, overlap.code),
      ...(settled === undefined ? {} : { settled: { ...(settled.agency === undefined ? {} : { agency: settled.agency }), ...(settled.apart === undefined ? {} : { apart: settled.apart }) } }),
    })),
  }
}
