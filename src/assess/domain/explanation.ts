import type { Audience, Cell, FactValue, OutputValue } from '../../kernel/decision-table/table.ts'

/** A value that took part in a decision and the condition it met. */
export interface ExplanationParameter {
  readonly name: string
  readonly audience: Audience
  readonly value?: FactValue | undefined
  readonly condition?: Cell | undefined
}

/** Where a step rests: the table, its version, the row that fired and its legal basis; a rule that is no table has only a clause. */
export interface ExplanationRule {
  readonly table?: string | undefined
  readonly version?: number | undefined
  readonly row?: string | undefined
  /** The further condition of the row, as it is written in the table. */
  readonly formula?: string | undefined
  readonly clause: string
}

export type Factor = 'credit' | 'goods-risk' | 'risk-record' | 'combined-risk' | 'category' | 'release-mode' | 'policy' | 'credit-measure' | 'tightening' | 'hold-rule' | 'safety-floor' | 'check' | 'measure' | 'targeting'

/** One link of the chain factor → parameter → level → measure (RR-15). */
export interface ExplanationStep {
  readonly factor: Factor
  /** Lines of the goods the step is about; absent where it is about the whole case. */
  readonly lines?: readonly number[] | undefined
  readonly parameters: readonly ExplanationParameter[]
  /** What the step found: `{ level: 'high' }`, `{ mode: 'sampling' }`. */
  readonly outcome: Readonly<Record<string, OutputValue>>
  readonly rule?: ExplanationRule | undefined
  /** The row is targeting detail: never shown to a trader (RR-18). */
  readonly targeting?: true | undefined
  /** Something was left out because the reader may not see it. */
  readonly withheld?: true | undefined
}

/** Why an assessment came out as it did. Data, never text; `renderExplanation` makes the text in either language. */
export interface Explanation {
  /** The time whose rules were applied, ISO 8601. */
  readonly at: string
  readonly audience: 'officer' | 'trader'
  readonly steps: readonly ExplanationStep[]
}
