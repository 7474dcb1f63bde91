import { z } from 'zod'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Api, Statuses } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import type { CrewCalendars, CrewFaults } from '../../registry/identity/public.ts'
import { partiesOf } from '../collisions/public.ts'
import { portsOf } from '../ports.ts'
import type { Acting } from './act.ts'
import { AnswerSlot, answerSlot } from './answer-slot.ts'
import { findAnswersOf } from './answer-store.ts'
import { AgreeInspection, agreeInspection, RescheduleInspection, rescheduleInspection } from './agree-inspection.ts'
import { arranging, type Inspection } from './domain/inspection.ts'
import { maySeeInspection, maySeeTasks, sightOf } from './domain/may-act.ts'
import { HandleObject, handleObject, objectsOf } from './handle-object.ts'
import { noGates, type Gates } from './gates.ts'
import { findHandlings } from './handling-store.ts'
import { InspectionView, inspectionView } from './inspection-view.ts'
import { ArriveForInspection, arriveForInspection, ReportNoShow, reportNoShow } from './be-present.ts'
import { DeclineInspection, declineInspection, JudgeInspection, judgeInspection } from './leave-inspection.ts'
import { InviteAgency, inviteAgency } from './invite-agency.ts'
import { proposeTimes } from './propose-times.ts'
import { closeInspection, disposeInspection, PlainAct, RecordDisposition, RecordFindings, recordInspectionFindings, startInspection } from './run-session.ts'
import { findPresences, findTerms } from './presence-store.ts'
import { noTerms, type TermsOf } from './terms.ts'
import type { Sites } from './sites.ts'
import { findInspection, listInspections } from './store.ts'

/** What the routes of inspections are given. */
export interface InspectionParts {
  readonly law: () => Pack
  readonly sites: Sites
  readonly crews: CrewFaults
  readonly calendars: CrewCalendars
  /** What other modules add; nothing where it is absent. */
  readonly gates?: Gates
  readonly terms?: TermsOf
}

const Id = z.strictObject({ id: z.uuid() })
const Query = ListQuery.extend({
  port: z.string().optional(),
  state: InspectionView.shape.state.optional(),
  kind: InspectionView.shape.kind.optional(),
  object: z.string().max(100).optional(),
  declaration: z.uuid().optional(),
  agency: z.string().max(12).optional(),
})

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
  'agreements/no-memorandum': 409,
  'agreements/no-consultation': 409,
  'inspections/crew-taken': 409,
  'inspections/site-full': 409,
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
}

const slot = { from: '2026-03-02T15:00:00+08:00', to: '2026-03-02T16:00:00+08:00' }

/** `GET /joint-inspections`, one of them, and every act on it. Single inspections and boardings are read and acted upon here too. */
export function inspectionRoutes(api: Api, parts: InspectionParts): void {
  const { law, sites, crews, gates = noGates, terms = noTerms } = parts

  api.read({
    path: '/joint-inspections',
    operation: 'listInspections',
    summary: 'Joint, single and boarding inspections the caller takes part in or oversees, newest first',
    tags: ['joint'],
    query: Query,
    reply: z.object({ items: z.array(InspectionView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const { actor } = context
      const sight = sightOf(actor)
      if (sight === 'none') return ok({ items: [] })
      const cursor = decodeIdCursor(query.after)
      if (!cursor.ok) return cursor
      const { port, state, kind, object, declaration, limit } = query
      const inspections = await listInspections(context.db, {
        ...{ state, kind, object, declaration, limit },
        ports: portsOf(actor, law()).filter((known) => port === undefined || known === port),
        agency: sight === 'agency' ? actor.agency : query.agency,
        enterprise: sight === 'enterprise' ? actor.enterprise : undefined,
        site: sight === 'site' ? actor.site : undefined,
        before: cursor.value,
      })
      return ok(pageById(inspections, limit, (inspection) => inspectionView(inspection, actor)))
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

  const act = <Body extends z.ZodType>(
    name: string,
    operation: string,
    summary: string,
    body: Body,
    example: z.input<Body>,
    run: (acting: Acting, body: z.output<Body>) => Promise<Result<Inspection>>,
  ): void => {
    api.command({
      ...{ method: 'POST', path: `/joint-inspections/:id/${name}`, operation, summary, body, example, statuses },
      tags: ['joint'],
      params: Id,
      reply: InspectionView,
      run: async (tx, context, { params, body: sent, ifMatch }) => {
        const done = await run({ tx, context, pack: law(), id: params.id, ifMatch, gates, terms }, sent)
        return done.ok ? ok(inspectionView(done.value, context.actor)) : done
      },
    })
  }

  act('agree', 'agreeInspection', 'Confirm time, place and crew for the own agency; the last yes makes it agreed', AgreeInspection, { slot, site: 'P2', crew: ['I-7'] }, (acting, body) => agreeInspection(acting, sites, crews, body))
  act('reschedule', 'rescheduleInspection', 'Put another time and place on the table; every party is asked again', RescheduleInspection, { slot, site: 'P2', reason: 'vessel late' }, rescheduleInspection)
  act('answer', 'answerSlot', 'Answer time and place as the trader or the operator of the site: yes, a wish, or not able to', AnswerSlot, { said: 'wish', slot, reason: 'goods reach the yard at noon' }, answerSlot)
  act('decline', 'declineInspection', 'Decline to join, with a reason; the others go on', DeclineInspection, { reason: 'hazmat isolation' }, declineInspection)
  const judged = { necessity: { yes: true }, feasibility: { yes: false, reason: 'no reefer platform free' }, effectiveness: { yes: true } }
  const guest = law().participants.flatMap((part) => part.invited ?? [])[0] ?? 'AGENCY'
  act('invite', 'inviteAgency', 'Call in an agency without a task of its own: it reads the case and speaks in it, and decides nothing', InviteAgency, { agency: guest, reason: 'invasive species' }, inviteAgency)
  act('judge', 'judgeInspection', 'Judge necessity, feasibility and effectiveness; a no keeps the joint inspection from being scheduled', JudgeInspection, judged, judgeInspection)
  act('arrive', 'arriveForInspection', 'Report that the own crew is at the site, or takes part by remote', ArriveForInspection, { mode: 'on-site' }, arriveForInspection)
  const late = { agency: law().agencies[0]?.code ?? 'A', then: 'proceed' as const, reason: 'not reached by telephone' }
  act('no-show', 'reportNoShow', 'Report a party that did not come within the grace time, and what is done about it', ReportNoShow, late, reportNoShow)
  act('start', 'startInspection', 'Begin the session', PlainAct, {}, startInspection)
  const object = { kind: 'container', ref: 'TGHU1234562' } as const
  act('open', 'openContainer', 'Record the one opening; a second one needs a reason', HandleObject, { object, seal: 'CN123456' }, (acting, body) => handleObject(acting, 'open', body))
  act('weigh', 'weighGoods', 'Record the one weighing; a second one is offered the existing record', HandleObject, { object, grossKg: 24180, device: 'WB-1' }, (acting, body) => handleObject(acting, 'weigh', body))
  act('scan', 'scanGoods', 'Record the one scan; a second one is offered the existing record', HandleObject, { object, image: 'S-9', device: 'SC-2' }, (acting, body) => handleObject(acting, 'scan', body))
  act('findings', 'recordFindings', 'Answer lines of the own agency\'s checklist', RecordFindings, { checks: [{ code: 'count', outcome: 'ok' }, { code: 'sample', outcome: 'ok', note: 'two bags' }] }, recordInspectionFindings)
  const [kind] = law().dispositions
  act('dispositions', 'recordDisposition', 'Record the own agency\'s decision', RecordDisposition, { disposition: kind?.code ?? 'PASS' }, disposeInspection)
  act('close', 'closeInspection', 'End the session once every agency\'s checklist is closed', PlainAct, {}, closeInspection)
}

async function whole(context: Context, parts: InspectionParts, inspection: Inspection): Promise<InspectionView> {
  const { actor, db, now } = context
  const answers = await findAnswersOf(db, inspection.port, inspection.id)
  const proposals = arranging.includes(inspection.state) && !inspection.desk ? { proposals: await proposeTimes(db, parts.law(), parts, inspection, answers, now) } : {}
  if (!maySeeTasks(actor)) return inspectionView(inspection, actor, { ...proposals, answers })
  const keys = (await objectsOf(db, inspection)).map((object) => object.key)
  const began = await findTerms(db, inspection.port, inspection.id)
  const terms = began ?? (arranging.includes(inspection.state) && !inspection.desk ? warnedOf(await (parts.terms ?? noTerms)(db, inspection, now)) : undefined)
  const presences = await findPresences(db, inspection.port, inspection.id)
  const { missing } = partiesOf(parts.law(), { port: inspection.port, objectKind: inspection.object.kind, at: inspection.proposedAt })
  return inspectionView(inspection, actor, { ...proposals, answers, missing, presences, terms, handlings: await findHandlings(db, inspection.port, keys) })
}

/** Before a session begins everything that will stop it or that it will be warned of is shown alike. */
function warnedOf({ stops, warnings, procedures }: Awaited<ReturnType<TermsOf>>): { procedures: typeof procedures; warnings: typeof warnings } {
  return { procedures, warnings: [...stops, ...warnings] }
}
