import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import { Code, defineRegister, LooseName, type RegisterCache } from '../../registry/register/public.ts'

const PartnerEntry = z.strictObject({
  code: Code,
  name: LooseName,
  kind: z.enum(['national-point', 'partner']),
  /** The account (a person's or a machine's) it signs in with. */
  account: z.string().trim().min(1).max(100),
  /** Our finds of import goods are told to it. */
  receivesFinds: z.boolean(),
})
export type Partner = z.infer<typeof PartnerEntry>

/** Who exchanges risk information with us: national monitoring points for import goods, and others (RR-17). */
export const riskPartners = defineRegister({
  name: 'risk-partners',
  title: { zh: '风险信息交换单位', en: 'Partners in risk information' },
  clause: 'RR-17',
  owner: 'headquarters',
  schema: PartnerEntry,
  key: (partner) => partner.code,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
  sight: (actor) => (hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor', 'administrator') ? 'all' : 'none'),
})

/** Every partner of a moment, by code. */
export function partnersAt(cache: RegisterCache, at: Instant): Partner[] {
  return [...cache.versions(riskPartners).keys()].flatMap((code) => cache.find(riskPartners, code, at) ?? [])
}

/** The partner who signs in with the actor's account. */
export function partnerOf(cache: RegisterCache, actor: Actor, at: Instant): Partner | undefined {
  return partnersAt(cache, at).find((partner) => partner.account === actor.id)
}
