import { afterAll, beforeAll, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { importOf } from '../../../tests/support/rules.ts'
import { days, instant, plus, type Instant } from '../../kernel/instant.ts'
import { systemActor } from '../../kernel/actor.ts'
import { steppedClock } from '../../platform/clock.ts'
import type { Machine } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database/database.ts'
import { appRole } from '../../platform/database/roles.ts'
import { systemRandom, uuidv7 } from '../../platform/random.ts'
import { openRules } from '../rules.ts'
import { changeEntry, insertEntries, type NewEntry } from './entry-store.ts'
import { openRiskWatch } from './watch.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const now: Instant = instant('2026-03-02T01:00:00Z')
const machineOn = (db: Machine['db']): Machine => ({ db, clock: steppedClock(now), random: systemRandom }) as unknown as Machine

function entry(container: string): NewEntry {
  return {
    id: uuidv7(now, systemRandom), kind: 'record', subject: 'containers', homePort: '*', scope: { container }, level: 'high', measure: null, agency: null, methods: [], power: null, title: 't', reason: 'r', source: 's', classification: 'restricted',
    evidence: [], alertId: null, state: 'in-force', validFrom: plus(now, -days(1)), validTo: plus(now, days(30)), createdBy: systemActor.id, createdName: systemActor.name, createdAt: now,
  }
}

test('another process knows of a record within two seconds, and reads the changed rows only however many there are', async () => {
  const other = openDatabase({ url: database.url, connections: 2, role: appRole })
  const asked: string[] = []
  const spied = { ...other, query: (sql: string, parameters?: readonly unknown[]) => { asked.push(sql); return other.query(sql, parameters) } } as typeof other
  try {
    for (let from = 0; from < 40_000; from += 10_000) await database.db.transaction((tx) => insertEntries(tx, Array.from({ length: 10_000 }, (_, n) => entry(`AAAU${from + n}`))))
    const watch = openRiskWatch(machineOn(spied))
    const rules = openRules(machineOn(spied), cn, { risks: watch })
    await rules.current()
    expect(watch.size()).toBe(40_000)
    const pages = asked.filter((sql) => sql.includes('risk_entry')).length
    expect(pages).toBeGreaterThanOrEqual(2)

    const facts = { ...importOf('E-B', [{}], { containers: [{ number: 'TGHU1234567' }] }), at: now }
    const fresh = entry('TGHU1234567')
    const begun = performance.now()
    await database.db.transaction((tx) => insertEntries(tx, [fresh]))
    // As intake does: whoever asks is given what is at most a second old.
    for (;;) {
      const snapshot = await rules.current()
      if ((snapshot.risks?.(facts) ?? []).length > 0) break
      expect(performance.now() - begun).toBeLessThan(2_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(asked.filter((sql) => sql.includes('risk_entry')).length).toBe(pages + 1)

    await database.db.transaction((tx) => changeEntry(tx, fresh.id, { state: 'declined' }))
    await watch.refresh()
    expect(watch.lookup(facts)).toEqual([])
    expect(watch.size()).toBe(40_000)
  } finally {
    await other.close()
  }
}, 60_000)

test('entries written at the same moment by several writers are all seen, in whatever order they commit', async () => {
  const watch = openRiskWatch(machineOn(database.db))
  await watch.refresh()
  const before = watch.size()
  const writers = Array.from({ length: 12 }, (_, n) => database.db.transaction((tx) => insertEntries(tx, [entry(`BBBU${n}`)])))
  // One refresh at a time, as the rules keep it, between commits that come in no order.
  for (const writer of writers) {
    await writer
    await watch.refresh()
  }
  await watch.refresh()
  expect(watch.size()).toBe(before + 12)
})
