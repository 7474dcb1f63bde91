import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillClosedInspections } from '../../../tests/support/closed-inspections.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { days, hours, instant, plus, seconds } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { listMeasured, sumMeasured, sumRepeats, type Period } from './measure-store.ts'

const until = instant('2026-01-01T00:00:00Z')
// Inspections are closed up to and including `until`; a hundred on each of two hundred days.
const lastDays = (count: number): Period => ({ ports: ['380101'], from: plus(until, -days(count)), to: plus(until, seconds(1)) })

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  await fillClosedInspections(database.ownerDb, 20_000, 200, until)
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
