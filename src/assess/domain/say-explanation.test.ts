import { describe, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { goods, importOf, packRules } from '../../../tests/support/rules.ts'
import type { Cell, FactValue } from '../../kernel/decision-table/table.ts'
import { days, instant, plus } from '../../kernel/instant.ts'
import { renderExplanation } from '../render-explanation.ts'
import { assess } from './assess.ts'
import type { Explanation, ExplanationStep } from './explanation.ts'

const explained = (...steps: ExplanationStep[]): Explanation => ({ at: '2018-06-01T00:00:00.000Z', audience: 'officer', steps })
const sentence = (language: 'zh' | 'en', step: ExplanationStep): string => renderExplanation(cn, explained(step), language)[0] ?? ''
const because = (name: string, value: FactValue | undefined, condition: Cell): ExplanationStep => ({
  factor: 'goods-risk',
  lines: [1, 2],
  parameters: [{ name, audience: 'public', value, condition }],
  outcome: { level: 'high' },
  rule: { table: 'goods-risk', version: 3, row: 'r1', clause: 'RR-15' },
})

describe('renderExplanation', () => {
  test.each([
    ['hs', '0207120000', { op: 'equals', value: '0207120000' }, '商品编码 为 0207120000', 'Commodity code is 0207120000'],
    ['attributes', ['20', '21'], { op: 'one-of', values: ['20'] }, '货物属性 20、21 属于 20', 'Attributes 20, 21 is among 20'],
    ['hs', '0207120000', { op: 'prefix', values: ['02', '03'] }, '商品编码 0207120000 以 02、03 开头', 'Commodity code 0207120000 begins with 02, 03'],
    ['netWeightKg', 7, { op: 'range', from: 5 }, '净重(千克) 7 不小于 5', 'Net weight (kg) 7 is at least 5'],
    ['netWeightKg', 7, { op: 'range', below: 9 }, '净重(千克) 7 小于 9', 'Net weight (kg) 7 is below 9'],
    ['netWeightKg', 7, { op: 'range', from: 5, below: 9 }, '净重(千克) 7 在 5 与 9 之间', 'Net weight (kg) 7 is from 5 to below 9'],
    ['attributes', [], { op: 'not', cell: { op: 'equals', value: '20' } }, '并非（货物属性 为 20）', 'not (Attributes is 20)'],
    ['direction', 'import', { op: 'one-of', values: ['import', 'export'] }, '进出境方向 进境 属于 进境、出境', 'Direction import is among import, export'],
    ['mode', 'sea', { op: 'equals', value: 'sea' }, '运输方式 为 海运', 'Mode of transport is sea'],
    ['port', '380101', { op: 'equals', value: '380101' }, '口岸 为 宁波', 'Port is Ningbo'],
    ['ciq', undefined, { op: 'absent' }, '检验检疫编码 未申报', 'CIQ code was not declared'],
    ['hs', '1', { op: 'one-of', values: ['1', '2', '3', '4', '5', '6', '7'] }, '属于 1、2、3、4、5、6等', 'is among 1, 2, 3, 4, 5, 6, …'],
  ] as const)('says %s %j under %j in both languages', (name, value, condition, zh, en) => {
    expect(sentence('zh', because(name, value, condition))).toContain(zh)
    expect(sentence('en', because(name, value, condition))).toContain(en)
  })

  test('names lines, outcome, table, version, row and clause', () => {
    const step = because('hs', '02', { op: 'equals', value: '02' })
    expect(sentence('zh', step)).toBe('第 1、2 项货物风险：高风险；因为 商品编码 为 02；依据 货物风险 第 3 版第 r1 行（RR-15）')
    expect(sentence('en', step)).toBe('Line 1, 2: Goods risk: High risk; because Commodity code is 02; by Goods risk version 3, row r1 (RR-15)')
  })

  test('says every step of every fixture and grade without a hole, one sentence per step', () => {
    const at = instant('2018-06-01T08:00:00+08:00')
    const rules = packRules({ tightenings: [{ id: 't', enterprise: 'E-B', hs: '02', steps: 1, validFrom: at, validTo: plus(at, days(1)) }] })
    for (const enterprise of ['E-AA', 'E-B', 'E-D', 'unknown']) {
      const { explanation } = assess(rules, importOf(enterprise, Object.values(goods)))
      for (const language of ['zh', 'en'] as const) {
        const text = renderExplanation(cn, explanation, language)
        expect(text).toHaveLength(explanation.steps.length)
        for (const line of text) expect(line).not.toMatch(/\{\{|undefined|\[object/)
      }
    }
  })
})
