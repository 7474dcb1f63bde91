import type { Analysis } from '../../../kernel/decision-table/analyse.ts'
import type { RowExplanation } from '../../../kernel/decision-table/explain.ts'
import type { Facts, Row, TableDefinition } from '../../../kernel/decision-table/table.ts'
import type { DraftLaw } from '../domain/analyse-draft.ts'

/** What rows are looked at by; told once, before the first. */
export interface AnalysisBegin {
  readonly definition: TableDefinition
  readonly against: DraftLaw
}

/** What the thread of the editor is asked; `number` tells answers apart. */
export type Question =
  | { readonly kind: 'analyse'; readonly number: number; readonly rows: readonly Row[]; readonly begin?: AnalysisBegin }
  | { readonly kind: 'try'; readonly number: number; readonly definition: TableDefinition; readonly rows: readonly Row[]; readonly facts: Facts }

export type Answer =
  /** The thread is there; what it is asked takes its time from now on. */
  | { readonly kind: 'ready'; readonly number: 0 }
  | { readonly kind: 'analysed'; readonly number: number; readonly analysis: Analysis; readonly milliseconds: number }
  | { readonly kind: 'tried'; readonly number: number; readonly rows: readonly RowExplanation[] }
