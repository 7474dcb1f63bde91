import { isUtf8 } from 'node:buffer'
import { parse } from 'csv-parse/sync'
import type ExcelJS from 'exceljs'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { missingColumns, type SheetRow } from './domain/read-sheet-rows.ts'

/** Rows of goods a spreadsheet may have. */
const mostRows = 5000
/** Bytes an .xlsx may unpack to: far more than `mostRows` rows need. */
const mostUnpacked = 48 * 1024 * 1024

const unreadable: Refusal = { code: 'declarations/sheet-unreadable', pointer: '' }

/** Sum of the unpacked sizes the directory of a ZIP file states; undefined when it is no ZIP file. Told before anything is unpacked. */
function unpackedSize(bytes: Buffer): number | undefined {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end === -1 || end + 20 > bytes.length) return undefined
  let at = bytes.readUInt32LE(end + 16)
  let total = 0
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return undefined
    total += bytes.readUInt32LE(at + 24)
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return total
}

/** The text of a cell as a person sees it; a date as local time, because spreadsheets know no zones. */
function cellText(value: ExcelJS.CellValue): { readonly text: string; readonly numeric: boolean } {
  if (value === null || value === undefined) return { text: '', numeric: false }
  if (value instanceof Date) return { text: value.toISOString().slice(0, 19), numeric: false }
  if (typeof value === 'number') return { text: String(value), numeric: true }
  if (typeof value !== 'object') return { text: String(value), numeric: false }
  if ('richText' in value) return { text: value.richText.map((part) => part.text).join(''), numeric: false }
  if ('text' in value) return { text: String(value.text), numeric: false }
  if ('result' in value) return cellText(value.result as ExcelJS.CellValue)
  return { text: '', numeric: false }
}

function rowOf(row: number, header: readonly string[], texts: readonly { readonly text: string; readonly numeric: boolean }[]): SheetRow {
  const numeric = new Set<string>()
  const cells: Record<string, string> = {}
  header.forEach((name, i) => {
    const cell = texts[i]
    if (name === '' || cell === undefined) return
    cells[name] = cell.text
    if (cell.numeric) numeric.add(name)
  })
  return { row, cells, numeric }
}

const isFilled = (row: SheetRow): boolean => Object.values(row.cells).some((text) => text.trim() !== '')

function checked(header: readonly string[], rows: readonly SheetRow[], sheet: string): Result<SheetRow[]> {
  const [missing, ...others] = missingColumns(header, sheet)
  if (missing !== undefined) return refuse(missing, ...others)
  const filled = rows.filter(isFilled)
  if (filled.length === 0) return refuse({ code: 'declarations/empty-batch', pointer: '' })
  return filled.length > mostRows ? refuse({ code: 'declarations/sheet-too-large', pointer: '', facts: { maximum: mostRows } }) : ok(filled)
}

/** Reads an .xlsx: its first sheet, whose first row names the columns. */
export async function readWorkbook(bytes: Buffer): Promise<Result<SheetRow[]>> {
  const size = unpackedSize(bytes)
  if (size === undefined) return refuse(unreadable)
  if (size > mostUnpacked) return refuse({ code: 'declarations/sheet-too-large', pointer: '', facts: { maximum: mostRows } })
  // Loaded when the first spreadsheet comes: it is large, and most processes never see one.
  const { default: exceljs } = await import('exceljs')
  const workbook = new exceljs.Workbook()
  try {
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer)
  } catch {
    return refuse(unreadable)
  }
  const sheet = workbook.worksheets[0]
  if (sheet === undefined) return refuse(unreadable)
  const header = (sheet.getRow(1).values as ExcelJS.CellValue[]).slice(1).map((value) => cellText(value).text.trim())
  const rows: SheetRow[] = []
  sheet.eachRow((row, number) => {
    if (number > 1)
      rows.push(
        rowOf(
          number,
          header,
          header.map((_, i) => cellText(row.getCell(i + 1).value)),
        ),
      )
  })
  return checked(header, rows, sheet.name)
}

/** Reads a CSV file in UTF-8 or GB 18030, as Chinese spreadsheet programs write them; the first line names the columns. */
export function readCsv(bytes: Buffer): Result<SheetRow[]> {
  let records: string[][]
  try {
    const text = isUtf8(bytes) ? bytes.toString('utf8') : new TextDecoder('gb18030', { fatal: true }).decode(bytes)
    records = parse(text, { bom: true, relaxColumnCount: true, skipEmptyLines: false, trim: true }) as string[][]
  } catch {
    return refuse(unreadable)
  }
  const [header = [], ...lines] = records
  return checked(
    header,
    lines.map((line, i) =>
      rowOf(
        i + 2,
        header,
        line.map((text) => ({ text, numeric: false })),
      ),
    ),
    'CSV',
  )
}
