import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { instant, minutes, plus } from '../../kernel/instant.ts'
import { steppedClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { systemContext, type Machine } from '../context.ts'
import { buildServer } from '../http/server.ts'
import { systemRandom } from '../random.ts'
import { enqueue, jobFigures } from './public.ts'

let database: FreshDatabase
const clock = steppedClock(instant('2026-03-01T08:00:00Z'))
let machine: Machine

beforeAll(async () => {
  database = await freshDatabase()
  machine = { config: readConfig({}), db: database.db, clock, random: systemRandom, log: pino({ level: 'silent' }) }
})
afterAll(() => database.drop())

test('the figures tell how many jobs of each kind are owed and how old the oldest is; without the database the others are still told', async () => {
  const owed = async (kind: string): Promise<void> => machine.db.transaction((tx) => enqueue(tx, systemContext(machine), { port: '380101', kind, payload: {} }))
  await owed('deliveries')
  clock.advanceTo(plus(clock.now(), minutes(2)))
  await owed('deliveries')
  await owed('deadlines')
  clock.advanceTo(plus(clock.now(), minutes(1)))
  const app = await buildServer(machine, { authenticate: async () => undefined, routes: () => undefined, version: 'test', figures: jobFigures(machine) })
  const text = async (): Promise<string> => (await app.inject('/metrics')).body
  try {
    const before = await text()
    expect(before).toContain('lianjian_jobs{kind="deliveries",state="waiting"} 2\n')
    expect(before).toContain('lianjian_jobs{kind="deadlines",state="waiting"} 1\n')
    expect(before).toContain('lianjian_job_oldest_seconds{kind="deliveries",state="waiting"} 180\n')
    expect(before).toContain('lianjian_job_oldest_seconds{kind="deadlines",state="waiting"} 60\n')
    await machine.db.query(`delete from platform.job where kind = 'deadlines'`)
    clock.advanceTo(plus(clock.now(), minutes(1)))
    expect(await text()).not.toContain('deadlines')
    clock.advanceTo(plus(clock.now(), minutes(1)))
    const query = machine.db.query.bind(machine.db)
    Object.assign(machine.db, { query: () => Promise.reject(new Error('away')) })
    const away = await text()
    Object.assign(machine.db, { query })
    expect(away).not.toContain('lianjian_jobs{')
    expect(away).toContain('process_cpu_seconds_total')
  } finally {
    await app.close()
  }
})
