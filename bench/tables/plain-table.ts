import type { Cell, Facts, FactValue, PositiveCell, Row, TableDefinition, TableVersion } from '../../src/kernel/decision-table/table.ts'

type Test = (value: FactValue | undefined) => boolean

const number = (value: number | string): number => (typeof value === 'number' ? value : Date.parse(value))

function member(cell: PositiveCell, instants: boolean): (value: string | number | boolean) => boolean {
  switch (cell.op) {
    case 'equals': {
      const wanted = instants ? number(cell.value as string) : cell.value
      return (value) => value === wanted
    }
    case 'one-of': {
      const wanted: readonly unknown[] = instants ? cell.values.map(number) : cell.values
      return (value) => wanted.indexOf(value) >= 0
    }
    case 'prefix':
      return (value) => cell.values.some((prefix) => String(value).slice(0, prefix.length) === prefix)
    case 'range': {
      const from = cell.from === undefined ? -Infinity : number(cell.from)
      const below = cell.below === undefined ? Infinity : number(cell.below)
      return (value) => (value as number) >= from && ((value as number) < below || cell.below === undefined)
    }
  }
}

function test(cell: Cell, type: string): Test {
  if (cell.op === 'any') return () => true
  const known: Test =
    type === 'codes'
      ? (value) => Array.isArray(value)
      : type === 'code'
        ? (value) => typeof value === 'string'
        : type === 'boolean'
          ? (value) => typeof value === 'boolean'
          : (value) => typeof value === 'number' && value === value
  if (cell.op === 'absent') return (value) => !known(value)
  const positive = member(cell.op === 'not' ? cell.cell : cell, type === 'instant')
  const some: Test = type === 'codes' ? (value) => (value as readonly string[]).some(positive) : (value) => positive(value as string)
  return cell.op === 'not' ? (value) => known(value) && !some(value) : (value) => known(value) && some(value)
}

/**
 * A decision table as one would write it without an index: a list of closures per row, asked one after the other.
 * Written apart from the engine on purpose: it is the yardstick of the benchmark and the reference the index is tested against.
 */
export function plainTable(definition: TableDefinition, version: TableVersion): (facts: Facts) => readonly Row[] {
  const types = new Map(definition.columns.map((column) => [column.name, column.type]))
  const rows = version.rows.map((row) => ({
    row,
    tests: Object.entries(row.when).map(([name, cell]) => ({ name, holds: test(cell, types.get(name) ?? 'code') })),
  }))
  const { hit } = definition
  return (facts) => {
    const found: Row[] = []
    for (const { row, tests } of rows) {
      if (!tests.every(({ name, holds }) => holds(facts[name]))) continue
      if (hit.policy === 'first' || hit.policy === 'unique') return [row]
      found.push(row)
    }
    if (hit.policy !== 'strictest' || found.length === 0) return found
    const rank = (row: Row): number => hit.order.indexOf(String(row.then[hit.output]))
    return [found.reduce((best, row) => (rank(row) > rank(best) ? row : best))]
  }
}
