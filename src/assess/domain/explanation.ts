import type { Cell, FactValue, OutputValue } from '../../kernel/decision-table/table.ts'
import type { Instant } from '../../kernel/instant.ts'

/** A value that took part in a decision and the condition it met. */
export interface ExplanationParameter {
  readonly name: string
  readonly value?: FactValue | undefined
  /** Absent where the row does not ask for this parameter. */
  readonly condition?: Cell | undefined
}

/** Where a step rests: the table, its version, the row that fired and its legal basis. */
export interface ExplanationRule {
  readonly table: string
  readonly version: number
  readonly row?: string | undefined
  readonly clause: string
}

/**
 * One link of the chain factor → parameter → level → measure (RR-15).
 * `withheld` marks a step whose detail the reader may not see.
 */
export interface ExplanationStep {
  readonly factor: 'credit' | 'goods-risk' | 'combined-risk' | 'release-mode' | 'tightening' | 'safety-floor' | 'check'
  /** Line of the goods, for a step about one item. */
  readonly line?: number | undefined
  readonly agency?: string | undefined
  readonly parameters: readonly ExplanationParameter[]
  /** What the step found: `{ level: 'high' }`, `{ mode: 'sampling' }`. */
  readonly outcome: Readonly<Record<string, OutputValue>>
  readonly rule?: ExplanationRule | undefined
  readonly withheld?: true | undefined
}

/** Why an assessment came out as it did. Data, never text; `renderExplanation` makes the text in either language. */
export interface Explanation {
  readonly at: Instant
  readonly audience: 'officer' | 'trader'
  readonly steps: readonly ExplanationStep[]
}
