import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices, type Recipient } from '../../platform/notices/public.ts'
import { findInspection, recipientsOf, tell } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { isMeant, refuseConsultation, speaks, type Message } from './domain/message.ts'
import { insertMessage } from './message-store.ts'

/** Words for people over several lines: no control characters but line ends, no direction overrides, not blank. */
const words = (maximum: number) => z.string().min(1).max(maximum).regex(/^(?=[\s\S]*\S)[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+$/u)

export const SayInCase = z.strictObject({ id: z.uuid().optional(), text: words(2000), audience: z.enum(['agencies', 'everyone']).default('agencies') })
export type SayInCase = z.infer<typeof SayInCase>

export const RecordConsultation = z.strictObject({ id: z.uuid().optional(), channel: z.enum(['meeting', 'telephone', 'video', 'message', 'on-site']), agencies: z.array(z.string().min(1).max(12)).max(20), outcome: words(2000) })
export type RecordConsultation = z.infer<typeof RecordConsultation>

/** The case somebody speaks in. */
export interface Speaking {
  readonly tx: Tx
  readonly context: Context
  readonly pack: Pack
  readonly inspection: string
}

async function keep({ tx, context }: Speaking, inspection: Parameters<typeof tell>[0], message: Message): Promise<Message> {
  await insertMessage(tx, inspection.port, message)
  // The ledger keeps that, who and when, and the hash of the words: what is said among agencies is for their eyes (LB-09).
  await append(tx, context, [
    {
      port: inspection.port,
      subjectKind: 'joint-inspection',
      subjectId: inspection.id,
      type: message.kind === 'consultation' ? 'ConsultationRecorded' : 'SaidInCase',
      payload: {
        ...{ message: message.id, side: { ...message.side }, audience: message.audience, textHash: createHash('sha256').update(message.text).digest('hex') },
        ...(message.kind === 'consultation' ? { agencies: [...message.agencies], channel: message.channel ?? '' } : {}),
      },
      related: inspection.declarations.map((id) => ({ kind: 'declaration', id })),
      audience: message.audience === 'everyone' ? recipientsOf(inspection).filter((recipient) => recipient.kind !== 'agency' && isMeant(recipient, message)).map((recipient) => `${recipient.kind}:${recipient.code}`) : [],
    },
  ])
  const isSpeaker = (recipient: Recipient): boolean => recipient.kind === message.side.kind && recipient.code === message.side.code
  const listeners = recipientsOf(inspection).filter((recipient) => !isSpeaker(recipient) && (message.audience === 'everyone' || recipient.kind === 'agency') && isMeant(recipient, message))
  await oweNotices(tx, context, tell(inspection, message.kind === 'consultation' ? 'ConsultationRecorded' : 'SaidInCase', { side: message.side.code }, listeners))
  return message
}

/** Says something in a case: appended, never changed; the other sides are told (JI-20). */
export async function sayInCase(speaking: Speaking, body: SayInCase): Promise<Result<Message>> {
  const { tx, context, pack } = speaking
  const inspection = await findInspection(tx, portsOf(context.actor, pack), speaking.inspection)
  if (inspection === undefined) return refuse({ code: 'common/not-found' })
  const speaker = speaks(context.actor, inspection, body.audience)
  if ('code' in speaker) return refuse(speaker)
  const { id, name } = context.actor
  return ok(await keep(speaking, inspection, { id: context.newId(), inspection: inspection.id, kind: 'message', ...speaker, agencies: [], text: body.text, by: id, name, at: context.now }))
}

/** Records that agencies consulted each other about a case, over which channel and with what outcome: what a conveyance waits for (JI-16). */
export async function recordConsultation(speaking: Speaking, body: RecordConsultation): Promise<Result<Message>> {
  const { tx, context, pack } = speaking
  const inspection = await findInspection(tx, portsOf(context.actor, pack), speaking.inspection)
  if (inspection === undefined) return refuse({ code: 'common/not-found' })
  const refusal = refuseConsultation(context.actor, inspection, body.agencies)
  if (refusal !== undefined) return refuse(refusal)
  const unknown = body.agencies.filter((code) => !pack.agencies.some((agency) => agency.code === code))
  if (unknown.length > 0) return refuse({ code: 'agreements/unknown-agency', pointer: '/agencies', facts: { agency: unknown.join(', ') } })
  const { id, name, agency = '' } = context.actor
  const agencies = [...new Set(body.agencies)].sort()
  return ok(await keep(speaking, inspection, { id: context.newId(), inspection: inspection.id, kind: 'consultation', audience: 'agencies', side: { kind: 'agency', code: agency }, agencies, channel: body.channel, text: body.outcome, by: id, name, at: context.now }))
}
