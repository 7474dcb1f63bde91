import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Instant, Milliseconds } from '../../../kernel/instant.ts'
import type { Evidence } from '../../../kernel/procedure/procedure.ts'
import { defineProcedure } from '../../../kernel/procedure/procedure.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { bodyOf, isOfficialAt } from './permissions.ts'
import type { StandingStep } from './body.ts'

const reason: Evidence = { name: 'reason', title: { zh: '理由', en: 'Reason' }, kind: 'text', required: true }

/** Admission and exit of third parties (准入退出, TP-05): what stands at a moment is the state the last act led to. */
export const admissionProcedure = defineProcedure({
  name: 'body-admission',
  title: { zh: '第三方机构准入与退出', en: 'Admission and exit of a third party' },
  clause: 'TP-05',
  version: 1,
  states: {
    applied: { zh: '已申请，待决定', en: 'Applied, waiting for a decision' },
    admitted: { zh: '已准入', en: 'Admitted' },
    suspended: { zh: '已暂停', en: 'Suspended' },
    declined: { zh: '未准入', en: 'Declined' },
    removed: { zh: '已退出', en: 'Removed' },
  },
  initial: 'applied',
  final: ['declined', 'removed'],
  releasing: ['admitted'],
  parties: ['body', 'owner'],
  transitions: [
    {
      act: 'admit', from: ['applied'], to: 'admitted', who: ['owner'], records: 'BodyAdmitted', clause: 'TP-05', title: { zh: '准入', en: 'Admit' },
      evidence: [{ name: 'assessment', title: { zh: '评审结论', en: 'Outcome of the assessment' }, kind: 'text', required: true }],
    },
    { act: 'decline', from: ['applied'], to: 'declined', who: ['owner'], records: 'BodyDeclined', clause: 'TP-05', title: { zh: '不予准入', en: 'Decline' }, evidence: [reason] },
    { act: 'suspend', from: ['admitted'], to: 'suspended', who: ['owner'], records: 'BodySuspended', clause: 'TP-05', title: { zh: '暂停', en: 'Suspend' }, evidence: [reason] },
    { act: 'reinstate', from: ['suspended'], to: 'admitted', who: ['owner'], records: 'BodyReinstated', clause: 'TP-05', title: { zh: '恢复', en: 'Reinstate' }, evidence: [reason] },
    { act: 'remove', from: ['admitted', 'suspended'], to: 'removed', who: ['owner'], records: 'BodyRemoved', clause: 'TP-05', title: { zh: '退出', en: 'Remove' }, evidence: [reason] },
  ],
  clocks: [{ name: 'decision', state: 'applied', parameter: 'acceptance.admission', onExpiry: 'flag', records: 'BodyDecisionOverdue', clause: 'TP-05' }],
})

/** Which party to a case of admission an actor is. */
export function admissionParties(actor: Actor, found: { readonly port: string; readonly body: string; readonly owner: string }): ('body' | 'owner')[] {
  return [...(bodyOf(actor) === found.body ? ['body' as const] : []), ...(isOfficialAt(actor, found.port) && actor.agency === found.owner ? ['owner' as const] : [])]
}

/** Who files an application: the body itself, or an official of the agency that oversees it. */
export function mayApply(actor: Actor, body: { readonly code: string; readonly owner: string }, port: string): Refusal | undefined {
  if (bodyOf(actor) === body.code) return undefined
  if (isOfficialAt(actor, port) && actor.agency === body.owner) return undefined
  return hasRole(actor, 'laboratory') && actor.kind !== 'system' ? { code: 'acceptance/not-your-body', pointer: '/body', facts: { body: body.code }, clause: 'TP-05' } : { code: 'common/not-permitted' }
}

/** Why a body may not apply now: it stands already, or was removed too short a time ago. */
export function applyAgain(history: readonly StandingStep[], now: Instant, pause: Milliseconds): Refusal | undefined {
  const last = history.at(-1)
  if (last === undefined || last.standing === 'declined') return undefined
  if (last.standing !== 'removed') return { code: 'acceptance/already-applied', pointer: '/body', facts: { standing: last.standing }, clause: 'TP-05' }
  return now - last.at < pause ? { code: 'acceptance/too-early', pointer: '/body', facts: { days: Math.ceil((pause - (now - last.at)) / 86_400_000) }, clause: 'TP-05' } : undefined
}
