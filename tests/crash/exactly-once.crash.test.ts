import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { findPostgres } from '../../src/platform/postgres/start-postgres.ts'
import { homeForTests } from '../support/engine-for-tests.ts'
import { seededNumbers } from '../../src/kernel/seeded-numbers.ts'
import { audit, type Audit } from './audit.ts'
import { openJournal } from './journal.ts'
import { startLoad, type Load } from './load.ts'
import { serverUnderTest, type ServerUnderTest } from './server-under-test.ts'
import { traderToken } from './trader-token.ts'

// CRASH_SEED repeats a run, CRASH_KILLS lengthens it.
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000)
const kills = Number(process.env['CRASH_KILLS'] ?? 20)
const kept: Audit = { lost: [], duplicated: [], misnamed: [], refusedButThere: [], phantom: [], orphaned: [] }

let server: ServerUnderTest | undefined
afterEach(async () => {
  await server?.remove()
  server = undefined
})

type Victim = 'server' | 'database' | 'both'
const victims: readonly Victim[] = ['server', 'database', 'both', 'server', 'database', 'server']

/** A server with its load and journal, on a home of its own. `defect` is SQL run by a superuser before the load begins. */
async function underLoad(name: string, options: { readonly random: () => number; readonly defect?: readonly string[]; readonly withoutKey?: boolean }) {
  const subject = await serverUnderTest(await homeForTests(name), { LIANJIAN_DEMO: '0' })
  server = subject
  await subject.start()
  const url = await subject.databaseUrl()
  const token = await traderToken(url)
  for (const statement of options.defect ?? []) await asSuperuser(url, statement)
  const journal = openJournal(path.join(subject.home, 'journal.ndjson'))
  const load = startLoad({ baseUrl: subject.baseUrl, token, journal, random: options.random, withoutKey: options.withoutKey === true })
  return { subject, load, journal }
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** Kills without warning, in the middle of the load, and waits until declarations are accepted again, a minute at most; milliseconds until then. */
async function kill(subject: ServerUnderTest, load: Load, victim: Victim): Promise<number> {
  const begun = performance.now()
  const killed = (await findPostgres(subject.home))?.pid
  if (victim !== 'server') await subject.killDatabase()
  if (victim !== 'database') {
    await subject.killServer()
    await subject.start()
  }
  // Workers of a killed database may still answer for a moment.
  while (victim === 'database' && ((await findPostgres(subject.home))?.pid ?? killed) === killed) await sleep(10)
  const before = load.count.acknowledged
  while (load.count.acknowledged === before) {
    await sleep(10)
    if (performance.now() - begun > 60_000) throw new Error(`nothing is accepted a minute after killing ${victim}:\n${subject.output().slice(-4_000)}`)
  }
  return performance.now() - begun
}

test(`after ${kills} kills at random moments every acknowledged declaration is there exactly once with its ledger entry (seed ${seed})`, async () => {
  const random = seededNumbers(seed)
  const { subject, load, journal } = await underLoad('exactly-once', { random })
  const outage: Record<Victim, number[]> = { server: [], database: [], both: [] }
  for (let n = 0; n < kills; n++) {
    await sleep(random() * 2_000)
    const victim = victims[n % victims.length] ?? 'both'
    outage[victim].push(Math.round(await kill(subject, load, victim)))
  }
  await load.stop()
  const outcomes = journal.read()
  console.log(JSON.stringify({ seed, ...load.count, sent: outcomes.length, outage }))
  expect(load.faults).toEqual([])
  expect(await audit(await subject.databaseUrl(), outcomes)).toEqual(kept)
  // Kills that met no request under way would prove nothing.
  expect(load.count.unknown).toBeGreaterThanOrEqual(kills)
  expect(load.count.acknowledged).toBeGreaterThan(kills * 10)
  expect(await subject.lianjian('verify')).toMatchObject({ code: 0 })
  await restoredElsewhere(subject, async (url) => expect(await audit(url, outcomes)).toEqual(kept))
  journal.close()
}, 480_000)

/** Backs the running server up, restores it on another home, starts a server there and looks at its database. */
async function restoredElsewhere(subject: ServerUnderTest, look: (databaseUrl: string) => Promise<void>): Promise<void> {
  const file = path.join(subject.home, 'backup.gz')
  expect(await subject.lianjian('backup', file)).toMatchObject({ code: 0 })
  const other = await serverUnderTest(await homeForTests('restored'), { LIANJIAN_DEMO: '0' })
  try {
    const restored = await other.lianjian('restore', file)
    expect(restored.output).toContain('The ledger is intact.')
    expect(restored.code).toBe(0)
    await other.start()
    await look(await other.databaseUrl())
    expect(await other.lianjian('verify')).toMatchObject({ code: 0 })
  } finally {
    await other.remove()
  }
}

test('twin: with synchronous_commit off the same audit finds declarations lost', async () => {
  // The log writer is kept idle, as on a busy machine: what is in memory only is what a kill takes.
  const defect = ['synchronous_commit = off', `wal_writer_delay = '10s'`, `wal_writer_flush_after = '1GB'`].map((setting) => `alter system set ${setting}`)
  const { subject, load, journal } = await underLoad('asynchronous', { random: seededNumbers(seed), defect: [...defect, 'select pg_reload_conf()'] })
  let lost = 0
  for (let round = 0; round < 10 && lost === 0; round++) {
    await sleep(1_500)
    await kill(subject, load, 'both')
    lost = (await audit(await subject.databaseUrl(), journal.read())).lost.length
  }
  await load.stop()
  journal.close()
  expect(lost).toBeGreaterThan(0)
})

test('twin: with nothing that tells a repeat from a new declaration the same audit finds duplicates', async () => {
  const defect = [
    'alter table single_window.declaration drop constraint declaration_reference',
    'drop index single_window.declaration_command',
  ]
  const { subject, load, journal } = await underLoad('without-key', { random: seededNumbers(seed), defect, withoutKey: true })
  await sleep(1_000)
  await kill(subject, load, 'server')
  await load.stop()
  const { duplicated } = await audit(await subject.databaseUrl(), journal.read())
  journal.close()
  expect(duplicated.length).toBeGreaterThan(0)
})
