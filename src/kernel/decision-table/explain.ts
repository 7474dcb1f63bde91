import type { CompiledTable } from './compile.ts'
import { evaluate, evaluateAll } from './evaluate.ts'
import type { Audience, Cell, Facts, FactValue, OutputValue, Row } from './table.ts'

/** A condition of the row that fired, with the value that satisfied it; without a condition, a value that only the row's formula read. */
export interface MetCondition {
  /** The column's. */
  readonly name: string
  readonly audience: Audience
  readonly value: FactValue | undefined
  readonly condition?: Cell
}

/** The row an answer rests on. One object per row of a compiled table, so that explanations of the same row share it. */
export interface RowReference {
  readonly table: string
  readonly version: number
  readonly row: string
  readonly clause: string
  /** The further condition of the row, as it is written in the table. */
  readonly formula?: string
}

/** Why a table answered as it did: table, version, row, values, clause (RR-15). */
export interface RowExplanation {
  readonly rule: RowReference
  readonly targeting: boolean
  readonly conditions: readonly MetCondition[]
  readonly then: Readonly<Record<string, OutputValue>>
}

/** What an explanation of a row says whatever the values are. */
interface Saying {
  readonly rule: RowReference
  readonly asked: readonly Omit<MetCondition, 'value'>[]
}

const sayings = new WeakMap<CompiledTable, Map<Row, Saying>>()

function sayingOf(table: CompiledTable, row: Row): Saying {
  let ofTable = sayings.get(table)
  if (ofTable === undefined) sayings.set(table, (ofTable = new Map()))
  let saying = ofTable.get(row)
  if (saying === undefined) {
    const reads = table.formulas?.[table.rows.indexOf(row)]?.reads ?? []
    const asked = table.definition.columns.flatMap(({ name, audience }) => {
      const condition = row.when[name]
      if (condition !== undefined && condition.op !== 'any') return [{ name, audience, condition }]
      return reads.includes(name) ? [{ name, audience }] : []
    })
    const { formula } = row
    const rule = { table: table.version.table, version: table.version.version, row: row.id, clause: row.clause }
    saying = { rule: formula === undefined ? rule : { ...rule, formula }, asked }
    ofTable.set(row, saying)
  }
  return saying
}

function explainRow(table: CompiledTable, row: Row, facts: Facts): RowExplanation {
  const { rule, asked } = sayingOf(table, row)
  const conditions = asked.map(({ name, audience, condition }): MetCondition => {
    const value = facts[name]
    return condition === undefined ? { name, audience, value } : { name, audience, value, condition }
  })
  return { rule, targeting: row.targeting === true, conditions, then: row.then }
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
