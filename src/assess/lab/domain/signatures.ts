import { holds, positivePart } from '../../../kernel/decision-table/cell.ts'
import type { Cell, ColumnType, FactValue, Row } from '../../../kernel/decision-table/table.ts'
import { classSatisfies, valueClasses } from '../../../kernel/decision-table/value-classes.ts'
import { fromEpoch, type Instant } from '../../../kernel/instant.ts'
import type { Pack } from '../../../kernel/pack.ts'
import type { RuleSnapshot } from '../../domain/rule-snapshot.ts'

/** Numbers the values of one fact so that two with one number satisfy the same conditions: no rule can tell them apart. */
export interface Signer {
  /** Some rule asks about the fact; where none does every value has number 0. */
  readonly asked: boolean
  of(value: FactValue | undefined): number
}

const knownMembers = new Set(['id', 'when', 'formula', 'then', 'clause', 'note', 'targeting'])
const knownOps = new Set(['equals', 'one-of', 'prefix', 'range', 'any', 'absent', 'not'])

/** Whether a row asks by nothing but conditions and a formula; of any other only equal values are known to be alike. */
function isPlain(row: Row): boolean {
  if (!Object.keys(row).every((member) => knownMembers.has(member))) return false
  return Object.values(row.when).every((cell) => knownOps.has(cell.op))
}

function rowsOf(rules: readonly RuleSnapshot[]): readonly Row[] {
  return rules.flatMap((one) => [...one.tables.values()].flatMap((versions) => versions.flatMap(({ version }) => version.rows)))
}

function numberSigner(cells: readonly Cell[], type: ColumnType): Signer {
  const classes = valueClasses(cells, type)
  const signatureOf = (index: number): string => {
    const one = classes[index]
    return one === undefined ? '' : cells.map((cell) => (positivePart(cell) === undefined ? '-' : classSatisfies(positivePart(cell) ?? { op: 'range' }, one, type) ? '1' : '0')).join('')
  }
  const numbers = new Map<string, number>()
  const numbered = classes.map((_, index) => {
    const signature = signatureOf(index)
    const number = numbers.get(signature) ?? numbers.size + 1
    numbers.set(signature, number)
    return number
  })
  const named = new Map<unknown, number>()
  const stretches: { readonly from: number; readonly number: number }[] = []
  classes.forEach((one, index) => {
    if (one.kind === 'value') named.set(one.value, numbered[index] ?? 0)
    else if (one.kind === 'stretch') stretches.push({ from: one.from, number: numbered[index] ?? 0 })
  })
  return {
    asked: true,
    of(value) {
      if (typeof value !== 'number' || Number.isNaN(value)) return 0
      const exact = named.get(value)
      if (exact !== undefined) return exact
      let last = 0
      for (const stretch of stretches) if (stretch.from <= value) last = stretch.number
      return last
    },
  }
}

function textSigner(cells: readonly Cell[], type: ColumnType): Signer {
  const numbers = new Map<string, number>()
  const known = new Map<string, number>()
  return {
    asked: true,
    of(value) {
      const key = value === undefined ? '\0' : typeof value === 'object' ? value.join(' ') : String(value)
      const before = known.get(key)
      if (before !== undefined) return before
      const signature = cells.map((cell) => (holds(cell, value, type) ? '1' : '0')).join('')
      const number = numbers.get(signature) ?? numbers.size
      numbers.set(signature, number)
      known.set(key, number)
      return number
    },
  }
}

function exactSigner(): Signer {
  const known = new Map<string, number>()
  return {
    asked: true,
    of(value) {
      const key = value === undefined ? '\0' : typeof value === 'object' ? value.join(' ') : String(value)
      const number = known.get(key) ?? known.size
      known.set(key, number)
      return number
    },
  }
}

const unasked: Signer = { asked: false, of: () => 0 }

/** Makes the signer of each fact under all these rules. Failed samples count as conditions on the commodity code: they ask by its beginning. */
export function signersOf(rules: readonly RuleSnapshot[]): (fact: string) => Signer {
  const rows = rowsOf(rules)
  const plain = rows.every(isPlain)
  const types = new Map(rules.flatMap((one) => one.pack.tables.flatMap(({ definition }) => definition.columns.map((column) => [column.name, column.type] as const))))
  const tightened = rules.flatMap((one) => [...one.tightenings.values()].flat().map((tightening): Cell => ({ op: 'prefix', values: [tightening.hs] })))
  // A formula tells apart whatever it likes of the facts it names.
  const named = new Set(rows.flatMap((row) => (row as { readonly formula?: string }).formula?.match(/[A-Za-z_]\w*/g) ?? []))
  const signers = new Map<string, Signer>()
  return (fact) => {
    let signer = signers.get(fact)
    if (signer !== undefined) return signer
    const cells = [...new Map([...rows.map((row) => row.when[fact]), ...(fact === 'hs' ? tightened : [])].flatMap((cell) => (cell === undefined || cell.op === 'any' ? [] : [[JSON.stringify(cell), cell] as const]))).values()]
    const type = types.get(fact) ?? 'code'
    if (!plain || named.has(fact)) signer = exactSigner()
    else if (cells.length === 0) signer = unasked
    else signer = type === 'number' || type === 'instant' ? numberSigner(cells, type) : textSigner(cells, type)
    signers.set(fact, signer)
    return signer
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
    for (const list of Object.values(pack) as readonly (keyof Pack | unknown)[]) if (Array.isArray(list)) for (const entry of list as readonly unknown[]) if (typeof entry === 'object' && entry !== null) add(entry)
    for (const versions of tables.values()) for (const { version } of versions) add(version)
    for (const list of tightenings.values()) list.forEach(add)
  }
  return [...moments].sort((a, b) => a - b).map(fromEpoch)
}
