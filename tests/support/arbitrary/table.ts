import fc from 'fast-check'
import type {
  Cell, Column, ColumnType, Facts, FactValue, HitPolicy, PositiveCell, Row, TableDefinition, TableVersion,
} from '../../../src/kernel/decision-table/table.ts'
import { instant } from '../../../src/kernel/instant.ts'

// Small value spaces on purpose: conditions must meet, nest and touch each other at their bounds.
const code = fc.stringMatching(/^[01a中]{0,4}$/)
const numeric = fc.constantFrom(-1.5, -1, 0, 0.5, 1, 2, 10, 1e9)
const moments = ['2017-12-31T00:00:00+08:00', '2018-01-01T00:00:00+08:00', '2018-01-01T00:00:00Z', '2026-06-30T12:00:00+08:00']
const moment = fc.constantFrom(...moments)

const range = <T extends number | string>(bound: fc.Arbitrary<T>): fc.Arbitrary<PositiveCell> =>
  fc.record({ op: fc.constant('range' as const), from: bound, below: bound }, { requiredKeys: ['op'] })

function positive(type: ColumnType): fc.Arbitrary<PositiveCell> {
  switch (type) {
    case 'code':
    case 'codes':
      return fc.oneof(
        fc.record({ op: fc.constant('equals' as const), value: code }),
        fc.record({ op: fc.constant('one-of' as const), values: fc.array(code, { minLength: 1, maxLength: 4 }) }),
        fc.record({ op: fc.constant('prefix' as const), values: fc.array(code, { minLength: 1, maxLength: 3 }) }),
      )
    case 'number':
      return fc.oneof(
        fc.record({ op: fc.constant('equals' as const), value: numeric }),
        fc.record({ op: fc.constant('one-of' as const), values: fc.array(numeric, { minLength: 1, maxLength: 3 }) }),
        range(numeric),
      )
    case 'instant':
      return fc.oneof(fc.record({ op: fc.constant('equals' as const), value: moment }), range(moment))
    case 'boolean':
      return fc.record({ op: fc.constant('equals' as const), value: fc.boolean() })
  }
}

const cell = (type: ColumnType): fc.Arbitrary<Cell> =>
  fc.oneof(
    { weight: 4, arbitrary: positive(type) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('not' as const), cell: positive(type) }) },
    { weight: 1, arbitrary: fc.constantFrom<Cell>({ op: 'any' }, { op: 'absent' }) },
  )

const fact = (type: ColumnType): fc.Arbitrary<FactValue | undefined> => {
  const known: Record<ColumnType, fc.Arbitrary<FactValue>> = {
    code,
    codes: fc.array(code, { maxLength: 3 }),
    number: numeric,
    instant: moment.map((text) => instant(text) as number),
    boolean: fc.boolean(),
  }
  // Now and then nothing, or a value of another type: to a table both are "not known".
  return fc.oneof(
    { weight: 8, arbitrary: known[type] }, { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom<FactValue>(Number.NaN, true, 'x', 7) },
  )
}

const columnTypes = fc.array(fc.constantFrom<ColumnType>('code', 'codes', 'number', 'instant', 'boolean'), { minLength: 1, maxLength: 5 })
const hits = fc.constantFrom<HitPolicy>({ policy: 'first' }, { policy: 'collect' }, { policy: 'strictest', output: 'level', order: ['low', 'medium', 'high'] })

interface Asked {
  readonly definition: TableDefinition
  readonly version: TableVersion
  readonly questions: readonly Facts[]
}

/** A table with a version of up to 70 rows (three words of a bitset), and questions to ask it. */
export const tableAndFacts: fc.Arbitrary<Asked> = fc.tuple(columnTypes, hits).chain(([types, hit]) => {
  const columns = types.map((type, i): Column => ({ name: `c${i}`, type, title: { zh: '列', en: 'column' }, audience: 'public' }))
  const when = fc.record(Object.fromEntries(columns.map((column) => [column.name, cell(column.type)])), { requiredKeys: [] })
  const row = fc.record({ when, level: fc.constantFrom('low', 'medium', 'high') })
  const questions = fc.array(fc.record(Object.fromEntries(columns.map((column) => [column.name, fact(column.type)]))), { minLength: 1, maxLength: 2 })
  // Mostly short, where rows decide; long ones for the words of the bitset.
  const rows = fc.oneof({ weight: 6, arbitrary: fc.array(row, { maxLength: 10 }) }, { weight: 1, arbitrary: fc.array(row, { maxLength: 70, size: 'max' }) })
  return fc.tuple(rows, questions).map(([drawn, asked]) => ({
    definition: {
      name: 'random',
      title: { zh: '表', en: 'table' },
      clause: 'RR-15',
      columns,
      outputs: [{ name: 'level', type: 'code' as const, title: { zh: '等级', en: 'level' } }],
      hit,
    },
    version: {
      table: 'random',
      version: 1,
      validFrom: instant('2018-01-01T00:00:00Z'),
      rows: drawn.map((one, i): Row => ({ id: `r${i}`, when: one.when as Row['when'], then: { level: one.level }, clause: 'RR-15' })),
    },
    questions: asked,
  }))
})
