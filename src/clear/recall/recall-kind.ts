import { atPort, hasRole } from '../../kernel/actor.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { NewNotice } from '../../platform/notices/public.ts'
import type { CaseKind, ProcedureCase } from '../../platform/procedures/public.ts'
import { recallParties, recallProcedure, type RecallParty, type RecallState } from './domain/recall-procedure.ts'

/** What a recall assessment is about. */
export interface RecallData {
  readonly agency: string
  readonly enterprise: string
  readonly hs: string
  readonly inspection: string
  readonly disposition: string
  readonly reason: string
  /** Since when what was let go may have to come back. */
  readonly since: string
  /** Declarations of the enterprise with such goods that were let go since then, the latest first. */
  readonly released: readonly { readonly port: string; readonly id: string; readonly number: string; readonly releasedAt: string }[]
  /** There are more than are listed. */
  readonly more: boolean
}

/** The enterprise hears of a recall, not of an assessment. */
const told: Readonly<Record<string, readonly ('agency' | 'enterprise')[]>> = {
  RecallAssessmentOpened: ['agency'],
  GoodsRecalled: ['agency', 'enterprise'],
  RecallFoundUnneeded: ['agency'],
  RecallAssessmentEscalated: ['agency'],
  RecallAssessmentOverdue: ['agency'],
}

function noticesOf(records: string, found: ProcedureCase<string, RecallData>): NewNotice[] {
  const { enterprise, hs, released } = found.data
  return (told[records] ?? []).map((side) => ({
    port: found.port,
    recipient: { kind: side, code: found.data[side] },
    type: records,
    subjectKind: 'recall',
    subjectId: found.id,
    facts: { enterprise, hs, declarations: released.length, numbers: released.slice(0, 5).map(({ number }) => number).join(', ') },
  }))
}

/** Recall assessments as cases: of the agency that took the sample, at its port, and of headquarters and auditors. */
export function recallKind(pack: () => Pack): CaseKind<RecallState, 'recall' | 'keep' | 'keep-late', RecallParty, 'recalled' | 'kept', RecallData> {
  return {
    procedure: recallProcedure,
    subjectKind: 'recall',
    opens: 'RecallAssessmentOpened',
    confidential: false,
    partiesOf: (actor, found) => (atPort(actor, found.port) ? recallParties(actor, found.data.agency) : []),
    maySee: (actor, found) => hasRole(actor, 'headquarters', 'auditor') && atPort(actor, found.port),
    lengths: (port, at) => Object.fromEntries(recallProcedure.clocks.map(({ parameter }) => [parameter, parameterValue(pack(), parameter, at, { port })])),
    notices: noticesOf,
  }
}
