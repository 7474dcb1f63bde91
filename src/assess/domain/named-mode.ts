import type { CompiledTable } from '../../kernel/decision-table/compile.ts'
import type { Cell, Row } from '../../kernel/decision-table/table.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { severityAt } from './release-scale.ts'

/** The column by which tables ask for the mode that was found. */
export const modeColumn = 'releaseMode'

function named(cell: Cell | undefined): readonly unknown[] {
  const positive = cell?.op === 'not' ? cell.cell : cell
  return positive?.op === 'equals' ? [positive.value] : positive?.op === 'one-of' || positive?.op === 'prefix' ? positive.values : []
}

/** Modes that rows name, whether they ask for them or leave them out. */
export function modesNamed(rows: readonly Row[]): ReadonlySet<string> {
  return new Set(rows.flatMap((row) => named(row.when[modeColumn]).map(String)))
}

const ofTable = new WeakMap<CompiledTable, ReadonlySet<string>>()

/**
 * The mode by which a table of looks is asked: the mode itself where some row names it, else the strictest the rows name that is milder. A mode the table has not heard of
 * is so looked at as the next milder one is, and never less (RR-02, RR-07); a mode milder than all of them is asked for by its own name.
 */
export function namedMode(pack: Pick<Pack, 'releaseModes'>, table: CompiledTable, mode: string, at: Instant): string {
  let known = ofTable.get(table)
  if (known === undefined) ofTable.set(table, (known = modesNamed(table.version.rows)))
  return known.size === 0 || known.has(mode) ? mode : nearest(pack, known, mode, at)
}

/** The strictest of some modes that is not stricter than one; that one where there is none. */
export function nearest(pack: Pick<Pack, 'releaseModes'>, among: Iterable<string>, mode: string, at: Instant): string {
  const most = severityAt(pack, mode, at)
  let [best, reached] = [mode, -1]
  for (const code of among) {
    // A row may name what the register does not have: it asks for nothing.
    if (!pack.releaseModes.some((one) => one.code === code)) continue
    const severity = severityAt(pack, code, at)
    if (severity <= most && severity > reached) [best, reached] = [code, severity]
  }
  return best
}
