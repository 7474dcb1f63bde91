import type { Refusal } from '../refusal.ts'
import { analyse } from './analyse.ts'
import type { Row, TableDefinition } from './table.ts'

/** What a check of rows found: refusals forbid recording them, remarks are for the author to read. */
export interface TableCheck {
  readonly refusals: readonly Refusal[]
  readonly remarks: readonly Refusal[]
}

/**
 * Checks the rows of a version against the table as the editor does while they are typed (`analyse`): conditions and answers of the right type,
 * known columns and codes, a clause for each row (GV-12), different ids; then overlaps where only one row may fit, rows that can never answer,
 * and combinations without an answer. Every fault is told with its pointer into `{ rows: […] }`.
 */
export function checkTable(definition: TableDefinition, rows: readonly Row[]): TableCheck {
  const { findings } = analyse(definition, rows)
  const of = (severity: 'fault' | 'warning'): Refusal[] => findings.filter((one) => one.severity === severity).map((one) => one.refusal)
  return { refusals: of('fault'), remarks: of('warning') }
}
