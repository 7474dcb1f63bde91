import { atPort, everyPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import { defineProcedure, type Evidence } from '../../../kernel/procedure/procedure.ts'

const reason: Evidence = { name: 'reason', title: { zh: '理由', en: 'Reason' }, kind: 'text', required: true }
const uphold = { act: 'uphold', to: 'upheld', evidence: [reason], records: 'CreditAppealRejected', clause: 'RR-10', title: { zh: '维持记录', en: 'Let the event stand' } } as const
const strike = { act: 'strike', to: 'struck', evidence: [reason], records: 'CreditAppealGranted', clause: 'RR-10', title: { zh: '撤销记录', en: 'Strike the event' } } as const

/**
 * An enterprise's appeal against a credit event (信用异议, RR-10). The agency decides by somebody who had no hand in the event; when it lets the time pass the
 * case goes up to headquarters and stays open: silence neither clears nor condemns.
 */
export const appealProcedure = defineProcedure({
  name: 'credit-appeal',
  title: { zh: '信用异议', en: 'Credit appeal' },
  clause: 'RR-10',
  version: 1,
  states: {
    lodged: { zh: '待决定', en: 'Waiting for a decision' },
    escalated: { zh: '逾期未定，已上报', en: 'Overdue, gone up' },
    upheld: { zh: '记录维持', en: 'Event stands' },
    struck: { zh: '记录撤销', en: 'Event struck' },
    withdrawn: { zh: '企业撤回', en: 'Taken back' },
  },
  initial: 'lodged',
  final: ['upheld', 'struck', 'withdrawn'],
  releasing: ['struck'],
  parties: ['enterprise', 'decider', 'superior'],
  transitions: [
    { ...uphold, from: ['lodged'], who: ['decider', 'superior'] },
    { ...strike, from: ['lodged'], who: ['decider', 'superior'] },
    { ...uphold, from: ['escalated'], who: ['superior'] },
    { ...strike, from: ['escalated'], who: ['superior'] },
    { act: 'withdraw', from: ['lodged', 'escalated'], to: 'withdrawn', who: ['enterprise'], evidence: [], records: 'CreditAppealTakenBack', clause: 'RR-10', title: { zh: '撤回异议', en: 'Take the appeal back' } },
  ],
  clocks: [
    { name: 'decision', state: 'lodged', parameter: 'credit.appeal-decision', onExpiry: { to: 'escalated' }, records: 'CreditAppealEscalated', clause: 'RR-10' },
    { name: 'escalation', state: 'escalated', parameter: 'credit.appeal-escalation', onExpiry: 'flag', records: 'CreditAppealOverdue', clause: 'RR-10' },
  ],
})

export type AppealState = keyof typeof appealProcedure.states
export type AppealParty = 'enterprise' | 'decider' | 'superior'

/** Which party to an appeal an actor is: the enterprise, an officer of the agency that answers for the event, at its port where it has one, headquarters. */
export function appealParties(actor: Actor, found: { readonly port: string; readonly enterprise: string; readonly agency: string }): AppealParty[] {
  return [
    ...(actor.enterprise === found.enterprise && hasRole(actor, 'trader') ? ['enterprise' as const] : []),
    ...(actor.agency === found.agency && hasRole(actor, 'officer', 'coordinator') && (found.port === everyPort || atPort(actor, found.port)) ? ['decider' as const] : []),
    ...(hasRole(actor, 'headquarters') && actor.kind !== 'system' ? ['superior' as const] : []),
  ]
}
