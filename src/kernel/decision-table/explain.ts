import type { CompiledTable } from './compile.ts'
import { evaluate, evaluateAll } from './evaluate.ts'
import type { Audience, Cell, Facts, FactValue, OutputValue, Row } from './table.ts'

/** A condition of the row that fired, with the value that satisfied it. */
export interface MetCondition {
  readonly column: string
  readonly audience: Audience
  readonly value: FactValue | undefined
  readonly cell: Cell
}

/** Why a table answered as it did: table, version, row, values, clause (RR-15). */
export interface RowExplanation {
  readonly table: string
  readonly version: number
  readonly row: string
  readonly clause: string
  readonly targeting: boolean
  readonly conditions: readonly MetCondition[]
  readonly then: Readonly<Record<string, OutputValue>>
}

function explainRow(table: CompiledTable, row: Row, facts: Facts): RowExplanation {
  const conditions: MetCondition[] = []
  for (const { column } of table.columns) {
    const cell = row.when[column.name]
    if (cell !== undefined && cell.op !== 'any') conditions.push({ column: column.name, audience: column.audience, value: facts[column.name], cell })
  }
  return {
    table: table.version.table,
    version: table.version.version,
    row: row.id,
    clause: row.clause,
    targeting: row.targeting === true,
    conditions,
    then: row.then,
  }
}

/** The rows that answer, with what satisfied them: one for `first`, `unique` and `strictest`, all for `collect`, none where no row fits. */
export function explain(table: CompiledTable, facts: Facts): readonly RowExplanation[] {
  if (table.definition.hit.policy === 'collect') {
    const rows: Row[] = []
    const count = evaluateAll(table, facts, rows)
    return rows.slice(0, count).map((row) => explainRow(table, row, facts))
  }
  const row = evaluate(table, facts)
  return row === undefined ? [] : [explainRow(table, row, facts)]
}
