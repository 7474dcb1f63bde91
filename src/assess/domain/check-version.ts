import { checkTable, type TableCheck } from '../../kernel/decision-table/check-table.ts'
import { compile, type CompiledTable } from '../../kernel/decision-table/compile.ts'
import { evaluate } from '../../kernel/decision-table/evaluate.ts'
import type { Facts, Row, TableDefinition } from '../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Entry, Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { modeTables } from '../modes/domain/category.ts'
import { checkLooks } from './check-looks.ts'
import { modesAt, severityAt } from './release-scale.ts'

/** What of a policy pack rows of tables are held against. */
export type RuleLaw = Pick<Pack, 'releaseModes' | 'creditGrades' | 'riskLevels' | 'powers' | 'agencies' | 'categories' | 'measures' | 'methods'>

/** What the law says of rows: a refusal, and facts that show it where there are some. */
export interface LawFinding {
  readonly refusal: Refusal
  readonly example?: Facts
}

function unknownCode(pointer: string, value: string, known: readonly string[]): Refusal[] {
  if (known.includes(value)) return []
  return [{ code: 'tables/answer-unknown', pointer, facts: { output: pointer.split('/').at(-1) ?? '', value, known: known.join(', ') } }]
}

function checkModes(pack: RuleLaw, rows: readonly Row[], at: Instant): readonly Refusal[] {
  const known = modesAt(pack, at).map((mode) => mode.code)
  return rows.flatMap((row, i) => unknownCode(`/rows/${i}/then/mode`, String(row.then['mode']), known))
}

/** Every check needs a listed power of the agency that covers its methods (GV-07). */
function checkPowers(pack: RuleLaw, rows: readonly Row[], at: Instant): readonly Refusal[] {
  const powers = pack.powers.filter((power) => inForce(power, at))
  return rows.flatMap((row, i) => {
    const at = `/rows/${i}/then`
    const { agency, power, methods } = row.then
    const listed = powers.find((one) => one.code === power)
    const found = [
      ...unknownCode(`${at}/agency`, String(agency), pack.agencies.map((one) => one.code)),
      ...unknownCode(`${at}/power`, String(power), powers.map((one) => one.code)),
    ]
    if (found.length > 0 || listed === undefined) return found
    if (listed.agency !== agency) {
      return [{ code: 'tables/power-of-another-agency', pointer: `${at}/power`, facts: { power: listed.code, agency: String(agency) }, clause: 'GV-07' }]
    }
    const covered: readonly string[] = listed.methods
    const beyond = (methods as readonly string[]).filter((method) => !covered.includes(method))
    return beyond.map((method) => ({ code: 'tables/method-beyond-power', pointer: `${at}/methods`, facts: { power: listed.code, method }, clause: 'GV-07' }))
  })
}

/** Answers that name entries of another list of the pack: each must be there at that moment. */
function checkNamed(rows: readonly Row[], output: string, entries: readonly (Entry & { readonly code: string })[], at: Instant): readonly Refusal[] {
  const known = entries.filter((entry) => inForce(entry, at)).map((entry) => entry.code)
  const named = (row: Row): readonly string[] => {
    const answer = row.then[output]
    return typeof answer === 'object' ? answer : [String(answer)]
  }
  return rows.flatMap((row, i) => named(row).flatMap((code) => unknownCode(`/rows/${i}/then/${output}`, code, known)))
}

/** Points at which a table over one number can change its answer, and one between each two of them. */
function samplesOf(rows: readonly Row[], column: string): readonly number[] {
  const special = rows.flatMap((row): readonly unknown[] => {
    const cell = row.when[column]
    const positive = cell?.op === 'not' ? cell.cell : cell
    if (positive?.op === 'range') return [positive.from, positive.below]
    return positive?.op === 'equals' ? [positive.value] : positive?.op === 'one-of' ? positive.values : []
  })
  const sorted = [...new Set(special.filter((value) => typeof value === 'number'))].sort((a, b) => a - b)
  const between = sorted.map((value, i) => (value + (sorted[i + 1] ?? value + 2)) / 2)
  return [(sorted[0] ?? 0) - 1, ...sorted, ...between].sort((a, b) => a - b)
}

/** A step along which control loosens: `row` answers `facts` more mildly than `other` answered less risk. */
interface Fall {
  readonly row: string
  readonly other: string
  readonly facts: Facts
}

/** Walks along `facts` and tells the first step at which `measure` falls. */
function firstFall(table: CompiledTable, along: readonly Facts[], measure: (row: Row) => number): Fall | undefined {
  let before: Row | undefined
  for (const facts of along) {
    const row = evaluate(table, facts)
    if (row === undefined) continue
    if (before !== undefined && measure(row) < measure(before)) return { row: row.id, other: before.id, facts }
    before = row
  }
  return undefined
}

/** Raising risk or worsening credit never loosens (RR-07): along either axis values and modes must not fall. */
function checkMonotone(pack: RuleLaw, definition: TableDefinition, rows: readonly Row[], at: Instant): readonly LawFinding[] {
  // A formula cannot be walked along: where it is asked nothing can be promised.
  const opaque = rows.flatMap((row, i): LawFinding[] => (row.formula === undefined ? [] : [{ refusal: { code: 'tables/formula-not-here', pointer: `/rows/${i}/formula`, facts: { row: row.id }, clause: 'RR-07' } }]))
  if (opaque.length > 0) return opaque
  const table = compile(definition, { table: definition.name, version: 0, validFrom: at, rows })
  const byRank = (a: { readonly rank: number }, b: { readonly rank: number }): number => a.rank - b.rank
  const grades = [...pack.creditGrades].sort(byRank).map((grade) => grade.code)
  const levels = [...pack.riskLevels].sort(byRank).map((level) => level.code)
  const refusal = ({ row, other, facts }: Fall): LawFinding => ({
    refusal: { code: 'tables/not-monotone', pointer: `/rows/${rows.findIndex((one) => one.id === row)}`, facts: { row, other }, clause: 'RR-07' },
    example: facts,
  })
  if (definition.name === 'combined-risk') {
    const lines = [...levels.map((risk) => grades.map((credit) => ({ risk, credit }))), ...grades.map((credit) => levels.map((risk) => ({ risk, credit })))]
    return lines.map((line) => firstFall(table, line, (row) => Number(row.then['value']))).filter((fall) => fall !== undefined).map(refusal)
  }
  const directions = definition.columns.find((column) => column.name === 'direction')?.values ?? []
  return directions
    .map((direction) => {
      const along = samplesOf(rows, 'combined').map((combined) => ({ combined, direction }))
      return firstFall(table, along, (row) => severityAt(pack, String(row.then['mode']), at))
    })
    .filter((fall) => fall !== undefined)
    .map(refusal)
}

/**
 * What the pack knows better than the table: modes, agencies, powers, methods, categories and measures exist and fit at the moment the version
 * begins, and nothing loosens as risk grows: no mode, in the general table of modes and in those of categories, and no look (RR-07, RR-09). The rows must have passed
 * `checkTable`.
 */
export function checkLaw(pack: RuleLaw, definition: TableDefinition, rows: readonly Row[], at: Instant): readonly LawFinding[] {
  const known = definition.outputs.map((output) => output.name)
  const refusals = [
    ...(known.includes('mode') ? checkModes(pack, rows, at) : []),
    ...(known.includes('power') ? checkPowers(pack, rows, at) : []),
    ...(known.includes('category') ? checkNamed(rows, 'category', pack.categories, at) : []),
    ...(known.includes('measures') ? checkNamed(rows, 'measures', pack.measures, at) : []),
  ]
  if (refusals.length > 0) return refusals.map((refusal) => ({ refusal }))
  if (known.includes('methods')) return checkLooks(pack, definition, rows, at)
  return definition.name === 'combined-risk' || modeTables(pack).includes(definition.name) ? checkMonotone(pack, definition, rows, at) : []
}

/** `checkTable`, then `checkLaw`: what a version must pass to be recorded. */
export function checkVersion(pack: RuleLaw, definition: TableDefinition, rows: readonly Row[], at: Instant): TableCheck {
  const check = checkTable(definition, rows)
  if (check.refusals.length > 0) return check
  return { refusals: checkLaw(pack, definition, rows, at).map(({ refusal }) => refusal), remarks: check.remarks }
}
