import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { openCase, type AnyCaseKind } from '../../platform/procedures/public.ts'
import { appealAgency, type AppealData } from './appeal-kind.ts'
import { foldRecord } from './domain/credit-record.ts'
import { decideAppeal } from './domain/decide.ts'
import { partnersAt, type CreditParts } from './parts.ts'
import { decideOnRecord } from './record-events.ts'
import { findEntryOwner, readFacts } from './store.ts'

export const AppealEvent = z.strictObject({ id: z.uuid().optional(), grounds: z.string().trim().min(1).max(4000) })
export type AppealEvent = z.infer<typeof AppealEvent>

/** An enterprise appeals against an event of its own record (RR-10). Gives the id of the case that is opened; the event counts until it is struck. */
export async function appealEvent(tx: Tx, context: Context, parts: CreditParts, kind: AnyCaseKind, event: string, body: AppealEvent): Promise<Result<string>> {
  const { actor, now } = context
  const enterprise = await findEntryOwner(tx, event)
  if (enterprise === undefined || actor.enterprise !== enterprise || !hasRole(actor, 'trader') || actor.kind === 'system') return refuse({ code: 'common/not-found' })
  const entry = foldRecord(enterprise, await readFacts(tx, enterprise)).entries.get(event)
  if (entry === undefined) return refuse({ code: 'common/not-found' })
  const pack = parts.pack()
  const source = entry.reports[0]?.source ?? ''
  const partners = partnersAt(parts.cache, now)
  const agency = appealAgency(pack, partners, source, now)
  const reporter = partners.find(({ code }) => code === source)?.party
  const data: AppealData = { enterprise, event, kind: entry.kind, occurredOn: entry.occurredOn, grounds: body.grounds, agency, ...(reporter === undefined ? {} : { reporter }) }
  const concerned = new Set([`enterprise:${enterprise}`, `agency:${agency}`, ...(reporter === undefined ? [] : [reporter])])
  const opened = await openCase(tx, context, kind, { port: entry.port, parties: [...concerned], subject: { kind: 'credit', id: enterprise }, data })
  const window = parameterValue(pack, 'credit.appeal-window', now)
  const [refused, ...more] = await decideOnRecord(tx, context, parts, enterprise, (record, doing) => decideAppeal(record, parts.law().rules, event, opened.id, window, doing))
  return refused === undefined ? ok(opened.id) : refuse(refused, ...more)
}
