import { hasRole } from '../../kernel/actor.ts'
import { inForce } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { NewNotice } from '../../platform/notices/public.ts'
import type { CaseKind, ProcedureCase } from '../../platform/procedures/public.ts'
import { appealParties, appealProcedure, type AppealParty, type AppealState } from './domain/appeal-procedure.ts'
import { decideOutcome } from './domain/decide.ts'
import { standsFor, type Partner } from './domain/permissions.ts'
import type { CreditParts } from './parts.ts'
import { decideOnRecord } from './record-events.ts'

/** What an appeal is about. */
export interface AppealData {
  readonly enterprise: string
  readonly event: string
  readonly kind: string
  readonly occurredOn: string
  readonly grounds: string
  /** Who answers for the event. */
  readonly agency: string
  /** The partner that reported it, as cases name parties: it is told, and reads along. */
  readonly reporter?: string
}

type Act = 'uphold' | 'strike' | 'withdraw'
const outcomes = { uphold: 'upheld', strike: 'struck', withdraw: 'withdrawn' } as const satisfies Record<Act, string>
const toEnterprise = ['CreditAppealRejected', 'CreditAppealGranted', 'CreditAppealEscalated']
const toAgency = ['CreditAppealOpened', 'CreditAppealTakenBack', 'CreditAppealEscalated', 'CreditAppealOverdue']

/**
 * The agency that answers for an event: its source where that is an agency; for a partner the agency it is or its agreement names as its liaison; else the
 * owner of the time an appeal is decided in.
 */
export function appealAgency(pack: Pack, partners: readonly Partner[], source: string, at: Instant): string {
  const partner = partners.find(({ code }) => code === source)
  const named = [source, partner?.party.replace(/^agency:/, ''), partner?.liaison].find((code) => pack.agencies.some((agency) => agency.code === code))
  if (named !== undefined) return named
  return must(pack.parameters.find((one) => one.name === 'credit.appeal-decision' && inForce(one, at)), 'parameter credit.appeal-decision').owner
}

/** What a partner is told of an appeal against what it reported. */
const toReporter: Readonly<Record<string, string>> = { CreditAppealOpened: 'CreditReportAppealed', CreditAppealGranted: 'CreditReportStruck', CreditAppealRejected: 'CreditReportUpheld' }

function recipientNamed(party: string): NewNotice['recipient'] {
  const [kind = '', code = ''] = party.split(':')
  return { kind: kind === 'agency' ? 'agency' : 'enterprise', code }
}

function noticesOf(records: string, { port, id, data }: ProcedureCase<string, AppealData>): NewNotice[] {
  const about = { port, subjectKind: 'credit-appeal', subjectId: id, facts: { enterprise: data.enterprise, kind: data.kind, occurredOn: data.occurredOn } }
  const reporter = data.reporter === undefined || !(records in toReporter) ? [] : [{ ...about, recipient: recipientNamed(data.reporter), type: toReporter[records] ?? records }]
  const recipients = [...(toEnterprise.includes(records) ? [{ kind: 'enterprise', code: data.enterprise } as const] : []), ...(toAgency.includes(records) ? [{ kind: 'agency', code: data.agency } as const] : [])]
  return [...recipients.map((recipient) => ({ ...about, recipient, type: records })), ...reporter]
}

/** Appeals as cases: of the enterprise, of the agency that answers for the event, and of headquarters; auditors and the partner that reported it read. A decision changes the record with it. */
export function appealKind(parts: CreditParts): CaseKind<AppealState, Act, AppealParty, 'struck', AppealData> {
  return {
    procedure: appealProcedure,
    subjectKind: 'credit-appeal',
    opens: 'CreditAppealOpened',
    confidential: true,
    partiesOf: (actor, found) => appealParties(actor, { port: found.port, ...found.data }),
    maySee: (actor, { data }) => hasRole(actor, 'auditor') || (data.reporter !== undefined && standsFor(actor, data.reporter)),
    lengths: (port, at) => Object.fromEntries(appealProcedure.clocks.map(({ parameter }) => [parameter, parameterValue(parts.pack(), parameter, at, { port })])),
    notices: noticesOf,
    effect: (tx, context, { data }, act) =>
      act in outcomes ? decideOnRecord(tx, context, parts, data.enterprise, (record, doing) => decideOutcome(record, data.event, outcomes[act as Act], doing)) : Promise.resolve([]),
  }
}
