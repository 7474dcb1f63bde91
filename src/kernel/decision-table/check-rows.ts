import type { Refusal } from '../refusal.ts'
import { checkCell, checkOutput } from './check-cells.ts'
import { readFormula } from './formula/read-formula.ts'
import { maximumTableCost } from './formula/limits.ts'
import type { Row, TableDefinition } from './table.ts'

/** What is wrong with one row by itself; `at` is the pointer of the row. */
function checkRow(definition: TableDefinition, row: Row, at: string): readonly Refusal[] {
  const refusals: Refusal[] = []
  for (const [name, cell] of Object.entries(row.when)) {
    const column = definition.columns.find((one) => one.name === name)
    if (column === undefined) refusals.push({ code: 'tables/column-unknown', pointer: `${at}/when/${name}`, facts: { column: name } })
    else refusals.push(...checkCell(column, cell, `${at}/when/${name}`))
  }
  if (row.formula !== undefined) {
    const formula = readFormula(definition.columns, row.formula)
    if (!formula.ok) refusals.push(...formula.refusals.map((refusal) => ({ ...refusal, pointer: `${at}/formula` })))
  }
  for (const output of definition.outputs) refusals.push(...checkOutput(output, row.then[output.name], `${at}/then/${output.name}`))
  for (const name of Object.keys(row.then)) {
    if (definition.outputs.some((output) => output.name === name)) continue
    refusals.push({ code: 'tables/output-unknown', pointer: `${at}/then/${name}`, facts: { output: name } })
  }
  if (row.clause.trim() === '') refusals.push({ code: 'tables/clause-missing', pointer: `${at}/clause`, facts: { row: row.id }, clause: 'GV-12' })
  return refusals
}

/** Whether a fault of a row leaves its conditions without meaning: such a row is left out where rows are compared. */
export const spoilsConditions = ({ pointer = '' }: Refusal): boolean => /^\/rows\/\d+\/(when\/|formula$)/.test(pointer)

/** What is wrong with single rows, kept for as long as they are the same. */
export type CheckedRows = WeakMap<Row, { readonly refusals: readonly Refusal[]; readonly cost: number }>

/**
 * What is wrong with the rows one by one: form, types, known columns and codes, formulas, clauses, ids that repeat. `known` spares looking at a row again
 * that was looked at before.
 */
export function checkRows(definition: TableDefinition, rows: readonly Row[], known: CheckedRows = new WeakMap()): readonly Refusal[] {
  const checked = rows.map((row) => {
    let one = known.get(row)
    if (one === undefined) {
      const formula = row.formula === undefined ? undefined : readFormula(definition.columns, row.formula)
      known.set(row, (one = { refusals: checkRow(definition, row, ''), cost: formula?.ok === true ? formula.value.cost : 0 }))
    }
    return one
  })
  const refusals = checked.flatMap((one, index) => one.refusals.map((refusal) => ({ ...refusal, pointer: `/rows/${index}${refusal.pointer ?? ''}` })))
  const seen = new Set<string>()
  let cost = 0
  for (const [index, row] of rows.entries()) {
    if (seen.has(row.id)) refusals.push({ code: 'tables/row-id-repeated', pointer: `/rows/${index}/id`, facts: { row: row.id } })
    seen.add(row.id)
    cost += checked[index]?.cost ?? 0
  }
  if (cost > maximumTableCost) refusals.push({ code: 'tables/formulas-too-costly', pointer: '/rows', facts: { cost, maximum: maximumTableCost } })
  return refusals
}
