import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { defineProcedure, type Evidence } from '../../../kernel/procedure/procedure.ts'

const words = (name: string, zh: string, en: string): Evidence => ({ name, title: { zh, en }, kind: 'text', required: true })

/**
 * A question between agencies (GV-06): first for their liaison officers, and what they do not settle in time or between themselves is for the joint
 * meeting. Nothing is decided by silence: the clocks only carry it on and flag it.
 */
export const issueProcedure = defineProcedure({
  name: 'coordination-issue',
  title: { zh: '协调事项', en: 'Coordination issue' },
  clause: 'GV-06',
  version: 1,
  states: {
    liaison: { zh: '联络员协商中', en: 'With the liaison officers' },
    meeting: { zh: '提交联席会议', en: 'For the joint meeting' },
    settled: { zh: '已商定', en: 'Settled' },
    decided: { zh: '联席会议已决定', en: 'Decided by the joint meeting' },
    withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  },
  initial: 'liaison',
  final: ['settled', 'decided', 'withdrawn'],
  releasing: ['settled', 'decided', 'withdrawn'],
  parties: ['raiser', 'party', 'chair'],
  transitions: [
    { act: 'settle', from: ['liaison'], to: 'settled', who: ['party', 'raiser'], records: 'IssueSettled', clause: 'GV-06', title: { zh: '商定', en: 'Settle' }, evidence: [words('settlement', '商定结果', 'What was settled')] },
    { act: 'pass-on', from: ['liaison'], to: 'meeting', who: ['party', 'raiser', 'chair'], records: 'IssuePassedOn', clause: 'GV-06', title: { zh: '提交联席会议', en: 'Pass on to the joint meeting' }, evidence: [words('reason', '理由', 'Reason')] },
    {
      act: 'decide', from: ['meeting'], to: 'decided', who: ['chair'], records: 'IssueDecided', clause: 'GV-06', title: { zh: '会议决定', en: 'Decide' },
      evidence: [{ name: 'meeting', title: { zh: '会议编号', en: 'Meeting' }, kind: 'code', required: true }, words('decision', '决定', 'Decision')],
    },
    { act: 'withdraw', from: ['liaison', 'meeting'], to: 'withdrawn', who: ['raiser'], records: 'IssueWithdrawn', clause: 'GV-06', title: { zh: '撤回', en: 'Withdraw' }, evidence: [words('reason', '理由', 'Reason')] },
  ],
  clocks: [
    { name: 'liaison', state: 'liaison', parameter: 'issues.liaison', onExpiry: { to: 'meeting' }, records: 'IssueWentToMeeting', clause: 'GV-06' },
    { name: 'meeting', state: 'meeting', parameter: 'issues.meeting', onExpiry: 'flag', records: 'IssueOverdue', clause: 'GV-06' },
  ],
})

export type IssueParty = 'raiser' | 'party' | 'chair'

/** What a question between agencies is about. */
export interface IssueData {
  readonly from: string
  readonly agencies: readonly string[]
  readonly question: string
  /** The liaison officers it went to, as the register had them. */
  readonly liaisons: readonly { readonly agency: string; readonly name: string }[]
}

/** Which party to a question an officer is; coordinators of the port chair the joint meeting. */
export function issueParties(actor: Actor, issue: IssueData): IssueParty[] {
  if (!hasRole(actor, 'officer', 'coordinator') || actor.agency === undefined) return []
  const raiser = actor.agency === issue.from ? (['raiser'] as const) : []
  const party = issue.agencies.includes(actor.agency) ? (['party'] as const) : []
  return [...raiser, ...party, ...(hasRole(actor, 'coordinator') ? (['chair'] as const) : [])]
}

/** Whether a joint meeting of this number is on record at the port, and all the agencies were at it. */
export function isHeld(meetings: readonly { readonly code: string; readonly port: string; readonly agencies: readonly string[] }[], port: string, code: string, agencies: readonly string[]): boolean {
  return meetings.some((meeting) => meeting.port === port && meeting.code === code && agencies.every((agency) => meeting.agencies.includes(agency)))
}
