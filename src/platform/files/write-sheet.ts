/** A cell to be written: text is written as text, whatever it looks like. */
export type Cell = string | number | undefined

function csvCell(cell: Cell): string {
  const text = cell === undefined ? '' : String(cell)
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** CSV (RFC 4180) in UTF-8 with the mark by which spreadsheet programs know it. Texts must have been made inert before. */
export function writeCsv(rows: readonly (readonly Cell[])[]): Buffer {
  return Buffer.from('\ufeff' + rows.map((row) => row.map(csvCell).join(',') + '\r\n').join(''), 'utf8')
}

/** XLSX with one sheet, its first row standing still. */
export async function writeXlsx(name: string, rows: readonly (readonly Cell[])[]): Promise<Buffer> {
  const { default: exceljs } = await import('exceljs')
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet(name.slice(0, 31), { views: [{ state: 'frozen', ySplit: 1 }] })
  for (const row of rows) sheet.addRow(row.map((cell) => cell ?? null))
  sheet.getRow(1).font = { bold: true }
  return Buffer.from(await book.xlsx.writeBuffer())
}
