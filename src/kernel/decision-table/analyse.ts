import { canonicalJson, type Json } from '../canonical-json.ts'
import type { Refusal } from '../refusal.ts'
import { checkRows, spoilsConditions, type CheckedRows } from './check-rows.ts'
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
  /** Where each row stands in the space. */
  readonly numbers: ReadonlyMap<Row, number>
  /** What is known of rows already. */
  readonly looks: WeakMap<Row, Look>
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

/** What was found of one row of which only one answers, by the rows themselves, so that it holds wherever they stand. */
interface Look {
  readonly kind: 'free' | 'shadowed' | 'together' | 'undecided'
  readonly by?: Row | undefined
  /** The first earlier row that crosses it; null: none; absent: nobody has looked. */
  crossing?: Row | null
  /** What it cost. */
  readonly spent: number
}

/** Looks whether a row is hidden by those that answer before it. */
function lookAt({ space, budget, firm }: Compared, row: number, cells: readonly number[], earlier: Bits): Look {
  const met = rowsOf(intersectRows(space, cells, 'meets', earlier))
  if (met.length === 0) return { kind: 'free', crossing: null, spent: 0 }
  const outer = rowsOf(intersectRows(space, cells, 'outer', earlier)).find((other) => hasBit(firm, other))
  if (outer !== undefined) return { kind: 'shadowed', by: space.rows[outer], spent: 0 }
  if (isSeenFree(space, cells, earlier.map((word, i) => word & (firm[i] as number)))) return { kind: 'free', spent: 0 }
  const most = Math.min(budget.left, stepsOfRow)
  const own = { left: most }
  const gap = findUncovered(space, boxOfRow(space, row), met.filter((other) => hasBit(firm, other)), own)
  const spent = most - own.left
  if (gap === undefined) return { kind: 'together', by: space.rows[met.find((other) => hasBit(firm, other)) ?? -1], spent }
  return { kind: gap === 'undecided' ? 'undecided' : 'free', spent }
}

function firstCrossing({ definition, space, outcomes }: Compared, row: number, cells: readonly number[], earlier: Bits): Row | null {
  const mine = space.rows[row] as Row
  const crossing = rowsOf(intersectRows(space, cells, 'meets', earlier)).find((other) => {
    if (outcomes[other] === outcomes[row] || rankOf(definition, space.rows[other] as Row) !== rankOf(definition, mine)) return false
    // A row inside a later, more general one is an exception from it, as it should be.
    return !isInside(space, other, cells)
  })
  return crossing === undefined ? null : (space.rows[crossing] as Row)
}

/** Where one row answers: rows that never do, and rows of which only the order decides. */
function compareOrdered(compared: Compared, row: number, cells: readonly number[], earlier: Bits): void {
  const { space, budget, looks, findings, numbers } = compared
  const mine = space.rows[row] as Row
  const known = looks.get(mine)
  // What was not decided might be now, and what was might cost more than is left.
  const look = known === undefined || known.kind === 'undecided' || (known.spent > 0 && known.spent >= Math.min(budget.left, stepsOfRow)) ? lookAt(compared, row, cells, earlier) : known
  looks.set(mine, look)
  budget.left -= look.spent
  const by = look.by === undefined ? undefined : numbers.get(look.by)
  if (look.kind === 'shadowed') return tell(compared, 'warning', 'tables/row-shadowed', row, by)
  if (look.kind === 'together') return tell(compared, 'warning', 'tables/row-shadowed-together', row, by)
  if (look.kind === 'undecided') tell(compared, 'note', 'tables/shadow-undecided', row)
  if (findings.isFull('tables/rows-cross')) return
  if (look.crossing === undefined) look.crossing = firstCrossing(compared, row, cells, earlier)
  const crossing = look.crossing === null ? undefined : numbers.get(look.crossing)
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

/** What an analysis keeps for the next one of nearly the same rows. */
interface Kept {
  readonly checked: CheckedRows
  looks: WeakMap<Row, Look>
  before?: { readonly space: RowSpace; readonly order: readonly number[] } | undefined
}

/** Forgets what is known of rows that a changed row may touch: of those that meet one, and answer after it, among the rows as they were or as they are. */
function forgetTouched(kept: Kept, definition: TableDefinition, space: RowSpace): void {
  const { before } = kept
  const [old, now] = [before?.space.rows ?? [], space.rows]
  let from = 0
  while (from < old.length && from < now.length && old[from] === now[from]) from++
  let rest = 0
  while (rest < old.length - from && rest < now.length - from && old[old.length - 1 - rest] === now[now.length - 1 - rest]) rest++
  if (before === undefined) {
    kept.looks = new WeakMap()
    return
  }
  const forget = (within: RowSpace, order: readonly number[], below: number): void => {
    const places = new Map(order.map((row, place) => [row, place]))
    const all = new Uint32Array(within.words).fill(0xffffffff)
    for (let row = from; row < below; row++) {
      const place = places.get(row) ?? 0
      kept.looks.delete(within.rows[row] as Row)
      for (const other of rowsOf(intersectRows(within, cellsOfRow(within, row), 'meets', all))) {
        const met = within.rows[other]
        if (met !== undefined && (places.get(other) ?? 0) > place) kept.looks.delete(met)
      }
    }
  }
  // So many rows are sooner looked at anew than asked whom they touch.
  if (Math.max(old.length, now.length) - from - rest > mostChanged) kept.looks = new WeakMap()
  else {
    forget(before.space, before.order, old.length - rest)
    forget(space, answerOrder(definition, now), now.length - rest)
  }
}

const mostChanged = 100

function analyseKeeping(definition: TableDefinition, rows: readonly Row[], options: AnalysisOptions, kept: Kept): Analysis {
  const findings = new Findings()
  if (rows.length > maximumRows) {
    return { findings: [{ severity: 'fault', refusal: { code: 'tables/too-many-rows', pointer: '/rows', facts: { maximum: maximumRows } } }], more: 0 }
  }
  const faults = checkRows(definition, rows, kept.checked)
  const spoiled = new Set<number>()
  for (const refusal of faults) {
    const row = /^\/rows\/(\d+)/.exec(refusal.pointer ?? '')?.[1]
    if (row !== undefined && spoilsConditions(refusal)) spoiled.add(Number(row))
    findings.add({ severity: 'fault', refusal, ...(row === undefined ? {} : { row: Number(row) }) })
  }
  for (const { row, ...refusal } of checkCodes(definition, rows, options.codes ?? {})) findings.add({ severity: 'warning', refusal, row })
  const indexes = rows.map((_, i) => i).filter((i) => !spoiled.has(i))
  const sound = indexes.map((i) => rows[i] as Row)
  const space = rowSpace(definition.columns, sound, kept.before?.space)
  if (space === undefined) {
    kept.before = undefined
    findings.add({ severity: 'warning', refusal: { code: 'tables/too-large-to-compare', pointer: '/rows' } })
    return { findings: findings.list, more: findings.more }
  }
  const isOrdered = definition.hit.policy === 'first' || definition.hit.policy === 'strictest'
  if (isOrdered) forgetTouched(kept, definition, space)
  kept.before = { space, order: isOrdered ? answerOrder(definition, sound) : [] }
  const firm = new Uint32Array(space.words)
  for (const [i, row] of sound.entries()) if (row.formula === undefined) firm[i >>> 5] = (firm[i >>> 5] as number) | (1 << (i & 31))
  const numbers = new Map(sound.map((row, i) => [row, i]))
  const compared: Compared = { definition, space, indexes, findings, budget: { left: options.steps ?? 1_500_000 }, firm, outcomes: sound.map(outcomeOf), numbers, looks: kept.looks }
  compareRows(compared)
  if (definition.complete === true && spoiled.size === 0) lookForGap(compared)
  return { findings: findings.list, more: findings.more }
}

/**
 * Everything that can be said of rows without evaluating them: faults of cells, overlaps where only one row may fit, rows that can never answer
 * because of one other or of several together, rows that add nothing, crossings of which only the order decides, combinations of known values
 * without an answer where the table promises one, codes nobody knows. A formula is taken as one that may hold or not: a row with one overlaps,
 * but neither hides another row nor closes a gap. Rows with faulty conditions are left out of comparisons, so that it can be asked while typing.
 */
export function analyse(definition: TableDefinition, rows: readonly Row[], options: AnalysisOptions = {}): Analysis {
  // The same row twice is two rows.
  return analyseKeeping(definition, rows.map((row) => ({ ...row })), options, { checked: new WeakMap(), looks: new WeakMap() })
}

/**
 * Opens an analysis that is asked again and again while rows change: it says what `analyse` says, but looks only at rows that a change may touch. Rows are
 * known by what they hold, so that they may come from anywhere. Where the work is bounded, a row may be told as undecided by one and decided by the other.
 */
export function openAnalysis(definition: TableDefinition, options: AnalysisOptions = {}): (rows: readonly Row[]) => Analysis {
  const kept: Kept = { checked: new WeakMap(), looks: new WeakMap() }
  let known = new Map<string, Row>()
  return (rows) => {
    const times = new Map<string, number>()
    const next = new Map<string, Row>()
    const same = rows.map((row) => {
      const text = JSON.stringify(row)
      const time = (times.get(text) ?? 0) + 1
      times.set(text, time)
      const key = time === 1 ? text : `${time} ${text}`
      const one = known.get(key) ?? { ...row }
      next.set(key, one)
      return one
    })
    known = next
    return analyseKeeping(definition, same, options, kept)
  }
}
