import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { freshDatabase, type FreshDatabase } from '../../tests/support/database.ts'
import { goods, importOf } from '../../tests/support/rules.ts'
import type { Actor } from '../kernel/actor.ts'
import { days, instant, plus, seconds } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import { steppedClock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import { contextFor, type Machine } from '../platform/context.ts'
import { openDatabase } from '../platform/database/database.ts'
import { appRole } from '../platform/database/roles.ts'
import { systemRandom } from '../platform/random.ts'
import { activateTableVersion } from './activate-table-version.ts'
import { assess } from './domain/assess.ts'
import { recordTableVersion } from './record-table-version.ts'
import { openRules, type Rules } from './rules.ts'
import { tighten } from './tighten.ts'

const start = instant('2018-06-01T00:00:00Z')
const officer = (id: string): Actor => ({ kind: 'person', id, name: id, roles: ['officer'], agency: 'CUS', ports: ['380101'] })
const everythingSupervised = [{ id: 'all', when: {}, then: { mode: 'supervised' }, clause: 'RR-06' }]

let database: FreshDatabase
let clock: ReturnType<typeof steppedClock>
let machine: Machine
beforeEach(async () => {
  database = await freshDatabase()
  clock = steppedClock(start)
  machine = { config: readConfig({}), db: database.db, clock, random: systemRandom, log: pino({ level: 'silent' }) }
})
afterEach(() => database.drop())

const as = (id: string) => contextFor(machine, officer(id))
const recordSupervised = () =>
  machine.db.transaction((tx) => recordTableVersion(tx, as('author'), cn, 'release-mode', { note: 'everything is looked at', rows: everythingSupervised }))
const activate = (id: string, version: number) => machine.db.transaction((tx) => activateTableVersion(tx, as(id), cn, 'release-mode', version))
const mode = async (rules: Rules): Promise<string> =>
  assess(await rules.current(), importOf('E-AA', [goods.TEE], { at: machine.clock.now() })).releaseMode

const versions = () =>
  database.db.query<{ table_name: string; version: number }>('select table_name, version from assess.table_version order by table_name, version')
const facts = () => database.db.query<{ type: string }>(`select type from ledger.entry where subject_kind = 'table' order by id`)

describe('the rules of a process', () => {
  test('the pack\'s versions are recorded once, with their facts, however many processes start at once', async () => {
    const tables = cn.tables.flatMap((seed) => seed.versions).length
    await Promise.all([openRules(machine, cn).current(), openRules(machine, cn).current(), openRules(machine, cn).current()])
    expect(await versions()).toHaveLength(tables)
    expect(await facts()).toHaveLength(2 * tables)
    await openRules(machine, cn).current()
    expect(await versions()).toHaveLength(tables)
  })

  test('rows changed in the pack are a further version from now on; cases before keep theirs', async () => {
    await openRules(machine, cn).current()
    clock.advanceTo(plus(start, days(10)))
    const changed: Pack = {
      ...cn,
      tables: cn.tables.map((seed) =>
        seed.definition.name === 'release-mode' ? { ...seed, versions: seed.versions.map((version) => ({ ...version, rows: everythingSupervised })) } : seed,
      ),
    }
    const rules = openRules(machine, changed)
    const snapshot = await rules.current()
    expect(assess(snapshot, importOf('E-AA', [goods.TEE], { at: start })).releaseMode).toBe('declaration')
    expect(assess(snapshot, importOf('E-AA', [goods.TEE], { at: clock.now() })).releaseMode).toBe('supervised')
    expect((await versions()).filter((row) => row.table_name === 'release-mode').map((row) => row.version)).toEqual([1, 2])
  })

  test('a version counts at once in the process that activated it and within a second in another, from two seconds after its activation', async () => {
    const here = openRules(machine, cn)
    const elsewhereDb = openDatabase({ url: database.url, role: appRole, connections: 2 })
    try {
      const elsewhere = openRules({ ...machine, db: elsewhereDb }, cn)
      expect([await mode(here), await mode(elsewhere)]).toEqual(['declaration', 'declaration'])
      const recorded = await recordSupervised()
      expect(recorded.ok && recorded.value.stored.version).toBe(2)
      expect(await mode(here)).toBe('declaration')
      const activated = await activate('second', 2)
      const began = performance.now()
      expect(activated.ok && activated.value.stored.validFrom).toBe(plus(start, seconds(2)))
      expect(await mode(here)).toBe('declaration')
      clock.advanceTo(plus(start, seconds(2)))
      expect(await mode(here)).toBe('supervised')
      while ((await mode(elsewhere)) !== 'supervised') {
        expect(performance.now() - began).toBeLessThan(3_000)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      // A case of the moment before is judged as it was.
      expect(assess(await here.current(), importOf('E-AA', [goods.TEE], { at: plus(start, seconds(2) - 1) })).releaseMode).toBe('declaration')
    } finally {
      await elsewhereDb.close()
    }
  })

  test('its author cannot put a version into force: not by the program, not past it', async () => {
    await openRules(machine, cn).current()
    await recordSupervised()
    expect(await activate('author', 2)).toEqual({ ok: false, refusals: [{ code: 'tables/same-person', clause: 'GV-15' }] })
    const past = database.db.query(
      `update assess.table_version set state = 'active', valid_from = now(), activated_by_id = author_id, activated_by_name = 'x', activated_at = now()
       where version = 2`,
    )
    await expect(past).rejects.toMatchObject({ code: '23514' })
    expect((await activate('second', 2)).ok).toBe(true)
    expect(await activate('third', 2)).toMatchObject({ ok: false, refusals: [{ code: 'tables/already-active' }] })
  })

  test('recorded rows cannot be changed by the program\'s role', async () => {
    await openRules(machine, cn).current()
    await expect(database.db.query(`update assess.table_version set rows = '[]'`)).rejects.toMatchObject({ code: '42501' })
    await expect(database.db.query('delete from assess.table_version')).rejects.toMatchObject({ code: '42501' })
  })

  test('two authors at once get two numbers', async () => {
    await openRules(machine, cn).current()
    const recorded = await Promise.all([recordSupervised(), recordSupervised(), recordSupervised()])
    expect(recorded.map((one) => (one.ok ? one.value.stored.version : 0)).sort()).toEqual([2, 3, 4])
  })

  test('one cause tightens once, and the next consignment feels it', async () => {
    const rules = openRules(machine, cn)
    await rules.current()
    const once = () => machine.db.transaction((tx) => tighten(tx, as('judge'), cn, { enterprise: 'E-AA', hs: '6109', reason: 'dye', cause: 'result R-8' }))
    expect(await once()).toMatchObject({ enterprise: 'E-AA', steps: 1, validTo: plus(start, seconds(2) + days(365)) })
    expect(await once()).toBeUndefined()
    expect(await mode(rules)).toBe('declaration')
    clock.advanceTo(plus(start, seconds(2)))
    expect(await mode(rules)).toBe('verification')
    const told = await database.db.query<{ audience: string[] }>(`select audience from ledger.entry where type = 'ModeTightened'`)
    expect(told).toEqual([{ audience: ['enterprise:E-AA'] }])
  })

  test('what officers changed in the pack counts as soon as the registers have it', async () => {
    let live: Pack = cn
    const rules = openRules(machine, cn, { pack: () => live, grades: () => 'D' })
    expect((await rules.current()).pack).toBe(cn)
    live = { ...cn, defaultCreditGrade: 'C' }
    const snapshot = await rules.current()
    expect(snapshot.pack).toBe(live)
    expect(await rules.current()).toBe(snapshot)
    expect(assess(snapshot, importOf('anybody', [goods.TEE])).creditGrade).toBe('D')
  })
})
