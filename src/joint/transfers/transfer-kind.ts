import { atPort, hasRole } from '../../kernel/actor.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { NewNotice } from '../../platform/notices/public.ts'
import type { CaseKind, ProcedureCase } from '../../platform/procedures/public.ts'
import type { OnOffence } from './decided-offence.ts'
import { transferParties, transferProcedure } from './domain/transfer-procedure.ts'

/** What a transfer is about, for the eyes of the two agencies. */
export interface TransferData {
  readonly from: string
  readonly to: string
  readonly offence: string
  readonly description: string
  readonly legalBasis: string
  readonly materials: readonly string[]
}

/** Whom each fact is told to. */
const told: Readonly<Record<string, readonly ('from' | 'to')[]>> = {
  TransferSent: ['to'],
  TransferAccepted: ['from'],
  TransferDeclined: ['from'],
  TransferWithdrawn: ['to'],
  TransferHandled: ['from'],
  TransferAnswerOverdue: ['from', 'to'],
  TransferHandlingOverdue: ['from', 'to'],
}

function noticesOf(records: string, found: ProcedureCase<string, TransferData>): NewNotice[] {
  const { from, to, offence } = found.data
  return (told[records] ?? []).map((side) => ({
    port: found.port,
    recipient: { kind: 'agency', code: found.data[side] },
    type: records,
    subjectKind: 'transfer',
    subjectId: found.id,
    facts: { from, to, offence, subject: `${found.subject.kind} ${found.subject.id}` },
  }))
}

/** Transfers as cases: seen by the two agencies at the port, by headquarters and auditors, and by nobody else (LB-09). A penalty reported back is a decided offence. */
export function transferKind(pack: () => Pack, onDecided: OnOffence): CaseKind<keyof typeof transferProcedure.states, 'accept' | 'decline' | 'withdraw' | 'report', 'sender' | 'receiver', 'declined' | 'withdrawn' | 'handled', TransferData> {
  return {
    procedure: transferProcedure,
    subjectKind: 'transfer',
    opens: 'TransferSent',
    confidential: true,
    partiesOf: (actor, found) => (atPort(actor, found.port) ? transferParties(actor, found.data) : []),
    maySee: (actor, found) => hasRole(actor, 'headquarters', 'auditor') && atPort(actor, found.port),
    lengths: (port, at) => Object.fromEntries(transferProcedure.clocks.map(({ parameter }) => [parameter, parameterValue(pack(), parameter, at, { port })])),
    notices: noticesOf,
    effect: (tx, context, { port, id, subject, openedAt, data: { to, offence } }, act, given) =>
      act === 'report' && given['outcome'] === 'penalty'
        ? onDecided(tx, context, { port, agency: to, offence, foundAt: openedAt, subject, case: { kind: 'transfer', id }, enterprise: given['enterprise'], decision: given['measures'] })
        : Promise.resolve([]),
  }
}
