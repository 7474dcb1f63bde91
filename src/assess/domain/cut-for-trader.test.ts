import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { goods, importOf, packRules } from '../../../tests/support/rules.ts'
import type { Row } from '../../kernel/decision-table/table.ts'
import { instant } from '../../kernel/instant.ts'
import { assess } from './assess.ts'
import { cutAssessmentForTrader, cutForTrader } from './cut-for-trader.ts'
import { renderExplanation } from '../render-explanation.ts'
import { isPublished, publishedRules } from './rule-snapshot.ts'

const [goodsRisk] = cn.tables
const secret: Row = {
  id: 'T-9-secret',
  when: { hs: { op: 'prefix', values: ['6109'] }, origin: { op: 'equals', value: 'BR' }, valuePerKg: { op: 'range', below: 11 } },
  then: { level: 'high' },
  clause: 'RR-16',
  targeting: true,
}
const targeted = packRules({
  versions: [
    ...cn.tables.flatMap((seed) => seed.versions),
    { table: 'goods-risk', version: 2, validFrom: instant('2018-05-01T00:00:00+08:00'), rows: [secret, ...(goodsRisk?.versions[0]?.rows ?? [])] },
  ],
})

describe('the trader\'s cut', () => {
  test('keeps what was decided and the public rules it rests on', () => {
    const cut = cutAssessmentForTrader(assess(packRules(), importOf('E-B', [goods.CHK])))
    expect(cut).toMatchObject({ releaseMode: 'sampling', creditGrade: 'B', riskLevel: 'high', combined: 8 })
    const risk = cut.explanation.steps.find((step) => step.factor === 'goods-risk')
    expect(risk).toMatchObject({ outcome: { level: 'high' }, rule: { table: 'goods-risk', row: 'meat' }, parameters: [{ name: 'hs', value: '0207120000' }] })
  })

  test('shows nothing of a targeting rule: no row, no value, no condition, no level, no combined value; the officer sees all of it', () => {
    const full = assess(targeted, importOf('E-B', [goods.TEE]))
    expect(full).toMatchObject({ releaseMode: 'sampling', riskLevel: 'high' })
    expect(JSON.stringify(full.explanation)).toContain('T-9-secret')
    const cut = cutAssessmentForTrader(full)
    expect(cut).not.toHaveProperty('riskLevel')
    expect(cut).not.toHaveProperty('combined')
    const seen = JSON.stringify(cut) + renderExplanation(cn, cut.explanation, 'zh').join() + renderExplanation(cn, cut.explanation, 'en').join()
    for (const detail of ['T-9-secret', 'origin', 'valuePerKg', '"high"', '高风险', 'High risk', '"BR"', 'B-high']) expect(seen).not.toContain(detail)
    expect(cut.releaseMode).toBe('sampling')
  })

  test('never holds an officer\'s column, a row of the checks table nor another party, for random declarations', () => {
    const officers = new Set(
      cn.tables.flatMap(({ definition }) => definition.columns.filter(({ audience }) => audience === 'officer').map(({ name }) => `${definition.name}.${name}`)),
    )
    expect(officers.size).toBeGreaterThan(5)
    const names = Object.values(goods)
    fc.assert(
      fc.property(fc.constantFrom('E-AA', 'E-C', 'E-D'), fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }), (enterprise, lines) => {
        const cut = cutAssessmentForTrader(assess(targeted, importOf(enterprise, lines, { consignee: 'E-B' })))
        expect(cut.explanation.audience).toBe('trader')
        for (const step of cut.explanation.steps) {
          for (const parameter of step.parameters) expect(officers.has(`${step.rule?.table ?? ''}.${parameter.name}`)).toBe(false)
          if (step.factor === 'check') expect(step.rule).toBeUndefined()
          if (step.factor === 'credit') expect(step.parameters).toEqual([])
        }
        for (const check of cut.checks) expect(check).not.toHaveProperty('reason')
      }),
      { numRuns: 200 },
    )
  })

  test('cutting twice changes nothing', () => {
    const once = cutForTrader(assess(targeted, importOf('E-D', [goods.TEE, goods.CHK])).explanation)
    expect(cutForTrader(once)).toEqual(once)
  })
})

describe('published rules', () => {
  test('answer as if nothing were targeted, so that no question draws it out', () => {
    const facts = importOf('E-B', [goods.TEE])
    expect(assess(targeted, facts).releaseMode).toBe('sampling')
    expect(assess(publishedRules(targeted), facts).releaseMode).toBe('declaration')
  })

  test('a row that asks for what only officers see is not published even when nobody marked it', () => {
    const definition = goodsRisk?.definition
    if (definition === undefined) throw new Error('no goods-risk table')
    const { targeting: _marked, ...unmarked } = secret
    expect(isPublished(definition, unmarked)).toBe(false)
    expect(isPublished(definition, { ...unmarked, when: { origin: { op: 'any' } } })).toBe(true)
  })
})
