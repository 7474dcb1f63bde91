import { fromEpoch, hours, plus, toIso, type Instant } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { findScores, findTallies, type LaneTally } from './choice-store.ts'
import { insertCut, listCuts } from './cut-store.ts'
import { lanePlan, nextCut, nextCutAt, remembered } from './domain/control.ts'
import { indicatorsChanged } from './model-store.ts'

/** The span that capacity and traffic are compared over. */
const period = hours(24)
const hourOf = (at: Instant): Instant => fromEpoch(Math.floor(at / hours(1)) * hours(1))
const sum = (tallies: readonly LaneTally[], is: (basis: string) => boolean = () => true): number => tallies.reduce((total, { basis, cases }) => total + (is(basis) ? cases : 0), 0)
const isLookedAt = (basis: string): boolean => basis !== 'none'

/**
 * Makes what the scores of a lane are held against next, where that has not been made yet, from its latest scores, what it can take and what it took; puts it into the
 * ledger before it begins (GV-15). Call with the tallies brought up to date in the same transaction.
 */
export async function makeCut(tx: Tx, context: Pick<Context, 'actor' | 'now' | 'newId'>, port: string, lane: string, capacity: number): Promise<void> {
  const { now } = context
  const since = nextCutAt(now)
  const [before] = await listCuts(tx, port, lane, plus(since, 1), 1)
  if (before?.since === since) return
  const tallies = (await findTallies(tx, port, plus(now, -period))).filter((one) => one.lane === lane)
  // A lane that is younger than the period has had only so much of its capacity.
  const age = tallies.reduce((oldest, tally) => Math.max(oldest, now - tally.since), hours(1))
  const load = { capacity: capacity * Math.min(1, age / period), arrivals: sum(tallies), owed: sum(tallies, (basis) => basis === 'rules' || basis === 'random') }
  const hour = hourOf(now)
  const [ofHour, sinceBefore] = [await tallied(tx, port, lane, hour), before === undefined ? [] : await tallied(tx, port, lane, before.hour)]
  const came = { cases: Math.max(0, sum(sinceBefore) - (before?.hourCases ?? 0)), inspected: Math.max(0, sum(sinceBefore, isLookedAt) - (before?.hourInspected ?? 0)) }
  const scores = await findScores(tx, port, lane, remembered)
  const cut = nextCut(scores, lanePlan(load), since, before, came)
  const kept = { ...cut, port, lane, ...load, scores: scores.length, hour, hourCases: sum(ofHour), hourInspected: sum(ofHour, isLookedAt), madeAt: now }
  if (!(await insertCut(tx, kept))) return
  tx.announce(indicatorsChanged)
  const { threshold, margin, rate, fill, debt } = cut
  await append(tx, context, [{ port, subjectKind: 'indicators', subjectId: lane, type: 'LaneCutMade', payload: { lane, since: toIso(since), threshold, margin, rate, fill, debt, ...load, scores: scores.length } }])
}

const tallied = async (tx: Tx, port: string, lane: string, since: Instant): Promise<readonly LaneTally[]> => (await findTallies(tx, port, since)).filter((one) => one.lane === lane)
