import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import { Code, defineRegister, LooseName, type RegisterCache } from '../register/public.ts'

const EnterpriseEntry = z.strictObject({
  code: Code,
  name: LooseName,
  /** Grade of the pack's credit scale (企业信用等级). */
  creditGrade: Code,
  roles: z.array(z.enum(['trader', 'broker', 'carrier', 'operator', 'laboratory'])).max(5),
  contacts: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(100), phone: z.string().max(40).optional(), email: z.email().max(200).optional() }))
    .max(20),
})

/** Enterprises with their credit grade (RR-01). A trader sees its own entry only. */
export const enterprises = defineRegister({
  name: 'enterprises',
  title: { zh: '企业', en: 'Enterprises' },
  clause: 'RR-01',
  owner: 'administrator',
  schema: EnterpriseEntry,
  key: (enterprise) => enterprise.code,
  sight: (actor) => {
    if (hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor', 'administrator')) return 'all'
    return actor.enterprise === undefined ? 'none' : { field: 'code', values: [actor.enterprise] }
  },
})

/** Credit grade of an enterprise at a moment; undefined when nobody graded it. */
export function gradesFrom(cache: RegisterCache): (enterprise: string, at: Instant) => string | undefined {
  return (enterprise, at) => cache.find(enterprises, enterprise, at)?.creditGrade
}
