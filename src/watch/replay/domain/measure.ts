import type { Instant } from '../../../kernel/instant.ts'
import { addDuration, newDistribution, summarise, type Distribution, type DistributionSummary } from './distribution.ts'
import type { Verdict } from './source-row.ts'

/** The stretches of a case between acceptance and release, in order; each ends where the next begins. */
export const stages = ['directives', 'agreement', 'waiting', 'inspection', 'release'] as const
export type Stage = (typeof stages)[number]

/** What became of one declaration, from its state tables and ledger. */
export interface CaseTrace {
  readonly releaseMode: string
  readonly verdict: Verdict
  readonly acceptedAt: Instant
  /** Directives sent about it (or its containers), and by how many agencies. */
  readonly directives: number
  readonly agencies: number
  /** Inspections it went through: one joint instead of one per agency. */
  readonly joint: boolean
  readonly inspections: number
  /** Openings made, and those that separate inspections would have made: one per agency whose directive opens. */
  readonly openings: number
  readonly separateOpenings: number
  /** Somebody looked at the goods, and found what the label says. */
  readonly inspected: boolean
  readonly found: boolean
  readonly lastDirectiveAt?: Instant
  readonly agreedAt?: Instant
  readonly startedAt?: Instant
  readonly closedAt?: Instant
  readonly releasedAt?: Instant
  /** Ended otherwise than by release. */
  readonly refused: boolean
}

/** Counts that grow case by case; plain data, stored with a stopped run. */
export interface Measures {
  cases: number
  rejected: number
  released: number
  refused: number
  withDirectives: number
  directives: number
  collided: number
  joint: number
  single: number
  openings: number
  separateOpenings: number
  inspected: number
  hits: number
  frauds: number
  readonly modes: Record<string, { declarations: number; readonly hours: Distribution }>
  readonly stages: Record<Stage, Distribution>
  readonly total: Distribution
  /** Total of the cases somebody looked at: the others are released at once and would hide them. */
  readonly totalInspected: Distribution
}

/** Nothing measured yet. */
export function newMeasures(): Measures {
  return {
    cases: 0, rejected: 0, released: 0, refused: 0, withDirectives: 0, directives: 0, collided: 0, joint: 0, single: 0,
    openings: 0, separateOpenings: 0, inspected: 0, hits: 0, frauds: 0, modes: {},
    stages: { directives: newDistribution(), agreement: newDistribution(), waiting: newDistribution(), inspection: newDistribution(), release: newDistribution() },
    total: newDistribution(), totalInspected: newDistribution(),
  }
}

/** Adds a case that has ended. The order of cases does not matter. */
export function addCase(measures: Measures, trace: CaseTrace): void {
  measures.cases++
  measures.directives += trace.directives
  measures.openings += trace.openings
  measures.separateOpenings += trace.separateOpenings
  if (trace.directives > 0) measures.withDirectives++
  if (trace.agencies > 1) measures.collided++
  if (trace.joint) measures.joint++
  else if (trace.inspections > 0) measures.single++
  if (trace.verdict !== 'clean') measures.frauds++
  if (trace.inspected) measures.inspected++
  if (trace.found) measures.hits++
  if (trace.refused) measures.refused++
  const mode = (measures.modes[trace.releaseMode] ??= { declarations: 0, hours: newDistribution() })
  mode.declarations++
  addStages(measures, trace)
  if (trace.releasedAt === undefined) return
  measures.released++
  addDuration(mode.hours, trace.releasedAt - trace.acceptedAt)
  addDuration(measures.total, trace.releasedAt - trace.acceptedAt)
  if (trace.inspected) addDuration(measures.totalInspected, trace.releasedAt - trace.acceptedAt)
}

function addStages(measures: Measures, trace: CaseTrace): void {
  const ends = [trace.lastDirectiveAt, trace.agreedAt, trace.startedAt, trace.closedAt, trace.releasedAt]
  let from: Instant | undefined = trace.acceptedAt
  for (const [index, stage] of stages.entries()) {
    const to = ends[index]
    // A case without directives has no stages before its release, and its release is the acceptance itself.
    if (to !== undefined && from !== undefined && (stage !== 'release' || trace.closedAt !== undefined)) addDuration(measures.stages[stage], to - from)
    from = to ?? from
  }
}

/** The figures of a replay as they are printed, stored and drawn. */
export interface ReplayFigures {
  readonly declarations: number
  readonly rejected: number
  readonly released: number
  readonly refused: number
  readonly modes: readonly { readonly mode: string; readonly declarations: number; readonly share: number; readonly hours: DistributionSummary }[]
  readonly directives: number
  readonly collisions: number
  /** Of the declarations that directives of several agencies named, the share inspected jointly. */
  readonly jointRate: number | null
  readonly inspections: { readonly joint: number; readonly single: number }
  readonly openings: { readonly made: number; readonly separate: number; readonly saved: number }
  /** Of the declarations inspected, the share in which the label said there was something to find; `base` is the share in all. */
  readonly hits: { readonly inspected: number; readonly found: number; readonly rate: number | null; readonly base: number | null; readonly recall: number | null }
  readonly hours: { readonly total: DistributionSummary; readonly inspected: DistributionSummary; readonly stages: readonly ({ readonly stage: Stage } & DistributionSummary)[] }
}

/** The figures of what was measured. Rates have four decimals and are null where there is nothing to divide by. */
export function figures(measures: Measures): ReplayFigures {
  return {
    declarations: measures.cases,
    rejected: measures.rejected,
    released: measures.released,
    refused: measures.refused,
    modes: Object.entries(measures.modes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([mode, { declarations, hours }]) => ({ mode, declarations, share: rate(declarations, measures.cases) ?? 0, hours: summarise(hours) })),
    directives: measures.directives,
    collisions: measures.collided,
    jointRate: rate(measures.joint, measures.collided),
    inspections: { joint: measures.joint, single: measures.single },
    openings: { made: measures.openings, separate: measures.separateOpenings, saved: measures.separateOpenings - measures.openings },
    hits: {
      inspected: measures.inspected,
      found: measures.hits,
      rate: rate(measures.hits, measures.inspected),
      base: rate(measures.frauds, measures.cases),
      recall: rate(measures.hits, measures.frauds),
    },
    hours: {
      total: summarise(measures.total),
      inspected: summarise(measures.totalInspected),
      stages: stages.map((stage) => ({ stage, ...summarise(measures.stages[stage]) })),
    },
  }
}

function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000
}
