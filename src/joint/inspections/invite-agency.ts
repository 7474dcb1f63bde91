import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import type { Participants } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { participantsFor } from '../directives/public.ts'
import { portsOf } from '../ports.ts'
import type { Acting } from './act.ts'
import { plainText } from './bodies.ts'
import { findTask, type Inspection } from './domain/inspection.ts'
import { maySeeInspection } from './domain/may-act.ts'
import { inspectionFacts } from './inspection-facts.ts'
import { tell } from './inspection-notices.ts'
import { findInspection, inviteToInspection, takeInspections } from './store.ts'

/** Which agency a party calls in, and why the case needs it. */
export const InviteAgency = z.strictObject({ id: z.uuid().optional(), agency: z.string().min(1).max(12), reason: plainText(500) })
export type InviteAgency = z.infer<typeof InviteAgency>

/** Parties call in whom the pack lets them, and coordinators of the port; who is there already is not called. */
function refuseInvitation(actor: Actor, inspection: Inspection, part: Participants | undefined, agency: string): Refusal | undefined {
  if (!maySeeInspection(actor, inspection)) return { code: 'common/not-found' }
  const party = actor.agency !== undefined && findTask(inspection, actor.agency) !== undefined
  if (!hasRole(actor, 'coordinator') && !(party && hasRole(actor, 'officer'))) return { code: 'common/not-permitted' }
  if (['declined', 'cancelled', 'superseded'].includes(inspection.state)) return { code: 'inspections/not-in-this-state', facts: { act: 'invite', state: inspection.state } }
  if (findTask(inspection, agency) !== undefined || inspection.invited?.includes(agency) === true) return { code: 'inspections/there-already', pointer: '/agency', facts: { agency } }
  const invited = part?.invited ?? []
  return invited.includes(agency) ? undefined : { code: 'inspections/not-to-be-invited', pointer: '/agency', facts: { agency, invited: invited.join(', ') || '–' }, clause: 'JI-06' }
}

/**
 * Calls in an agency that has no task of its own (必要时邀请, JI-06): it is told, reads the case and speaks in it; it decides and releases nothing,
 * nobody waits for its yes.
 */
export async function inviteAgency({ tx, context, pack, id }: Acting, body: InviteAgency): Promise<Result<Inspection>> {
  const { actor, now } = context
  const seen = await findInspection(tx, portsOf(actor, pack), id)
  const [inspection] = seen === undefined ? [] : await takeInspections(tx, seen.port, [id])
  if (inspection === undefined) return refuse({ code: 'common/not-found' })
  const refusal = refuseInvitation(actor, inspection, participantsFor(pack.participants, inspection.port, inspection.object.kind, now), body.agency)
  if (refusal !== undefined) return refuse(refusal)
  await inviteToInspection(tx, inspection.port, id, body.agency)
  const after: Inspection = { ...inspection, invited: [...(inspection.invited ?? []), body.agency].sort(), version: inspection.version + 1 }
  await append(tx, context, inspectionFacts(after, [{ type: 'AgencyInvited', payload: { agency: body.agency, by: actor.agency ?? '', reason: body.reason } }]))
  const recipients = [body.agency, ...after.tasks.map((task) => task.agency)].map((code) => ({ kind: 'agency', code }) as const)
  await oweNotices(tx, context, tell(after, 'AgencyInvited', { invited: body.agency, by: actor.agency ?? actor.name, reason: body.reason }, recipients))
  return ok(after)
}
