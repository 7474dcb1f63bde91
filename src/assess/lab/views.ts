import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { AssessmentView } from '../views.ts'
import type { Backtest } from './backtest-store.ts'

const Flow = z.strictObject({ from: z.string(), to: z.string(), cases: z.number() })
const BeforeAfter = { before: z.number(), after: z.number() }
const Interval = z.strictObject({ low: z.number(), mid: z.number(), high: z.number() })

const Hours = z.array(z.strictObject({ hour: z.number(), ...BeforeAfter })).readonly()
/** A lane of a port against what its yard can take in a day; `over`: days with more. */
const YardLoad = z.strictObject({ port: z.string(), lane: z.string(), capacity: z.number().optional(), days: z.number(), ...BeforeAfter, most: z.strictObject(BeforeAfter), over: z.strictObject(BeforeAfter), hours: Hours })

/** What a back-test, or a shadow, found. */
export const SummaryView = z.strictObject({
  cases: z.number(),
  changed: z.number(),
  stricter: z.number(),
  milder: z.number(),
  other: z.number(),
  apart: z.number(),
  modes: z.array(Flow).readonly(),
  levels: z.array(Flow).readonly(),
  checks: z.array(z.strictObject({ agency: z.string(), added: z.number(), removed: z.number() })).readonly(),
  inspections: z.strictObject({ ...BeforeAfter, hours: Hours, lanes: z.array(YardLoad).readonly().optional() }),
  finds: z.strictObject({ looked: z.number(), found: z.number(), lost: z.number(), gained: z.number(), further: z.number(), basis: z.enum(['random', 'chosen']).optional(), expected: Interval }),
  traders: z.array(z.strictObject({ trader: z.string(), stricter: z.number(), milder: z.number(), other: z.number() })).readonly(),
  tradersChanged: z.number(),
})
export type SummaryView = z.infer<typeof SummaryView>

export const BacktestView = z.strictObject({
  id: z.uuid(),
  table: z.string(),
  number: z.number(),
  rowsHash: z.string(),
  ports: z.array(z.string()).nullable(),
  period: z.strictObject({ from: z.string().nullable(), to: z.string().nullable() }),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  progress: z.strictObject({ done: z.number(), total: z.number() }),
  error: z.string().nullable(),
  askedBy: z.string(),
  askedAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  summary: SummaryView.optional(),
})
export type BacktestView = z.infer<typeof BacktestView>

const iso = (at: Backtest['endedAt']): string | null => (at === null ? null : toIso(at))

/** A back-test as the API gives it, with its summary where one is given. Times are ISO; ports null: all. */
export function backtestView(stored: Backtest, summary?: unknown): BacktestView {
  const { id, table, version, rowsHash, ports, from, to, state, done, total, error, askedName, askedAt, startedAt, endedAt } = stored
  return {
    id, table, number: version, rowsHash, ports: ports === null ? null : [...ports], period: { from: iso(from), to: iso(to) }, state, progress: { done, total }, error,
    askedBy: askedName, askedAt: toIso(askedAt), startedAt: iso(startedAt), endedAt: iso(endedAt),
    ...(summary === undefined ? {} : { summary: summary as SummaryView }),
  }
}

const OutcomeView = z.strictObject({
  mode: z.string(),
  strictness: z.number(),
  releasedAt: z.string(),
  level: z.string(),
  rank: z.number(),
  combined: z.number(),
  checks: z.array(z.strictObject({ agency: z.string(), power: z.string(), kind: z.string(), methods: z.array(z.string()).readonly() })).readonly(),
})

export const ChangedCaseView = z.strictObject({ port: z.string(), declaration: z.uuid(), reference: z.string(), declarant: z.string(), before: OutcomeView, after: OutcomeView })

const ExplainedView = z.strictObject({ assessment: AssessmentView, text: z.strictObject({ zh: z.array(z.string()).readonly(), en: z.array(z.string()).readonly() }) })

export const ExplainedCaseView = z.strictObject({ port: z.string(), declaration: z.uuid(), reference: z.string(), declarant: z.string(), before: ExplainedView, after: ExplainedView })
