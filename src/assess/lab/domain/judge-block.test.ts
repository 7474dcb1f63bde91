import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goods, packRules } from '../../../../tests/support/rules.ts'
import type { Row } from '../../../kernel/decision-table/table.ts'
import { days, instant, plus } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import { assess } from '../../domain/assess.ts'
import type { DeclarationFacts, ItemFacts } from '../../domain/facts.ts'
import { buildSnapshot, type RuleSnapshot } from '../../domain/rule-snapshot.ts'
import { decodeBlock, encodeBlock, type HistoryBlock, type TextCoding } from '../../history/domain/block.ts'
import { historyCaseOf } from '../../history/domain/history-case.ts'
import type { RiskEntry } from '../../risk/domain/risk-entry.ts'
import { replaceTable } from './replace-table.ts'
import { withHold } from './with-hold.ts'
import { openHistoryJudge } from './judge-block.ts'
import { outcomeOf } from './outcome.ts'

const coding: TextCoding = { encode: (text) => new TextEncoder().encode(text), decode: (bytes) => new TextDecoder().decode(bytes) }
const port = '380101'
const start = instant('2018-06-01T00:00:00Z')


const tightenings = [{ id: 't', enterprise: 'E-B', hs: '61', steps: 1, validFrom: plus(start, days(10)), validTo: plus(start, days(40)) }]
const rules = packRules({ tightenings })
const rowsOf = (table: string): readonly Row[] => must(rules.pack.tables.find((seed) => seed.definition.name === table)?.versions.at(-1), table).rows

/** The same rules with a second version of the goods table from day 20 on, so that cases fall on both sides of a change. */
const history = buildSnapshot({
  revision: 'h',
  pack: rules.pack,
  versions: [...rules.pack.tables.flatMap((seed) => seed.versions), { table: 'goods-risk', version: 9, validFrom: plus(start, days(20)), rows: rowsOf('goods-risk').map((row, i) => (i === 0 ? { ...row, when: { ...row.when, origin: { op: 'one-of', values: ['BR'] } } } : row)) }],
  tightenings,
  grades: rules.grades,
})

/** Versions an officer might write: of each table the engine knows, with conditions on texts, sets, prefixes, numbers and formulas. */
const levels = rules.pack.riskLevels.map((level) => level.code)
const candidates: Readonly<Record<string, { readonly table: string; readonly rows: readonly Row[] }>> = {
  'goods by prefix and weight': {
    table: 'goods-risk',
    rows: [
      { id: 'heavy', when: { hs: { op: 'prefix', values: ['6109', '84'] }, netWeightKg: { op: 'range', from: 500 } }, then: { level: must(levels.at(-1), 'level') }, clause: 'RR-01' },
      { id: 'cheap', when: { valuePerKg: { op: 'range', below: 5 }, origin: { op: 'not', cell: { op: 'one-of', values: ['BR', 'DE'] } } }, then: { level: must(levels[1], 'level') }, clause: 'RR-01' },
      ...rowsOf('goods-risk'),
    ],
  },
  'goods by attributes': {
    table: 'goods-risk',
    rows: [{ id: 'used', when: { attributes: { op: 'one-of', values: ['26', '20'] } }, then: { level: must(levels.at(-1), 'level') }, clause: 'RR-01' }, ...rowsOf('goods-risk')],
  },
  'a formula over two columns': {
    table: 'goods-risk',
    rows: [{ id: 'formula', when: { direction: { op: 'equals', value: 'import' } }, formula: 'netWeightKg > 400.0 && valuePerKg < 20.0', then: { level: must(levels.at(-1), 'level') }, clause: 'RR-16' }, ...rowsOf('goods-risk')],
  },
  'no checks at all': { table: 'checks', rows: rowsOf('checks').slice(0, 1) },
  'modes the other way round': { table: 'release-mode', rows: [{ id: 'all', when: {}, then: { mode: 'supervised' }, clause: 'RR-06' }] },
}

const item = fc.record(
  {
    hs: fc.constantFrom(...Object.values(goods).map((one) => one.hs), '6109909030', '9999999999'),
    ciq: fc.constantFrom(undefined, '999', '101'),
    origin: fc.constantFrom('BR', 'DE', 'VN', 'JP', undefined),
    quantity: fc.record({ value: fc.integer({ min: 1, max: 100 }), unit: fc.constantFrom('KGM', 'NAR') }),
    netWeightKg: fc.constantFrom(undefined, 0.125, 1, 499.999, 500, 26_000.5, 1 / 3),
    value: fc.option(fc.record({ amount: fc.constantFrom(0, 0.5, 100, 4800.25, 1e9), currency: fc.constantFrom('USD', 'CNY') }), { nil: undefined }),
    attributes: fc.option(fc.subarray(['19', '20', '26']), { nil: undefined }),
    licences: fc.option(fc.subarray([{ type: '411' }, { type: '325' }]), { nil: undefined }),
    containers: fc.option(fc.subarray(['TGHU1234560', 'TGHU7654321']), { nil: undefined }),
  },
)
const declaration = fc.record({
  day: fc.integer({ min: 0, max: 50 }),
  direction: fc.constantFrom('import' as const, 'export' as const, 'transit' as const),
  mode: fc.constantFrom('sea' as const, 'rail' as const),
  declarant: fc.constantFrom('E-AA', 'E-A', 'E-B', 'E-C', 'E-D', 'nobody'),
  owner: fc.constantFrom('E-B', 'E-D', 'Pacific Trading Co., 21 Harbour Road', undefined),
  destination: fc.constantFrom(undefined, '410001'),
  boxes: fc.constantFrom([], [{ number: 'TGHU1234560' }], [{ number: 'TGHU1234560', load: 'lcl' as const }, { number: 'TGHU7654321' }]),
  items: fc.array(item, { minLength: 1, maxLength: 4 }),
})

type Declared = typeof declaration extends fc.Arbitrary<infer T> ? T : never
const factsOf = ({ day, owner, boxes, items, ...rest }: Declared): DeclarationFacts => ({
  ...rest,
  at: plus(start, days(day) + 1234),
  port,
  consignee: owner,
  consignor: owner,
  containers: boxes,
  items: items.map((one, i): ItemFacts => ({ line: i + 1, ...one })),
})

/** What the columns of a block are made of: each case with what it was judged. */
function blockOf(cases: readonly DeclarationFacts[]): HistoryBlock {
  const kept = cases.map((facts, i) => {
    const { releaseMode, riskLevel, creditGrade } = assess(history, facts)
    return historyCaseOf(facts, { id: `case ${i}`, hour: i % 24, grade: creditGrade, releaseMode, riskLevel })
  })
  const bytes = encodeBlock(kept, coding)
  return decodeBlock(bytes.slice().buffer, coding)
}

/** Every case whose comparison differs from that of `assess` called for it alone; `damage` plants a defect into the columns. */
function differences(cases: readonly DeclarationFacts[], after: RuleSnapshot, damage: (block: HistoryBlock) => HistoryBlock = (block) => block): number {
  const judge = openHistoryJudge({ before: history, after })
  const pairs = judge.judge(damage(blockOf(cases)), port)
  return cases.filter((facts, row) => {
    const { before, after: would } = judge.compared(must(pairs[row], 'a pair for each case'))
    const expected = [assess(history, facts), assess(after, facts)].map((one) => outcomeOf(rules.pack, one, facts.at, true))
    return JSON.stringify([before, would]) !== JSON.stringify(expected)
  }).length
}

describe('judging columns is judging each case alone', () => {
  for (const [name, { table, rows }] of Object.entries(candidates)) {
    test(`a version with ${name}`, () => {
      const after = replaceTable(history, table, rows)
      fc.assert(
        fc.property(fc.array(declaration, { minLength: 1, maxLength: 30 }), (declared) => {
          expect(differences(declared.map(factsOf), after)).toBe(0)
        }),
        { numRuns: 60, seed: 7 },
      )
    })
  }

  const hold = (scope: RiskEntry['scope'], measure: RiskEntry['measure'], methods: RiskEntry['methods'], power: string): RiskEntry =>
    ({ id: 'h', kind: 'hold', scope, validFrom: start, validTo: plus(start, days(365)), measure, agency: 'CIQ', methods, power })
  const holds: Readonly<Record<string, RiskEntry>> = {
    'goods and origin': hold({ hs: '6109', origin: 'BR' }, 'sample', ['sample'], 'CIQ-COMMODITY'),
    'a direction and a party': hold({ direction: 'import', enterprise: 'E-A' }, 'hold', ['open'], 'CIQ-COMMODITY'),
    'another port': hold({ port: '650302', hs: '61' }, 'supervised', [], 'CIQ-COMMODITY'),
  }
  for (const [name, entry] of Object.entries(holds)) {
    test(`RR-16: a hold rule on ${name}`, () => {
      fc.assert(
        fc.property(fc.array(declaration, { minLength: 1, maxLength: 30 }), (declared) => {
          expect(differences(declared.map(factsOf), withHold(history, entry))).toBe(0)
        }),
        { numRuns: 60, seed: 7 },
      )
    })
  }

  test('RR-16: it would notice a party that is not told apart, and a hold rule that is left out', () => {
    const many = fc.sample(declaration, { numRuns: 300, seed: 11 }).map(factsOf)
    const entry = must(holds['a direction and a party'], 'a hold rule')
    const { parties: _, ...blind } = withHold(history, entry)
    expect(differences(many, blind)).toBeGreaterThan(0)
    const judge = openHistoryJudge({ before: history, after: withHold(history, entry) })
    const held = [...judge.judge(blockOf(many), port)].filter((pair) => judge.compared(pair).changed).length
    expect(held).toBeGreaterThan(10)
    expect(held).toBeLessThan(many.length)
  })

  test('it would notice: a wrong weight, a lost line, goods of the neighbour, another grade', () => {
    const after = replaceTable(history, 'goods-risk', must(candidates['goods by prefix and weight'], 'candidate').rows)
    const many = fc.sample(declaration, { numRuns: 300, seed: 11 }).map(factsOf)
    expect(differences(many, after)).toBe(0)
    const shifted = (codes: HistoryBlock['hs']['codes']): Uint32Array => Uint32Array.from(codes, (_, i) => codes[(i + 1) % codes.length] ?? 0)
    const defects: Readonly<Record<string, (block: HistoryBlock) => HistoryBlock>> = {
      weight: (block) => ({ ...block, netWeightKg: (line) => (block.netWeightKg(line) ?? 0) + 1 }),
      line: (block) => ({ ...block, firstLine: block.firstLine.map((first, row) => Math.max(0, row > 0 ? first - 1 : first)) }),
      goods: (block) => ({ ...block, hs: { ...block.hs, codes: shifted(block.hs.codes) } }),
      grade: (block) => ({ ...block, grade: { ...block.grade, dictionary: block.grade.dictionary.map((grade) => (grade === 'B' ? 'A' : grade)) } }),
      boxes: (block) => ({ ...block, boxes: { ...block.boxes, dictionary: block.boxes.dictionary.map(() => 'none') } }),
      time: (block) => ({ ...block, at: (row) => plus(block.at(row), days(15)) }),
    }
    for (const [defect, damage] of Object.entries(defects)) expect(differences(many, after, damage), defect).toBeGreaterThan(0)
  })

  test('like lines are assessed once', () => {
    const after = replaceTable(history, 'release-mode', must(candidates['modes the other way round'], 'candidate').rows)
    const judge = openHistoryJudge({ before: history, after })
    const same = fc.sample(declaration, { numRuns: 20, seed: 3 }).map(factsOf)
    judge.judge(blockOf(Array.from({ length: 50 }, () => same).flat()), port)
    expect(judge.assessed()).toBeLessThanOrEqual(same.flatMap((one) => one.items).length)
  })
})
