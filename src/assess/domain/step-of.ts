import type { RowExplanation } from '../../kernel/decision-table/explain.ts'
import type { ExplanationStep, Factor } from './explanation.ts'

/** The step that a row of a table explains. */
export function stepOf(factor: Factor, from: RowExplanation, outcome: ExplanationStep['outcome'], lines?: readonly number[]): ExplanationStep {
  return {
    factor,
    lines,
    parameters: from.conditions,
    outcome,
    rule: from.rule,
    targeting: from.targeting ? true : undefined,
  }
}
