import { z } from 'zod'
import { atPort } from '../../kernel/actor.ts'
import { inForce } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { openCase, toCaseView, type AnyCaseKind, type CaseView } from '../../platform/procedures/public.ts'
import type { AssistanceData } from './assistance-kind.ts'
import { mayAsk } from './domain/assistance-procedure.ts'

const text = z.string().trim().min(1)

export const RequestAssistance = z.strictObject({
  id: z.uuid().optional(),
  port: text.max(40),
  /** The agency that is asked. */
  to: text.max(40),
  /** The case it is about. */
  subject: z.strictObject({ kind: z.enum(['declaration', 'joint-inspection', 'directive', 'result', 'conveyance']), id: text.max(100) }),
  request: text.max(4000),
})
export type RequestAssistance = z.infer<typeof RequestAssistance>

/** Asks another agency for help in a case; its time to answer runs from now (SW-11). */
export async function requestAssistance(tx: Tx, context: Context, kind: AnyCaseKind, pack: Pack, { port, to, subject, request }: RequestAssistance): Promise<Result<CaseView>> {
  const { actor, now } = context
  const refusal = mayAsk(actor, to, pack.agencies.filter((agency) => inForce(agency, now)).map((agency) => agency.code))
  if (refusal !== undefined) return refuse(refusal)
  if (!pack.ports.some((known) => known.code === port && inForce(known, now)) || !atPort(actor, port)) return refuse({ code: 'transfers/not-your-port', pointer: '/port' })
  const from = actor.agency ?? ''
  const data: AssistanceData = { from, to, request }
  return ok(toCaseView(actor, kind, await openCase(tx, context, kind, { port, parties: [`agency:${from}`, `agency:${to}`], subject, data })))
}
