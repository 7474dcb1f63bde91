import { canonicalJson, type Json } from '../canonical-json.ts'
import type { Bilingual } from '../refusal.ts'
import type { Cell, OutputValue, Row } from './table.ts'

/** One thing that differs in a row; `before` or `after` is absent where there was or is nothing. */
export type CellChange =
  | { readonly part: 'when'; readonly name: string; readonly before?: Cell; readonly after?: Cell }
  | { readonly part: 'then'; readonly name: string; readonly before?: OutputValue; readonly after?: OutputValue }
  | { readonly part: 'formula' | 'clause'; readonly before?: string; readonly after?: string }
  | { readonly part: 'note'; readonly before?: Bilingual; readonly after?: Bilingual }
  | { readonly part: 'targeting'; readonly before?: true; readonly after?: true }

/** What happened to one row. Places are indexes: of removed rows in the old list, of the others in the new one. */
export type RowChange =
  | { readonly kind: 'added'; readonly at: number; readonly row: Row }
  | { readonly kind: 'removed'; readonly at: number; readonly row: Row }
  | { readonly kind: 'changed'; readonly at: number; readonly before: Row; readonly after: Row; readonly cells: readonly CellChange[] }
  | { readonly kind: 'moved'; readonly from: number; readonly at: number; readonly row: Row }

/** How one list of rows became another: a row both changed and moved is told twice. */
export type RowsDiff = readonly RowChange[]

const same = (a: unknown, b: unknown): boolean => a === b || (a !== undefined && b !== undefined && canonicalJson(a as Json) === canonicalJson(b as Json))
const isAny = (cell: Cell | undefined): boolean => cell === undefined || cell.op === 'any'

/** Names of rows; of rows that share an id (a draft may have some) the second is another row than the first. */
function keysOf(rows: readonly Row[]): string[] {
  const seen = new Map<string, number>()
  return rows.map(({ id }) => {
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return `${count} ${id}`
  })
}

const pair = <T>(before: T | undefined, after: T | undefined): { before?: T; after?: T } => ({
  ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }),
})

function namesOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
}

/** What differs between two versions of one row, cell by cell; a condition left out and "any" are the same. */
export function diffCells(before: Row, after: Row): readonly CellChange[] {
  const changes: CellChange[] = []
  for (const name of namesOf(before.when, after.when)) {
    const [a, b] = [before.when[name], after.when[name]]
    if (!(isAny(a) && isAny(b)) && !same(a, b)) changes.push({ part: 'when', name, ...pair(isAny(a) ? undefined : a, isAny(b) ? undefined : b) })
  }
  for (const name of namesOf(before.then, after.then)) {
    const [a, b] = [before.then[name], after.then[name]]
    if (!same(a, b)) changes.push({ part: 'then', name, ...pair(a, b) })
  }
  for (const part of ['formula', 'clause'] as const) if (before[part] !== after[part]) changes.push({ part, ...pair(before[part], after[part]) })
  if (!same(before.note, after.note)) changes.push({ part: 'note', ...pair(before.note, after.note) })
  if (before.targeting !== after.targeting) changes.push({ part: 'targeting', ...pair(before.targeting, after.targeting) })
  return changes
}

/** Positions, in `places`, of a longest ascending run: the rows that need not be called moved. */
function longestAscending(places: readonly number[]): ReadonlySet<number> {
  const ends: number[] = []
  const before = places.map(() => -1)
  for (const [i, place] of places.entries()) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((places[ends[middle] as number] as number) < place) low = middle + 1
      else high = middle
    }
    before[i] = low > 0 ? (ends[low - 1] as number) : -1
    ends[low] = i
  }
  const kept = new Set<number>()
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] as number) kept.add(i)
  return kept
}

/** How the rows `a` become the rows `b`: in the order of the new list, removed rows first. */
export function diffRows(a: readonly Row[], b: readonly Row[]): RowsDiff {
  const [keysA, keysB] = [keysOf(a), keysOf(b)]
  const placeInA = new Map(keysA.map((key, i) => [key, i]))
  const inB = new Set(keysB)
  const changes: RowChange[] = []
  for (const [at, row] of a.entries()) if (!inB.has(keysA[at] as string)) changes.push({ kind: 'removed', at, row })
  const common = keysB.flatMap((key, at) => {
    const from = placeInA.get(key)
    return from === undefined ? [] : [{ from, at }]
  })
  const kept = longestAscending(common.map(({ from }) => from))
  const moved = new Map(common.filter((_, i) => !kept.has(i)).map(({ from, at }) => [at, from]))
  for (const [at, row] of b.entries()) {
    const from = placeInA.get(keysB[at] as string)
    if (from === undefined) {
      changes.push({ kind: 'added', at, row })
      continue
    }
    const movedFrom = moved.get(at)
    if (movedFrom !== undefined) changes.push({ kind: 'moved', from: movedFrom, at, row })
    const before = a[from] as Row
    if (!same(before, row)) changes.push({ kind: 'changed', at, before, after: row, cells: diffCells(before, row) })
  }
  return changes
}

/** The new rows from the old ones: `applyRows(a, diffRows(a, b))` is `b`. */
export function applyRows(a: readonly Row[], diff: RowsDiff): readonly Row[] {
  const gone = new Set(diff.flatMap((one) => (one.kind === 'removed' ? [one.at] : one.kind === 'moved' ? [one.from] : [])))
  const rows = a.filter((_, i) => !gone.has(i))
  for (const one of diff) if (one.kind === 'added' || one.kind === 'moved') rows.splice(one.at, 0, one.row)
  for (const one of diff) if (one.kind === 'changed') rows[one.at] = one.after
  return rows
}
