import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { findTask, type Inspection } from '../../inspections/domain/inspection.ts'
import type { Overlap, Settled } from './merge-work.ts'

const settlingStates: readonly Inspection['state'][] = ['proposed', 'coordinating', 'agreed', 'started']

/**
 * Whether the actor may settle, or propose to another, who does a piece of work that several parties list (LB-03): officers of a party, coordinators of the port, before
 * the object is opened and before the work is done. `opened`: this inspection has opened its object.
 */
export function maySettle(actor: Actor, inspection: Inspection, overlaps: readonly Overlap[], wanted: Settled, opened: boolean): Refusal | undefined {
  const party = actor.agency !== undefined && findTask(inspection, actor.agency) !== undefined
  if (!party && !hasRole(actor, 'coordinator')) return { code: 'inspections/not-a-party', facts: { agency: actor.agency ?? '' } }
  if (!settlingStates.includes(inspection.state)) return { code: 'session/over', facts: { state: inspection.state } }
  const overlap = overlaps.find((one) => one.code === wanted.code)
  if (overlap === undefined) return { code: 'session/nothing-to-settle', pointer: '/code', facts: { check: wanted.code, known: overlaps.map((one) => one.code).join(', ') || '–' }, clause: 'LB-03' }
  if ((wanted.agency === undefined) === (wanted.apart === undefined)) return { code: 'session/one-or-apart', pointer: '/agency', clause: 'LB-03' }
  if (wanted.apart !== undefined && overlap.kind === 'method') return { code: 'session/always-shared', pointer: '/apart', facts: { method: wanted.code }, clause: 'JI-11' }
  if (wanted.agency !== undefined && !overlap.agencies.includes(wanted.agency)) {
    return { code: 'session/not-on-its-list', pointer: '/agency', facts: { agency: wanted.agency, check: wanted.code, agencies: overlap.agencies.join(', ') }, clause: 'LB-03' }
  }
  return fixed(inspection, wanted.code, opened)
}

function fixed(inspection: Inspection, code: string, opened: boolean): Refusal | undefined {
  const done = inspection.tasks.some((task) => task.duties.some((duty) => duty.code === code && duty.done !== undefined))
  return opened || done ? { code: 'session/fixed', facts: { check: code }, clause: 'LB-03' } : undefined
}

/** Whether what is wanted is settled at once: each by itself, or by the sender's own agency. Whatever another is to do is proposed to it (LB-03). */
export function isOwnToSettle(actor: Actor, wanted: Settled): boolean {
  return wanted.agency === undefined || wanted.agency === actor.agency
}

/** Whether the actor may answer for the agency a check was proposed to; a no says why. `asked`: the agency whose yes is awaited. */
export function mayAnswer(actor: Actor, inspection: Inspection, code: string, asked: string | undefined, opened: boolean, accept: boolean, reason: string | undefined): Refusal | undefined {
  if (actor.agency === undefined || findTask(inspection, actor.agency) === undefined) return { code: 'inspections/not-a-party', facts: { agency: actor.agency ?? '' } }
  if (!settlingStates.includes(inspection.state)) return { code: 'session/over', facts: { state: inspection.state } }
  if (asked !== actor.agency) return { code: 'session/nothing-asked', pointer: '/code', facts: { check: code, agency: actor.agency }, clause: 'LB-03' }
  if (!accept && (reason ?? '').trim() === '') return { code: 'session/no-needs-reason', pointer: '/reason', facts: { check: code }, clause: 'LB-03' }
  return accept ? fixed(inspection, code, opened) : undefined
}

