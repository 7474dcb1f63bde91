import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyRows, diffCells, diffRows } from './diff-rows.ts'
import type { Row } from './table.ts'

const row = (id: string, hs: string, level: string, more: Partial<Row> = {}): Row => ({ id, when: { hs: { op: 'prefix', values: [hs] } }, then: { level }, clause: 'RR-15', ...more })

const anyRow = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), hs: fc.constantFrom('01', '02'), level: fc.constantFrom('low', 'high'), formula: fc.option(fc.constantFrom('x > 1', 'x > 2'), { nil: undefined }) })
  .map(({ id, hs, level, formula }) => row(id, hs, level, formula === undefined ? {} : { formula }))
const anyRows = fc.array(anyRow, { maxLength: 9 })

const restores = (apply: typeof applyRows = applyRows) => fc.property(anyRows, anyRows, (a, b) => {
  const made = apply(a, diffRows(a, b))
  if (JSON.stringify(made) !== JSON.stringify(b)) throw new Error(`${JSON.stringify(made)} is not ${JSON.stringify(b)}`)
})

describe('the difference of two lists of rows', () => {
  test('makes the new list from the old one, for 10,000 random pairs, ids repeated or not', () => fc.assert(restores(), { numRuns: 10_000 }))

  test.each(['added', 'removed', 'moved', 'changed'] as const)('the property notices that what is %s is forgotten', (kind) => {
    expect(fc.check(restores((a, diff) => applyRows(a, diff.filter((one) => one.kind !== kind))), { numRuns: 10_000 }).failed).toBe(true)
  })

  test('is empty for the same rows, and never tells more moves than needed', () => {
    const rows = ['a', 'b', 'c', 'd'].map((id) => row(id, '01', 'low'))
    expect(diffRows(rows, rows)).toEqual([])
    const [a, b, c, d] = rows as [Row, Row, Row, Row]
    expect(diffRows(rows, [d, a, b, c])).toEqual([{ kind: 'moved', from: 3, at: 0, row: d }])
  })

  test('tells cell by cell what changed in a row', () => {
    const before = row('toys', '9503', 'medium', { note: { zh: '玩具', en: 'Toys' } })
    const after: Row = { ...row('toys', '9503', 'high', { formula: 'weight > 5' }), when: { ...before.when, origin: { op: 'equals', value: 'CN' }, port: { op: 'any' } } }
    expect(diffCells(before, after)).toEqual([
      { part: 'when', name: 'origin', after: { op: 'equals', value: 'CN' } },
      { part: 'then', name: 'level', before: 'medium', after: 'high' },
      { part: 'formula', after: 'weight > 5' },
      { part: 'note', before: { zh: '玩具', en: 'Toys' } },
    ])
  })
})
