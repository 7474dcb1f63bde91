import { rateOf, wilson, z95 } from '../../../kernel/wilson.ts'

/** Cases that were looked into with the same probability. */
export interface Inspected {
  /** The probability with which a case of this group came to be looked into, above 0, at most 1. */
  readonly probability: number
  readonly checks: number
  readonly finds: number
}

/** A share with its interval. `checks` 0: nothing is known, the interval is everything. */
export interface Estimate {
  readonly rate: number
  readonly low: number
  readonly high: number
  readonly checks: number
}

/** The hit rate among those looked into, as if they were like all others: what targeting makes of it is too high. Precision, not the true rate. */
export function naiveRate(groups: readonly Inspected[]): Estimate {
  const checks = groups.reduce((sum, group) => sum + group.checks, 0)
  const finds = groups.reduce((sum, group) => sum + group.finds, 0)
  const { low, mid, high } = rateOf(finds, checks)
  return { rate: mid, low, high, checks }
}

/**
 * The share of all cases in which there is something to find, whoever was looked into: each find counts for as many cases as its probability says
 * (Hájek). What was certain to be looked into adds no doubt; the interval is Wilson's with as many checks as the rest's spread is worth.
 */
export function trueRate(groups: readonly Inspected[]): Estimate {
  const known = groups.filter(({ checks }) => checks > 0)
  const checks = known.reduce((sum, group) => sum + group.checks, 0)
  const total = known.reduce((sum, { checks: n, probability }) => sum + n / probability, 0)
  if (total === 0) return { rate: 0, low: 0, high: 1, checks: 0 }
  const rate = known.reduce((sum, { finds, probability }) => sum + finds / probability, 0) / total
  const certain = known.filter(({ probability }) => probability >= 1)
  const drawn = known.filter(({ probability }) => probability < 1)
  const drawnTotal = drawn.reduce((sum, { checks: n, probability }) => sum + n / probability, 0)
  if (drawnTotal === 0) return { rate, low: rate, high: rate, checks }
  const drawnFinds = drawn.reduce((sum, { finds, probability }) => sum + finds / probability, 0)
  const drawnRate = drawnFinds / drawnTotal
  // Kish: checks with unequal weights are worth fewer equal ones.
  const squares = drawn.reduce((sum, { checks: n, probability }) => sum + n / (probability * probability), 0)
  const worth = (drawnTotal * drawnTotal) / squares
  const within = wilson(drawnRate, worth / (1 - worth / drawnTotal))
  const share = drawnTotal / total
  const certainFinds = certain.reduce((sum, { finds }) => sum + finds, 0)
  const rest = certainFinds / total
  // How many there are that nobody looked into is itself told by the draw, and the less surely the more the two parts differ.
  const certainRate = certain.length === 0 ? 0 : certainFinds / certain.reduce((sum, { checks: n }) => sum + n, 0)
  const spreadOfShare = share * (1 - share) * (certainRate - drawnRate) * Math.sqrt((1 - worth / drawnTotal) / worth) * z95
  const below = Math.hypot(share * (drawnRate - within.low), spreadOfShare)
  const above = Math.hypot(share * (within.high - drawnRate), spreadOfShare)
  return { rate: rest + share * drawnRate, low: Math.max(0, rate - below), high: Math.min(1, rate + above), checks }
}
