import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { plus, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { decideAlert, findAlert, findAlertByReference, insertAlerts, lockAlert, type Alert, type AlertSource, type NewAlert } from './alert-store.ts'
import { maySendAlert, mayTarget } from './domain/permissions.ts'
import { cleanScope, subjectOf } from './domain/risk-entry.ts'
import { receiveExchange } from './exchange.ts'
import type { RiskParts } from './parts.ts'
import { partnerOf } from './partners-register.ts'
import { writeRecord } from './record-risk.ts'
import { checkEntry, ClassificationBody, EvidenceBody, moment, readMoment, ScopeBody, text } from './scope-body.ts'

export const SendAlert = z.strictObject({
  id: z.uuid().optional(),
  /** The sender's own number: sent again, it is the same alert. */
  reference: text(100),
  title: text(300),
  hazard: text(200),
  level: z.string().min(1).max(40),
  scope: ScopeBody,
  classification: ClassificationBody.default('restricted'),
  evidence: EvidenceBody.default([]),
  issuedAt: moment.optional(),
})
export type SendAlert = z.infer<typeof SendAlert>

/**
 * Takes in an alert (RR-14, AL-03). One of a national monitoring point becomes a risk record at once and is acknowledged (RR-17); every other waits for an
 * officer, who makes it a hold rule by one action. The same reference again gives the alert that is there.
 */
export async function receiveAlert(tx: Tx, context: Context, { law, cache }: RiskParts, body: SendAlert): Promise<Result<Alert>> {
  const { actor, now } = context
  // Who sends decides what becomes of it: the register as it is, not as it was a second ago.
  await cache.refresh()
  const partner = partnerOf(cache, actor, now)
  const denied = partner === undefined ? maySendAlert(actor) : undefined
  if (denied !== undefined) return refuse(denied)
  const scope = cleanScope(body.scope)
  // Only its level and place can be wrong: an alert has no end of its own.
  const faults = checkEntry(law(), now, { scope, level: body.level, validTo: plus(now, 1), longest: 'risk.record.longest' })
  const [first, ...rest] = faults
  if (first !== undefined) return refuse(first, ...rest)
  const sender = partner?.code ?? actor.agency ?? actor.id
  const source: AlertSource = partner?.kind ?? (actor.roles.includes('laboratory') ? 'laboratory' : 'officer')
  const { reference, title, hazard, level, classification, evidence } = body
  const answerBy = source === 'national-point' ? plus(now, parameterValue(law(), 'risk.exchange.answer', now)) : null
  const alert: NewAlert = {
    id: body.id ?? context.newId(), homePort: scope.port ?? everyPort, source, sender, reference, title, hazard, level, classification, subject: subjectOf(scope), scope, evidence,
    issuedAt: body.issuedAt === undefined ? now : readMoment(body.issuedAt), receivedAt: now, receivedBy: actor.id, acknowledgeBy: answerBy,
  }
  if (!(await insertAlerts(tx, [alert])).has(alert.id)) return ok(must(await findAlertByReference(tx, sender, reference), 'the alert sent before'))
  await append(tx, context, [{ port: alert.homePort, subjectKind: 'alert', subjectId: alert.id, type: 'AlertReceived', payload: { source, sender, reference, title, hazard, level, classification, scope: { ...scope } } }])
  if (source === 'national-point' && partner !== undefined) {
    const validTo = plus(now, parameterValue(law(), 'risk.exchange.validity', now))
    const record = await writeRecord(tx, context, { scope, level, title, reason: hazard, source: `${sender} ${reference}`, classification, evidence, validTo, alertId: alert.id })
    await decideAlert(tx, alert.id, { state: 'recorded', by: 'system', at: now, decision: record, acknowledged: true })
    await receiveExchange(tx, context, { partner: partner.code, homePort: alert.homePort, alert: alert.id, record, summary: { reference, title }, dueAt: must(answerBy, 'a national point is answered in time') })
  }
  return ok(must(await findAlert(tx, alert.id), 'the alert just written'))
}

export const DismissAlert = z.strictObject({ id: z.uuid().optional(), reason: text(500) })
export type DismissAlert = z.infer<typeof DismissAlert>

/** An officer finds that nothing follows from an alert, and says why. */
export async function dismissAlert(tx: Tx, context: Context, id: string, { reason }: DismissAlert): Promise<Result<Alert>> {
  const alert = await lockAlert(tx, id)
  if (alert === undefined) return refuse({ code: 'common/not-found' })
  const denied = mayTarget(context.actor, alert.homePort)
  if (denied !== undefined) return refuse(denied)
  if (alert.state !== 'new') return refuse({ code: 'risk/alert-decided', facts: { state: alert.state } })
  await decideAlert(tx, id, { state: 'dismissed', by: context.actor.id, at: context.now, decision: reason, acknowledged: false })
  await append(tx, context, [{ port: alert.homePort, subjectKind: 'alert', subjectId: id, type: 'AlertDismissed', payload: { reference: alert.reference, reason, at: toIso(context.now) } }])
  return ok(must(await findAlert(tx, id), 'the alert just decided'))
}
