import type { Json } from '../../../kernel/canonical-json.ts'

/** How the cells of a column are read: a number, yes or no, several texts, any JSON, or text. */
export type CellKind = 'text' | 'number' | 'boolean' | 'texts' | 'json'

/** A column of a register's sheet. `path` leads into the content: `name.zh` is `['name', 'zh']`. */
export interface Column {
  readonly title: string
  readonly path: readonly string[]
  readonly kind: CellKind
}

interface Shape {
  readonly type?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
}

function kindOf(shape: Shape): CellKind {
  if (shape.type === 'number' || shape.type === 'integer') return 'number'
  if (shape.type === 'boolean') return 'boolean'
  if (shape.type === 'array' && shape.items?.type === 'string') return 'texts'
  return shape.type === 'string' ? 'text' : 'json'
}

/** Columns of content with this JSON Schema: one per plain field, fields of objects in objects with dotted titles, what is deeper as JSON. */
export function columnsOf(schema: Shape, path: readonly string[] = []): Column[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, shape]) => {
    const own = [...path, name]
    return shape.properties === undefined ? [{ title: own.join('.'), path: own, kind: kindOf(shape) }] : columnsOf(shape, own)
  })
}

const separator = ';'

/** What begins a formula in a spreadsheet program, tab and line break included. */
const formulaStart = /^[=+\-@\t\r\n]/

/** Text that a spreadsheet program shows as it is, whatever it begins with. */
export function toInert(text: string): string {
  return formulaStart.test(text) || /^'+[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
}

/** Takes back what `toInert` put before a text. */
export function fromInert(text: string): string {
  return /^'+[=+\-@\t\r\n]/.test(text) ? text.slice(1) : text
}

function valueAt(data: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, step) => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, Json | undefined>)[step] : undefined), data)
}

/** The cell of a column: undefined is empty. Texts that contain the separator go as JSON, so that they come back the same. */
export function toCell(column: Column, data: Json): string | number | undefined {
  const value = valueAt(data, column.path)
  if (value === undefined || value === null) return undefined
  if (column.kind === 'number' && typeof value === 'number') return value
  if (column.kind === 'texts' && Array.isArray(value)) {
    const texts = value.map(String)
    const plain = texts.length > 0 && texts.every((text) => !text.includes(separator) && text === text.trim() && text !== '' && !/^['[]/.test(text) && !formulaStart.test(text))
    return plain ? texts.join(separator) : JSON.stringify(texts)
  }
  return column.kind === 'text' && typeof value === 'string' ? value : JSON.stringify(value)
}

/** The value of a cell; undefined for an empty one. Text that does not read as the kind stays text, so that the schema names what is wrong with it. */
function fromCell(column: Column, cell: string): Json | undefined {
  const text = fromInert(cell)
  if (text.trim() === '') return undefined
  switch (column.kind) {
    case 'text':
      return text
    case 'number':
      return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text.trim()) ? Number(text) : text
    case 'boolean':
      return text.trim() === 'true' ? true : text.trim() === 'false' ? false : text
    case 'texts':
      return readJson(text, '[') ?? text.split(separator).map((part) => part.trim()).filter((part) => part !== '')
    case 'json':
      return readJson(text, '') ?? text
  }
}

function readJson(text: string, start: string): Json | undefined {
  if (!text.trimStart().startsWith(start)) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** Content from the cells of a row, in the order of the columns. */
export function toData(columns: readonly Column[], cells: readonly string[]): { [key: string]: Json } {
  const data: { [key: string]: Json } = {}
  columns.forEach((column, index) => {
    const value = fromCell(column, cells[index] ?? '')
    if (value === undefined) return
    let place = data
    for (const step of column.path.slice(0, -1)) place = (place[step] ??= {}) as { [key: string]: Json }
    const last = column.path.at(-1)
    if (last !== undefined) place[last] = value
  })
  return data
}
