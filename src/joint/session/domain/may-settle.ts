import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { findTask, type Inspection } from '../../inspections/domain/inspection.ts'
import type { Overlap, Settled } from './merge-work.ts'

/**
 * Whether the actor may settle who does a piece of work that several parties list (LB-03): officers of a party, coordinators of the port, before
 * the object is opened and before the work is done. `opened`: this inspection has opened its object.
 */
export function maySettle(actor: Actor, inspection: Inspection, overlaps: readonly Overlap[], wanted: Settled, opened: boolean): Refusal | undefined {
  const party = actor.agency !== undefined && findTask(inspection, actor.agency) !== undefined
  if (!party && !hasRole(actor, 'coordinator')) return { code: 'inspections/not-a-party', facts: { agency: actor.agency ?? '' } }
  if (!['proposed', 'coordinating', 'agreed', 'started'].includes(inspection.state)) return { code: 'session/over', facts: { state: inspection.state } }
  const overlap = overlaps.find((one) => one.code === wanted.code)
  if (overlap === undefined) return { code: 'session/nothing-to-settle', pointer: '/code', facts: { check: wanted.code, known: overlaps.map((one) => one.code).join(', ') || '–' }, clause: 'LB-03' }
  if ((wanted.agency === undefined) === (wanted.apart === undefined)) return { code: 'session/one-or-apart', pointer: '/agency', clause: 'LB-03' }
  if (wanted.apart !== undefined && overlap.kind === 'method') return { code: 'session/always-shared', pointer: '/apart', facts: { method: wanted.code }, clause: 'JI-11' }
  if (wanted.agency !== undefined && !overlap.agencies.includes(wanted.agency)) {
    return { code: 'session/not-on-its-list', pointer: '/agency', facts: { agency: wanted.agency, check: wanted.code, agencies: overlap.agencies.join(', ') }, clause: 'LB-03' }
  }
  const done = inspection.tasks.some((task) => task.duties.some((duty) => duty.code === wanted.code && duty.done !== undefined))
  return opened || done ? { code: 'session/fixed', facts: { check: wanted.code }, clause: 'LB-03' } : undefined
}
