import { declarationExample } from './declaration-example.ts'
import { sheetColumns } from './domain/sheet-columns.ts'

const { items, containers, conveyance, documents, ...head } = declarationExample
const item = items[0]

const exampleCells: Readonly<Record<string, string | number | undefined>> = {
  ...head,
  conveyanceKind: conveyance?.kind,
  conveyance: conveyance?.ref,
  voyage: conveyance?.voyage,
  documents: documents?.map((document) => `${document.type}:${document.number}`).join('; '),
  line: item?.line,
  hs: item?.hs,
  description: item?.description,
  origin: item?.origin,
  quantity: item?.quantity.value,
  unit: item?.quantity.unit,
  netWeightKg: item?.netWeightKg,
  amount: item?.value.amount,
  currency: item?.value.currency,
  containers: containers?.map((container) => container.number).join(' '),
}

/** Texts of a column in both languages, for the guide sheet. */
export type ColumnTexts = (column: string) => { readonly zh: string; readonly en: string }

/** The spreadsheet template: one sheet to be filled in with an example row, one that explains each column in Chinese and English. */
export async function workbookTemplate(texts: ColumnTexts): Promise<Buffer> {
  const { default: exceljs } = await import('exceljs')
  const workbook = new exceljs.Workbook()
  const sheet = workbook.addWorksheet('declarations', { views: [{ state: 'frozen', ySplit: 1, xSplit: 1 }] })
  sheet.columns = sheetColumns.map((column) => ({
    header: column.name,
    key: column.name,
    width: Math.max(12, column.name.length + 4),
    style: { numFmt: column.kind === 'number' ? 'General' : '@' },
  }))
  sheet.getRow(1).font = { bold: true }
  sheet.addRow(exampleCells)
  const guide = workbook.addWorksheet('说明 guide')
  guide.columns = [
    { header: 'column', key: 'column', width: 20 },
    { header: '必填 required', key: 'needed', width: 14 },
    { header: '中文', key: 'zh', width: 60 },
    { header: 'English', key: 'en', width: 70 },
  ]
  guide.getRow(1).font = { bold: true }
  for (const column of sheetColumns) guide.addRow({ column: column.name, needed: column.needed === true ? '✓' : '', ...texts(column.name) })
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** The same as one CSV table with the example row; the byte-order mark lets spreadsheet programs read the Chinese. */
export function csvTemplate(): string {
  const quoted = (text: string | number | undefined): string => (text === undefined ? '' : `"${String(text).replaceAll('"', '""')}"`)
  return `\ufeff${sheetColumns.map((column) => column.name).join(',')}\r\n${sheetColumns.map((column) => quoted(exampleCells[column.name])).join(',')}\r\n`
}
