import { holdsFor, positivePart } from './cell.ts'
import { classSatisfies, valueClasses } from './value-classes.ts'
import type { Cell, ColumnType, PositiveCell } from './table.ts'

type Truth = { readonly known: boolean; readonly a: boolean; readonly b: boolean }

const kindOf = (cell: Cell | undefined): 'any' | 'absent' | 'not' | 'positive' =>
  cell === undefined || cell.op === 'any' ? 'any' : cell.op === 'absent' ? 'absent' : cell.op === 'not' ? 'not' : 'positive'

/** Every way in which two conditions can come out together, value class by value class. */
function* truths(a: Cell | undefined, b: Cell | undefined, type: ColumnType): Generator<Truth> {
  yield { known: false, a: holdsFor(a, false, () => false), b: holdsFor(b, false, () => false) }
  for (const one of valueClasses([a, b], type)) {
    const test = (cell: PositiveCell) => classSatisfies(cell, one, type)
    yield { known: true, a: holdsFor(a, true, test), b: holdsFor(b, true, test) }
  }
}

/** Whether every single value that satisfies `inner` satisfies `outer`. */
function positiveCovers(outer: PositiveCell, inner: PositiveCell, type: ColumnType): boolean {
  return valueClasses([outer, inner], type).every((one) => !classSatisfies(inner, one, type) || classSatisfies(outer, one, type))
}

function setsIntersect(a: Cell | undefined, b: Cell | undefined): boolean {
  const kinds = [kindOf(a), kindOf(b)]
  if (kinds.includes('absent')) return kinds.every((kind) => kind === 'absent' || kind === 'any')
  if (kinds[0] === kinds[1] || kinds.includes('any')) return true
  const [asks, forbids] = kinds[0] === 'positive' ? [a, b] : [b, a]
  const wanted = positivePart(asks)
  const forbidden = positivePart(forbids)
  return wanted === undefined || forbidden === undefined || !positiveCovers(forbidden, wanted, 'code')
}

/** Whether some value satisfies both conditions. */
export function cellsIntersect(a: Cell | undefined, b: Cell | undefined, type: ColumnType): boolean {
  if (kindOf(a) === 'any' || kindOf(b) === 'any') return true
  if (type === 'codes') return setsIntersect(a, b)
  for (const truth of truths(a, b, type)) if (truth.a && truth.b) return true
  return false
}

function setCovers(outer: Cell | undefined, inner: Cell | undefined): boolean {
  const kind = kindOf(outer)
  if (kind === 'any') return true
  if (kind !== kindOf(inner)) return false
  if (kind === 'absent') return true
  const [o, i] = [positivePart(outer), positivePart(inner)]
  if (o === undefined || i === undefined) return true
  return kind === 'positive' ? positiveCovers(o, i, 'code') : positiveCovers(i, o, 'code')
}

/** Whether every value that satisfies `inner` satisfies `outer`; on sets it may say no where the answer is yes, never the other way. */
export function cellCovers(outer: Cell | undefined, inner: Cell | undefined, type: ColumnType): boolean {
  // No condition but `any` holds both for known and for unknown values.
  if (kindOf(outer) === 'any') return true
  if (kindOf(inner) === 'any') return false
  if (type === 'codes') return setCovers(outer, inner)
  for (const truth of truths(outer, inner, type)) if (truth.b && !truth.a) return false
  return true
}
