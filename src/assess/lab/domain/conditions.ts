import { holds } from '../../../kernel/decision-table/cell.ts'
import type { Cell, ColumnType, FactValue, Row } from '../../../kernel/decision-table/table.ts'
import { valueClasses } from '../../../kernel/decision-table/value-classes.ts'
import { fromEpoch, type Instant } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import type { RuleSnapshot } from '../../domain/rule-snapshot.ts'

/** Facts of a line that the history holds. What else rules ask about (level, mode, grade) they found themselves: it follows from these. */
const heldFacts = ['direction', 'mode', 'port', 'destination', 'hs', 'categories', 'conditions', 'origin', 'attributes', 'licences', 'currency', 'ciq', 'netWeightKg', 'valuePerKg'] as const
export type HeldFact = (typeof heldFacts)[number]

/** All rows of some rules that are not alike, and which of them a value of one fact admits, as a bitset. */
export interface Conditions {
  readonly words: number
  /** Facts that some row asks about. */
  readonly asked: ReadonlySet<string>
  /** Facts that some formula names: those it may tell apart however it likes. */
  readonly named: readonly HeldFact[]
  /** Rows with a formula. */
  readonly formulas: Uint32Array
  admits(fact: HeldFact, value: FactValue | undefined): Uint32Array
  /** Numbers at which a condition on a fact may change its answer, ascending. */
  pointsOf(fact: HeldFact): readonly number[]
}

type Asked = Pick<Row, 'when' | 'formula'>

/** The rows of all versions, each kind once. Failed samples count as rows: they ask for the beginning of the commodity code. */
function rowsOf(rules: readonly RuleSnapshot[]): readonly Asked[] {
  const kinds = new Map<string, Asked>()
  const held = new Set<string>(heldFacts)
  const add = (row: Asked): void => {
    const cells = Object.entries(row.when).filter(([fact, cell]) => held.has(fact) && cell.op !== 'any')
    const kind: Asked = { when: Object.fromEntries(cells), ...(row.formula === undefined ? {} : { formula: row.formula }) }
    kinds.set(JSON.stringify(kind), kind)
  }
  for (const { tables, tightenings } of rules) {
    for (const versions of tables.values()) for (const { version } of versions) version.rows.forEach(add)
    for (const list of tightenings.values()) for (const { hs } of list) add({ when: { hs: { op: 'prefix', values: [hs] } } })
  }
  return [...kinds.values()]
}

/** The conditions of all these rules together. */
export function conditionsOf(rules: readonly RuleSnapshot[]): Conditions {
  const rows = rowsOf(rules)
  const words = Math.max(1, Math.ceil(rows.length / 32))
  const types = new Map<string, ColumnType>(rules.flatMap((one) => one.pack.tables.flatMap(({ definition }) => definition.columns.map((column) => [column.name, column.type] as const))))
  const asked = new Set(rows.flatMap((row) => Object.keys(row.when)))
  const words32 = (member: (row: Asked) => boolean): Uint32Array => {
    const bits = new Uint32Array(words)
    rows.forEach((row, i) => {
      if (member(row)) bits[i >>> 5] = (bits[i >>> 5] as number) | (1 << (i & 31))
    })
    return bits
  }
  const identifiers = new Set(rows.flatMap((row) => row.formula?.match(/[A-Za-z_]\w*/g) ?? []))
  return {
    words,
    asked,
    named: heldFacts.filter((fact) => identifiers.has(fact)),
    formulas: words32((row) => row.formula !== undefined),
    pointsOf(fact) {
      const classes = valueClasses(rows.map((row) => row.when[fact]), types.get(fact) ?? 'number')
      const points = classes.flatMap((one) => (one.kind === 'value' ? [Number(one.value)] : one.kind === 'stretch' ? [one.from, one.below] : []))
      return [...new Set(points)].filter((point) => Number.isFinite(point)).sort((a, b) => a - b)
    },
    admits(fact, value) {
      const type = types.get(fact) ?? 'code'
      // Equal conditions are asked once.
      const known = new Map<Cell, boolean>()
      return words32(({ when }) => {
        const cell = when[fact]
        if (cell === undefined) return true
        let met = known.get(cell)
        if (met === undefined) known.set(cell, (met = holds(cell, value, type)))
        return met
      })
    },
  }
}

/** Numbers texts, in the order in which they come. */
export class Texts {
  readonly #known = new Map<string, number>()

  get size(): number {
    return this.#known.size
  }

  of(text: string): number {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    this.#known.set(text, this.#known.size)
    return this.#known.size - 1
  }
}

/** Sets of rows, each once, by number. Number 0 holds every row. */
export class RowSets {
  readonly #numbers = new Texts()
  readonly #sets: Uint32Array[] = []

  constructor(words: number) {
    this.of(new Uint32Array(words).fill(0xffffffff))
  }

  of(bits: Uint32Array): number {
    const number = this.#numbers.of(bits.join())
    this.#sets[number] ??= bits
    return number
  }

  get(number: number): Uint32Array {
    return must(this.#sets[number], 'a set of rows')
  }

  and(a: number, b: number): number {
    const [one, other] = [this.get(a), this.get(b)]
    return this.of(one.map((word, i) => word & (other[i] as number)))
  }
}

/**
 * One step of an automaton: from the rows that the facts so far admit, by a class of one more fact, to those that this admits too. Rows that few
 * values tell apart make few states, however many values there are. Transitions are found once and looked up in flat arrays.
 */
export class Step {
  readonly #sets: RowSets
  readonly #next: Int32Array[] = []

  constructor(sets: RowSets) {
    this.#sets = sets
  }

  /** `admitted`: the number of the set of rows that the fact's value admits. */
  from(state: number, admitted: number): number {
    let row = this.#next[state]
    if (row === undefined || admitted >= row.length) {
      const wider = new Int32Array(Math.max(16, 1 << (32 - Math.clz32(admitted))))
      if (row !== undefined) wider.set(row)
      this.#next[state] = row = wider
    }
    const known = row[admitted] as number
    if (known !== 0) return known - 1
    const next = this.#sets.and(state, admitted)
    row[admitted] = next + 1
    return next
  }
}

/** Moments at which anything that assessment looks up begins or ends; between two of them the rules are the same. */
export function boundariesOf(rules: readonly RuleSnapshot[]): readonly Instant[] {
  const moments = new Set<number>()
  const add = (one: { readonly validFrom?: unknown; readonly validTo?: unknown }): void => {
    if (typeof one.validFrom === 'number' && Number.isFinite(one.validFrom)) moments.add(one.validFrom)
    if (typeof one.validTo === 'number' && Number.isFinite(one.validTo)) moments.add(one.validTo)
  }
  for (const { pack, tables, tightenings } of rules) {
    for (const list of Object.values(pack) as readonly unknown[]) if (Array.isArray(list)) for (const entry of list as readonly unknown[]) if (typeof entry === 'object' && entry !== null) add(entry)
    for (const versions of tables.values()) for (const { version } of versions) add(version)
    for (const list of tightenings.values()) list.forEach(add)
  }
  return [...moments].sort((a, b) => a - b).map(fromEpoch)
}
