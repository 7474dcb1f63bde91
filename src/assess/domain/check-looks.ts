import { holds } from '../../kernel/decision-table/cell.ts'
import { findRelaxed } from '../../kernel/decision-table/find-relaxed.ts'
import { readFormula } from '../../kernel/decision-table/formula/read-formula.ts'
import type { Column, Facts, Row, TableDefinition } from '../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'

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

/** Looks that are wanted at one step of a scale and no longer at the next, everything else being equal. */
function lostLooks(definition: TableDefinition, rows: readonly Row[], column: Column, from: string, to: string): readonly Shrinking[] {
  const before = rowsWhere(rows, column, from).flatMap((row) => methodsOf(row).map((method) => ({ ...row, then: { ...row.then, methods: [method] } })))
  const covers = (after: Row, look: Row): boolean => after.then['agency'] === look.then['agency'] && methodsOf(look).every((method) => methodsOf(after).includes(method))
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

/**
 * Raising risk or worsening credit never takes a look away (RR-07): of rows that say who looks how, along the columns `risk` and `credit`, everything else being equal,
 * whatever methods an agency wanted it still wants. A formula that asks for either cannot be walked along and is refused. The first loss of each row is told.
 */
export function checkLooks(pack: Pick<Pack, 'creditGrades' | 'riskLevels'>, definition: TableDefinition, rows: readonly Row[], at: Instant): readonly { readonly refusal: Refusal; readonly example?: Facts }[] {
  const scales = { risk: pack.riskLevels, credit: pack.creditGrades }
  const columns = definition.columns.filter(({ name }) => name === 'risk' || name === 'credit')
  const opaque = rows.flatMap((row, i): { refusal: Refusal }[] => {
    const formula = row.formula === undefined ? undefined : readFormula(definition.columns, row.formula)
    const asks = formula?.ok === true && columns.some(({ name }) => formula.value.reads.includes(name))
    return asks ? [{ refusal: { code: 'tables/formula-not-here', pointer: `/rows/${i}/formula`, facts: { row: row.id }, clause: 'RR-07' } }] : []
  })
  if (opaque.length > 0) return opaque
  const found = columns.flatMap((column) => {
    const scale = [...scales[column.name as 'risk' | 'credit']].filter((step) => inForce(step, at)).sort((a, b) => a.rank - b.rank)
    return scale.slice(1).flatMap((step, i) => lostLooks(definition, rows, column, scale[i]?.code ?? '', step.code))
  })
  return [...new Map(found.toReversed().map((one) => [one.refusal.pointer, one])).values()].toReversed()
}
