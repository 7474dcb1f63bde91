import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { alive } from '../../src/platform/postgres/process.ts'
import { homeForTests } from '../support/engine-for-tests.ts'
import { seededNumbers } from '../../src/kernel/seeded-numbers.ts'
import { audit, type Audit } from './audit.ts'
import { openJournal } from './journal.ts'
import { startLoad } from './load.ts'
import { serverUnderTest, type ServerUnderTest } from './server-under-test.ts'
import { traderToken } from './trader-token.ts'

const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000)
const kept: Audit = { lost: [], duplicated: [], misnamed: [], refusedButThere: [], phantom: [], orphaned: [] }

let server: ServerUnderTest | undefined
afterEach(async () => {
  await server?.remove()
  server = undefined
})

async function startTwo(name: string): Promise<ServerUnderTest> {
  server = await serverUnderTest(await homeForTests(name), { LIANJIAN_DEMO: '0', LIANJIAN_PROCESSES: '2' })
  await server.start()
  await expect.poll(() => bothProcesses(), { timeout: 30_000, interval: 200 }).toHaveLength(2)
  return server
}

async function statusOf(): Promise<{ pids: { server: number; worker: number; processes: number[] } }> {
  const { output } = (await server?.lianjian('status', '--json')) ?? { output: '{}' }
  return JSON.parse(output) as { pids: { server: number; worker: number; processes: number[] } }
}

async function bothProcesses(): Promise<number[]> {
  const { processes } = (await statusOf()).pids
  return processes.length === 2 && processes.every(alive) ? processes : []
}

test(`one of two processes is killed again and again while declarations come in: nothing acknowledged is lost or doubled (seed ${seed})`, async () => {
  const subject = await startTwo('two-processes')
  const journal = openJournal(path.join(subject.home, 'journal.ndjson'))
  const random = seededNumbers(seed)
  const load = startLoad({ baseUrl: subject.baseUrl, token: await traderToken(await subject.databaseUrl()), journal, random })
  for (let n = 0; n < 4; n++) {
    await sleep(500 + random() * 1_000)
    const before = await bothProcesses()
    const victim = before[n % 2] ?? 0
    process.kill(victim, 'SIGKILL')
    // The other one answers meanwhile: the port never closes.
    const acknowledged = load.count.acknowledged
    await expect.poll(() => load.count.acknowledged, { timeout: 30_000 }).toBeGreaterThan(acknowledged)
    await expect.poll(async () => (await bothProcesses()).filter((pid) => pid !== victim).length, { timeout: 60_000, interval: 200 }).toBe(2)
  }
  await load.stop()
  const outcomes = journal.read()
  console.log(JSON.stringify({ seed, ...load.count, sent: outcomes.length }))
  expect(load.faults).toEqual([])
  // Somebody held the port all the time.
  expect(load.count.unreached).toBe(0)
  // Kills that met no request under way would prove nothing.
  expect(load.count.unknown).toBeGreaterThan(0)
  expect(await audit(await subject.databaseUrl(), outcomes)).toEqual(kept)
  expect(await subject.lianjian('verify')).toMatchObject({ code: 0 })
  journal.close()
}, 300_000)

test('figures of both processes stand in one scrape, and SIGTERM ends both', async () => {
  const subject = await startTwo('two-ended')
  const { pids } = await statusOf()
  expect(pids.processes).toHaveLength(2)
  expect(pids.worker).toBe(pids.processes[0])
  expect(pids.processes).not.toContain(pids.server)
  const figures = await (await fetch(`${subject.baseUrl}/metrics`)).text()
  const ofProcesses = [...figures.matchAll(/^process_resident_memory_bytes\{process="(\w+)"\}/gm)].map(([, name]) => name)
  expect(ofProcesses.toSorted()).toEqual([String(pids.processes[1]), 'first'].toSorted())
  expect(await subject.stop()).toBe(0)
  expect([pids.server, ...pids.processes].filter(alive)).toEqual([])
}, 120_000)

test('when the one that keeps them is killed the others end by themselves, and the next start finds the port free', async () => {
  const subject = await startTwo('two-orphaned')
  const { pids } = await statusOf()
  await subject.killServer()
  await expect.poll(() => pids.processes.filter(alive), { timeout: 10_000 }).toEqual([])
  await subject.start()
  expect(await subject.stop()).toBe(0)
}, 120_000)
