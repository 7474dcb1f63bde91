import type { CompiledTable } from '../../kernel/decision-table/compile.ts'
import { evaluateAll } from '../../kernel/decision-table/evaluate.ts'
import { explain, type RowExplanation } from '../../kernel/decision-table/explain.ts'
import type { FactValue, Row } from '../../kernel/decision-table/table.ts'
import { inForce, toIso } from '../../kernel/instant.ts'
import { Bug, must } from '../../kernel/invariant.ts'
import type { Assessment } from './assessment.ts'
import { creditOf, partiesOf } from './credit.ts'
import type { ExplanationStep, Factor } from './explanation.ts'
import { factsOfItem, type DeclarationFacts, type ItemFacts, type LineFacts } from './facts.ts'
import { levelAt, modeAt, stricter, stricterBy } from './release-scale.ts'
import { versionInForce, type RuleSnapshot, type Tightening } from './rule-snapshot.ts'
import { fallbackCheck, fireChecks, gatherChecks } from './wanted-checks.ts'

interface AssessedItem {
  readonly item: ItemFacts
  readonly facts: LineFacts
  readonly risk: RowExplanation
  readonly level: string
  readonly byRisk: LevelOutcome
  mode: string
}

/** What one level of goods risk leads to with the case's credit: the same for every line of that level. */
interface LevelOutcome {
  readonly combined: number
  readonly mode: string
  readonly steps: readonly ExplanationStep[]
}

function stepOf(factor: Factor, from: RowExplanation, outcome: ExplanationStep['outcome'], lines?: readonly number[]): ExplanationStep {
  return {
    factor,
    lines,
    parameters: from.conditions,
    outcome,
    rule: from.rule,
    targeting: from.targeting ? true : undefined,
  }
}

function only(rows: readonly RowExplanation[], table: CompiledTable): RowExplanation {
  const [row] = rows
  if (row === undefined) throw new Bug(`table ${table.version.table} v${table.version.version} has a gap`)
  return row
}

function outcomeOfLevel(rules: RuleSnapshot, facts: DeclarationFacts, credit: string, risk: string): LevelOutcome {
  const matrix = versionInForce(rules, 'combined-risk', facts.at)
  const value = only(explain(matrix, { credit, risk }), matrix)
  const combined = Number(value.then['value'])
  const modes = versionInForce(rules, 'release-mode', facts.at)
  const found = only(explain(modes, { combined, direction: facts.direction }), modes)
  const mode = String(found.then['mode'])
  return { combined, mode, steps: [stepOf('combined-risk', value, { value: combined }), stepOf('release-mode', found, { mode })] }
}

function tighteningOf(rules: RuleSnapshot, facts: DeclarationFacts, item: ItemFacts): Tightening | undefined {
  let strongest: Tightening | undefined
  for (const enterprise of partiesOf(facts)) {
    for (const one of rules.tightenings.get(enterprise) ?? []) {
      if (item.hs.startsWith(one.hs) && inForce(one, facts.at) && (strongest === undefined || one.steps > strongest.steps)) strongest = one
    }
  }
  return strongest
}

/** Raises the modes of the lines: first what earlier failed samples ask (RR-05), last the floor that nothing lowers (RR-22). */
function raiseModes(rules: RuleSnapshot, facts: DeclarationFacts, items: readonly AssessedItem[]): readonly ExplanationStep[] {
  const steps: ExplanationStep[] = []
  const floor = versionInForce(rules, 'safety-floor', facts.at)
  const hits: Row[] = []
  for (const assessed of items) {
    const { item } = assessed
    const tightening = tighteningOf(rules, facts, item)
    if (tightening !== undefined) {
      assessed.mode = stricterBy(rules.pack, assessed.mode, tightening.steps, facts.at)
      steps.push({
        factor: 'tightening',
        lines: [item.line],
        parameters: [
          { name: 'enterprise', audience: 'public', value: tightening.enterprise },
          { name: 'hs', audience: 'public', value: item.hs, condition: { op: 'prefix', values: [tightening.hs] } },
        ],
        outcome: { mode: assessed.mode, tightening: tightening.id },
        rule: { clause: 'RR-05' },
      })
    }
    // Most goods have no floor: ask without explaining first.
    if (evaluateAll(floor, assessed.facts, hits) === 0) continue
    for (const row of explain(floor, assessed.facts)) {
      const least = String(row.then['mode'])
      const raised = stricter(rules.pack, assessed.mode, least, facts.at) !== assessed.mode
      assessed.mode = stricter(rules.pack, assessed.mode, least, facts.at)
      steps.push(stepOf('safety-floor', row, { mode: least, raised }, [item.line]))
    }
  }
  return steps
}

const isSameValue = (a: FactValue | undefined, b: FactValue | undefined): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && a.length === b.length && a.every((member, i) => member === b[i]))

const isSameRisk = (a: RowExplanation, b: RowExplanation): boolean =>
  a.rule === b.rule && a.conditions.every(({ value }, i) => isSameValue(value, b.conditions[i]?.value))

/** Lines that fired the same row with the same values share one step, so that five hundred like lines read as one. */
function riskSteps(items: readonly AssessedItem[]): readonly ExplanationStep[] {
  const steps: { readonly risk: RowExplanation; readonly level: string; readonly lines: number[] }[] = []
  for (const { item, risk, level } of items) {
    const known = steps.find((step) => isSameRisk(step.risk, risk))
    if (known === undefined) steps.push({ risk, level, lines: [item.line] })
    else known.lines.push(item.line)
  }
  return steps.map(({ risk, level, lines }) => stepOf('goods-risk', risk, { level }, lines))
}

const creditRule = { clause: 'RR-11' }

/**
 * Assesses a declaration: enterprise credit × goods risk of each line → combined value → release mode by the table versions in force at
 * `facts.at`, tightened by earlier failed samples, the safety floor last; the case takes the strictest of its lines. Then the checks each
 * agency wants. Same facts and rules, same answer (RR-01, RR-07, RR-22, GV-12, GV-15). There must be rules at that time (`hasRulesAt`).
 */
export function assess(rules: RuleSnapshot, facts: DeclarationFacts): Assessment {
  const { pack } = rules
  const credit = creditOf(rules, facts)
  const risks = versionInForce(rules, 'goods-risk', facts.at)
  const outcomes = new Map<string, LevelOutcome>()
  const items = facts.items.map((item): AssessedItem => {
    const seen = factsOfItem(facts, item, rules.tariff(item.hs, facts.at))
    const risk = only(explain(risks, seen), risks)
    const level = String(risk.then['level'])
    let byRisk = outcomes.get(level)
    if (byRisk === undefined) {
      byRisk = outcomeOfLevel(rules, facts, credit.grade, level)
      outcomes.set(level, byRisk)
    }
    return { item, facts: seen, risk, level, byRisk, mode: byRisk.mode }
  })
  const first = must(items[0], 'a declaration has at least one item')
  const riskiest = items.reduce((worst, one) => (levelAt(pack, one.level, facts.at).rank > levelAt(pack, worst.level, facts.at).rank ? one : worst), first)
  const raising = raiseModes(rules, facts, items)
  const releaseMode = items.reduce((mode, one) => stricter(pack, mode, one.mode, facts.at), first.mode)
  const { releasedAt } = modeAt(pack, releaseMode, facts.at)

  const wanted = versionInForce(rules, 'checks', facts.at)
  for (const { facts: seen, level, mode } of items) {
    seen.releaseMode = mode
    seen.risk = level
    seen.credit = credit.grade
  }
  const fired = fireChecks(wanted, items)
  const checks = gatherChecks(pack, facts, fired)
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
        ...riskSteps(items),
        ...riskiest.byRisk.steps,
        ...raising,
        ...fired.map(({ explanation, items: lines }) => stepOf('check', explanation, explanation.then, lines.map((item) => item.line))),
      ],
    },
  }
}
