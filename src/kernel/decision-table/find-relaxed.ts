import { canonicalJson, type Json } from '../canonical-json.ts'
import { boxOfRow, findUncovered, isEmptyBox } from './find-uncovered.ts'
import { rowSpace } from './row-space.ts'
import type { Facts, Row, TableDefinition } from './table.ts'

/** A row of before for whose facts the new rows ask less. */
export interface Relaxed {
  readonly before: Row
  readonly facts: Facts
  readonly labels: Readonly<Record<string, string>>
}

const steps = 200_000

/**
 * Rows of `before` that `after` no longer upholds: facts of theirs that no new row answers which is `atLeast` as strict. For tables of which
 * every row that fits counts. A new row with a formula may hold or not and upholds nothing but the same row. A row of which it cannot be told
 * within the steps there are counts as no longer upheld, without facts to show it: a rule nobody can follow must not pass for one that holds.
 */
export function findRelaxed(definition: TableDefinition, before: readonly Row[], after: readonly Row[], atLeast: (after: Row, before: Row) => boolean): readonly Relaxed[] {
  const asked = (row: Row): string => canonicalJson({ when: row.when, formula: row.formula } as unknown as Json)
  const kept = new Map<string, Row[]>()
  for (const row of after) kept.set(asked(row), [...(kept.get(asked(row)) ?? []), row])
  const open = before.filter((row) => kept.get(asked(row))?.some((one) => atLeast(one, row)) !== true)
  if (open.length === 0) return []
  const untold = (row: Row): Relaxed => ({ before: row, facts: {}, labels: {} })
  const space = rowSpace(definition.columns, [...after, ...open])
  if (space === undefined) return open.map(untold)
  return open.flatMap((row, i): Relaxed[] => {
    const box = boxOfRow(space, after.length + i)
    if (isEmptyBox(box)) return []
    const strict = after.flatMap((one, at) => (one.formula === undefined && atLeast(one, row) ? [at] : []))
    const gap = findUncovered(space, box, strict, { left: steps })
    if (gap === 'undecided') return [untold(row)]
    return gap === undefined ? [] : [{ before: row, facts: gap.facts, labels: gap.labels }]
  })
}
