import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import { parseInstant, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { sha256Hex } from '../../kernel/sha256.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { mayRecordVersion } from '../domain/permissions.ts'
import { moment } from '../record-table-version.ts'
import { TryHold, triedHold } from '../risk/public.ts'
import { endBacktest, findBacktest, insertBacktest, type Backtest } from './backtest-store.ts'
import { findTried } from './candidate.ts'
import type { LabParts } from './deps.ts'
import { holdRules } from '../risk/domain/risk-entry.ts'
import { backtestsOf } from './domain/backtests-of.ts'
import { insertHoldTrial } from './hold-trial-store.ts'

/** The job of a back-test. */
export const backtestKind = 'backtest'

export const StartBacktest = z.strictObject({
  id: z.uuid().optional(),
  version: z.int().min(1).max(2_000_000_000),
  /** Absent: every port. */
  ports: z.array(z.string().min(1).max(40)).min(1).max(200).optional(),
  /** Acceptance from (inclusive) and to (exclusive); open where absent. */
  period: z.strictObject({ from: moment.optional(), to: moment.optional() }).optional(),
})
export type StartBacktest = z.infer<typeof StartBacktest>

/**
 * Has a version of a table, or a proposed change of a register of rules, tried on the stored past: a job does it, which others may watch and cancel. Refusals: `common/not-permitted`, `common/not-found`,
 * `lab/port-unknown`, `lab/period-empty`.
 */
export async function startBacktest(tx: Tx, context: Context, { law, proposed }: Pick<LabParts, 'law' | 'proposed'>, table: string, body: StartBacktest): Promise<Result<Backtest>> {
  const denied = mayRecordVersion(context.actor)
  if (denied !== undefined) return refuse(denied)
  const version = await findTried(tx, { law, ...(proposed === undefined ? {} : { proposed }) }, table, body.version)
  if (version === undefined) return refuse({ code: 'common/not-found', pointer: '/version' })
  const unknown = body.ports?.findIndex((port) => !law().ports.some(({ code }) => code === port)) ?? -1
  if (unknown >= 0) return refuse({ code: 'lab/port-unknown', pointer: `/ports/${unknown}`, facts: { port: body.ports?.[unknown] ?? '' } })
  const at = (text: string | undefined) => (text === undefined ? null : (parseInstant(text) ?? null))
  const [from, to] = [at(body.period?.from), at(body.period?.to)]
  if (from !== null && to !== null && to <= from) return refuse({ code: 'lab/period-empty', pointer: '/period/to' })
  const id = context.newId()
  const ports = body.ports === undefined ? null : [...new Set(body.ports)]
  await insertBacktest(tx, { id, table, version: version.version, rowsHash: version.rowsHash, ports, from, to, askedBy: context.actor.id, askedName: context.actor.name, askedAt: context.now })
  await enqueue(tx, context, { port: everyPort, kind: backtestKind, payload: { id }, key: id })
  const payload = { table, version: version.version, backtest: id, rowsHash: version.rowsHash, ports, from: from === null ? null : toIso(from), to: to === null ? null : toIso(to) }
  await append(tx, context, [{ port: everyPort, subjectKind: 'table', subjectId: table, type: 'BacktestStarted', payload }])
  return ok(must(await findBacktest(tx, table, id), 'the back-test just written'))
}

export const TryHoldOnPast = z.strictObject({ id: z.uuid().optional(), hold: TryHold, ports: StartBacktest.shape.ports, period: StartBacktest.shape.period })
export type TryHoldOnPast = z.infer<typeof TryHoldOnPast>

/**
 * Has a hold rule tried on the stored past before it is placed: what it would have held, the inspections it would have cost by hour, what it would have found (RR-16). Refusals: of
 * `triedHold` and `startBacktest`.
 */
export async function startHoldBacktest(tx: Tx, context: Context, parts: Pick<LabParts, 'law' | 'proposed'>, { hold, ports, period }: TryHoldOnPast): Promise<Result<Backtest>> {
  const entry = triedHold(parts.law(), context.actor, context.now, context.newId(), hold)
  if (!entry.ok) return entry
  const { id: _, ...said } = entry.value
  const number = await insertHoldTrial(tx, entry.value, sha256Hex(canonicalJson(said as unknown as Json)), context.actor.id, context.now)
  return startBacktest(tx, context, parts, holdRules, { version: number, ...(ports === undefined ? {} : { ports }), ...(period === undefined ? {} : { period }) })
}

/** Ends a back-test that is waiting or under way; what it found so far is not kept. Refusals: `common/not-permitted`, `common/not-found`, `lab/ended-already`. */
export async function cancelBacktest(tx: Tx, context: Context, table: string, id: string): Promise<Result<Backtest>> {
  const denied = mayRecordVersion(context.actor)
  if (denied !== undefined) return refuse(denied)
  const backtest = await findBacktest(tx, table, id)
  const own = backtestsOf(context.actor, table)
  if (backtest === undefined || (own !== undefined && backtest.askedBy !== own)) return refuse({ code: 'common/not-found' })
  if (!(await endBacktest(tx, id, 'cancelled', context.now))) return refuse({ code: 'lab/ended-already' })
  await append(tx, context, [{ port: everyPort, subjectKind: 'table', subjectId: table, type: 'BacktestCancelled', payload: { table, version: backtest.version, backtest: id } }])
  return ok(must(await findBacktest(tx, table, id), 'the back-test just cancelled'))
}
