import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { sharedFields } from '../../kernel/trade-fields.ts'
import { Code, defineRegister } from '../../registry/register/public.ts'

/** Which fields of trade data each agency may read for which purpose (按需采集和共享, SW-08). Nothing is entitled that is neither written here nor in the pack; what is written here goes before. */
export const entitlements = defineRegister({
  name: 'entitlements',
  title: { zh: '数据共享权限', en: 'Entitlements to data' },
  clause: 'SW-08',
  owner: 'headquarters',
  schema: z.strictObject({ agency: Code, purpose: Code, fields: z.array(z.enum(sharedFields)).min(1).max(50) }),
  key: (one) => `${one.agency}/${one.purpose}`,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})
