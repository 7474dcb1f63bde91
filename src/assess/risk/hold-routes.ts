import { z } from 'zod'
import { days, plus, toIso, type Instant } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { AnswerHold, answerHold, DecideHeld, decideHeldCase, EvaluateEntry, evaluateHold, ExtendHold, extendHold, WithdrawHold, withdrawHold } from './act-on-hold.ts'
import { confidentialOf, mayReadRisk, maySeeEntry } from './domain/permissions.ts'
import { findEntry, listEntries, type StoredEntry } from './entry-store.ts'
import { ById, portsAt, riskStatuses as statuses, tags } from './routes-entries.ts'
import { countHeld, listHeld } from './held-store.ts'
import type { RiskParts } from './parts.ts'
import { PlaceHold, placeHold } from './place-hold.ts'
import { findTraces, listTraced } from './trace-store.ts'
import { HeldView, heldView, HoldView, holdView, TracedView, tracedView } from './views.ts'
import { hitsOf } from './yield-store.ts'

/** Rules with what they keep and hit; three queries whatever their number. */
async function viewsOf(db: Queryable, entries: readonly StoredEntry[], now: Instant): Promise<HoldView[]> {
  const ids = entries.map(({ id }) => id)
  const [kept, traces, hits] = await Promise.all([countHeld(db, ids), findTraces(db, ids), hitsOf(db, ids.map((id) => `hold/${id}`))])
  return entries.map((entry) => holdView(entry, now, { keeps: kept.find((one) => one.entry === entry.id), trace: traces.find((one) => one.entry === entry.id), hits: hits.get(`hold/${entry.id}`) }))
}

/** Hold rules (AL-03, RR-16), below `/hold-rules`: placed, approved, extended, evaluated, withdrawn; what they keep and what they found behind. */
export function holdRoutes(api: Api, parts: RiskParts): void {
  const { law } = parts
  const soon = toIso(plus(api.machine.clock.now(), days(30)))
  const view = async (tx: Queryable, now: Instant, done: Result<StoredEntry>): Promise<Result<HoldView>> => {
    if (!done.ok) return done
    const [one] = await viewsOf(tx, [done.value], now)
    return one === undefined ? refuse({ code: 'common/not-found' }) : ok(one)
  }
  const common = { tags, statuses, reply: HoldView } as const
  api.command({
    ...common, method: 'POST', path: '/hold-rules', operation: 'placeHold', success: 201, body: PlaceHold,
    summary: 'Place a hold rule without an alert', example: { scope: { producer: 'Frigo Sul', hs: '0207' }, measure: 'sample', validTo: soon, title: 'Residues', reason: 'Two failures in a week' },
    run: async (tx, context, { body }) => view(tx, context.now, await placeHold(tx, context, parts, body)),
  })
  api.command({
    ...common, method: 'POST', path: '/hold-rules/:id/answer', operation: 'answerHold', params: ById, body: AnswerHold, example: { agree: true },
    summary: 'Agree, as the second person, to a hold rule; or do not', run: async (tx, context, { params, body }) => view(tx, context.now, await answerHold(tx, context, params.id, body)),
  })
  api.command({
    ...common, method: 'POST', path: '/hold-rules/:id/withdraw', operation: 'withdrawHold', params: ById, body: WithdrawHold, example: { reason: 'Alert withdrawn by its sender' },
    summary: 'End a hold rule; what it keeps waits for an officer', run: async (tx, context, { params, body }) => view(tx, context.now, await withdrawHold(tx, context, params.id, body)),
  })
  api.command({
    ...common, method: 'POST', path: '/hold-rules/:id/extend', operation: 'extendHold', params: ById, body: ExtendHold, example: { validTo: toIso(plus(api.machine.clock.now(), days(60))), reason: 'Alert stands' },
    summary: 'Give a hold rule a later end', run: async (tx, context, { params, body }) => view(tx, context.now, await extendHold(tx, context, parts, params.id, body)),
  })
  api.command({
    ...common, method: 'POST', path: '/hold-rules/:id/evaluate', operation: 'evaluateHold', params: ById, body: EvaluateEntry, example: { finding: 'No finds in 40 hits; narrow it to the lot' },
    summary: 'Write down what a rule was worth', run: async (tx, context, { params, body }) => view(tx, context.now, await evaluateHold(tx, context, params.id, body)),
  })
  api.command({
    method: 'POST', path: '/hold-rules/:id/held/:port/:declaration', operation: 'decideHeld', tags, statuses, params: z.strictObject({ id: z.uuid(), port: z.string().regex(/^[0-9A-Z]{2,12}$/), declaration: z.uuid() }), body: DecideHeld, reply: HeldView,
    summary: 'Let a kept consignment go its way, or say that it stays', example: { decision: 'lift', reason: 'Other lot, laboratory report 17' },
    run: async (tx, context, { params, body }) => {
      const decided = await decideHeldCase(tx, context, parts, params.id, params.port, params.declaration, body)
      return decided.ok ? ok(heldView(decided.value)) : decided
    },
  })
  api.read({
    path: '/hold-rules', operation: 'listHoldRules', summary: 'Hold rules, newest first', tags, query: ListQuery.extend({ standing: z.enum(['true']).optional(), state: z.enum(['proposed', 'in-force', 'withdrawn', 'declined']).optional() }),
    reply: z.object({ items: z.array(HoldView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const denied = mayReadRisk(context.actor)
      if (denied !== undefined) return refuse(denied)
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const filter = { kind: 'hold' as const, ports: portsAt(context.actor, law()), state: query.state, at: query.standing === undefined ? undefined : context.now, agency: confidentialOf(context.actor), before: after.value, limit: query.limit }
      const rows = await listEntries(context.db, filter)
      const views = await viewsOf(context.db, rows, context.now)
      return ok({ ...pageById(rows, query.limit, ({ id }) => id), items: views })
    },
  })
  api.read({
    path: '/hold-rules/:id', operation: 'readHoldRule', summary: 'One hold rule', tags, params: ById, reply: HoldView,
    run: async (context, { params }) => {
      const entry = await findEntry(context.db, params.id)
      return entry === undefined || entry.kind !== 'hold' || !maySeeEntry(context.actor, entry) ? refuse({ code: 'common/not-found' }) : view(context.db, context.now, ok(entry))
    },
  })
  api.read({
    path: '/hold-rules/:id/traced', operation: 'listTraced', summary: 'What a hold rule fits among what was declared before it: consignments and who holds them', tags, params: ById, query: ListQuery,
    reply: z.object({ items: z.array(TracedView), next: z.string().optional() }),
    run: async (context, { params, query }) => {
      const entry = await findEntry(context.db, params.id)
      if (entry === undefined || !maySeeEntry(context.actor, entry)) return refuse({ code: 'common/not-found' })
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const rows = await listTraced(context.db, params.id, portsAt(context.actor, law()), after.value, query.limit)
      return ok(pageById(rows.map((row) => ({ ...row, id: row.declaration })), query.limit, tracedView))
    },
  })
  api.read({
    path: '/held-goods', operation: 'listHeldGoods', summary: 'Consignments that hold rules keep; those that wait for an officer first', tags,
    query: z.strictObject({ hold: z.uuid().optional(), state: z.enum(['queued', 'held']).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }), reply: z.object({ items: z.array(HeldView) }),
    run: async (context, { query }) => {
      const denied = mayReadRisk(context.actor)
      if (denied !== undefined) return refuse(denied)
      const states = query.state === undefined ? (['held', 'queued', 'kept'] as const) : [query.state]
      return ok({ items: (await listHeld(context.db, { ports: portsAt(context.actor, law()), entry: query.hold, states, limit: query.limit })).map(heldView) })
    },
  })
}
