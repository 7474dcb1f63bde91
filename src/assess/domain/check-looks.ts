import { holds } from '../../kernel/decision-table/cell.ts'
import { findRelaxed } from '../../kernel/decision-table/find-relaxed.ts'
import { readFormula } from '../../kernel/decision-table/formula/read-formula.ts'
import type { Column, Facts, Row, TableDefinition } from '../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { modeColumn, modesNamed, nearest } from './named-mode.ts'
import { modesAt } from './release-scale.ts'

/** A fault with facts that show it. */
interface Shrinking {
  readonly refusal: Refusal
  readonly example: Facts
}

/** The rows that answer where a column has this value, with the column left out. */
function rowsWhere(rows: readonly Row[], column: Column, value: string): readonly Row[] {
  return rows.flatMap((row) => {
    const { [column.name]: cell, ...when } = row.when
    return cell === undefined || holds(cell, value, column.type) ? [{ ...row, when }] : []
  })
}

const methodsOf = (row: Row): readonly string[] => row.then['methods'] as readonly string[]

/** How looks at one step of a scale are found again at the next: which looks a row asks for, and whether another row makes up for one. */
interface Keeping {
  readonly looks: (row: Row) => readonly (readonly string[])[]
  readonly covers: (after: readonly string[], look: readonly string[]) => boolean
}

/** Everything else being equal, whatever methods an agency wanted it still wants. */
const everyMethod: Keeping = { looks: (row) => methodsOf(row).map((method) => [method]), covers: (after, look) => look.every((method) => after.includes(method)) }

/** A stricter mode may look by other methods than a milder one (a sample instead of papers), but an agency that looks still looks, and at the goods where it did. */
function sameWeight({ methods }: Pick<Pack, 'methods'>): Keeping {
  const isDesk = (method: string): boolean => methods.some((one) => one.method === method && one.desk)
  return { looks: (row) => [methodsOf(row)], covers: (after, look) => look.every(isDesk) || after.some((method) => !isDesk(method)) }
}

/** Looks that are wanted at one step of a scale and no longer at the next, everything else being equal. */
function lostLooks(definition: TableDefinition, rows: readonly Row[], column: Column, from: string, to: string, keeping: Keeping): readonly Shrinking[] {
  const before = rowsWhere(rows, column, from).flatMap((row) => keeping.looks(row).map((methods) => ({ ...row, then: { ...row.then, methods: [...methods] } })))
  const covers = (after: Row, look: Row): boolean => after.then['agency'] === look.then['agency'] && keeping.covers(methodsOf(after), methodsOf(look))
  const others = { ...definition, columns: definition.columns.filter((one) => one !== column) }
  return findRelaxed(others, before, rowsWhere(rows, column, to), covers).map(({ before: look, facts }) => ({
    refusal: {
      code: 'tables/looks-shrink',
      pointer: `/rows/${rows.findIndex(({ id }) => id === look.id)}`,
      facts: { row: look.id, agency: String(look.then['agency']), method: methodsOf(look).join(), column: column.name, from, to },
      clause: 'RR-07',
    },
    example: { ...facts, [column.name]: to },
  }))
}

/** The steps of the column that asks for the mode: modes from the mildest to the strictest, without those that are looked at as the next milder one is (`namedMode`). */
function modeScale(pack: Pick<Pack, 'releaseModes'>, rows: readonly Row[], at: Instant): readonly string[] {
  const named = modesNamed(rows)
  return named.size === 0 ? [] : modesAt(pack, at).flatMap(({ code }) => (named.has(code) || nearest(pack, named, code, at) === code ? [code] : []))
}

/**
 * Raising risk, worsening credit or a stricter mode never takes a look away (RR-07): of rows that say who looks how, along the columns `risk` and `credit`, everything else
 * being equal, whatever methods an agency wanted it still wants; along the column of the release mode an agency that looks still looks, at the goods where it looked at them.
 * A formula that asks for one of the three cannot be walked along and is refused. The first loss of each row is told.
 */
export function checkLooks(pack: Pick<Pack, 'creditGrades' | 'riskLevels' | 'releaseModes' | 'methods'>, definition: TableDefinition, rows: readonly Row[], at: Instant): readonly { readonly refusal: Refusal; readonly example?: Facts }[] {
  const ranked = (steps: readonly { readonly code: string; readonly rank: number; readonly validFrom: Instant; readonly validTo?: Instant }[]): readonly string[] =>
    steps.filter((step) => inForce(step, at)).sort((a, b) => a.rank - b.rank).map(({ code }) => code)
  const scales: Readonly<Record<string, { readonly steps: readonly string[]; readonly keeping: Keeping }>> = {
    risk: { steps: ranked(pack.riskLevels), keeping: everyMethod },
    credit: { steps: ranked(pack.creditGrades), keeping: everyMethod },
    [modeColumn]: { steps: modeScale(pack, rows, at), keeping: sameWeight(pack) },
  }
  const columns = definition.columns.filter(({ name }) => scales[name] !== undefined)
  const opaque = rows.flatMap((row, i): { refusal: Refusal }[] => {
    const formula = row.formula === undefined ? undefined : readFormula(definition.columns, row.formula)
    const asks = formula?.ok === true && columns.some(({ name }) => formula.value.reads.includes(name))
    return asks ? [{ refusal: { code: 'tables/formula-not-here', pointer: `/rows/${i}/formula`, facts: { row: row.id }, clause: 'RR-07' } }] : []
  })
  if (opaque.length > 0) return opaque
  const found = columns.flatMap((column) => {
    const scale = scales[column.name]
    return scale === undefined ? [] : scale.steps.slice(1).flatMap((step, i) => lostLooks(definition, rows, column, scale.steps[i] ?? '', step, scale.keeping))
  })
  return [...new Map(found.toReversed().map((one) => [one.refusal.pointer, one])).values()].toReversed()
}
