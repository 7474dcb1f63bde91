import type { CompiledTable } from '../../kernel/decision-table/compile.ts'
import { evaluateAll } from '../../kernel/decision-table/evaluate.ts'
import { explain, type RowExplanation } from '../../kernel/decision-table/explain.ts'
import type { Facts, Row } from '../../kernel/decision-table/table.ts'
import { inForce, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Assessment } from './assessment.ts'
import { creditOf, partiesOf } from './credit.ts'
import type { ExplanationStep, Factor } from './explanation.ts'
import { factsOfItem, type DeclarationFacts, type ItemFacts } from './facts.ts'
import { levelAt, modeAt, stricter, stricterBy } from './release-scale.ts'
import { versionInForce, type RuleSnapshot, type Tightening } from './rule-snapshot.ts'
import { fallbackCheck, fireChecks, gatherChecks } from './wanted-checks.ts'

interface AssessedItem {
  readonly item: ItemFacts
  readonly facts: Facts
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
    ...(lines === undefined ? {} : { lines }),
    parameters: from.conditions.map(({ column, audience, value, cell }) => ({ name: column, audience, value, condition: cell })),
    outcome,
    rule: { table: from.table, version: from.version, row: from.row, clause: from.clause },
    ...(from.targeting ? { targeting: true as const } : {}),
  }
}

function only(rows: readonly RowExplanation[], table: CompiledTable): RowExplanation {
  return must(rows[0], `table ${table.version.table} v${table.version.version} has a gap`)
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

/** Lines that fired the same row with the same values share one step, so that five hundred like lines read as one. */
function riskSteps(items: readonly AssessedItem[]): readonly ExplanationStep[] {
  const steps = new Map<string, { readonly risk: RowExplanation; readonly level: string; readonly lines: number[] }>()
  for (const { item, risk, level } of items) {
    const key = items.length === 1 ? '' : JSON.stringify([risk.row, risk.conditions.map((condition) => condition.value)])
    const known = steps.get(key)
    if (known === undefined) steps.set(key, { risk, level, lines: [item.line] })
    else known.lines.push(item.line)
  }
  return [...steps.values()].map(({ risk, level, lines }) => stepOf('goods-risk', risk, { level }, lines))
}

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
  const fired = fireChecks(
    wanted,
    items.map(({ item, facts: seen, level, mode }) => ({ item, facts: { ...seen, releaseMode: mode, risk: level, credit: credit.grade } })),
  )
  const checks = gatherChecks(pack, facts, fired)
  const creditStep: ExplanationStep = {
    factor: 'credit',
    parameters: credit.enterprise === undefined ? [] : [{ name: 'enterprise', audience: 'public', value: credit.enterprise }],
    outcome: { grade: credit.grade, graded: credit.enterprise !== undefined },
    rule: { clause: 'RR-11' },
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
