import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { endContact, takeContact, type Contact } from './clock-store.ts'

export const EndCall = z.strictObject({ id: z.uuid().optional(), outcome: z.string().trim().min(1).max(500) })
export type EndCall = z.infer<typeof EndCall>

/** Somebody has telephoned the liaison officer, with what came of it (JI-20). Officers and coordinators of the port make these calls. */
export async function endCall(tx: Tx, context: Context, ports: readonly string[], id: string, { outcome }: EndCall): Promise<Result<Contact>> {
  if (!hasRole(context.actor, 'officer', 'coordinator')) return refuse({ code: 'common/not-permitted' })
  const contact = await takeContact(tx, ports, id)
  if (contact === undefined) return refuse({ code: 'common/not-found' })
  if (contact.state !== 'open') return refuse({ code: 'agreements/not-open' })
  await endContact(tx, contact.port, id, outcome, context.actor.name, context.now)
  await append(tx, context, [{ port: contact.port, subjectKind: 'joint-inspection', subjectId: contact.inspection, type: 'LiaisonCalled', payload: { agency: contact.agency, outcome } }])
  return ok({ ...contact, state: 'done', detail: outcome, doneBy: context.actor.name, doneAt: context.now })
}
