import { must } from '../invariant.ts'
import { hasAtom, spansCover, type Spans } from './atoms.ts'
import { exampleSet, withoutUnknown, type RowSpace, type SetCell, type SpaceColumn } from './row-space.ts'
import type { Facts, FactValue } from './table.ts'

/** What a box admits in one column: atoms of single values, or sets with a member in each of `hits` and none in `forbidden`. */
export interface Side {
  readonly spans: Spans
  readonly sets?: SetSide
}

interface SetSide {
  readonly unknown: boolean
  readonly known: boolean
  readonly hits: readonly Spans[]
  readonly forbidden: readonly Spans[]
}
export type Box = readonly Side[]

/** Facts in a box that none of the rows answers, with the columns that matter in words. */
export interface Uncovered {
  readonly facts: Facts
  readonly labels: Readonly<Record<string, string>>
}

/** So many selections that are answered in full are remembered, to leave out those that hold them. */
const remembered = 16

/** Work left; shared by the searches of one analysis. */
export interface Budget {
  left: number
}

const anything: SetSide = { unknown: true, known: true, hits: [], forbidden: [] }

/** The box of the conditions of a row. */
export function boxOfRow(space: RowSpace, row: number): Box {
  return space.columns.map(({ cellOf, spans, sets }): Side => {
    const cell = cellOf[row] as number
    const set = sets?.[cell]
    if (set === undefined) return { spans: spans[cell] as Spans }
    if (set.kind === 'any') return { spans: [], sets: anything }
    if (set.kind === 'absent') return { spans: [], sets: { ...anything, known: false } }
    const part = set.kind === 'some' ? { hits: [set.spans], forbidden: [] } : { hits: [], forbidden: [set.spans] }
    return { spans: [], sets: { unknown: false, known: true, ...part } }
  })
}

/** The box of all known values. */
export function boxOfKnown(space: RowSpace): Box {
  return space.columns.map(({ atoms, sets }) => (sets === undefined ? { spans: [1, atoms.count] } : { spans: [], sets: { unknown: false, known: true, hits: [], forbidden: [] } }))
}

/** Sets are free, so one fits as soon as no part that must be hit lies in what is forbidden. */
function setFits(hits: readonly Spans[], forbidden: readonly Spans[]): boolean {
  if (hits.length === 0) return true
  const all = forbidden.length === 1 ? must(forbidden[0], 'forbidden') : unite(forbidden)
  return hits.every((hit) => hit.length > 0 && !spansCover(all, hit))
}

function unite(list: readonly Spans[]): Spans {
  const pairs: [number, number][] = list.flatMap((spans) => spans.flatMap((at, i) => (i % 2 === 0 ? [[at, spans[i + 1] as number] as [number, number]] : [])))
  pairs.sort((a, b) => a[0] - b[0])
  const joined: number[] = []
  for (const [from, to] of pairs) {
    const last = joined.length - 1
    if (last > 0 && from <= (joined[last] as number)) joined[last] = Math.max(joined[last] as number, to)
    else joined.push(from, to)
  }
  return joined
}

/** Whether the box admits nothing at all. */
export function isEmptyBox(box: Box): boolean {
  return box.some(({ spans, sets }) => (sets === undefined ? spans.length === 0 : !sets.unknown && !(sets.known && setFits(sets.hits, sets.forbidden))))
}

function covers(column: SpaceColumn, row: number, side: Side): boolean {
  const cell = column.cellOf[row] as number
  if (side.sets === undefined) return spansCover(column.spans[cell] as Spans, side.spans)
  const set = must(column.sets?.[cell], 'set')
  if (set.kind === 'any') return true
  const { unknown, known, hits, forbidden } = side.sets
  if (set.kind === 'absent') return !known
  if (unknown) return false
  return set.kind === 'some' ? hits.some((hit) => spansCover(set.spans, hit)) : spansCover(unite(forbidden), set.spans)
}

interface Choice {
  readonly column: number
  readonly rows: readonly number[]
  readonly value: FactValue | undefined
  readonly label: string
}

/** Every way in which a single value of the side selects among the rows, fewest rows first; equal selections once. */
function selections(column: SpaceColumn, number: number, side: Side, rows: readonly number[], budget: Budget): Choice[] {
  const starts = new Set<number>()
  for (let i = 0; i < side.spans.length; i += 2) starts.add(side.spans[i] as number)
  // "Not known" comes last among equals: an example of known values says more.
  if (side.spans[0] === 0 && (side.spans[1] as number) > 1) starts.add(1)
  for (const row of rows) {
    for (const at of column.spans[column.cellOf[row] as number] as Spans) if (hasAtom(side.spans, at)) starts.add(at)
  }
  const found = new Map<string, { rows: number[]; atom: number }>()
  for (const atom of [...starts].sort((a, b) => (a === 0 ? 1 : b === 0 ? -1 : a - b))) {
    if ((budget.left -= 2 * rows.length) <= 0) return []
    const chosen = rows.filter((row) => hasAtom(column.spans[column.cellOf[row] as number] as Spans, atom))
    const key = chosen.join()
    if (!found.has(key)) found.set(key, { rows: chosen, atom })
    if (chosen.length === 0) break
  }
  return [...found.values()]
    .sort((a, b) => a.rows.length - b.rows.length)
    .map(({ rows: chosen, atom }) => ({ column: number, rows: chosen, value: column.atoms.example(atom), label: column.atoms.label(atom) }))
}

function isConsistent(part: SetCell, holds: boolean, hits: Spans[], forbidden: Spans[]): boolean {
  const hit = (part.kind === 'some') === holds
  ;(hit ? hits : forbidden).push(part.spans)
  if (setFits(hits, forbidden)) return true
  ;(hit ? hits : forbidden).pop()
  return false
}

/** The same for sets: each condition of the rows is taken as not holding where a set permits, else as holding. */
function setSelections(column: SpaceColumn, number: number, side: Side, rows: readonly number[], budget: Budget): Choice[] {
  const sets = must(side.sets, 'sets')
  const kindOf = (row: number): SetCell => must(column.sets?.[column.cellOf[row] as number], 'set')
  const found: Choice[] = []
  if (sets.known) {
    const cells = [...new Set(rows.map((row) => column.cellOf[row] as number))].filter((cell) => ['some', 'none'].includes(must(column.sets?.[cell], 'set').kind))
    const walk = (depth: number, holding: ReadonlySet<number>, hits: readonly Spans[], forbidden: readonly Spans[]): boolean => {
      // Each step unites what is forbidden so far and holds it against what must be hit.
      if ((budget.left -= 20 * (1 + hits.length + forbidden.length)) <= 0) return true
      const cell = cells[depth]
      if (cell === undefined) {
        budget.left -= rows.length
        const chosen = rows.filter((row) => kindOf(row).kind === 'any' || holding.has(column.cellOf[row] as number))
        const value = exampleSet(column.atoms, hits, forbidden)
        found.push({ column: number, rows: chosen, value, label: `{${value.join(', ')}}` })
        return chosen.length === 0
      }
      const part = must(column.sets?.[cell], 'set')
      for (const holds of [false, true]) {
        const [h, f] = [[...hits], [...forbidden]]
        if (isConsistent(part, holds, h, f) && walk(depth + 1, holds ? new Set([...holding, cell]) : holding, h, f)) return true
      }
      return false
    }
    if (setFits(sets.hits, sets.forbidden)) walk(0, new Set(), sets.hits, sets.forbidden)
  }
  if (sets.unknown) found.push({ column: number, rows: rows.filter((row) => ['any', 'absent'].includes(kindOf(row).kind)), value: undefined, label: '?' })
  return found.sort((a, b) => a.rows.length - b.rows.length)
}

/** Some value of the side that selects none of the rows, found without listing the others: what decides most searches. */
function freeChoice(column: SpaceColumn, number: number, side: Side, rows: readonly number[]): Choice | undefined {
  if (side.sets !== undefined) {
    const { unknown, known } = side.sets
    const kinds = rows.map((row) => must(column.sets?.[column.cellOf[row] as number], 'set'))
    if (known && !kinds.some((set) => set.kind === 'any')) {
      const hits = [...side.sets.hits, ...kinds.filter((set) => set.kind === 'none').map((set) => set.spans)]
      const forbidden = [...side.sets.forbidden, ...kinds.filter((set) => set.kind === 'some').map((set) => set.spans)]
      if (setFits(hits, forbidden)) {
        const value = exampleSet(column.atoms, hits, forbidden)
        return { column: number, rows: [], value, label: `{${value.join(', ')}}` }
      }
    }
    return unknown && kinds.every((set) => set.kind === 'some' || set.kind === 'none') ? { column: number, rows: [], value: undefined, label: '?' } : undefined
  }
  const atom = rarestAtom(column, side, rows)
  return atom.count === 0 ? { column: number, rows: [], value: column.atoms.example(atom.atom), label: column.atoms.label(atom.atom) } : undefined
}

/** The atom of the side that fewest of the rows admit; a known one among equals. */
function rarestAtom(column: SpaceColumn, side: Side, rows: readonly number[]): { readonly atom: number; readonly count: number } {
  const change = new Int32Array(column.atoms.count + 1)
  for (const row of rows) {
    const spans = column.spans[column.cellOf[row] as number] as Spans
    for (let i = 0; i < spans.length; i += 2) {
      change[spans[i] as number] = (change[spans[i] as number] as number) + 1
      change[spans[i + 1] as number] = (change[spans[i + 1] as number] as number) - 1
    }
  }
  let best = { atom: -1, count: Infinity }
  let unknown = Infinity
  let count = 0
  for (let atom = 0; atom < column.atoms.count; atom++) {
    count += change[atom] as number
    if (count >= best.count || !hasAtom(side.spans, atom)) continue
    if (atom === 0) unknown = count
    else best = { atom, count }
  }
  return unknown < best.count ? { atom: 0, count: unknown } : best
}

/** Facts of a box whatever they are, for the columns that do not matter. */
function anyFacts(space: RowSpace, box: Box): Record<string, FactValue> {
  const facts: Record<string, FactValue> = {}
  for (const [i, { column, atoms }] of space.columns.entries()) {
    const side = must(box[i], 'side')
    if (side.sets !== undefined) {
      if (side.sets.known) facts[column.name] = exampleSet(atoms, side.sets.hits, side.sets.forbidden)
      continue
    }
    const known = withoutUnknown(side.spans)[0]
    const example = known === undefined ? undefined : atoms.example(known)
    if (example !== undefined) facts[column.name] = example
  }
  return facts
}

/**
 * Facts of the box that none of `rows` answers; undefined when they answer it all together, `'undecided'` when the budget ran out first.
 * A column after the other is fixed to what fewest rows answer; a row that asks nothing more of the box ends a branch.
 */
export function findUncovered(space: RowSpace, box: Box, rows: readonly number[], budget: Budget): Uncovered | 'undecided' | undefined {
  const end = (choices: readonly Choice[]): Uncovered => {
    const facts = anyFacts(space, box)
    const labels: Record<string, string> = {}
    for (const choice of [...choices].sort((a, b) => a.column - b.column)) {
      const { name } = must(space.columns[choice.column], 'column').column
      labels[name] = choice.label
      if (choice.value === undefined) delete facts[name]
      else facts[name] = choice.value
    }
    return { facts, labels }
  }
  const walk = (columns: readonly number[], left: readonly number[], path: readonly Choice[]): Uncovered | 'undecided' | undefined => {
    if (left.length === 0) return end(path)
    budget.left -= left.length * columns.length
    if (budget.left <= 0) return 'undecided'
    const asking = new Set(left)
    const open: number[] = []
    for (const i of columns) {
      const [column, side] = [must(space.columns[i], 'column'), must(box[i], 'side')]
      let asks = false
      const known = new Map<number, boolean>()
      for (const row of left) {
        const cell = column.cellOf[row] as number
        let whole = known.get(cell)
        if (whole === undefined) known.set(cell, (whole = covers(column, row, side)))
        if (whole) continue
        asks = true
        asking.delete(row)
      }
      if (asks) open.push(i)
    }
    if (asking.size > 0) return undefined
    for (const i of open) {
      budget.left -= 2 * left.length + must(space.columns[i], 'column').atoms.count
      const free = freeChoice(must(space.columns[i], 'column'), i, must(box[i], 'side'), left)
      if (free !== undefined) return end([...path, free])
    }
    // The column whose rarest value fewest rows admit; its other values are only listed when that one is answered in full.
    let chosen = open[0] ?? 0
    let fewest = Infinity
    for (const i of open) {
      const [column, side] = [must(space.columns[i], 'column'), must(box[i], 'side')]
      budget.left -= left.length + column.atoms.count
      const { count } = side.sets === undefined ? rarestAtom(column, side, left) : { count: left.length / 2 }
      if (count < fewest) [chosen, fewest] = [i, count]
    }
    const [column, side] = [must(space.columns[chosen], 'column'), must(box[chosen], 'side')]
    const rest = open.filter((i) => i !== chosen)
    if (side.sets === undefined) {
      const { atom } = rarestAtom(column, side, left)
      const rows = left.filter((row) => hasAtom(column.spans[column.cellOf[row] as number] as Spans, atom))
      const gap = walk(rest, rows, [...path, { column: chosen, rows, value: column.atoms.example(atom), label: column.atoms.label(atom) }])
      if (gap !== undefined) return gap
    }
    const choices = side.sets === undefined ? selections(column, chosen, side, left, budget) : setSelections(column, chosen, side, left, budget)
    if (budget.left <= 0) return 'undecided'
    const done: ReadonlySet<number>[] = []
    for (const choice of choices) {
      const admitted = new Set(choice.rows)
      // What fewer rows answer in full, more rows answer as well.
      budget.left -= 4 * choice.rows.length * (1 + done.length)
      if (budget.left <= 0) return 'undecided'
      if (done.some((known) => [...known].every((row) => admitted.has(row)))) continue
      const gap = walk(rest, choice.rows, [...path, choice])
      if (gap !== undefined) return gap
      if (done.length < remembered) done.push(admitted)
    }
    return undefined
  }
  return isEmptyBox(box) ? undefined : walk(space.columns.map((_, i) => i), rows, [])
}
