import type { Json } from '../../../kernel/canonical-json.ts'

/** A code as found in a source, before cleaning. `place` is the row or key, for the report. */
export interface RawCode {
  readonly place: string
  readonly code: unknown
  readonly label: unknown
  readonly attributes: Readonly<Record<string, unknown>>
}

/** One code list of a source. `numbered` lists use a running number as code, so that a number is no dirt there. */
export interface RawTable {
  readonly table: string
  readonly numbered: boolean
  readonly rows: readonly RawCode[]
}

/** Something in a source that is no code list we know; `columns` is what it has instead. */
export interface UnknownTable {
  readonly table: string
  readonly columns: readonly string[]
}

interface Shape {
  readonly columns: readonly string[]
  /** Columns that make the code, joined by a dot; absent where the key of the object is the code. */
  readonly code?: readonly string[]
  readonly label: string
  /** Column → name of the attribute; what is not named repeats another column and is left out. */
  readonly attributes: Readonly<Record<string, string>>
  readonly numbered?: boolean
}

// In the order of trial: the more particular first. Short column names are those of published look-up files.
const shapes: readonly Shape[] = [
  { columns: ['value', 'label'], code: ['value'], label: 'label', attributes: {} },
  { columns: ['n', 'y', 'c', 'a', 'o', 'i'], label: 'n', attributes: { y: 'country', c: 'countryCode', a: 'latitude', o: 'longitude', i: 'iata' } },
  { columns: ['n', 'c', 'y', 'a', 'o', 'q'], label: 'n', attributes: { c: 'city', y: 'country', a: 'latitude', o: 'longitude', q: 'icao' } },
  { columns: ['n', 'c', 'y', 'a', 'o'], label: 'n', attributes: { c: 'city', y: 'country', a: 'latitude', o: 'longitude' } },
  {
    columns: ['seq', 'name', 'hsCodes', 'licenseType'],
    code: ['seq'],
    label: 'name',
    attributes: { code: 'controlCode', hsCodes: 'hs', unit: 'unit', type: 'type', licenseType: 'licence', source: 'source' },
    numbered: true,
  },
  { columns: ['seq', 'name', 'cas'], code: ['seq'], label: 'name', attributes: { aliases: 'aliases', cas: 'cas', remarks: 'remarks' }, numbered: true },
  { columns: ['n', 's', 'h', 'u'], code: ['n'], label: 's', attributes: { h: 'hs', u: 'unit' }, numbered: true },
  { columns: ['table', 'field', 'type', 'comment_zh'], code: ['table', 'field'], label: 'comment_zh', attributes: { type: 'type' } },
  {
    columns: ['message_part', 'element', 'label_zh'],
    code: ['message_part', 'element'],
    label: 'label_zh',
    attributes: { type: 'type', max_length: 'maxLength', precision: 'precision' },
  },
]

/** Attributes that are numbers, whatever the source writes. */
export const numericAttributes: ReadonlySet<string> = new Set(['latitude', 'longitude', 'maxLength'])

/** The name of the list in a file: without folder, extension, the `pub_` of database exports, and the number of a part (`_p2`). */
export function tableName(file: string): string {
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.[A-Za-z]+$/, '')
  return stem.replace(/^pub_/, '').replace(/_p\d+$/, '')
}

/**
 * Finds the code lists in the content of one file: `{RECORDS:[…]}`, an object of code → label, of code → record, a list of records or of
 * labels, or an object of several such lists. Members that begin with `_` are notes of whoever published the file.
 */
export function findTables(name: string, content: Json): (RawTable | UnknownTable)[] {
  if (Array.isArray(content)) return [fromList(name, content)]
  if (content === null || typeof content !== 'object') return [{ table: name, columns: [typeof content] }]
  const record = content as Readonly<Record<string, Json>>
  if (Array.isArray(record['RECORDS'])) return [fromList(name, record['RECORDS'])]
  const entries = Object.entries(record).filter(([key]) => !key.startsWith('_'))
  if (entries.length > 0 && entries.every(([, value]) => typeof value === 'string' || typeof value === 'number')) {
    return [{ table: name, numbered: false, rows: entries.map(([key, label]) => ({ place: key, code: key, label, attributes: {} })) }]
  }
  const shape = shapes.find(({ code, columns }) => code === undefined && entries.every(([, value]) => hasColumns(value, columns)))
  if (shape !== undefined && entries.length > 0) {
    const rows = entries.map(([key, value]) => rawCode(shape, key, value as Readonly<Record<string, unknown>>, key))
    return [{ table: name, numbered: false, rows }]
  }
  if (entries.length > 0 && entries.every(([, value]) => value !== null && typeof value === 'object')) {
    return entries.flatMap(([key, value]) => findTables(entries.length > 1 ? `${name}.${key}` : name, value))
  }
  return [{ table: name, columns: entries.slice(0, 12).map(([key]) => key) }]
}

function fromList(name: string, list: readonly Json[]): RawTable | UnknownTable {
  if (list.length > 0 && list.every((entry) => typeof entry === 'string')) {
    return { table: name, numbered: false, rows: list.map((label, row) => ({ place: `row ${row + 1}`, code: label, label, attributes: {} })) }
  }
  const first = list.find((entry) => entry !== null && typeof entry === 'object')
  const shape = shapes.find(({ code, columns }) => code !== undefined && hasColumns(first, columns))
  if (shape === undefined) return { table: name, columns: Object.keys(first ?? {}) }
  const rows = list.map((entry, row) => rawCode(shape, undefined, (entry ?? {}) as Readonly<Record<string, unknown>>, `row ${row + 1}`))
  return { table: name, numbered: shape.numbered === true, rows }
}

function hasColumns(value: unknown, columns: readonly string[]): boolean {
  return value !== null && typeof value === 'object' && columns.every((column) => column in value)
}

function rawCode(shape: Shape, key: string | undefined, record: Readonly<Record<string, unknown>>, place: string): RawCode {
  const parts = (shape.code ?? []).map((column) => record[column])
  const attributes: Record<string, unknown> = {}
  for (const [column, name] of Object.entries(shape.attributes)) if (record[column] !== undefined) attributes[name] = record[column]
  return { place, code: key ?? (parts.length === 1 ? parts[0] : parts.join('.')), label: record[shape.label], attributes }
}
