import { fromEpoch, toIso } from '../instant.ts'
import { holdsFor } from './cell.ts'
import { classSatisfies, valueClasses, type ValueClass } from './value-classes.ts'
import type { Column, Row, TableDefinition } from './table.ts'

/** A combination of values for which no row answers, by column; columns that do not matter are left out. */
export type Gap = Readonly<Record<string, string>>

function describe(one: ValueClass, column: Column): string {
  if (one.kind === 'prefix') return one.prefix === '' ? '…' : `${one.prefix}…`
  const bound = (value: number): string => (!Number.isFinite(value) ? '…' : column.type === 'instant' ? toIso(fromEpoch(value)) : String(value))
  if (one.kind === 'stretch') return `[${bound(one.from)}, ${bound(one.below)})`
  return typeof one.value === 'number' ? bound(one.value) : String(one.value)
}

function classesOf(column: Column, rows: readonly Row[]): readonly ValueClass[] {
  if (column.values !== undefined) return column.values.map((value) => ({ kind: 'value', value }))
  return valueClasses(rows.map((row) => row.when[column.name]), column.type)
}

/**
 * The first combination of known values that no row answers, or undefined when there is none. Walks the classes of values column by column
 * and stops as soon as a row is left that asks nothing more. On `codes` columns only rows without a condition count, so that a gap may be
 * told where every real set finds a row: a row that answers everything else closes it. `steps` bounds the work; `'undecided'` past it.
 */
export function findGap(definition: TableDefinition, rows: readonly Row[], steps = 200_000): Gap | 'undecided' | undefined {
  const columns = definition.columns.filter((column) => rows.some((row) => (row.when[column.name]?.op ?? 'any') !== 'any'))
  let left = steps
  const walk = (depth: number, candidates: readonly Row[], path: Gap): Gap | 'undecided' | undefined => {
    if (candidates.length === 0) return path
    const rest = columns.slice(depth)
    if (candidates.some((row) => rest.every((column) => (row.when[column.name]?.op ?? 'any') === 'any'))) return undefined
    const column = columns[depth]
    if (column === undefined) return undefined
    if (column.type === 'codes') return walk(depth + 1, candidates.filter((row) => (row.when[column.name]?.op ?? 'any') === 'any'), path)
    for (const one of classesOf(column, rows)) {
      if (left-- <= 0) return 'undecided'
      const fitting = candidates.filter((row) => holdsFor(row.when[column.name], true, (cell) => classSatisfies(cell, one, column.type)))
      const gap = walk(depth + 1, fitting, { ...path, [column.name]: describe(one, column) })
      if (gap !== undefined) return gap
    }
    return undefined
  }
  return walk(0, rows, {})
}
