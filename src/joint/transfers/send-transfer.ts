import { z } from 'zod'
import { atPort } from '../../kernel/actor.ts'
import { inForce } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { openCase, toCaseView, type AnyCaseKind, type CaseView } from '../../platform/procedures/public.ts'
import { policyClocks } from '../../window/declarations/public.ts'
import { declarationsOf } from './declarations-of.ts'
import { maySendTransfer } from './domain/transfer-procedure.ts'
import type { TransferData } from './transfer-kind.ts'

const text = z.string().trim().min(1)

export const SendTransfer = z.strictObject({
  id: z.uuid().optional(),
  port: z.string().min(1).max(40),
  /** The competent agency. */
  to: z.string().min(1).max(40),
  /** What the case came out of. */
  subject: z.strictObject({ kind: z.enum(['declaration', 'joint-inspection', 'directive', 'result', 'conveyance']), id: z.string().min(1).max(100) }),
  /** What is suspected, in a few words. */
  offence: text.max(200),
  description: text.max(4000),
  legalBasis: text.max(400),
  /** References of the materials handed over. */
  materials: z.array(text.max(200)).max(100).default([]),
})
export type SendTransfer = z.infer<typeof SendTransfer>

/**
 * Notifies and transfers a case to the agency whose power it is (LB-13). Its clock to answer starts now. Refuses an agency that is not in force,
 * the sender's own, and a port the sender does not work at.
 */
export async function sendTransfer(tx: Tx, context: Context, kind: AnyCaseKind, pack: Pack, command: SendTransfer): Promise<Result<CaseView>> {
  const { actor, now } = context
  const agencies = pack.agencies.filter((agency) => inForce(agency, now)).map((agency) => agency.code)
  const refusal = maySendTransfer(actor, command.to, agencies)
  if (refusal !== undefined) return refuse(refusal)
  const known = pack.ports.some((port) => port.code === command.port && inForce(port, now))
  if (!known || !atPort(actor, command.port)) return refuse({ code: 'transfers/not-your-port', pointer: '/port' })
  const { to, offence, description, legalBasis, materials, subject, port } = command
  const from = actor.agency ?? ''
  const data: TransferData = { from, to, offence, description, legalBasis, materials }
  const clocks = await policyClocks(tx, port, await declarationsOf(tx, port, subject), kind.procedure.clocks)
  const row = await openCase(tx, context, kind, { port, parties: [`agency:${from}`, `agency:${to}`], subject, data, clocks })
  return ok(toCaseView(actor, kind, row))
}
