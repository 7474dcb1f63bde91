import path from 'node:path'
import type { Instant } from '../../kernel/instant.ts'
import type { Code } from '../../kernel/pack.ts'
import type { Database } from '../../platform/database/database.ts'
import type { LedgerStamp } from '../../platform/ledger/fact.ts'
import { loadRegister, type LoadRow, type Register } from '../register/public.ts'
import { countRefused, type Tally } from './domain/tally.ts'
import type { TariffCode } from './domain/tariff-row.ts'
import { readCodes, readTariff, type Progress } from './read-source.ts'
import { codes, tariff } from './registers.ts'

/** What an import read, mended, refused and changed. */
export interface ReferenceImport {
  readonly source: string
  readonly register: string
  readonly tally: Tally
  readonly changes: { readonly added: number; readonly changed: number; readonly unchanged: number }
  /** Lists with their number of codes; empty for the tariff. */
  readonly tables: readonly { readonly table: string; readonly codes: number }[]
}

/** From when the rows of a source hold; the source itself does not say. */
export interface ImportOptions {
  readonly validFrom: Instant
  readonly onProgress?: Progress
}

/**
 * Loads a tariff file into the register `tariff`: each code a version that holds from `validFrom`. Names of units become codes of `units`;
 * a unit that list does not know leaves the code without statutory unit, which is counted. A second import of the same file changes nothing.
 */
export async function importTariff(db: Database, stamp: LedgerStamp, file: string, units: readonly Code[], options: ImportOptions): Promise<ReferenceImport> {
  const { codes: read, tally } = await readTariff(file)
  const unitOf = unitsByName(units)
  const rows = read.map((code) => tariffRow(code, unitOf, tally))
  return load(db, stamp, tariff, rows, { source: path.basename(file), tally, tables: [], options })
}

/** Loads every code list of a folder into the register `codes`. A second import of the same folder changes nothing. */
export async function importCodes(db: Database, stamp: LedgerStamp, folder: string, options: ImportOptions): Promise<ReferenceImport> {
  const { codes: read, tables, tally } = await readCodes(folder, options.onProgress ?? (() => undefined))
  const rows = read.map(({ table, code, label, attributes }) => ({ table, code, name: { zh: label }, ...(Object.keys(attributes).length === 0 ? {} : { attributes }) }))
  return load(db, stamp, codes, rows, { source: path.basename(path.resolve(folder)), tally, tables, options })
}

interface Loading {
  readonly source: string
  readonly tally: Tally
  readonly tables: ReferenceImport['tables']
  readonly options: ImportOptions
}

async function load<Data extends object>(db: Database, stamp: LedgerStamp, register: Register<Data>, data: readonly object[], { source, tally, tables, options }: Loading): Promise<ReferenceImport> {
  const rows = data.map((each): LoadRow => ({ data: each, validFrom: options.validFrom }))
  options.onProgress?.(0, 1, `register ${register.name}: ${rows.length} rows`)
  const loaded = await db.transaction((tx) => loadRegister(tx, stamp, register, rows, { source }))
  for (const { row, refusals } of loaded.refused) {
    tally.accepted--
    const reason = refusals[0]
    countRefused(tally, { where: JSON.stringify(data[row]).slice(0, 80), reason: reason?.code ?? 'refused', facts: { ...reason?.facts, ...(reason?.pointer === undefined ? {} : { pointer: reason.pointer }) } })
  }
  return { source, register: register.name, tally, tables, changes: { added: loaded.added, changed: loaded.changed, unchanged: loaded.unchanged } }
}

function tariffRow(code: TariffCode, unitOf: ReadonlyMap<string, string>, tally: Tally): object {
  const known = code.units.map((name) => unitOf.get(name))
  const missing = code.units.filter((name) => !unitOf.has(name))
  for (const name of missing) tally.noted.set(`unit ${name}`, (tally.noted.get(`unit ${name}`) ?? 0) + 1)
  return {
    hs: code.hs,
    name: { zh: code.name },
    // Half of two statutory units would forbid what the other half allows: with one unknown, any unit is taken.
    units: missing.length > 0 ? [] : known,
    conditions: code.supervision,
    importCategories: code.inspectionImport,
    exportCategories: code.inspectionExport,
    ...(code.dutyRate === undefined ? {} : { dutyRate: code.dutyRate }),
    ...(code.vatRate === undefined ? {} : { vatRate: code.vatRate }),
    exportRebates: code.exportRebates,
    elements: code.elements,
  }
}

/** Names of units as tariffs print them: a code of the list may stand for several (`台、辆、个`). */
function unitsByName(units: readonly Code[]): ReadonlyMap<string, string> {
  return new Map(units.flatMap(({ code, name }) => name.zh.split('、').map((each) => [each, code] as const)))
}
