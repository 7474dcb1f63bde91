import type { Refusal } from '../../../kernel/refusal.ts'
import { sheetColumns, type SheetColumn } from './sheet-columns.ts'

/** A row as it stands in the sheet: its number there and the text of each cell. `numeric` names cells the spreadsheet kept as numbers. */
export interface SheetRow {
  readonly row: number
  readonly cells: Readonly<Record<string, string>>
  readonly numeric: ReadonlySet<string>
}

/** The rows of one declaration as a submission, with where each part of it stands. */
export interface SheetDeclaration {
  readonly firstRow: number
  readonly rows: readonly number[]
  /** What goes to the intake, as if it had come as JSON. */
  readonly json: unknown
}

/** Puts the zone of the port to a moment without one, as spreadsheets have them: `2026-03-05 08:00` at Beilun → `2026-03-05T08:00:00+08:00`. */
export type ZoneOf = (port: string, localMoment: string) => string

const columnByName = new Map(sheetColumns.map((column) => [column.name, column]))
const localMoment = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/

// Full-width commas, semicolons and colons are what a Chinese keyboard gives.
const splitList = (text: string): string[] => text.split(/[\s,;\uff0c\uff1b\u3001]+/).filter((part) => part !== '')

function papersOf(text: string): object[] {
  return text
    .split(/[\n;\uff1b]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const colon = part.search(/[:\uff1a]/)
      return colon === -1 ? { type: part } : { type: part.slice(0, colon).trim(), number: part.slice(colon + 1).trim() }
    })
}

function momentOf(text: string, port: string, zoneOf: ZoneOf): string {
  const found = localMoment.exec(text)
  if (found === null) return text
  const [, year = '', month = '', day = '', hour = '0', minute = '00', second = '00'] = found
  return zoneOf(port, `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${hour.padStart(2, '0')}:${minute}:${second}`)
}

/** The value of a cell; what is no number where one is wanted stays a text, for the schema to refuse. */
function valueOf(column: SheetColumn, row: SheetRow, port: string, zoneOf: ZoneOf): unknown {
  const text = row.cells[column.name]?.trim() ?? ''
  if (text === '') return undefined
  switch (column.kind) {
    case 'text':
      return text
    case 'number': {
      const plain = text.replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
      return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(plain) ? Number(plain) : text
    }
    case 'digits':
      // A spreadsheet that took a code for a number lost its leading zero: codes have an even number of digits.
      return row.numeric.has(column.name) && text.length % 2 === 1 ? `0${text}` : text
    case 'moment':
      return momentOf(text, port, zoneOf)
    case 'list':
      return splitList(text)
    case 'papers':
      return papersOf(text)
  }
}

function withoutGaps(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

function declarationOf(rows: readonly SheetRow[], zoneOf: ZoneOf): unknown {
  const port = rows[0]?.cells['port']?.trim() ?? ''
  const valuesOf = (row: SheetRow | undefined, of: SheetColumn['of']): Record<string, unknown> =>
    row === undefined
      ? {}
      : Object.fromEntries(sheetColumns.filter((column) => column.of === of).map((column) => [column.name, valueOf(column, row, port, zoneOf)]))
  const { conveyanceKind, conveyance, voyage, ...head } = valuesOf(rows[0], 'head')
  const items = rows.map((row, i) => {
    const { line, quantity, unit, amount, currency, ...item } = valuesOf(row, 'item')
    return withoutGaps({ ...item, line: line ?? i + 1, quantity: withoutGaps({ value: quantity, unit }), value: withoutGaps({ amount, currency }) })
  })
  const boxes = [...new Set(items.flatMap((item) => (Array.isArray(item['containers']) ? (item['containers'] as string[]) : [])))]
  const carrier = conveyanceKind === undefined && conveyance === undefined ? undefined : withoutGaps({ kind: conveyanceKind, ref: conveyance, voyage })
  return withoutGaps({ ...head, conveyance: carrier, containers: boxes.length === 0 ? undefined : boxes.map((number) => ({ number })), items })
}

/** Gathers the rows of each reference, in the order of their first rows; a row without reference continues the one above it. */
export function readSheetRows(rows: readonly SheetRow[], zoneOf: ZoneOf): SheetDeclaration[] {
  const groups = new Map<string, SheetRow[]>()
  let current = ''
  for (const row of rows) {
    const reference = row.cells['reference']?.trim() ?? ''
    if (reference !== '') current = reference
    const key = current === '' ? `\n${row.row}` : current
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].map((group) => ({ firstRow: group[0]?.row ?? 0, rows: group.map((row) => row.row), json: declarationOf(group, zoneOf) }))
}

/** Columns a sheet must have and has not. */
export function missingColumns(header: readonly string[], sheet: string): Refusal[] {
  return sheetColumns
    .filter((column) => column.needed === true && !header.includes(column.name))
    .map((column) => ({ code: 'declarations/sheet-column-missing', pointer: '', facts: { sheet, column: column.name } }))
}

/** Where in the sheet a pointer of a refusal points to; the first row for what belongs to the declaration as a whole. */
export function cellOf(declaration: SheetDeclaration, pointer: string): { readonly row: number; readonly column: string } {
  const steps = pointer.split('/').slice(1)
  const index = steps[0] === 'items' ? Number(steps[1]) : Number.NaN
  const row = declaration.rows[index] ?? declaration.firstRow
  const of = steps[0] === 'items' && steps.length > 1 ? 'item' : 'head'
  const field = steps.findLast((step) => !/^\d+$/.test(step)) ?? ''
  const named =
    sheetColumns.find((column) => column.of === of && column.field === field) ?? sheetColumns.find((column) => steps.includes(column.field) && column.of === of)
  const name = named?.name ?? (steps[0] === 'containers' ? 'containers' : (columnByName.get(field)?.name ?? ''))
  return { row, column: name }
}
