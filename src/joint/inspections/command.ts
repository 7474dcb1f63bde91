import { agreeing, rescheduling, type AgreeInspection, type RescheduleInspection } from './agree-inspection.ts'
import { answering, type AnswerSlot } from './answer-slot.ts'
import { arriving, reportingNoShow, type ArriveForInspection, type ReportNoShow } from './be-present.ts'
import type { ActName } from './domain/decide.ts'
import { handling, type HandleObject } from './handle-object.ts'
import { interrupting, proceeding, type InterruptSession, type ProceedWithout } from './interrupt-session.ts'
import { inviting, type InviteAgency } from './invite-agency.ts'
import { declining, judging, type DeclineInspection, type JudgeInspection } from './leave-inspection.ts'
import { closing, disposing, finding, starting, type PlainAct, type RecordDisposition, type RecordFindings } from './run-session.ts'
import type { Step } from './step.ts'

interface Bodies {
  agree: AgreeInspection
  reschedule: RescheduleInspection
  answer: AnswerSlot
  decline: DeclineInspection
  judge: JudgeInspection
  invite: InviteAgency
  arrive: ArriveForInspection
  'no-show': ReportNoShow
  start: PlainAct
  open: HandleObject
  weigh: HandleObject
  scan: HandleObject
  findings: RecordFindings
  dispositions: RecordDisposition
  interrupt: InterruptSession
  proceed: ProceedWithout
  close: PlainAct
}

/** An act on an inspection as it is sent: over HTTP, by another module, by the demonstration or a replay alike. */
export type Command = { readonly [Act in ActName]: { readonly act: Act; readonly body: Bodies[Act] } }[ActName]

/** What each act looks up and what follows from it. */
export const steps: { readonly [Act in ActName]: Step<Bodies[Act]> } = {
  agree: agreeing,
  reschedule: rescheduling,
  answer: answering,
  decline: declining,
  judge: judging,
  invite: inviting,
  arrive: arriving,
  'no-show': reportingNoShow,
  start: starting,
  open: handling('open'),
  weigh: handling('weigh'),
  scan: handling('scan'),
  findings: finding,
  dispositions: disposing,
  interrupt: interrupting,
  proceed: proceeding,
  close: closing,
}
