import type { Instant } from '../instant.ts'
import type { Bilingual } from '../refusal.ts'

/**
 * What a column compares. `code` and `codes` hold texts of a code list (`codes` is a set, e.g. the attributes of an item),
 * `number` a quantity in the unit the column's title names, `instant` a moment.
 */
export type ColumnType = 'code' | 'codes' | 'number' | 'instant' | 'boolean'

/** A value a table is asked about. `undefined` and an absent member mean "not known". */
export type FactValue = string | number | boolean | readonly string[]

/** What a table is asked about, by column name. */
export type Facts = Readonly<Record<string, FactValue | undefined>>

/**
 * A condition that says what must hold. On a `codes` column it holds when at least one member satisfies it.
 * Ranges include `from` and exclude `below`; on `instant` columns both are ISO 8601 texts with a zone.
 */
export type PositiveCell =
  | { readonly op: 'equals'; readonly value: string | number | boolean }
  | { readonly op: 'one-of'; readonly values: readonly (string | number)[] }
  | { readonly op: 'prefix'; readonly values: readonly string[] }
  | { readonly op: 'range'; readonly from?: number | string | undefined; readonly below?: number | string | undefined }

/**
 * One condition of a row. A value that is not known satisfies only `any` and `absent`; an empty set is known.
 * A column that a row leaves out is `any`.
 */
export type Cell = PositiveCell | { readonly op: 'any' } | { readonly op: 'absent' } | { readonly op: 'not'; readonly cell: PositiveCell }

/** Who may see a column's value and condition in an explanation (RR-18): `officer` columns are targeting detail. */
export type Audience = 'public' | 'officer'

/** A question of the table. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly title: Bilingual
  readonly audience: Audience
  /** Closes the list of codes that can occur; a condition on another code is refused. */
  readonly values?: readonly string[]
}

export type OutputValue = string | number | boolean | readonly string[]

/** An answer of the table. `values` closes the list of permitted codes. */
export interface Output {
  readonly name: string
  readonly type: 'code' | 'codes' | 'number' | 'boolean'
  readonly title: Bilingual
  readonly values?: readonly string[]
}

/**
 * Which of the matching rows answers: the `first` in order, the only one (`unique`: overlapping rows are refused when recorded),
 * all of them (`collect`), or the one whose `output` stands last in `order` (`strictest`; among equals the first).
 */
export type HitPolicy =
  | { readonly policy: 'first' | 'unique' | 'collect' }
  | { readonly policy: 'strictest'; readonly output: string; readonly order: readonly string[] }

/** One row: where every condition holds, `then` is the answer. `targeting` rows are never shown to a trader nor published. */
export interface Row {
  readonly id: string
  readonly when: Readonly<Record<string, Cell>>
  /** A further condition over several columns, in the syntax of CEL (`formula/read-formula.ts`). */
  readonly formula?: string
  readonly then: Readonly<Record<string, OutputValue>>
  readonly clause: string
  readonly note?: Bilingual
  readonly targeting?: true
}

/** The fixed shape of a decision table (决策表); its rows change by version. */
export interface TableDefinition {
  readonly name: string
  readonly title: Bilingual
  readonly clause: string
  readonly columns: readonly Column[]
  readonly outputs: readonly Output[]
  readonly hit: HitPolicy
  /** Every combination of known values must find a row; a version with a gap is refused. */
  readonly complete?: true
}

/** The rows that hold from `validFrom` (inclusive) to `validTo` (exclusive). */
export interface TableVersion {
  readonly table: string
  readonly version: number
  readonly validFrom: Instant
  readonly validTo?: Instant
  readonly rows: readonly Row[]
}
