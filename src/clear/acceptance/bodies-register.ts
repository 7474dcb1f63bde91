import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { Code, defineRegister, LooseName } from '../../registry/register/public.ts'
import { Day } from '../../platform/http/moments.ts'

const Country = z.string().regex(/^[A-Z]{2}$/)
const codes = z.array(Code).max(200)
const Headings = z.array(z.string().regex(/^\d{2,10}$/)).min(1).max(500)

/** Third parties whose reports may be accepted (TP-01): scope, fields, licence, owner. Versions say what held when (TP-07); standing comes from the procedure of admission. */
export const bodies = defineRegister({
  name: 'acceptance-bodies',
  title: { zh: '第三方检验检测机构', en: 'Third-party inspection bodies' },
  clause: 'TP-01',
  owner: 'coordinator',
  schema: z.strictObject({
    code: Code,
    name: LooseName,
    /** Agency that admits and oversees it. */
    owner: Code,
    country: Country,
    zone: Code.optional(),
    licence: z.strictObject({ type: Code, number: Code, validTo: Day.optional() }).optional(),
    /** Agency that recognised a body abroad. */
    recognisedBy: Code.optional(),
    /** Fields of the pack it reports in; all that fit its scope when empty. */
    fields: codes,
    scopes: z.array(z.strictObject({ hs: Headings, tests: codes, standards: codes, ports: codes })).min(1).max(100),
  }),
  key: (body) => body.code,
  mayRecord: (actor, body) => hasRole(actor, 'administrator', 'headquarters') || (hasRole(actor, 'coordinator') && actor.agency === body.owner),
})

/** Agreements on mutual recognition of results with partner countries (TP-11). */
export const recognitions = defineRegister({
  name: 'mutual-recognitions',
  // Goods go on reports that it lets count (TP-11).
  rule: 'agreed',
  title: { zh: '检验鉴定结果互认协议', en: 'Agreements on mutual recognition' },
  clause: 'TP-11',
  owner: 'headquarters',
  schema: z.strictObject({
    code: Code,
    country: Country,
    hs: Headings,
    tests: codes,
    directions: z.array(z.enum(['import', 'export'])).min(1).max(2),
    /** On what both sides take each other's results for equal (对等). */
    equality: z.string().trim().min(1).max(1000),
  }),
  key: (agreement) => agreement.code,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})
