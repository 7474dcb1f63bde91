import { z } from 'zod'
import { everyPort, hasRole } from '../../kernel/actor.ts'
import { plus, toIso, type Instant } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKind } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { headquarters, oweNotices } from '../../platform/notices/public.ts'
import { answerExchange, escalateExchange, findExchange, insertExchange, type Exchange } from './exchange-store.ts'
import type { RiskParts } from './parts.ts'
import { partnerOf, partnersAt } from './partners-register.ts'
import { text } from './scope-body.ts'

/** The clock of what we told a partner. */
export const exchangeDue = 'risk-exchange-due'

/** An alert of a national point that became a risk record, acknowledged in the same transaction (RR-17). */
export async function receiveExchange(tx: Tx, context: Context, alert: { readonly partner: string; readonly homePort: string; readonly alert: string; readonly record: string; readonly summary: { readonly reference: string; readonly title: string }; readonly dueAt: Instant }): Promise<void> {
  const { now } = context
  const { partner, homePort, summary, dueAt } = alert
  const answer = { record: alert.record, inForceAt: toIso(now) }
  await insertExchange(tx, { id: context.newId(), partner, direction: 'in', homePort, subjectKind: 'alert', subjectId: alert.alert, summary, sentAt: now, dueAt, state: 'acknowledged', acknowledgedAt: now, answer })
  await append(tx, context, [{ port: homePort, subjectKind: 'alert', subjectId: alert.alert, type: 'AlertAcknowledged', payload: { partner, ...answer }, related: [{ kind: 'risk-record', id: alert.record }], audience: [`account:${context.actor.id}`] }])
}

/** What we found in import goods. */
export interface Find {
  readonly port: string
  readonly inspection: string
  readonly summary: { readonly number: string; readonly hs: string; readonly origin: string; readonly checks: string }
}

/** Tells every partner that receives our finds of one, and begins the clock within which it must be acknowledged (RR-17). Once per inspection and partner. */
export async function tellFind(tx: Tx, context: Context, { law, cache }: RiskParts, find: Find): Promise<void> {
  const { now } = context
  const dueAt = plus(now, parameterValue(law(), 'risk.exchange.answer', now, { port: find.port }))
  for (const partner of partnersAt(cache, now).filter(({ receivesFinds }) => receivesFinds)) {
    const id = context.newId()
    const written = await insertExchange(tx, { id, partner: partner.code, direction: 'out', homePort: find.port, subjectKind: 'joint-inspection', subjectId: find.inspection, summary: find.summary, sentAt: now, dueAt, state: 'waiting', acknowledgedAt: null, answer: null })
    if (!written) continue
    await append(tx, context, [{ port: find.port, subjectKind: 'risk-exchange', subjectId: id, type: 'FindTold', payload: { partner: partner.code, ...find.summary, due: toIso(dueAt) }, related: [{ kind: 'joint-inspection', id: find.inspection }], audience: [`account:${partner.account}`] }])
    await enqueue(tx, context, { port: find.port, kind: exchangeDue, payload: { id }, runAt: dueAt })
  }
}

export const AcknowledgeExchange = z.strictObject({ id: z.uuid().optional(), note: text(500).optional() })
export type AcknowledgeExchange = z.infer<typeof AcknowledgeExchange>

/** The partner has taken note of what we told it; late is better than never. */
export async function acknowledgeExchange(tx: Tx, context: Context, { cache }: RiskParts, id: string, { note }: AcknowledgeExchange): Promise<Result<Exchange>> {
  const { actor, now } = context
  const found = await findExchange(tx, id)
  const own = found !== undefined && partnerOf(cache, actor, now)?.code === found.partner
  // By post or telephone: headquarters writes it down.
  if (found === undefined || !(own || hasRole(actor, 'headquarters'))) return refuse({ code: 'common/not-found' })
  if (found.direction !== 'out' || found.state === 'acknowledged') return refuse({ code: 'risk/exchange-done', facts: { state: found.state } })
  const answer = note === undefined ? {} : { note }
  await answerExchange(tx, id, now, answer)
  await append(tx, context, [{ port: found.homePort, subjectKind: 'risk-exchange', subjectId: id, type: 'FindAcknowledged', payload: { partner: found.partner, late: now > found.dueAt, ...answer } }])
  return ok({ ...found, state: 'acknowledged', acknowledgedAt: now, answer })
}

/** What nobody acknowledged in time goes up to headquarters, and stays open. */
export const exchangeJob: JobKind = {
  async run(context, job) {
    const { id } = z.object({ id: z.uuid() }).parse(job.payload)
    await context.db.transaction(async (tx) => {
      const overdue = await escalateExchange(tx, id, context.now)
      if (overdue !== undefined) await append(tx, context, [{ port: everyPort, subjectKind: 'risk-exchange', subjectId: id, type: 'FindNotAcknowledged', payload: { partner: overdue.partner, due: toIso(overdue.dueAt) } }])
      if (overdue !== undefined) await oweNotices(tx, context, [{ port: overdue.homePort, recipient: headquarters, type: 'FindNotAcknowledged', subjectKind: 'risk-exchange', subjectId: id, facts: { partner: overdue.partner, due: toIso(overdue.dueAt) } }])
      await job.finishIn(tx)
    })
  },
}
