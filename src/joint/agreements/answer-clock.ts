import { z } from 'zod'
import { minutes, toIso, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKinds } from '../../platform/jobs/public.ts'
import { append, type LedgerFact } from '../../platform/ledger/append.ts'
import { noticeText, oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { openCase, type AnyCaseKind } from '../../platform/procedures/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { findDirectives } from '../directives/public.ts'
import { answersDue, findAnswersOf, findInspection, tell } from '../inspections/public.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import type { Channels, Sent } from './channels.ts'
import { findContacts, insertContacts, insertEscalation, type Contact } from './clock-store.ts'
import { lookAgainAt, nextStep, overdueAt, owing, type Overdue, type Owing, type Step } from './domain/answer-clock.ts'
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
async function joinedAt(context: Context, inspection: Inspection): Promise<ReadonlyMap<string, Instant>> {
  const directives = await findDirectives(context.db, inspection.port, inspection.tasks.flatMap((task) => [...task.directives]))
  return new Map(inspection.tasks.map((task) => [task.agency, Math.min(...directives.filter((directive) => task.directives.includes(directive.id)).map((directive) => directive.acceptedAt)) as Instant]).filter(([, at]) => Number.isFinite(at)) as [string, Instant][])
}

const addressOf = (liaison: LiaisonEntry | undefined, channel: Step['channel']): string | undefined => (channel === 'email' ? liaison?.email : channel === 'sms' ? liaison?.mobile : liaison?.phone)

/** Tries every channel that is due for one party, one after the other where one fails. A telephone call is a task for people. */
async function reach(context: Context, parts: ClockParts, inspection: Inspection, party: Owing, known: readonly Contact[]): Promise<Contact[]> {
  const steps = stepsAt(parts, inspection.port, context.now)
  const liaison = entriesAt(parts.cache, liaisons, context.now).find((one) => one.port === inspection.port && one.agency === party.agency)
  const message = noticeText('AnswerAsked', { object: inspection.object.ref, agency: party.agency, since: toIso(party.askedAt) })
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

/** Calls the liaison officers, or applies the published default: the question goes to the joint meeting, the goods stay where they are. */
async function escalate(tx: Tx, context: Context, parts: ClockParts, inspection: Inspection, { level, askedAt, agencies }: Overdue): Promise<NewNotice[]> {
  if (!(await insertEscalation(tx, inspection.port, inspection.id, askedAt, level, agencies, context.now))) return []
  const named = liaisonsOf(parts.cache, inspection.port, agencies, context.now)
  const all = inspection.tasks.map((task) => task.agency)
  await append(tx, context, [factOf(inspection, level === 1 ? 'AnswerOverdue' : 'AnswerDefaultApplied', { agencies: [...agencies], askedAt: toIso(askedAt), liaisons: named.map((each) => ({ ...each })), ...(level === 2 ? { becomes: 'joint-meeting' } : {}) })])
  if (level === 2) {
    const data = { from: all.find((agency) => !agencies.includes(agency)) ?? all[0] ?? '', agencies: all, question: `${inspection.object.ref}: ${agencies.join(', ')}`, liaisons: liaisonsOf(parts.cache, inspection.port, all, context.now) }
    await openCase(tx, context, parts.issues, { port: inspection.port, parties: all.map((code) => `agency:${code}`), subject: { kind: 'joint-inspection', id: inspection.id }, data })
  }
  const facts = { agency: agencies.join(', '), liaisons: named.map((liaison) => `${liaison.agency} ${liaison.name}`).join(', ') || '–' }
  return tell(inspection, level === 1 ? 'AnswerOverdue' : 'AnswerDefaultApplied', facts, all.map((code) => ({ kind: 'agency', code }) as const))
}

/** Who is asked to make a call: the agencies that do not owe the answer themselves. */
function callNotices(inspection: Inspection, calls: readonly Contact[]): NewNotice[] {
  return calls
    .filter((contact) => contact.state === 'open')
    .flatMap((call) => tell(inspection, 'CallLiaison', { agency: call.agency, phone: call.address ?? '–' }, inspection.tasks.filter((task) => task.agency !== call.agency).map((task) => ({ kind: 'agency', code: task.agency }) as const)))
}

/**
 * The clock of answers (DC-09, GV-06, JI-20): reaches who owes an answer over the port's channels in their order, calls the liaison officers when
 * the time is over, and applies the published default after that. Looks again at the next thing due; ends when everybody has answered.
 */
export function answerJobs(parts: ClockParts): JobKinds {
  return {
    [answersDue]: {
      async run(context, job) {
        const { id } = Payload.parse(job.payload)
        const inspection = await findInspection(context.db, [job.port], id)
        // Most have been answered by the time somebody looks: nothing more is read for them.
        if (inspection === undefined || (inspection.state !== 'proposed' && inspection.state !== 'coordinating')) return context.db.transaction((tx) => job.finishIn(tx))
        const pack = parts.law()
        const scope = { port: inspection.port, objectKind: inspection.object.kind }
        const lengths = { answer: parameterValue(pack, 'joint.answer', context.now, scope), fallback: parameterValue(pack, 'joint.default', context.now, scope) }
        const parties = owing(inspection, await findAnswersOf(context.db, inspection.port, id), await joinedAt(context, inspection))
        const known = parties.length === 0 ? [] : await findContacts(context.db, inspection.port, id)
        const made = (await Promise.all(parties.map((party) => reach(context, parts, inspection, party, known)))).flat()
        await context.db.transaction(async (tx) => {
          await insertContacts(tx, made)
          await append(tx, context, made.map((contact) => factOf(inspection, 'PartyReached', { agency: contact.agency, channel: contact.channel, outcome: contact.state, ...(contact.detail === undefined ? {} : { detail: contact.detail }) })))
          const notices: NewNotice[] = callNotices(inspection, made)
          for (const overdue of overdueAt(parties, lengths, context.now)) notices.push(...(await escalate(tx, context, parts, inspection, overdue)))
          await oweNotices(tx, context, notices)
          const again = lookAgainAt(parties, lengths, stepsAt(parts, inspection.port, context.now), context.now)
          if (again !== undefined) await enqueue(tx, context, { port: inspection.port, kind: answersDue, key: id, payload: { id }, runAt: again })
          await job.finishIn(tx)
        })
      },
    },
  }
}
