import { z } from 'zod'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import { parseInstant, type Instant } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { readSheet } from '../../platform/files/public.ts'
import type { AnyRegister } from './define-register.ts'
import { placeVersion } from './domain/place-version.ts'
import { toData, type Column } from './domain/sheet.ts'
import { loadRegister, type LoadRow } from './load-register.ts'
import { alone, parseData, toLatest } from './record-entry.ts'
import { sheetColumns } from './sheet-columns.ts'
import { findLatest, type EntryRow } from './store.ts'

export const ImportReport = z.object({ added: z.int(), changed: z.int(), unchanged: z.int(), dryRun: z.boolean() })
export type ImportReport = z.infer<typeof ImportReport>

const limits = { rows: 20_000, columns: 100 }
/** So many faults tell a person enough. */
const faultsTold = 200
const timeColumns = ['validFrom', 'validTo']

/** Which column of the register each column of the sheet is; unknown titles are refused, because a mistyped one would lose its cells silently. */
function matchHeader(header: readonly string[], columns: readonly Column[]): Result<readonly (Column | string)[]> {
  const unknown = header.filter((title) => !timeColumns.includes(title.trim()) && !columns.some((column) => column.title === title.trim()))
  const [first, ...rest] = unknown.map((title): Refusal => ({ code: 'registers/unknown-column', pointer: '/rows/1', facts: { column: title.slice(0, 80) } }))
  return first === undefined ? ok(header.map((title) => columns.find((column) => column.title === title.trim()) ?? title.trim())) : refuse(first, ...rest)
}

/**
 * Records the rows of a sheet in one transaction, all or none. Every fault is named by row (as a spreadsheet counts them) and column. Rows
 * without `validFrom` hold from `options.validFrom`; equal rows are left alone; who records must look after every entry touched.
 */
export async function importSheet(
  db: Database,
  context: Context,
  register: AnyRegister,
  file: Buffer,
  options: { readonly dryRun: boolean; readonly validFrom: Instant },
): Promise<Result<ImportReport>> {
  const sheet = await readSheet(file, limits)
  if ('fault' in sheet) {
    if (sheet.fault === 'formula') return refuse({ code: 'registers/formula', pointer: `/rows/${sheet.row}` })
    return refuse(sheet.fault === 'too-many-rows' ? { code: 'registers/too-many-rows', facts: { maximum: limits.rows } } : { code: 'registers/not-a-sheet' })
  }
  const [header = [], ...body] = sheet
  const second = alone(register, undefined)
  if (second !== undefined) return refuse(second)
  const matched = matchHeader(header, sheetColumns(register))
  if (!matched.ok) return matched
  const read = readRows(register, matched.value, body, options.validFrom)
  const latest = await findLatest(db, register.name, read.rows.map(({ row }) => register.key(row.data)))
  // A sheet that was exported and edited still bears the old dates: a changed row of an old date holds from now.
  const placed = read.rows.map(({ number, row }) => ({ number, row: latest.get(register.key(row.data))?.valid_from === row.validFrom ? { ...row, validFrom: options.validFrom } : row }))
  const faults = [...read.faults, ...judgeRows(context, register, placed, latest), ...(await objectionsTo(db, context, register, placed, latest))]
  const [first, ...rest] = faults.slice(0, faultsTold)
  if (first !== undefined) return refuse(first, ...rest)
  const rows = placed.map(({ row }) => row)
  if (options.dryRun) return ok({ ...foresee(register, rows, latest), dryRun: true })
  const { added, changed, unchanged } = await db.transaction((tx) => loadRegister(tx, context, register, rows, { source: 'sheet' }))
  return ok({ added, changed, unchanged, dryRun: false })
}

interface ReadRow {
  /** As a spreadsheet counts, the header being 1. */
  readonly number: number
  readonly row: LoadRow
}

function readRows(register: AnyRegister, matched: readonly (Column | string)[], body: readonly (readonly string[])[], validFrom: Instant): { rows: ReadRow[]; faults: Refusal[] } {
  const rows: ReadRow[] = []
  const faults: Refusal[] = []
  const columns = matched.filter((column) => typeof column !== 'string')
  body.forEach((cells, index) => {
    const number = index + 2
    if (cells.every((cell) => cell.trim() === '')) return
    const time = (title: string): Instant | undefined => {
      const text = (cells[matched.indexOf(title)] ?? '').trim()
      const read = text === '' ? undefined : parseInstant(text)
      if (text !== '' && read === undefined) faults.push({ code: 'common/wrong-format', pointer: `/rows/${number}/${title}`, facts: { format: 'ISO 8601' } })
      return read
    }
    const from = time('validFrom')
    const to = time('validTo')
    const data = parseData(register, toData(columns, matched.flatMap((column, place) => (typeof column === 'string' ? [] : [cells[place] ?? '']))), `/rows/${number}`)
    if (!data.ok) faults.push(...data.refusals)
    else rows.push({ number, row: { data: data.value, validFrom: from ?? validFrom, ...(to === undefined ? {} : { validTo: to }) } })
  })
  return { rows, faults }
}

/** What speaks against changed rows as things stand. */
async function objectionsTo(db: Database, context: Context, register: AnyRegister, rows: readonly ReadRow[], latest: ReadonlyMap<string, EntryRow>): Promise<Refusal[]> {
  if (register.judge === undefined) return []
  const changed = rows.map(({ number, row }) => ({ number, row, former: latest.get(register.key(row.data)) })).filter(({ row, former }) => !isSame(former, row))
  const objections = await register.judge(db, changed.map(({ row: { data }, former }) => ({ data, former: former?.data })), context.now)
  return changed.flatMap(({ number }, n) => {
    const objection = objections[n]
    return objection === undefined ? [] : [{ ...objection, pointer: `/rows/${number}` }]
  })
}

/** What the schema cannot see: repeated keys, entries of others, versions that do not fit behind the former. */
function judgeRows(context: Context, register: AnyRegister, rows: readonly ReadRow[], latest: ReadonlyMap<string, EntryRow>): Refusal[] {
  const seen = new Set<string>()
  return rows.flatMap(({ number, row }): Refusal[] => {
    const key = register.key(row.data)
    const pointer = `/rows/${number}`
    if (seen.has(key)) return [{ code: 'registers/key-repeated', pointer, facts: { key } }]
    seen.add(key)
    const former = latest.get(key)
    if (!register.mayRecord(context.actor, row.data) || (former !== undefined && !register.mayRecord(context.actor, former.data))) return [{ code: 'common/not-permitted', pointer }]
    if (isSame(former, row)) return []
    const placed = placeVersion(toLatest(former), { validFrom: row.validFrom, expectedVersion: former?.version ?? 0, ...(row.validTo === undefined ? {} : { validTo: row.validTo }) }, context.now)
    return placed.ok ? [] : placed.refusals.map((refusal) => ({ ...refusal, pointer: pointer + (refusal.pointer ?? '') }))
  })
}

function isSame(former: EntryRow | undefined, row: LoadRow): boolean {
  const text = (data: object): string => canonicalJson(data as unknown as Json)
  return former !== undefined && text(former.data) === text(row.data) && (row.validTo ?? null) === former.valid_to
}

function foresee(register: AnyRegister, rows: readonly LoadRow[], latest: ReadonlyMap<string, EntryRow>): Omit<ImportReport, 'dryRun'> {
  const counts = { added: 0, changed: 0, unchanged: 0 }
  for (const row of rows) {
    const former = latest.get(register.key(row.data))
    counts[former === undefined ? 'added' : isSame(former, row) ? 'unchanged' : 'changed']++
  }
  return counts
}
