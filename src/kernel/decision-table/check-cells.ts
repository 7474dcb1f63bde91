import { parseInstant } from '../instant.ts'
import type { Refusal } from '../refusal.ts'
import type { Cell, Column, ColumnType, Output, OutputValue, PositiveCell } from './table.ts'

const operators: Readonly<Record<ColumnType, readonly PositiveCell['op'][]>> = {
  code: ['equals', 'one-of', 'prefix'],
  codes: ['equals', 'one-of', 'prefix'],
  number: ['equals', 'one-of', 'range'],
  instant: ['equals', 'range'],
  boolean: ['equals'],
}

function isOfType(value: unknown, type: ColumnType): boolean {
  switch (type) {
    case 'code':
    case 'codes':
      return typeof value === 'string' && value.length > 0
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'instant':
      return typeof value === 'string' && parseInstant(value) !== undefined
    case 'boolean':
      return typeof value === 'boolean'
  }
}

function valuesOf(cell: PositiveCell): readonly unknown[] {
  switch (cell.op) {
    case 'equals':
      return [cell.value]
    case 'one-of':
    case 'prefix':
      return cell.values
    case 'range':
      return [cell.from, cell.below].filter((bound) => bound !== undefined)
  }
}

/** What is wrong with a condition of this column; empty when nothing is. */
export function checkCell(column: Column, cell: Cell, pointer: string): readonly Refusal[] {
  if (cell.op === 'any' || cell.op === 'absent') return []
  const positive = cell.op === 'not' ? cell.cell : cell
  const facts = { column: column.name }
  if (!operators[column.type].includes(positive.op)) {
    return [{ code: 'tables/condition-not-of-column', pointer, facts: { ...facts, condition: positive.op, type: column.type } }]
  }
  const values = valuesOf(positive)
  if (values.length === 0) return [{ code: 'tables/condition-empty', pointer, facts }]
  const refusals: Refusal[] = []
  for (const value of values) {
    if (!isOfType(value, column.type)) {
      refusals.push({ code: 'tables/value-not-of-column', pointer, facts: { ...facts, value: String(value), type: column.type } })
    } else if (column.values !== undefined && positive.op !== 'prefix' && !column.values.includes(String(value))) {
      refusals.push({ code: 'tables/value-unknown', pointer, facts: { ...facts, value: String(value), known: column.values.join(', ') } })
    }
  }
  if (refusals.length === 0 && positive.op === 'range' && positive.from !== undefined && positive.below !== undefined) {
    const [from, below] = [positive.from, positive.below].map((bound) => (typeof bound === 'number' ? bound : Date.parse(bound)))
    if ((from as number) >= (below as number)) {
      refusals.push({ code: 'tables/range-empty', pointer, facts: { ...facts, from: String(positive.from), below: String(positive.below) } })
    }
  }
  return refusals
}

/** What is wrong with an answer; empty when nothing is. */
export function checkOutput(output: Output, value: OutputValue | undefined, pointer: string): readonly Refusal[] {
  const facts = { output: output.name }
  if (value === undefined) return [{ code: 'tables/answer-missing', pointer, facts }]
  const codes = output.type === 'codes' ? value : [value]
  const fits =
    output.type === 'codes'
      ? Array.isArray(value) && value.length > 0 && value.every((code) => typeof code === 'string' && code !== '')
      : typeof value === (output.type === 'code' ? 'string' : output.type)
  if (!fits) return [{ code: 'tables/answer-not-of-output', pointer, facts: { ...facts, type: output.type } }]
  const unknown = output.values === undefined ? [] : (codes as readonly string[]).filter((code) => !(output.values ?? []).includes(code))
  return unknown.map((code) => ({ code: 'tables/answer-unknown', pointer, facts: { ...facts, value: code, known: (output.values ?? []).join(', ') } }))
}
