import type { Cell, Column, Output, OutputValue, PositiveCell } from '../../../kernel/decision-table/table.ts'

/*
 * How conditions are written in a grid, a clipboard and a sheet, the same in both languages:
 *   (nothing) any · ? not known · ! … not · 84*, 85* begins with · A, B one of · 3..6 from 3 to below 6 · >= 3 · < 6 · "a, b" one code with a comma
 */

const special = /^[\s!?<>="']|[",*\n\r\t]|\s$|\.\.|^$/
const quote = (text: string): string => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function writePositive(cell: PositiveCell): string {
  switch (cell.op) {
    case 'equals':
      return typeof cell.value === 'string' ? quote(cell.value) : String(cell.value)
    case 'one-of':
      return cell.values.map((value) => (typeof value === 'string' ? quote(value) : String(value))).join(', ')
    case 'prefix':
      return cell.values.map((value) => `${quote(value)}*`).join(', ')
    case 'range':
      if (cell.from === undefined) return cell.below === undefined ? '..' : `< ${cell.below}`
      return cell.below === undefined ? `>= ${cell.from}` : `${cell.from}..${cell.below}`
  }
}

/** A condition as it is written; the empty text for "any". */
export function writeCell(cell: Cell | undefined): string {
  if (cell === undefined || cell.op === 'any') return ''
  if (cell.op === 'absent') return '?'
  return cell.op === 'not' ? `! ${writePositive(cell.cell)}` : writePositive(cell)
}

interface Piece {
  readonly text: string
  readonly starred: boolean
}

/** The parts of a list, quoted or not, each perhaps with a star behind it. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  const part = /\s*(?:"((?:[^"]|"")*)"(\*|…)?|([^,，、"]*))\s*(?:[,，、]|$)/y
  while (part.lastIndex < text.length) {
    const found = part.exec(text)
    if (found === null) return [{ text, starred: false }]
    const [, quoted, star, plain = ''] = found
    if (quoted !== undefined) pieces.push({ text: quoted.replaceAll('""', '"'), starred: star !== undefined })
    else if (plain.trim() !== '') pieces.push({ text: plain.trim().replace(/[*…]$/, ''), starred: /[*…]\s*$/.test(plain) })
  }
  return pieces
}

const weights: Readonly<Record<string, number>> = { g: 0.001, kg: 1, t: 1000, 克: 0.001, 千克: 1, 公斤: 1, 吨: 1000 }

/** A number as people write it; weights with a unit where the column counts kilograms. Not a number stays the text. */
function readNumber(text: string, column: Pick<Column, 'name'>): number | string {
  const found = /^([-+]?(?:\d[\d_ ]*)?(?:\.\d+)?(?:e[-+]?\d+)?)\s*([a-z\u4e00-\u9fff]*)$/i.exec(text.trim())
  const [, digits = '', unit = ''] = found ?? []
  const value = Number(digits.replace(/[_ ]/g, ''))
  if (digits === '' || !Number.isFinite(value)) return text
  if (unit === '') return value
  const factor = /Kg$/.test(column.name) ? weights[unit.toLowerCase()] : undefined
  return factor === undefined ? text : Number((value * factor).toPrecision(12))
}

/** A moment: a day alone begins at midnight in `zone` (`+08:00`). What is none stays the text and is told by the analysis. */
function readMoment(text: string, zone: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text.trim()) ? `${text.trim()}T00:00:00${zone}` : text.trim()
}

function readRange(text: string, bound: (text: string) => number | string): PositiveCell | undefined {
  const half = /^(>=|≥|<|＜)\s*([^<>=≥]+)$/.exec(text)
  if (half !== null) return half[1] === '>=' || half[1] === '≥' ? { op: 'range', from: bound(half[2] as string) } : { op: 'range', below: bound(half[2] as string) }
  const dots = text.indexOf('..')
  const both = /^>=\s*([^<>=]+)<\s*([^<>=]+)$/.exec(text)
  if (dots < 0 && both === null) return undefined
  const [from, below] = both === null ? [text.slice(0, dots).trim(), text.slice(dots + 2).trim()] : [(both[1] as string).trim(), (both[2] as string).trim()]
  return { op: 'range', ...(from === '' ? {} : { from: bound(from) }), ...(below === '' ? {} : { below: bound(below) }) }
}

function readPositive(column: Column, text: string, zone: string): PositiveCell {
  if (column.type === 'boolean') {
    if (/^(yes|true|是|y)$/i.test(text)) return { op: 'equals', value: true }
    return /^(no|false|否|n)$/i.test(text) ? { op: 'equals', value: false } : { op: 'equals', value: text }
  }
  if (column.type === 'number' || column.type === 'instant') {
    const bound = (part: string): number | string => (column.type === 'number' ? readNumber(part, column) : readMoment(part, zone))
    const range = readRange(text, bound)
    if (range !== undefined) return range
    const values = text.replace(/^=\s*/, '').split(/[,，、]/).map((part) => bound(part.trim()))
    return values.length === 1 ? { op: 'equals', value: values[0] as number | string } : { op: 'one-of', values }
  }
  const pieces = piecesOf(text.replace(/^=\s*/, ''))
  if (pieces.length > 0 && pieces.every((piece) => piece.starred)) return { op: 'prefix', values: pieces.map((piece) => piece.text) }
  const values = pieces.map((piece) => (piece.starred ? `${piece.text}*` : piece.text))
  return values.length === 1 ? { op: 'equals', value: values[0] as string } : { op: 'one-of', values }
}

/**
 * Reads a condition of a column as it was typed or pasted. Never refuses: what cannot be read becomes an equality with the text, which the
 * analysis then marks as not of the column. `zone` is that of days without a time.
 */
export function readCell(column: Column, typed: string, zone = '+00:00'): Cell {
  const text = typed.trim()
  if (text === '' || text === '*' || text === '∗') return { op: 'any' }
  if (text === '?' || text === '∅') return { op: 'absent' }
  const negated = /^(?:!|¬|！)\s*(.+)$/s.exec(text)
  return negated === null ? readPositive(column, text, zone) : { op: 'not', cell: readPositive(column, (negated[1] as string).trim(), zone) }
}

/** An answer as it is written. */
export function writeAnswer(value: OutputValue | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'object' ? value.map(quote).join(', ') : String(value)
}

/** Reads an answer; undefined for nothing. What is not of the output's type stays text and is told by the analysis. */
export function readAnswer(output: Output, typed: string): OutputValue | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  switch (output.type) {
    case 'codes':
      return piecesOf(text).map((piece) => piece.text)
    case 'number':
      return readNumber(text, { name: '' })
    case 'boolean':
      return /^(yes|true|是)$/i.test(text) ? true : /^(no|false|否)$/i.test(text) ? false : text
    case 'code':
      return text
  }
}
