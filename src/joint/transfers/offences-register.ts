import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { Code, defineRegister, Name } from '../../registry/register/public.ts'

/** Offences and the agency whose power each is (LB-14). */
export const offences = defineRegister({
  name: 'offences',
  title: { zh: '违法违规行为主管部门', en: 'Offences and who handles them' },
  clause: 'LB-14',
  owner: 'headquarters',
  schema: z.strictObject({
    code: Code,
    name: Name,
    competent: Code,
    /** Kind of credit event a decided one is (RR-10). */
    credit: Code.optional(),
  }),
  key: (offence) => offence.code,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})
