import { wilson } from '../../../kernel/wilson.ts'

/** What was later found out about a report. */
export interface ComparisonCount {
  readonly kind: 'comparison' | 'inspection' | 'complaint'
  readonly outcome: 'agrees' | 'deviates'
  readonly count: number
}

/** Figures of a body (TP-06): `share` of the comparisons and inspections that deviate, with its interval of 95 %; complaints are counted apart. */
export interface BodyFigures {
  readonly compared: number
  readonly deviating: number
  readonly complaints: number
  readonly share: number
  readonly low: number
  readonly high: number
  readonly flagged: boolean
}

/** Whether a body is flagged: from `least` comparisons on, by the share that deviates. */
export function figuresOf(counts: readonly ComparisonCount[], limits: { readonly share: number; readonly least: number }): BodyFigures {
  const sum = (wanted: (one: ComparisonCount) => boolean): number => counts.filter(wanted).reduce((total, one) => total + one.count, 0)
  const compared = sum((one) => one.kind !== 'complaint')
  const deviating = sum((one) => one.kind !== 'complaint' && one.outcome === 'deviates')
  const share = compared === 0 ? 0 : deviating / compared
  return { compared, deviating, complaints: sum((one) => one.kind === 'complaint'), share, ...wilson(share, compared), flagged: compared >= limits.least && share >= limits.share }
}
