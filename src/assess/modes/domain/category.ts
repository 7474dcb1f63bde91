import type { CompiledTable } from '../../../kernel/decision-table/compile.ts'
import { explain } from '../../../kernel/decision-table/explain.ts'
import type { Facts } from '../../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { Pack } from '../../../kernel/pack.ts'
import type { ExplanationStep } from '../../domain/explanation.ts'
import { stepOf } from '../../domain/step-of.ts'

/** The table that finds the mode of goods no category claims. */
export const generalTable = 'release-mode'

/** The table that finds the mode of goods of a category (RR-09); the general one where the pack has no such category in force. */
export function tableOfCategory(pack: Pack, category: string, at: Instant): string {
  return pack.categories.find((one) => one.code === category && inForce(one, at))?.table ?? generalTable
}

/** Names of all tables that find modes by risk: what holds for the general one holds for each of them (RR-07). */
export function modeTables(pack: Pick<Pack, 'categories'>): readonly string[] {
  return [...new Set([generalTable, ...pack.categories.map(({ table }) => table)])]
}

/** Which lines are supervised by category, and by which row; lines of one row share a step. */
export function categorySteps(table: CompiledTable | undefined, lines: readonly { readonly item: { readonly line: number }; readonly facts: Facts }[]): readonly ExplanationStep[] {
  if (table === undefined) return []
  const byRow = new Map<object, { readonly step: ExplanationStep; readonly lines: number[] }>()
  for (const { item, facts } of lines) {
    if (facts['category'] === undefined) continue
    const [row] = explain(table, facts)
    if (row === undefined) continue
    const known = byRow.get(row.rule)
    if (known !== undefined) known.lines.push(item.line)
    else byRow.set(row.rule, { step: stepOf('category', row, { category: String(row.then['category']) }), lines: [item.line] })
  }
  return [...byRow.values()].map(({ step, lines: of }) => ({ ...step, lines: of }))
}
