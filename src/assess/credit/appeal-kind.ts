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
}

type Act = 'uphold' | 'strike' | 'withdraw'
const outcomes = { uphold: 'upheld', strike: 'struck', withdraw: 'withdrawn' } as const satisfies Record<Act, string>
const toEnterprise = ['CreditAppealRejected', 'CreditAppealGranted', 'CreditAppealEscalated']
const toAgency = ['CreditAppealOpened', 'CreditAppealTakenBack', 'CreditAppealEscalated', 'CreditAppealOverdue']

/** The agency that answers for events whose source is none of the agencies: the owner of the time an appeal is decided in. */
export function appealAgency(pack: Pack, source: string, at: Instant): string {
  if (pack.agencies.some(({ code }) => code === source)) return source
  return must(pack.parameters.find((one) => one.name === 'credit.appeal-decision' && inForce(one, at)), 'parameter credit.appeal-decision').owner
}

function noticesOf(records: string, { port, id, data }: ProcedureCase<string, AppealData>): NewNotice[] {
  const recipients = [...(toEnterprise.includes(records) ? [{ kind: 'enterprise', code: data.enterprise } as const] : []), ...(toAgency.includes(records) ? [{ kind: 'agency', code: data.agency } as const] : [])]
  return recipients.map((recipient) => ({ port, recipient, type: records, subjectKind: 'credit-appeal', subjectId: id, facts: { enterprise: data.enterprise, kind: data.kind, occurredOn: data.occurredOn } }))
}

/** Appeals as cases: of the enterprise, of the agency that answers for the event, and of headquarters; auditors read. A decision changes the record with it. */
export function appealKind(parts: CreditParts): CaseKind<AppealState, Act, AppealParty, 'struck', AppealData> {
  return {
    procedure: appealProcedure,
    subjectKind: 'credit-appeal',
    opens: 'CreditAppealOpened',
    confidential: true,
    partiesOf: (actor, found) => appealParties(actor, { port: found.port, ...found.data }),
    maySee: (actor) => hasRole(actor, 'auditor'),
    lengths: (port, at) => Object.fromEntries(appealProcedure.clocks.map(({ parameter }) => [parameter, parameterValue(parts.pack(), parameter, at, { port })])),
    notices: noticesOf,
    effect: (tx, context, { data }, act) =>
      act in outcomes ? decideOnRecord(tx, context, parts, data.enterprise, (record, doing) => decideOutcome(record, data.event, outcomes[act as Act], doing)) : Promise.resolve([]),
  }
}
