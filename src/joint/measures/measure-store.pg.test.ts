import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillClosedInspections } from '../../../tests/support/closed-inspections.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { days, hours, instant, plus, seconds } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { listFinds, listMeasured, listRepeats, sumAnswered, sumMeasured, sumRepeats } from './measure-store.ts'
import type { Period } from '../measured-period.ts'

const until = instant('2026-01-01T00:00:00Z')
// Inspections are closed up to and including `until`; a hundred on each of two hundred days.
const lastDays = (count: number): Period => ({ ports: ['380101'], from: plus(until, -days(count)), to: plus(until, seconds(1)) })

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  await fillClosedInspections(database.ownerDb, 20_000, 200, until)
  // In service autovacuum does this as pages fill.
  await database.ownerDb.query(`select brin_summarize_new_values('joint.inspection_proposed')`)
}, 60_000)
afterAll(() => database.drop())

/** Which tables and indexes a statement reads, and how, as the database plans it. */
async function planOf(ask: (db: Queryable) => Promise<unknown>): Promise<readonly string[]> {
  const read: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (typeof node !== 'object' || node === null) return
    const { 'Node Type': type, 'Relation Name': relation, 'Index Name': index } = node as Record<string, unknown>
    if (typeof relation === 'string' || typeof index === 'string') read.push(`${String(type)} ${String(index ?? relation)}`)
    Object.values(node).forEach(visit)
  }
  const explaining: Queryable = {
    async query<Row>(sql: string, parameters?: readonly unknown[]) {
      const [row] = await database.db.query<{ 'QUERY PLAN': unknown }>(`explain (format json) ${sql}`, parameters)
      visit(row?.['QUERY PLAN'])
      return [] as Row[]
    },
  }
  await ask(explaining)
  return read
}

test('JI-23: the sums are those of the cases, in total and of a part of the time', async () => {
  const sums = await sumMeasured(database.db, lastDays(10))
  expect(sums).toEqual({ inspections: 1000, agencies: 2000, persons: 4000, span: 1000 * hours(1), openings: 1000, results: 2000, medianToAgreement: hours(1) })
  expect((await sumMeasured(database.db, lastDays(201))).inspections).toBe(20_000)
  expect(await sumRepeats(database.db, lastDays(10))).toMatchObject({ inspections: 1000, objects: 900 })
})

test('JI-23, JI-24: a day among two hundred is summed along the time of closing; nothing reads the whole of a table', async () => {
  for (const [name, ask] of [
    ['sum', (db: Queryable) => sumMeasured(db, lastDays(1))],
    ['list', (db: Queryable) => listMeasured(db, lastDays(1), undefined, 50)],
    ['repeats', (db: Queryable) => sumRepeats(db, lastDays(1))],
  ] as const) {
    const read = await planOf(ask)
    expect(read.length, name).toBeGreaterThan(1)
    expect(read.filter((step) => step.startsWith('Seq Scan')), `${name}: ${read.join('; ')}`).toEqual([])
    expect(read.some((step) => /inspection_(closed|published)/.test(step)), `${name}: ${read.join('; ')}`).toBe(true)
  }
})

interface Node {
  readonly 'Node Type': string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Node[]
}
const passed = (node: Node): number => (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
const looked = (node: Node): number => (node['Node Type'].includes('Scan') ? passed(node) * (node['Actual Loops'] ?? 1) : 0) + (node.Plans ?? []).reduce((sum, each) => sum + looked(each), 0)

/** How many rows the statements of a question look at in all. */
async function rowsRead(ask: (db: Queryable) => Promise<unknown>): Promise<number> {
  let rows = 0
  const counting: Queryable = {
    async query<Row>(sql: string, parameters?: readonly unknown[]) {
      const [row] = await database.ownerDb.query<{ 'QUERY PLAN': readonly { Plan: Node }[] }>(`explain (analyze, format json, costs off, timing off, summary off) ${sql}`, parameters)
      rows += (row?.['QUERY PLAN'] ?? []).reduce((sum, { Plan }) => sum + looked(Plan), 0)
      return database.db.query<Row>(sql, parameters)
    },
  }
  await ask(counting)
  return rows
}

test('JI-23, JI-24: every question looks at the rows of its period and those that belong to them, however long ago; a page of cases only measures its own', async () => {
  const old: Period = { ports: ['380101'], from: plus(until, -days(150)), to: plus(until, -days(149)) }
  const ten: Period = { ...old, to: plus(old.from, days(10)) }
  const questions: Readonly<Record<string, (db: Queryable, period: Period) => Promise<unknown>>> = {
    sums: sumMeasured,
    answered: sumAnswered,
    cases: (db, period) => listMeasured(db, period, undefined, 20),
    repeats: sumRepeats,
    'repeated objects': (db, period) => listRepeats(db, period, 200),
    finds: (db, period) => listFinds(db, period, 200),
  }
  for (const [name, ask] of Object.entries(questions)) {
    // Of an inspection at most two tasks with two of crew each, an opening and two results; times of proposals are read by blocks of pages.
    for (const period of [lastDays(1), old]) expect(await rowsRead((db) => ask(db, period)), name).toBeLessThan(name === 'answered' ? 4000 : 1500)
    expect(await rowsRead((db) => ask(db, ten)), name).toBeLessThan(name === 'cases' ? 2000 : 15_000)
  }
  // The twin: asked whether a result exists, the database reads those of all days.
  const asExists = (db: Queryable): Queryable => ({ query: (sql, parameters) => db.query(sql.replaceAll(/\(select true (from [^()]*) limit 1\)/g, 'exists (select $1)'), parameters) })
  expect(await rowsRead((db) => sumRepeats(asExists(db), ten))).toBeGreaterThan(15_000)
})
