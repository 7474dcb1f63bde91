/** What a lane can take and what it had to take lately: the numbers of one period, told apart by why a case was inspected. */
export interface LaneLoad {
  /** Inspections the yard can make in the period: places × time ÷ time per inspection. */
  readonly capacity: number
  readonly arrivals: number
  /** Cases inspected whatever the score: rules want it, or the permanent random share names them. */
  readonly owed: number
}

/** The share of a lane of which nothing is known yet. */
const unknownRate = 0.05

/** Shares a lane works to. */
export interface LanePlan {
  /** Of the cases that are not owed an inspection anyway: those picked by score. */
  readonly rate: number
  /** Of all cases: those inspected, for whatever reason. */
  readonly fill: number
}

/**
 * The shares with which all inspections together fill the lane's capacity. What is owed comes first: where it fills the yard, nothing is left to pick.
 */
export function lanePlan({ capacity, arrivals, owed }: LaneLoad): LanePlan {
  if (arrivals === 0) return { rate: unknownRate, fill: unknownRate }
  const free = arrivals - owed
  const rate = free <= 0 ? 0 : Math.min(1, Math.max(0, (capacity - owed) / free))
  return { rate, fill: Math.min(1, capacity / arrivals) }
}

/** How many of the latest scores a lane remembers. */
export const remembered = 512
const gain = 0.08
/** Furthest the threshold is corrected, in log-odds. */
const reach = 8

/** A lane's memory between cases; a value that can be stored. */
export interface LaneState {
  /** The latest scores, oldest first. */
  readonly scores: readonly number[]
  /** Correction of the threshold by what was really inspected. */
  readonly offset: number
}

/** Follows the scores of a lane, case by case. */
export interface LaneControl {
  /** Whether a score is among the highest `rate`, and the threshold it was held against. */
  pick(score: number, rate: number): { readonly picked: boolean; readonly threshold: number }
  /** Told of every case of the lane once it is decided, whatever decided it. */
  count(inspected: boolean, plan: LanePlan): void
  state(): LaneState
}

function placeOf(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * A streaming quantile with a memory of what was done: the threshold is the quantile of the latest scores, corrected a little after every case by the
 * difference between inspected and planned. However scores drift and however many the rules want today, the sum of inspections cannot leave the sum of
 * what was planned by more than the correction's range.
 */
export function laneControl(state: LaneState = { scores: [], offset: 0 }): LaneControl {
  const ring = state.scores.slice(-remembered)
  const sorted = [...ring].sort((a, b) => a - b)
  let { offset } = state
  return {
    pick(score, rate) {
      const at = Math.min(sorted.length - 1, Math.floor((1 - rate) * sorted.length))
      // Nothing is known of the lane yet: no score is high.
      const quantile = sorted.length === 0 || rate <= 0 ? Infinity : rate >= 1 ? -Infinity : (sorted[at] as number)
      const threshold = quantile + offset
      ring.push(score)
      sorted.splice(placeOf(sorted, score), 0, score)
      if (ring.length > remembered) sorted.splice(placeOf(sorted, ring.shift() as number), 1)
      return { picked: score >= threshold, threshold }
    },
    count(inspected, { rate, fill }) {
      // Where nothing can be picked, or everything must be, a correction would only pile up.
      if (rate > 0 && rate < 1) offset = Math.max(-reach, Math.min(reach, offset + gain * ((inspected ? 1 : 0) - fill)))
    },
    state: () => ({ scores: [...ring], offset }),
  }
}
