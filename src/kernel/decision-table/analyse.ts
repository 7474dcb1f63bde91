import { canonicalJson, type Json } from '../canonical-json.ts'
import type { Refusal } from '../refusal.ts'
import { checkRows, spoilsConditions } from './check-rows.ts'
import { checkCodes, type CodeBook } from './check-codes.ts'
import { boxOfKnown, boxOfRow, findUncovered, isEmptyBox, type Budget } from './find-uncovered.ts'
import { cellsOfRow, commonFacts, hasBit, intersectRows, isSeenFree, rowsOf, rowSpace, type Bits, type RowSpace } from './row-space.ts'
import type { Facts, Row, TableDefinition } from './table.ts'

/** `fault` forbids recording; `warning` is for the author to answer for; `note` says what the order of rows decides. */
export type Severity = 'fault' | 'warning' | 'note'

/** Something an author should know of the rows. Its pointer leads into `{ rows: […] }`. */
export interface Finding {
  readonly severity: Severity
  readonly refusal: Refusal
  /** The row it is about, and the one it is compared with, by index. */
  readonly row?: number
  readonly other?: number
  /** Facts that show it. */
  readonly example?: Facts
}

export interface Analysis {
  readonly findings: readonly Finding[]
  /** Findings left out because there were too many of their kind. */
  readonly more: number
}

export interface AnalysisOptions {
  /** Codes that exist, for columns whose table does not close them. */
  readonly codes?: CodeBook
  /** Bounds the work; past it what is left is told as undecided. */
  readonly steps?: number
}

/** More rows than a person can answer for; lists of codes belong into registers. */
export const maximumRows = 5_000
const shownOfKind = 200
/** What the search for one row may cost, so that a hard one leaves enough for the others. */
const stepsOfRow = 60_000
const stepsOfGap = 400_000

class Findings {
  readonly list: Finding[] = []
  readonly #counts = new Map<string, number>()
  more = 0

  add(finding: Finding): void {
    const { code } = finding.refusal
    const count = (this.#counts.get(code) ?? 0) + 1
    this.#counts.set(code, count)
    // Faults of single cells are all told; pairs of rows can be millions.
    if (finding.other === undefined || count <= shownOfKind) this.list.push(finding)
    else this.more++
  }

  isFull(code: string): boolean {
    return (this.#counts.get(code) ?? 0) >= shownOfKind
  }
}

interface Compared {
  readonly definition: TableDefinition
  readonly space: RowSpace
  /** Index of each row of the space in what was given. */
  readonly indexes: readonly number[]
  readonly findings: Findings
  readonly budget: Budget
  /** Rows that hold wherever their conditions do: those without a formula. */
  readonly firm: Bits
  readonly outcomes: readonly string[]
}

const outcomeOf = (row: Row): string => canonicalJson(row.then as unknown as Json)

function rankOf(definition: TableDefinition, row: Row): number {
  const { hit } = definition
  return hit.policy === 'strictest' ? hit.order.indexOf(String(row.then[hit.output])) : 0
}

function tell(compared: Compared, severity: Severity, code: string, row: number, other?: number, example?: Facts): void {
  const { space, indexes, findings } = compared
  const index = indexes[row] as number
  findings.add({
    severity,
    refusal: {
      code,
      pointer: `/rows/${index}`,
      facts: { row: (space.rows[row] as Row).id, ...(other === undefined ? {} : { other: (space.rows[other] as Row).id }) },
    },
    row: index,
    ...(other === undefined ? {} : { other: indexes[other] as number }),
    ...(example === undefined ? {} : { example }),
  })
}

/** Overlaps where only one row may answer. */
function compareUnique(compared: Compared, row: number, met: Bits): void {
  for (const other of rowsOf(met)) {
    if (other >= row) break
    const isFirm = hasBit(compared.firm, row) && hasBit(compared.firm, other)
    if (compared.findings.isFull(isFirm ? 'tables/rows-overlap' : 'tables/rows-may-overlap')) return
    const example = commonFacts(compared.space, row, other)
    tell(compared, isFirm ? 'fault' : 'warning', isFirm ? 'tables/rows-overlap' : 'tables/rows-may-overlap', row, other, example)
  }
}

/** Where every row that fits counts: a row that adds nothing to another. */
function compareCollected(compared: Compared, row: number, cells: readonly number[], met: Bits): void {
  const outer = rowsOf(intersectRows(compared.space, cells, 'outer', met))
  for (const other of outer) {
    if (other === row || compared.outcomes[other] !== compared.outcomes[row] || !hasBit(compared.firm, other)) continue
    // Of two rows that say the same the later one is told.
    if (other > row && hasBit(compared.firm, row) && hasBit(intersectRows(compared.space, cellsOfRow(compared.space, other), 'outer', met), row)) continue
    tell(compared, 'warning', 'tables/row-redundant', row, other)
    return
  }
}

/** Where one row answers: rows that never do, and rows of which only the order decides. */
function compareOrdered(compared: Compared, row: number, cells: readonly number[], earlier: Bits): void {
  const { space, budget, definition, outcomes, firm } = compared
  const met = rowsOf(intersectRows(space, cells, 'meets', earlier))
  if (met.length === 0) return
  const outer = rowsOf(intersectRows(space, cells, 'outer', earlier)).find((other) => hasBit(firm, other))
  if (outer !== undefined) return tell(compared, 'warning', 'tables/row-shadowed', row, outer)
  if (!isSeenFree(space, cells, earlier.map((word, i) => word & (firm[i] as number)))) {
    const own = { left: Math.min(budget.left, stepsOfRow) }
    const gap = findUncovered(space, boxOfRow(space, row), met.filter((other) => hasBit(firm, other)), own)
    budget.left -= stepsOfRow - own.left
    if (gap === undefined) return tell(compared, 'warning', 'tables/row-shadowed-together', row, met.find((other) => hasBit(firm, other)))
    if (gap === 'undecided') tell(compared, 'note', 'tables/shadow-undecided', row)
  }
  if (compared.findings.isFull('tables/rows-cross')) return
  const mine = space.rows[row] as Row
  const crossing = met.find((other) => {
    if (outcomes[other] === outcomes[row] || rankOf(definition, space.rows[other] as Row) !== rankOf(definition, mine)) return false
    // A row inside a later, more general one is an exception from it, as it should be.
    return !isInside(space, other, cells)
  })
  if (crossing !== undefined) tell(compared, 'note', 'tables/rows-cross', row, crossing, commonFacts(space, row, crossing))
}

function isInside(space: RowSpace, row: number, cells: readonly number[]): boolean {
  return space.columns.every((column, i) => {
    const outer = column.outer(column.cellOf[row] as number)
    // Any row that bears the condition stands for it.
    const bearer = column.cellOf.indexOf(cells[i] as number)
    return hasBit(outer, bearer)
  })
}

/** Rows in the order in which they answer. */
function answerOrder(definition: TableDefinition, rows: readonly Row[]): readonly number[] {
  const order = rows.map((_, i) => i)
  return definition.hit.policy === 'strictest' ? order.sort((a, b) => rankOf(definition, rows[b] as Row) - rankOf(definition, rows[a] as Row) || a - b) : order
}

function compareRows(compared: Compared): void {
  const { definition, space } = compared
  const { policy } = definition.hit
  const all = new Uint32Array(space.words)
  const possible = new Set<number>()
  for (let row = 0; row < space.rows.length; row++) {
    if (isEmptyBox(boxOfRow(space, row))) tell(compared, 'warning', 'tables/row-impossible', row)
    else {
      possible.add(row)
      if (policy === 'unique' || policy === 'collect') all[row >>> 5] = (all[row >>> 5] as number) | (1 << (row & 31))
    }
  }
  for (const row of answerOrder(definition, space.rows)) {
    if (!possible.has(row)) continue
    const cells = cellsOfRow(space, row)
    if (policy === 'unique') compareUnique(compared, row, intersectRows(space, cells, 'meets', all))
    else if (policy === 'collect') compareCollected(compared, row, cells, all)
    else {
      compareOrdered(compared, row, cells, all)
      all[row >>> 5] = (all[row >>> 5] as number) | (1 << (row & 31))
    }
  }
}

function lookForGap({ space, firm, findings }: Compared): void {
  const gap = findUncovered(space, boxOfKnown(space), rowsOf(firm), { left: stepsOfGap })
  if (gap === 'undecided') findings.add({ severity: 'warning', refusal: { code: 'tables/gap-undecided', pointer: '/rows' } })
  else if (gap !== undefined) {
    const values = Object.entries(gap.labels).map(([column, label]) => `${column} = ${label}`)
    findings.add({ severity: 'fault', refusal: { code: 'tables/gap', pointer: '/rows', facts: { values: values.join(', ') } }, example: gap.facts })
  }
}

/**
 * Everything that can be said of rows without evaluating them: faults of cells, overlaps where only one row may fit, rows that can never answer
 * because of one other or of several together, rows that add nothing, crossings of which only the order decides, combinations of known values
 * without an answer where the table promises one, codes nobody knows. A formula is taken as one that may hold or not: a row with one overlaps,
 * but neither hides another row nor closes a gap. Rows with faulty conditions are left out of comparisons, so that it can be asked while typing.
 */
export function analyse(definition: TableDefinition, rows: readonly Row[], options: AnalysisOptions = {}): Analysis {
  const findings = new Findings()
  if (rows.length > maximumRows) {
    return { findings: [{ severity: 'fault', refusal: { code: 'tables/too-many-rows', pointer: '/rows', facts: { maximum: maximumRows } } }], more: 0 }
  }
  const faults = checkRows(definition, rows)
  const spoiled = new Set<number>()
  for (const refusal of faults) {
    const row = /^\/rows\/(\d+)/.exec(refusal.pointer ?? '')?.[1]
    if (row !== undefined && spoilsConditions(refusal)) spoiled.add(Number(row))
    findings.add({ severity: 'fault', refusal, ...(row === undefined ? {} : { row: Number(row) }) })
  }
  for (const { row, ...refusal } of checkCodes(definition, rows, options.codes ?? {})) findings.add({ severity: 'warning', refusal, row })
  const indexes = rows.map((_, i) => i).filter((i) => !spoiled.has(i))
  const sound = indexes.map((i) => rows[i] as Row)
  const space = rowSpace(definition.columns, sound)
  if (space === undefined) {
    findings.add({ severity: 'warning', refusal: { code: 'tables/too-large-to-compare', pointer: '/rows' } })
    return { findings: findings.list, more: findings.more }
  }
  const firm = new Uint32Array(space.words)
  for (const [i, row] of sound.entries()) if (row.formula === undefined) firm[i >>> 5] = (firm[i >>> 5] as number) | (1 << (i & 31))
  const compared: Compared = { definition, space, indexes, findings, budget: { left: options.steps ?? 1_500_000 }, firm, outcomes: sound.map(outcomeOf) }
  compareRows(compared)
  if (definition.complete === true && spoiled.size === 0) lookForGap(compared)
  return { findings: findings.list, more: findings.more }
}

/** Rows that can fire for the same facts as row `row`, by index, with facts that show it. */
export function rowsMeeting(definition: TableDefinition, rows: readonly Row[], row: number): readonly { readonly row: number; readonly example: Facts }[] {
  const sound = rows.map((one, i) => ({ one, i })).filter(({ i, one }) => !checkRows(definition, [one]).some(spoilsConditions) || i === row)
  const at = sound.findIndex(({ i }) => i === row)
  const space = at === -1 || checkRows(definition, [rows[row] as Row]).some(spoilsConditions) ? undefined : rowSpace(definition.columns, sound.map(({ one }) => one))
  if (space === undefined) return []
  const all = new Uint32Array(space.words).fill(0xffffffff)
  return rowsOf(intersectRows(space, cellsOfRow(space, at), 'meets', all)).flatMap((other) => {
    const index = sound[other]?.i
    const example = other === at || index === undefined ? undefined : commonFacts(space, at, other)
    return index === undefined || example === undefined ? [] : [{ row: index, example }]
  })
}
