import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { findTask, type Inspection } from '../../inspections/domain/inspection.ts'

/** States of a case in which its parties may still need to know. */
const live: readonly Inspection['state'][] = ['proposed', 'coordinating', 'agreed', 'started']

/**
 * Whether an officer may query what others know of a traveller (JI-12): for a purpose, and for a live case about an article that its own agency is
 * a party to. `inspection` is absent where no case was named or none is to be found.
 */
export function mayQueryTraveller(actor: Actor, purpose: string | undefined, inspection: Inspection | undefined): Refusal | undefined {
  if (!hasRole(actor, 'officer') || actor.agency === undefined) return { code: 'common/not-permitted' }
  if (inspection === undefined || findTask(inspection, actor.agency) === undefined) return { code: 'travellers/case-required', pointer: '/inspection', clause: 'JI-12' }
  if (!live.includes(inspection.state)) return { code: 'travellers/case-over', pointer: '/inspection', facts: { state: inspection.state }, clause: 'JI-12' }
  return purpose === undefined ? { code: 'travellers/purpose-required', pointer: '/purpose', clause: 'JI-12' } : undefined
}
