import type { Instant } from '../../../kernel/instant.ts'
import { addDuration, newDistribution, summarise, type Distribution, type DistributionSummary } from './distribution.ts'
import type { Verdict } from './source-row.ts'

/**
 * The stretches of a case between acceptance and release, in order; each ends where the next begins. Goods that somebody looked at go through
 * agreement, waiting and inspection, the others through papers.
 */
export const stages = ['directives', 'agreement', 'waiting', 'inspection', 'papers', 'release'] as const
export type Stage = (typeof stages)[number]

/** Why a declaration stands open at the end: nobody agreed, the session was not held or not ended, papers were not judged, a decision keeps it. */
export const openReasons = ['unanswered', 'not-begun', 'not-closed', 'papers', 'kept'] as const
export type OpenReason = (typeof openReasons)[number]

/** What became of one declaration, from its state tables and ledger. */
export interface CaseTrace {
  readonly releaseMode: string
  readonly verdict: Verdict
  readonly acceptedAt: Instant
  /** Directives sent about it or its containers. */
  readonly directives: number
  /** Somebody looked at the goods, not at papers only; `found`: what the label says was noticed, in the goods or in the papers. */
  readonly inspected: boolean
  readonly found: boolean
  readonly lastDirectiveAt?: Instant
  readonly agreedAt?: Instant
  readonly startedAt?: Instant
  readonly closedAt?: Instant
  readonly releasedAt?: Instant
  /** Ended otherwise than by release. */
  readonly refused: boolean
  /** Not ended when the simulation was, and why. */
  readonly open?: OpenReason
}

/** What became of one inspection. */
export interface InspectionTrace {
  readonly kind: 'joint' | 'single' | 'desk'
  /** Openings made, and those separate inspections would have made: one per agency that wanted it open. */
  readonly openings: number
  readonly separateOpenings: number
}

/** Cases that stand open and are named. */
const mostNamed = 50

/** Counts that grow case by case; plain data, stored with a stopped run. */
export interface Measures {
  cases: number
  rejected: number
  released: number
  refused: number
  /** Not ended when the simulation was. */
  open: number
  readonly openBy: Partial<Record<OpenReason, number>>
  /** References of the first of them. */
  readonly openCases: string[]
  /** Times of equipment booked, and those given back because another time was taken. */
  bookings: number
  bookingsReturned: number
  withDirectives: number
  directives: number
  collisions: number
  declined: number
  joint: number
  single: number
  desk: number
  openings: number
  separateOpenings: number
  inspected: number
  hits: number
  noticed: number
  frauds: number
  /** Acts the rules refused, by code: none in a good simulation. */
  readonly refusedActs: Record<string, number>
  readonly modes: Record<string, { declarations: number; readonly hours: Distribution }>
  readonly stages: Record<Stage, Distribution>
  readonly total: Distribution
  /** Total of the cases somebody looked at: the others are released at once and would hide them. */
  readonly totalInspected: Distribution
}

/** Nothing measured yet. */
export function newMeasures(): Measures {
  return {
    cases: 0, rejected: 0, released: 0, refused: 0, open: 0, openBy: {}, openCases: [], bookings: 0, bookingsReturned: 0, withDirectives: 0, directives: 0, collisions: 0, declined: 0, joint: 0, single: 0, desk: 0,
    openings: 0, separateOpenings: 0, inspected: 0, hits: 0, noticed: 0, frauds: 0, refusedActs: {}, modes: {},
    stages: { directives: newDistribution(), agreement: newDistribution(), waiting: newDistribution(), inspection: newDistribution(), papers: newDistribution(), release: newDistribution() },
    total: newDistribution(), totalInspected: newDistribution(),
  }
}

/** Adds a case that has ended; with its reference where it has not, so that somebody can look. The order of cases does not matter. */
export function addCase(measures: Measures, trace: CaseTrace, reference?: string): void {
  measures.cases++
  if (trace.directives > 0) measures.withDirectives++
  if (trace.verdict !== 'clean') measures.frauds++
  if (trace.inspected) measures.inspected++
  if (trace.found && trace.inspected) measures.hits++
  if (trace.found && !trace.inspected) measures.noticed++
  if (trace.refused) measures.refused++
  else if (trace.releasedAt === undefined) {
    const why = trace.open ?? 'kept'
    measures.open++
    measures.openBy[why] = (measures.openBy[why] ?? 0) + 1
    if (reference !== undefined && measures.openCases.length < mostNamed) measures.openCases.push(reference)
  }
  const mode = (measures.modes[trace.releaseMode] ??= { declarations: 0, hours: newDistribution() })
  mode.declarations++
  addStages(measures, trace)
  if (trace.releasedAt === undefined) return
  measures.released++
  addDuration(mode.hours, trace.releasedAt - trace.acceptedAt)
  addDuration(measures.total, trace.releasedAt - trace.acceptedAt)
  if (trace.inspected) addDuration(measures.totalInspected, trace.releasedAt - trace.acceptedAt)
}

/** Adds an inspection that has ended. */
export function addInspection(measures: Measures, trace: InspectionTrace): void {
  measures[trace.kind]++
  measures.openings += trace.openings
  measures.separateOpenings += trace.separateOpenings
}

function addStages(measures: Measures, trace: CaseTrace): void {
  if (trace.lastDirectiveAt === undefined) return
  const looked: readonly (readonly [Stage, Instant | undefined])[] = [['agreement', trace.agreedAt], ['waiting', trace.startedAt], ['inspection', trace.closedAt]]
  const steps = [['directives', trace.lastDirectiveAt] as const, ...(trace.startedAt === undefined ? [['papers', trace.closedAt] as const] : looked), ['release', trace.releasedAt] as const]
  let from = trace.acceptedAt
  for (const [stage, to] of steps) {
    if (to === undefined) continue
    addDuration(measures.stages[stage], to - from)
    if (to > from) from = to
  }
}

/** Counts an act that the rules refused. */
export function addRefusedAct(measures: Measures, code: string): void {
  measures.refusedActs[code] = (measures.refusedActs[code] ?? 0) + 1
}

/** The figures of a replay as they are printed, stored and drawn. */
export interface ReplayFigures {
  readonly declarations: number
  readonly rejected: number
  readonly released: number
  readonly refused: number
  readonly open: number
  readonly openBy: Readonly<Partial<Record<OpenReason, number>>>
  readonly openCases: readonly string[]
  readonly bookings: { readonly made: number; readonly returned: number }
  readonly modes: readonly { readonly mode: string; readonly declarations: number; readonly share: number; readonly hours: DistributionSummary }[]
  readonly directives: number
  readonly withDirectives: number
  readonly collisions: number
  /** Of the inspections of goods, the share held jointly; and of the matches, the share some party declined. */
  readonly jointRate: number | null
  readonly declineRate: number | null
  readonly inspections: { readonly joint: number; readonly single: number; readonly desk: number }
  readonly openings: { readonly made: number; readonly separate: number; readonly saved: number }
  /** Of the declarations inspected, the share in which the label said there was something to find; `base` is the share in all. */
  readonly hits: { readonly inspected: number; readonly found: number; readonly noticedInPapers: number; readonly rate: number | null; readonly base: number | null; readonly recall: number | null }
  readonly refusedActs: Readonly<Record<string, number>>
  readonly hours: { readonly total: DistributionSummary; readonly inspected: DistributionSummary; readonly stages: readonly ({ readonly stage: Stage } & DistributionSummary)[] }
}

/** The figures of what was measured. Rates have four decimals and are null where there is nothing to divide by. */
export function figures(measures: Measures): ReplayFigures {
  return {
    declarations: measures.cases,
    rejected: measures.rejected,
    released: measures.released,
    refused: measures.refused,
    open: measures.open,
    openBy: { ...measures.openBy },
    openCases: [...measures.openCases],
    bookings: { made: measures.bookings, returned: measures.bookingsReturned },
    modes: Object.entries(measures.modes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([mode, { declarations, hours }]) => ({ mode, declarations, share: rate(declarations, measures.cases) ?? 0, hours: summarise(hours) })),
    directives: measures.directives,
    withDirectives: measures.withDirectives,
    collisions: measures.collisions,
    jointRate: rate(measures.joint, measures.joint + measures.single),
    declineRate: rate(measures.declined, measures.collisions),
    inspections: { joint: measures.joint, single: measures.single, desk: measures.desk },
    openings: { made: measures.openings, separate: measures.separateOpenings, saved: measures.separateOpenings - measures.openings },
    hits: {
      inspected: measures.inspected,
      found: measures.hits,
      noticedInPapers: measures.noticed,
      rate: rate(measures.hits, measures.inspected),
      base: rate(measures.frauds, measures.cases),
      recall: rate(measures.hits + measures.noticed, measures.frauds),
    },
    refusedActs: { ...measures.refusedActs },
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
