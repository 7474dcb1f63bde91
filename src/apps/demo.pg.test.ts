import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { freshDatabase, type FreshDatabase } from '../../tests/support/database.ts'
import { freshSigner } from '../../tests/support/ledger.ts'
import { instant, plus, seconds } from '../kernel/instant.ts'
import { sealAll } from '../platform/ledger/seal.ts'
import { steppedClock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import type { Machine } from '../platform/context.ts'
import { systemRandom } from '../platform/random.ts'
import { startTicker } from '../../seed/ticker.ts'
import { demoParts, loadDemoDay } from './demo.ts'
import { checks, verifyDraw, type DrawFile } from '../assess/draws/public.ts'
import { findDraw, listDraws } from '../assess/draws/store.ts'
import { publicDraw } from '../assess/draws/views.ts'
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

  test('has joint looks in the passenger hall, on the parcel line, in the rail yard, the road lane, at the berth and the airport', async () => {
    const kinds = await database.ownerDb.query<{ kind: string; agencies: number }>(`select object_kind as kind, max(cardinality(agencies)) as agencies from joint.inspection where object_kind not in ('consignment', 'container', 'item') group by 1 order by 1`)
    expect(kinds).toEqual([
      { kind: 'aircraft', agencies: 3 },
      { kind: 'bag', agencies: 2 },
      { kind: 'parcel', agencies: 2 },
      { kind: 'train', agencies: 3 },
      { kind: 'vehicle', agencies: 3 },
      { kind: 'vessel', agencies: 4 },
    ])
    const read = await database.ownerDb.query<{ ref: string; verdicts: number }>(`select i.object_ref as ref, count(v.agency) as verdicts from joint.scan_image s join joint.inspection i on i.port = s.port and i.id = s.inspection_id left join joint.verdict v on v.port = s.port and v.inspection_id = s.inspection_id and v.hash = s.hash group by 1 order by 1`)
    expect(read).toEqual([{ ref: 'BAG-7', verdicts: 1 }, { ref: 'BAG-8', verdicts: 2 }, { ref: 'EE600123458CN', verdicts: 0 }])
  })

  test('has a rule lab at work: a version that waits for its second person, in the shadow beside the cases of the day, and tried on all of them', async () => {
    await modules.worker.drain()
    const [version] = await database.ownerDb.query<{ state: string; shadow: string; seen: number; backtest: string; summary: { cases: number; changed: number; stricter: number } }>(
      `select v.state, t.state as shadow, (t.figures -> 0 ->> 'cases')::int as seen, b.state as backtest, b.summary
       from assess.table_version v join assess.trial t on t.table_name = v.table_name and t.version = v.version join assess.backtest b on b.table_name = v.table_name and b.version = v.version where v.table_name = 'goods-risk' and v.version = 2`,
    )
    expect(version).toMatchObject({ state: 'recorded', shadow: 'running', backtest: 'done' })
    expect(version?.seen).toBeGreaterThan(10)
    expect(version?.summary.cases).toBeGreaterThan(80)
    expect(version?.summary.stricter).toBeGreaterThan(3)
    expect(version?.summary.changed).toBeLessThan((version?.summary.cases ?? 0) / 2)
  })

  test('has bodies with reports that wait, a producer of export food, and alerts of a foreign network', async () => {
    const standing = await database.ownerDb.query<{ body: string; state: string }>(`select subject_id as body, state from platform.procedure_case where procedure = 'body-admission' order by 1`)
    expect(standing).toEqual([{ body: 'B-2', state: 'admitted' }, { body: 'B-9', state: 'admitted' }, { body: 'D-1', state: 'admitted' }])
    const reports = await database.ownerDb.query<{ body: string; state: string; count: number }>('select body, state, count(*)::int as count from clear.report group by 1, 2 order by 1, 2')
    expect(reports).toEqual([{ body: 'B-2', state: 'refused', count: 1 }, { body: 'B-9', state: 'accepted', count: 1 }, { body: 'B-9', state: 'waiting', count: 2 }])
    const producers = await database.ownerDb.query<{ enterprise: string; state: string }>(`select subject_id as enterprise, state from platform.procedure_case where procedure = 'food-registration' order by 1`)
    expect(producers).toEqual([{ enterprise: 'E-A', state: 'registered' }, { enterprise: 'E-B', state: 'filed' }])
    const [alerts] = await database.ownerDb.query<{ count: number }>('select count(*)::int as count from assess.foreign_notification')
    expect(alerts?.count).toBe(19)
    await modules.worker.drain()
    const models = await database.ownerDb.query<{ state: string; learned: boolean }>('select state, cases > 0 as learned from targeting.model where complete order by version')
    expect(models).toEqual([{ state: 'active', learned: false }, { state: 'recorded', learned: true }])
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

  test('has a draw of lots that ends by itself, which anybody recomputes, and one that waits for visitors', async () => {
    const parts = demoParts(machine, modules, cn)
    const states = (): Promise<unknown[]> => database.ownerDb.query(`select agency, state, officers > 2 as staffed, drawn > 0 as drawn from selection.draw order by number`)
    expect(await states()).toEqual([{ agency: 'CUS', state: 'sealing', staffed: true, drawn: null }, { agency: 'CIQ', state: 'committing', staffed: true, drawn: null }])
    await sealAll(machine.db, freshSigner())
    await parts.runJobs(plus(now, seconds(1)))
    expect(await parts.goOnWithDraws(plus(now, seconds(2)))).toBe(true)
    expect(await states()).toMatchObject([{ agency: 'CUS', state: 'drawn', drawn: true }, { agency: 'CIQ', state: 'committing' }])
    const [finished] = await listDraws(database.db, { ports: ['380101'], agency: 'CUS', frozenOnly: true, after: undefined, limit: 1 })
    const draw = await findDraw(database.db, ['380101'], finished?.id ?? '')
    const record = draw === undefined ? undefined : await publicDraw(database.db, cn, draw)
    expect(verifyDraw(record as unknown as DrawFile).map(({ fault }) => fault)).toEqual(checks.map(() => undefined))
    expect(await parts.goOnWithDraws(plus(now, seconds(3)))).toBe(false)
  })
})
