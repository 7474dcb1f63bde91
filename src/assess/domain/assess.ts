import type { CompiledTable } from '../../kernel/decision-table/compile.ts'
import { evaluate, evaluateAll } from '../../kernel/decision-table/evaluate.ts'
import { explain, type RowExplanation } from '../../kernel/decision-table/explain.ts'
import type { FactValue, Row } from '../../kernel/decision-table/table.ts'
import { inForce, toIso } from '../../kernel/instant.ts'
import { Bug, must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Assessment } from './assessment.ts'
import { burdensOf, burdenSteps } from './credit-burdens.ts'
import { creditOf, partiesOf } from './credit.ts'
import type { ExplanationStep } from './explanation.ts'
import { factsOfItem, type DeclarationFacts, type ItemFacts, type LineFacts } from './facts.ts'
import { levelAt, modeAt, stricter } from './release-scale.ts'
import { findVersionInForce, versionInForce, type RuleSnapshot, type Tightening } from './rule-snapshot.ts'
import { holdsOn, leastMode, raiseLevel, riskSteps, withHoldChecks } from '../risk/domain/raise.ts'
import type { RiskHit } from '../risk/domain/risk-entry.ts'
import { categorySteps, generalTable, tableOfCategory } from '../modes/domain/category.ts'
import { composeMode } from '../modes/domain/compose-mode.ts'
import { policySteps } from '../modes/domain/policy-steps.ts'
import { fittingPolicies, type Stack } from '../modes/domain/stack-policies.ts'
import { fireMeasures, measureSteps, withMeasures } from '../modes/domain/wanted-measures.ts'
import { namedMode } from './named-mode.ts'
import { stepOf } from './step-of.ts'
import { fallbackCheck, fireChecks, gatherChecks, type AllowedMethods } from './wanted-checks.ts'

interface AssessedItem {
  readonly item: ItemFacts
  readonly facts: LineFacts
  readonly risk: RowExplanation
  readonly level: string
  readonly byRisk: LevelOutcome
  mode: string
  /** What measures of policy make of the line (PZ-17); absent where none fits. */
  stack?: Stack | undefined
}

/** What one level of goods risk leads to with the case's credit: the same for every line of that level and category. */
interface LevelOutcome {
  readonly table: string
  readonly combined: number
  readonly mode: string
  readonly steps: readonly ExplanationStep[]
}

function only(rows: readonly RowExplanation[], table: CompiledTable): RowExplanation {
  const [row] = rows
  if (row === undefined) throw new Bug(`table ${table.version.table} v${table.version.version} has a gap`)
  return row
}

function outcomeOfLevel(rules: RuleSnapshot, facts: DeclarationFacts, credit: string, risk: string, table: string): LevelOutcome {
  const matrix = versionInForce(rules, 'combined-risk', facts.at)
  const value = only(explain(matrix, { credit, risk }), matrix)
  const combined = Number(value.then['value'])
  // The table of a category that has ended, or has not begun, leaves its goods to the general one.
  const modes = findVersionInForce(rules, table, facts.at) ?? versionInForce(rules, generalTable, facts.at)
  const found = only(explain(modes, { combined, direction: facts.direction }), modes)
  const mode = String(found.then['mode'])
  return { table, combined, mode, steps: [stepOf('combined-risk', value, { value: combined }), stepOf('release-mode', found, { mode })] }
}

function tighteningOf(rules: RuleSnapshot, facts: DeclarationFacts, item: ItemFacts): Tightening | undefined {
  let strongest: Tightening | undefined
  for (const enterprise of item.producer === undefined ? partiesOf(facts) : [...partiesOf(facts), item.producer]) {
    for (const one of rules.tightenings.get(enterprise) ?? []) {
      if (one.direction !== undefined && one.direction !== null && one.direction !== facts.direction) continue
      if (item.hs.startsWith(one.hs) && inForce(one, facts.at) && (strongest === undefined || one.steps > strongest.steps)) strongest = one
    }
  }
  return strongest
}

/** Finds the mode of every line from what its category says, measures of policy, the grade's burdens, failed samples and last the floor that nothing lowers (RR-05, RR-12, RR-22, PZ-17). */
function composeModes(rules: RuleSnapshot, facts: DeclarationFacts, grade: string, items: readonly AssessedItem[]): readonly ExplanationStep[] {
  const { pack } = rules
  const steps: ExplanationStep[] = []
  const burdens = burdensOf(pack, grade, facts.at)
  const burdenedLines: number[] = []
  const floor = versionInForce(rules, 'safety-floor', facts.at)
  const hits: Row[] = []
  for (const assessed of items) {
    const { item } = assessed
    const policies = fittingPolicies(pack.policies, assessed.facts, facts.at)
    const tightening = tighteningOf(rules, facts, item)
    // Most goods have no floor: ask without explaining first.
    const floors = evaluateAll(floor, assessed.facts, hits) === 0 ? [] : explain(floor, assessed.facts)
    if (policies.length === 0 && burdens.length === 0 && tightening === undefined && floors.length === 0) continue
    const says = { byRisk: assessed.mode, policies, burdens, tighterBy: tightening?.steps ?? 0, floors: floors.map((row) => String(row.then['mode'])) }
    const { stack, afterPolicies, afterCredit, afterTightening, mode } = composeMode(pack, facts.at, says)
    if (stack !== undefined) {
      // What the floor holds is looked at as the tables say: no measure of policy takes a look away.
      assessed.stack = floors.length === 0 ? stack : { ...stack, checks: [] }
      steps.push(...policySteps(assessed.stack, afterPolicies, item.line))
    }
    if (afterCredit !== afterPolicies) burdenedLines.push(item.line)
    if (tightening !== undefined) {
      steps.push({
        factor: 'tightening',
        lines: [item.line],
        parameters: [
          { name: 'enterprise', audience: 'public', value: tightening.enterprise },
          { name: 'hs', audience: 'public', value: item.hs, condition: { op: 'prefix', values: [tightening.hs] } },
        ],
        outcome: { mode: afterTightening, tightening: tightening.id },
        rule: { clause: 'RR-05' },
      })
    }
    let before = afterTightening
    for (const row of floors) {
      const least = String(row.then['mode'])
      const raised = stricter(pack, before, least, facts.at)
      steps.push(stepOf('safety-floor', row, { mode: least, raised: raised !== before }, [item.line]))
      before = raised
    }
    assessed.mode = mode
  }
  return burdens.length === 0 ? steps : [...burdenSteps(burdens, grade, burdenedLines), ...steps]
}

const isSameValue = (a: FactValue | undefined, b: FactValue | undefined): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && a.length === b.length && a.every((member, i) => member === b[i]))

const isSameRisk = (a: RowExplanation, b: RowExplanation): boolean =>
  a.rule === b.rule && a.conditions.every(({ value }, i) => isSameValue(value, b.conditions[i]?.value))

/** Lines that fired the same row with the same values share one step, so that five hundred like lines read as one. */
function goodsSteps(items: readonly AssessedItem[]): readonly ExplanationStep[] {
  const steps: { readonly risk: RowExplanation; readonly level: string; readonly lines: number[] }[] = []
  for (const { item, risk } of items) {
    const known = steps.find((step) => isSameRisk(step.risk, risk))
    // What the row itself says: whatever raised it since has a step of its own.
    if (known === undefined) steps.push({ risk, level: String(risk.then['level']), lines: [item.line] })
    else known.lines.push(item.line)
  }
  return steps.map(({ risk, level, lines }) => stepOf('goods-risk', risk, { level }, lines))
}

const noHits: readonly RiskHit[] = []

function riskiestOf(pack: Pack, facts: DeclarationFacts, items: readonly AssessedItem[], first: AssessedItem): AssessedItem {
  return items.reduce((worst, one) => (levelAt(pack, one.level, facts.at).rank > levelAt(pack, worst.level, facts.at).rank ? one : worst), first)
}

/** How the modes of lines that another table judges than the riskiest were found, once for each table. */
function stepsOfOtherTables(pack: Pack, facts: DeclarationFacts, riskiest: AssessedItem, items: readonly AssessedItem[]): readonly ExplanationStep[] {
  const tables = new Set(items.map((one) => one.byRisk.table))
  tables.delete(riskiest.byRisk.table)
  return [...tables].flatMap((table) => {
    const own = items.filter((one) => one.byRisk.table === table)
    const lines = own.map((one) => one.item.line)
    return riskiestOf(pack, facts, own, must(own[0], 'a table judges some line')).byRisk.steps.map((step) => ({ ...step, lines }))
  })
}

/** Leaves out what measures of policy waive for a line (PZ-17); undefined where they waive nothing. */
function allowedFor(items: readonly AssessedItem[]): AllowedMethods | undefined {
  const waived = new Set(items.flatMap(({ item, stack }) => (stack?.checks ?? []).flatMap(({ agency, method, value }) => (value === 'waive' ? [`${item.line} ${agency} ${method}`] : []))))
  return waived.size === 0 ? undefined : (line, agency, methods) => methods.filter((method) => !waived.has(`${line} ${agency} ${method}`))
}

const creditRule = { clause: 'RR-11' }

/**
 * Assesses a declaration: enterprise credit × goods risk of each line → combined value → release mode by the table versions in force at
 * `facts.at` (each category of goods by a table of its own), measures of policy, the burdens of the grade, tightened by earlier failed samples, the safety floor last; the case takes the
 * strictest of its lines. Then the checks each agency wants and the measures of conformity assessment to be met.
 * Same facts and rules, same answer (RR-01, RR-07…RR-09, RR-12, RR-22, PZ-17, GV-12, GV-15). There must be rules at that time (`hasRulesAt`).
 */
export function assess(rules: RuleSnapshot, facts: DeclarationFacts): Assessment {
  const { pack } = rules
  const credit = creditOf(rules, facts)
  const risks = versionInForce(rules, 'goods-risk', facts.at)
  const categories = findVersionInForce(rules, 'goods-category', facts.at)
  const hits = rules.risks?.(facts) ?? noHits
  const outcomes = new Map<string, LevelOutcome>()
  const items = facts.items.map((item): AssessedItem => {
    const seen = factsOfItem(facts, item, rules.tariff(item.hs, facts.at))
    const risk = only(explain(risks, seen), risks)
    const level = raiseLevel(pack, facts.at, String(risk.then['level']), item.line, hits)
    const found = categories === undefined ? undefined : evaluate(categories, seen)?.then['category']
    const table = found === undefined ? generalTable : tableOfCategory(pack, String(found), facts.at)
    if (found !== undefined) seen.category = String(found)
    let byRisk = outcomes.get(`${level} ${table}`)
    if (byRisk === undefined) {
      byRisk = outcomeOfLevel(rules, facts, credit.grade, level, table)
      outcomes.set(`${level} ${table}`, byRisk)
    }
    return { item, facts: seen, risk, level, byRisk, mode: byRisk.mode }
  })
  const first = must(items[0], 'a declaration has at least one item')
  const riskiest = riskiestOf(pack, facts, items, first)
  const composing = composeModes(rules, facts, credit.grade, items)
  // After everything that might make a mode milder: a hold rule only ever raises.
  for (const one of hits.length === 0 ? [] : items) for (const hold of holdsOn(hits, one.item.line)) one.mode = stricter(pack, one.mode, leastMode(pack, facts.at, hold), facts.at)
  const releaseMode = items.reduce((mode, one) => stricter(pack, mode, one.mode, facts.at), first.mode)
  const { releasedAt } = modeAt(pack, releaseMode, facts.at)

  const wanted = versionInForce(rules, 'checks', facts.at)
  for (const { facts: seen, level, mode } of items) {
    seen.releaseMode = namedMode(pack, wanted, mode, facts.at)
    seen.risk = level
    seen.credit = credit.grade
  }
  const fired = fireChecks(wanted, items)
  const asked = findVersionInForce(rules, 'conformity-measures', facts.at)
  if (asked !== undefined) for (const { facts: seen, mode } of items) seen.releaseMode = namedMode(pack, asked, mode, facts.at)
  const measures = fireMeasures(rules, facts.at, items)
  const checks = withHoldChecks(pack, facts, withMeasures(gatherChecks(pack, facts, fired, allowedFor(items)), measures), hits)
  const creditStep: ExplanationStep = {
    factor: 'credit',
    parameters: credit.enterprise === undefined ? [] : [{ name: 'enterprise', audience: 'public', value: credit.enterprise }],
    outcome: { grade: credit.grade, graded: credit.enterprise !== undefined },
    rule: creditRule,
  }
  return {
    releaseMode,
    releasedAt,
    creditGrade: credit.grade,
    riskLevel: riskiest.level,
    combined: riskiest.byRisk.combined,
    checks: checks.length === 0 && releasedAt !== 'acceptance' ? [fallbackCheck(pack, wanted)] : checks,
    explanation: {
      at: toIso(facts.at),
      audience: 'officer',
      steps: [
        creditStep,
        ...goodsSteps(items),
        ...riskSteps(pack, facts.at, hits, 'record'),
        ...categorySteps(categories, items),
        ...riskiest.byRisk.steps,
        ...stepsOfOtherTables(pack, facts, riskiest, items),
        ...composing,
        ...riskSteps(pack, facts.at, hits, 'hold'),
        ...fired.map(({ explanation, items: lines }) => stepOf('check', explanation, explanation.then, lines.map((item) => item.line))),
        ...measureSteps(facts, measures),
      ],
    },
  }
}
