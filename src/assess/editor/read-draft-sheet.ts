import type { TableDefinition } from '../../kernel/decision-table/table.ts'
import type { Row } from '../../kernel/decision-table/table.ts'
import { maximumRows } from '../../kernel/decision-table/analyse.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { readSheet, writeCsv, writeXlsx } from '../../platform/files/public.ts'
import { refusalsOf } from '../../platform/http/zod-refusals.ts'
import { DraftRows, toDraftRow } from './draft-schema.ts'
import { inertText, rowsFromSheet, rowsToSheet, sheetHeads } from './domain/sheet-rows.ts'

/** Rows as a sheet, every cell of which a spreadsheet program shows as text whatever it begins with. */
export function draftSheet(definition: TableDefinition, rows: readonly Row[], format: 'csv' | 'xlsx'): Promise<Buffer> | Buffer {
  const sheet = [[...sheetHeads(definition)], ...rowsToSheet(definition, rows).map((row) => row.map(inertText))]
  return format === 'csv' ? writeCsv(sheet) : writeXlsx(definition.name, sheet)
}

/** Reads rows from CSV or XLSX; nothing is saved. Refusals: `drafts/not-a-sheet`, `drafts/sheet-formula`, `tables/too-many-rows`, `drafts/unknown-heads`, and what a row may not hold. */
export async function readDraftSheet(definition: TableDefinition, file: Buffer): Promise<Result<readonly Row[]>> {
  const sheet = await readSheet(file, { rows: maximumRows, columns: sheetHeads(definition).length + 20 })
  if ('fault' in sheet) {
    if (sheet.fault === 'formula') return refuse({ code: 'drafts/sheet-formula', facts: { line: sheet.row } })
    return refuse(sheet.fault === 'too-many-rows' ? { code: 'tables/too-many-rows', facts: { maximum: maximumRows } } : { code: 'drafts/not-a-sheet' })
  }
  const { rows, unknown } = rowsFromSheet(definition, sheet)
  if (unknown.length > 0) return refuse({ code: 'drafts/unknown-heads', facts: { heads: unknown.slice(0, 10).join(', ').slice(0, 500), known: sheetHeads(definition).join(', ') } })
  const checked = DraftRows.safeParse(rows, { reportInput: true })
  if (checked.success) return ok(checked.data.map(toDraftRow))
  const [first = { code: 'common/invalid' }, ...rest] = refusalsOf(checked.error)
  return refuse(first, ...rest)
}
