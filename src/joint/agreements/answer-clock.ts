import { z } from 'zod'
import { minutes, toIso, type Instant, type Milliseconds } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKinds } from '../../platform/jobs/public.ts'
import { append, type LedgerFact } from '../../platform/ledger/append.ts'
import { noticeText, oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { openCase, type AnyCaseKind } from '../../platform/procedures/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { findDirectives } from '../directives/public.ts'
import { answersDue, answersDueJob, findAnswersOf, findInspection, findPresences, tell } from '../inspections/public.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { imagesOwed } from '../session/public.ts'
import type { Channels, Sent } from './channels.ts'
import { findContacts, findEscalations, insertContacts, insertEscalation, type Contact } from './clock-store.ts'
import { lookAgainAt, maySkip, nextStep, overdueAt, owing, type Debt, type Overdue, type Owing, type Step } from './domain/answer-clock.ts'
import { liaisonsOf } from './issues.ts'
import { liaisons, siteProtocols, type LiaisonEntry } from './registers.ts'
import { entriesAt } from './terms-of.ts'

/** What the clock of answers works with. */
export interface ClockParts {
  readonly law: () => Pack
  readonly cache: RegisterCache
  readonly channels: Channels
  /** Questions for the joint meeting. */
  readonly issues: AnyCaseKind
}

const Payload = z.strictObject({ id: z.uuid() })

/** The channels of a port's protocol; none where it has not written one. */
function stepsAt({ cache }: ClockParts, port: string, now: Instant): Step[] {
  return (entriesAt(cache, siteProtocols, now).find((protocol) => protocol.port === port)?.channels ?? []).map(({ channel, afterMinutes }) => ({ channel, after: minutes(afterMinutes) }))
}

/** Since when each agency's directives are part of the inspection. */
async function joinedAt(db: Queryable, inspection: Inspection): Promise<ReadonlyMap<string, Instant>> {
  const directives = await findDirectives(db, inspection.port, inspection.tasks.flatMap((task) => [...task.directives]))
  return new Map(inspection.tasks.map((task) => [task.agency, Math.min(...directives.filter((directive) => task.directives.includes(directive.id)).map((directive) => directive.acceptedAt)) as Instant]).filter(([, at]) => Number.isFinite(at)) as [string, Instant][])
}

const addressOf = (liaison: LiaisonEntry | undefined, channel: Step['channel']): string | undefined => (channel === 'email' ? liaison?.email : channel === 'sms' ? liaison?.mobile : liaison?.phone)

/** The words a party is asked in, by what it owes. */
const asks = { answer: 'AnswerAsked', begin: 'BeginAsked', verdict: 'VerdictAsked', offer: 'OfferAsked', work: 'WorkAsked' } as const satisfies Record<Debt, string>

/** Tries every channel that is due for one party, one after the other where one fails. A telephone call is a task for people. */
async function reach(context: Context, parts: ClockParts, inspection: Inspection, party: Owing, known: readonly Contact[]): Promise<Contact[]> {
  const steps = stepsAt(parts, inspection.port, context.now)
  const liaison = entriesAt(parts.cache, liaisons, context.now).find((one) => one.port === inspection.port && one.agency === party.agency)
  const message = noticeText(asks[party.owes], { object: inspection.object.ref, agency: party.agency, since: toIso(party.askedAt) })
  const made: Contact[] = []
  const round = known.filter((contact) => contact.agency === party.agency && contact.askedAt === party.askedAt)
  for (;;) {
    const step = nextStep(steps, [...round, ...made].map(({ channel, state }) => ({ channel, failed: state === 'failed' })), party.askedAt, context.now)
    if (step === undefined) return made
    const address = addressOf(liaison, step.channel)
    const base = { port: inspection.port, id: context.newId(), inspection: inspection.id, askedAt: party.askedAt, agency: party.agency, channel: step.channel, triedAt: context.now, ...(address === undefined ? {} : { address }) }
    if (step.channel === 'phone') {
      made.push({ ...base, state: 'open' })
      continue
    }
    const sent: Sent = address === undefined ? { ok: false, detail: 'no address' } : await parts.channels.send({ channel: step.channel, to: address, subject: message.zh, text: `${message.zh}\n${message.en}` })
    made.push({ ...base, state: sent.ok ? 'sent' : 'failed', ...(sent.ok ? {} : { detail: sent.detail }) })
  }
}

function factOf(inspection: Inspection, type: string, payload: LedgerFact['payload']): LedgerFact {
  return { port: inspection.port, subjectKind: 'joint-inspection', subjectId: inspection.id, type, payload, related: inspection.declarations.map((id) => ({ kind: 'declaration', id })) }
}

/**
 * Calls the liaison officers, or applies the published default: an answer nobody gives goes to the joint meeting; whatever else is owed, a coordinator is
 * asked, who may go on without the party. The goods stay where they are.
 */
async function escalate(tx: Tx, context: Context, parts: ClockParts, inspection: Inspection, overdue: Overdue): Promise<NewNotice[]> {
  const { level, owes, askedAt, agencies } = overdue
  if (!(await insertEscalation(tx, inspection.port, inspection.id, overdue, context.now))) return []
  const named = liaisonsOf(parts.cache, inspection.port, agencies, context.now)
  const all = inspection.tasks.map((task) => task.agency)
  const type = owes === 'answer' ? (level === 1 ? 'AnswerOverdue' : 'AnswerDefaultApplied') : level === 1 ? 'PartyOverdue' : 'CoordinatorAsked'
  const becomes = level === 1 ? {} : { becomes: owes === 'answer' ? 'joint-meeting' : 'coordinator' }
  await append(tx, context, [factOf(inspection, type, { owes, agencies: [...agencies], askedAt: toIso(askedAt), liaisons: named.map((each) => ({ ...each })), ...becomes })])
  if (type === 'AnswerDefaultApplied') {
    const owed = noticeText(asks.answer, { object: inspection.object.ref, agency: agencies.join(', '), since: toIso(askedAt) })
    const data = { from: all.find((agency) => !agencies.includes(agency)) ?? all[0] ?? '', agencies: all, question: `${owed.zh} · ${owed.en}`, liaisons: liaisonsOf(parts.cache, inspection.port, all, context.now) }
    await openCase(tx, context, parts.issues, { port: inspection.port, parties: all.map((code) => `agency:${code}`), subject: { kind: 'joint-inspection', id: inspection.id }, data })
  }
  const facts = { agency: agencies.join(', '), owes, liaisons: named.map((liaison) => `${liaison.agency} ${liaison.name}`).join(', ') || '–' }
  return tell(inspection, type, facts, all.map((code) => ({ kind: 'agency', code }) as const))
}

/** Who is asked to make a call: the agencies that do not owe the answer themselves. */
function callNotices(inspection: Inspection, calls: readonly Contact[]): NewNotice[] {
  return calls
    .filter((contact) => contact.state === 'open')
    .flatMap((call) => tell(inspection, 'CallLiaison', { agency: call.agency, phone: call.address ?? '–' }, inspection.tasks.filter((task) => task.agency !== call.agency).map((task) => ({ kind: 'agency', code: task.agency }) as const)))
}

/** Who owes what in an inspection, by everything that is known of it. */
async function owingIn(db: Queryable, inspection: Inspection): Promise<Owing[]> {
  const { port, id, state } = inspection
  const asked = state === 'proposed' || state === 'coordinating'
  return owing(inspection, {
    answers: asked ? await findAnswersOf(db, port, id) : [],
    joinedAt: asked ? await joinedAt(db, inspection) : new Map(),
    presences: state === 'agreed' ? await findPresences(db, port, id) : [],
    images: state === 'started' ? await imagesOwed(db, inspection) : [],
  })
}

/** Parties a coordinator may let the others go on without (GV-06): of each their liaison officers were called in vain. */
export async function overdueIn(db: Queryable, inspection: Inspection): Promise<readonly string[]> {
  const kept = await findEscalations(db, inspection.port, inspection.id)
  return kept.some(({ level }) => level === 2) ? maySkip(await owingIn(db, inspection), kept) : []
}

const watched: readonly Inspection['state'][] = ['proposed', 'coordinating', 'agreed', 'started']

/**
 * The clock of what parties owe each other (DC-09, GV-06, JI-20): reaches who owes something over the port's channels in their order, calls the liaison
 * officers when the time is over, and after that applies the published default or asks a coordinator. Looks again at the next thing due; ends when
 * nobody owes anything any more. Whatever makes parties owe something starts it again.
 */
export function answerJobs(parts: ClockParts): JobKinds {
  return {
    [answersDue]: {
      async run(context, job) {
        const { id } = Payload.parse(job.payload)
        const inspection = await findInspection(context.db, [job.port], id)
        // Most have been answered by the time somebody looks: nothing more is read for them.
        if (inspection === undefined || !watched.includes(inspection.state)) return context.db.transaction((tx) => job.finishIn(tx))
        const pack = parts.law()
        const scope = { port: inspection.port, objectKind: inspection.object.kind }
        const length = (name: string): Milliseconds => parameterValue(pack, name, context.now, scope)
        const image = length('joint.image')
        const lengths = { of: { answer: length('joint.answer'), begin: length('joint.begin'), verdict: image, offer: image, work: length('joint.overrun') }, fallback: length('joint.default') }
        const parties = await owingIn(context.db, inspection)
        const known = parties.length === 0 ? [] : await findContacts(context.db, inspection.port, id)
        const made = (await Promise.all(parties.map((party) => reach(context, parts, inspection, party, known)))).flat()
        await context.db.transaction(async (tx) => {
          await insertContacts(tx, made)
          await append(tx, context, made.map((contact) => factOf(inspection, 'PartyReached', { agency: contact.agency, channel: contact.channel, outcome: contact.state, ...(contact.detail === undefined ? {} : { detail: contact.detail }) })))
          const notices: NewNotice[] = callNotices(inspection, made)
          for (const overdue of overdueAt(parties, lengths, context.now)) notices.push(...(await escalate(tx, context, parts, inspection, overdue)))
          await oweNotices(tx, context, notices)
          const again = lookAgainAt(parties, lengths, stepsAt(parts, inspection.port, context.now), context.now)
          if (again !== undefined) await enqueue(tx, context, answersDueJob(inspection.port, id, again))
          await job.finishIn(tx)
        })
      },
    },
  }
}
