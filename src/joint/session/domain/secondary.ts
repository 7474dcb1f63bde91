import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { isChecklistClosed, type Inspection, type Task } from '../../inspections/domain/inspection.ts'
import { overall } from '../../inspections/domain/lots.ts'

/** How what was found is handled in the back office: each agency by itself, or all that found something in one case. */
export type SecondaryMode = 'separate' | 'joint'

/** Cases to open, each with the agencies that handle it, and the agencies that are done. */
export interface Secondary {
  readonly cases: readonly (readonly string[])[]
  readonly released: readonly string[]
}

/**
 * Agencies that go on (必须进一步检查或一般检查发现问题): those that found a problem in their own part, where what another found for them counts for the
 * finder, and those that hold the goods to look further.
 */
export function findersIn(inspection: Inspection): string[] {
  const found = inspection.tasks.flatMap((task) => task.duties.flatMap((duty) => (duty.done?.outcome === 'problem' ? [duty.done.agency] : [])))
  const holding = inspection.tasks.flatMap((task) => (overall(task)?.effect === 'hold' ? [task.agency] : []))
  return [...new Set([...found, ...holding])].sort()
}

/**
 * Secondary handling (转至后台分别或联合处置, JI-15): several that found something go on jointly, or by themselves with a reason; where one did, it
 * goes on alone and the others are released. Not before every checklist is closed: nobody is released who may still find something.
 */
export function secondaryOf(inspection: Inspection, mode: SecondaryMode, reason: string | undefined): Result<Secondary> {
  const [open, ...more] = inspection.tasks.filter((task) => !isChecklistClosed(task)).map(openOf)
  if (open !== undefined) return refuse(open, ...more)
  const finders = findersIn(inspection)
  const released = inspection.tasks.map((task) => task.agency).filter((agency) => !finders.includes(agency))
  if (finders.length === 0) return refuse<Refusal>({ code: 'session/nothing-found', clause: 'JI-15' })
  if (mode === 'joint' && finders.length === 1) return refuse<Refusal>({ code: 'session/nobody-to-join', pointer: '/mode', facts: { agency: finders.join() }, clause: 'JI-15' })
  if (mode === 'separate' && finders.length > 1 && (reason ?? '').trim() === '') return refuse<Refusal>({ code: 'session/separate-needs-reason', pointer: '/reason', facts: { agencies: finders.join(', ') }, clause: 'JI-15' })
  return ok({ cases: mode === 'joint' ? [finders] : finders.map((agency) => [agency]), released })
}

function openOf({ agency, duties }: Task): Refusal {
  return { code: 'inspections/checklist-open', agency, facts: { agency, open: duties.filter((duty) => duty.done === undefined).map((duty) => duty.code).join(', ') }, clause: 'JI-15' }
}

/** Why an agency may not let the goods go yet: its part of what went to the back office is not concluded (JI-15). `left`: agencies of open cases whose part is. */
export function refuseWhileOpen(agency: string, left: readonly string[]): Refusal[] {
  return left.includes(agency) ? [{ code: 'inspections/secondary-open', agency, facts: { agency }, clause: 'JI-15' }] : []
}
