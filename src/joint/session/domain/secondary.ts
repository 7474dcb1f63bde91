import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import type { Inspection } from '../../inspections/domain/inspection.ts'

/** How what was found is handled in the back office: each agency by itself, or all that found something in one case. */
export type SecondaryMode = 'separate' | 'joint'

/** Cases to open, each with the agencies that handle it, and the agencies that are done. */
export interface Secondary {
  readonly cases: readonly (readonly string[])[]
  readonly released: readonly string[]
}

/** Agencies that found a problem in their own part. What another found for them counts for the finder. */
export function findersIn(inspection: Inspection): string[] {
  return [...new Set(inspection.tasks.flatMap((task) => task.duties.flatMap((duty) => (duty.done?.outcome === 'problem' ? [duty.done.agency] : []))))].sort()
}

/**
 * Secondary handling (转至后台分别或联合处置, JI-15): several that found something go on jointly, or by themselves with a reason; where one did, it
 * goes on alone and the others are released.
 */
export function secondaryOf(inspection: Inspection, mode: SecondaryMode, reason: string | undefined): Result<Secondary> {
  const finders = findersIn(inspection)
  const released = inspection.tasks.map((task) => task.agency).filter((agency) => !finders.includes(agency))
  if (finders.length === 0) return refuse<Refusal>({ code: 'session/nothing-found', clause: 'JI-15' })
  if (mode === 'joint' && finders.length === 1) return refuse<Refusal>({ code: 'session/nobody-to-join', pointer: '/mode', facts: { agency: finders.join() }, clause: 'JI-15' })
  if (mode === 'separate' && finders.length > 1 && (reason ?? '').trim() === '') return refuse<Refusal>({ code: 'session/separate-needs-reason', pointer: '/reason', facts: { agencies: finders.join(', ') }, clause: 'JI-15' })
  return ok({ cases: mode === 'joint' ? [finders] : finders.map((agency) => [agency]), released })
}
