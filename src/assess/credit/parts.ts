import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { seconds, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { Code, defineRegister, Name, type RegisterCache } from '../../registry/register/public.ts'
import type { CreditLawNow } from './credit-law.ts'
import type { Partner } from './domain/permissions.ts'

/** Partners credit is shared with and what each may see and report (RR-13). */
export const creditPartners = defineRegister({
  name: 'credit-partners',
  title: { zh: '信用共享单位', en: 'Partners of credit sharing' },
  clause: 'RR-13',
  owner: 'headquarters',
  schema: z.strictObject({
    code: Code,
    name: Name,
    kind: z.enum(['finance', 'customs', 'commerce', 'market-supervision', 'quality', 'tax', 'other']),
    party: z.string().regex(/^(agency|enterprise):[A-Za-z0-9._\-/]{1,79}$/),
    sees: z.array(z.enum(['grade', 'reasons', 'events', 'history'])).min(1).max(4),
    reports: z.array(Code).max(50),
    agreement: z.string().trim().min(1).max(200),
    /** Agency that answers for what the partner reports, and so decides appeals against it. */
    liaison: Code.optional(),
  }),
  key: (partner) => partner.code,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
  sight: (actor) => (hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor', 'administrator') ? 'all' : 'none'),
})

/** Grades an enterprise was registered with, with the moments each began: where a record begins. */
export type RegisteredGrades = (enterprise: string) => readonly { readonly version: number; readonly grade: string; readonly from: Instant }[]

/** What credit works with. */
export interface CreditParts {
  readonly law: () => CreditLawNow
  readonly pack: () => Pack
  readonly cache: RegisterCache
  readonly registered: RegisteredGrades
}

/** A grade is in force this long after it was written: by then every process has it, so that a later look finds what a case was judged by (GV-12). */
export const creditSpread = seconds(1)

/** Partners whose agreement is in force. */
export function partnersAt(cache: RegisterCache, at: Instant): Partner[] {
  return [...cache.versions(creditPartners).keys()].flatMap((code) => cache.find(creditPartners, code, at) ?? [])
}
