import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Api, Statuses } from '../../platform/http/api.ts'
import { decodeCursor, decodeIdCursor, encodeCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { partiesOf } from '../collisions/public.ts'
import { findDirectives } from '../directives/public.ts'
import { portsOf } from '../ports.ts'
import { actOnInspection } from './act-on-inspection.ts'
import { AnswerSlot } from './answer-slot.ts'
import { findAnswersOf } from './answer-store.ts'
import { AgreeInspection, RescheduleInspection } from './agree-inspection.ts'
import { isArranging, type Inspection } from './domain/inspection.ts'
import { actsFor, maySeeInspection, maySeeTasks, sightOf } from './domain/may-act.ts'
import { unchosenPlatform } from './domain/platforms.ts'
import { sitesOf } from './domain/regroup.ts'
import { HandleObject, objectsOf } from './handle-object.ts'
import type { Command } from './command.ts'
import type { ActName } from './domain/decide.ts'
import type { InspectionParts } from './gates.ts'
import { findHandlings } from './handling-store.ts'
import { InspectionView, inspectionView } from './inspection-view.ts'
import { ArriveForInspection, ReportNoShow } from './be-present.ts'
import { DeclineInspection, JudgeInspection } from './leave-inspection.ts'
import { InterruptSession, ProceedWithout } from './interrupt-session.ts'
import { InviteAgency } from './invite-agency.ts'
import { lotsOf, ownDeclarations } from './lots-of.ts'
import { proposeTimes } from './propose-times.ts'
import { PlainAct, RecordDisposition, RecordFindings } from './run-session.ts'
import { findPresences, findTerms } from './presence-store.ts'
import type { TermsOf } from './terms.ts'
import { dueOf, findInspection, listInspections, listLane, type LanePlace } from './store.ts'
import { waitingRoute } from './waiting-route.ts'

const Id = z.strictObject({ id: z.uuid() })
const Query = ListQuery.extend({
  port: z.string().optional(),
  state: InspectionView.shape.state.optional(),
  kind: InspectionView.shape.kind.optional(),
  object: z.string().max(100).optional(),
  declaration: z.uuid().optional(),
  agency: z.string().max(12).optional(),
  desk: z.enum(['true', 'false']).optional(),
})
/** The lanes of the board: what waits or runs, due soonest first. */
const LaneQuery = Query.omit({ object: true, declaration: true, desk: true }).extend({ state: z.enum(['proposed', 'coordinating', 'agreed', 'started']) })

const statuses: Statuses = {
  'inspections/not-a-party': 403,
  'inspections/there-already': 409,
  'inspections/not-your-power': 403,
  'inspections/not-in-this-state': 409,
  'inspections/nothing-to-decline': 409,
  'inspections/proposal-differs': 409,
  'inspections/one-platform': 409,
  'inspections/party-missing': 409,
  'inspections/party-is-there': 409,
  'inspections/grace-not-over': 409,
  'inspections/not-overdue': 409,
  'agreements/no-memorandum': 409,
  'agreements/no-consultation': 409,
  'inspections/crew-taken': 409,
  'inspections/site-full': 409,
  'inspections/equipment-taken': 409,
  'inspections/booking-cannot-follow': 409,
  'inspections/already-opened': 409,
  'inspections/already-weighed': 409,
  'inspections/already-scanned': 409,
  'inspections/checklist-open': 409,
  'inspections/no-record-yet': 409,
  'inspections/content-not-agreed': 409,
  'inspections/verdicts-awaited': 409,
  'inspections/offer-unanswered': 409,
  'inspections/assigned-elsewhere': 409,
  'inspections/offence-not-passed-on': 409,
  'inspections/secondary-open': 409,
}

const slot = { from: '2026-03-02T15:00:00+08:00', to: '2026-03-02T16:00:00+08:00' }

/** What a list is narrowed to for the one who asks; undefined where none is to be seen. */
function filterFor(actor: Actor, law: Pack, query: { port?: string | undefined; kind?: InspectionView['kind'] | undefined; agency?: string | undefined; limit: number }) {
  const sight = sightOf(actor)
  if (sight === 'none') return undefined
  return {
    kind: query.kind,
    limit: query.limit,
    ports: portsOf(actor, law).filter((known) => query.port === undefined || known === query.port),
    agency: sight === 'agency' ? actor.agency : query.agency,
    enterprise: sight === 'enterprise' ? actor.enterprise : undefined,
    site: sight === 'site' ? actor.site : undefined,
  }
}

/** A lane goes on after a moment and an id of ours. */
function laneCursor(cursor: string | undefined): Result<LanePlace | undefined> {
  const key = decodeCursor(cursor, ['epoch', 'id'])
  if (!key.ok || key.value === undefined) return key.ok ? ok(undefined) : key
  const [due, id] = key.value
  return ok({ due, id })
}

/** Views of found inspections as the caller may see them; that tasks are read is logged. */
async function viewsFor(context: Context, gates: InspectionParts['gates'], inspections: readonly Inspection[]): Promise<(inspection: Inspection) => InspectionView> {
  const { actor } = context
  if (maySeeTasks(actor)) await gates.onRead(context, ...inspections)
  const own = await ownDeclarations(context.db, actor, inspections)
  return (inspection) => inspectionView(inspection, actor, { own })
}

/** `GET /joint-inspections`, one of them, and every act on it. Single inspections and boardings are read and acted upon here too. */
export function inspectionRoutes(api: Api, parts: InspectionParts): void {
  waitingRoute(api, parts.law)
  const { law, gates } = parts

  api.read({
    path: '/joint-inspections',
    operation: 'listInspections',
    summary: 'Joint, single and boarding inspections the caller takes part in or oversees, newest first',
    tags: ['joint'],
    query: Query,
    reply: z.object({ items: z.array(InspectionView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const cursor = decodeIdCursor(query.after)
      if (!cursor.ok) return cursor
      const filter = filterFor(context.actor, law(), query)
      if (filter === undefined) return ok({ items: [] })
      const { state, object, declaration, desk, limit } = query
      const inspections = await listInspections(context.db, { ...filter, state, object, declaration, desk: desk === undefined ? undefined : desk === 'true', before: cursor.value })
      return ok(pageById(inspections, limit, await viewsFor(context, gates, inspections)))
    },
  })

  api.read({
    path: '/joint-inspections/lane',
    operation: 'listLane',
    summary: 'What waits or runs in one state and is looked at on site, due soonest first: when its slot begins, or else when its window ends',
    tags: ['joint'],
    query: LaneQuery,
    reply: z.object({ items: z.array(InspectionView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const place = laneCursor(query.after)
      if (!place.ok) return place
      const filter = filterFor(context.actor, law(), query)
      if (filter === undefined) return ok({ items: [] })
      const inspections = await listLane(context.db, { ...filter, state: query.state }, place.value)
      const last = inspections.at(-1)
      const toView = await viewsFor(context, gates, inspections)
      return ok({ items: inspections.map(toView), ...(last === undefined || inspections.length < query.limit ? {} : { next: encodeCursor([dueOf(last), last.id]) }) })
    },
  })

  api.read({
    path: '/joint-inspections/:id',
    operation: 'getInspection',
    summary: 'One inspection with a task per agency, its openings, weighings and scans, and times that would suit everybody',
    tags: ['joint'],
    params: Id,
    reply: InspectionView,
    run: async (context, { params }) => {
      const inspection = await findInspection(context.db, portsOf(context.actor, law()), params.id)
      if (inspection === undefined || !maySeeInspection(context.actor, inspection)) return refuse({ code: 'common/not-found' })
      if (maySeeTasks(context.actor)) await gates.onRead(context, inspection)
      return ok(await whole(context, parts, inspection))
    },
  })

  const act = <Body extends z.ZodType>(name: ActName, operation: string, summary: string, body: Body, example: z.input<Body>): void => {
    api.command({
      ...{ method: 'POST', path: `/joint-inspections/:id/${name}`, operation, summary, body, example, statuses },
      tags: ['joint'],
      params: Id,
      reply: InspectionView,
      run: async (tx, context, { params, body: sent, ifMatch }) => {
        // The schema of a route is the body of its act.
        const done = await actOnInspection({ tx, context, id: params.id, ifMatch }, parts, { act: name, body: sent } as Command)
        return done.ok ? ok(inspectionView(done.value, context.actor, { own: await ownDeclarations(tx, context.actor, [done.value]) })) : done
      },
    })
  }

  act('agree', 'agreeInspection', 'Confirm time, place and crew for the own agency; the last yes makes it agreed', AgreeInspection, { slot, site: 'P2', crew: ['I-7'] })
  act('reschedule', 'rescheduleInspection', 'Put another time and place on the table; every party is asked again', RescheduleInspection, { slot, site: 'P2', reason: 'vessel late' })
  act('answer', 'answerSlot', 'Answer time and place as the trader or the operator of the site: yes, a wish, or not able to', AnswerSlot, { said: 'wish', slot, reason: 'goods reach the yard at noon' })
  act('decline', 'declineInspection', 'Decline to join, with a reason; the others go on', DeclineInspection, { reason: 'hazmat isolation' })
  const judged = { necessity: { yes: true }, feasibility: { yes: false, reason: 'no reefer platform free' }, effectiveness: { yes: true } }
  const guest = law().participants.flatMap((part) => part.invited ?? [])[0] ?? 'AGENCY'
  act('invite', 'inviteAgency', 'Call in an agency without a task of its own: it reads the case and speaks in it, and decides nothing', InviteAgency, { agency: guest, reason: 'invasive species' })
  act('judge', 'judgeInspection', 'Judge necessity, feasibility and effectiveness; a no keeps the joint inspection from being scheduled', JudgeInspection, judged)
  act('arrive', 'arriveForInspection', 'Report that the own crew is at the site, or takes part by remote', ArriveForInspection, { mode: 'on-site' })
  const late = { agency: law().agencies[0]?.code ?? 'A', then: 'proceed' as const, reason: 'not reached by telephone' }
  act('no-show', 'reportNoShow', 'Report a party that did not come within the grace time, and what is done about it', ReportNoShow, late)
  act('start', 'startInspection', 'Begin the session', PlainAct, {})
  const object = { kind: 'container', ref: 'TGHU1234562' } as const
  act('open', 'openContainer', 'Record the one opening; a second one needs a reason', HandleObject, { object, seal: 'CN123456' })
  act('weigh', 'weighGoods', 'Record the one weighing; a second one is offered the existing record', HandleObject, { object, grossKg: 24180, device: 'WB-1' })
  act('scan', 'scanGoods', 'Record the one scan; a second one is offered the existing record', HandleObject, { object, image: 'S-9', device: 'SC-2' })
  act('findings', 'recordFindings', 'Answer lines of the own agency\'s checklist', RecordFindings, { checks: [{ code: 'count', outcome: 'ok' }, { code: 'sample', outcome: 'ok', note: 'two bags' }] })
  const [kind] = law().dispositions
  act('dispositions', 'recordDisposition', 'Record the own agency\'s decision', RecordDisposition, { disposition: kind?.code ?? 'PASS' })
  act('interrupt', 'interruptSession', 'Stop a session before its end; what was done stays done, every party is asked for another time', InterruptSession, { reason: 'gas in the container' })
  act('proceed', 'proceedWithoutParty', 'Go on without a party that owes something although its liaison officers were called; it goes on by itself', ProceedWithout, { agency: law().agencies[0]?.code ?? 'A', reason: 'reached by nobody since noon' })
  act('close', 'closeInspection', 'End the session once every agency\'s checklist is closed', PlainAct, {})
}

async function whole(context: Context, parts: InspectionParts, inspection: Inspection): Promise<InspectionView> {
  const { actor, db, now } = context
  const answers = await findAnswersOf(db, inspection.port, inspection.id)
  const proposals = isArranging(inspection) && !inspection.desk ? { proposals: await proposeTimes(db, parts.law(), parts, inspection, answers, now) } : {}
  // Of one declaration there is nothing to tell apart.
  const lots = inspection.declarations.length > 1 ? { lots: await lotsOf(db, inspection) } : {}
  if (!maySeeTasks(actor)) return inspectionView(inspection, actor, { ...proposals, ...lots, answers, own: await ownDeclarations(db, actor, [inspection]) })
  const keys = (await objectsOf(db, inspection)).map((object) => object.key)
  const began = await findTerms(db, inspection.port, inspection.id)
  const terms = began ?? (isArranging(inspection) && !inspection.desk ? warnedOf(await parts.terms(db, inspection, now), await platformLeft(db, parts, inspection, now)) : undefined)
  const presences = await findPresences(db, inspection.port, inspection.id)
  const { missing } = partiesOf(parts.law(), { port: inspection.port, objectKind: inspection.object.kind, at: inspection.proposedAt })
  const overdue = actsFor(actor, inspection).includes('proceed') ? { overdue: await parts.overdue(db, inspection, now) } : {}
  return inspectionView(inspection, actor, { ...proposals, ...lots, ...overdue, answers, missing, presences, terms, handlings: await findHandlings(db, inspection.port, keys) })
}

/** That no platform is chosen although several are named (JI-17). */
async function platformLeft(db: Queryable, parts: InspectionParts, inspection: Inspection, now: Instant): Promise<readonly Refusal[]> {
  if (inspection.site !== undefined) return []
  const directives = await findDirectives(db, inspection.port, inspection.tasks.flatMap((task) => [...task.directives]))
  const known = new Map(parts.sites(inspection.port, now).map((site) => [site.code, site.area]))
  const left = unchosenPlatform(inspection, sitesOf(directives), (site) => known.get(site))
  return left === undefined ? [] : [left]
}

/** Before a session begins everything that will stop it or that it will be warned of is shown alike. */
function warnedOf({ stops, warnings, procedures }: Awaited<ReturnType<TermsOf>>, more: readonly Refusal[]): { procedures: typeof procedures; warnings: typeof warnings } {
  return { procedures, warnings: [...more, ...stops, ...warnings] }
}
