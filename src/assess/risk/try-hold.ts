import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { always, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { mayTarget } from './domain/permissions.ts'
import { cleanScope, measures, type RiskEntry } from './domain/risk-entry.ts'
import { checkedBy, holdMethods } from './place-hold.ts'
import { ScopeBody, text } from './scope-body.ts'

/** A hold rule to be tried on the past: what it would fit, and what it would ask. */
export const TryHold = z.strictObject({
  scope: ScopeBody,
  measure: z.enum(measures),
  agency: z.string().min(1).max(12).optional(),
  methods: z.array(z.enum(holdMethods)).min(1).max(holdMethods.length).optional(),
  power: text(64).optional(),
})
export type TryHold = z.infer<typeof TryHold>

/** What the history does not hold: where such goods are is found by the trace of a rule that is placed. */
const notKept = ['producer', 'lot', 'container', 'conveyance'] as const

/**
 * The rule as it would have been had it held at all times. Refusals: `common/not-permitted`, `risk/not-in-history` for what the history cannot tell apart, `risk/agency-missing`,
 * `risk/power-missing`.
 */
export function triedHold(law: Pack, actor: Actor, now: Instant, id: string, body: TryHold): Result<RiskEntry> {
  const scope = cleanScope(body.scope)
  const denied = mayTarget(actor, scope.port)
  if (denied !== undefined) return refuse(denied)
  const faults: Refusal[] = notKept.flatMap((name) => (scope[name] === undefined ? [] : [{ code: 'risk/not-in-history', pointer: `/scope/${name}`, facts: { name } }]))
  const { agency, methods, power, faults: ofChecks } = checkedBy(law, { actor, now }, body)
  const [first, ...rest] = [...faults, ...ofChecks]
  if (first !== undefined) return refuse(first, ...rest)
  return ok({ id, kind: 'hold', scope, validFrom: always.from, validTo: always.to, measure: body.measure, agency, methods, ...(power === undefined ? {} : { power }) })
}
