import { knownValue } from './cell.ts'
import type { ColumnIndex, CompiledTable } from './compile.ts'
import type { Facts, FactValue, Row } from './table.ts'

/** Last stretch whose lower bound is not above the value; `bounds[0]` is −∞. */
function stretchOf(bounds: Float64Array, value: number): number {
  let low = 0
  let high = bounds.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((bounds[middle] as number) <= value) low = middle
    else high = middle - 1
  }
  return low
}

type Scalar = string | number | boolean

function placeOf(index: ColumnIndex, named: ReadonlyMap<Scalar, number>, prefixPlaces: Int32Array, value: Scalar): number {
  const place = named.get(value)
  if (place !== undefined) return place
  if (typeof value === 'string') return prefixPlaces[index.trie === undefined ? 0 : index.trie.longest(value)] as number
  return index.stretchPlaces[stretchOf(index.bounds, value as number)] as number
}

/** Puts the rows a set satisfies into the column's scratch: free ones, those a member allows, and the forbidding ones no member violates. */
function gatherSet(index: ColumnIndex, set: NonNullable<ColumnIndex['set']>, members: readonly string[], words: number): void {
  const { bits } = index
  for (let word = 0; word < words; word++) set.scratch[word] = bits[set.forbidding + word] as number
  for (let i = 0; i < members.length; i++) {
    const place = placeOf(index, set.violated.named, set.violated.prefixPlaces, members[i] as string)
    for (let word = 0; word < words; word++) set.scratch[word] = (set.scratch[word] as number) & ~(bits[place + word] as number)
  }
  for (let i = 0; i < members.length; i++) {
    const place = placeOf(index, index.named, index.prefixPlaces, members[i] as string)
    for (let word = 0; word < words; word++) set.scratch[word] = (set.scratch[word] as number) | (bits[place + word] as number)
  }
  for (let word = 0; word < words; word++) set.scratch[word] = (set.scratch[word] as number) | (bits[set.free + word] as number)
}

/** Finds for each column the bitset of the rows its value satisfies. */
function locate(table: CompiledTable, facts: Facts): void {
  for (let i = 0; i < table.columns.length; i++) {
    const index = table.columns[i] as ColumnIndex
    const value: FactValue | undefined = knownValue(facts[index.column.name], index.column.type)
    if (index.set !== undefined) {
      if (value === undefined) {
        for (let word = 0; word < table.words; word++) index.set.scratch[word] = index.bits[index.unknown + word] as number
      } else gatherSet(index, index.set, value as readonly string[], table.words)
      table.places[i] = 0
    } else table.places[i] = value === undefined ? index.unknown : placeOf(index, index.named, index.prefixPlaces, value as string | number | boolean)
  }
}

function intersect(table: CompiledTable, word: number): number {
  const { places, sources } = table
  let rows = -1
  for (let i = 0; i < sources.length && rows !== 0; i++) rows &= (sources[i] as Uint32Array)[(places[i] as number) + word] as number
  // Without any condition in the table every row there is satisfies.
  return sources.length > 0 ? rows : lastWordMask(table, word)
}

function lastWordMask(table: CompiledTable, word: number): number {
  const left = table.rows.length - word * 32
  return left >= 32 ? -1 : left <= 0 ? 0 : (1 << left) - 1
}

/** As `evaluate`, for a table with formulas: they are asked only of rows that every other condition admits, in the order of the rows. */
function evaluateWithFormulas(table: CompiledTable, formulas: NonNullable<CompiledTable['formulas']>, facts: Facts): Row | undefined {
  for (let word = 0; word < table.words; word++) {
    for (let rows = intersect(table, word); rows !== 0; rows &= rows - 1) {
      const at = word * 32 + (31 - Math.clz32(rows & -rows))
      if (formulas[at]?.holds(facts) !== false) return table.rows[at]
    }
  }
  return undefined
}

/** The row that answers by the table's hit policy; undefined when none fits. Allocates nothing where no row has a formula. */
export function evaluate(table: CompiledTable, facts: Facts): Row | undefined {
  locate(table, facts)
  if (table.formulas !== undefined) return evaluateWithFormulas(table, table.formulas, facts)
  for (let word = 0; word < table.words; word++) {
    const rows = intersect(table, word)
    if (rows !== 0) return table.rows[word * 32 + (31 - Math.clz32(rows & -rows))]
  }
  return undefined
}

/** Every row that fits, in the order of the table, into `into` from index 0; the number of rows. Allocates nothing but what `into` grows. */
export function evaluateAll(table: CompiledTable, facts: Facts, into: Row[]): number {
  locate(table, facts)
  let count = 0
  for (let word = 0; word < table.words; word++) {
    for (let rows = intersect(table, word); rows !== 0; rows &= rows - 1) {
      const at = word * 32 + (31 - Math.clz32(rows & -rows))
      if (table.formulas === undefined || table.formulas[at]?.holds(facts) !== false) into[count++] = table.rows[at] as Row
    }
  }
  return count
}
