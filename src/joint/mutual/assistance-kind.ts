import { atPort, hasRole } from '../../kernel/actor.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { CaseKind } from '../../platform/procedures/public.ts'
import { assistanceParties, assistanceProcedure } from './domain/assistance-procedure.ts'

/** What a request for assistance is about, for the eyes of the two agencies. */
export interface AssistanceData {
  readonly from: string
  readonly to: string
  readonly request: string
}

const told: Readonly<Record<string, readonly ('from' | 'to')[]>> = {
  AssistanceRequested: ['to'],
  AssistanceAnswered: ['from'],
  AssistanceDeclined: ['from'],
  AssistanceWithdrawn: ['to'],
  AssistanceOverdue: ['from', 'to'],
}

/** Requests for assistance as cases (SW-11): seen by the two agencies at the port, by headquarters and auditors. */
export function assistanceKind(pack: () => Pack): CaseKind<keyof typeof assistanceProcedure.states, 'answer' | 'decline' | 'withdraw', 'asking' | 'asked', 'answered' | 'declined' | 'withdrawn', AssistanceData> {
  return {
    procedure: assistanceProcedure,
    subjectKind: 'assistance',
    opens: 'AssistanceRequested',
    confidential: true,
    partiesOf: (actor, found) => (atPort(actor, found.port) ? assistanceParties(actor, found.data) : []),
    maySee: (actor, found) => hasRole(actor, 'headquarters', 'auditor') && atPort(actor, found.port),
    lengths: (port, at) => Object.fromEntries(assistanceProcedure.clocks.map(({ parameter }) => [parameter, parameterValue(pack(), parameter, at, { port })])),
    notices: (records, found) =>
      (told[records] ?? []).map((side) => ({
        port: found.port,
        recipient: { kind: 'agency', code: found.data[side] },
        type: records,
        subjectKind: 'assistance',
        subjectId: found.id,
        facts: { from: found.data.from, to: found.data.to, subject: `${found.subject.kind} ${found.subject.id}` },
      })),
  }
}
