import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { plainTable } from '../../../bench/tables/plain-table.ts'
import { tableAndFacts } from '../../../tests/support/arbitrary/table.ts'
import { instant } from '../instant.ts'
import { checkTable } from './check-table.ts'
import { holds } from './cell.ts'
import type { Cell, Column, HitPolicy, Row, TableDefinition } from './table.ts'

const column = (name: string, type: Column['type'], values?: readonly string[]): Column => ({
  name, type, title: { zh: name, en: name }, audience: 'public', ...(values === undefined ? {} : { values }),
})
const table = (hit: HitPolicy, complete: boolean): TableDefinition => ({
  name: 't',
  title: { zh: '表', en: 'table' },
  clause: 'RR-15',
  columns: [column('grade', 'code', ['A', 'B']), column('hs', 'code'), column('weight', 'number'), column('from', 'instant'), column('attributes', 'codes')],
  outputs: [{ name: 'level', type: 'code', title: { zh: '等级', en: 'level' }, values: ['low', 'high'] }],
  hit,
  ...(complete ? { complete: true as const } : {}),
})
const row = (id: string, when: Record<string, Cell>, level = 'low', clause = 'RR-15'): Row => ({ id, when, then: { level }, clause })
const codes = (check: ReturnType<typeof checkTable>): string[] => [...check.refusals, ...check.remarks].map(({ code, pointer }) => `${code} ${pointer ?? ''}`)
const first = table({ policy: 'first' }, false)

describe('checkTable', () => {
  test('finds every fault of form at once, with its place', () => {
    const faulty = [
      row('a', { hs: { op: 'range', from: 1 }, nowhere: { op: 'any' }, weight: { op: 'equals', value: 'heavy' } }),
      row('a', { grade: { op: 'equals', value: 'Z' }, weight: { op: 'range', from: 5, below: 5 }, hs: { op: 'one-of', values: [] } }, 'middling', ' '),
      row('b', { from: { op: 'range', from: 'yesterday' } }),
      { id: 'c', when: {}, then: { other: 1 }, clause: 'RR-15' },
    ]
    expect(codes(checkTable(first, faulty))).toEqual([
      'tables/condition-not-of-column /rows/0/when/hs',
      'tables/column-unknown /rows/0/when/nowhere',
      'tables/value-not-of-column /rows/0/when/weight',
      'tables/value-unknown /rows/1/when/grade',
      'tables/range-empty /rows/1/when/weight',
      'tables/condition-empty /rows/1/when/hs',
      'tables/answer-unknown /rows/1/then/level',
      'tables/clause-missing /rows/1/clause',
      'tables/value-not-of-column /rows/2/when/from',
      'tables/answer-missing /rows/3/then/level',
      'tables/output-unknown /rows/3/then/other',
      'tables/row-id-repeated /rows/1/id',
    ])
  })

  test('refuses rows that overlap where only one may fit, and lets rows touch', () => {
    const unique = table({ policy: 'unique' }, false)
    const below = row('below', { weight: { op: 'range', below: 10 } })
    const above = row('above', { weight: { op: 'range', from: 10 } })
    const meat = row('meat', { hs: { op: 'prefix', values: ['02'] }, weight: { op: 'range', from: 9 } })
    expect(codes(checkTable(unique, [below, above]))).toEqual([])
    expect(codes(checkTable(unique, [below, above, meat]))).toEqual(['tables/rows-overlap /rows/2', 'tables/rows-overlap /rows/2'])
  })

  test('remarks a row that an earlier or stricter one always answers for', () => {
    const meat = row('meat', { hs: { op: 'prefix', values: ['02'] } }, 'high')
    const chicken = row('chicken', { hs: { op: 'prefix', values: ['0207'] }, grade: { op: 'equals', value: 'A' } }, 'low')
    expect(codes(checkTable(first, [meat, chicken]))).toEqual(['tables/row-shadowed /rows/1'])
    expect(codes(checkTable(first, [chicken, meat]))).toEqual([])
    const strictest = table({ policy: 'strictest', output: 'level', order: ['low', 'high'] }, false)
    expect(codes(checkTable(strictest, [chicken, meat]))).toEqual(['tables/row-shadowed /rows/0'])
  })

  test('refuses a gap where every combination must be answered, and names it', () => {
    const complete = table({ policy: 'first' }, true)
    const heavy = row('heavy', { weight: { op: 'range', from: 100 } })
    const good = row('good', { grade: { op: 'equals', value: 'A' } })
    const check = checkTable(complete, [heavy, good])
    expect(check.refusals).toEqual([{ code: 'tables/gap', pointer: '/rows', facts: { values: 'grade = B, weight = […, 100)' } }])
    expect(codes(checkTable(complete, [heavy, good, row('bad', { grade: { op: 'equals', value: 'B' } })]))).toEqual([])
    expect(codes(checkTable(complete, []))).toEqual(['tables/gap /rows'])
  })

  test('sets are covered by "has" and "has not", and by nothing less', () => {
    const complete = table({ policy: 'first' }, true)
    const wood = row('wood', { attributes: { op: 'one-of', values: ['23'] } })
    const noWood = row('no-wood', { attributes: { op: 'not', cell: { op: 'one-of', values: ['23'] } } })
    const neither = row('neither', { attributes: { op: 'not', cell: { op: 'one-of', values: ['23', '24'] } } })
    expect(codes(checkTable(complete, [wood, noWood]))).toEqual([])
    expect(checkTable(complete, [wood, neither]).refusals).toEqual([{ code: 'tables/gap', pointer: '/rows', facts: { values: 'attributes = {24}' } }])
    expect(codes(checkTable(complete, [wood, row('other', {})]))).toEqual([])
  })

  test('more rows than a person can answer for are refused', () => {
    const many = Array.from({ length: 5_001 }, (_, i) => row(`r${i}`, {}))
    expect(codes(checkTable(first, many))).toEqual(['tables/too-many-rows /rows'])
  })

  for (const { definition, versions } of cn.tables) {
    for (const version of versions) {
      test(`the pack's ${definition.name} v${version.version} has no fault and no row without effect`, () => {
        expect(codes(checkTable(definition, version.rows))).toEqual([])
      })
    }
  }
})

describe('conditions', () => {
  test('where no gap is told every combination of known values has an answer, for random tables without sets', () => {
    let gaps = 0
    let whole = 0
    fc.assert(
      fc.property(tableAndFacts, ({ definition, version, questions }) => {
        if (definition.columns.some((one) => one.type === 'codes')) return
        const rows = version.rows.slice(0, 4)
        const told = checkTable({ ...definition, hit: { policy: 'collect' }, complete: true }, rows)
        if (told.refusals.some(({ code }) => code !== 'tables/gap')) return
        if (told.refusals.length > 0) gaps++
        if (told.refusals.length > 0 || told.remarks.length > 0) return
        const plain = plainTable({ ...definition, hit: { policy: 'collect' } }, { ...version, rows })
        for (const facts of questions) {
          const allKnown = definition.columns.every(({ name, type }) => !holds({ op: 'absent' }, facts[name], type))
          if (allKnown) whole++
          if (allKnown && plain(facts).length === 0) throw new Error(`no gap was told, yet nothing answers ${JSON.stringify(facts)}`)
        }
      }),
      { numRuns: 3_000 },
    )
    expect(gaps).toBeGreaterThan(100)
    expect(whole).toBeGreaterThan(30)
  }, 60_000)

  test('instants meet as moments, not as texts', () => {
    const left: Cell = { op: 'equals', value: '2018-01-01T08:00:00+08:00' }
    const unique = table({ policy: 'unique' }, false)
    expect(codes(checkTable(unique, [row('a', { from: left }), row('b', { from: { op: 'range', from: '2018-01-01T00:00:00Z' } })]))).toEqual(['tables/rows-overlap /rows/1'])
    expect(holds(left, instant('2018-01-01T00:00:00Z'), 'instant')).toBe(true)
  })
})
