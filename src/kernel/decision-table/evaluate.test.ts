import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainTable } from '../../../bench/tables/plain-table.ts'
import { tableAndFacts } from '../../../tests/support/arbitrary/table.ts'
import { instant } from '../instant.ts'
import { compile, type ColumnIndex, type CompiledTable } from './compile.ts'
import { evaluate, evaluateAll } from './evaluate.ts'
import { explain } from './explain.ts'
import type { Cell, ColumnType, FactValue, Row, TableDefinition } from './table.ts'

/** The property: the index and the plain reading of the table give the same rows. `spoil` plants a defect in the index. */
const agreesWithPlainReading = (spoil: (table: CompiledTable) => CompiledTable = (table) => table) =>
  fc.property(tableAndFacts, ({ definition, version, questions }) => {
    const table = spoil(compile(definition, version))
    const plain = plainTable(definition, version)
    for (const facts of questions) {
      const rows: Row[] = []
      if (definition.hit.policy === 'collect') evaluateAll(table, facts, rows)
      else rows.push(...[evaluate(table, facts)].filter((row) => row !== undefined))
      const found = rows.map((row) => row.id).join()
      const expected = plain(facts).map((row) => row.id).join()
      if (found !== expected) throw new Error(`the index found ${found}, the table says ${expected}`)
    }
  })

describe('a compiled table', () => {
  test('answers as the plain reading of its rows does, for 12,000 random tables', () => {
    fc.assert(agreesWithPlainReading(), { numRuns: 12_000 })
  }, 120_000)

  const eachColumn = (table: CompiledTable, change: (column: ColumnIndex) => Partial<ColumnIndex>): CompiledTable => ({
    ...table,
    columns: table.columns.map((column) => ({ ...column, ...change(column) })),
  })
  const spoiled: Record<string, (table: CompiledTable) => CompiledTable> = {
    'a range that forgets its own lower bound': (table) =>
      eachColumn(table, ({ bounds }) => ({ bounds: bounds.map((bound) => bound + 1e-9 * Math.max(1, Math.abs(bound))) })),
    'prefixes that are not looked for': (table) => eachColumn(table, ({ trie }) => (trie === undefined ? {} : { trie: { longest: () => 0 } })),
    'a set that may hold what is forbidden': (table) =>
      eachColumn(table, ({ set }) => (set === undefined ? {} : { set: { ...set, violated: { ...set.violated, named: new Map() } } })),
    'an unknown value that passes as any other': (table) =>
      eachColumn(table, ({ set, unknown, prefixPlaces }) => (set === undefined ? { unknown: prefixPlaces[0] ?? unknown } : {})),
    'the rows after the thirty-second left out': (table) => ({ ...table, words: 1 }),
    'the order of strictness left out': (table) => ({ ...table, rows: table.version.rows }),
  }
  for (const [name, spoil] of Object.entries(spoiled)) {
    test(`the property notices ${name}`, () => {
      const outcome = fc.check(agreesWithPlainReading(spoil), { numRuns: 12_000 })
      expect(outcome.failed).toBe(true)
      expect(String(outcome.errorInstance)).toContain('the index found')
    }, 120_000)
  }
})

const table = (type: ColumnType, cell: Cell): TableDefinition & { cell: Cell } => ({
  name: 't',
  title: { zh: '表', en: 'table' },
  clause: 'RR-15',
  columns: [{ name: 'x', type, title: { zh: '列', en: 'x' }, audience: 'public' }],
  outputs: [],
  hit: { policy: 'first' },
  cell,
})

describe('what a condition means', () => {
  const may = '2018-05-01T00:00:00+08:00'
  const cases: readonly (readonly [string, ColumnType, Cell, FactValue | undefined, boolean])[] = [
    ['a heading holds for its codes', 'code', { op: 'prefix', values: ['0207'] }, '0207120000', true],
    ['a heading holds for no shorter code', 'code', { op: 'prefix', values: ['0207'] }, '02', false],
    ['a range includes where it begins', 'number', { op: 'range', from: 3, below: 6 }, 3, true],
    ['a range excludes where it ends', 'number', { op: 'range', from: 3, below: 6 }, 6, false],
    ['a date range includes its first moment', 'instant', { op: 'range', from: may }, instant(may), true],
    ['a date range excludes its last', 'instant', { op: 'range', below: may }, instant(may), false],
    ['a set needs one of the codes', 'codes', { op: 'one-of', values: ['P', 'Q'] }, ['R', 'P'], true],
    ['a set without any of them', 'codes', { op: 'one-of', values: ['P', 'Q'] }, ['R'], false],
    ['"not" on a set forbids every member', 'codes', { op: 'not', cell: { op: 'one-of', values: ['P'] } }, ['R', 'P'], false],
    ['an empty set holds nothing forbidden', 'codes', { op: 'not', cell: { op: 'one-of', values: ['P'] } }, [], true],
    ['what is not known is not "not"', 'code', { op: 'not', cell: { op: 'equals', value: 'x' } }, undefined, false],
    ['what is not known is absent', 'code', { op: 'absent' }, undefined, true],
    ['a value of another type is not known', 'number', { op: 'absent' }, '3', true],
    ['any holds for what is not known', 'boolean', { op: 'any' }, undefined, true],
    ['false is a value', 'boolean', { op: 'equals', value: false }, false, true],
  ]
  test.each(cases)('%s', (_name, type, cell, value, expected) => {
    const definition = table(type, cell)
    const compiled = compile(definition, { table: 't', version: 1, validFrom: instant(may), rows: [{ id: 'r', when: { x: cell }, then: {}, clause: 'RR-15' }] })
    expect(evaluate(compiled, { x: value })?.id).toBe(expected ? 'r' : undefined)
  })
})

describe('explain', () => {
  test('names table, version, row, clause, the values asked for and the conditions they met', () => {
    const definition: TableDefinition = {
      ...table('code', { op: 'any' }),
      columns: [
        { name: 'hs', type: 'code', title: { zh: '编码', en: 'code' }, audience: 'public' },
        { name: 'origin', type: 'code', title: { zh: '原产', en: 'origin' }, audience: 'officer' },
      ],
    }
    const row: Row = { id: 'meat', when: { hs: { op: 'prefix', values: ['02'] } }, then: { level: 'high' }, clause: 'RR-15' }
    const compiled = compile(definition, { table: 't', version: 4, validFrom: instant('2018-01-01T00:00:00Z'), rows: [row] })
    expect(explain(compiled, { hs: '0207120000', origin: 'BR' })).toEqual([
      {
        rule: { table: 't', version: 4, row: 'meat', clause: 'RR-15' },
        targeting: false,
        conditions: [{ name: 'hs', audience: 'public', value: '0207120000', condition: { op: 'prefix', values: ['02'] } }],
        then: { level: 'high' },
      },
    ])
    expect(explain(compiled, { hs: '6109100000' })).toEqual([])
  })
})
