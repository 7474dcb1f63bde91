import { z } from 'zod'
import { everyPort, hasRole } from '../../kernel/actor.ts'
import { inForce, plus } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { insertAlerts } from './alert-store.ts'
import { mayTarget } from './domain/permissions.ts'
import { nameKey } from './domain/risk-entry.ts'
import { headingOf, indicatorKinds, warningOf, type IndicatorCounts } from './domain/warning.ts'
import { countIndicators, findWarning, insertIndicators, lockWarning, saveWarning, type Indicator, type Warning } from './indicator-store.ts'
import type { RiskParts } from './parts.ts'
import { writeRecord } from './record-risk.ts'
import { moment, readMoment, text } from './scope-body.ts'

export const ReportIndicator = z.strictObject({
  id: z.uuid().optional(),
  kind: z.enum(indicatorKinds),
  hs: z.string().regex(/^\d{4,10}$/),
  producer: text(200),
  /** The reporter's own number: one report of a kind counts once. */
  reference: text(100),
  note: text(1000),
  happenedAt: moment.optional(),
})
export type ReportIndicator = z.infer<typeof ReportIndicator>

/** Takes in a complaint, laboratory failure or other sign about goods of a producer, and judges them anew (RR-19). */
export async function reportIndicator(tx: Tx, context: Context, parts: RiskParts, body: ReportIndicator): Promise<Result<{ readonly counted: boolean; readonly warning: Warning | undefined }>> {
  const { actor, now } = context
  if (!hasRole(actor, 'officer', 'coordinator', 'headquarters', 'laboratory')) return refuse({ code: 'common/not-permitted' })
  const { kind, hs, reference, note } = body
  const producer = nameKey(body.producer)
  const happenedAt = body.happenedAt === undefined ? now : readMoment(body.happenedAt)
  const indicator: Indicator = { id: body.id ?? context.newId(), homePort: actor.ports[0] ?? everyPort, kind, hs, producer, happenedAt, recordedAt: now, recordedBy: actor.id, reference, note }
  const counted = await writeIndicators(tx, context, parts, [indicator])
  return ok({ counted: counted > 0, warning: await lockWarning(tx, producer, headingOf(hs)) })
}

/** Writes indicators with their facts and judges each heading of a producer they are about. Gives how many were new. */
export async function writeIndicators(tx: Tx, context: Context, parts: RiskParts, indicators: readonly Indicator[]): Promise<number> {
  const fresh = await insertIndicators(tx, indicators)
  const news = indicators.filter(({ id }) => fresh.has(id))
  if (news.length === 0) return 0
  await append(tx, context, news.map(({ id, homePort, kind, hs, producer, reference }) => ({ port: homePort, subjectKind: 'indicator', subjectId: id, type: 'IndicatorReported', payload: { kind, hs, producer, reference } })))
  const goods = new Map(news.map(({ producer, hs }) => [`${producer} ${headingOf(hs)}`, { producer, heading: headingOf(hs) }]))
  for (const { producer, heading } of [...goods.values()].sort((a, b) => (a.producer + a.heading < b.producer + b.heading ? -1 : 1))) await judgeGoods(tx, context, parts, producer, heading)
  return news.length
}

/** Judges goods of a producer by the table of warning levels. A level only rises by itself; what follows happens in the same transaction, once for each level. */
async function judgeGoods(tx: Tx, context: Context, { law, rules }: RiskParts, producer: string, heading: string): Promise<void> {
  const { now, actor } = context
  const standing = await lockWarning(tx, producer, heading)
  const counted = await countIndicators(tx, producer, heading, plus(now, -parameterValue(law(), 'risk.warning.window', now)), now)
  const counts = Object.fromEntries(indicatorKinds.map((kind) => [kind, counted.find((one) => one.kind === kind)?.count ?? 0])) as unknown as IndicatorCounts
  const found = warningOf(await rules.current(), now, counts)
  if (found === undefined || found.level <= (standing?.level ?? 0)) return
  const id = standing?.id ?? context.newId()
  const { table = '', version = 0, row = '', clause } = found.because.rule
  const scope = { hs: heading, producer }
  const title = `${heading} ${producer}`
  const reason = Object.entries(counts).flatMap(([kind, count]) => (count === 0 ? [] : [`${kind} ${count}`])).join(', ')
  const source = `${table} v${version} ${row}`
  const level = found.risk !== undefined && law().riskLevels.some((known) => known.code === found.risk && inForce(known, now)) ? found.risk : undefined
  const recordId = found.follow.includes('record') && level !== undefined ? await writeRecord(tx, context, { scope, level, title, reason, source, classification: 'restricted', evidence: [{ kind: 'warning', ref: id }], validTo: plus(now, parameterValue(law(), 'risk.exchange.validity', now)), alertId: null }) : null
  const alertId = found.follow.includes('alert') && level !== undefined ? context.newId() : null
  if (alertId !== null && level !== undefined) {
    await insertAlerts(tx, [{ id: alertId, homePort: everyPort, source: 'warning', sender: 'risk-centre', reference: `${id} ${found.level}`, title, hazard: reason, level, classification: 'restricted', subject: 'goods', scope, evidence: [{ kind: 'warning', ref: id }], issuedAt: now, receivedAt: now, receivedBy: actor.id, acknowledgeBy: null }])
  }
  await saveWarning(tx, { id, hs: heading, producer, level: found.level, follow: found.follow, counts, rule: { table, version, row, clause }, recordId: recordId ?? standing?.recordId ?? null, alertId: alertId ?? standing?.alertId ?? null, since: standing?.since ?? now, changedAt: now, state: 'standing', closedBy: null, closedBecause: null })
  const related = [...(recordId === null ? [] : [{ kind: 'risk-record', id: recordId }]), ...(alertId === null ? [] : [{ kind: 'alert', id: alertId }])]
  await append(tx, context, [{ port: everyPort, subjectKind: 'warning', subjectId: id, type: 'WarningRaised', payload: { hs: heading, producer, level: found.level, counts, rule: { table, version, row }, follow: found.follow }, related }])
}

export const CloseWarning = z.strictObject({ id: z.uuid().optional(), reason: text(500) })
export type CloseWarning = z.infer<typeof CloseWarning>

/** An officer closes a warning, with a reason; the records it made go on until they end or are withdrawn. */
export async function closeWarning(tx: Tx, context: Context, id: string, { reason }: CloseWarning): Promise<Result<Warning>> {
  const denied = mayTarget(context.actor, undefined)
  if (denied !== undefined) return refuse(denied)
  const found = await findWarning(tx, id)
  const warning = found === undefined ? undefined : await lockWarning(tx, found.producer, found.hs)
  if (found === undefined) return refuse({ code: 'common/not-found' })
  if (warning?.id !== id) return refuse({ code: 'risk/closed' })
  await saveWarning(tx, { ...warning, state: 'closed', changedAt: context.now, closedBy: context.actor.id, closedBecause: reason })
  await append(tx, context, [{ port: everyPort, subjectKind: 'warning', subjectId: id, type: 'WarningClosed', payload: { level: warning.level, reason } }])
  return ok(must(await findWarning(tx, id), 'the warning just closed'))
}
