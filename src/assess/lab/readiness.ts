import { inForce, minutes, plus, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { StoredVersion } from '../store.ts'
import { hasBacktestSince } from './backtest-store.ts'
import { hasShadowOf } from './trial-store.ts'

/** What a version must have behind it before it goes live; undefined: nothing is missing. */
export type Readiness = (q: Queryable, pack: Pack, version: StoredVersion, now: Instant) => Promise<Refusal | undefined>

const spanOf = (pack: Pack, name: string, at: Instant): number => pack.parameters.find((one) => one.name === name && inForce(one, at))?.value ?? 0

/**
 * By the pack's parameters: `lab.backtest`, how far back these very rows must have been tried, on every port (0: not at all), and `lab.shadow`, how long
 * the version must have run in the shadow (0: it need not). Refusals: `tables/backtest-first`, `tables/shadow-first`.
 */
export const readyToGoLive: Readiness = async (q, pack, version, now) => {
  const reach = spanOf(pack, 'lab.backtest', now)
  if (reach > 0 && !(await hasBacktestSince(q, version.table, version.rowsHash, plus(now, minutes(1) - reach)))) {
    return { code: 'tables/backtest-first', facts: { days: Math.round(reach / 86_400_000) }, clause: 'GV-12' }
  }
  const shadow = spanOf(pack, 'lab.shadow', now)
  if (shadow > 0 && !(await hasShadowOf(q, version.table, version.version, shadow, now))) {
    return { code: 'tables/shadow-first', facts: { hours: Math.round(shadow / 3_600_000) }, clause: 'GV-12' }
  }
  return undefined
}

/** How long an emergency activation may wait for its review. */
export const reviewSpan = (pack: Pack, at: Instant): number => spanOf(pack, 'lab.review', at)
