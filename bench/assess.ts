import { cn } from '../packs/cn/pack.ts'
import { assess, buildSnapshot, type DeclarationFacts } from '../src/assess/public.ts'
import { chooseCase, type ChosenBy, type ChosenFacts } from '../src/assess/targeting/domain/choose-case.ts'
import { lanePlan, nextCut } from '../src/assess/targeting/domain/control.ts'
import { declarationIndicators } from '../src/assess/targeting/domain/indicators.ts'
import { traitsOf } from '../src/assess/targeting/domain/traits.ts'
import { fitModel, scorerAt, type CheckedCase } from '../src/assess/targeting/public.ts'
import { compile } from '../src/kernel/decision-table/compile.ts'
import { evaluate } from '../src/kernel/decision-table/evaluate.ts'
import { explain } from '../src/kernel/decision-table/explain.ts'
import type { Facts } from '../src/kernel/decision-table/table.ts'
import { instant } from '../src/kernel/instant.ts'
import { plainTable } from './tables/plain-table.ts'
import { workload } from './tables/workload.ts'

interface Contestant {
  readonly name: string
  readonly ask: (facts: Facts) => unknown
  readonly rates: number[]
}

/** Evaluations per second of one turn of about `milliseconds`. The answers are counted, so that nothing is optimised away. */
function turn(ask: (facts: Facts) => unknown, questions: readonly Facts[], milliseconds: number): { readonly rate: number; readonly hits: number } {
  let asked = 0
  let hits = 0
  const begin = performance.now()
  let end = begin
  while (end - begin < milliseconds) {
    for (const facts of questions) if (ask(facts) !== undefined) hits++
    asked += questions.length
    end = performance.now()
  }
  return { rate: (asked / (end - begin)) * 1000, hits }
}

const print = (line: object): boolean => process.stdout.write(JSON.stringify(line) + '\n')

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Runs the contestants in turns, because the machine's speed drifts, and prints each median against the closure loop's. */
function contest(title: string, contestants: readonly Contestant[], questions: readonly Facts[], turns: number): void {
  for (let round = -1; round < turns; round++) {
    for (const contestant of contestants) {
      const { rate } = turn(contestant.ask, questions, round < 0 ? 200 : 400)
      if (round >= 0) contestant.rates.push(rate)
    }
  }
  const ceiling = Math.round(median(contestants[0]?.rates ?? []))
  for (const { name, rates } of contestants) {
    const value = Math.round(median(rates))
    print({ name: `${title}.${name}`, value, unit: 'evaluations/s', ceiling, ratio: Number((value / ceiling).toFixed(2)) })
  }
}

function declaration(line: number): DeclarationFacts {
  const goods = ['6109100000', '0207120000', '8703234110', '4403110010', '8443110000']
  return {
    at: instant('2018-06-01T00:00:00Z'),
    port: '380101',
    direction: 'import',
    mode: 'sea',
    declarant: `E-${['AA', 'A', 'B', 'C', 'D'][line % 5]}`,
    containers: [{ number: 'TGHU1234567' }],
    items: [1, 2, 3].map((n) => ({
      line: n,
      hs: goods[(line + n) % goods.length] as string,
      origin: 'BR',
      quantity: { value: 100, unit: 'KGM' },
      netWeightKg: 100,
      value: { amount: 1000, currency: 'USD' },
      attributes: ['19'],
    })),
  }
}

/** Results the indicators of the bench have learned from. */
const history = 50_000

/** Learned indicators and a lane with some capacity, as a port has them after a while. */
function chosenBy(declarations: readonly DeclarationFacts[]): ChosenBy {
  const at = instant('2018-06-01T00:00:00Z')
  const checked = Array.from({ length: history }, (_, n): CheckedCase => {
    const facts = { ...(declarations[n % declarations.length] as DeclarationFacts), declarant: `T-${n % 997}`, consignee: `C-${n % 499}`, consignor: `S-${n % 1499}` }
    return { traits: traitsOf(facts, facts.items[n % 3] as DeclarationFacts['items'][number]), found: n % 5 === 0, at }
  })
  const scorer = scorerAt(fitModel(declarationIndicators, checked, { reference: at }), at)
  return { version: 1, scorer, cut: nextCut(checked.slice(0, 512).map(({ traits }) => scorer.score(traits)), lanePlan({ capacity: 100, arrivals: 1_000, owed: 40 }), at, undefined, { cases: 0, inspected: 0 }), share: 0.01, day: '2018-06-01', secret: 'bench' }
}

/**
 * Decision tables of 300 and 3,000 rows over 15 fields, explanation off and on, against a plain closure loop of the same run (the ceiling;
 * a ratio above 1 is faster); then whole assessments of three-line declarations by the pack of China, without and with learned
 * indicators.
 * Arguments: `--turns <n>` (default 7).
 */
export async function run(args: readonly string[]): Promise<void> {
  const turns = Number(args[args.indexOf('--turns') + 1] ?? 7) || 7
  for (const rows of [300, 3000]) {
    const { definition, version, questions } = workload(rows, 2048)
    const table = compile(definition, version)
    const plain = plainTable(definition, version)
    for (const facts of questions) {
      if (plain(facts)[0]?.id !== evaluate(table, facts)?.id) throw new Error('the index and the closure loop disagree')
    }
    contest(
      `table.${rows}`,
      [
        { name: 'closures', ask: (facts) => plain(facts)[0], rates: [] },
        { name: 'evaluate', ask: (facts) => evaluate(table, facts), rates: [] },
        { name: 'explain', ask: (facts) => explain(table, facts)[0], rates: [] },
      ],
      questions,
      turns,
    )
  }
  const rules = buildSnapshot({
    revision: 'benchmark',
    pack: cn,
    versions: cn.tables.flatMap((seed) => seed.versions),
    grades: (enterprise) => (enterprise.startsWith('E-') ? enterprise.slice(2) : undefined),
  })
  const declarations = Array.from({ length: 64 }, (_, i) => ({ ...declaration(i), reference: `R-${i}` }))
  const by = chosenBy(declarations)
  // In turns, because the machine's speed drifts: the same declarations without and with the choice of targeting behind the rules.
  const without: Contestant = { name: 'declaration', ask: (facts) => assess(rules, facts as unknown as DeclarationFacts), rates: [] }
  const targeted: Contestant = { name: 'declaration-targeted', ask: (facts) => chooseCase(cn, facts as unknown as ChosenFacts, assess(rules, facts as unknown as DeclarationFacts), by), rates: [] }
  for (let round = -1; round < turns; round++) {
    for (const { ask, rates } of [without, targeted]) {
      const { rate } = turn(ask, declarations as unknown as readonly Facts[], 400)
      if (round >= 0) rates.push(rate)
    }
  }
  const [plain, chosen] = [median(without.rates), median(targeted.rates)]
  print({ name: 'assess.declaration', value: Math.round(plain), unit: 'declarations/s', ceiling: null, ratio: null, lines: 3, explained: true })
  print({
    name: 'assess.declaration-targeted', value: Math.round(chosen), unit: 'declarations/s', ceiling: Math.round(plain), ratio: Number((chosen / plain).toFixed(2)), ceilingIs: 'the same without learned indicators',
    microsecondsMore: Number((1e6 / chosen - 1e6 / plain).toFixed(1)), indicators: by.scorer.model.indicators.length, learnedFrom: history,
  })
}
