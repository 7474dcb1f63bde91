import { describe, expect, test } from 'vitest'
import { readTariffRow } from './tariff-row.ts'
import { newTally } from './tally.ts'

const row = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  hs10: '6109100000', name_zh: '棉制T恤衫', unit1: '件', unit2: '千克', mfn_rate: '6%', vat_rate: '13%', export_rebate: '9%,13%',
  supervision_conditions: 'A', quarantine_import: 'M', quarantine_export: '', declaration_elements: '1:品牌类型;2:货号;3:其他',
  ...changes,
})

describe('readTariffRow', () => {
  test('reads a clean row without mending', () => {
    const tally = newTally()
    expect(readTariffRow(row(), 2, tally)).toEqual({
      hs: '6109100000', name: '棉制T恤衫', units: ['件', '千克'], dutyRate: '6%', vatRate: '13%', exportRebates: ['9%', '13%'],
      supervision: ['A'], inspectionImport: ['M'], inspectionExport: [], elements: ['品牌类型', '货号', '其他'],
    })
    expect([tally.accepted, tally.mended.size, tally.refusedCount]).toEqual([1, 0, 0])
  })

  test.each([
    ['207120000', '0207120000', ['zero-restored']],
    ['6109.10.0000', '6109100000', ['separator-removed']],
    ['６109100000', '6109100000', ['full-width-folded']],
    ['6109100000 ', '6109100000', ['blank-trimmed']],
  ])('the code %j is read as %s', (hs10, hs, mended) => {
    const tally = newTally()
    expect(readTariffRow(row({ hs10 }), 2, tally)?.hs).toBe(hs)
    expect([...tally.mended.keys()]).toEqual(mended)
  })

  test.each(['', '61091000', '07120000', '61091000001', '610910000A', '6.1E+09'])('the code %j is refused with its line', (hs10) => {
    const tally = newTally()
    expect(readTariffRow(row({ hs10 }), 7, tally)).toBeUndefined()
    expect(tally.refused).toEqual([{ where: 'line 7', reason: 'hs-malformed', facts: { hs: hs10 } }])
  })

  test('an empty rate is absent, not zero; a formula stays text', () => {
    expect(readTariffRow(row({ mfn_rate: '', vat_rate: '0%' }), 2, newTally())).toMatchObject({ vatRate: '0%' })
    expect(readTariffRow(row({ mfn_rate: '' }), 2, newTally())).not.toHaveProperty('dutyRate')
    expect(readTariffRow(row({ mfn_rate: '0.6元/千克' }), 2, newTally())?.dutyRate).toBe('0.6元/千克')
  })

  test('conditions and categories are kept as printed, also when they contradict', () => {
    expect(readTariffRow(row({ supervision_conditions: '', quarantine_import: 'PR' }), 2, newTally())).toMatchObject({ supervision: [], inspectionImport: ['P', 'R'] })
    expect(readTariffRow(row({ supervision_conditions: '46AOxy' }), 2, newTally())?.supervision).toEqual(['4', '6', 'A', 'O', 'x', 'y'])
  })

  test('declaration elements: none, and full-width separators', () => {
    expect(readTariffRow(row({ declaration_elements: '无' }), 2, newTally())?.elements).toEqual([])
    expect(readTariffRow(row({ declaration_elements: '1：品牌类型；2：其他' }), 2, newTally())?.elements).toEqual(['品牌类型', '其他'])
  })
})
