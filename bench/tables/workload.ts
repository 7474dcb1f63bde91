import type {
  Cell, Column, ColumnType, Facts, FactValue, HitPolicy, PositiveCell, Row, TableDefinition, TableVersion,
} from '../../src/kernel/decision-table/table.ts'
import { instant } from '../../src/kernel/instant.ts'
import { seededNumbers } from '../../src/kernel/seeded-numbers.ts'

interface Field {
  readonly name: string
  readonly type: ColumnType
  readonly draw: (random: () => number) => FactValue
  readonly ask: (random: () => number) => PositiveCell
}

const pick = <T>(random: () => number, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
const some = <T>(random: () => number, values: readonly T[], count: number): T[] => Array.from({ length: count }, () => pick(random, values))
const codes = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

function choice(name: string, values: readonly string[], named: number): Field {
  return { name, type: 'code', draw: (random) => pick(random, values), ask: (random) => ({ op: 'one-of', values: some(random, values, named) }) }
}

function set(name: string, values: readonly string[]): Field {
  const draw: Field['draw'] = (random) => some(random, values, Math.floor(random() * 3))
  return { name, type: 'codes', draw, ask: (random) => ({ op: 'one-of', values: some(random, values, 2) }) }
}

function amount(name: string, maximum: number): Field {
  return {
    name,
    type: 'number',
    draw: (random) => Math.round(random() * maximum),
    ask: (random) => {
      const from = Math.round(random() * maximum * 0.8)
      return { op: 'range', from, below: from + maximum / 2 }
    },
  }
}

const hsCode = (random: () => number): string => String(Math.floor(random() * 97) + 1).padStart(2, '0') + String(Math.floor(random() * 1e8)).padStart(8, '0')
const start = instant('2018-01-01T00:00:00Z')

// Fifteen fields of the kinds a targeting table asks about.
const fields: readonly Field[] = [
  {
    name: 'hs',
    type: 'code',
    draw: hsCode,
    ask: (random) => ({ op: 'prefix', values: Array.from({ length: 4 }, () => hsCode(random).slice(0, pick(random, [1, 2, 2, 4]))) }),
  },
  choice('origin', codes('C', 60), 20),
  choice('mode', ['sea', 'rail', 'road', 'air', 'post'], 2),
  choice('direction', ['import', 'export', 'transit'], 1),
  choice('port', codes('38010', 12), 5),
  choice('grade', ['AA', 'A', 'B', 'C', 'D'], 2),
  choice('use', codes('U', 20), 8),
  set('attributes', codes('', 20)),
  set('categories', ['L', 'M', 'N', 'P', 'Q', 'R', 'S', 'V', 'W']),
  set('conditions', ['A', 'B', '4', '6', '7', 'O', 'x', 'y']),
  amount('netWeightKg', 50_000),
  amount('valuePerKg', 400),
  amount('packages', 2_000),
  {
    name: 'arrival',
    type: 'instant',
    draw: (random) => start + Math.floor(random() * 3.15e10),
    ask: (random) => ({ op: 'range', from: new Date(start + Math.floor(random() * 2e10)).toISOString() }),
  },
  { name: 'firstTime', type: 'boolean', draw: (random) => random() < 0.5, ask: (random) => ({ op: 'equals', value: random() < 0.5 }) },
]

export interface Workload {
  readonly definition: TableDefinition
  readonly version: TableVersion
  readonly questions: readonly Facts[]
}

/** A table of `rows` rows over fifteen fields, each row asking about seven on average and the last about none, and questions to ask it. */
export function workload(rows: number, questions: number, hit: HitPolicy = { policy: 'first' }, seed = 1): Workload {
  const random = seededNumbers(seed)
  const when = (): Record<string, Cell> => Object.fromEntries(fields.filter(() => random() < 0.46).map((field) => [field.name, field.ask(random)]))
  const question = (): Facts => Object.fromEntries(fields.map((field) => [field.name, random() < 0.05 ? undefined : field.draw(random)]))
  return {
    definition: {
      name: 'benchmark',
      title: { zh: '基准', en: 'benchmark' },
      clause: 'RR-16',
      columns: fields.map((field): Column => ({ name: field.name, type: field.type, title: { zh: field.name, en: field.name }, audience: 'public' })),
      outputs: [{ name: 'mode', type: 'code', title: { zh: '模式', en: 'mode' } }],
      hit,
    },
    version: {
      table: 'benchmark',
      version: 1,
      validFrom: start,
      rows: Array.from({ length: rows }, (_, i): Row => ({ id: `r${i}`, when: i === rows - 1 ? {} : when(), then: { mode: `m${i % 4}` }, clause: 'RR-16' })),
    },
    questions: Array.from({ length: questions }, question),
  }
}
