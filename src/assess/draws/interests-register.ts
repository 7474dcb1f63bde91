import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import { Code, defineRegister } from '../../registry/register/public.ts'

/** Interests of officers in enterprises (回避): who has one is never drawn for that enterprise's consignments (DR-02). */
export const interests = defineRegister({
  name: 'interests',
  title: { zh: '利害关系与回避', en: 'Interests of officers' },
  clause: 'DR-02',
  owner: 'agency',
  schema: z.strictObject({ officer: Code, enterprise: Code, agency: Code, port: Code, kind: z.enum(['family', 'former-employer', 'shares', 'other']) }),
  key: (one) => `${one.officer}/${one.enterprise}`,
  mayRecord: (actor, one) => hasRole(actor, 'administrator') || (hasRole(actor, 'coordinator', 'officer') && actor.agency === one.agency && atPort(actor, one.port)),
  sight: (actor) => (hasRole(actor, 'coordinator', 'headquarters', 'auditor', 'administrator') ? 'all' : 'none'),
})
