import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { engineForTests, homeForTests, removeHome } from '../../../tests/support/engine-for-tests.ts'
import { root } from '../root.ts'
import { databaseAccount } from './account.ts'
import type { Engine } from './engine.ts'
import { alive, gone, numberTaken } from './process.ts'
import { startPostgres, type Postgres } from './start-postgres.ts'

const log = { info: () => undefined, warn: () => undefined }
let engine: Engine
let home: string
beforeAll(async () => {
  engine = await engineForTests()
  home = await homeForTests('launcher')
  await (await startPostgres({ home, log, engine })).stop()
})
afterAll(() => removeHome(home))

test('what is acknowledged is durable: the settings that promise it are on, in UTF-8 and C order, for loopback with a password only', async () => {
  const postgres = await startPostgres({ home, log, engine })
  const show = async (name: string): Promise<unknown> => (await ask(postgres, `show ${name}`))[0]?.[name]
  const wanted = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', data_checksums: 'on', server_encoding: 'UTF8', listen_addresses: '127.0.0.1' }
  for (const [name, value] of Object.entries(wanted)) expect(`${name} ${await show(name)}`).toBe(`${name} ${value}`)
  expect(await ask(postgres, `select datcollate from pg_database where datname = 'lianjian'`)).toEqual([{ datcollate: 'C' }])
  const guess = new URL(postgres.url)
  guess.password = 'guess'
  await expect(new pg.Client({ connectionString: guess.href }).connect()).rejects.toThrow(/password authentication failed/)
  await postgres.stop()
  expect(alive(postgres.pid)).toBe(false)
})

test('a second start finds the same data on the same port', async () => {
  const first = await startPostgres({ home, log, engine })
  await ask(first, 'create table kept as select 1 as n')
  await first.stop()
  const second = await startPostgres({ home, log, engine })
  expect(second.attached).toBe(false)
  expect(second.url).toBe(first.url)
  expect(await ask(second, 'select n from kept')).toEqual([{ n: 1 }])
  await second.stop()
})

test('a program that is killed leaves its database running, and the next one takes it over and ends it', async () => {
  const pid = await startAndDie()
  expect(alive(pid)).toBe(true)
  const next = await startPostgres({ home, log, engine })
  expect({ attached: next.attached, pid: next.pid }).toEqual({ attached: true, pid })
  await next.stop()
  expect(alive(pid)).toBe(false)
})

test('a database that is killed comes back on the same port with what was committed', async () => {
  const postgres = await startPostgres({ home, log, engine })
  await ask(postgres, 'create table committed as select 2 as n')
  const before = postgres.pid
  process.kill(before, 'SIGKILL')
  while (postgres.pid === before) await sleep(20)
  expect(await ask(postgres, 'select n from committed')).toEqual([{ n: 2 }])
  await postgres.stop()
})

test('a start right after a kill waits for workers of the killed one that have not noticed yet', async () => {
  const killed = await startPostgres({ home, log, engine, keepAlive: false })
  const client = new pg.Client({ connectionString: killed.url })
  client.on('error', () => undefined)
  await client.connect()
  const worker = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0
  process.kill(worker, 'SIGSTOP')
  process.kill(killed.pid, 'SIGKILL')
  const next = startPostgres({ home, log, engine })
  await sleep(1_500)
  process.kill(worker, 'SIGCONT')
  const postgres = await next
  expect(postgres.pid).not.toBe(killed.pid)
  expect(await gone(worker, 5_000)).toBe(true)
  await postgres.stop()
})

test('two programs that start at the same moment share one database', async () => {
  const [one, other] = await Promise.all([startPostgres({ home, log, engine, keepAlive: false }), startPostgres({ home, log, engine, keepAlive: false })])
  expect(one.pid).toBe(other.pid)
  await one.stop()
  await other.stop()
})

test('a pid file that names a stranger does not keep the database from starting', async () => {
  await writeFile(path.join(await folderOf(home), 'data', 'postmaster.pid'), `${process.pid}\n/elsewhere\n1\n5432\n\n127.0.0.1\n\nready\n`, { mode: 0o666 })
  const postgres = await startPostgres({ home, log, engine })
  expect(postgres.pid).not.toBe(process.pid)
  await postgres.stop()
})

test('a pid file that names one who has ended, but whom nobody has taken note of, does not keep the database from starting either', async () => {
  // PostgreSQL minds only processes of its own account. The shell has become another program, which has no children to take note of, before its child ends.
  const careless = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'], { ...databaseAccount(), cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void careless.kill())
  const unburied = Number(String((await once(careless.stdout, 'data'))[0]))
  await expect.poll(() => ({ taken: numberTaken(unburied), alive: alive(unburied) }), { timeout: 10_000 }).toEqual({ taken: true, alive: false })
  await writeFile(path.join(await folderOf(home), 'data', 'postmaster.pid'), `${unburied}\n/elsewhere\n1\n5432\n\n127.0.0.1\n\nready\n`, { mode: 0o666 })
  const postgres = await startPostgres({ home, log, engine })
  expect(postgres.pid).not.toBe(unburied)
  await postgres.stop()
})

test('a making that was cut off leaves nothing that is taken for a database, and goes at the next', async () => {
  const cut = `${home}-cut`
  const half = path.join(cut, 'postgres', `${engine.major}.new-999999999`)
  await mkdir(path.join(half, 'data'), { recursive: true })
  const postgres = await startPostgres({ home: cut, log, engine })
  await postgres.stop()
  expect((await readdir(path.join(cut, 'postgres'))).filter((name) => name.includes('.new-'))).toEqual([])
  await removeHome(cut)
})

test('a home that the account of the database cannot enter keeps a pointer to where the data lie', async () => {
  const closed = `${home}-closed`
  await mkdir(closed, { mode: 0o700 })
  await chmod(closed, 0o700)
  const first = await startPostgres({ home: closed, log, engine })
  await first.stop()
  const asRoot = process.getuid?.() === 0
  expect(first.folder.startsWith(closed)).toBe(!asRoot)
  if (asRoot) expect(first.folder).toBe(path.join((await readFile(path.join(closed, 'postgres', 'location'), 'utf8')).trim(), String(engine.major)))
  // Opening the home later must not make the data disappear.
  await chmod(closed, 0o755)
  const second = await startPostgres({ home: closed, log, engine })
  expect(second.folder).toBe(first.folder)
  await second.remove()
  expect({ data: existsSync(second.folder), home: await readdir(closed) }).toEqual({ data: false, home: [] })
})

async function ask(postgres: Postgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

async function folderOf(place: string): Promise<string> {
  const postgres = await startPostgres({ home: place, log, engine })
  await postgres.stop()
  return postgres.folder
}

/** Another process starts the database and is killed at once; returns the database's process. */
async function startAndDie(): Promise<number> {
  const program = `
    import { startPostgres } from ${JSON.stringify(path.join(root, 'src/platform/postgres/start-postgres.ts'))}
    const log = { info() {}, warn() {} }
    const postgres = await startPostgres({ home: ${JSON.stringify(home)}, log, engine: ${JSON.stringify(engine)} })
    process.stdout.write(String(postgres.pid), () => process.kill(process.pid, 'SIGKILL'))`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.on('data', (part: Buffer) => (printed += part.toString()))
  const signal = await new Promise((resolve) => child.once('close', (_code, by) => resolve(by)))
  expect(signal).toBe('SIGKILL')
  return Number(printed)
}
