import { fromEpoch, type Instant } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import { decodeColumns, encodeColumns, type CodeColumn, type PlainColumn } from './columns.ts'
import { boxings, type Boxing, type HistoryCase, type HistoryLine } from './history-case.ts'

/** Cases of a block at most. */
export const blockCases = 65_536

/** Turns texts into bytes and back; given, because decisions know no library. */
export interface TextCoding {
  readonly encode: (text: string) => Uint8Array
  readonly decode: (bytes: Uint8Array) => string
}

/** Cases of one port and month as columns. Rows of `line` columns follow each other; those of a case begin at `firstLine[row]`. */
export interface HistoryBlock {
  readonly cases: number
  readonly at: (row: number) => Instant
  readonly hour: (row: number) => number
  readonly firstLine: Uint32Array
  readonly direction: CodeColumn
  readonly mode: CodeColumn
  readonly destination: CodeColumn
  readonly declarant: CodeColumn
  readonly owner: CodeColumn
  readonly grade: CodeColumn
  readonly releaseMode: CodeColumn
  readonly riskLevel: CodeColumn
  readonly hs: CodeColumn
  readonly ciq: CodeColumn
  readonly origin: CodeColumn
  readonly currency: CodeColumn
  readonly attributes: CodeColumn
  readonly licences: CodeColumn
  readonly boxes: CodeColumn
  readonly netWeightKg: (line: number) => number | undefined
  readonly amount: (line: number) => number | undefined
}

/** Writes cases of one port as columns, in the order given. */
export function encodeBlock(cases: readonly HistoryCase[], coding: TextCoding): Uint8Array {
  const lines = cases.flatMap((one) => one.lines)
  const ofCase = (text: (one: HistoryCase) => string | undefined): PlainColumn => ({ texts: cases.map(text) })
  const ofLine = (text: (line: HistoryLine) => string | undefined): PlainColumn => ({ texts: lines.map(text) })
  return encodeColumns(
    {
      at: { numbers: cases.map((one) => one.at) },
      hour: { numbers: cases.map((one) => one.hour) },
      lines: { numbers: cases.map((one) => one.lines.length) },
      direction: ofCase((one) => one.direction),
      mode: ofCase((one) => one.mode),
      destination: ofCase((one) => one.destination),
      declarant: ofCase((one) => one.declarant),
      owner: ofCase((one) => one.owner),
      grade: ofCase((one) => one.grade),
      releaseMode: ofCase((one) => one.releaseMode),
      riskLevel: ofCase((one) => one.riskLevel),
      hs: ofLine((line) => line.hs),
      ciq: ofLine((line) => line.ciq),
      origin: ofLine((line) => line.origin),
      currency: ofLine((line) => line.currency),
      attributes: ofLine((line) => line.attributes),
      licences: ofLine((line) => line.licences),
      boxes: ofLine((line) => line.boxes),
      netWeightKg: { numbers: lines.map((line) => line.netWeightKg) },
      amount: { numbers: lines.map((line) => line.amount) },
    },
    coding.encode,
  )
}

/** Reads the columns of a block. */
export function decodeBlock(buffer: ArrayBuffer, coding: TextCoding): HistoryBlock {
  const columns = decodeColumns(buffer, coding.decode)
  const { code } = columns
  const cases = columns.length('at')
  const at = columns.numberAt('at')
  const hour = columns.numberAt('hour')
  const lines = columns.numberAt('lines')
  const firstLine = new Uint32Array(cases + 1)
  for (let row = 0; row < cases; row++) firstLine[row + 1] = (firstLine[row] as number) + (lines(row) ?? 0)
  return {
    cases,
    at: (row) => fromEpoch(at(row) ?? 0),
    hour: (row) => hour(row) ?? 0,
    firstLine,
    direction: code('direction'),
    mode: code('mode'),
    destination: code('destination'),
    declarant: code('declarant'),
    owner: code('owner'),
    grade: code('grade'),
    releaseMode: code('releaseMode'),
    riskLevel: code('riskLevel'),
    hs: code('hs'),
    ciq: code('ciq'),
    origin: code('origin'),
    currency: code('currency'),
    attributes: code('attributes'),
    licences: code('licences'),
    boxes: code('boxes'),
    netWeightKg: columns.numberAt('netWeightKg'),
    amount: columns.numberAt('amount'),
  }
}

/** The text in a row of a column; undefined: not known. */
export function textAt(column: CodeColumn, row: number): string | undefined {
  return column.dictionary[column.codes[row] as number] ?? undefined
}

/** A line of goods as it was written. */
export function lineAt(block: HistoryBlock, line: number): HistoryLine {
  const boxes = textAt(block.boxes, line) as Boxing | undefined
  return {
    hs: must(textAt(block.hs, line), 'a line has a commodity code'),
    ciq: textAt(block.ciq, line),
    origin: textAt(block.origin, line),
    netWeightKg: block.netWeightKg(line),
    amount: block.amount(line),
    currency: textAt(block.currency, line),
    attributes: textAt(block.attributes, line),
    licences: textAt(block.licences, line),
    boxes: boxes !== undefined && boxings.includes(boxes) ? boxes : 'none',
  }
}
