import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { atPort } from '../../kernel/actor.ts'
import { days, plus, toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Api, Statuses } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { alertStates, findAlert, listAlerts, type Alert } from './alert-store.ts'
import { confidentialOf, mayReadRisk, maySeeEntry } from './domain/permissions.ts'
import { riskSubjects } from './domain/risk-entry.ts'
import { findEntry, listEntries } from './entry-store.ts'
import { listNotifications } from './notification-store.ts'
import { HoldAlert, holdAlert } from './place-hold.ts'
import type { RiskParts } from './parts.ts'
import { DismissAlert, dismissAlert, receiveAlert, SendAlert } from './receive-alert.ts'
import { EndEntry, ReadPerson, readRiskPerson, RecordRisk, recordRisk, withdrawRecord } from './record-risk.ts'
import { AlertView, alertView, EntryView, entryView, HoldView, holdView, NotificationView, notificationView } from './views.ts'

export const tags = ['risk']
export const ById = z.strictObject({ id: z.uuid() })
export const riskStatuses: Statuses = { 'risk/alert-decided': 409, 'risk/not-in-force': 409, 'risk/not-proposed': 409, 'risk/already-lifted': 409, 'risk/exchange-done': 409, 'risk/second-person': 403, 'risk/other-agency': 403 }

/** Ports whose entries the actor may look for. */
export const portsAt = (actor: Actor, law: Pack): string[] => law.ports.map(({ code }) => code).filter((port) => atPort(actor, port))

const mayKnow = (actor: Actor, alert: Alert): boolean => maySeeEntry(actor, { ...alert, agency: alert.sender })

/** Risk records of the four subjects (RR-14), below `/risk-records`. */
export function recordRoutes(api: Api, { law }: RiskParts): void {
  const soon = toIso(plus(api.machine.clock.now(), days(30)))
  const level = law().riskLevels.at(-1)?.code ?? 'high'
  api.command({
    method: 'POST', path: '/risk-records', operation: 'recordRisk', tags, statuses: riskStatuses, success: 201, body: RecordRisk, reply: EntryView,
    summary: 'Record a risk of goods, containers, conveyances or a person: the next declaration it fits is raised',
    example: { scope: { container: 'TGHU1234567' }, level, title: 'Double floor reported', reason: 'Report of a partner', validTo: soon },
    run: async (tx, context, { body }) => {
      const recorded = await recordRisk(tx, context, law(), body)
      return recorded.ok ? ok(entryView(recorded.value, context.now)) : recorded
    },
  })
  api.command({
    method: 'POST', path: '/risk-records/:id/withdraw', operation: 'withdrawRiskRecord', tags, statuses: riskStatuses, params: ById, body: EndEntry, reply: EntryView, example: { reason: 'Box examined, nothing found' },
    summary: 'End a risk record before its time',
    run: async (tx, context, { params, body }) => {
      const ended = await withdrawRecord(tx, context, params.id, body)
      return ended.ok ? ok(entryView(ended.value, context.now)) : ended
    },
  })
  api.command({
    method: 'POST', path: '/risk-records/:id/person', operation: 'readRiskPerson', tags, params: ById, body: ReadPerson, reply: z.object({ name: z.string(), number: z.string(), note: z.string().optional() }),
    summary: 'Read who a record is about, for a purpose and a case; every reading is logged', example: { purpose: 'Comparison with the driver at the gate', case: '2026-0117' },
    run: (tx, context, { params, body }) => readRiskPerson(tx, context, params.id, body),
  })
  api.read({
    path: '/risk-records', operation: 'listRiskRecords', summary: 'Risk records, newest first', tags,
    query: ListQuery.extend({ subject: z.enum(riskSubjects).optional(), standing: z.enum(['true']).optional() }), reply: z.object({ items: z.array(EntryView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const denied = mayReadRisk(context.actor)
      if (denied !== undefined) return refuse(denied)
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const rows = await listEntries(context.db, { kind: 'record', ports: portsAt(context.actor, law()), subject: query.subject, at: query.standing === undefined ? undefined : context.now, agency: confidentialOf(context.actor), before: after.value, limit: query.limit })
      return ok(pageById(rows, query.limit, (row) => entryView(row, context.now)))
    },
  })
  api.read({
    path: '/risk-records/:id', operation: 'readRiskRecord', summary: 'One risk record or hold rule', tags, params: ById, reply: EntryView,
    run: async (context, { params }) => {
      const entry = await findEntry(context.db, params.id)
      return entry === undefined || !maySeeEntry(context.actor, entry) ? refuse({ code: 'common/not-found' }) : ok(entryView(entry, context.now))
    },
  })
}

/** Alerts, from whoever sends them, and what is made of them (AL-03), below `/alerts`. */
export function alertRoutes(api: Api, parts: RiskParts): void {
  const { law } = parts
  const soon = toIso(plus(api.machine.clock.now(), days(30)))
  const level = law().riskLevels.at(-1)?.code ?? 'high'
  const viewed = (done: Result<Alert>): Result<AlertView> => (done.ok ? ok(alertView(done.value)) : done)
  api.command({
    method: 'POST', path: '/alerts', operation: 'sendAlert', tags, statuses: riskStatuses, success: 201, body: SendAlert, reply: AlertView,
    summary: 'Send an alert; the same reference again is the same alert. One of a national monitoring point becomes a risk record at once and is acknowledged',
    example: { reference: '2026.0117', title: 'Salmonella in frozen poultry', hazard: 'Salmonella', level, scope: { hs: '0207', origin: 'BR' } },
    run: async (tx, context, { body }) => viewed(await receiveAlert(tx, context, parts, body)),
  })
  api.command({
    method: 'POST', path: '/alerts/:id/hold', operation: 'holdAlert', tags, statuses: riskStatuses, success: 201, params: ById, body: HoldAlert, reply: HoldView,
    summary: 'Make an alert a hold rule: in force on every process within seconds, traced among what was declared before', example: { measure: 'hold', validTo: soon, reason: 'Same lot as the alert', recall: true },
    run: async (tx, context, { params, body }) => {
      const placed = await holdAlert(tx, context, parts, params.id, body)
      return placed.ok ? ok(holdView(placed.value, context.now, {})) : placed
    },
  })
  api.command({
    method: 'POST', path: '/alerts/:id/dismiss', operation: 'dismissAlert', tags, statuses: riskStatuses, params: ById, body: DismissAlert, reply: AlertView, example: { reason: 'Goods not imported here' },
    summary: 'Find that nothing follows from an alert, and say why',
    run: async (tx, context, { params, body }) => viewed(await dismissAlert(tx, context, params.id, body)),
  })
  api.read({
    path: '/alerts', operation: 'listAlerts', summary: 'Alerts, newest first', tags, query: ListQuery.extend({ state: z.enum(alertStates).optional() }), reply: z.object({ items: z.array(AlertView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const denied = mayReadRisk(context.actor)
      if (denied !== undefined) return refuse(denied)
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const rows = await listAlerts(context.db, { ports: portsAt(context.actor, law()), state: query.state, before: after.value, limit: query.limit })
      const page = pageById(rows, query.limit, (row) => row)
      return ok({ ...page, items: page.items.filter((row) => mayKnow(context.actor, row)).map(alertView) })
    },
  })
  api.read({
    path: '/alerts/:id/notifications', operation: 'listAlertNotifications', summary: 'Notifications of a foreign network behind an alert, newest first; none behind one that was sent', tags, params: ById,
    reply: z.object({ items: z.array(NotificationView) }),
    run: async (context, { params }) => {
      const alert = await findAlert(context.db, params.id)
      if (alert === undefined || !mayKnow(context.actor, alert)) return refuse({ code: 'common/not-found' })
      const references = alert.evidence.flatMap(({ kind, ref }) => (kind === 'notification' ? [ref] : []))
      return ok({ items: (await listNotifications(context.db, alert.sender, references)).map(notificationView) })
    },
  })
  api.read({
    path: '/alerts/:id', operation: 'readAlert', summary: 'One alert', tags, params: ById, reply: AlertView,
    run: async (context, { params }) => {
      const alert = await findAlert(context.db, params.id)
      return alert === undefined || !mayKnow(context.actor, alert) ? refuse({ code: 'common/not-found' }) : ok(alertView(alert))
    },
  })
}

