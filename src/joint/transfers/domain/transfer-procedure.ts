import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Evidence } from '../../../kernel/procedure/procedure.ts'
import { defineProcedure } from '../../../kernel/procedure/procedure.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { atFault } from './offence-procedure.ts'

const reason: Evidence = { name: 'reason', title: { zh: '理由', en: 'Reason' }, kind: 'text', required: true }

/**
 * Notification and transfer of a case to the agency whose power it is (案件通报移交, LB-13): the receiver takes it over or declines with a reason,
 * and what it takes over it handles within a time. A clock that runs out flags the case; it never closes it.
 */
export const transferProcedure = defineProcedure({
  name: 'case-transfer',
  title: { zh: '案件移交', en: 'Case transfer' },
  clause: 'LB-13',
  version: 1,
  states: {
    sent: { zh: '已移交，待接收', en: 'Sent, waiting for an answer' },
    accepted: { zh: '已接收，处理中', en: 'Accepted, being handled' },
    declined: { zh: '已退回', en: 'Declined' },
    withdrawn: { zh: '已撤回', en: 'Withdrawn' },
    handled: { zh: '已办结', en: 'Handled' },
  },
  initial: 'sent',
  final: ['declined', 'withdrawn', 'handled'],
  // Each of these ends somebody's answer for the case.
  releasing: ['declined', 'withdrawn', 'handled'],
  parties: ['sender', 'receiver'],
  transitions: [
    {
      act: 'accept', from: ['sent'], to: 'accepted', who: ['receiver'], records: 'TransferAccepted', clause: 'LB-13', title: { zh: '接收', en: 'Take over' },
      evidence: [{ name: 'reference', title: { zh: '本方案号', en: 'Own case number' }, kind: 'code', required: false }],
    },
    { act: 'decline', from: ['sent'], to: 'declined', who: ['receiver'], records: 'TransferDeclined', clause: 'LB-13', title: { zh: '退回', en: 'Decline' }, evidence: [reason] },
    { act: 'withdraw', from: ['sent'], to: 'withdrawn', who: ['sender'], records: 'TransferWithdrawn', clause: 'LB-13', title: { zh: '撤回', en: 'Withdraw' }, evidence: [reason] },
    {
      act: 'report', from: ['accepted'], to: 'handled', who: ['receiver'], records: 'TransferHandled', clause: 'LB-13', title: { zh: '反馈处理结果', en: 'Report the outcome' },
      evidence: [
        { name: 'outcome', title: { zh: '处理结果', en: 'Outcome' }, kind: { choices: ['case-filed', 'penalty', 'no-offence', 'passed-on'] }, required: true },
        { name: 'measures', title: { zh: '处理情况', en: 'What was done' }, kind: 'text', required: true },
        atFault,
      ],
    },
  ],
  clocks: [
    { name: 'answer', state: 'sent', parameter: 'transfers.answer', onExpiry: 'flag', records: 'TransferAnswerOverdue', clause: 'LB-13' },
    { name: 'handling', state: 'accepted', parameter: 'transfers.handling', onExpiry: 'flag', records: 'TransferHandlingOverdue', clause: 'LB-13' },
  ],
})

export type TransferParty = 'sender' | 'receiver'

/** Which party to a transfer an officer is. */
export function transferParties(actor: Actor, transfer: { readonly from: string; readonly to: string }): TransferParty[] {
  if (!hasRole(actor, 'officer', 'coordinator') || actor.agency === undefined) return []
  return [...(actor.agency === transfer.from ? ['sender' as const] : []), ...(actor.agency === transfer.to ? ['receiver' as const] : [])]
}

/** Whether the actor may transfer a case to an agency: an officer of another agency that is in force. `agencies` are the codes in force now. */
export function maySendTransfer(actor: Actor, to: string, agencies: readonly string[]): Refusal | undefined {
  if (!hasRole(actor, 'officer', 'coordinator') || actor.agency === undefined) return { code: 'common/not-permitted' }
  if (!agencies.includes(to)) return { code: 'transfers/unknown-agency', pointer: '/to', facts: { agencies: agencies.join(', ') } }
  return actor.agency === to ? { code: 'transfers/own-agency', pointer: '/to', clause: 'LB-13' } : undefined
}
