import type { Refusal } from '../refusal.ts'
import { positivePart } from './cell.ts'
import type { Row, TableDefinition } from './table.ts'

/** Codes that exist, sorted, by column of condition or answer. A column that is not named may hold any code. */
export type CodeBook = Readonly<Record<string, readonly string[]>>

function firstFrom(sorted: readonly string[], text: string): string | undefined {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as string) < text) low = middle + 1
    else high = middle
  }
  return sorted[low]
}

/** A code is known, or begins with a known one (a code below a heading); the beginning of codes also as the head of a known one. */
function isKnown(sorted: readonly string[], code: string, isHead: boolean): boolean {
  const next = firstFrom(sorted, code)
  if (next === code || (isHead && next?.startsWith(code) === true)) return true
  for (let length = code.length - 1; length >= 4; length--) if (firstFrom(sorted, code.slice(0, length)) === code.slice(0, length)) return true
  return false
}

/** Conditions and answers on codes that nobody knows: most often a slip of the finger. */
export function checkCodes(definition: TableDefinition, rows: readonly Row[], book: CodeBook): readonly (Refusal & { readonly row: number })[] {
  const found: (Refusal & { readonly row: number })[] = []
  for (const column of definition.columns) {
    const known = book[column.name]
    if (known === undefined || column.values !== undefined || (column.type !== 'code' && column.type !== 'codes')) continue
    for (const [row, { when }] of rows.entries()) {
      const cell = positivePart(when[column.name])
      if (cell === undefined || cell.op === 'range') continue
      for (const value of cell.op === 'equals' ? [cell.value] : cell.values) {
        if (typeof value !== 'string' || value === '' || isKnown(known, value, cell.op === 'prefix')) continue
        found.push({ row, code: 'tables/code-unknown', pointer: `/rows/${row}/when/${column.name}`, facts: { column: column.name, value } })
      }
    }
  }
  return found
}
