import { inForce, toIso, type Instant } from '../../../kernel/instant.ts'
import type { Method, MethodRule } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** A look that has begun: what it does, with whom. */
interface Look {
  readonly inspection: string
  readonly agencies: readonly string[]
  readonly methods: readonly Method[]
  readonly startedAt: Instant
}

/** The look that answers a late directive, what of it that look does, and the refusal its sender gets. */
export interface AnsweredBefore {
  readonly inspection: string
  readonly agencies: readonly string[]
  readonly methods: readonly Method[]
  readonly refusal: Refusal
}

/**
 * Whether a late directive is answered from what is already there (DC-11): somebody has begun a look at the same object that does what it asks by a
 * method whose record serves everybody. Its agency is given that look and its results first; who has read them and still wants the object again says why.
 * `looks` are those at its object, the latest first.
 */
export function answeredBefore(methods: readonly Method[], rules: readonly MethodRule[], looks: readonly Look[], now: Instant): AnsweredBefore | undefined {
  const shared = new Set(rules.filter((rule) => rule.shared && inForce(rule, now)).map((rule) => rule.method))
  const look = looks.find((known) => known.methods.some((method) => shared.has(method) && methods.includes(method)))
  if (look === undefined) return undefined
  const done = look.methods.filter((method) => shared.has(method) && methods.includes(method))
  const { inspection, agencies } = look
  const refusal: Refusal = {
    code: 'directives/answered-before',
    pointer: '/reopening',
    facts: { inspection, agencies: agencies.join(', '), methods: done.join(', '), at: toIso(look.startedAt), results: `/api/v1/results?inspection=${inspection}` },
    clause: 'DC-11',
  }
  return { inspection, agencies, methods: done, refusal }
}
