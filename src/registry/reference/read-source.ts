import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Json } from '../../kernel/canonical-json.ts'
import { cleanTable, type CleanCode } from './domain/clean-codes.ts'
import { cleanText } from './domain/clean-text.ts'
import { findTables, tableName, type RawCode } from './domain/code-shapes.ts'
import { decode, type Decoders } from './domain/decode.ts'
import { readTariffRow, tariffColumns, type TariffCode } from './domain/tariff-row.ts'
import { countMend, countRefused, newTally, type Tally } from './domain/tally.ts'

const strictly = (encoding: string) => {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  return (bytes: Uint8Array): string | undefined => {
    try {
      return decoder.decode(bytes)
    } catch {
      return undefined
    }
  }
}
const decoders: Decoders = { utf8: strictly('utf-8'), gb18030: strictly('gb18030') }

/** Tells how far a long reading has come. */
export type Progress = (done: number, total: number, what: string) => void

/** The codes of a folder, list by list in the order of their names. */
export interface CodesRead {
  readonly codes: readonly CleanCode[]
  readonly tables: readonly { readonly table: string; readonly codes: number }[]
  readonly tally: Tally
}

/**
 * Reads every `.json` and `.csv` file under `folder` (or one file) and cleans the code lists in it.
 * A file that cannot be read as text or parsed is refused as a whole and named; the others go on.
 */
export async function readCodes(folder: string, progress: Progress): Promise<CodesRead> {
  const files = await sourceFiles(folder)
  const tally = newTally()
  const lists = new Map<string, { numbered: boolean; rows: RawCode[] }>()
  for (const [index, file] of files.entries()) {
    progress(index, files.length, file)
    const content = parseFile(file, await readFile(path.join(folder, file)), tally)
    if (content === undefined) continue
    for (const found of findTables(tableName(file), content)) {
      if ('columns' in found) {
        countRefused(tally, { where: file, reason: 'unknown-list', facts: { list: found.table, columns: found.columns.join(', ') } })
        continue
      }
      const list = lists.get(found.table) ?? { numbered: found.numbered, rows: [] }
      for (const row of found.rows) list.rows.push(row)
      lists.set(found.table, list)
    }
  }
  progress(files.length, files.length, '')
  const tables = [...lists].sort(([a], [b]) => (a < b ? -1 : 1)).map(([table, list]) => ({ table, codes: cleanTable({ table, ...list }, tally) }))
  return { codes: tables.flatMap(({ codes }) => codes), tables: tables.map(({ table, codes }) => ({ table, codes: codes.length })), tally }
}

/** Reads a tariff file (CSV with the columns of `tariffColumns`). Throws with the missing column when it is no tariff. */
export async function readTariff(file: string): Promise<{ readonly codes: readonly TariffCode[]; readonly tally: Tally }> {
  const { records, tally } = await readTable(file, tariffColumns, 'tariff')
  const codes = new Map<string, TariffCode>()
  for (const [index, record] of records.entries()) {
    const code = readTariffRow(record, index + 2, tally)
    if (code === undefined) continue
    const earlier = codes.get(code.hs)
    if (earlier === undefined) codes.set(code.hs, code)
    else {
      tally.accepted--
      const where = `line ${index + 2}`
      if (JSON.stringify(earlier) === JSON.stringify(code)) countMend(tally, 'duplicate-dropped', { where, before: code.hs, after: '' })
      else countRefused(tally, { where, reason: 'code-repeated', facts: { code: code.hs, label: code.name, first: earlier.name } })
    }
  }
  return { codes: [...codes.values()], tally }
}

/** Reads a CSV file that must have some columns. Throws, saying what is missing, when it is not what it was said to be (`what`, e.g. `tariff`). */
async function readTable(file: string, columns: readonly string[], what: string): Promise<{ readonly records: Record<string, string>[]; readonly tally: Tally }> {
  const tally = newTally()
  const records = parseCsv(file, await tableBytes(file), tally)
  if (records === undefined) throw new SourceUnusable(`${file} is neither UTF-8 nor GB 18030 text`)
  const missing = columns.filter((column) => records[0] !== undefined && !(column in records[0]))
  if (records.length === 0 || missing.length > 0) throw new SourceUnusable(`${file} is no ${what}: ${records.length === 0 ? 'no rows' : `no column ${missing.join(', ')}`}`)
  return { records, tally }
}

/** The cleaned rows of a table with their lines in the file. Whoever reads on counts `accepted` and what is refused. */
export interface RowsRead<Column extends string> {
  readonly rows: readonly { readonly line: number; readonly row: Readonly<Record<Column, string>> }[]
  readonly tally: Tally
}

/** Reads a CSV file of another system: every text cleaned as in code lists, each act of cleaning counted. Throws `SourceUnusable` as `readTariff` does. */
export async function readRows<Column extends string>(file: string, columns: readonly Column[], what: string): Promise<RowsRead<Column>> {
  const { records, tally } = await readTable(file, columns, what)
  const rows = records.map((record, index) => {
    const line = index + 2
    const cells = columns.map((column) => {
      const before = record[column] ?? ''
      const { text, mended } = cleanText(before)
      for (const rule of mended) countMend(tally, rule, { where: `line ${line}`, before, after: text })
      return [column, text] as const
    })
    return { line, row: Object.fromEntries(cells) as Record<Column, string> }
  })
  tally.read = rows.length
  return { rows, tally }
}

async function tableBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new SourceUnusable(`${file} does not exist`, { cause: error })
    if (code === 'EISDIR') throw new SourceUnusable(`${file} is a folder; give the file`, { cause: error })
    throw error
  }
}

/** A source that is not what it was said to be; the message names file and reason and is meant for the person at the terminal. */
export class SourceUnusable extends Error {
  override readonly name = 'SourceUnusable'
}

async function sourceFiles(folder: string): Promise<string[]> {
  let entries
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw new SourceUnusable(`${folder} does not exist`, { cause: error })
    if (code === 'ENOTDIR') throw new SourceUnusable(`${folder} is a file; give the folder that holds the code lists`, { cause: error })
    throw error
  }
  const files = entries.filter((entry) => entry.isFile() && /\.(json|csv)$/i.test(entry.name)).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  if (files.length === 0) throw new SourceUnusable(`${folder} holds no .json or .csv file`)
  return files.sort()
}

function parseFile(file: string, bytes: Buffer, tally: Tally): Json | undefined {
  if (/\.csv$/i.test(file)) return parseCsv(file, bytes, tally)
  const text = textOf(file, bytes, tally)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    countRefused(tally, { where: file, reason: 'not-json', facts: { message: (error as Error).message } })
    return undefined
  }
}

function parseCsv(file: string, bytes: Buffer, tally: Tally): Record<string, string>[] | undefined {
  const text = textOf(file, bytes, tally)
  if (text === undefined) return undefined
  return parse<Record<string, string>>(text, {
    columns: (header: string[]) => header.map((column) => column.trim()),
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
  })
}

function textOf(file: string, bytes: Buffer, tally: Tally): string | undefined {
  const decoded = decode(bytes, decoders)
  if (decoded === undefined) countRefused(tally, { where: file, reason: 'not-text', facts: {} })
  else if (decoded.mended !== undefined) countMend(tally, decoded.mended, { where: file, before: '', after: '' })
  return decoded?.text
}
