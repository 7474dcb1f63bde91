import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { caseRoutes, CaseView, type AnyCaseKind } from '../../platform/procedures/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { findInspection, type Gates } from '../inspections/public.ts'
import { sideOf } from '../inspections/domain/answer.ts'
import { maySeeInspection, maySeeTasks } from '../inspections/domain/may-act.ts'
import { portsOf } from '../ports.ts'
import { findContacts, findEscalations, listOpenCalls, type Contact } from './clock-store.ts'
import { RecordConsultation, recordConsultation, SayInCase, sayInCase } from './converse.ts'
import { debts } from './domain/answer-clock.ts'
import { hears, isMeant, type Message } from './domain/message.ts'
import { endCall, EndCall } from './end-call.ts'
import { RaiseIssue, raiseIssue } from './issues.ts'
import { listMessages } from './message-store.ts'
import { siteProtocols } from './registers.ts'
import { entriesAt } from './terms-of.ts'
import { mayReadProfile, portProfile, PortProfile } from './profile.ts'

/** What the routes of agreements are given. */
export interface AgreementParts {
  readonly law: () => Pack
  readonly cache: RegisterCache
  readonly issues: AnyCaseKind
  /** An official reads what is said in a case (LB-09). */
  readonly onRead: Gates['onRead']
}

const Id = z.strictObject({ id: z.uuid() })

const MessageView = z.object({
  ...{ id: z.uuid(), inspection: z.uuid(), kind: z.enum(['message', 'consultation']), audience: z.enum(['agencies', 'everyone']) },
  ...{ side: z.object({ kind: z.string(), code: z.string() }), agencies: z.array(z.string()), channel: z.string().optional(), text: z.string(), name: z.string(), at: z.string() },
})

/** A message as it is read: outside the agencies people of an agency speak in its name. */
function messageView({ by: _by, at, ...message }: Message, whole: boolean): z.infer<typeof MessageView> {
  return { ...message, side: { ...message.side }, agencies: [...message.agencies], name: whole || message.side.kind !== 'agency' ? message.name : message.side.code, at: toIso(at) }
}

const ContactView = z.object({
  ...{ id: z.uuid(), port: z.string(), inspection: z.uuid(), agency: z.string(), channel: z.enum(['email', 'sms', 'phone']), address: z.string().optional() },
  ...{ state: z.enum(['sent', 'failed', 'open', 'done']), detail: z.string().optional(), at: z.string(), doneBy: z.string().optional(), doneAt: z.string().optional() },
})

function contactView({ askedAt: _asked, triedAt, doneAt, ...contact }: Contact): z.infer<typeof ContactView> {
  return { ...contact, at: toIso(triedAt), ...(doneAt === undefined ? {} : { doneAt: toIso(doneAt) }) }
}

/** Conversation, consultation, calls, questions between agencies, and the profile of a port. */
export function agreementRoutes(api: Api, parts: AgreementParts): void {
  const { law } = parts
  api.read({
    path: '/ports/:port/profile',
    operation: 'readPortProfile',
    summary: 'How agencies work together at a port: matrix, windows, clocks, memoranda, people, protocol, places, equipment',
    tags: ['joint'],
    params: z.strictObject({ port: z.string().min(1).max(40) }),
    reply: PortProfile,
    run: async (context, { params }) => (mayReadProfile(context.actor, params.port) ? portProfile(parts, params.port, context.now) : refuse({ code: 'common/not-found' })),
  })
  api.read({
    path: '/ports/:port/attendance',
    operation: 'readAttendance',
    summary: 'For whoever comes to an inspection at the port: where to meet, what to bring, how long the others wait',
    tags: ['joint'],
    params: z.strictObject({ port: z.string().min(1).max(40) }),
    reply: z.object({ port: z.string(), meetingPoint: z.string().optional(), bring: z.array(z.string()), graceMinutes: z.number() }),
    run: async (context, { params }) => {
      if (!law().ports.some((port) => port.code === params.port)) return refuse({ code: 'common/not-found' })
      const protocol = entriesAt(parts.cache, siteProtocols, context.now).find((each) => each.port === params.port)
      const grace = parameterValue(law(), 'joint.grace', context.now, { port: params.port })
      return ok({ port: params.port, ...(protocol?.meetingPoint === undefined ? {} : { meetingPoint: protocol.meetingPoint }), bring: [...(protocol?.bring ?? [])], graceMinutes: grace / 60_000 })
    },
  })
  api.read({
    path: '/joint-inspections/:id/messages',
    operation: 'listMessages',
    summary: 'What was said in a case, oldest first; a trader and an operator read what is meant for everybody',
    tags: ['joint'],
    params: Id,
    query: ListQuery,
    reply: z.object({ items: z.array(MessageView), next: z.string().optional() }),
    run: async (context, { params, query }) => {
      const inspection = await findInspection(context.db, portsOf(context.actor, law()), params.id)
      if (inspection === undefined || !maySeeInspection(context.actor, inspection)) return refuse({ code: 'common/not-found' })
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const whole = maySeeTasks(context.actor)
      if (whole) await parts.onRead(context, inspection)
      const page = pageById(await listMessages(context.db, inspection.port, inspection.id, hears(context.actor), after.value, query.limit), query.limit, (message) => message)
      const listener = sideOf(context.actor)
      return ok({ ...page, items: page.items.filter((message) => whole || (listener !== undefined && isMeant(listener, message))).map((message) => messageView(message, whole)) })
    },
  })
  api.read({
    path: '/joint-inspections/:id/contacts',
    operation: 'listContacts',
    summary: 'How parties that owe something were reached, and what followed when they did not do it',
    tags: ['joint'],
    params: Id,
    reply: z.object({ items: z.array(ContactView), escalations: z.array(z.object({ level: z.int(), owes: z.enum(debts), agencies: z.array(z.string()), askedAt: z.string(), at: z.string() })) }),
    run: async (context, { params }) => {
      const inspection = await findInspection(context.db, portsOf(context.actor, law()), params.id)
      if (inspection === undefined || !maySeeInspection(context.actor, inspection) || !maySeeTasks(context.actor)) return refuse({ code: 'common/not-found' })
      const escalations = await findEscalations(context.db, inspection.port, inspection.id)
      return ok({
        items: (await findContacts(context.db, inspection.port, inspection.id)).map(contactView),
        escalations: escalations.map(({ level, owes, agencies, askedAt, at }) => ({ level, owes, agencies: [...agencies], askedAt: toIso(askedAt), at: toIso(at) })),
      })
    },
  })
  const statuses = { 'common/not-found': 404 }
  api.command({
    method: 'POST',
    path: '/joint-inspections/:id/messages',
    operation: 'sayInCase',
    summary: 'Say something in a case, to the agencies or to everybody concerned',
    tags: ['joint'],
    params: Id,
    body: SayInCase,
    reply: MessageView,
    success: 201,
    statuses,
    example: { text: 'The reefer plug on P2 is out of order until noon.', audience: 'everyone' },
    run: async (tx, context, { params, body }) => {
      const done = await sayInCase({ tx, context, pack: law(), inspection: params.id }, body)
      return done.ok ? ok(messageView(done.value, true)) : done
    },
  })
  api.command({
    method: 'POST',
    path: '/joint-inspections/:id/consultations',
    operation: 'recordConsultation',
    summary: 'Record that the agencies consulted each other: what a joint inspection of a conveyance waits for',
    tags: ['joint'],
    params: Id,
    body: RecordConsultation,
    reply: MessageView,
    success: 201,
    statuses,
    example: { channel: 'telephone', agencies: law().agencies.slice(0, 2).map((agency) => agency.code), outcome: 'Together at the platform of the train, seals first.' },
    run: async (tx, context, { params, body }) => {
      const done = await recordConsultation({ tx, context, pack: law(), inspection: params.id }, body)
      return done.ok ? ok(messageView(done.value, true)) : done
    },
  })
  const ports = (actor: Parameters<typeof atPort>[0]): string[] => law().ports.map((port) => port.code).filter((port) => atPort(actor, port))
  api.read({
    path: '/calls',
    operation: 'listCalls',
    summary: 'Telephone calls to liaison officers that are to be made',
    tags: ['joint'],
    query: z.strictObject({ port: z.string().max(40).optional() }),
    reply: z.object({ items: z.array(ContactView) }),
    run: async (context, { query }) => {
      if (!hasRole(context.actor, 'officer', 'coordinator')) return ok({ items: [] })
      return ok({ items: (await listOpenCalls(context.db, ports(context.actor).filter((port) => query.port === undefined || query.port === port), 200)).map(contactView) })
    },
  })
  api.command({
    method: 'POST',
    path: '/calls/:id/done',
    operation: 'endCall',
    summary: 'A call has been made, with what came of it',
    tags: ['joint'],
    params: Id,
    body: EndCall,
    reply: ContactView,
    statuses: { 'agreements/not-open': 409 },
    example: { outcome: 'will answer within the hour' },
    run: async (tx, context, { params, body }) => {
      const done = await endCall(tx, context, ports(context.actor), params.id, body)
      return done.ok ? ok(contactView(done.value)) : done
    },
  })
  api.command({
    method: 'POST',
    path: '/issues',
    operation: 'raiseIssue',
    summary: 'Put a question to other agencies: to their liaison officers first, then to the joint meeting',
    tags: ['issue'],
    body: RaiseIssue,
    reply: CaseView,
    success: 201,
    statuses,
    example: { port: law().ports[0]?.code ?? '', agencies: law().agencies.slice(1, 2).map((agency) => agency.code), question: 'Who keeps the key of platform 2?', subject: { kind: 'joint-inspection', id: '0195b0f0-0000-7000-8000-000000000000' } },
    run: (tx, context, { body }) => raiseIssue(tx, context, parts.issues, parts, body),
  })
  caseRoutes(api, parts.issues, '/issues')
}
