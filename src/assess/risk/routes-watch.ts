import { z } from 'zod'
import { days, plus, toIso } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { listBulletins, type Bulletin } from './bulletin-store.ts'
import { audiences, audiencesOf, PublishBulletin, publishBulletin, WithdrawBulletin, withdrawBulletin } from './bulletins.ts'
import { mayReadRisk } from './domain/permissions.ts'
import { headingOf, indicatorKinds } from './domain/warning.ts'
import { classifications } from './domain/risk-entry.ts'
import { ById, riskStatuses as statuses, tags } from './routes-entries.ts'
import { listExchanges, type Exchange } from './exchange-store.ts'
import { AcknowledgeExchange, acknowledgeExchange } from './exchange.ts'
import { findWarning, listIndicators, listWarnings, type Warning } from './indicator-store.ts'
import type { RiskParts } from './parts.ts'
import { partnerOf } from './partners-register.ts'
import { CloseWarning, closeWarning, ReportIndicator, reportIndicator } from './warn.ts'

const at = z.iso.datetime()

const WarningView = z.object({
  id: z.uuid(), label: z.string(), hs: z.string(), producer: z.string(), level: z.int(), follow: z.array(z.string()), counts: z.record(z.string(), z.int()),
  rule: z.object({ table: z.string(), version: z.int(), row: z.string(), clause: z.string() }), record: z.uuid().nullable(), alert: z.uuid().nullable(), since: at, changedAt: at, state: z.enum(['standing', 'closed']), closedBecause: z.string().nullable(),
})
export type WarningView = z.infer<typeof WarningView>

function warningView(one: Warning): WarningView {
  const { id, label, hs, producer, level, follow, counts, rule, recordId, alertId, since, changedAt, state, closedBecause } = one
  return { id, label, hs, producer, level, follow: [...follow], counts: { ...counts }, rule, record: recordId, alert: alertId, since: toIso(since), changedAt: toIso(changedAt), state, closedBecause }
}

/** Signs about goods of a producer, and the warnings they raise (RR-19). */
export function warningRoutes(api: Api, parts: RiskParts): void {
  api.command({
    method: 'POST', path: '/risk-indicators', operation: 'reportIndicator', tags, success: 201, body: ReportIndicator, reply: z.object({ counted: z.boolean(), warning: WarningView.nullable() }),
    summary: 'Report a complaint, laboratory failure, refusal, find or incident of goods of a producer', example: { kind: 'complaint', hs: '9503', producer: 'Toy Works', reference: '12315-2026-8841', note: 'Small parts come off' },
    run: async (tx, context, { body }) => {
      const done = await reportIndicator(tx, context, parts, body)
      return done.ok ? ok({ counted: done.value.counted, warning: done.value.warning === undefined ? null : warningView(done.value.warning) }) : done
    },
  })
  api.command({
    method: 'POST', path: '/warnings/:id/close', operation: 'closeWarning', tags, statuses: { 'risk/closed': 409 }, params: ById, body: CloseWarning, reply: WarningView, example: { reason: 'Producer has changed the dye' },
    summary: 'Close a warning, with a reason', run: async (tx, context, { params, body }) => {
      const closed = await closeWarning(tx, context, params.id, body)
      return closed.ok ? ok(warningView(closed.value)) : closed
    },
  })
  api.read({
    path: '/warnings', operation: 'listWarnings', summary: 'Warnings, newest first', tags, query: ListQuery.extend({ state: z.enum(['standing', 'closed']).optional() }), reply: z.object({ items: z.array(WarningView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const denied = mayReadRisk(context.actor)
      if (denied !== undefined) return refuse(denied)
      const after = decodeIdCursor(query.after)
      return after.ok ? ok(pageById(await listWarnings(context.db, { state: query.state, before: after.value, limit: query.limit }), query.limit, warningView)) : after
    },
  })
  api.read({
    path: '/warnings/:id', operation: 'readWarning', summary: 'One warning with the indicators behind it', tags, params: ById,
    reply: WarningView.extend({ indicators: z.array(z.object({ kind: z.enum(indicatorKinds), hs: z.string(), reference: z.string(), note: z.string(), at })) }),
    run: async (context, { params }) => {
      if (mayReadRisk(context.actor) !== undefined) return refuse({ code: 'common/not-found' })
      const found = await findWarning(context.db, params.id)
      if (found === undefined) return refuse({ code: 'common/not-found' })
      const behind = await listIndicators(context.db, found.producer, headingOf(found.hs), 100)
      return ok({ ...warningView(found), indicators: behind.map(({ kind, hs, reference, note, happenedAt }) => ({ kind, hs, reference, note, at: toIso(happenedAt) })) })
    },
  })
}

const Bilingual = z.object({ zh: z.string(), en: z.string() })
const BulletinView = z.object({
  id: z.uuid(), label: z.string(), title: Bilingual, body: Bilingual, audience: z.array(z.enum(audiences)), classification: z.enum(classifications), validFrom: at, validTo: at, publishedAt: at,
  withdrawn: z.object({ at, because: z.string() }).nullable(),
  /** For those who target only. */
  basis: z.uuid().optional(),
})
export type BulletinView = z.infer<typeof BulletinView>

function bulletinView(one: Bulletin, full: boolean): BulletinView {
  const { id, label, title, body, classification, withdrawnAt } = one
  return {
    id, label, title, body, audience: one.audience as BulletinView['audience'], classification, validFrom: toIso(one.validFrom), validTo: toIso(one.validTo), publishedAt: toIso(one.publishedAt),
    withdrawn: withdrawnAt === null ? null : { at: toIso(withdrawnAt), because: one.withdrawnBecause ?? '' }, ...(full && one.entryId !== null ? { basis: one.entryId } : {}),
  }
}

/** Bulletins (RR-18): by audience below `/bulletins`, to everybody below `/public/bulletins`. */
export function bulletinRoutes(api: Api): void {
  const viewed = (done: Result<Bulletin>): Result<BulletinView> => (done.ok ? ok(bulletinView(done.value, true)) : done)
  const page = z.object({ items: z.array(BulletinView), next: z.string().optional() })
  api.command({
    method: 'POST', path: '/bulletins', operation: 'publishBulletin', tags, success: 201, body: PublishBulletin, reply: BulletinView, summary: 'Publish a bulletin on risks for an audience and a time',
    example: { title: { zh: '冷冻禽肉沙门氏菌风险提示', en: 'Salmonella in frozen poultry' }, body: { zh: '请核对产地证书。', en: 'Check certificates of origin.' }, audience: ['traders'], classification: 'restricted', validTo: toIso(plus(api.machine.clock.now(), days(30))) },
    run: async (tx, context, { body }) => viewed(await publishBulletin(tx, context, body)),
  })
  api.command({
    method: 'POST', path: '/bulletins/:id/withdraw', operation: 'withdrawBulletin', tags, statuses: { 'risk/bulletin-over': 409 }, params: ById, body: WithdrawBulletin, reply: BulletinView, example: { reason: 'Risk is over' }, summary: 'Take a bulletin back',
    run: async (tx, context, { params, body }) => viewed(await withdrawBulletin(tx, context, params.id, body)),
  })
  api.read({
    path: '/bulletins', operation: 'listBulletins', summary: 'Bulletins for the reader; who targets sees all, others those that stand', tags, query: ListQuery, reply: page,
    run: async (context, { query }) => {
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const full = mayReadRisk(context.actor) === undefined
      const rows = await listBulletins(context.db, { audiences: audiencesOf(context.actor), ...(full ? {} : { at: context.now }), before: after.value, limit: query.limit })
      return ok(pageById(rows, query.limit, (row) => bulletinView(row, full)))
    },
  })
  api.read({
    path: '/public/bulletins', operation: 'listPublicBulletins', summary: 'Bulletins for everybody', tags: ['public'], public: true, query: ListQuery, reply: page,
    run: async (context, { query }) => {
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      return ok(pageById(await listBulletins(context.db, { audiences: ['public'], at: context.now, before: after.value, limit: query.limit }), query.limit, (row) => bulletinView(row, false)))
    },
  })
}

const ExchangeView = z.object({
  id: z.uuid(), partner: z.string(), direction: z.enum(['in', 'out']), subject: z.object({ kind: z.string(), id: z.string() }), summary: z.record(z.string(), z.string()), sentAt: at, dueAt: at,
  state: z.enum(['waiting', 'acknowledged', 'escalated']), acknowledgedAt: at.nullable(), answer: z.record(z.string(), z.string()).nullable(),
})

function exchangeView(one: Exchange): z.infer<typeof ExchangeView> {
  const { id, partner, direction, subjectKind, subjectId, summary, sentAt, dueAt, state, acknowledgedAt, answer } = one
  return { id, partner, direction, subject: { kind: subjectKind, id: subjectId }, summary: { ...summary }, sentAt: toIso(sentAt), dueAt: toIso(dueAt), state, acknowledgedAt: acknowledgedAt === null ? null : toIso(acknowledgedAt), answer: answer === null ? null : { ...answer } }
}

/** What we and national monitoring points told each other (RR-17), below `/risk-exchanges`; a partner sees its own. */
export function exchangeRoutes(api: Api, parts: RiskParts): void {
  api.command({
    method: 'POST', path: '/risk-exchanges/:id/acknowledge', operation: 'acknowledgeExchange', tags, statuses, params: ById, body: AcknowledgeExchange, reply: ExchangeView, example: { note: 'Registered as NP-2026-311' },
    summary: 'Acknowledge a find we told a partner of', run: async (tx, context, { params, body }) => {
      const done = await acknowledgeExchange(tx, context, parts, params.id, body)
      return done.ok ? ok(exchangeView(done.value)) : done
    },
  })
  api.read({
    path: '/risk-exchanges', operation: 'listExchanges', summary: 'Messages between us and partners, newest first', tags, query: ListQuery.extend({ state: z.enum(['waiting', 'acknowledged', 'escalated']).optional() }), reply: z.object({ items: z.array(ExchangeView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const partner = partnerOf(parts.cache, context.actor, context.now)
      const denied = partner === undefined ? mayReadRisk(context.actor) : undefined
      if (denied !== undefined) return refuse(denied)
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      return ok(pageById(await listExchanges(context.db, { partner: partner?.code, state: query.state, before: after.value, limit: query.limit }), query.limit, exchangeView))
    },
  })
}
