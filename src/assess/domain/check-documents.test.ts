import { describe, expect, test } from 'vitest'
import { goods, importOf, packRules } from '../../../tests/support/rules.ts'
import { refusalText } from '../../platform/i18n/texts.ts'
import { checkDocuments } from './check-documents.ts'
import type { DeclarationFacts, ItemFacts } from './facts.ts'

const rules = packRules()
const permit = { type: '325', number: 'P-500' }
const certificate = { type: '101006', number: 'BR-VET-1' }
const chicken: Partial<ItemFacts> = { ...goods.CHK, quantity: { value: 25_000, unit: 'KGM' }, licences: [permit] }
const found = (lines: readonly Partial<ItemFacts>[], changes: Partial<DeclarationFacts> = {}): string[] =>
  checkDocuments(rules, importOf('E-B', lines, changes)).map((refusal) => `${refusal.agency ?? ''} ${refusal.code} ${refusal.pointer ?? ''}`)

describe('checkDocuments', () => {
  test('SW-02: one reply lists the faults of every agency with their places', () => {
    expect(found([{ ...goods.TEE, quantity: { value: 10, unit: 'NAR' } }, { ...goods.CHK, quantity: { value: 10, unit: 'NAR' } }])).toEqual([
      'CUS assess/unit-not-statutory /items/1/quantity/unit',
      'CIQ assess/document-missing /documents',
      'CIQ assess/licence-missing /items/1/licences',
    ])
  })

  test('says what is missing in both languages', () => {
    const [unit, document] = checkDocuments(rules, importOf('E-B', [{ ...chicken, quantity: { value: 1, unit: 'LTR' } }]))
    if (unit === undefined || document === undefined) throw new Error('two faults expected')
    expect(refusalText(unit).en).toBe('Line 1 (code 0207120000): LTR is not a statutory unit. Use one of KGM, TNE.')
    expect(refusalText(document).zh).toBe('第1项商品缺少输出国家或地区官方兽医(卫生)证书或动物检疫证书（单证类别 101006, 101008）。')
    for (const refusal of [unit, document]) expect(Object.values(refusalText(refusal)).join()).not.toMatch(/\{\{|assess\//)
  })

  test('is content when everything is there, and asks nothing of goods without a rule (PP-02)', () => {
    expect(found([chicken], { documents: [certificate] })).toEqual([])
    expect(found([{ ...goods.TEE, quantity: { value: 10, unit: 'NAR' } }])).toEqual([])
    expect(found([{ ...goods.PRN, quantity: { value: 1, unit: 'C62' } }])).toEqual([])
  })

  test('either of two documents does', () => {
    expect(found([chicken], { documents: [{ ...certificate, type: '101008' }] })).toEqual([])
  })

  test('a document about other lines, or one that has ended, does not count', () => {
    expect(found([goods.TEE, chicken], { documents: [{ ...certificate, lines: [1] }] })).toEqual(['CIQ assess/document-missing /documents'])
    expect(found([goods.TEE, chicken], { documents: [{ ...certificate, lines: [2] }] })).toEqual([])
    const ended = '2018-06-01T08:00:00+08:00'
    expect(found([chicken], { documents: [{ ...certificate, validTo: ended }] })).toEqual(['CIQ assess/document-expired /documents'])
    expect(found([chicken], { documents: [{ ...certificate, validTo: '2018-06-01T08:00:01+08:00' }] })).toEqual([])
    expect(found([{ ...chicken, licences: [{ ...permit, validTo: ended }] }], { documents: [certificate] })).toEqual(
      ['CIQ assess/licence-expired /items/0/licences'],
    )
  })

  test('a unit counts under any of its codes, and an unknown commodity code has no statutory unit', () => {
    expect(found([{ ...chicken, quantity: { value: 1, unit: '035' } }], { documents: [certificate] })).toEqual([])
    expect(found([{ hs: '9999999999', quantity: { value: 1, unit: 'NAR' } }])).toEqual([])
  })

  test('what is asked on entry is not asked on exit', () => {
    expect(found([{ ...chicken, licences: [] }], { direction: 'export' })).toEqual([])
    expect(found([{ ...goods.SRM, quantity: { value: 100, unit: 'XBX' } }], { direction: 'export' })).toEqual(['CIQ assess/licence-missing /items/0/licences'])
    expect(found([{ ...goods.SRM, quantity: { value: 100, unit: 'XBX' }, attributes: ['29'] }])).toEqual([])
  })
})
