/** One place where a rule of cleaning had to act: where, what stood there, what stands there now. */
export interface MendSample {
  readonly where: string
  readonly before: string
  readonly after: string
}

/** A row that was not taken over, and why; `reason` is a stable code, `facts` what fills its text. */
export interface RefusedRow {
  readonly where: string
  readonly reason: string
  readonly facts: Readonly<Record<string, string | number>>
}

/** What an import found: how much was read, mended by which rule, refused for which reason. Samples are few, counts are exact. */
export interface Tally {
  read: number
  accepted: number
  refusedCount: number
  readonly mended: Map<string, { count: number; readonly samples: MendSample[] }>
  readonly refused: RefusedRow[]
  /** How many rows were refused for each reason. */
  readonly reasons: Map<string, number>
  /** What is no fault of the source but should be known: how often each was seen. */
  readonly noted: Map<string, number>
}

const samplesKept = 3
const refusedKept = 200

/** An empty tally. */
export function newTally(): Tally {
  return { read: 0, accepted: 0, refusedCount: 0, mended: new Map(), refused: [], reasons: new Map(), noted: new Map() }
}

/** Counts one act of the rule; keeps the first few as samples. */
export function countMend(tally: Tally, rule: string, sample: MendSample): void {
  const entry = tally.mended.get(rule) ?? { count: 0, samples: [] }
  entry.count++
  if (entry.samples.length < samplesKept) entry.samples.push(shorten(sample))
  tally.mended.set(rule, entry)
}

/** Counts a refused row; keeps the first two hundred in full, so that a hopeless file cannot fill the memory. */
export function countRefused(tally: Tally, row: RefusedRow): void {
  tally.refusedCount++
  tally.reasons.set(row.reason, (tally.reasons.get(row.reason) ?? 0) + 1)
  if (tally.refused.length < refusedKept) tally.refused.push(row)
}

function shorten(sample: MendSample): MendSample {
  const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)
  return { where: sample.where, before: cut(sample.before), after: cut(sample.after) }
}
