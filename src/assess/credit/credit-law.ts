import { createHash } from 'node:crypto'
import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import type { CreditKind, CreditLaw, CreditScale } from '../../kernel/credit-law.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { present } from '../../kernel/present.ts'
import { Code, defineRegister, Name, type Register, type RegisterCache } from '../../registry/register/public.ts'
import { creditRules, type CreditRules } from './domain/credit-rules.ts'

const lasting = z.int().min(1).max(36_500)

/** Kinds of credit events with their weight and time (RR-10). Faults that would let a bad event better a grade are refused. */
export const creditKinds = defineRegister({
  name: 'credit-kinds',
  rule: 'agreed',
  title: { zh: '信用信息采集条目', en: 'Kinds of credit events' },
  clause: 'RR-10',
  owner: 'headquarters',
  schema: z
    .strictObject({
      code: Code, name: Name, effect: z.enum(['good', 'bad', 'grant']), points: z.number().min(-100).max(100), lasts: lasting.optional(), halves: lasting.optional(),
      ceiling: Code.optional(), opens: Code.optional(), ends: z.array(Code).max(20).optional(), remedy: Name.optional(), clause: z.string().trim().min(1).max(200),
    })
    .refine(({ effect, points }) => (effect === 'bad' ? points <= 0 : effect === 'good' ? points >= 0 : points === 0), { path: ['points'], error: 'sign' })
    .refine(({ effect, ceiling, ends }) => effect === 'bad' || (ceiling === undefined && ends === undefined), { path: ['effect'], error: 'only-bad' }),
  key: (kind) => kind.code,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})

/** The scale of credit (RR-11), one entry whose versions take over from each other. */
export const creditScales = defineRegister({
  name: 'credit-scale',
  rule: 'agreed',
  title: { zh: '信用等级评定规则', en: 'Credit scale' },
  clause: 'RR-11',
  owner: 'headquarters',
  schema: z
    .strictObject({
      code: z.literal('scale'), start: z.number().min(0).max(1000), most: z.number().min(1).max(1000),
      steps: z.array(z.strictObject({ grade: Code, from: z.number().min(0).max(1000), certified: z.boolean().optional(), cleanDays: lasting.optional() })).min(1).max(20),
      opening: z.record(z.string(), z.number().min(0).max(1000)), clause: z.string().trim().min(1).max(200),
    })
    .refine(({ steps }) => steps.every(({ from }, i) => i === 0 || from < (steps[i - 1]?.from ?? 0)) && steps.at(-1)?.from === 0, { path: ['steps'], error: 'falling' }),
  key: (scale) => scale.code,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})

type Times = Pick<CreditKind, 'validFrom' | 'validTo'>
const times = ({ validFrom, validTo }: { readonly validFrom: CreditKind['validFrom']; readonly validTo?: CreditKind['validFrom'] }): Times => (validTo === undefined ? { validFrom } : { validFrom, validTo })

/** Versions of the entries of a register, and of the pack what holds before the first of them. */
function inForceOf<Data extends object, Rule extends Times>(cache: RegisterCache, register: Register<Data>, own: readonly (readonly [string, Rule])[], toRule: (data: Data, version: Times & { readonly version: number }) => Rule): Rule[] {
  const versions = cache.versions(register)
  const begins = (key: string): Instant | undefined => versions.get(key)?.reduce<Instant | undefined>((least, { validFrom }) => (least === undefined || validFrom < least ? validFrom : least), undefined)
  const before = own.flatMap(([key, rule]) => {
    const first = begins(key)
    if (first === undefined) return [rule]
    return rule.validFrom < first ? [{ ...rule, validTo: rule.validTo === undefined || rule.validTo > first ? first : rule.validTo }] : []
  })
  return [...before, ...[...versions.values()].flat().map((version) => toRule(version.data, version))]
}

/** The law of credit as it stands, with its rules ready for use. */
export interface CreditLawNow {
  readonly law: CreditLaw
  readonly rules: CreditRules
  /** Equal hashes mean that every day is graded alike. */
  readonly hash: string
}

/** The pack's law with what officers changed in the registers; made anew only when a register has changed. */
export function creditLaw(pack: () => Pack, cache: RegisterCache): () => CreditLawNow {
  let made: { readonly pack: Pack; readonly revision: number; readonly now: CreditLawNow } | undefined
  return () => {
    const [current, revision] = [pack(), cache.revision()]
    if (made?.pack === current && made.revision === revision) return made.now
    const kinds = inForceOf(cache, creditKinds, current.credit.kinds.map((kind) => [kind.code, kind] as const), (data, version): CreditKind => ({ ...present(data), ...times(version) }))
    const own = current.credit.scales.map((scale) => ['scale', scale] as const)
    const scales = inForceOf(cache, creditScales, own, ({ code: _code, steps, ...data }, version): CreditScale => ({ ...data, steps: steps.map((step) => present(step)), version: version.version, ...times(version) }))
    const law = { ...current.credit, kinds, scales }
    const hash = createHash('sha256').update(canonicalJson({ kinds, scales, grades: current.creditGrades } as unknown as Json)).digest('hex')
    made = { pack: current, revision, now: { law, rules: creditRules(law, current.creditGrades), hash } }
    return made.now
  }
}
