import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { koreanImports } from '../../seed/replay-profile.ts'
import { freshDatabase, type FreshDatabase } from '../../tests/support/database.ts'
import { instant } from '../kernel/instant.ts'
import { must } from '../kernel/invariant.ts'
import { steppedClock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import type { Machine } from '../platform/context.ts'
import { systemRandom } from '../platform/random.ts'
import { chance, importDeclarations, pick, replay, weighted, type ImportSummary, type ReplayResult } from '../watch/replay/public.ts'
import { createIntake } from '../window/declarations/public.ts'
import { historyRules, recordGrades } from './history.ts'
import { openReplayPath } from './replay-path.ts'
import { simulatedRegistrations } from './replay-registrations.ts'

const rows = 200
const header =
  'Declaration ID,Date,Office ID,Process Type,Import Type,Import Use,Payment Type,Mode of Transport,Declarant ID,Importer ID,Seller ID,Courier ID,HS6 Code,Country of Departure,Country of Origin,Tax Rate,Tax Type,Country of Origin Indicator,Net Mass,Item Price,Fraud,Critical Fraud'

/** A file of the shape of the real one, made here: three winter days, food, clothes and machines, every ninth row with something to find. */
function fileOf(count: number): string {
  const lines = Array.from({ length: count }, (_, n) => {
    const fraud = n % 9 === 0 ? (n % 45 === 0 ? '1,2' : '1,1') : '0,0'
    const mass = n === 50 ? '0.0' : (50 + chance('mass', n) * 30_000).toFixed(1)
    const mode = n === 60 ? '90' : weighted([['10', 6], ['40', 3], ['50', 1]] as const, chance('mode', n))
    const hs = weighted([['020712', 2], ['070190', 2], ['610910', 2], ['847130', 3], ['440710', 1]] as const, chance('hs', n))
    return `${10_000_000 + n},2020-01-0${2 + (n % 3)},${[30, 40, 20][n % 3]},B,11,21,11,${mode},DECL${n % 7},IMP${pick(60, 'importer', n)},SELL${n % 11},,${hs},CN,VN,8.0,A,Y,${mass},${(100 + chance('price', n) * 90_000).toFixed(2)},${fraud}`
  })
  return `${header}\n${lines.join('\n')}\n`
}

let database: FreshDatabase
let folder: string
let machine: Machine
beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'lianjian-replay-'))
  machine = { config: readConfig({ LIANJIAN_HOME: folder }), db: database.db, clock: steppedClock(instant('2026-03-01T08:00:00Z')), random: systemRandom, log: pino({ level: 'silent' }) }
  await writeFile(path.join(folder, 'declarations.csv'), fileOf(rows))
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

async function runImport(stop?: AbortSignal, onProgress?: () => void): Promise<ImportSummary> {
  const rules = await historyRules(machine, cn, koreanImports)
  const intake = createIntake(database.db, { current: () => Promise.resolve(rules.snapshot) }, { history: true })
  return importDeclarations(
    {
      machine,
      profile: koreanImports,
      submit: (context, declaration) => intake.submit(context, structuredClone(declaration)),
      tariffAt: rules.tariffAt,
      gradeEnterprises: (grades) => recordGrades(machine, koreanImports, instant('2010-01-01T00:00:00Z'), grades),
    },
    { file: path.join(folder, 'declarations.csv'), port: '380101', batchSize: 80, ...(stop === undefined ? {} : { stop }), ...(onProgress === undefined ? {} : { onProgress }) },
  )
}

async function runReplay(request: { readonly resume?: boolean; readonly stopAt?: number } = {}): Promise<ReplayResult> {
  const stop = new AbortController()
  const result = await replay(
    { machine, url: database.url, pack: cn, profiles: { [koreanImports.name]: koreanImports }, openPath: (scratch, profile) => openReplayPath(machine, cn, scratch, profile) },
    { port: undefined, rows: undefined, resume: request.resume ?? false, stop: stop.signal, onProgress: (done) => done >= (request.stopAt ?? Infinity) && stop.abort() },
  )
  if (!result.ok) throw new Error(JSON.stringify(result.refusals))
  return result.value
}

const scratchDatabases = async (): Promise<number> => (await database.ownerDb.query(`select 1 from pg_database where datname like 'lianjian_replay_%'`)).length

describe('import of declarations', () => {
  test('stops between batches, goes on from there, and a third call changes nothing', { timeout: 60_000 }, async () => {
    const stop = new AbortController()
    const first = await runImport(stop.signal, () => stop.abort())
    expect([first.state, first.read]).toEqual(['running', 80])
    const second = await runImport()
    expect(second).toMatchObject({ state: 'done', already: 80, read: rows, imported: rows - 2, rejected: 2 })
    expect(second.rejections).toEqual([
      { reason: 'mass-zero', count: 1, lines: [52] },
      { reason: 'transport-not-mapped', count: 1, lines: [62] },
    ])
    expect(await runImport()).toMatchObject({ state: 'done', already: rows, read: rows })
    const [counts] = await database.ownerDb.query<{ declarations: number; jobs: number; graded: number; labelled: number }>(
      `select (select count(*) from single_window.declaration) as declarations, (select count(*) from platform.job) as jobs,
         (select count(distinct key) from registry.entry where register = 'enterprises') as graded,
         (select count(*) from single_window.declaration where content::text ilike '%fraud%') as labelled`,
    )
    // Old cases are for the record: nobody acts on them. Their labels are nowhere in them.
    expect(counts).toMatchObject({ declarations: rows - 2, jobs: 0, labelled: 0 })
    expect(counts?.graded).toBeGreaterThan(30)
  })

  test('accepts each row on its own date, by the rules of that day', async () => {
    const [span] = await database.ownerDb.query<{ first: string; last: string }>(`select min(accepted_at)::text as first, max(accepted_at)::text as last from single_window.declaration`)
    expect(must(span, 'a span').first >= '2020-01-02 00:00' && must(span, 'a span').last < '2020-01-04 10:00').toBe(true)
  })
})

describe('registrations of a replay', () => {
  const at = instant('2020-02-01T02:00:00Z')
  const formula = { port: '380101', direction: 'import' as const, mode: 'sea' as const, reference: 'F-1', declarant: 'KR-1', consignee: 'KR-1', consignor: 'Seller 7', items: [{ line: 1, hs: '1901101010', description: 'Infant formula', origin: 'NZ', quantity: { value: 5, unit: 'KGM' }, netWeightKg: 5, value: { amount: 1, currency: 'KRW' } }] }

  test('RR-08: producers hold what their goods need and no more, each once, and a resumed run finds it again', async () => {
    const rules = (await historyRules(machine, cn, koreanImports)).snapshot
    const own = await freshDatabase()
    try {
      const open = () => simulatedRegistrations({ ...machine, db: own.db }, koreanImports, rules)
      const first = await open()
      await first.supply({ ...formula, items: formula.items.map((item) => ({ ...item, hs: '6109100000' })) }, at)
      expect(first.snapshot().pack.registrations).toEqual(rules.pack.registrations)
      await Promise.all([first.supply(formula, at), first.supply({ ...formula, reference: 'F-2' }, at)])
      expect(first.snapshot().pack.registrations).toMatchObject([{ scheme: 'overseas-producers', enterprise: 'Seller 7' }])
      const resumed = await open()
      expect(resumed.snapshot().pack.registrations).toEqual(first.snapshot().pack.registrations)
      await resumed.supply({ ...formula, reference: 'F-3' }, at)
      expect(resumed.snapshot().pack.registrations).toHaveLength(1)
    } finally {
      await own.drop()
    }
  })
})

describe('replay', () => {
  test('gives the same report when it is stopped and resumed as when it runs through, and leaves no database behind', { timeout: 180_000 }, async () => {
    const through = await runReplay()
    expect(through.state).toBe('done')
    expect(await scratchDatabases()).toBe(0)

    const stopped = await runReplay({ stopAt: 90 })
    expect(stopped.state).toBe('stopped')
    expect(stopped.rowsDone).toBeLessThan(rows - 2)
    expect(await scratchDatabases()).toBe(1)
    const resumed = await runReplay({ resume: true })
    expect([resumed.id, resumed.state, resumed.rowsDone]).toEqual([stopped.id, 'done', rows - 2])
    expect(await scratchDatabases()).toBe(0)
    expect(resumed.figures).toEqual(through.figures)
  })

  test('measures the whole path: modes, directives, matches, openings, hits, stages', async () => {
    const [row] = await database.ownerDb.query<{ figures: ReplayResult['figures'] }>(`select figures from watch.replay where state = 'done' order by id limit 1`)
    const { figures } = must(row, 'a report')
    expect(figures.declarations).toBe(rows - 2)
    expect(figures.released + figures.refused + figures.open).toBe(rows - 2)
    expect([figures.open, figures.openBy]).toEqual([0, {}])
    // Weighbridges and scanners are booked for the inspections whose methods need them, and nobody was refused one that the calendar promised.
    expect(figures.bookings.made).toBeGreaterThan(0)
    expect(figures.bookings.made - figures.bookings.returned).toBeLessThanOrEqual(2 * (figures.inspections.joint + figures.inspections.single))
    expect(figures.modes.reduce((sum, { declarations }) => sum + declarations, 0)).toBe(rows - 2)
    expect(figures.modes.map(({ mode }) => mode)).toEqual(expect.arrayContaining(['declaration', 'supervised']))
    expect(figures.collisions).toBeGreaterThan(0)
    expect(figures.inspections.joint).toBeGreaterThan(0)
    expect(figures.openings.saved).toBe(figures.openings.separate - figures.openings.made)
    expect(figures.openings.saved).toBeGreaterThan(0)
    expect(figures.hits.found).toBeGreaterThan(0)
    expect(figures.refused).toBeGreaterThan(0)
    // Nobody inspects at night or on a Sunday: whoever is asked on Saturday evening waits.
    expect(must(figures.hours.inspected.longest, 'a longest').valueOf()).toBeGreaterThan(1)
    expect(figures.refusedActs).toEqual({})
  })

  test('leaves the product as it was: no directive, no notice, only its report and ledger facts', async () => {
    const [counts] = await database.ownerDb.query(`select (select count(*) from joint.directive) as directives, (select count(*) from joint.inspection) as inspections`)
    expect(counts).toEqual({ directives: 0, inspections: 0 })
    const facts = await database.ownerDb.query<{ type: string; count: number }>(`select type, count(*) from ledger.entry where subject_kind = 'replay' group by type order by type`)
    expect(facts).toEqual([
      { type: 'ReplayFinished', count: 2 },
      { type: 'ReplayResumed', count: 1 },
      { type: 'ReplayStarted', count: 2 },
      { type: 'ReplayStopped', count: 1 },
    ])
  })

  test('a run whose process ended without a word is abandoned, and its database deleted', { timeout: 60_000 }, async () => {
    const stopped = await runReplay({ stopAt: 1 })
    await database.ownerDb.query(`update watch.replay set state = 'running', standing = null, changed_at = '2026-02-28T00:00:00Z' where id = $1`, [stopped.id])
    const refused = await replay(
      { machine, url: database.url, pack: cn, profiles: {}, openPath: () => Promise.reject(new Error('not reached')) },
      { port: undefined, rows: undefined, resume: true },
    )
    expect(refused).toEqual({ ok: false, refusals: [{ code: 'replay/nothing-stopped' }] })
    expect(await scratchDatabases()).toBe(0)
    expect(await database.ownerDb.query('select state from watch.replay where id = $1', [stopped.id])).toEqual([{ state: 'abandoned' }])
  })
})
