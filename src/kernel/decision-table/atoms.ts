import { fromEpoch, toIso } from '../instant.ts'
import { boundOf, namedValues, positivePart } from './cell.ts'
import type { Cell, Column, FactValue, PositiveCell } from './table.ts'

/** Stretches of atoms, `[from, to)` after `[from, to)`, ascending and apart. */
export type Spans = readonly number[]

/**
 * The values of a column cut into atoms that no condition tells apart, in an order in which every condition is a few stretches.
 * Atom 0 is "not known"; the others, 1 to `count` - 1, are disjoint and hold together every known value. A `codes` column is about its members.
 */
export interface Atoms {
  readonly column: Column
  readonly count: number
  /** Atoms of the known values that satisfy the positive part. */
  spansOf(cell: PositiveCell): Spans
  /** A value of the atom; undefined for atom 0. */
  example(atom: number): FactValue | undefined
  /** The atom in words of the table: `02…`, `[3, 6)`, a code. */
  label(atom: number): string
}

interface TextAtom {
  readonly text: string
  /** Every text that begins with it, begins with no longer prefix and is not named; otherwise the text itself. */
  readonly open: boolean
}

function lowerBound<T>(sorted: readonly T[], isBelow: (value: T) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBelow(sorted[middle] as T)) low = middle + 1
    else high = middle
  }
  return low
}

/** Sorted stretches put together where they touch or overlap. */
function joinSpans(pairs: (readonly [number, number])[]): Spans {
  const joined: number[] = []
  for (const [from, to] of pairs.sort((a, b) => a[0] - b[0])) {
    if (from >= to) continue
    const last = joined.length - 1
    if (last > 0 && from <= (joined[last] as number)) joined[last] = Math.max(joined[last] as number, to)
    else joined.push(from, to)
  }
  return joined
}

function textAtoms(column: Column, cells: readonly PositiveCell[]): Atoms {
  const named = new Set<string>()
  const prefixes = new Set<string>()
  if (column.values === undefined) {
    prefixes.add('')
    for (const cell of cells) {
      if (cell.op === 'prefix') for (const prefix of cell.values) prefixes.add(prefix)
      else for (const value of namedValues(cell, 'code')) named.add(String(value))
    }
  } else for (const value of column.values) named.add(value)
  const sorted: TextAtom[] = [...[...prefixes].map((text) => ({ text, open: true })), ...[...named].map((text) => ({ text, open: false }))]
  sorted.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : Number(b.open) - Number(a.open)))
  const places = new Map(sorted.flatMap(({ text, open }, i) => (open ? [] : [[text, i + 1] as const])))
  // Examples look like the codes of the column: digits among digits.
  const digits = [...places.keys(), ...prefixes].every((text) => /^\d*$/.test(text))
  const longest = sorted.reduce((length, { text }) => Math.max(length, text.length), 0)

  function startingWith(prefix: string): readonly [number, number] {
    const from = lowerBound(sorted, ({ text }) => text < prefix)
    return [from + 1, lowerBound(sorted, ({ text }) => text < prefix || text.startsWith(prefix)) + 1]
  }
  function openExample(prefix: string): string {
    const fillings = digits ? ['0', '9', '5', '1', '2', '3', '4', '6', '7', '8'] : ['Z', 'X', 'Y', 'Q', 'W', '0', '9']
    const length = digits ? Math.max(longest >= 4 ? 10 : longest, prefix.length + 1) : Math.max(2, prefix.length + 1)
    const fits = (text: string): boolean => {
      if (named.has(text)) return false
      for (let i = text.length; i > prefix.length; i--) if (prefixes.has(text.slice(0, i))) return false
      return true
    }
    if (prefix.length >= 2 && !digits && fits(prefix)) return prefix
    for (const first of fillings) {
      for (const rest of fillings) {
        const text = (prefix + first).padEnd(length, rest)
        if (fits(text)) return text
      }
    }
    let text = `${prefix}~`
    while (!fits(text)) text += '~'
    return text
  }
  return {
    column,
    count: sorted.length + 1,
    spansOf(cell) {
      if (cell.op === 'prefix') return joinSpans(cell.values.map(startingWith))
      return joinSpans(namedValues(cell, 'code').flatMap((value) => {
        const place = places.get(String(value))
        return place === undefined ? [] : [[place, place + 1] as const]
      }))
    },
    example(atom) {
      const one = sorted[atom - 1]
      return one === undefined ? undefined : one.open ? openExample(one.text) : one.text
    },
    label(atom) {
      const one = sorted[atom - 1]
      return one === undefined ? '?' : one.open ? `${one.text}…` : one.text
    },
  }
}

/** A place between numbers: just before (`after` 0) or just after (1) one. */
type Cut = readonly [at: number, after: 0 | 1]

function numberAtoms(column: Column, cells: readonly PositiveCell[]): Atoms {
  const cuts: Cut[] = [[-Infinity, 0], [Infinity, 1]]
  for (const cell of cells) {
    for (const value of namedValues(cell, column.type)) cuts.push([Number(value), 0], [Number(value), 1])
    if (cell.op !== 'range') continue
    if (cell.from !== undefined) cuts.push([boundOf(cell.from), 0])
    if (cell.below !== undefined) cuts.push([boundOf(cell.below), 0])
  }
  const isBefore = (a: Cut, b: Cut): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
  cuts.sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0))
  const sorted = cuts.filter((cut, i) => i === 0 || isBefore(cuts[i - 1] as Cut, cut))
  const place = (cut: Cut): number => lowerBound(sorted, (one) => isBefore(one, cut)) + 1
  const text = (value: number): string => (!Number.isFinite(value) ? '…' : column.type === 'instant' ? toIso(fromEpoch(value)) : String(value))
  return {
    column,
    count: sorted.length,
    spansOf(cell) {
      if (cell.op === 'range') {
        const from: Cut = [cell.from === undefined ? -Infinity : boundOf(cell.from), 0]
        // An open end includes infinity itself.
        const to: Cut = cell.below === undefined ? [Infinity, 1] : [boundOf(cell.below), 0]
        return joinSpans([[place(from), place(to)]])
      }
      return joinSpans(namedValues(cell, column.type).map((value) => [place([Number(value), 0]), place([Number(value), 1])]))
    },
    example(atom) {
      const [from, to] = [sorted[atom - 1], sorted[atom]]
      if (atom === 0 || from === undefined || to === undefined) return undefined
      if (from[1] === 0 && Number.isFinite(from[0])) return from[0]
      if (!Number.isFinite(from[0])) return Number.isFinite(to[0]) ? to[0] - 1 : 0
      return Number.isFinite(to[0]) ? (from[0] + to[0]) / 2 : from[0] + 1
    },
    label(atom) {
      const [from, to] = [sorted[atom - 1], sorted[atom]]
      if (atom === 0 || from === undefined || to === undefined) return '?'
      if (from[0] === to[0]) return text(from[0])
      return `${from[1] === 0 ? '[' : '('}${text(from[0])}, ${text(to[0])})`
    },
  }
}

function booleanAtoms(column: Column): Atoms {
  return {
    column,
    count: 3,
    spansOf: (cell) => joinSpans(namedValues(cell, 'boolean').map((value) => (value === true ? [2, 3] : [1, 2]))),
    example: (atom) => (atom === 0 ? undefined : atom === 2),
    label: (atom) => (atom === 0 ? '?' : String(atom === 2)),
  }
}

/** Cuts the values of a column by these conditions. Conditions must fit the column (`checkCell`). */
export function atomsOf(column: Column, cells: readonly (Cell | undefined)[]): Atoms {
  const positives = cells.map(positivePart).filter((cell) => cell !== undefined)
  if (column.type === 'boolean') return booleanAtoms(column)
  return column.type === 'code' || column.type === 'codes' ? textAtoms(column, positives) : numberAtoms(column, positives)
}

/** Atoms that a whole condition of a single-valued column admits, "not known" among them. */
export function spansOfCell(atoms: Atoms, cell: Cell | undefined): Spans {
  if (cell === undefined || cell.op === 'any') return [0, atoms.count]
  if (cell.op === 'absent') return [0, 1]
  if (cell.op !== 'not') return atoms.spansOf(cell)
  const rest: number[] = []
  let from = 1
  const inner = atoms.spansOf(cell.cell)
  for (let i = 0; i < inner.length; i += 2) {
    if (from < (inner[i] as number)) rest.push(from, inner[i] as number)
    from = inner[i + 1] as number
  }
  if (from < atoms.count) rest.push(from, atoms.count)
  return rest
}

/** Whether the stretches hold an atom. */
export function hasAtom(spans: Spans, atom: number): boolean {
  for (let i = 0; i < spans.length && (spans[i] as number) <= atom; i += 2) if (atom < (spans[i + 1] as number)) return true
  return false
}

/** Whether every atom of `inner` is in `outer`. */
export function spansCover(outer: Spans, inner: Spans): boolean {
  let o = 0
  for (let i = 0; i < inner.length; i += 2) {
    while (o < outer.length && (outer[o + 1] as number) < (inner[i + 1] as number)) o += 2
    if (o >= outer.length || (outer[o] as number) > (inner[i] as number)) return false
  }
  return true
}

/** An atom that both hold; undefined when there is none. */
export function commonAtom(a: Spans, b: Spans): number | undefined {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = Math.max(a[i] as number, b[j] as number)
    if (from < Math.min(a[i + 1] as number, b[j + 1] as number)) return from
    if ((a[i + 1] as number) < (b[j + 1] as number)) i += 2
    else j += 2
  }
  return undefined
}
