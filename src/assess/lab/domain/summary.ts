import { rateOf } from '../../../kernel/wilson.ts'
import type { Outcome, OutcomeCheck } from './outcome.ts'
import type { PairFigures, PartFigures } from './tally.ts'

/** What would have changed, in figures (RR-16, GV-12). */
export interface Summary {
  readonly cases: number
  readonly changed: number
  readonly stricter: number
  readonly milder: number
  /** Neither: the same mode by other checks or another level. */
  readonly other: number
  /** Cases the columns do not tell the stored outcome of: see `PartFigures.apart`. */
  readonly apart: number
  readonly modes: readonly Flow[]
  readonly levels: readonly Flow[]
  readonly checks: readonly { readonly agency: string; readonly added: number; readonly removed: number }[]
  readonly inspections: { readonly before: number; readonly after: number; readonly hours: readonly { readonly hour: number; readonly before: number; readonly after: number }[]; readonly lanes: readonly YardLoad[] }
  readonly finds: Finds
  readonly traders: readonly { readonly trader: string; readonly stricter: number; readonly milder: number; readonly other: number }[]
  readonly tradersChanged: number
}

/** What the yard of a port would have had to inspect of what comes one way, against what it can take. */
export interface YardLoad {
  readonly port: string
  /** `import/sea`. */
  readonly lane: string
  /** Inspections it can make in a day, now; absent where no capacity is on record. */
  readonly capacity?: number | undefined
  /** Days with cases that were or would have been inspected. */
  readonly days: number
  readonly before: number
  readonly after: number
  /** The most on one day. */
  readonly most: { readonly before: number; readonly after: number }
  /** Days with more than the capacity. */
  readonly over: { readonly before: number; readonly after: number }
  readonly hours: readonly { readonly hour: number; readonly before: number; readonly after: number }[]
}

/** What a summary is told besides what was judged. */
export interface SummaryKnown {
  /** Inspections a lane of a port can make in a day. */
  readonly capacityOf?: (port: string, lane: string) => number | undefined
  /** What the permanent random share found at these ports in this time: the only looks that nobody chose. */
  readonly drawn?: { readonly checks: number; readonly finds: number } | undefined
}

/** Cases that go from one value to another, or stay. */
export interface Flow {
  readonly from: string
  readonly to: string
  readonly cases: number
}

/** What looking found, and what it would have: known where somebody looked, expected where nobody did. */
export interface Finds {
  readonly looked: number
  readonly found: number
  /** Found in cases that nobody would have had to look at any more. */
  readonly lost: number
  /** Found although the rules did not ask for it, in cases they would have asked for. */
  readonly gained: number
  /** Further inspections nobody made, and the finds to expect in them, with the 95 % interval. */
  readonly further: number
  /** What the expectation rests on: the random share, which speaks for all goods; or cases somebody chose to look at, of the same level, where more is found: then it is an upper guess. */
  readonly basis: 'random' | 'chosen'
  readonly expected: { readonly low: number; readonly mid: number; readonly high: number }
}

const shown = 50

function flows(pairs: readonly PairFigures[], of: (outcome: Outcome) => string): Flow[] {
  const counts = new Map<string, Flow>()
  for (const { before, after, cases } of pairs) {
    const [from, to] = [of(before), of(after)]
    const key = `${from} ${to}`
    counts.set(key, { from, to, cases: (counts.get(key)?.cases ?? 0) + cases })
  }
  return [...counts.values()].sort((a, b) => b.cases - a.cases)
}

const textOf = (check: OutcomeCheck): string => JSON.stringify(check)

function checksOf(pairs: readonly PairFigures[]): Summary['checks'] {
  const agencies = new Map<string, { agency: string; added: number; removed: number }>()
  const of = (agency: string): { agency: string; added: number; removed: number } => {
    const known = agencies.get(agency) ?? { agency, added: 0, removed: 0 }
    agencies.set(agency, known)
    return known
  }
  for (const { before, after, cases } of pairs) {
    const [was, would] = [new Set(before.checks.map(textOf)), new Set(after.checks.map(textOf))]
    for (const check of after.checks) if (!was.has(textOf(check))) of(check.agency).added += cases
    for (const check of before.checks) if (!would.has(textOf(check))) of(check.agency).removed += cases
  }
  return [...agencies.values()].sort((a, b) => b.added + b.removed - a.added - a.removed)
}

function findsOf(pairs: readonly PairFigures[], drawn: SummaryKnown['drawn']): Finds {
  const rates = new Map<string, { looks: number; finds: number }>()
  for (const { before, looks, finds } of pairs) {
    const rate = rates.get(before.level) ?? { looks: 0, finds: 0 }
    rates.set(before.level, { looks: rate.looks + looks, finds: rate.finds + finds })
  }
  const result = { looked: 0, found: 0, lost: 0, gained: 0, further: 0, basis: drawn === undefined || drawn.checks === 0 ? ('chosen' as const) : ('random' as const), expected: { low: 0, mid: 0, high: 0 } }
  for (const { before, looked, cases, looks, finds } of pairs) {
    result.looked += looks
    result.found += finds
    if (looked.before && !looked.after) result.lost += finds
    if (looked.before || !looked.after) continue
    result.gained += finds
    const further = cases - looks
    const rate = result.basis === 'random' && drawn !== undefined ? { looks: drawn.checks, finds: drawn.finds } : rates.get(before.level)
    const { low, mid, high } = rateOf(rate?.finds ?? 0, rate?.looks ?? 0)
    result.further += further
    result.expected.low += low * further
    result.expected.mid += mid * further
    result.expected.high += high * further
  }
  return result
}

function lanesOf(parts: readonly (PartFigures & { readonly port?: string })[], capacityOf: SummaryKnown['capacityOf']): readonly YardLoad[] {
  const lanes = new Map<string, { port: string; lane: string; hours: { hour: number; before: number; after: number }[]; days: Map<number, { before: number; after: number }> }>()
  for (const { port = '', lanes: own = [] } of parts) {
    for (const { lane, hours, days } of own) {
      const key = `${port} ${lane}`
      const known = lanes.get(key) ?? { port, lane, hours: hours.map((_, hour) => ({ hour, before: 0, after: 0 })), days: new Map<number, { before: number; after: number }>() }
      lanes.set(key, known)
      known.hours = known.hours.map(({ hour, before, after }) => ({ hour, before: before + (hours[hour]?.[0] ?? 0), after: after + (hours[hour]?.[1] ?? 0) }))
      for (const [day, before, after] of days) known.days.set(day, { before: before + (known.days.get(day)?.before ?? 0), after: after + (known.days.get(day)?.after ?? 0) })
    }
  }
  return [...lanes.values()].map(({ port, lane, hours, days }): YardLoad => {
    const capacity = capacityOf?.(port, lane)
    const each = (of: (which: 'before' | 'after') => number): { before: number; after: number } => ({ before: of('before'), after: of('after') })
    const all = [...days.values()]
    const sums = each((which) => all.reduce((sum, day) => sum + day[which], 0))
    return {
      port, lane, ...(capacity === undefined ? {} : { capacity }), days: days.size, ...sums, hours,
      most: each((which) => all.reduce((most, day) => Math.max(most, day[which]), 0)),
      over: each((which) => (capacity === undefined ? 0 : all.filter((day) => day[which] > capacity).length)),
    }
  }).sort((a, b) => (a.port < b.port ? -1 : a.port > b.port ? 1 : a.lane < b.lane ? -1 : 1))
}

/** Puts the parts together. */
export function summaryOf(parts: readonly (PartFigures & { readonly port?: string })[], { capacityOf, drawn }: SummaryKnown = {}): Summary {
  const pairs = parts.flatMap((part) => part.pairs)
  const changed = pairs.filter((pair) => pair.changed)
  const sum = (of: readonly PairFigures[]): number => of.reduce((total, pair) => total + pair.cases, 0)
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const at = (which: 'before' | 'after'): number => pairs.reduce((total, pair) => total + (pair.looked[which] ? (pair.hours[hour] ?? 0) : 0), 0)
    return { hour, before: at('before'), after: at('after') }
  })
  const traders = new Map<string, { trader: string; stricter: number; milder: number; other: number }>()
  for (const [trader, stricter, milder, other] of parts.flatMap((part) => part.traders)) {
    const known = traders.get(trader) ?? { trader, stricter: 0, milder: 0, other: 0 }
    traders.set(trader, { trader, stricter: known.stricter + stricter, milder: known.milder + milder, other: known.other + other })
  }
  const affected = [...traders.values()].sort((a, b) => b.stricter + b.milder + b.other - a.stricter - a.milder - a.other || (a.trader < b.trader ? -1 : 1))
  const stricter = sum(changed.filter(({ before, after }) => after.strictness > before.strictness))
  const milder = sum(changed.filter(({ before, after }) => after.strictness < before.strictness))
  return {
    cases: sum(pairs),
    changed: sum(changed),
    stricter,
    milder,
    other: sum(changed) - stricter - milder,
    apart: parts.reduce((total, part) => total + part.apart, 0),
    modes: flows(pairs, (outcome) => outcome.mode),
    levels: flows(pairs, (outcome) => outcome.level),
    checks: checksOf(changed),
    inspections: { before: sum(pairs.filter((pair) => pair.looked.before)), after: sum(pairs.filter((pair) => pair.looked.after)), hours, lanes: lanesOf(parts, capacityOf) },
    finds: findsOf(pairs, drawn),
    traders: affected.slice(0, shown),
    tradersChanged: affected.length,
  }
}
