import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { Participants } from '../../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { happened, type Decided } from './event.ts'
import { findTask, type Inspection } from './inspection.ts'

/**
 * Calls in an agency that has no task of its own (必要时邀请, JI-06). Parties call in whom the pack lets them, and coordinators of the port; who is
 * there already is not called.
 */
export function invite(inspection: Inspection, actor: Actor, wanted: { readonly agency: string; readonly reason: string }, part: Participants | undefined, now: Instant): Result<Decided> {
  const { agency, reason } = wanted
  const party = actor.agency !== undefined && findTask(inspection, actor.agency) !== undefined
  if (!hasRole(actor, 'coordinator') && !(party && hasRole(actor, 'officer'))) return refuse({ code: 'common/not-permitted' })
  if (['declined', 'cancelled', 'superseded'].includes(inspection.state)) return refuse({ code: 'inspections/not-in-this-state', facts: { act: 'invite', state: inspection.state } })
  if (findTask(inspection, agency) !== undefined || inspection.invited?.includes(agency) === true) return refuse({ code: 'inspections/there-already', pointer: '/agency', facts: { agency } })
  const invited = part?.invited ?? []
  if (!invited.includes(agency)) return refuse({ code: 'inspections/not-to-be-invited', pointer: '/agency', facts: { agency, invited: invited.join(', ') || '–' }, clause: 'JI-06' })
  return ok(happened(inspection, [{ type: 'AgencyInvited', payload: { agency, by: actor.agency ?? '', reason } }], actor, now))
}
