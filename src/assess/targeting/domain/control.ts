import { fromEpoch, type Instant } from '../../../kernel/instant.ts'

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

/** How many of the latest scores a cut is made from. */
export const remembered = 512

/** Milliseconds a cut holds; each begins on a whole multiple of it. */
export const cutSpan = 60_000
/** Milliseconds before it begins by which a cut is made and kept, so that every process knows it when it begins. */
const cutLead = 5_000

/** When the next cut that can still be made at a moment begins. */
export const nextCutAt = (now: Instant): Instant => fromEpoch(Math.ceil((now + cutLead) / cutSpan) * cutSpan)

/** When the cut of a moment began, had one been made for it: who looked for cuts `cutLead` before that or later knows the one that decides. */
export const knownFrom = (at: Instant): Instant => fromEpoch(Math.floor(at / cutSpan) * cutSpan - cutLead)

/** Scores closer together than this count as alike. */
const alike = 0.05

/** Where a score falls: a multiple of `alike`. */
const placeOf = (score: number): number => Math.round(score / alike)

/** Beyond every score: nothing is picked; everything is, where it is negative. */
export const beyond = 99

/** What the scores of a lane are held against for a while. The same for every case and in every process until the next one begins. */
export interface LaneCut {
  readonly since: Instant
  /** Scores above it are picked, scores below it are not. */
  readonly threshold: number
  /** Of those whose score is alike to the threshold the share that is picked: by lot, since nothing else tells them apart (GV-15). */
  readonly margin: number
  /** The share of free cases that it was made to pick. */
  readonly rate: number
  /** The share of all cases that the lane can inspect. */
  readonly fill: number
  /** Inspections made beyond what the cuts before were to make; negative where there were too few. */
  readonly debt: number
}

/** The probability with which a score is picked: 1 above the threshold, the margin where it is alike to it, 0 below and where there is no cut yet. */
export function chanceOf(cut: Pick<LaneCut, 'threshold' | 'margin'> | undefined, score: number): number {
  if (cut === undefined || cut.threshold >= beyond) return 0
  if (cut.threshold <= -beyond) return 1
  const [here, there] = [placeOf(score), placeOf(cut.threshold)]
  return here > there ? 1 : here === there ? cut.margin : 0
}

/** What came since the last cut. */
export interface SinceCut {
  readonly cases: number
  readonly inspected: number
}

/** How much of a debt is made good with each case. */
const gain = 0.02

/**
 * The next cut of a lane: the quantile of its latest scores at the planned rate, the rate corrected by what was inspected too often or too seldom since. However scores
 * drift, however many are alike and however many the rules want today, the sum of inspections follows the sum of what was planned.
 */
export function nextCut(scores: readonly number[], plan: LanePlan, since: Instant, before: Pick<LaneCut, 'fill' | 'debt'> | undefined, { cases, inspected }: SinceCut): LaneCut {
  // Of many cases at once half of what was wrong is made good with as many again: more would swing to and fro.
  const share = Math.min(gain, 1 / (2 * Math.max(1, cases)))
  const free = (rate: number): boolean => rate > 0 && rate < 1
  // Where nothing could be picked, or everything must be, a debt would only pile up.
  const owed = before === undefined || !free(plan.rate) ? 0 : before.debt + inspected - before.fill * cases
  const debt = Math.max(-1 / share, Math.min(1 / share, owed))
  const rate = free(plan.rate) ? Math.max(0, Math.min(1, plan.rate - share * debt)) : plan.rate
  return { since, ...quantile(scores, rate), rate, fill: plan.fill, debt }
}

/** Where to cut scores so that `rate` of them are picked, those alike to the threshold by lot. */
function quantile(scores: readonly number[], rate: number): Pick<LaneCut, 'threshold' | 'margin'> {
  // Nothing is known of the lane yet: no score is high.
  if (rate >= 1) return { threshold: -beyond, margin: 1 }
  if (scores.length === 0 || rate <= 0) return { threshold: beyond, margin: 0 }
  const places = scores.map(placeOf).sort((a, b) => a - b)
  const place = places[Math.min(places.length - 1, Math.floor((1 - rate) * places.length))] ?? 0
  const above = places.reduce((count, one) => count + (one > place ? 1 : 0), 0)
  const at = places.reduce((count, one) => count + (one === place ? 1 : 0), 0)
  return { threshold: rounded(place * alike), margin: rounded(Math.max(0, Math.min(1, (rate * places.length - above) / at))) }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000
