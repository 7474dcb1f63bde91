import { must } from '../invariant.ts'
import { atomsOf, commonAtom, hasAtom, spansCover, spansOfCell, type Atoms, type Spans } from './atoms.ts'
import { positivePart } from './cell.ts'
import type { Cell, Column, Facts, FactValue, Row } from './table.ts'

/** One bit per row. */
export type Bits = Uint32Array

/** What a condition on a set of codes asks: nothing, that it is not known, that some member is in `spans`, or that none is. */
export interface SetCell {
  readonly kind: 'any' | 'absent' | 'some' | 'none'
  readonly spans: Spans
}

/** A column of a space: its different conditions, each with the rows that bear it. */
export interface SpaceColumn {
  readonly column: Column
  readonly atoms: Atoms
  /** Number of each row's condition. */
  readonly cellOf: Int32Array
  /** Atoms of each different condition of a single-valued column. */
  readonly spans: readonly Spans[]
  /** Each different condition of a `codes` column. */
  readonly sets: readonly SetCell[] | undefined
  /** Rows whose condition can hold together with condition `cell`. */
  meets(cell: number): Bits
  /** Rows whose condition holds wherever condition `cell` does. */
  outer(cell: number): Bits
  /** For a few values that satisfy condition `cell` and few others: the rows whose condition each satisfies. */
  probes(cell: number): readonly Bits[]
}

/** The rows of a table as boxes over the atoms of its columns: what can be said of rows without asking every value. */
export interface RowSpace {
  readonly rows: readonly Row[]
  readonly words: number
  readonly columns: readonly SpaceColumn[]
}

/** Past so many words of bitsets in one column a table is not looked through. */
const maximumWords = 12_000_000

/** Whether the row is in the bitset; `row` counts from 0 and lies within it. */
export const hasBit = (bits: Bits, row: number): boolean => (((bits[row >>> 5] as number) >>> (row & 31)) & 1) === 1
const setBit = (bits: Bits, row: number): void => {
  bits[row >>> 5] = (bits[row >>> 5] as number) | (1 << (row & 31))
}

/** The rows of a bitset, ascending. */
export function rowsOf(bits: Bits): number[] {
  const rows: number[] = []
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word] as number; left !== 0; left &= left - 1) rows.push(word * 32 + (31 - Math.clz32(left & -left)))
  }
  return rows
}

function kept<T>(compute: (cell: number) => T): (cell: number) => T {
  const known: T[] = []
  return (cell) => (known[cell] ??= compute(cell))
}

const keys = new WeakMap<Cell, string>()
/** Conditions never change: what stands for one is worked out once. */
function keyOf(cell: Cell | undefined): string {
  if (cell === undefined || cell.op === 'any') return ''
  let key = keys.get(cell)
  if (key === undefined) keys.set(cell, (key = JSON.stringify(cell)))
  return key
}

/** The column as it was laid before, where as many rows bear the same conditions in the same order. */
function sameAsBefore(before: RowSpace, rows: readonly Row[], name: string): SpaceColumn | undefined {
  if (before.rows.length !== rows.length) return undefined
  for (let i = 0; i < rows.length; i++) {
    const [was, is] = [before.rows[i]?.when[name], rows[i]?.when[name]]
    if (was !== is && keyOf(was) !== keyOf(is)) return undefined
  }
  return before.columns.find(({ column }) => column.name === name)
}

/** Bitsets of the rows that admit each atom, one after the other. */
function rowsOfAtoms(count: number, words: number, cellOf: Int32Array, spans: readonly Spans[]): Bits {
  const begins: number[][] = []
  const ends: number[][] = []
  for (let row = 0; row < cellOf.length; row++) {
    const own = spans[cellOf[row] as number] as Spans
    for (let i = 0; i < own.length; i += 2) {
      ;(begins[own[i] as number] ??= []).push(row)
      ;(ends[own[i + 1] as number] ??= []).push(row)
    }
  }
  const all = new Uint32Array(count * words)
  const now = new Uint32Array(words)
  for (let atom = 0; atom < count; atom++) {
    for (const row of ends[atom] ?? []) now[row >>> 5] = (now[row >>> 5] as number) & ~(1 << (row & 31))
    for (const row of begins[atom] ?? []) setBit(now, row)
    all.set(now, atom * words)
  }
  return all
}

function countBits(bits: Bits, from: number, words: number): number {
  let count = 0
  for (let word = from; word < from + words; word++) for (let left = bits[word] as number; left !== 0; left &= left - 1) count++
  return count
}

const probed = 4

function rarest(atoms: readonly number[], count: (atom: number) => number): readonly number[] {
  return [...atoms].sort((a, b) => count(a) - count(b)).slice(0, probed)
}

function atomsIn(spans: Spans): number[] {
  const atoms: number[] = []
  for (let i = 0; i < spans.length; i += 2) for (let atom = spans[i] as number; atom < (spans[i + 1] as number); atom++) atoms.push(atom)
  return atoms
}

function singleColumn(base: Pick<SpaceColumn, 'column' | 'atoms' | 'cellOf'>, cells: readonly (Cell | undefined)[], words: number): SpaceColumn | undefined {
  const { atoms, cellOf } = base
  if (atoms.count * words > maximumWords) return undefined
  const spans = cells.map((cell) => spansOfCell(atoms, cell))
  const rows = rowsOfAtoms(atoms.count, words, cellOf, spans)
  const counts = Array.from({ length: atoms.count }, (_, atom) => countBits(rows, atom * words, words))
  const gather = (cell: number, start: number, put: (a: number, b: number) => number): Bits => {
    const bits = new Uint32Array(words).fill(start)
    const own = spans[cell] as Spans
    for (let i = 0; i < own.length; i += 2) {
      for (let atom = own[i] as number; atom < (own[i + 1] as number); atom++) {
        for (let word = 0; word < words; word++) bits[word] = put(bits[word] as number, rows[atom * words + word] as number)
      }
    }
    return bits
  }
  return {
    ...base,
    spans,
    sets: undefined,
    probes: kept((cell) => rarest(atomsIn(spans[cell] as Spans), (atom) => counts[atom] as number).map((atom) => rows.subarray(atom * words, (atom + 1) * words))),
    meets: kept((cell) => gather(cell, 0, (a, b) => a | b)),
    outer: kept((cell) => gather(cell, 0xffffffff, (a, b) => a & b)),
  }
}

function setCellOf(atoms: Atoms, cell: Cell | undefined): SetCell {
  const positive = positivePart(cell)
  if (positive !== undefined) return { kind: cell?.op === 'not' ? 'none' : 'some', spans: atoms.spansOf(positive) }
  return { kind: cell?.op === 'absent' ? 'absent' : 'any', spans: [] }
}

/** Whether some set satisfies both. Sets are free: only "some of P" and "none of N" can exclude each other, where P lies in N. */
function setsMeet(a: SetCell, b: SetCell): boolean {
  if (a.kind === 'some' && a.spans.length === 0) return false
  if (b.kind === 'some' && b.spans.length === 0) return false
  if (a.kind === 'any' || b.kind === 'any') return true
  if (a.kind === 'absent' || b.kind === 'absent') return a.kind === b.kind
  if (a.kind === b.kind) return true
  return a.kind === 'some' ? !spansCover(b.spans, a.spans) : !spansCover(a.spans, b.spans)
}

function setCovers(outer: SetCell, inner: SetCell): boolean {
  if (outer.kind === 'any') return true
  if (outer.kind !== inner.kind) return false
  if (outer.kind === 'absent') return true
  return outer.kind === 'some' ? spansCover(outer.spans, inner.spans) : spansCover(inner.spans, outer.spans)
}

function setColumn(base: Pick<SpaceColumn, 'column' | 'atoms' | 'cellOf'>, cells: readonly (Cell | undefined)[], words: number): SpaceColumn {
  const sets = cells.map((cell) => setCellOf(base.atoms, cell))
  const rowsWhere = (test: (other: SetCell) => boolean): Bits => {
    const fits = sets.map(test)
    const bits = new Uint32Array(words)
    for (let row = 0; row < base.cellOf.length; row++) if (fits[base.cellOf[row] as number] === true) setBit(bits, row)
    return bits
  }
  // Whether a set holds: one that is not known, one without members, one with this only member.
  const holds = (set: SetCell, member: number | 'unknown' | 'empty'): boolean => {
    if (set.kind === 'any' || set.kind === 'absent') return set.kind === 'any' || member === 'unknown'
    return member !== 'unknown' && (typeof member === 'number' && hasAtom(set.spans, member)) === (set.kind === 'some')
  }
  const asking = (atom: number): number => sets.filter((set) => set.kind === 'some' && hasAtom(set.spans, atom)).length
  const askedOf = kept(asking)
  const rowsOfMember = kept((atom) => rowsWhere((set) => holds(set, atom)))
  const [ofUnknown, ofEmpty] = (['unknown', 'empty'] as const).map((member) => rowsWhere((set) => holds(set, member))) as [Bits, Bits]
  return {
    ...base,
    spans: [],
    sets,
    probes: kept((cell) => {
      const set = must(sets[cell], 'set')
      if (set.kind === 'some') return rarest(atomsIn(set.spans), askedOf).map(rowsOfMember)
      return set.kind === 'absent' ? [ofUnknown] : set.kind === 'none' ? [ofEmpty] : [ofUnknown, ofEmpty]
    }),
    meets: kept((cell) => rowsWhere((other) => setsMeet(must(sets[cell], 'set'), other))),
    outer: kept((cell) => rowsWhere((other) => setCovers(other, must(sets[cell], 'set')))),
  }
}

/**
 * Lays rows out over the columns that any of them asks about; undefined when that would take too much memory. Conditions must fit their columns. Of the
 * rows as they were laid before, `before`, columns in which nothing has changed are taken over.
 */
export function rowSpace(columns: readonly Column[], rows: readonly Row[], before?: RowSpace): RowSpace | undefined {
  const words = Math.max(1, Math.ceil(rows.length / 32))
  const laid: SpaceColumn[] = []
  for (const column of columns) {
    const same = before === undefined ? undefined : sameAsBefore(before, rows, column.name)
    if (same !== undefined) {
      laid.push(same)
      continue
    }
    const numbers = new Map<string, number>()
    const cells: (Cell | undefined)[] = []
    const cellOf = new Int32Array(rows.length)
    for (const [i, row] of rows.entries()) {
      const cell = row.when[column.name]
      const key = keyOf(cell)
      let number = numbers.get(key)
      if (number === undefined) {
        number = cells.length
        numbers.set(key, number)
        cells.push(cell)
      }
      cellOf[i] = number
    }
    if (cells.length === 1 && keyOf(cells[0]) === '') continue
    if (cells.length === 0) continue
    const base = { column, atoms: atomsOf(column, cells), cellOf }
    const made = column.type === 'codes' ? setColumn(base, cells, words) : singleColumn(base, cells, words)
    if (made === undefined) return undefined
    laid.push(made)
  }
  return { rows, words, columns: laid }
}

/** The conditions of one row, by number, in the order of the space's columns. */
export const cellsOfRow = (space: RowSpace, row: number): number[] => space.columns.map((column) => column.cellOf[row] as number)

/** The rows of `among` of which `which` is true in every column, for the conditions `cells`. */
export function intersectRows(space: RowSpace, cells: readonly number[], which: 'meets' | 'outer', among: Bits): Bits {
  const bits = among.slice()
  for (const [i, column] of space.columns.entries()) {
    const own = column[which](cells[i] as number)
    for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] as number) & (own[word] as number)
  }
  return bits
}

/**
 * Whether a look at few values finds facts that the conditions `cells` admit and no row of `rows` does: in each column the value that leaves
 * fewest of them. No answer for certain when it finds none, but of rows that can answer it finds nearly all, at the price of a few intersections.
 */
export function isSeenFree(space: RowSpace, cells: readonly number[], rows: Bits): boolean {
  let left = rows
  for (const [i, column] of space.columns.entries()) {
    let best: Bits | undefined
    let fewest = Infinity
    for (const probe of column.probes(cells[i] as number)) {
      const rest = left.map((word, at) => word & (probe[at] as number))
      const count = countBits(rest, 0, rest.length)
      if (count < fewest) [best, fewest] = [rest, count]
    }
    if (best === undefined) return false
    if (fewest === 0) return true
    left = best
  }
  return false
}

/** Facts for which the conditions of both rows hold (formulas left aside); undefined when there are none. */
export function commonFacts(space: RowSpace, a: number, b: number): Facts | undefined {
  const facts: Record<string, FactValue> = {}
  for (const { column, atoms, cellOf, spans, sets } of space.columns) {
    const [one, other] = [cellOf[a] as number, cellOf[b] as number]
    if (sets !== undefined) {
      const pair = [must(sets[one], 'set'), must(sets[other], 'set')] as const
      if (!setsMeet(...pair)) return undefined
      if (pair.some((set) => set.kind === 'absent')) continue
      facts[column.name] = exampleSet(atoms, pair.flatMap((set) => (set.kind === 'some' ? [set.spans] : [])), pair.flatMap((set) => (set.kind === 'none' ? [set.spans] : [])))
      continue
    }
    const [mine, theirs] = [spans[one] as Spans, spans[other] as Spans]
    const atom = commonAtom(withoutUnknown(mine), withoutUnknown(theirs)) ?? commonAtom(mine, theirs)
    if (atom === undefined) return undefined
    const example = atoms.example(atom)
    if (example !== undefined) facts[column.name] = example
  }
  return facts
}

/** Known values only. */
export function withoutUnknown(spans: Spans): Spans {
  if (spans[0] !== 0) return spans
  return spans[1] === 1 ? spans.slice(2) : [1, ...spans.slice(1)]
}

/** A smallest set with a member in each of `hits` and none in `forbidden`; the caller knows that there is one. */
export function exampleSet(atoms: Atoms, hits: readonly Spans[], forbidden: readonly Spans[]): readonly string[] {
  const members = new Set<string>()
  for (const spans of hits) {
    for (let i = 0, found = false; i < spans.length && !found; i += 2) {
      for (let atom = spans[i] as number; atom < (spans[i + 1] as number) && !found; atom++) {
        if (forbidden.some((one) => hasAtom(one, atom))) continue
        members.add(String(atoms.example(atom)))
        found = true
      }
    }
  }
  return [...members]
}
