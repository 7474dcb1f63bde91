import { z } from 'zod'
import { everyPort, hasRole } from '../../kernel/actor.ts'
import { plus, toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { mayActivateVersion, mayEndVersion } from '../domain/permissions.ts'
import { ruleSpread } from '../domain/rule-spread.ts'
import { sayLowered } from '../domain/safety-floor.ts'
import { loweredBy } from '../guard-floor.ts'
import { bumpRevision, findVersion, lockTable, type StoredVersion } from '../store.ts'
import { endVersion, findOwedReview, findVersionAt, findVersionBeside, insertAct, writeReview } from './act-store.ts'

export const RollBack = z.strictObject({ id: z.uuid().optional(), reason: z.string().trim().min(3).max(1000) })
export const Review = z.strictObject({ id: z.uuid().optional(), upheld: z.boolean(), note: z.string().trim().min(3).max(1000) })

async function end(tx: Tx, context: Context, pack: Pack, stored: StoredVersion, reason: string, reviewed: boolean): Promise<Result<number>> {
  const { table, version } = stored
  const began = stored.validFrom !== null && stored.validFrom <= context.now
  if (began && (await findVersionAt(tx, table, context.now)) !== version) return refuse({ code: 'tables/not-in-force', facts: { version } })
  const at = plus(context.now, ruleSpread)
  // What has not begun yet is never in force: it ends the moment it would have begun.
  const last = Math.max(at, (stored.validFrom ?? at) + 1) as Instant
  const back = await findVersionBeside(tx, table, version, last)
  if (back === undefined) return refuse({ code: 'tables/nothing-before', facts: { version } })
  const lowered = sayLowered(await loweredBy(tx, pack, table, { ends: version, at: last }, context.now))
  if (lowered.length > 0 && !reviewed) return refuse({ code: 'tables/floor-no-roll-back', clause: 'RR-22' }, ...lowered)
  if (lowered.length > 0 && !hasRole(context.actor, 'headquarters')) return refuse({ code: 'tables/floor-headquarters', clause: 'RR-22' }, ...lowered)
  if (!(await endVersion(tx, table, version, last))) return refuse({ code: 'tables/not-in-force', facts: { version } })
  await insertAct(tx, table, { version, kind: 'rolled-back', at: context.now, takesEffect: last, byId: context.actor.id, by: context.actor.name, reason, reviewBy: null })
  await bumpRevision(tx)
  await append(tx, context, [{ port: everyPort, subjectKind: 'table', subjectId: table, type: 'TableVersionRolledBack', payload: { table, version, back, from: toIso(last), reason } }])
  return ok(back)
}

/**
 * Ends a version in one act, for a reason: from two seconds on the version before it judges again. Cases judged in between keep what they were judged by
 * (GV-12). One person is enough: two agreed to what comes back. Only the safety floor is not lowered so (RR-22): that takes a version of its own.
 * Refusals: `common/not-permitted`, `common/persons-only`, `common/not-found`, `tables/not-in-force`, `tables/nothing-before`, `tables/floor-no-roll-back`.
 */
export async function rollBackVersion(tx: Tx, context: Context, pack: Pack, table: string, version: number, reason: string): Promise<Result<StoredVersion>> {
  const denied = mayEndVersion(context.actor)
  if (denied !== undefined) return refuse(denied)
  await lockTable(tx, table)
  const stored = await findVersion(tx, table, version)
  if (stored === undefined) return refuse({ code: 'common/not-found' })
  if (stored.state !== 'active') return refuse({ code: 'tables/not-in-force', facts: { version } })
  const ended = await end(tx, context, pack, stored, reason, false)
  return ended.ok ? ok(must(await findVersion(tx, table, version), 'the version just ended')) : ended
}

/**
 * Reviews an emergency activation, by a third person: upheld, or rolled back at once. Refusals: `common/not-permitted`, `common/not-found`,
 * `tables/same-person`, `tables/no-review-owed`, and those of a roll-back.
 */
export async function reviewActivation(tx: Tx, context: Context, pack: Pack, table: string, version: number, { upheld, note }: z.infer<typeof Review>): Promise<Result<StoredVersion>> {
  await lockTable(tx, table)
  const stored = await findVersion(tx, table, version)
  const act = stored === undefined ? undefined : await findOwedReview(tx, table, version)
  const denied = mayActivateVersion(context.actor, stored ?? { authorId: '' }, act === undefined ? [] : [act.byId])
  if (denied !== undefined) return refuse(denied)
  if (stored === undefined) return refuse({ code: 'common/not-found' })
  if (act === undefined) return refuse({ code: 'tables/no-review-owed', facts: { version } })
  await writeReview(tx, table, act, { id: context.actor.id, name: context.actor.name, at: context.now, upheld, note })
  await append(tx, context, [{ port: everyPort, subjectKind: 'table', subjectId: table, type: 'EmergencyActivationReviewed', payload: { table, version, upheld, note } }])
  if (!upheld) {
    const ended = await end(tx, context, pack, stored, note, true)
    if (!ended.ok) return ended
  }
  return ok(must(await findVersion(tx, table, version), 'the version just reviewed'))
}
