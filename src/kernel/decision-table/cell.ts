import { parseInstant } from '../instant.ts'
import { unreachable } from '../invariant.ts'
import type { Cell, ColumnType, FactValue, PositiveCell } from './table.ts'

/** A bound of a range as a number: instants are written as ISO texts in tables. */
export function boundOf(bound: number | string): number {
  return typeof bound === 'number' ? bound : (parseInstant(bound) ?? Number.NaN)
}

/** The values a condition names one by one; instants and numbers as numbers. */
export function namedValues(cell: PositiveCell, type: ColumnType): readonly (string | number | boolean)[] {
  if (cell.op === 'equals') return [type === 'instant' && typeof cell.value === 'string' ? boundOf(cell.value) : cell.value]
  if (cell.op === 'one-of') return type === 'instant' ? cell.values.map(boundOf) : cell.values
  return []
}

function beginsWithOne(value: string, prefixes: readonly string[]): boolean {
  for (const prefix of prefixes) if (value.startsWith(prefix)) return true
  return false
}

/** Whether one single known value satisfies a condition. */
export function satisfies(cell: PositiveCell, value: string | number | boolean, type: ColumnType): boolean {
  switch (cell.op) {
    case 'equals':
      return value === (type === 'instant' && typeof cell.value === 'string' ? boundOf(cell.value) : cell.value)
    case 'one-of':
      return (type === 'instant' ? namedValues(cell, type) : (cell.values as readonly (string | number | boolean)[])).includes(value)
    case 'prefix':
      return typeof value === 'string' && beginsWithOne(value, cell.values)
    case 'range':
      return (
        typeof value === 'number' &&
        (cell.from === undefined || value >= boundOf(cell.from)) &&
        (cell.below === undefined || value < boundOf(cell.below))
      )
    default:
      return unreachable(cell)
  }
}

/** The value as a column of this type understands it; undefined when it is not known or not of the type. */
export function knownValue(value: FactValue | undefined, type: ColumnType): FactValue | undefined {
  switch (type) {
    case 'code':
      return typeof value === 'string' ? value : undefined
    case 'codes':
      return typeof value === 'object' ? value : undefined
    case 'number':
    case 'instant':
      return typeof value === 'number' && !Number.isNaN(value) ? value : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    default:
      return unreachable(type)
  }
}

/** Puts a condition together from the test of its positive part; `test` is not asked for `any` and `absent`. */
export function holdsFor(cell: Cell | undefined, known: boolean, test: (positive: PositiveCell) => boolean): boolean {
  if (cell === undefined || cell.op === 'any') return true
  if (cell.op === 'absent') return !known
  if (!known) return false
  return cell.op === 'not' ? !test(cell.cell) : test(cell)
}

function anySatisfies(cell: PositiveCell, members: readonly string[]): boolean {
  for (const member of members) if (satisfies(cell, member, 'code')) return true
  return false
}

/**
 * Whether a value satisfies a condition. On `codes` a positive part asks for at least one member. Says what `holdsFor` says, written out:
 * every line of every declaration passes here some fifty times, and a closure for each would be the most of what the intake allocates.
 */
export function holds(cell: Cell | undefined, value: FactValue | undefined, type: ColumnType): boolean {
  if (cell === undefined || cell.op === 'any') return true
  const known = knownValue(value, type)
  if (cell.op === 'absent') return known === undefined
  if (known === undefined) return false
  const positive = cell.op === 'not' ? cell.cell : cell
  return (typeof known === 'object' ? anySatisfies(positive, known) : satisfies(positive, known, type)) === (cell.op !== 'not')
}

/** The positive part of a condition; undefined for `any` and `absent`. */
export function positivePart(cell: Cell | undefined): PositiveCell | undefined {
  if (cell === undefined || cell.op === 'any' || cell.op === 'absent') return undefined
  return cell.op === 'not' ? cell.cell : cell
}
