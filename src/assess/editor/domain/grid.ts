import type { Row, TableDefinition } from '../../../kernel/decision-table/table.ts'
import { readAnswer, readCell, writeAnswer, writeCell } from './cell-text.ts'

/** A column of the editor's grid: what a row shows there, and the row that what was typed there makes. */
export interface GridColumn {
  readonly key: string
  readonly kind: 'id' | 'when' | 'formula' | 'then' | 'clause' | 'note' | 'targeting'
  /** Condition, answer or language. */
  readonly name?: string
  /** Where faults of it point, below the row. */
  readonly pointer: string
  read(row: Row): string
  write(row: Row, text: string): Row
}

function without<T extends object, K extends keyof T>(of: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = of
  return rest
}

function noteColumn(language: 'zh' | 'en'): GridColumn {
  return {
    key: `note.${language}`, kind: 'note', name: language, pointer: `/note/${language}`,
    read: (row) => row.note?.[language] ?? '',
    write(row, text) {
      const note = { zh: row.note?.zh ?? '', en: row.note?.en ?? '', [language]: text }
      return note.zh === '' && note.en === '' ? without(row, 'note') : { ...row, note }
    },
  }
}

/** The grid's columns of a table: row, conditions, formula, answers, clause, notes, targeting. `zone` is that of days without a time. */
export function gridColumns(definition: TableDefinition, zone: string): readonly GridColumn[] {
  return [
    { key: 'id', kind: 'id', pointer: '/id', read: (row) => row.id, write: (row, text) => ({ ...row, id: text.trim() }) },
    ...definition.columns.map((column): GridColumn => ({
      key: `when.${column.name}`, kind: 'when', name: column.name, pointer: `/when/${column.name}`,
      read: (row) => writeCell(row.when[column.name]),
      write(row, text) {
        const cell = readCell(column, text, zone)
        const rest = without(row.when, column.name)
        return { ...row, when: cell.op === 'any' ? rest : { ...row.when, [column.name]: cell } }
      },
    })),
    { key: 'formula', kind: 'formula', pointer: '/formula', read: (row) => row.formula ?? '', write: (row, text) => (text.trim() === '' ? without(row, 'formula') : { ...row, formula: text.trim() }) },
    ...definition.outputs.map((output): GridColumn => ({
      key: `then.${output.name}`, kind: 'then', name: output.name, pointer: `/then/${output.name}`,
      read: (row) => writeAnswer(row.then[output.name]),
      write(row, text) {
        const value = readAnswer(output, text)
        return { ...row, then: value === undefined ? without(row.then, output.name) : { ...row.then, [output.name]: value } }
      },
    })),
    { key: 'clause', kind: 'clause', pointer: '/clause', read: (row) => row.clause, write: (row, text) => ({ ...row, clause: text.trim() }) },
    noteColumn('zh'),
    noteColumn('en'),
    {
      key: 'targeting', kind: 'targeting', pointer: '/targeting', read: (row) => (row.targeting === true ? 'yes' : ''),
      write: (row, text) => (/^(yes|true|是|1|y)$/i.test(text.trim()) ? { ...row, targeting: true } : without(row, 'targeting')),
    },
  ]
}

/** An id like `wanted` that no row has yet. */
function freeId(rows: readonly Row[], wanted: string): string {
  const used = new Set(rows.map((row) => row.id))
  if (wanted !== '' && !used.has(wanted)) return wanted
  const stem = wanted === '' ? 'row' : wanted.replace(/-\d+$/, '').slice(0, 58)
  for (let n = 2; ; n++) if (!used.has(`${stem}-${n}`)) return `${stem}-${n}`
}

/** A row that asks nothing and answers nothing yet. */
const emptyRow = (rows: readonly Row[]): Row => ({ id: freeId(rows, ''), when: {}, then: {}, clause: '' })

/** A rectangle of cells, both ends included. */
export interface Range {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** The cells of a rectangle as spreadsheet programs take them: tabs between cells, one line per row. */
export function copyCells(columns: readonly GridColumn[], rows: readonly Row[], { top, bottom, left, right }: Range): string {
  const quote = (text: string): string => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.slice(top, bottom + 1).map((row) => columns.slice(left, right + 1).map((column) => quote(column.read(row))).join('\t')).join('\n')
}

/** Cells as spreadsheet programs give them; a quoted cell may hold tabs and line breaks. */
export function readClipboard(text: string): string[][] {
  const lines: string[][] = [[]]
  let cell = ''
  let quoted = false
  const put = (): void => {
    lines.at(-1)?.push(cell)
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] as string
    if (quoted && letter === '"' && text[i + 1] === '"') cell += text[++i] as string
    else if (letter === '"' && (quoted || cell === '')) quoted = !quoted
    else if (quoted || (letter !== '\t' && letter !== '\n' && letter !== '\r')) cell += letter
    else if (letter === '\t') put()
    else if (letter === '\n') {
      put()
      lines.push([])
    }
  }
  put()
  return lines.at(-1)?.join('') === '' && lines.length > 1 ? lines.slice(0, -1) : lines
}

/** Puts cells in from a place on, to the right and down; rows that are missing are added. */
export function pasteCells(columns: readonly GridColumn[], rows: readonly Row[], at: { readonly row: number; readonly column: number }, cells: readonly (readonly string[])[]): readonly Row[] {
  const next = [...rows]
  for (const [i, line] of cells.entries()) {
    let row = next[at.row + i] ?? emptyRow(next)
    for (const [j, text] of line.entries()) row = columns[at.column + j]?.write(row, text) ?? row
    next[at.row + i] = row
  }
  return next
}

/** Empties cells. */
export function clearCells(columns: readonly GridColumn[], rows: readonly Row[], { top, bottom, left, right }: Range): readonly Row[] {
  return rows.map((row, i) => (i < top || i > bottom ? row : columns.slice(left, right + 1).reduce((made, column) => (column.kind === 'id' ? made : column.write(made, '')), row)))
}

/** Puts an empty row with a free id before the row `at`. */
export const insertRow = (rows: readonly Row[], at: number): readonly Row[] => rows.toSpliced(at, 0, emptyRow(rows))
/** Puts a copy with an id of its own below the row `at`; the same rows when there is none. */
export const duplicateRow = (rows: readonly Row[], at: number): readonly Row[] => {
  const row = rows[at]
  return row === undefined ? rows : rows.toSpliced(at + 1, 0, { ...row, id: freeId(rows, row.id) })
}
/** Takes the rows from `top` to `bottom` out, both included. */
export const removeRows = (rows: readonly Row[], top: number, bottom: number): readonly Row[] => rows.toSpliced(top, bottom - top + 1)
/** Moves a row to another place; the same rows when either place is outside the table. */
export const moveRow = (rows: readonly Row[], from: number, to: number): readonly Row[] => {
  const row = rows[from]
  return row === undefined || to < 0 || to >= rows.length ? rows : rows.toSpliced(from, 1).toSpliced(to, 0, row)
}

/** Rows with what was before and what was taken back. */
export interface History {
  readonly past: readonly (readonly Row[])[]
  readonly rows: readonly Row[]
  readonly future: readonly (readonly Row[])[]
}

const remembered = 200
/** Rows with nothing to undo. */
export const beginHistory = (rows: readonly Row[]): History => ({ past: [], rows, future: [] })
/** Goes on to other rows and forgets what was taken back; some two hundred changes are remembered, and the same rows are no change. */
export const change = (history: History, rows: readonly Row[]): History => (rows === history.rows ? history : { past: [...history.past.slice(-remembered), history.rows], rows, future: [] })
/** Goes one change back; the same when there is none. */
export function undo({ past, rows, future }: History): History {
  const before = past.at(-1)
  return before === undefined ? { past, rows, future } : { past: past.slice(0, -1), rows: before, future: [rows, ...future] }
}
/** Does again what was last undone; the same when there is nothing. */
export function redo({ past, rows, future }: History): History {
  const [after, ...rest] = future
  return after === undefined ? { past, rows, future } : { past: [...past, rows], rows: after, future: rest }
}
