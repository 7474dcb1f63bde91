import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { freshDatabase, type FreshDatabase } from '../../tests/support/database.ts'
import { instant } from '../kernel/instant.ts'
import { steppedClock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import type { Machine } from '../platform/context.ts'
import { systemRandom } from '../platform/random.ts'
import { startTicker } from '../../seed/ticker.ts'
import { demoParts, loadDemoDay } from './demo.ts'
import { createModules, type Modules } from './modules.ts'
import { prepareDemo, prepareRegisters } from './prepare-data.ts'

let database: FreshDatabase
let folder: string
let machine: Machine
let modules: Modules
let loaded: Awaited<ReturnType<typeof loadDemoDay>>
// Three in the morning at the ports: the day is told from any hour backwards.
const now = instant('2026-03-02T03:10:00+08:00')

beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'lianjian-demo-'))
  machine = { config: readConfig({ LIANJIAN_HOME: folder }), db: database.db, clock: steppedClock(now), random: systemRandom, log: pino({ level: 'silent' }) }
  await prepareRegisters(machine, cn)
  await prepareDemo(machine, cn)
  modules = createModules(machine, cn)
  loaded = await loadDemoDay(machine, modules, cn)
}, 120_000)
afterAll(async () => {
  await modules.worker.stop(0)
  await database.drop()
  await rm(folder, { recursive: true })
})

const ledgerSize = async (): Promise<number> => (await database.ownerDb.query<{ count: number }>('select count(*) from ledger.entry'))[0]?.count ?? 0

describe('the demonstration', () => {
  test('is taken whole by the product', () => {
    expect(loaded.refused).toEqual([])
    expect(loaded.declarations).toBeGreaterThan(80)
  })

  test('shows every release mode and every stand of a case', async () => {
    const modes = await database.ownerDb.query<{ release_mode: string }>('select distinct release_mode from single_window.declaration order by 1')
    expect(modes.map((row) => row.release_mode)).toEqual(['declaration', 'sampling', 'supervised', 'verification'])
    const statuses = await database.ownerDb.query<{ status: string }>('select distinct status from single_window.declaration order by 1')
    expect(statuses.map((row) => row.status)).toEqual(['accepted', 'held', 'refused', 'released'])
    const ports = await database.ownerDb.query<{ port: string }>('select distinct port from single_window.declaration order by 1')
    expect(ports.map((row) => row.port)).toEqual(['380101', '410001', '650302'])
  })

  test('has inspections proposed, half agreed, agreed for later, late, running, closed and declined, and a boarding', async () => {
    const found = await database.ownerDb.query<{ what: string; count: number }>(
      `select case when state = 'agreed' and slot_from < $1 then 'late' when kind = 'boarding' then 'boarding ' || state when kind = 'joint' then state else 'single' end as what, count(*) as count
       from joint.inspection where not desk group by 1`,
      [new Date(now).toISOString()],
    )
    const counts = Object.fromEntries(found.map(({ what, count }) => [what, count]))
    for (const what of ['proposed', 'coordinating', 'agreed', 'late', 'started', 'closed', 'declined', 'boarding agreed', 'single']) expect([what, counts[what] ?? 0]).toEqual([what, expect.any(Number)])
    for (const what of ['proposed', 'coordinating', 'agreed', 'late', 'started', 'closed', 'declined', 'boarding agreed', 'single']) expect(counts[what], what).toBeGreaterThan(0)
  })

  test('has train X8044 with 41 containers, which three agencies looked at together', async () => {
    const [train] = await database.ownerDb.query<{ boxes: number }>(`select count(*) as boxes from single_window.manifest_entry m join single_window.conveyance c on c.port = m.port and c.id = m.conveyance_id where c.ref = 'X8044'`)
    expect(train?.boxes).toBe(41)
    const [inspection] = await database.ownerDb.query<{ agencies: string[]; state: string }>(`select agencies, state from joint.inspection where object_ref = 'X8044'`)
    expect(inspection).toEqual({ agencies: ['BPI', 'CIQ', 'CUS'], state: 'closed' })
  })

  test('moves by itself in small steps, and stops when the share of the day is used up', { timeout: 60_000 }, async () => {
    const ticker = startTicker(demoParts(machine, modules, cn), { everyMs: 0, actsOfDay: 12 })
    const before = await ledgerSize()
    const moves: boolean[] = []
    for (let n = 0; n < 16; n++) {
      moves.push(await ticker.tick())
      await modules.worker.drain()
    }
    await ticker.stop()
    expect(moves.filter(Boolean)).toHaveLength(12)
    expect(moves.slice(-3)).toEqual([false, false, false])
    expect(await ledgerSize()).toBeGreaterThan(before + 12)
  })

  test('nothing of it lies in the future, and it is loaded once', async () => {
    const [latest] = await database.ownerDb.query<{ at: number }>('select max(occurred_at) as at from ledger.entry')
    // The directives of what was declared last come by a job, at the present.
    expect(latest?.at).toBeLessThanOrEqual(now)
    expect(await loadDemoDay(machine, modules, cn)).toMatchObject({ loaded: false, declarations: 0 })
  })
})
