import type { Actor } from '../kernel/actor.ts'
import { days, parseInstant, plus, type Instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import { parameterValue } from '../kernel/parameter.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { portsOf } from './ports.ts'

/** Ports and the time in which things there are counted: from its first moment on, its last not among them. */
export interface Period {
  readonly ports: readonly string[]
  readonly from: Instant
  readonly to: Instant
}

/**
 * The period asked for, the last thirty days unless told otherwise, at the actor's ports or the one named; inverted ones are refused, and those longer than
 * measures are made for (`measures.longest`): what is counted case by case is bounded by the period alone.
 */
export function measuredPeriod(actor: Actor, pack: Pack, query: { readonly port?: string | undefined; readonly from?: string | undefined; readonly to?: string | undefined }, now: Instant): Result<Period> {
  const to = query.to === undefined ? now : (parseInstant(query.to) ?? now)
  const from = query.from === undefined ? plus(to, -days(30)) : (parseInstant(query.from) ?? now)
  if (to <= from) return refuse({ code: 'measures/inverted', pointer: '/to' })
  const longest = parameterValue(pack, 'measures.longest', now, query.port === undefined ? {} : { port: query.port })
  if (to - from > longest) return refuse({ code: 'measures/too-long', pointer: '/from', facts: { days: Math.floor(longest / days(1)) } })
  return ok({ ports: portsOf(actor, pack).filter((port) => query.port === undefined || query.port === port), from, to })
}
