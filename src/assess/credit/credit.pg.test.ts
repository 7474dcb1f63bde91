import fc from 'fast-check'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { creditParts, creditRegisters } from '../../apps/credit-modules.ts'
import type { Actor } from '../../kernel/actor.ts'
import { days, instant, plus, toIso, type Instant } from '../../kernel/instant.ts'
import { enterprises } from '../../registry/parties/public.ts'
import { anyRegister, openRegisterCache } from '../../registry/register/public.ts'
import { steppedClock } from '../../platform/clock.ts'
import { readConfig } from '../../platform/config.ts'
import { contextFor, type Machine } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database/database.ts'
import { appRole } from '../../platform/database/roles.ts'
import { systemRandom } from '../../platform/random.ts'
import { openCreditBook } from './credit-book.ts'
import { entriesOf, foldRecord } from './domain/credit-record.ts'
import { addDays } from './domain/day.ts'
import { gradePeriods } from './domain/grade-periods.ts'
import { hadAHand } from './domain/decide.ts'
import type { CreditParts } from './parts.ts'
import { compareDay } from './read-record.ts'
import { decideOnRecord, recordEvents, type EnterpriseEvent } from './record-events.ts'
import { readFacts, readPeriods } from './store.ts'

const start = instant('2016-03-01T00:00:00+08:00')
const officer = (id: string): Actor => ({ kind: 'person', id, name: id, roles: ['officer'], agency: 'CIQ', ports: ['380101'] })

let database: FreshDatabase
let machine: Machine
let parts: CreditParts
let stop: () => void
beforeAll(async () => {
  database = await freshDatabase()
  machine = { config: readConfig({}), db: database.db, clock: steppedClock(start), random: systemRandom, log: pino({ level: 'silent' }) }
  const cache = openRegisterCache(machine, [anyRegister(enterprises), ...creditRegisters])
  stop = () => cache.stop()
  parts = creditParts(() => cn, cache)
})
afterAll(async () => {
  stop()
  await database.drop()
})

const at = (moment: Instant, id = 'recorder') => contextFor({ ...machine, clock: steppedClock(moment) }, officer(id))
const report = (moment: Instant, event: Partial<EnterpriseEvent> & Pick<EnterpriseEvent, 'enterprise'>) =>
  machine.db.transaction((tx) =>
    recordEvents(tx, at(moment), parts, [{ kind: 'late-formality', occurredOn: '2016-02-01', source: 'CIQ', reference: systemRandom.bytes(8).toString('hex'), evidence: [{ kind: 'case', ref: 'c' }], port: '380101', ...event }]),
  )

describe('RR-11: grades kept and grades recomputed', () => {
  test('whatever came in, in whatever order and however late: what was kept for any day at any time is what the facts of that time give', async () => {
    const kinds = cn.credit.kinds.filter(({ effect }) => effect !== 'grant').map(({ code }) => code)
    const step = fc.record({ kind: fc.constantFrom(...kinds), ago: fc.integer({ min: 0, max: 1200 }), wait: fc.integer({ min: 1, max: 90 }), strike: fc.boolean() })
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), fc.array(fc.integer({ min: -1300, max: 900 }), { minLength: 3, maxLength: 3 }), async (steps, offsets) => {
        const enterprise = `P-${++run}`
        let now: Instant = start
        const moments: Instant[] = []
        for (const { kind, ago, wait, strike } of steps) {
          now = plus(now, days(wait))
          const occurredOn = addDays(toIso(now).slice(0, 10), -ago)
          const [answer] = await report(now, { enterprise, kind, occurredOn })
          moments.push(now)
          if (strike && answer?.ok === true) {
            now = plus(now, days(1))
            const { entry } = answer.value
            await machine.db.transaction((tx) => decideOnRecord(tx, at(now, 'second'), parts, enterprise, (_record, doing) => ({ ok: true, value: [{ type: 'CreditEventStruck', entry, appeal: '', ...doing }] })))
            moments.push(now)
          }
        }
        for (const known of moments) {
          for (const offset of offsets) {
            const { believed, recomputed } = await compareDay(at(now), parts, enterprise, addDays('2016-03-01', offset), known)
            // Nothing is kept of days before the first happening: there is nothing to be graded by.
            if (believed !== undefined) expect([believed.grade, believed.score]).toEqual([recomputed?.grade, recomputed?.score])
          }
        }
        const { law, rules } = parts.law()
        const scratch = gradePeriods(rules, entriesOf(foldRecord(enterprise, await readFacts(machine.db, enterprise))))
        expect((await readPeriods(machine.db, [enterprise], law.timeZone)).get(enterprise)).toEqual(scratch)
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  test('two sources that tell of the same at the same moment make one happening; recorders of either are barred from deciding', async () => {
    const tell = (source: string, by: string) => machine.db.transaction((tx) => recordEvents(tx, at(start, by), parts, [{ enterprise: 'S-1', kind: 'false-declaration', occurredOn: '2015-06-02', case: 'case 12', source, reference: '1', evidence: [{ kind: 'case', ref: 'case 12' }], port: '*' }]))
    await Promise.all(Array.from({ length: 8 }, (_, n) => tell(`source-${n % 4}`, `by-${n % 4}`)))
    const [entry, ...others] = entriesOf(foldRecord('S-1', await readFacts(machine.db, 'S-1')))
    expect([others.length, entry?.reports.map(({ source }) => source).sort()]).toEqual([0, ['source-0', 'source-1', 'source-2', 'source-3']])
    expect(entry && [hadAHand(entry, 'by-3'), hadAHand(entry, 'by-9')]).toEqual([true, false])
  })

  test('a batch of 500 for as many enterprises, and the same again, takes one transaction each and adds nothing the second time', async () => {
    const events = Array.from({ length: 500 }, (_, n): EnterpriseEvent => ({ enterprise: `B-${n}`, kind: 'late-formality', occurredOn: '2016-02-01', source: 'partner', reference: `${n}`, evidence: [{ kind: 'case', ref: 'c' }], port: '*' }))
    const tell = async () => (await machine.db.transaction((tx) => recordEvents(tx, at(start), parts, events))).map((answer) => (answer.ok ? answer.value.outcome : answer.refusals[0]?.code))
    expect(new Set(await tell())).toEqual(new Set(['recorded']))
    expect(new Set(await tell())).toEqual(new Set(['repeated']))
  })
})

describe('grades in memory', () => {
  test('no process hands out grades it read more than a second ago, and what was judged before keeps the grade it was judged by (GV-12)', async () => {
    const elsewhere = { ...machine, db: openDatabase({ url: database.url, role: appRole, connections: 2 }) }
    const [here, there] = [openCreditBook(machine), openCreditBook(elsewhere)]
    const now = performance.now.bind(performance)
    const watch = vi.spyOn(performance, 'now')
    try {
      await Promise.all([here.ready(), there.ready()])
      const moment = plus(start, days(400))
      await report(moment, { enterprise: 'M-1', kind: 'smuggling', occurredOn: '2017-03-01' })
      await here.ready()
      expect(here.find('M-1', plus(moment, 1_000))).toBe('D')
      // A second later by the watch of the process, however busy the machine is: what it read before the change is too old to be used.
      watch.mockImplementation(() => now() + 1_000)
      await there.ready()
      expect([there.find('M-1', plus(moment, 1_000)), there.find('M-1', plus(moment, 999))]).toEqual(['D', undefined])
      await report(plus(moment, days(1)), { enterprise: 'M-1', kind: 'certified', occurredOn: '2017-03-02' })
      await here.ready()
      expect(here.find('M-1', plus(moment, days(1)))).toBe('D')
      // Once the smuggling has expired, without anybody writing anything.
      expect(here.find('M-1', plus(moment, days(1_200)))).toBe('A')
    } finally {
      watch.mockRestore()
      here.stop()
      there.stop()
      await elsewhere.db.close()
    }
  })

  test('a process that nobody asks reads changes of others by itself', async () => {
    const elsewhere = { ...machine, db: openDatabase({ url: database.url, role: appRole, connections: 2 }) }
    const there = openCreditBook(elsewhere)
    try {
      const moment = plus(start, days(450))
      await report(moment, { enterprise: 'M-3', kind: 'smuggling', occurredOn: '2017-03-01' })
      await vi.waitUntil(() => there.find('M-3', plus(moment, 1_000)) === 'D', { timeout: 30_000, interval: 20 })
    } finally {
      there.stop()
      await elsewhere.db.close()
    }
  }, 40_000)

  test('only the enterprises that changed are read again', async () => {
    const queries: unknown[][] = []
    const watched = { ...machine.db, query: ((sql: string, values?: unknown[]) => {
      if (sql.includes('credit.grade_period')) queries.push(values ?? [])
      return machine.db.query(sql, values)
    }) as typeof machine.db.query }
    const book = openCreditBook({ ...machine, db: watched })
    try {
      await book.ready()
      queries.length = 0
      await report(plus(start, days(500)), { enterprise: 'M-2' })
      await book.ready()
      expect(queries).toHaveLength(1)
      expect(Number(queries[0]?.[1]) - Number(queries[0]?.[0])).toBe(1)
    } finally {
      book.stop()
    }
  })
})
