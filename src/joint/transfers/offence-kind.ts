import { atPort, hasRole } from '../../kernel/actor.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { CaseKind } from '../../platform/procedures/public.ts'
import type { OnOffence } from './decided-offence.ts'
import { offenceParties, offenceProcedure } from './domain/offence-procedure.ts'

/** What a case of an offence is about. */
export interface OffenceData {
  readonly agency: string
  readonly offence: string
  readonly description: string
  readonly evidence: readonly string[]
  /** Who found it, and so does not decide on it. */
  readonly finder: string
}

/** Offences as cases: of the agency whose power they are, of headquarters and auditors, and of nobody else (LB-09, LB-14). */
export function offenceKind(law: () => Pack, onDecided: OnOffence): CaseKind<keyof typeof offenceProcedure.states, 'punish' | 'clear', 'decider', 'cleared', OffenceData> {
  return {
    procedure: offenceProcedure,
    subjectKind: 'offence',
    opens: 'OffenceCaseOpened',
    confidential: true,
    partiesOf: (actor, found) => offenceParties(actor, { port: found.port, ...found.data }),
    maySee: (actor, found) => atPort(actor, found.port) && (hasRole(actor, 'headquarters', 'auditor') || (hasRole(actor, 'officer', 'coordinator') && actor.agency === found.data.agency)),
    lengths: (port, at) => Object.fromEntries(offenceProcedure.clocks.map(({ parameter }) => [parameter, parameterValue(law(), parameter, at, { port })])),
    notices: (records, { port, id, subject, data: { agency, offence } }) =>
      records === 'OffenceCaseOpened' || records === 'OffenceDecisionOverdue'
        ? [{ port, recipient: { kind: 'agency', code: agency }, type: records, subjectKind: 'offence', subjectId: id, facts: { offence, subject: `${subject.kind} ${subject.id}` } }]
        : [],
    effect: (tx, context, { port, id, subject, openedAt, data: { agency, offence } }, act, given) =>
      act === 'punish'
        ? onDecided(tx, context, { port, agency, offence, foundAt: openedAt, subject, case: { kind: 'offence', id }, enterprise: given['enterprise'], decision: given['number'] })
        : Promise.resolve([]),
  }
}
