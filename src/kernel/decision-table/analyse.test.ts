import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainTable } from '../../../bench/tables/plain-table.ts'
import { workload } from '../../../bench/tables/workload.ts'
import { instant } from '../instant.ts'
import { analyse, openAnalysis, type Finding } from './analyse.ts'
import type { Cell, Column, Facts, FactValue, HitPolicy, Row, TableDefinition } from './table.ts'

// Every value there is, so that the analysis can be held against a look at all of them.
const domains: Readonly<Record<string, readonly (FactValue | undefined)[]>> = {
  hs: [undefined, '0', '01', '011', '012', '02', '1', '11', '2'],
  grade: [undefined, 'A', 'B', 'C'],
  weight: [undefined, -1, 0, 0.5, 1, 1.5, 2, 2.5, 3],
  attributes: [undefined, [], ['x'], ['y'], ['z'], ['x', 'y'], ['x', 'z'], ['y', 'z'], ['x', 'y', 'z']],
  used: [undefined, true, false],
}
const columns: readonly Column[] = [
  { name: 'hs', type: 'code', title: { zh: '编码', en: 'hs' }, audience: 'public' },
  { name: 'grade', type: 'code', title: { zh: '等级', en: 'grade' }, audience: 'public', values: ['A', 'B', 'C'] },
  { name: 'weight', type: 'number', title: { zh: '重量', en: 'weight' }, audience: 'public' },
  { name: 'attributes', type: 'codes', title: { zh: '属性', en: 'attributes' }, audience: 'public' },
  { name: 'used', type: 'boolean', title: { zh: '旧', en: 'used' }, audience: 'public' },
]

const negated = (cell: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> =>
  fc.oneof({ weight: 4, arbitrary: cell }, { weight: 1, arbitrary: cell.map((one): Cell => ({ op: 'not', cell: one as never })) }, { weight: 1, arbitrary: fc.constantFrom<Cell>({ op: 'absent' }, { op: 'any' }) })
const cells: Readonly<Record<string, fc.Arbitrary<Cell>>> = {
  hs: negated(fc.oneof(
    fc.record({ op: fc.constant('prefix' as const), values: fc.uniqueArray(fc.constantFrom('0', '01', '1'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ op: fc.constant('one-of' as const), values: fc.uniqueArray(fc.constantFrom('0', '01', '011', '1'), { minLength: 1, maxLength: 3 }) }),
  )),
  grade: negated(fc.record({ op: fc.constant('one-of' as const), values: fc.uniqueArray(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 3 }) })),
  weight: negated(fc.oneof(
    fc.record({ op: fc.constant('range' as const), from: fc.constantFrom(0, 1), below: fc.constantFrom(2, 3) }),
    fc.record({ op: fc.constant('range' as const), below: fc.constantFrom(0, 1, 2) }),
    fc.record({ op: fc.constant('range' as const), from: fc.constantFrom(0, 1, 2) }),
    fc.record({ op: fc.constant('one-of' as const), values: fc.uniqueArray(fc.constantFrom(0, 1, 2), { minLength: 1, maxLength: 2 }) }),
  )),
  attributes: negated(fc.record({ op: fc.constant('one-of' as const), values: fc.uniqueArray(fc.constantFrom('x', 'y'), { minLength: 1, maxLength: 2 }) })),
  used: negated(fc.record({ op: fc.constant('equals' as const), value: fc.boolean() })),
}

interface Drawn {
  readonly definition: TableDefinition
  readonly rows: readonly Row[]
}
const policies = fc.constantFrom<HitPolicy>({ policy: 'first' }, { policy: 'unique' }, { policy: 'collect' }, { policy: 'strictest', output: 'level', order: ['low', 'high'] })

const drawn: fc.Arbitrary<Drawn> = fc.tuple(fc.subarray([...columns], { minLength: 1, maxLength: 3 }), policies).chain(([chosen, hit]) => {
  const when = fc.record(Object.fromEntries(chosen.map(({ name }) => [name, cells[name] as fc.Arbitrary<Cell>])), { requiredKeys: [] })
  const row = fc.record({ when, level: fc.constantFrom('low', 'high') })
  return fc.array(row, { minLength: 1, maxLength: 7 }).map((list) => ({
    definition: {
      name: 't', title: { zh: '表', en: 't' }, clause: 'RR-15', columns: chosen, hit, complete: true as const,
      outputs: [{ name: 'level', type: 'code' as const, title: { zh: '等级', en: 'level' } }],
    },
    rows: list.map((one, i): Row => ({ id: `r${i}`, when: one.when as Row['when'], then: { level: one.level }, clause: 'RR-15' })),
  }))
})

function* everyFacts(definition: TableDefinition): Generator<Facts> {
  const walk = function* (at: number, facts: Facts): Generator<Facts> {
    const column = definition.columns[at]
    if (column === undefined) return yield facts
    for (const value of domains[column.name] ?? []) yield* walk(at + 1, { ...facts, [column.name]: value })
  }
  yield* walk(0, {})
}

/** What a look at every combination of values finds. */
function looked({ definition, rows }: Drawn) {
  const version = { table: 't', version: 1, validFrom: instant('2018-01-01T00:00:00Z'), rows }
  const fits = plainTable({ ...definition, hit: { policy: 'collect' } }, version)
  const answers = plainTable(definition, version)
  const answering = new Set<string>()
  const fitting = new Set<string>()
  const together = new Set<string>()
  let gap = false
  for (const facts of everyFacts(definition)) {
    const found = fits(facts)
    for (const row of answers(facts)) answering.add(row.id)
    for (const [i, one] of found.entries()) {
      fitting.add(one.id)
      for (const other of found.slice(0, i)) together.add(`${other.id} ${one.id}`)
    }
    if (found.length === 0 && Object.values(facts).every((value) => value !== undefined)) gap = true
  }
  return { answering, fitting, together, gap, fits, answers }
}

type Analyse = typeof analyse
const of = (findings: readonly Finding[], ...codes: readonly string[]): readonly Finding[] => findings.filter(({ refusal }) => codes.includes(refusal.code))
const same = (a: Iterable<string>, b: Iterable<string>): boolean => [...a].sort().join() === [...b].sort().join()

/** The property: what the analysis says is what a look at every value finds. `spoil` plants a defect in it. */
const agrees = (spoil: Analyse = analyse) =>
  fc.property(drawn, (one) => {
    const { definition, rows } = one
    const { findings } = spoil(definition, rows)
    const seen = looked(one)
    const ids = (...codes: readonly string[]): string[] => of(findings, ...codes).map(({ row }) => rows[row as number]?.id ?? '')
    const impossible = rows.filter(({ id }) => !seen.fitting.has(id)).map(({ id }) => id)
    if (!same(ids('tables/row-impossible'), impossible)) throw new Error('differs: rows that cannot fire')
    const { policy } = definition.hit
    if (policy === 'unique') {
      const pairs = of(findings, 'tables/rows-overlap').map(({ row, other }) => `r${other} r${row}`)
      if (!same(pairs, seen.together)) throw new Error(`differs: overlaps ${pairs.join()} seen ${[...seen.together].join()}`)
    }
    if (policy === 'first' || policy === 'strictest') {
      const hidden = rows.filter(({ id }) => seen.fitting.has(id) && !seen.answering.has(id)).map(({ id }) => id)
      const told = ids('tables/row-shadowed', 'tables/row-shadowed-together')
      if (!same(told, hidden)) throw new Error(`differs: hidden rows ${told.join()} seen ${hidden.join()}`)
    }
    if (of(findings, 'tables/gap').length > 0 !== seen.gap) throw new Error(`differs: gap ${String(seen.gap)}`)
    for (const finding of findings) {
      if (finding.example === undefined) continue
      const found = seen.fits(finding.example)
      if (finding.refusal.code === 'tables/gap' ? found.length > 0 : ![finding.row, finding.other].every((row) => found.includes(rows[row as number] as Row))) {
        throw new Error(`differs: the example of ${finding.refusal.code} does not show it`)
      }
    }
  })

describe('the analysis of rows', () => {
  test('says what a look at every combination of values finds, for 6,000 random tables', () => {
    fc.assert(agrees(), { numRuns: 6_000 })
  }, 120_000)

  const withoutCode = (...codes: readonly string[]): Analyse => (definition, rows) => {
    const { findings, more } = analyse(definition, rows)
    return { findings: findings.filter(({ refusal }) => !codes.includes(refusal.code)), more }
  }
  const asIf = (change: (cell: Cell) => Cell): Analyse => (definition, rows) =>
    analyse(definition, rows.map((row) => ({ ...row, when: Object.fromEntries(Object.entries(row.when).map(([name, cell]) => [name, change(cell)])) })))
  const spoiled: Readonly<Record<string, Analyse>> = {
    'rows hidden by several others together left out': withoutCode('tables/row-shadowed-together'),
    'negations taken as nothing asked': asIf((cell) => (cell.op === 'not' ? { op: 'any' } : cell)),
    'upper bounds taken one further': asIf((cell) => (cell.op === 'range' && typeof cell.below === 'number' ? { ...cell, below: cell.below + 0.5 } : cell)),
    'what is not known taken as known': asIf((cell) => (cell.op === 'absent' ? { op: 'any' } : cell)),
    'prefixes taken as the codes themselves': asIf((cell) => (cell.op === 'prefix' ? { op: 'one-of', values: cell.values } : cell)),
    'the strictest row taken as the first': (definition, rows) => analyse(definition.hit.policy === 'strictest' ? { ...definition, hit: { policy: 'first' } } : definition, rows),
  }
  for (const [name, spoil] of Object.entries(spoiled)) {
    test(`the property notices ${name}`, () => {
      const outcome = fc.check(agrees(spoil), { numRuns: 6_000 })
      expect(outcome.failed).toBe(true)
      expect(String(outcome.errorInstance)).toContain('differs')
    }, 120_000)
  }
})

/** What an author does to rows: the row it is about and what becomes of it, as shares of the table, so that any table can be edited. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }), to: fc.double({ min: 0, max: 0.999, noNaN: true }),
  what: fc.constantFrom('cell', 'cell', 'cell', 'then', 'formula', 'spoil', 'insert', 'double', 'remove', 'move', 'nothing'),
  column: fc.nat(4), cell: fc.record(cells), level: fc.constantFrom('low', 'high'),
})
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

function edited(definition: TableDefinition, rows: readonly Row[], { at, to, what, column, cell, level }: Edit, turn: number): readonly Row[] {
  const index = Math.floor(at * rows.length)
  const one = rows[index]
  const { name } = definition.columns[column % definition.columns.length] as Column
  if (one === undefined || what === 'insert') return rows.toSpliced(index, 0, { id: `n${turn}`, when: { [name]: cell[name] as Cell }, then: { level }, clause: 'RR-15' })
  switch (what) {
    case 'cell':
      return rows.with(index, { ...one, when: { ...one.when, [name]: cell[name] as Cell } })
    case 'then':
      return rows.with(index, { ...one, then: { level } })
    case 'formula':
      return rows.with(index, one.formula === undefined ? { ...one, formula: 'true' } : { id: one.id, when: one.when, then: one.then, clause: one.clause })
    case 'spoil':
      return rows.with(index, { ...one, when: { ...one.when, [name]: { op: 'equals', value: '' } } })
    case 'double':
      return rows.toSpliced(index, 0, one)
    case 'remove':
      return rows.toSpliced(index, 1)
    case 'move':
      return rows.toSpliced(index, 1).toSpliced(Math.floor(to * rows.length), 0, one)
    default:
      return rows
  }
}

/** The property: rows looked at again while they change are told what they are told when they are looked at anew. `late` plants a defect: edits behind. */
const agreesAgain = (late = 0) =>
  fc.property(drawn, fc.array(edit, { minLength: 1, maxLength: 12 }), ({ definition, rows }, edits) => {
    const again = openAnalysis(definition)
    const stands = [rows]
    for (const [turn, one] of edits.entries()) stands.push(edited(definition, stands.at(-1) ?? [], one, turn))
    for (const [turn, stand] of stands.entries()) {
      // As they come from another thread: nothing of them is the same object.
      const found = again(structuredClone(stands[Math.max(0, turn - late)] ?? stand))
      if (!isDeepStrictEqual(found, analyse(definition, stand))) throw new Error(`differs after edit ${turn}`)
    }
  })

describe('the analysis of rows that change', () => {
  test('says after each of some 6,000 edits of random tables what an analysis of the whole says', () => {
    fc.assert(agreesAgain(), { numRuns: 1_000 })
  }, 120_000)

  test('the property notices one that is an edit behind', () => {
    expect(fc.check(agreesAgain(1), { numRuns: 300 }).failed).toBe(true)
  }, 60_000)

  test('the same for tables of hundreds of rows over fifteen columns, whatever the policy', () => {
    for (const [seed, policy] of (['first', 'unique', 'collect'] as const).entries()) {
      const { definition, version } = workload(150, 1, { policy }, seed + 1)
      const again = openAnalysis(definition)
      let { rows } = version
      for (let turn = 0; turn < 12; turn++) {
        expect(again(structuredClone(rows))).toEqual(analyse(definition, rows))
        const [from, to] = [(turn * 37) % rows.length, (turn * 53 + 11) % rows.length]
        const [one, other] = [rows[from] as Row, rows[to] as Row]
        rows = turn % 4 === 3 ? rows.toSpliced(from, 1).toSpliced(to, 0, one) : rows.with(from, { ...one, when: turn % 2 === 0 ? other.when : Object.fromEntries(Object.entries(one.when).slice(1)) })
      }
    }
  }, 120_000)
})

const row = (id: string, when: Record<string, Cell>, level = 'low', more: Partial<Row> = {}): Row => ({ id, when, then: { level }, clause: 'RR-15', ...more })
const table = (hit: HitPolicy): TableDefinition => ({
  name: 't', title: { zh: '表', en: 't' }, clause: 'RR-15', columns, hit, outputs: [{ name: 'level', type: 'code', title: { zh: '等级', en: 'level' } }],
})
const codes = (definition: TableDefinition, rows: readonly Row[]): string[] => analyse(definition, rows).findings.map(({ refusal, severity }) => `${severity} ${refusal.code} ${refusal.pointer ?? ''}`)

describe('what an author is told', () => {
  test('a formula may hold or not: its row overlaps, but neither hides another nor closes a gap', () => {
    const meat = row('meat', { hs: { op: 'prefix', values: ['02'] } }, 'high', { formula: 'weight > 5' })
    const chicken = row('chicken', { hs: { op: 'prefix', values: ['0207'] } })
    expect(codes(table({ policy: 'unique' }), [meat, chicken])).toEqual(['warning tables/rows-may-overlap /rows/1'])
    expect(codes(table({ policy: 'first' }), [meat, chicken])).toEqual(['note tables/rows-cross /rows/1'])
    expect(codes({ ...table({ policy: 'first' }), complete: true }, [row('all', {}, 'low', { formula: 'weight > 5' })])).toEqual(['fault tables/gap /rows'])
    expect(codes(table({ policy: 'first' }), [row('meat', { hs: { op: 'prefix', values: ['02'] } }), chicken, { ...chicken, id: 'c', formula: 'used' }])).toEqual([
      'warning tables/row-shadowed /rows/1', 'warning tables/row-shadowed /rows/2',
    ])
  })

  test('of rows that cross only the order decides; an exception before a general row is not told', () => {
    const light = row('light', { weight: { op: 'range', below: 5 } }, 'low')
    const meat = row('meat', { hs: { op: 'prefix', values: ['02'] } }, 'high')
    expect(codes(table({ policy: 'first' }), [light, meat])).toEqual(['note tables/rows-cross /rows/1'])
    expect(codes(table({ policy: 'first' }), [light, meat, row('other', {}, 'medium')])).toEqual(['note tables/rows-cross /rows/1'])
    expect(codes(table({ policy: 'strictest', output: 'level', order: ['low', 'high'] }), [light, meat])).toEqual([])
  })

  test('a faulty row does not stop the others from being compared', () => {
    const faulty = row('faulty', { weight: { op: 'equals', value: 'heavy' } })
    const all = row('all', {})
    expect(codes(table({ policy: 'first' }), [faulty, all, row('late', {}, 'high')])).toEqual(['fault tables/value-not-of-column /rows/0/when/weight', 'warning tables/row-shadowed /rows/2'])
  })

  test('codes nobody knows are told, headings and codes below a heading are known', () => {
    const rows = [row('a', { hs: { op: 'prefix', values: ['0207', '02', '9999'] } }), row('b', { hs: { op: 'one-of', values: ['0207120000', '0307120000'] } })]
    const { findings } = analyse(table({ policy: 'collect' }), rows, { codes: { hs: ['0207', '8703'] } })
    expect(of(findings, 'tables/code-unknown').map(({ refusal }) => `${refusal.pointer} ${refusal.facts?.['value']}`)).toEqual(['/rows/0/when/hs 9999', '/rows/1/when/hs 0307120000'])
  })

  test('where every row counts, one that adds nothing to another is told, the later of two that say the same', () => {
    const wide = row('wide', { hs: { op: 'prefix', values: ['0'] } })
    expect(codes(table({ policy: 'collect' }), [row('narrow', { hs: { op: 'prefix', values: ['02'] } }), wide])).toEqual(['warning tables/row-redundant /rows/0'])
    expect(codes(table({ policy: 'collect' }), [wide, { ...wide, id: 'again' }])).toEqual(['warning tables/row-redundant /rows/1'])
    expect(codes(table({ policy: 'collect' }), [wide, { ...wide, id: 'other', then: { level: 'high' } }])).toEqual([])
  })
})
