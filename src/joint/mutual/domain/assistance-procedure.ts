import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { defineProcedure } from '../../../kernel/procedure/procedure.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** Assistance in enforcement (执法互助, SW-11): one agency asks another for help in a case, with a time by which it answers; the answer closes it. */
export const assistanceProcedure = defineProcedure({
  name: 'mutual-assistance',
  title: { zh: '执法互助', en: 'Mutual assistance' },
  clause: 'SW-11',
  version: 1,
  states: {
    requested: { zh: '已请求，待答复', en: 'Requested, waiting for an answer' },
    answered: { zh: '已答复', en: 'Answered' },
    declined: { zh: '已谢绝', en: 'Declined' },
    withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  },
  initial: 'requested',
  final: ['answered', 'declined', 'withdrawn'],
  releasing: ['answered', 'declined', 'withdrawn'],
  parties: ['asking', 'asked'],
  transitions: [
    {
      act: 'answer', from: ['requested'], to: 'answered', who: ['asked'], records: 'AssistanceAnswered', clause: 'SW-11', title: { zh: '答复', en: 'Answer' },
      evidence: [{ name: 'answer', title: { zh: '答复内容', en: 'Answer' }, kind: 'text', required: true }],
    },
    {
      act: 'decline', from: ['requested'], to: 'declined', who: ['asked'], records: 'AssistanceDeclined', clause: 'SW-11', title: { zh: '谢绝', en: 'Decline' },
      evidence: [{ name: 'reason', title: { zh: '理由', en: 'Reason' }, kind: 'text', required: true }],
    },
    { act: 'withdraw', from: ['requested'], to: 'withdrawn', who: ['asking'], records: 'AssistanceWithdrawn', clause: 'SW-11', title: { zh: '撤回', en: 'Withdraw' }, evidence: [] },
  ],
  clocks: [{ name: 'answer', state: 'requested', parameter: 'assistance.answer', onExpiry: 'flag', records: 'AssistanceOverdue', clause: 'SW-11' }],
})

export type AssistanceParty = 'asking' | 'asked'

/** Which party to a request for assistance an officer is. */
export function assistanceParties(actor: Actor, request: { readonly from: string; readonly to: string }): AssistanceParty[] {
  if (!hasRole(actor, 'officer', 'coordinator') || actor.agency === undefined) return []
  return [...(actor.agency === request.from ? ['asking' as const] : []), ...(actor.agency === request.to ? ['asked' as const] : [])]
}

/** Whether the actor may ask an agency for help: an officer of another agency that is in force. */
export function mayAsk(actor: Actor, to: string, agencies: readonly string[]): Refusal | undefined {
  if (!hasRole(actor, 'officer', 'coordinator') || actor.agency === undefined) return { code: 'common/not-permitted' }
  if (!agencies.includes(to) || actor.agency === to) return { code: 'mutual/no-such-partner', pointer: '/to', facts: { agencies: agencies.filter((agency) => agency !== actor.agency).join(', ') }, clause: 'SW-11' }
  return undefined
}
