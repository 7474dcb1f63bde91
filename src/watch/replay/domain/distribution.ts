import type { Milliseconds } from '../../../kernel/instant.ts'

/** Durations counted by whole minutes: exact enough for hours, small enough to be stored with a stopped run, and the order of adding does not matter. */
export interface Distribution {
  count: number
  readonly minutes: Record<string, number>
}

/** What is reported of a distribution; hours, two decimals. Absent members of an empty one are undefined. */
export interface DistributionSummary {
  readonly count: number
  readonly mean?: number
  readonly median?: number
  readonly p90?: number
  readonly longest?: number
  /** Share of all within each of `bucketHours`, the last one open. */
  readonly buckets: readonly { readonly from: number; readonly below?: number; readonly count: number }[]
}

/** Edges of the buckets of the chart, in hours. */
const bucketHours = [0, 0.25, 1, 2, 4, 8, 12, 24, 48, 96, 168] as const

/** An empty distribution. */
export function newDistribution(): Distribution {
  return { count: 0, minutes: {} }
}

/** Adds one duration, not negative. */
export function addDuration(distribution: Distribution, duration: Milliseconds): void {
  const minute = String(Math.max(0, Math.round(duration / 60_000)))
  distribution.count++
  distribution.minutes[minute] = (distribution.minutes[minute] ?? 0) + 1
}

/** The figures of a distribution. The p-quantile is the smallest duration that at least a share p of all does not exceed. */
export function summarise(distribution: Distribution): DistributionSummary {
  const sorted = Object.entries(distribution.minutes).map(([minute, count]) => [Number(minute), count] as const).sort((a, b) => a[0] - b[0])
  const buckets = bucketHours.map((from, index) => {
    const below = bucketHours[index + 1]
    const count = sorted.reduce((sum, [minute, n]) => (minute >= from * 60 && (below === undefined || minute < below * 60) ? sum + n : sum), 0)
    return below === undefined ? { from, count } : { from, below, count }
  })
  if (distribution.count === 0) return { count: 0, buckets }
  const quantile = (share: number): number => {
    let seen = 0
    for (const [minute, count] of sorted) {
      seen += count
      if (seen >= share * distribution.count) return hoursOf(minute)
    }
    return hoursOf(sorted.at(-1)?.[0] ?? 0)
  }
  const mean = hoursOf(sorted.reduce((sum, [minute, count]) => sum + minute * count, 0) / distribution.count)
  return { count: distribution.count, mean, median: quantile(0.5), p90: quantile(0.9), longest: quantile(1), buckets }
}

function hoursOf(minutes: number): number {
  return Math.round((minutes / 60) * 100) / 100
}
