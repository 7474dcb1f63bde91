import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { anyCaseKind, openCase, toCaseView, type AnyCaseKind, type CaseKind, type CaseView } from '../../platform/procedures/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { isHeld, issueParties, issueProcedure, type IssueData, type IssueParty } from './domain/issue-procedure.ts'
import { liaisons, meetings } from './registers.ts'
import { entriesAt } from './terms-of.ts'

/** A question between agencies. */
export const RaiseIssue = z.strictObject({
  id: z.uuid().optional(),
  port: z.string().min(1).max(40),
  agencies: z.array(z.string().min(1).max(12)).min(1).max(20),
  question: z.string().trim().min(1).max(2000),
  subject: z.strictObject({ kind: z.enum(['joint-inspection', 'collision', 'declaration', 'directive']), id: z.string().min(1).max(100) }),
})
export type RaiseIssue = z.infer<typeof RaiseIssue>

/** Questions as cases: seen by the agencies they concern, the coordinators of the port, and those who oversee them. */
export function issueKind(pack: () => Pack, cache: RegisterCache): AnyCaseKind {
  const kind: CaseKind<keyof typeof issueProcedure.states, 'settle' | 'pass-on' | 'decide' | 'withdraw', IssueParty, 'settled' | 'decided' | 'withdrawn', IssueData> = {
    procedure: issueProcedure,
    subjectKind: 'issue',
    opens: 'IssueRaised',
    confidential: true,
    partiesOf: (actor, found) => (atPort(actor, found.port) ? issueParties(actor, found.data) : []),
    maySee: (actor, found) => hasRole(actor, 'coordinator', 'headquarters', 'auditor') && atPort(actor, found.port),
    lengths: (port, at) => Object.fromEntries(issueProcedure.clocks.map(({ parameter }) => [parameter, parameterValue(pack(), parameter, at, { port })])),
    // A joint meeting decides what it met about: one that is on record, of all the agencies concerned.
    effect: (_tx, { now }, { port, data }, act, { meeting = '' }) =>
      Promise.resolve(act !== 'decide' || isHeld(entriesAt(cache, meetings, now), port, meeting, data.agencies) ? [] : [{ code: 'agreements/unknown-meeting', pointer: '/evidence/meeting', facts: { meeting, agencies: data.agencies.join(', ') }, clause: 'GV-06' }]),
    notices: (records, found) =>
      found.data.agencies.map((code) => ({
        port: found.port,
        recipient: { kind: 'agency', code },
        type: records,
        subjectKind: 'issue',
        subjectId: found.id,
        facts: { from: found.data.from, agencies: found.data.agencies.join(', '), question: found.data.question.slice(0, 200), liaisons: found.data.liaisons.map((liaison) => `${liaison.agency} ${liaison.name}`).join(', ') || '–' },
      })),
  }
  return anyCaseKind(kind)
}

/** The liaison officers of agencies at a port, as the register has them now. */
export function liaisonsOf(cache: RegisterCache, port: string, agencies: readonly string[], now: Instant): { agency: string; name: string }[] {
  return entriesAt(cache, liaisons, now)
    .filter((liaison) => liaison.port === port && agencies.includes(liaison.agency))
    .map(({ agency, name }) => ({ agency, name }))
}

/** An agency puts a question to others: to their liaison officers first, then to the joint meeting (GV-06). */
export async function raiseIssue(tx: Tx, context: Context, kind: AnyCaseKind, parts: { readonly cache: RegisterCache; readonly law: () => Pack }, command: RaiseIssue): Promise<Result<CaseView>> {
  const { actor, now } = context
  if (!hasRole(actor, 'officer', 'coordinator') || actor.agency === undefined || !atPort(actor, command.port)) return refuse({ code: 'common/not-permitted' })
  const unknown = command.agencies.filter((code) => !parts.law().agencies.some((agency) => agency.code === code))
  if (unknown.length > 0) return refuse({ code: 'agreements/unknown-agency', pointer: '/agencies', facts: { agency: unknown.join(', ') } })
  const agencies = [...new Set([actor.agency, ...command.agencies])].sort()
  if (agencies.length < 2) return refuse({ code: 'agreements/nobody-to-ask', pointer: '/agencies', clause: 'GV-06' })
  const data: IssueData = { from: actor.agency, agencies, question: command.question, liaisons: liaisonsOf(parts.cache, command.port, agencies, now) }
  const row = await openCase(tx, context, kind, { port: command.port, parties: agencies.map((code) => `agency:${code}`), subject: command.subject, data })
  return ok(toCaseView(actor, kind, row))
}
