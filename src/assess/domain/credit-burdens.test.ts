import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { goods, importOf, packRules } from '../../../tests/support/rules.ts'
import type { CreditMeasure } from '../../kernel/credit-law.ts'
import type { Row } from '../../kernel/decision-table/table.ts'
import { instant } from '../../kernel/instant.ts'
import type { Pack, PolicyMeasure } from '../../kernel/pack.ts'
import { refusalText } from '../../platform/i18n/texts.ts'
import { cutForTrader } from './cut-for-trader.ts'
import { againstBurdens } from './against-burdens.ts'
import { assess } from './assess.ts'
import { findUnequal, shareFactor } from './credit-burdens.ts'
import { severityAt } from './release-scale.ts'

const at = instant('2018-06-01T08:00:00+08:00')
const grades = ['AA', 'A', 'B', 'C', 'D']
const name = { zh: '名', en: 'name' }
const everything: PolicyMeasure = { code: 'mild', name, precedence: 1, when: {}, effect: { mode: { atMost: 'declaration' } }, clause: 'PZ-17', validFrom: at }
const withPolicies = (policies: readonly PolicyMeasure[], measures: readonly CreditMeasure[] = cn.credit.measures): Pack => ({ ...cn, policies, credit: { ...cn.credit, measures } })
const seedOf = (table: string) => {
  const seed = cn.tables.find(({ definition }) => definition.name === table)
  if (seed === undefined) throw new Error(`no table ${table}`)
  return { definition: seed.definition, rows: seed.versions[0]?.rows ?? [] }
}

describe('what a grade costs (RR-12)', () => {
  test('RR-12: E-D has no release on declaration, whatever a measure of policy says; E-AA has, and the burden is explained to officer and trader', () => {
    const rules = packRules({ pack: withPolicies([everything]) })
    for (const grade of ['AA', 'A', 'B']) expect(assess(rules, importOf(`E-${grade}`, [goods.CHK])).releaseMode).toBe('declaration')
    for (const grade of ['C', 'D']) {
      const { releaseMode, explanation } = assess(rules, importOf(`E-${grade}`, [goods.CHK, goods.TEE]))
      expect(releaseMode).toBe('verification')
      const burden = { factor: 'credit-measure', lines: [1, 2], outcome: { measure: 'no-declaration-release', mode: 'verification', raised: true }, rule: { clause: 'RR-12' } }
      for (const { steps } of [explanation, cutForTrader(explanation)]) expect(steps).toEqual(expect.arrayContaining([expect.objectContaining(burden), expect.objectContaining({ factor: 'credit-measure', outcome: { measure: 'more-sampling', share: 3 } })]))
    }
    expect(grades.map((grade) => shareFactor(cn, grade, at))).toEqual([1, 1, 1, 3, 3])
  })

  test('every burden of the pack does something, and no worse grade has it easier', () => {
    for (const { effect, priority, atLeast, share, code } of cn.credit.measures) if (effect === 'burden') expect([code, priority ?? atLeast ?? share]).not.toContain(undefined)
    expect(findUnequal(cn, at)).toEqual([])
    const turned = cn.credit.measures.map((one) => (one.code === 'more-sampling' ? { ...one, grades: ['C'] } : one))
    expect(findUnequal(withPolicies([], turned), at)).toEqual([{ better: 'C', worse: 'D', about: 'share' }])
  })

  test('RR-07: over the whole matrix, with any burdens that keep the order of grades and any policies, a worse grade or riskier goods is never milder', () => {
    const mode = fc.constantFrom(...cn.releaseModes.map(({ code }) => code))
    const burdens = fc.array(fc.record({ from: fc.integer({ min: 0, max: 4 }), atLeast: mode }), { maxLength: 3 }).map((all) =>
      all.map(({ from, atLeast }, i): CreditMeasure => ({ code: `b${i}`, grades: grades.slice(from), effect: 'burden', atLeast, name, clause: 'RR-12', validFrom: at })))
    const policies = fc.array(fc.record({ precedence: fc.integer({ min: 1, max: 2 }), effect: fc.oneof(fc.record({ mode: fc.record({ atMost: mode }) }), fc.record({ mode: fc.record({ atLeast: mode }) })) }), { maxLength: 3 }).map((all) =>
      all.map(({ precedence, effect }, i): PolicyMeasure => ({ ...everything, code: `p${i}`, precedence, effect })))
    const byRisk = [goods.TEE, goods.CAR, goods.CHK]
    let raised = 0
    fc.assert(
      fc.property(burdens, policies, (measures, all) => {
        const pack = withPolicies(all, measures)
        expect(findUnequal(pack, at)).toEqual([])
        const rules = packRules({ pack })
        const values = grades.map((grade) => byRisk.map((item) => {
          const { releaseMode, explanation } = assess(rules, importOf(`E-${grade}`, [item]))
          if (explanation.steps.some(({ outcome }) => outcome['measure'] !== undefined && outcome['raised'] === true)) raised++
          return severityAt(pack, releaseMode, at)
        }))
        values.forEach((row, g) => row.forEach((value, r) => {
          expect(value).toBeGreaterThanOrEqual(values[g - 1]?.[r] ?? 0)
          expect(value).toBeGreaterThanOrEqual(row[r - 1] ?? 0)
        }))
      }),
      { numRuns: 60 },
    )
    expect(raised).toBeGreaterThan(40)
  })

  test('a table that promises a grade what it does not get is told, beside the other table it is asked with', () => {
    const [matrix, scale] = [seedOf('combined-risk'), seedOf('release-mode')]
    expect(againstBurdens(cn, matrix, scale, scale, at)).toEqual([])
    const mild = { ...scale, rows: [{ id: 'all', when: {}, then: { mode: 'declaration' }, clause: 'RR-01' } satisfies Row] }
    const found = againstBurdens(cn, matrix, mild, mild, at)
    expect(found).toMatchObject([{ code: 'tables/against-burden', pointer: '/rows/0', facts: { row: 'all', credit: 'C', risk: 'low', mode: 'declaration', least: 'verification', measure: 'no-declaration-release' } }])
    for (const one of found) expect(Object.values(refusalText(one)).join()).not.toMatch(/\{\{|tables\//)
    const low = { ...matrix, rows: matrix.rows.map((row) => (row.id === 'D-low' ? { ...row, then: { value: 2 } } : row)) }
    expect(againstBurdens(cn, low, scale, low, at)).toMatchObject([{ pointer: `/rows/${low.rows.findIndex(({ id }) => id === 'D-low')}`, facts: { credit: 'D', risk: 'low' } }])
  })
})

describe('a mode the table of checks has not heard of (RR-02, RR-07)', () => {
  const strictnessOf = { between: 25, guarded: 35, locked: 90 }
  const added = (code: keyof typeof strictnessOf, releasedAt: 'report-judged' | 'inspected') => ({ code, name, strictness: strictnessOf[code], releasedAt, clause: 'RR-02', validFrom: at })
  const modes = [...cn.releaseModes, added('between', 'report-judged'), added('guarded', 'inspected'), added('locked', 'inspected')]

  test('looks never shrink as strictness rises: each agency that looks in a milder mode looks in every stricter one, at the goods where it did', () => {
    const pack = { ...cn, releaseModes: modes }
    const isDesk = (method: string): boolean => cn.methods.some((one) => one.method === method && one.desk)
    const order = [...modes].sort((a, b) => severityAt(pack, a.code, at) - severityAt(pack, b.code, at)).map(({ code }) => code)
    for (const item of Object.values(goods)) {
      for (const direction of ['import', 'export', 'transit'] as const) {
        const looks = order.map((code) => {
          const only = (table: string) => ({ table, version: 9, validFrom: at, rows: [{ id: 'all', when: {}, then: { mode: code }, clause: 'RR-01' }] })
          const { checks } = assess(packRules({ pack, versions: [...cn.tables.flatMap((seed) => seed.versions), only('release-mode')] }), importOf('E-B', [item], { direction }))
          return new Map(checks.map(({ agency, methods }) => [agency, methods.every(isDesk) ? 1 : 2]))
        })
        looks.forEach((here, i) => looks[i - 1]?.forEach((weight, agency) => expect(here.get(agency) ?? 0, `${agency} ${item.hs} ${direction} ${String(order[i])}`).toBeGreaterThanOrEqual(weight)))
        expect(looks.at(-1)?.size).toBeGreaterThan(0)
      }
    }
  })
})
