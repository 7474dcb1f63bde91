import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { defineProcedure } from '../../../kernel/procedure/procedure.ts'

/**
 * Goods were let go when their sample was taken, and the sample failed (RR-05): somebody has to say whether they are called back (召回评估). The agency
 * that took the sample assesses; when it lets the time pass, the case goes up to those who oversee it and stays open until they decide.
 */
export const recallProcedure = defineProcedure({
  name: 'recall-assessment',
  title: { zh: '召回评估', en: 'Recall assessment' },
  clause: 'RR-05',
  version: 1,
  states: {
    assessing: { zh: '评估中', en: 'Being assessed' },
    escalated: { zh: '逾期未定，已上报', en: 'Overdue, gone up' },
    recalled: { zh: '决定召回', en: 'Recalled' },
    kept: { zh: '不召回', en: 'Not recalled' },
  },
  initial: 'assessing',
  final: ['recalled', 'kept'],
  // Either way nobody looks at the goods again under this case.
  releasing: ['recalled', 'kept'],
  parties: ['assessor', 'superior'],
  transitions: [
    {
      act: 'recall', from: ['assessing', 'escalated'], to: 'recalled', who: ['assessor', 'superior'], records: 'GoodsRecalled', clause: 'RR-05', title: { zh: '决定召回', en: 'Recall' },
      evidence: [
        { name: 'measures', title: { zh: '召回要求', en: 'What has to be done' }, kind: 'text', required: true },
        { name: 'until', title: { zh: '完成期限', en: 'To be done by' }, kind: 'day', required: true },
      ],
    },
    {
      act: 'keep', from: ['assessing'], to: 'kept', who: ['assessor', 'superior'], records: 'RecallFoundUnneeded', clause: 'RR-05', title: { zh: '决定不召回', en: 'Do not recall' },
      evidence: [{ name: 'reason', title: { zh: '理由', en: 'Reason' }, kind: 'text', required: true }],
    },
    {
      // Whoever let the time pass may still recall, but no longer find by himself that nothing is needed.
      act: 'keep-late', from: ['escalated'], to: 'kept', who: ['superior'], records: 'RecallFoundUnneeded', clause: 'RR-05', title: { zh: '决定不召回', en: 'Do not recall' },
      evidence: [{ name: 'reason', title: { zh: '理由', en: 'Reason' }, kind: 'text', required: true }],
    },
  ],
  clocks: [
    { name: 'assessment', state: 'assessing', parameter: 'recall.assessment', onExpiry: { to: 'escalated' }, records: 'RecallAssessmentEscalated', clause: 'RR-05' },
    { name: 'escalation', state: 'escalated', parameter: 'recall.escalation', onExpiry: 'flag', records: 'RecallAssessmentOverdue', clause: 'RR-05' },
  ],
})

export type RecallState = keyof typeof recallProcedure.states
export type RecallParty = 'assessor' | 'superior'

/** Which party to a recall assessment an actor is: officers of the agency that took the sample assess, its coordinators and headquarters stand above them. */
export function recallParties(actor: Actor, agency: string): RecallParty[] {
  const ofAgency = actor.agency === agency
  return [
    ...(ofAgency && hasRole(actor, 'officer') ? ['assessor' as const] : []),
    ...((ofAgency && hasRole(actor, 'coordinator')) || hasRole(actor, 'headquarters') ? ['superior' as const] : []),
  ]
}
