import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeCursor, encodeCursor, ListQuery } from '../../platform/http/cursor.ts'
import { Day, Moment } from '../../platform/http/moments.ts'
import { caseRoutes, type AnyCaseKind } from '../../platform/procedures/public.ts'
import { AppealEvent, appealEvent } from './appeal-event.ts'
import { scaleOn } from './domain/credit-rules.ts'
import { dayOf } from './domain/day.ts'
import { isOfficial, partnerOf, sightOf } from './domain/permissions.ts'
import { countByGrade, listByGrade, listChanges } from './list-store.ts'
import { partnersAt, type CreditParts } from './parts.ts'
import { compareDay, readRecord, type EnterpriseName } from './read-record.ts'
import { BatchReply, eventExample, RecordedView, reportBatch, ReportBatch, ReportEvent, reportEvent } from './report-event.ts'
import { historyOf } from './store.ts'
import { BeliefView, beliefView, CreditLawView, CreditView, kindView, measureView } from './views.ts'

const tags = ['credit']
const Enterprise = z.strictObject({ enterprise: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._\-/]{0,79}$/) })
const Name = z.strictObject({ zh: z.string(), en: z.string() })
const StandingView = z.strictObject({ grade: z.string(), score: z.number(), scale: z.number(), counting: z.number() })
const ChangeView = z.strictObject({ number: z.number(), enterprise: z.string(), at: z.iso.datetime(), from: Day.optional(), grade: z.string(), before: z.string().optional(), score: z.number().optional(), cause: z.enum(['fact', 'rule']).optional() })

const standingView = ({ grade, score, scale, contributions }: { readonly grade: string; readonly score: number; readonly scale: number; readonly contributions: readonly { readonly why: string }[] }): z.infer<typeof StandingView> => ({
  grade, score, scale, counting: contributions.filter(({ why }) => why === 'counts').length,
})

/** Enterprise credit: records, grades of any day, events and appeals, sharing with partners (RR-10…RR-13). */
export function creditRoutes(api: Api, parts: CreditParts, appeals: AnyCaseKind, nameOf: EnterpriseName): void {
  listRoutes(api, parts, nameOf)
  recordRoutes(api, parts, nameOf)
  eventRoutes(api, parts, appeals)
  caseRoutes(api, appeals, '/credit-appeals')
}

function listRoutes(api: Api, parts: CreditParts, nameOf: EnterpriseName): void {
  api.read({
    path: '/credit',
    operation: 'listCredit',
    summary: 'Enterprises with a credit record by the grade of today, in the order of their codes, and how many there are of each grade',
    tags,
    query: ListQuery.extend({ grade: z.string().max(40).optional(), search: z.string().max(80).optional() }),
    reply: z.strictObject({
      items: z.array(z.strictObject({ enterprise: z.string(), name: Name.optional(), grade: z.string(), score: z.number(), since: z.iso.datetime(), until: z.iso.datetime().optional() })),
      /** With the first page only: counting goes over all records. */
      counts: z.array(z.strictObject({ grade: z.string(), count: z.number() })).optional(),
      next: z.string().optional(),
    }),
    run: async ({ actor, now, db }, { query }) => {
      if (!isOfficial(actor) || partnerOf(actor, partnersAt(parts.cache, now)) !== undefined) return refuse({ code: 'common/not-permitted' })
      const after = decodeCursor(query.after, ['text'])
      if (!after.ok) return after
      const [rows, counts] = await Promise.all([
        listByGrade(db, now, { grade: query.grade, search: query.search, after: after.value?.[0], limit: query.limit }),
        after.value === undefined ? countByGrade(db, now) : undefined,
      ])
      const last = rows.at(-1)
      const items = rows.map(({ enterprise, grade, score, since, until }) => {
        const name = nameOf(enterprise, now)
        return { enterprise, ...(name === undefined ? {} : { name: { ...name } }), grade, score, since: toIso(since), ...(until === null ? {} : { until: toIso(until) }) }
      })
      return ok({ items, ...(counts === undefined ? {} : { counts: [...counts] }), ...(last !== undefined && rows.length === query.limit ? { next: encodeCursor([last.enterprise]) } : {}) })
    },
  })
  api.read({
    path: '/credit-law',
    operation: 'readCreditLaw',
    summary: 'The rules of credit in force: kinds of events with their weight, the scale, benefits and burdens of each grade',
    tags,
    reply: CreditLawView,
    run: ({ now }) => {
      const { law, rules } = parts.law()
      const { version, start, steps } = scaleOn(rules, dayOf(now, law.timeZone))
      const kinds = [...rules.kinds.values()].flatMap((versions) => versions.at(-1)?.rule ?? [])
      return Promise.resolve(ok({
        kinds: kinds.map(kindView), scale: { version, start, steps: steps.map((step) => ({ ...step })) },
        measures: law.measures.map((measure) => ({ ...measureView(measure), grades: [...measure.grades], ...(measure.priority === undefined ? {} : { priority: measure.priority }) })),
      }))
    },
  })
  api.read({
    path: '/credit-changes',
    operation: 'listCreditChanges',
    summary: 'Changes of grades in the order they were made, for partners that read on from where they were; cut to the caller\'s scope',
    tags,
    query: ListQuery,
    reply: z.strictObject({ items: z.array(ChangeView), next: z.string().optional() }),
    run: async ({ actor, now, db }, { query }) => {
      const partner = partnerOf(actor, partnersAt(parts.cache, now))
      const sees = actor.enterprise !== undefined && partner === undefined ? sightOf(actor, actor.enterprise, undefined) : sightOf(actor, '', partner)
      if (sees.length === 0) return refuse({ code: 'common/not-permitted' })
      const after = decodeCursor(query.after, ['bigint'])
      if (!after.ok) return after
      const from = after.value?.[0] ?? 0
      const rows = await listChanges(db, from, partner === undefined && !isOfficial(actor) ? actor.enterprise : undefined, query.limit)
      const reasons = sees.includes('reasons')
      const last = rows.at(-1)
      const items = rows.map(({ number, enterprise, at, fromDay, grade, gradeBefore, score, cause }) => ({
        number, enterprise, at: toIso(at), ...(fromDay === null ? {} : { from: fromDay }), grade, ...(gradeBefore === null ? {} : { before: gradeBefore }), ...(reasons ? { score, cause } : {}),
      }))
      // Always a cursor: what is new later is read on from it.
      return ok({ items, next: encodeCursor([last?.number ?? from]) })
    },
  })
}

function recordRoutes(api: Api, parts: CreditParts, nameOf: EnterpriseName): void {
  api.read({
    path: '/credit/:enterprise',
    operation: 'readCredit',
    summary: 'Credit of an enterprise today or on any day, cut to what the caller may see; reads of partners are written into the ledger',
    tags,
    params: Enterprise,
    query: z.strictObject({ day: Day.optional() }),
    reply: CreditView,
    run: (context, { params, query }) => readRecord(context, parts, nameOf, params.enterprise, query.day),
  })
  api.read({
    path: '/credit/:enterprise/history',
    operation: 'readCreditHistory',
    summary: 'Every grade that was ever believed of an enterprise, and while when: the latest belief first',
    tags,
    params: Enterprise,
    reply: z.strictObject({ items: z.array(BeliefView) }),
    run: async ({ actor, now, db }, { params: { enterprise } }) => {
      if (!sightOf(actor, enterprise, partnerOf(actor, partnersAt(parts.cache, now))).includes('history')) return refuse({ code: 'common/not-found' })
      return ok({ items: (await historyOf(db, enterprise)).map(beliefView) })
    },
  })
  api.read({
    path: '/credit/:enterprise/recompute',
    operation: 'recomputeCredit',
    summary: 'The grade of a day as it was known at a moment: what was kept, what the facts give when folded again, and what is known now',
    tags,
    params: Enterprise,
    query: z.strictObject({ day: Day, known: Moment.optional() }),
    reply: z.strictObject({ day: Day, known: z.iso.datetime(), believed: z.strictObject({ grade: z.string(), score: z.number() }).optional(), recomputed: StandingView.optional(), now: StandingView }),
    run: async (context, { params: { enterprise }, query }) => {
      const { actor, now } = context
      if (!isOfficial(actor) || partnerOf(actor, partnersAt(parts.cache, now)) !== undefined) return refuse({ code: 'common/not-found' })
      const known = query.known === undefined ? now : (Date.parse(query.known) as typeof now)
      const compared = await compareDay(context, parts, enterprise, query.day, known)
      const { believed, recomputed } = compared
      return ok({
        day: query.day, known: toIso(known), ...(believed === undefined ? {} : { believed: { grade: believed.grade, score: believed.score } }),
        ...(recomputed === undefined ? {} : { recomputed: standingView(recomputed) }), now: standingView(compared.now),
      })
    },
  })
}

function eventRoutes(api: Api, parts: CreditParts, appeals: AnyCaseKind): void {
  api.command({
    method: 'POST',
    path: '/credit-events',
    operation: 'reportCreditEvent',
    summary: 'Report a credit event; another report of the same happening is merged with it, a repeated one changes nothing',
    tags,
    body: ReportEvent,
    reply: RecordedView,
    success: 201,
    example: eventExample,
    statuses: { 'credit/reference-used': 409, 'credit/not-your-kind': 403 },
    run: (tx, context, { body }) => reportEvent(tx, context, parts, body),
  })
  api.command({
    method: 'POST',
    path: '/credit-events/batch',
    operation: 'reportCreditEvents',
    summary: 'Report up to 500 credit events; each gets its own answer, and a bad one spoils none of the others',
    tags,
    body: ReportBatch,
    reply: BatchReply,
    example: { events: [eventExample] },
    statuses: {},
    run: (tx, context, { body }) => reportBatch(tx, context, parts, body),
  })
  api.command({
    method: 'POST',
    path: '/credit-events/:event/appeal',
    operation: 'appealCreditEvent',
    summary: 'Appeal against an event of the own record; somebody who had no hand in it decides',
    tags,
    params: z.strictObject({ event: z.uuid() }),
    body: AppealEvent,
    reply: z.strictObject({ appeal: z.uuid() }),
    success: 201,
    example: { grounds: '申报数量系运输途中合理损耗' },
    statuses: { 'credit/appealed-already': 409, 'credit/appeal-too-late': 409 },
    run: async (tx, context, { params, body }) => {
      const opened = await appealEvent(tx, context, parts, appeals, params.event, body)
      return opened.ok ? ok({ appeal: opened.value }) : opened
    },
  })
}
