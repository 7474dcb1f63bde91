import type { Instant } from '../../../kernel/instant.ts'
import { explain, type RowExplanation } from '../../../kernel/decision-table/explain.ts'
import { findVersionInForce, type RuleSnapshot } from '../../domain/rule-snapshot.ts'

/** What counts for or against goods of a producer, in process and after release (RR-19). */
export const indicatorKinds = ['complaint', 'lab-fail', 'refusal', 'find', 'incident'] as const
export type IndicatorKind = (typeof indicatorKinds)[number]
export type IndicatorCounts = Readonly<Record<IndicatorKind, number>>

/** Goods of one heading: what a complaint calls shirts and a declaration calls men's cotton shirts is the same for a warning. */
export const headingOf = (hs: string): string => hs.slice(0, 4)

/** The level a table gives counts, and what follows; with the row as its reason. */
export interface WarningFound {
  readonly level: number
  /** Risk level of the record that is made; absent: none is. */
  readonly risk?: string
  readonly follow: readonly string[]
  readonly because: RowExplanation
}

/** Asks the pack's table of warning levels; undefined where no row fits or the pack has no such table. */
export function warningOf(rules: RuleSnapshot, at: Instant, counts: IndicatorCounts): WarningFound | undefined {
  const table = findVersionInForce(rules, 'warning-level', at)
  if (table === undefined) return undefined
  const facts = { complaints: counts.complaint, labFails: counts['lab-fail'], refusals: counts.refusal, finds: counts.find, incidents: counts.incident }
  const [row] = explain(table, facts)
  if (row === undefined) return undefined
  const risk = row.then['risk']
  return { level: Number(row.then['level']), follow: (row.then['follow'] as readonly string[] | undefined) ?? [], because: row, ...(typeof risk === 'string' && risk !== '' ? { risk } : {}) }
}
