import { boundOf, namedValues, positivePart } from './cell.ts'
import type { Cell, ColumnType, PositiveCell } from './table.ts'

/**
 * A set of single values that no condition of a column tells apart. Classes of a column are disjoint and together hold every known value:
 * one per value named by a condition; for texts one per prefix (values that begin with it, with no longer one, and are not named);
 * for numbers one per stretch between neighbouring bounds (without the named numbers).
 */
export type ValueClass =
  | { readonly kind: 'value'; readonly value: string | number | boolean }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'stretch'; readonly from: number; readonly below: number }

/** The classes of the values of a column under these conditions. A `codes` column is about its members. */
export function valueClasses(cells: readonly (Cell | undefined)[], type: ColumnType): readonly ValueClass[] {
  const positives = cells.map(positivePart).filter((cell) => cell !== undefined)
  const classes: ValueClass[] = []
  if (type === 'boolean') return [{ kind: 'value', value: true }, { kind: 'value', value: false }]
  const named = new Set(positives.flatMap((cell) => namedValues(cell, type)))
  for (const value of named) classes.push({ kind: 'value', value })
  if (type === 'code' || type === 'codes') {
    const prefixes = new Set([''])
    for (const cell of positives) if (cell.op === 'prefix') for (const prefix of cell.values) prefixes.add(prefix)
    for (const prefix of prefixes) classes.push({ kind: 'prefix', prefix })
    return classes
  }
  const bounds = new Set([-Infinity, Infinity])
  for (const cell of positives) {
    if (cell.op !== 'range') continue
    if (cell.from !== undefined) bounds.add(boundOf(cell.from))
    if (cell.below !== undefined) bounds.add(boundOf(cell.below))
  }
  const sorted = [...bounds].sort((a, b) => a - b)
  // A bound of +∞ as the value itself belongs to the last stretch.
  for (let i = 0; i + 1 < sorted.length; i++) classes.push({ kind: 'stretch', from: sorted[i] as number, below: sorted[i + 1] as number })
  return classes
}

/** Whether every value of the class satisfies the condition; by construction either all do or none. */
export function classSatisfies(cell: PositiveCell, of: ValueClass, type: ColumnType): boolean {
  if (of.kind === 'value') {
    if (cell.op === 'prefix') return typeof of.value === 'string' && cell.values.some((prefix) => (of.value as string).startsWith(prefix))
    if (cell.op === 'range') return typeof of.value === 'number' && within(cell, of.value)
    return namedValues(cell, type).includes(of.value)
  }
  if (of.kind === 'prefix') return cell.op === 'prefix' && cell.values.some((prefix) => of.prefix.startsWith(prefix))
  return cell.op === 'range' && within(cell, of.from)
}

function within(cell: Extract<PositiveCell, { op: 'range' }>, value: number): boolean {
  return (cell.from === undefined || value >= boundOf(cell.from)) && (cell.below === undefined || value < boundOf(cell.below))
}
