import { invariant, must } from '../invariant.ts'
import { buildCodeTrie, type CodeTrie } from './code-trie.ts'
import { holdsFor, positivePart } from './cell.ts'
import { readFormula, type Formula } from './formula/read-formula.ts'
import { classSatisfies, valueClasses, type ValueClass } from './value-classes.ts'
import type { Cell, Column, Row, TableDefinition, TableVersion } from './table.ts'

/** Bitsets of one column, one after the other in `bits`: each place is where the bitset of a class of values begins. */
export interface ColumnIndex {
  readonly column: Column
  readonly bits: Uint32Array
  /** Rows whose condition holds when the value is not known. */
  readonly unknown: number
  /** Place of each named value; every other value is found by `trie` and `prefixPlaces`, or `bounds` and `stretchPlaces`. */
  readonly named: ReadonlyMap<string | number | boolean, number>
  readonly trie?: CodeTrie
  readonly prefixPlaces: Int32Array
  readonly bounds: Float64Array
  readonly stretchPlaces: Int32Array
  /** For `codes`: rows without a condition, and rows that forbid something; the places above then hold what a member allows. */
  readonly set?: {
    readonly free: number
    readonly forbidding: number
    readonly violated: { readonly named: ReadonlyMap<string | number | boolean, number>; readonly prefixPlaces: Int32Array }
    readonly scratch: Uint32Array
  }
}

/**
 * A version of a table made ready for evaluation. Rows are in the order in which they answer (for `strictest` by rank, then as written),
 * so that the first set bit of the intersection is the answer. Scratch space belongs to the table: evaluation is synchronous.
 */
export interface CompiledTable {
  readonly definition: TableDefinition
  readonly version: TableVersion
  readonly rows: readonly Row[]
  /** 32-bit words of a bitset. */
  readonly words: number
  readonly columns: readonly ColumnIndex[]
  readonly places: Int32Array
  readonly sources: Uint32Array[]
  /** What each row asks beyond its conditions, in the order of `rows`; absent where none asks more. */
  readonly formulas?: readonly (Formula | undefined)[]
}

/** Bitsets gathered into one array, equal ones kept once. */
class BitsetStore {
  readonly #words: number
  readonly #places = new Map<string, number>()
  readonly #bits: number[] = []

  constructor(words: number) {
    this.#words = words
  }

  /** Place of the bitset of the rows for which `member` holds. */
  add(rows: number, member: (row: number) => boolean): number {
    const set = new Uint32Array(this.#words)
    for (let row = 0; row < rows; row++) if (member(row)) set[row >>> 5] = (set[row >>> 5] as number) | (1 << (row & 31))
    const key = set.join()
    const known = this.#places.get(key)
    if (known !== undefined) return known
    const place = this.#bits.length
    this.#bits.push(...set)
    this.#places.set(key, place)
    return place
  }

  finish(): Uint32Array {
    return Uint32Array.from(this.#bits)
  }
}

function answerOrder(definition: TableDefinition, rows: readonly Row[]): readonly Row[] {
  const hit = definition.hit
  if (hit.policy !== 'strictest') return rows
  const rank = (row: Row): number => hit.order.indexOf(String(row.then[hit.output]))
  return [...rows].sort((a, b) => rank(b) - rank(a))
}

function indexColumn(column: Column, cells: readonly (Cell | undefined)[], words: number): ColumnIndex {
  const store = new BitsetStore(words)
  const classes = valueClasses(cells, column.type)
  const rows = cells.length
  const whole = (of: ValueClass) => store.add(rows, (row) => holdsFor(cells[row], true, (positive) => classSatisfies(positive, of, column.type)))
  // A set is known by its members: what one member allows, and what one member forbids, are put together at evaluation.
  const named = (row: number, of: ValueClass): boolean => classSatisfies(must(positivePart(cells[row]), 'condition'), of, 'code')
  const allowed = (of: ValueClass) => store.add(rows, (row) => isPositive(cells[row]) && named(row, of))
  const violated = (of: ValueClass) => store.add(rows, (row) => cells[row]?.op === 'not' && named(row, of))

  function places(of: (one: ValueClass) => number) {
    const named = new Map<string | number | boolean, number>()
    const prefixPlaces: number[] = []
    const stretchPlaces: number[] = []
    for (const one of classes) {
      if (one.kind === 'value') named.set(one.value, of(one))
      else if (one.kind === 'prefix') prefixPlaces.push(of(one))
      else stretchPlaces.push(of(one))
    }
    return { named, prefixPlaces: Int32Array.from(prefixPlaces), stretchPlaces: Int32Array.from(stretchPlaces) }
  }

  const isSet = column.type === 'codes'
  const main = places(isSet ? allowed : whole)
  const unknown = store.add(rows, (row) => holdsFor(cells[row], false, () => false))
  const prefixes = classes.filter((one) => one.kind === 'prefix').map((one) => one.prefix)
  const set = isSet
    ? {
        free: store.add(rows, (row) => positivePart(cells[row]) === undefined && holdsFor(cells[row], true, () => false)),
        forbidding: store.add(rows, (row) => cells[row]?.op === 'not'),
        violated: places(violated),
        scratch: new Uint32Array(words),
      }
    : undefined
  return {
    column,
    bits: store.finish(),
    unknown,
    ...main,
    bounds: Float64Array.from(classes.filter((one) => one.kind === 'stretch').map((one) => one.from)),
    ...(prefixes.length > 1 ? { trie: buildCodeTrie(prefixes) } : {}),
    ...(set === undefined ? {} : { set }),
  }
}

function isPositive(cell: Cell | undefined): boolean {
  return positivePart(cell) !== undefined && cell?.op !== 'not'
}

function formulasOf(definition: TableDefinition, rows: readonly Row[]): readonly (Formula | undefined)[] | undefined {
  if (rows.every((row) => row.formula === undefined)) return undefined
  return rows.map((row) => {
    const formula = row.formula === undefined ? undefined : readFormula(definition.columns, row.formula)
    invariant(formula?.ok !== false, `row ${row.id} has a formula that is not admitted`)
    return formula?.value
  })
}

/** Makes a version ready for evaluation. The version must have passed `checkTable`. */
export function compile(definition: TableDefinition, version: TableVersion): CompiledTable {
  const rows = answerOrder(definition, version.rows)
  const words = Math.max(1, Math.ceil(rows.length / 32))
  const cellsOf = (column: Column) => rows.map((row) => row.when[column.name])
  const asked = definition.columns
    .map((column) => ({ column, cells: cellsOf(column) }))
    .map(({ column, cells }) => ({ column, cells, free: cells.filter((cell) => cell === undefined || cell.op === 'any').length }))
    .filter(({ free }) => free < rows.length)
    // The column with the fewest open rows first: the intersection is soonest empty.
    .sort((a, b) => a.free - b.free)
  const columns = asked.map(({ column, cells }) => indexColumn(column, cells, words))
  const formulas = formulasOf(definition, rows)
  return {
    definition,
    version,
    rows,
    words,
    columns,
    places: new Int32Array(columns.length),
    sources: columns.map((column) => column.set?.scratch ?? column.bits),
    ...(formulas === undefined ? {} : { formulas }),
  }
}
