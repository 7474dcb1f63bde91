import type { Instant } from '../../../kernel/instant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { happened, spanText, type Decided, type InspectionEvent } from './event.ts'
import { findTask, refuseAct, type Inspection, type Person } from './inspection.ts'
import { happenedToRest, type Parted } from './leave.ts'

/**
 * A session stops before its end (DC-09, JI-20): what was done stays done, and everybody is asked for another time. From there every way of an
 * arrangement is open: agree and go on, decline and go on alone, judge. Nothing is let go by it.
 */
export function interrupt(inspection: Inspection, by: Person, reason: string, now: Instant): Result<Decided> {
  const impossible = refuseAct(inspection, 'interrupt')
  if (impossible !== undefined) return refuse(impossible)
  const open = inspection.tasks.flatMap((task) => task.duties.filter((duty) => duty.done === undefined).map((duty) => ({ agency: task.agency, duty: duty.code })))
  const stopped: InspectionEvent = { type: 'SessionInterrupted', payload: { agency: by.agency, person: by.name, reason, slot: spanText(inspection.slot), open } }
  return ok(happened(inspection, [stopped], by, now))
}

/**
 * The others go on without a party whose clock has run out although its liaison officers were called (GV-06, JI-20): a coordinator says so, with
 * the reason. The party's task goes on by itself with everything it still has to do; nothing is answered or consented to in its name. `overdue`
 * are the parties of which that may be said now.
 */
export function proceed(inspection: Inspection, by: Person, agency: string, reason: string, overdue: readonly string[], now: Instant): Result<Parted> {
  const impossible = refuseAct(inspection, 'proceed') ?? (inspection.kind === 'single' ? { code: 'inspections/nothing-to-decline' } : undefined)
  if (impossible !== undefined) return refuse(impossible)
  const task = findTask(inspection, agency)
  if (task === undefined) return refuse({ code: 'inspections/not-a-party', pointer: '/agency', facts: { agency } })
  if (!overdue.includes(agency)) return refuse<Refusal>({ code: 'inspections/not-overdue', pointer: '/agency', facts: { agency, overdue: overdue.join(', ') || '–' }, clause: 'GV-06' })
  const without: InspectionEvent = { type: 'ProceededWithout', payload: { agency, coordinator: by.agency, person: by.name, reason, staying: inspection.tasks.map((each) => each.agency).filter((each) => each !== agency) } }
  return ok({ ...happenedToRest(inspection, [without], by, now), leaving: [task] })
}
