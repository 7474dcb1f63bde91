import { inForce, minutes, plus, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { StoredVersion } from '../store.ts'
import { listTrying } from './backtest-store.ts'
import { ruleState } from './rule-state.ts'
import { hasShadowOf } from './trial-store.ts'

/** What is to go live: rows of a table, or a proposed change, by their hash. */
export type Subject = Pick<StoredVersion, 'table' | 'version' | 'rowsHash'>

/** Whether something may go live: what is missing, or the back-test it rests on; neither where none is asked. */
export interface Ready {
  readonly missing?: Refusal
  readonly backtest?: { readonly id: string; readonly cases: number }
}

/** What a version must have behind it before it goes live. */
export type Readiness = (q: Queryable, pack: Pack, version: Subject, now: Instant) => Promise<Ready>

const spanOf = (pack: Pack, name: string, at: Instant): number => pack.parameters.find((one) => one.name === name && inForce(one, at))?.value ?? 0

/**
 * By the parameter `lab.backtest`, how far back these very rows must have been tried, on every port (0: not at all). A back-test counts while it is not older than
 * that, and beside the rules as they are now: with others it would have come out otherwise. Missing: `tables/backtest-first`, `tables/backtest-again`.
 */
export const triedEnough: Readiness = async (q, pack, version, now) => {
  const reach = spanOf(pack, 'lab.backtest', now)
  if (reach <= 0) return {}
  const made = await listTrying(q, version.table, version.rowsHash, plus(now, minutes(1) - reach))
  const facts = { days: Math.round(reach / 86_400_000) }
  if (made.length === 0) return { missing: { code: 'tables/backtest-first', facts, clause: 'GV-12' } }
  const state = await ruleState(q, pack)
  const good = made.find(({ endedAt, rulesHash }) => endedAt !== null && endedAt >= now - reach && rulesHash === state)
  return good === undefined ? { missing: { code: 'tables/backtest-again', facts, clause: 'GV-12' } } : { backtest: { id: good.id, cases: good.total } }
}

/** `triedEnough`, and by `lab.shadow` how long the version must have run in the shadow (0: it need not). Missing as well: `tables/shadow-first`. */
export const readyToGoLive: Readiness = async (q, pack, version, now) => {
  const tried = await triedEnough(q, pack, version, now)
  const shadow = spanOf(pack, 'lab.shadow', now)
  if (tried.missing !== undefined || shadow <= 0 || (await hasShadowOf(q, version.table, version.version, shadow, now))) return tried
  return { missing: { code: 'tables/shadow-first', facts: { hours: Math.round(shadow / 3_600_000) }, clause: 'GV-12' } }
}

/** How long an emergency activation may wait for its review. */
export const reviewSpan = (pack: Pack, at: Instant): number => spanOf(pack, 'lab.review', at)
