import type { RowExplanation } from '../../kernel/decision-table/explain.ts'
import type { Facts, Row, TableDefinition } from '../../kernel/decision-table/table.ts'

/** What an untrusted draft is asked: what its rows answer for each of these facts. */
export interface Trial {
  readonly definition: TableDefinition
  readonly rows: readonly Row[]
  readonly facts: readonly Facts[]
}

/** For each of the facts the rows that answer, with what satisfied them. */
export interface TrialAnswer {
  readonly answers: readonly (readonly RowExplanation[])[]
}
