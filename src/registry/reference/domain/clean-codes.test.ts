import { describe, expect, test } from 'vitest'
import { cleanTable } from './clean-codes.ts'
import { findTables, tableName, type RawTable } from './code-shapes.ts'
import { newTally } from './tally.ts'

const records = (rows: readonly (readonly [unknown, unknown])[]): RawTable => ({
  table: 'list',
  numbered: false,
  rows: rows.map(([code, label], row) => ({ place: `row ${row + 1}`, code, label, attributes: {} })),
})
const forty = Array.from({ length: 40 }, (_, n) => [String(n + 1000), `名称${n}`] as const)

describe('cleanTable', () => {
  test('a surplus leading zero goes, the other odd width is refused', () => {
    const tally = newTally()
    const codes = cleanTable(records([...forty, ['00844', '进料边角料内销'], ['47', '保税物流中心']]), tally)
    expect(codes.map(({ code }) => code)).toContain('0844')
    expect(tally.mended.get('surplus-zero-removed')).toEqual({ count: 1, samples: [{ where: 'list row 41', before: '00844', after: '0844' }] })
    expect(tally.refused).toEqual([{ where: 'list row 42', reason: 'code-width', facts: { code: '47', width: 4, label: '保税物流中心' } }])
    expect([tally.read, tally.accepted, tally.refusedCount]).toEqual([42, 41, 1])
  })

  test('a list of two levels has no usual width', () => {
    const tally = newTally()
    cleanTable(records([...forty, ...['251', '252', '253', '254'].map((code) => [code, code] as const)]), tally)
    expect(tally.refusedCount).toBe(0)
  })

  test('a code repeated with the same meaning is dropped, with another meaning refused', () => {
    const tally = newTally()
    const codes = cleanTable(records([['254', '甲国'], ['254', '甲国'], ['255', '乙国'], ['255', '丙国']]), tally)
    expect(codes.map(({ code, label }) => [code, label])).toEqual([['254', '甲国'], ['255', '乙国']])
    expect(tally.mended.get('duplicate-dropped')?.count).toBe(1)
    expect(tally.refused).toEqual([{ where: 'list row 4', reason: 'code-repeated', facts: { code: '255', label: '丙国', first: '乙国' } }])
  })

  test('codes that differ in case only are two codes', () => {
    expect(cleanTable(records([['a', '领取证单'], ['A', '删除']]), newTally())).toHaveLength(2)
  })

  test('numbers where codes should be get their zeros back', () => {
    const tally = newTally()
    const codes = cleanTable(records([...forty, [23, '张']]), tally)
    expect(codes.at(-1)?.code).toBe('0023')
    expect([...tally.mended.keys()]).toEqual(['number-as-text', 'zero-restored'])
  })

  test('rows without code or label are refused, never stored empty', () => {
    const tally = newTally()
    expect(cleanTable(records([['', 'x'], [null, 'x'], ['1', '\u3000'], [{}, 'x']]), tally)).toEqual([])
    expect(tally.refused.map(({ reason }) => reason)).toEqual(['code-missing', 'code-missing', 'label-missing', 'code-missing'])
  })

  test('an unreadable coordinate is left out, the place stays', () => {
    const tally = newTally()
    const [table] = findTables('icao', { ABCD: { n: 'Field', c: 'Town ', y: '某国', a: '49.5', o: '?' } })
    const codes = cleanTable(table as RawTable, tally)
    expect(codes).toEqual([{ table: 'icao', code: 'ABCD', label: 'Field', attributes: { city: 'Town', country: '某国', latitude: 49.5 } }])
    expect([...tally.mended.keys()].sort()).toEqual(['blank-trimmed', 'number-dropped', 'text-as-number'])
  })
})

describe('findTables', () => {
  test('knows the forms code lists are published in', () => {
    const found = (content: Parameters<typeof findTables>[1]): unknown =>
      findTables('t', content).map((table) => ('rows' in table ? [table.table, table.rows.map(({ code, label }) => [code, label])] : [table.table, table.columns]))
    expect(found({ RECORDS: [{ value: '1', label: 'CIF' }] })).toEqual([['t', [['1', 'CIF']]]])
    expect(found({ _source: 'note', kinds: { '11': '目录内' }, flags: ['国际会议'] })).toEqual([['t.kinds', [['11', '目录内']]], ['t.flags', [['国际会议', '国际会议']]]])
    expect(found({ sheet1: [{ n: '1', s: '麻黄碱', h: '2939410011', u: '千克' }], other: [{ n: '1', s: '氯化铵', h: '2827101000', u: '千克' }] })).toEqual([
      ['t.sheet1', [['1', '麻黄碱']]],
      ['t.other', [['1', '氯化铵']]],
    ])
    expect(found([{ element: 'OrgId', message_part: 'Head', label_zh: '机构', type: 'string' }])).toEqual([['t', [['Head.OrgId', '机构']]]])
    expect(found([{ strange: 1 }])).toEqual([['t', ['strange']]])
    expect(found('text')).toEqual([['t', ['string']]])
  })

  test('parts of one list share its name', () => {
    expect([tableName('ports/locode_p1.json'), tableName('ports/locode_p2.json'), tableName('code_tables/pub_port.json')]).toEqual(['locode', 'locode', 'port'])
  })
})
