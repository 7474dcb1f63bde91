import { isUtf8 } from 'node:buffer'
import { parse } from 'csv-parse/sync'
import type exceljs from 'exceljs'
import { isSmallZip } from './check-zip.ts'

/** A sheet as rows of texts, the first row being the header. */
export type Sheet = readonly (readonly string[])[]

/** Why a sheet could not be read. `row` counts from 1, the header included. */
export type SheetFault = { readonly fault: 'not-a-sheet' } | { readonly fault: 'too-many-rows' } | { readonly fault: 'formula'; readonly row: number }

/** How much of a sheet is taken: rows without the header, and columns of any row. A sheet beyond either is refused whole, never cut. */
export interface SheetLimits {
  readonly rows: number
  readonly columns: number
}

const unpacked = { entries: 200, bytes: 32 * 1024 * 1024 }

/** Reads CSV (UTF-8, comma or semicolon) or XLSX (first sheet), told apart by their first bytes. Never runs a formula, never unpacks a bomb. */
export async function readSheet(file: Buffer, limits: SheetLimits): Promise<Sheet | SheetFault> {
  const sheet = file.subarray(0, 2).toString('latin1') === 'PK' ? await readXlsx(file, limits) : readCsv(file)
  if ('fault' in sheet) return sheet
  if (sheet.length === 0 || sheet.some((row) => row.length > limits.columns)) return { fault: 'not-a-sheet' }
  return sheet.length > limits.rows + 1 ? { fault: 'too-many-rows' } : sheet
}

function readCsv(file: Buffer): Sheet | SheetFault {
  if (!isUtf8(file) || file.includes(0)) return { fault: 'not-a-sheet' }
  const text = file.toString('utf8')
  const header = text.slice(0, text.indexOf('\n') + 1 || undefined)
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ','
  try {
    return parse(text, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'], max_record_size: 1_000_000 })
  } catch {
    return { fault: 'not-a-sheet' }
  }
}

function textOf(value: exceljs.CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return value.richText.map((part) => part.text).join('')
  if ('text' in value) return typeof value.text === 'string' ? value.text : textOf(value.text as exceljs.CellValue)
  return ''
}

async function readXlsx(file: Buffer, limits: SheetLimits): Promise<Sheet | SheetFault> {
  if (!isSmallZip(file, unpacked)) return { fault: 'not-a-sheet' }
  // Loaded when the first spreadsheet comes: it is large, and most processes never see one.
  const { default: sheets } = await import('exceljs')
  const book = new sheets.Workbook()
  try {
    await book.xlsx.load(file as unknown as exceljs.Buffer)
  } catch {
    return { fault: 'not-a-sheet' }
  }
  const [first] = book.worksheets
  if (first === undefined || first.columnCount > limits.columns) return { fault: 'not-a-sheet' }
  if (first.actualRowCount > limits.rows + 1) return { fault: 'too-many-rows' }
  const rows: string[][] = []
  let formula: number | undefined
  first.eachRow((row, number) => {
    const cells: string[] = []
    for (let column = 1; column <= first.columnCount; column++) {
      const cell = row.getCell(column)
      if (cell.type === sheets.ValueType.Formula) formula ??= number
      cells.push(textOf(cell.value))
    }
    rows.push(cells)
  })
  return formula === undefined ? rows : { fault: 'formula', row: formula }
}
