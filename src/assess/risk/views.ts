import { z } from 'zod'
import { toIso, type Instant } from '../../kernel/instant.ts'
import { alertSources, alertStates, type Alert } from './alert-store.ts'
import { hazardFamilies } from './domain/food-notification.ts'
import { measures, riskSubjects, classifications } from './domain/risk-entry.ts'
import { entryStates, type StoredEntry } from './entry-store.ts'
import type { HeldCase } from './held-store.ts'
import type { StoredNotification } from './notification-store.ts'
import { ScopeView } from './scope-body.ts'
import type { Trace, Traced } from './trace-store.ts'

const at = z.iso.datetime()
const Evidence = z.array(z.object({ kind: z.string(), ref: z.string() }))
const isoOrNull = (moment: Instant | null): string | null => (moment === null ? null : toIso(moment))

/** A risk record or hold rule. `standing`: in force now. */
export const EntryView = z.object({
  id: z.uuid(),
  label: z.string(),
  kind: z.enum(['record', 'hold']),
  subject: z.enum(riskSubjects),
  port: z.string(),
  scope: ScopeView,
  level: z.string().nullable(),
  measure: z.enum(measures).nullable(),
  agency: z.string().nullable(),
  methods: z.array(z.string()),
  power: z.string().nullable(),
  title: z.string(),
  reason: z.string(),
  source: z.string(),
  classification: z.enum(classifications),
  evidence: Evidence,
  alert: z.uuid().nullable(),
  state: z.enum(entryStates),
  standing: z.boolean(),
  validFrom: at,
  validTo: at,
  created: z.object({ by: z.string(), name: z.string(), at }),
  approved: z.object({ name: z.string(), at }).nullable(),
  ended: z.object({ at, reason: z.string() }).nullable(),
  evaluation: z.string().nullable(),
})
export type EntryView = z.infer<typeof EntryView>

/** A risk record or hold rule as officers see it; `standing` says whether it works at this moment, not only by its state. */
export function entryView(entry: StoredEntry, now: Instant): EntryView {
  const { approvedName, approvedAt, endedAt, endReason } = entry
  return {
    id: entry.id, label: entry.label, kind: entry.kind, subject: entry.subject, port: entry.homePort, scope: { ...entry.scope }, level: entry.level, measure: entry.measure, agency: entry.agency, methods: [...entry.methods],
    power: entry.power, title: entry.title, reason: entry.reason, source: entry.source, classification: entry.classification, evidence: entry.evidence.map((one) => ({ ...one })), alert: entry.alertId, state: entry.state,
    standing: entry.state === 'in-force' && entry.validFrom <= now && now < entry.validTo,
    validFrom: toIso(entry.validFrom), validTo: toIso(entry.validTo), created: { by: entry.createdBy, name: entry.createdName, at: toIso(entry.createdAt) },
    approved: approvedAt === null ? null : { name: approvedName ?? '', at: toIso(approvedAt) }, ended: endedAt === null ? null : { at: toIso(endedAt), reason: endReason ?? '' }, evaluation: entry.evaluation,
  }
}

/** How the search of a rule among what was before it stands. */
const TraceView = z.object({ state: z.enum(['running', 'done']), seen: z.int(), found: z.int(), recalls: z.int(), since: at, finishedAt: at.nullable() })

/** A hold rule with what it keeps, what it hit, and how its trace stands. */
export const HoldView = EntryView.extend({ keeps: z.object({ held: z.int(), queued: z.int() }), hits: z.int(), trace: TraceView.nullable() })
export type HoldView = z.infer<typeof HoldView>

/** A hold rule with how many consignments it keeps, how many wait for a decision, how often it was hit, and how far its search has come. */
export function holdView(entry: StoredEntry, now: Instant, with_: { readonly keeps?: { readonly held: number; readonly queued: number } | undefined; readonly hits?: number | undefined; readonly trace?: Trace | undefined }): HoldView {
  const { keeps, hits, trace } = with_
  return {
    ...entryView(entry, now), keeps: { held: keeps?.held ?? 0, queued: keeps?.queued ?? 0 }, hits: hits ?? 0,
    trace: trace === undefined ? null : { state: trace.state, seen: trace.seen, found: trace.found, recalls: trace.recalls, since: toIso(trace.since), finishedAt: isoOrNull(trace.finishedAt) },
  }
}

export const AlertView = z.object({
  id: z.uuid(), port: z.string(), source: z.enum(alertSources), sender: z.string(), reference: z.string(), title: z.string(), hazard: z.string(), level: z.string(), classification: z.enum(classifications),
  subject: z.enum(riskSubjects), scope: ScopeView, evidence: Evidence, issuedAt: at, receivedAt: at, state: z.enum(alertStates), decided: z.object({ at, what: z.string() }).nullable(), acknowledgedAt: at.nullable(),
})
export type AlertView = z.infer<typeof AlertView>

/** An alert as it came in, with what was made of it. */
export function alertView(alert: Alert): AlertView {
  const { id, source, sender, reference, title, hazard, level, classification, subject, state } = alert
  return {
    id, port: alert.homePort, source, sender, reference, title, hazard, level, classification, subject, scope: { ...alert.scope }, evidence: alert.evidence.map((one) => ({ ...one })), issuedAt: toIso(alert.issuedAt),
    receivedAt: toIso(alert.receivedAt), state, decided: alert.decidedAt === null ? null : { at: toIso(alert.decidedAt), what: alert.decision ?? '' }, acknowledgedAt: isoOrNull(alert.acknowledgedAt),
  }
}

/** A notification of a foreign network, in the words of the network. */
export const NotificationView = z.object({ reference: z.string(), on: z.iso.date(), notifier: z.string(), product: z.string(), category: z.string(), hazards: z.array(z.object({ family: z.enum(hazardFamilies), substance: z.string() })) })
export type NotificationView = z.infer<typeof NotificationView>

/** A notification behind an alert, with the families and substances of its hazards. */
export function notificationView({ reference, issuedOn, notifier, product, category, hazards }: StoredNotification): NotificationView {
  return { reference, on: issuedOn, notifier, product, category, hazards: hazards.map(({ family, substance }) => ({ family, substance })) }
}

export const HeldView = z.object({
  port: z.string(), hold: z.uuid(), declaration: z.uuid(), number: z.string(), state: z.enum(['held', 'queued', 'lifted', 'kept']), since: at, queued: z.object({ at, because: z.string() }).nullable(),
  decided: z.object({ at, by: z.string(), reason: z.string() }).nullable(),
})

/** A consignment that a hold rule keeps, with why it waits for an officer and what was decided. */
export function heldView(held: HeldCase): z.infer<typeof HeldView> {
  const { port, number, state, queuedAt, queuedBecause, decidedAt, decidedBy, reason } = held
  return {
    port, hold: held.entryId, declaration: held.declarationId, number, state, since: toIso(held.since), queued: queuedAt === null ? null : { at: toIso(queuedAt), because: queuedBecause ?? '' },
    decided: decidedAt === null ? null : { at: toIso(decidedAt), by: decidedBy ?? '', reason: reason ?? '' },
  }
}

export const TracedView = z.object({
  port: z.string(), declaration: z.uuid(), number: z.string(), declarant: z.string(), consignee: z.string(), status: z.string(), acceptedAt: at, releasedAt: at.nullable(), lines: z.array(z.int()), containers: z.array(z.string()),
  /** Who has the goods: the consignee once released, until then the port. */
  holder: z.string(), done: z.enum(['held', 'directed', 'refused-by-desk']).nullable(),
})

/** A consignment the search of a hold rule found, with who has the goods now. */
export function tracedView(one: Traced): z.infer<typeof TracedView> {
  const { port, declaration, number, declarant, consignee, status, acceptedAt, releasedAt, lines, containers, done } = one
  return { port, declaration, number, declarant, consignee, status, acceptedAt: toIso(acceptedAt), releasedAt: isoOrNull(releasedAt), lines: [...lines], containers: [...containers], holder: releasedAt === null ? port : consignee, done }
}
