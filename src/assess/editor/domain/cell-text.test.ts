import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell, Column, ColumnType } from '../../../kernel/decision-table/table.ts'
import { readAnswer, readCell, writeAnswer, writeCell } from './cell-text.ts'

const column = (type: ColumnType, name = 'x'): Column => ({ name, type, title: { zh: '列', en: 'x' }, audience: 'public' })

describe('conditions as they are typed', () => {
  const typed: readonly (readonly [ColumnType, string, Cell])[] = [
    ['code', '', { op: 'any' }],
    ['code', ' * ', { op: 'any' }],
    ['code', '?', { op: 'absent' }],
    ['code', '8443110000', { op: 'equals', value: '8443110000' }],
    ['code', 'CN， US、BR', { op: 'one-of', values: ['CN', 'US', 'BR'] }],
    ['code', '84*, 85…', { op: 'prefix', values: ['84', '85'] }],
    ['code', '! 84*', { op: 'not', cell: { op: 'prefix', values: ['84'] } }],
    ['code', '"a, b", c', { op: 'one-of', values: ['a, b', 'c'] }],
    ['codes', '20, 21', { op: 'one-of', values: ['20', '21'] }],
    ['number', '5', { op: 'equals', value: 5 }],
    ['number', '3..6.5', { op: 'range', from: 3, below: 6.5 }],
    ['number', '-1.5..', { op: 'range', from: -1.5 }],
    ['number', '..6', { op: 'range', below: 6 }],
    ['number', '≥ 3', { op: 'range', from: 3 }],
    ['number', '>= 3 < 6', { op: 'range', from: 3, below: 6 }],
    ['number', '< 6', { op: 'range', below: 6 }],
    ['number', 'heavy', { op: 'equals', value: 'heavy' }],
    ['instant', '>= 2026-01-01', { op: 'range', from: '2026-01-01T00:00:00+08:00' }],
    ['boolean', '是', { op: 'equals', value: true }],
    ['boolean', 'no', { op: 'equals', value: false }],
  ]
  test.each(typed)('%s: %s', (type, text, cell) => expect(readCell(column(type), text, '+08:00')).toEqual(cell))

  test('weights may bear their unit where the column counts kilograms, and nowhere else', () => {
    expect(readCell(column('number', 'netWeightKg'), '1.5 t..20 吨')).toEqual({ op: 'range', from: 1500, below: 20000 })
    expect(readCell(column('number', 'netWeightKg'), '250 g')).toEqual({ op: 'equals', value: 0.25 })
    expect(readCell(column('number', 'combined'), '5 t')).toEqual({ op: 'equals', value: '5 t' })
  })

  const code = fc.oneof(fc.stringMatching(/^[0-9A-Za-z]{1,10}$/), fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.trim() === text && !/[…，、∅∗¬！≥＜]/.test(text)))
  const number = fc.oneof(fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom(0.5, -2.25, 1e21, 1e-7))
  const cells: Readonly<Record<'code' | 'number', fc.Arbitrary<Cell>>> = {
    code: fc.oneof(
      code.map((value): Cell => ({ op: 'equals', value })),
      fc.array(code, { minLength: 2, maxLength: 4 }).map((values): Cell => ({ op: 'one-of', values })),
      fc.array(code, { minLength: 1, maxLength: 3 }).map((values): Cell => ({ op: 'prefix', values })),
      code.map((value): Cell => ({ op: 'not', cell: { op: 'equals', value } })),
      fc.constantFrom<Cell>({ op: 'any' }, { op: 'absent' }),
    ),
    number: fc.oneof(
      number.map((value): Cell => ({ op: 'equals', value })),
      fc.tuple(number, number).map(([from, below]): Cell => ({ op: 'range', from, below })),
      number.map((from): Cell => ({ op: 'range', from })),
      number.map((below): Cell => ({ op: 'not', cell: { op: 'range', below } })),
      fc.array(number, { minLength: 2, maxLength: 3 }).map((values): Cell => ({ op: 'one-of', values })),
    ),
  }
  const said = (cell: Cell | undefined): string => JSON.stringify(cell?.op === 'any' ? undefined : cell) ?? ''
  test.each(['code', 'number'] as const)('what is written of a %s is read as the same', (type) => {
    fc.assert(
      fc.property(cells[type], (cell) => {
        const text = writeCell(cell)
        if (said(cell) !== said(readCell(column(type), text))) throw new Error(`${JSON.stringify(cell)} is written ${text} and read ${JSON.stringify(readCell(column(type), text))}`)
      }),
      { numRuns: 5_000 },
    )
  })

  test('whatever is typed is read in time that does not run away', () => {
    const begin = performance.now()
    for (const text of ['"'.repeat(5_000), ','.repeat(5_000), '('.repeat(5_000), '1'.repeat(5_000), '. '.repeat(2_500), '>= '.repeat(1_700), '! '.repeat(2_500)]) {
      for (const type of ['code', 'codes', 'number', 'instant', 'boolean'] as const) readCell(column(type), text)
    }
    expect(performance.now() - begin).toBeLessThan(500)
  })

  test('answers are read by their type', () => {
    const output = (type: 'code' | 'codes' | 'number' | 'boolean') => ({ name: 'o', type, title: { zh: '答', en: 'o' } })
    expect(readAnswer(output('codes'), 'open, scan')).toEqual(['open', 'scan'])
    expect(writeAnswer(['open', 'scan'])).toBe('open, scan')
    expect(readAnswer(output('number'), '9')).toBe(9)
    expect(readAnswer(output('boolean'), 'yes')).toBe(true)
    expect(readAnswer(output('code'), ' ')).toBeUndefined()
  })
})
