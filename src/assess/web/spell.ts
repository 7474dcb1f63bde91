import type { Cell } from '../../kernel/decision-table/table.ts'

/** A value of a decision as people would write it. */
export function spell(value: unknown): string {
  if (value === undefined || value === null) return '—'
  if (Array.isArray(value)) return value.length === 0 ? '∅' : value.map(spell).join(', ')
  return String(value)
}

/** A condition of a decision table as people would write it: `= 8443…`, `∈ A, B`, `≥ 3 < 5`; `say` puts the values into words. */
export function spellCell(cell: Cell, say: (value: unknown) => string = spell): string {
  switch (cell.op) {
    case 'equals':
      return `= ${say(cell.value)}`
    case 'one-of':
      return `∈ ${say(cell.values)}`
    case 'prefix':
      return cell.values.map((value) => `${value}…`).join(', ')
    case 'range':
      return [cell.from === undefined ? '' : `≥ ${say(cell.from)}`, cell.below === undefined ? '' : `< ${say(cell.below)}`].filter((part) => part !== '').join(' ')
    case 'not':
      return `¬ ${spellCell(cell.cell, say)}`
    case 'absent':
      return '∅'
    case 'any':
      return '∗'
  }
}
