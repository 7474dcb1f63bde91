import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { days, instant, plus } from '../../kernel/instant.ts'
import { steppedClock } from '../../platform/clock.ts'
import { readConfig } from '../../platform/config.ts'
import type { Machine } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { systemRandom } from '../../platform/random.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { openTargeting, type Targeting } from './open-targeting.ts'

const port = '380101'
const now = instant('2026-03-02T23:59:50Z')
const lane = { data: { port, direction: 'import', mode: 'sea', places: 4, hoursPerDay: 8, minutesEach: 60 }, validFrom: instant('2026-01-01T00:00:00Z') }
const cache = { refresh: () => Promise.resolve(), revision: () => 1, versions: () => new Map([['lane', [lane]]]) } as unknown as RegisterCache

let database: FreshDatabase
/** While it is there, who asks for counters waits for it. */
let gate: Promise<void> | undefined
let asked = 0
let machine: Machine
beforeAll(async () => {
  database = await freshDatabase()
  const db = new Proxy(database.db, {
    get(target, name: keyof Database) {
      if (name !== 'query') return typeof target[name] === 'function' ? (target[name] as (...args: unknown[]) => unknown).bind(target) : target[name]
      return async (text: string, values?: readonly unknown[]) => {
        if (text.includes('targeting.counter')) {
          asked++
          await gate
        }
        return target.query(text, values as never)
      }
    },
  })
  machine = { config: readConfig({}), db, clock: steppedClock(now), random: systemRandom, log: pino({ level: 'silent' }) }
})
afterAll(() => database.drop())

const open = (): Targeting => openTargeting(machine, { law: () => cn, cache, declared: () => Promise.resolve([]), assessed: () => Promise.resolve([]) })

/** Closes the gate before counters; gives what opens it. */
function close(): () => void {
  let opened = (): void => undefined
  gate = new Promise((resolve) => {
    opened = () => {
      gate = undefined
      resolve()
    }
  })
  return opened
}

test('a new UTC day: cases wait for the secret of the day, not for the counters, which are read beside them', { timeout: 20_000 }, async () => {
  const targeting = open()
  await targeting.ready(now)
  const opened = close()
  const before = asked
  const tomorrow = plus(now, days(1))
  // Would wait for ever if it waited for the counters.
  await targeting.ready(tomorrow)
  expect(targeting.ready(tomorrow)).toBeUndefined()
  const secrets = await database.ownerDb.query<{ day: string }>('select day::text from targeting.secret where port = $1 order by day', [port])
  expect(secrets.map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-03'])
  await expect.poll(() => asked).toBeGreaterThan(before)
  let told = false
  const scorer = targeting.scorer(tomorrow).then(() => {
    told = true
  })
  expect(told).toBe(false)
  opened()
  await scorer
})

test('the twin: a process that knows nothing yet does wait for them', async () => {
  const targeting = open()
  const opened = close()
  const before = asked
  let known = false
  const ready = targeting.ready(now)?.then(() => {
    known = true
  })
  await expect.poll(() => asked).toBeGreaterThan(before)
  expect(known).toBe(false)
  opened()
  await ready
  expect(known).toBe(true)
})
