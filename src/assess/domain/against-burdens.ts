import { compile } from '../../kernel/decision-table/compile.ts'
import { evaluate } from '../../kernel/decision-table/evaluate.ts'
import type { Row, TableDefinition } from '../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { burdensOf } from './credit-burdens.ts'
import { severityAt } from './release-scale.ts'

/** Rows of a table as they would be asked together with others. */
export interface TableRows {
  readonly definition: TableDefinition
  readonly rows: readonly Row[]
}

/**
 * Where the combined values of a matrix and a table of modes promise a grade a milder mode than what the grade costs leaves it (RR-12): assessment would raise it all the
 * same, so that such a table would say what does not happen. One refusal for each row of `tried`, which is one of the two.
 */
export function againstBurdens(pack: Pick<Pack, 'credit' | 'creditGrades' | 'riskLevels' | 'releaseModes'>, matrix: TableRows, modes: TableRows, tried: TableRows, at: Instant): readonly Refusal[] {
  const compiled = ({ definition, rows }: TableRows): ReturnType<typeof compile> => compile(definition, { table: definition.name, version: 0, validFrom: at, rows })
  const [values, scale] = [compiled(matrix), compiled(modes)]
  const directions = modes.definition.columns.find(({ name }) => name === 'direction')?.values ?? []
  const found = new Map<string, Refusal>()
  for (const { code: credit } of pack.creditGrades.filter((grade) => inForce(grade, at))) {
    for (const { atLeast, code: measure } of burdensOf(pack, credit, at)) {
      if (atLeast === undefined || !pack.releaseModes.some(({ code }) => code === atLeast)) continue
      for (const { code: risk } of pack.riskLevels.filter((level) => inForce(level, at))) {
        const value = evaluate(values, { credit, risk })
        for (const direction of value === undefined ? [] : directions) {
          const row = evaluate(scale, { combined: Number(value?.then['value']), direction })
          const mode = String(row?.then['mode'])
          if (value === undefined || row === undefined || severityAt(pack, mode, at) >= severityAt(pack, atLeast, at)) continue
          const own = tried === matrix ? value : row
          const pointer = `/rows/${tried.rows.findIndex(({ id }) => id === own.id)}`
          if (!found.has(pointer)) found.set(pointer, { code: 'tables/against-burden', pointer, facts: { row: own.id, credit, risk, mode, measure, least: atLeast }, clause: 'RR-12' })
        }
      }
    }
  }
  return [...found.values()]
}
