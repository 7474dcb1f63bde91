import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { AcceptanceLaw } from '../../../kernel/pack.ts'
import type { Evidence } from '../../../kernel/procedure/procedure.ts'
import { defineProcedure } from '../../../kernel/procedure/procedure.ts'
import { isOfficialAt } from './permissions.ts'

const reason: Evidence = { name: 'reason', title: { zh: '理由', en: 'Reason' }, kind: 'text', required: true }

/**
 * Registration of producers of export food (出口食品企业备案, TP-10). The normal path has a review on the spot between filing and registration; who
 * brings evidence that is accepted is registered on it. A registration holds for a time and may be suspended or revoked; it ends by running out, and never begins so.
 */
export const registrationProcedure = defineProcedure({
  name: 'food-registration',
  title: { zh: '出口食品企业备案', en: 'Registration of an export-food producer' },
  clause: 'TP-10',
  version: 2,
  states: {
    filed: { zh: '已申请', en: 'Filed' },
    reviewed: { zh: '已现场评审', en: 'Reviewed on the spot' },
    registered: { zh: '已备案', en: 'Registered' },
    suspended: { zh: '备案已暂停', en: 'Suspended' },
    expired: { zh: '备案已到期', en: 'Run out' },
    revoked: { zh: '备案已撤销', en: 'Revoked' },
    declined: { zh: '不予备案', en: 'Declined' },
  },
  initial: 'filed',
  final: ['expired', 'revoked', 'declined'],
  releasing: ['registered'],
  // `simplified` is the office where the path is the simplified one.
  parties: ['applicant', 'office', 'simplified'],
  transitions: [
    { act: 'approve', from: ['filed'], to: 'registered', who: ['simplified'], records: 'ProducerRegistered', clause: 'TP-10', title: { zh: '采信证明材料，准予备案', en: 'Register on the evidence' }, evidence: [] },
    {
      act: 'review', from: ['filed'], to: 'reviewed', who: ['office'], records: 'ProducerReviewed', clause: 'TP-10', title: { zh: '记录现场评审', en: 'Record the review' },
      evidence: [{ name: 'findings', title: { zh: '评审情况', en: 'Findings' }, kind: 'text', required: true }],
    },
    { act: 'register', from: ['reviewed'], to: 'registered', who: ['office'], records: 'ProducerRegistered', clause: 'TP-10', title: { zh: '准予备案', en: 'Register' }, evidence: [] },
    { act: 'suspend', from: ['registered'], to: 'suspended', who: ['office'], records: 'ProducerSuspended', clause: 'TP-10', title: { zh: '暂停备案', en: 'Suspend the registration' }, evidence: [reason] },
    {
      act: 'reinstate', from: ['suspended'], to: 'registered', who: ['office'], records: 'ProducerReinstated', clause: 'TP-10', title: { zh: '恢复备案（有效期重新起算）', en: 'Reinstate, valid anew' },
      evidence: [{ name: 'findings', title: { zh: '整改核查情况', en: 'What was put right' }, kind: 'text', required: true }],
    },
    { act: 'revoke', from: ['registered', 'suspended'], to: 'revoked', who: ['office'], records: 'ProducerRevoked', clause: 'TP-10', title: { zh: '撤销备案', en: 'Revoke the registration' }, evidence: [reason] },
    { act: 'decline', from: ['filed', 'reviewed'], to: 'declined', who: ['office'], records: 'ProducerDeclined', clause: 'TP-10', title: { zh: '不予备案', en: 'Decline' }, evidence: [reason] },
  ],
  clocks: [
    { name: 'filed', state: 'filed', parameter: 'acceptance.registration', onExpiry: 'flag', records: 'ProducerDecisionOverdue', clause: 'TP-10' },
    { name: 'reviewed', state: 'reviewed', parameter: 'acceptance.registration', onExpiry: 'flag', records: 'ProducerDecisionOverdue', clause: 'TP-10' },
    { name: 'validity', state: 'registered', parameter: 'acceptance.registration-validity', onExpiry: { to: 'expired' }, records: 'ProducerRegistrationExpired', clause: 'TP-10' },
  ],
})

export type RegistrationPath = 'simplified' | 'normal'

/** Which path an application takes, and on which evidence: any kind that is in force suffices for a producer in a zone (TP-10). */
export function registrationPath(
  law: Pick<AcceptanceLaw, 'registrationEvidence'>,
  application: { readonly zone?: string | undefined; readonly evidence: readonly { readonly kind: string; readonly validTo?: string | undefined }[] },
  now: Instant,
): { readonly path: RegistrationPath; readonly accepted: readonly string[] } {
  const good = application.evidence.filter(({ kind, validTo }) => law.registrationEvidence.some((one) => one.code === kind && inForce(one, now)) && (validTo === undefined || now < Date.parse(`${validTo}T24:00:00Z`)))
  const accepted = application.zone === undefined ? [] : [...new Set(good.map(({ kind }) => kind))]
  return { path: accepted.length > 0 ? 'simplified' : 'normal', accepted }
}

/** Which parties to an application an actor is. */
export function registrationParties(actor: Actor, found: { readonly port: string; readonly enterprise: string; readonly agency: string; readonly path: RegistrationPath }): ('applicant' | 'office' | 'simplified')[] {
  const applicant = hasRole(actor, 'trader') && actor.enterprise === found.enterprise
  const office = isOfficialAt(actor, found.port) && actor.agency === found.agency
  return [...(applicant ? ['applicant' as const] : []), ...(office ? ['office' as const] : []), ...(office && found.path === 'simplified' ? ['simplified' as const] : [])]
}
