import { z } from 'zod'
import { atPort } from '../../kernel/actor.ts'
import { inForce } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { openCase, toCaseView, type AnyCaseKind, type CaseView } from '../../platform/procedures/public.ts'
import { Code } from '../../registry/register/public.ts'
import { aboutBody } from './admission-kind.ts'
import { applyAgain, mayApply } from './domain/admission-procedure.ts'
import { hasLicence } from './domain/body.ts'
import { bodyAt, standingsOf, type AcceptanceParts } from './parts.ts'
import { lockBody } from './report-store.ts'

export const ApplyForAdmission = z.strictObject({ id: z.uuid().optional(), port: Code, body: Code })
export type ApplyForAdmission = z.infer<typeof ApplyForAdmission>

/** A registered body applies for admission (TP-05). Refuses one without its licence (TP-08), one that stands already, and one removed too short a time ago. */
export async function applyForAdmission(tx: Tx, context: Context, kind: AnyCaseKind, { law, cache }: AcceptanceParts, { port, body: code }: ApplyForAdmission): Promise<Result<CaseView>> {
  const { actor, now } = context
  const pack = law()
  const body = bodyAt(cache, code, now)
  const forbidden = mayApply(actor, { code, owner: body?.owner ?? '' }, port)
  if (forbidden !== undefined) return refuse(forbidden)
  if (!pack.ports.some((one) => one.code === port && inForce(one, now)) || !atPort(actor, port)) return refuse({ code: 'acceptance/not-your-port', pointer: '/port', facts: { port } })
  if (body === undefined) return refuse({ code: 'acceptance/body-not-listed', pointer: '/body', facts: { body: code }, clause: 'TP-01' })
  const { bodyLicence, country } = pack.acceptance
  if (body.country === country && !hasLicence(body, bodyLicence.type, now)) return refuse({ code: 'acceptance/body-unlicensed', pointer: '/body', facts: { body: code, licence: bodyLicence.type }, clause: bodyLicence.clause })
  await lockBody(tx, code)
  const again = applyAgain((await standingsOf(tx, [code])).get(code) ?? [], now, parameterValue(pack, 'acceptance.readmission', now, { port }))
  if (again !== undefined) return refuse(again)
  const row = await openCase(tx, context, kind, { port, parties: [`agency:${body.owner}`, `enterprise:${code}`], subject: aboutBody(code), data: { body: code, owner: body.owner } })
  return ok(toCaseView(actor, kind, row))
}
