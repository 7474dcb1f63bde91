import { everyPort } from '../kernel/actor.ts'
import { plus, toIso, type Instant } from '../kernel/instant.ts'
import { must } from '../kernel/invariant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Refusal } from '../kernel/refusal.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database/database.ts'
import { append } from '../platform/ledger/append.ts'
import { checkVersion } from './domain/check-version.ts'
import { mayActivateVersion, mayLowerFloor } from './domain/permissions.ts'
import { ruleSpread } from './domain/rule-spread.ts'
import { sayLowered } from './domain/safety-floor.ts'
import { contradictions } from './guard-burdens.ts'
import { floorVersion, loweredBy } from './guard-floor.ts'
import { insertAct } from './lab/act-store.ts'
import { reviewSpan, type Readiness } from './lab/readiness.ts'
import { beginReviewClock } from './lab/review-due.ts'
import { endTrialsOf } from './lab/trial-store.ts'
import { definitionOf } from './record-table-version.ts'
import { activateVersion, bumpRevision, findVersion, lockTable, readRows, type StoredVersion } from './store.ts'

/** How a version is brought into force beside the two persons. */
export interface Activation {
  /** What must have been done before; nothing where absent. */
  readonly ready?: Readiness
  /** In an emergency what must have been done before is passed by, for a reason; a third person reviews it afterwards. */
  readonly emergency?: { readonly reason: string } | undefined
  /** The law that lowers the safety floor, where the version does; said by headquarters (RR-22). */
  readonly basis?: string | undefined
}

/**
 * Puts a recorded version into force, by another person than its author. It begins at the time it was recorded for, or `ruleSpread` from now
 * where that was left open. Refusals: `common/not-permitted`, `common/not-found`, `tables/same-person`, `tables/already-active`,
 * `tables/begins-in-the-past` (record it again), `tables/backtest-first` and `tables/shadow-first` (what must be done before it goes live), what `checkVersion` finds
 * now that it did not when the version was recorded, and of a version that lowers the safety floor `tables/floor-headquarters`, `tables/floor-basis` and
 * `tables/floor-no-emergency`, with `tables/floor-lowered` for every row that falls (RR-22).
 */
export async function activateTableVersion(tx: Tx, context: Context, pack: Pack, table: string, version: number, { ready, emergency, basis }: Activation = {}): Promise<Result<{ readonly stored: StoredVersion; readonly remarks: readonly Refusal[] }>> {
  await lockTable(tx, table)
  const stored = await findVersion(tx, table, version)
  const definition = definitionOf(pack, table)
  const denied = mayActivateVersion(context.actor, stored ?? { authorId: '' })
  if (denied !== undefined) return refuse(denied)
  if (stored === undefined || definition === undefined) return refuse({ code: 'common/not-found' })
  if (stored.state === 'active') return refuse({ code: 'tables/already-active', facts: { version } })
  if (stored.validFrom !== null && stored.validFrom < context.now) {
    return refuse({ code: 'tables/begins-in-the-past', facts: { at: toIso(context.now) }, clause: 'GV-12' })
  }
  const rows = await readRows(tx, table, version)
  const begins = stored.validFrom ?? context.now
  const faults = checkVersion(pack, definition, rows, begins).refusals
  const [first, ...rest] = faults.length > 0 ? faults : await contradictions(tx, pack, table, rows, begins)
  if (first !== undefined) return refuse(first, ...rest)
  const { missing, backtest } = emergency === undefined && ready !== undefined ? await ready(tx, pack, stored, context.now) : {}
  if (missing !== undefined) return refuse(missing)

  const soonest = plus(context.now, ruleSpread)
  const validFrom = Math.max(stored.validFrom ?? soonest, soonest) as Instant
  if (stored.validTo !== null && stored.validTo <= validFrom) return refuse({ code: 'tables/ends-before-it-begins' })
  const lowered = sayLowered(await loweredBy(tx, pack, table, { adds: floorVersion(version, rows, validFrom, stored.validTo) }, context.now))
  const unlawful = lowered.length === 0 ? undefined : mayLowerFloor(context.actor, { emergency: emergency !== undefined, basis })
  if (unlawful !== undefined) return refuse(unlawful, ...lowered)
  await activateVersion(tx, { table, version }, { id: context.actor.id, name: context.actor.name, at: context.now, validFrom })
  const tried = await endTrialsOf(tx, table, version, { name: context.actor.name, at: context.now, reason: null })
  const reviewBy = emergency === undefined ? null : plus(context.now, reviewSpan(pack, context.now))
  const act = { version, at: context.now, takesEffect: validFrom, byId: context.actor.id, by: context.actor.name, reason: emergency?.reason ?? (lowered.length === 0 ? null : (basis ?? null)), reviewBy }
  await insertAct(tx, table, { ...act, kind: emergency === undefined ? 'activated' : 'emergency' })
  if (reviewBy !== null) await beginReviewClock(tx, context, pack, { table, version, reviewBy })
  await bumpRevision(tx)
  await append(tx, context, [
    {
      port: everyPort,
      subjectKind: 'table',
      subjectId: table,
      type: 'TableVersionActivated',
      payload: { table, version, validFrom: toIso(validFrom), rowsHash: stored.rowsHash, author: stored.authorId, ...(emergency === undefined ? {} : { emergency: emergency.reason }), ...(backtest === undefined ? {} : { backtest: backtest.id, cases: backtest.cases }), ...(lowered.length === 0 ? {} : { floorLowered: lowered.map(({ facts }) => String(facts?.['row'])), basis: basis ?? '' }) },
    },
    ...tried.map(({ id, kind, salt }) => ({ port: everyPort, subjectKind: 'table', subjectId: table, type: 'RuleTrialEnded', payload: { table, version, trial: id, kind, reason: null, ...(kind === 'canary' ? { salt } : {}) } })),
  ])
  // A back-test of nothing shows nothing: it is no reason to refuse where there is no past, and one to say so.
  const remarks: readonly Refusal[] = [...(backtest?.cases === 0 ? [{ code: 'tables/backtest-of-nothing', clause: 'GV-12' }] : []), ...lowered]
  return ok({ stored: must(await findVersion(tx, table, version), 'the version just activated'), remarks })
}
