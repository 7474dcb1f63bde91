import type { Refusal } from '../refusal.ts'
import { cellCovers, cellsIntersect } from './cell-algebra.ts'
import { checkCell, checkOutput } from './check-cells.ts'
import { findGap } from './find-gap.ts'
import type { Row, TableDefinition } from './table.ts'

/** More rows than a person can answer for; lists of codes belong into registers. */
export const maximumRows = 5_000
/** Rows are compared with each other up to here; a table whose rows must not overlap has no more. */
const maximumCompared = 400

/** What a check of rows found: refusals forbid recording them, remarks are for the author to read. */
export interface TableCheck {
  readonly refusals: readonly Refusal[]
  readonly remarks: readonly Refusal[]
}

function checkRow(definition: TableDefinition, row: Row, index: number): readonly Refusal[] {
  const at = `/rows/${index}`
  const refusals: Refusal[] = []
  for (const [name, cell] of Object.entries(row.when)) {
    const column = definition.columns.find((one) => one.name === name)
    if (column === undefined) refusals.push({ code: 'tables/column-unknown', pointer: `${at}/when/${name}`, facts: { column: name } })
    else refusals.push(...checkCell(column, cell, `${at}/when/${name}`))
  }
  for (const output of definition.outputs) refusals.push(...checkOutput(output, row.then[output.name], `${at}/then/${output.name}`))
  for (const name of Object.keys(row.then)) {
    if (definition.outputs.some((output) => output.name === name)) continue
    refusals.push({ code: 'tables/output-unknown', pointer: `${at}/then/${name}`, facts: { output: name } })
  }
  if (row.clause.trim() === '') refusals.push({ code: 'tables/clause-missing', pointer: `${at}/clause`, facts: { row: row.id }, clause: 'GV-12' })
  return refusals
}

const intersect = (definition: TableDefinition, a: Row, b: Row): boolean =>
  definition.columns.every((column) => cellsIntersect(a.when[column.name], b.when[column.name], column.type))

const covers = (definition: TableDefinition, outer: Row, inner: Row): boolean =>
  definition.columns.every((column) => cellCovers(outer.when[column.name], inner.when[column.name], column.type))

/** Whether row `a` answers before row `b` where both fit: the earlier one, for `strictest` the stricter one. */
function answersBefore(definition: TableDefinition, rows: readonly Row[], a: number, b: number): boolean {
  const { hit } = definition
  if (hit.policy !== 'strictest') return a < b
  const rank = (index: number): number => hit.order.indexOf(String(rows[index]?.then[hit.output]))
  return rank(a) > rank(b) || (rank(a) === rank(b) && a < b)
}

function comparePairs(definition: TableDefinition, rows: readonly Row[]): TableCheck {
  const refusals: Refusal[] = []
  const remarks: Refusal[] = []
  const unique = definition.hit.policy === 'unique'
  for (const [i, row] of rows.entries()) {
    for (const [j, other] of rows.entries()) {
      if (i === j) continue
      const facts = { row: row.id, other: other.id }
      if (unique) {
        if (i > j && intersect(definition, row, other)) refusals.push({ code: 'tables/rows-overlap', pointer: `/rows/${i}`, facts })
      } else if (answersBefore(definition, rows, j, i) && covers(definition, other, row)) {
        remarks.push({ code: 'tables/row-shadowed', pointer: `/rows/${i}`, facts })
        break
      }
    }
  }
  return { refusals, remarks }
}

/**
 * Checks the rows of a version against the table: conditions and answers of the right type, known columns and codes, a clause for each row
 * (GV-12), different ids; then overlaps where only one row may fit, rows that can never answer, and combinations without an answer.
 * Every fault is told with its pointer into `{ rows: […] }`.
 */
export function checkTable(definition: TableDefinition, rows: readonly Row[]): TableCheck {
  const maximum = definition.hit.policy === 'unique' ? maximumCompared : maximumRows
  if (rows.length > maximum) return { refusals: [{ code: 'tables/too-many-rows', pointer: '/rows', facts: { maximum } }], remarks: [] }
  const refusals = rows.flatMap((row, index) => checkRow(definition, row, index))
  const seen = new Set<string>()
  for (const [index, row] of rows.entries()) {
    if (seen.has(row.id)) refusals.push({ code: 'tables/row-id-repeated', pointer: `/rows/${index}/id`, facts: { row: row.id } })
    seen.add(row.id)
  }
  if (refusals.length > 0) return { refusals, remarks: [] }
  const pairs = definition.hit.policy === 'collect' || rows.length > maximumCompared ? { refusals: [], remarks: [] } : comparePairs(definition, rows)
  const gap = definition.complete === true ? findGap(definition, rows) : undefined
  if (gap === 'undecided') return { refusals: pairs.refusals, remarks: [...pairs.remarks, { code: 'tables/gap-undecided', pointer: '/rows' }] }
  if (gap === undefined) return pairs
  const values = Object.entries(gap).map(([column, value]) => `${column} = ${value}`)
  return { refusals: [...pairs.refusals, { code: 'tables/gap', pointer: '/rows', facts: { values: values.join(', ') } }], remarks: pairs.remarks }
}
