import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { databaseAccount } from '../../src/platform/postgres/account.ts'
import { embeddedEngine, type Engine } from '../../src/platform/postgres/engine.ts'
import { postgresFolder } from '../../src/platform/postgres/place.ts'
import { runningPostmaster, stopPostmaster } from '../../src/platform/postgres/postmaster.ts'
import { alive } from '../../src/platform/postgres/process.ts'

const base = path.join(tmpdir(), `lianjian-tests-${process.getuid?.() ?? 'user'}`)

/**
 * The PostgreSQL that tests run on: the embedded one, or the system's version named by `LIANJIAN_TEST_PG` (Debian's 15). The embedded
 * programs are copied once per machine, not once per run.
 */
export async function engineForTests(): Promise<Engine> {
  const asked = process.env['LIANJIAN_TEST_PG'] ?? ''
  if (asked === '') return embeddedEngine(await postgresFolder(path.join(base, 'engine'), databaseAccount()))
  const bin = `/usr/lib/postgresql/${asked}/bin`
  if (!existsSync(path.join(bin, 'postgres'))) throw new Error(`LIANJIAN_TEST_PG=${asked}, but ${bin} does not exist: apt-get install postgresql-${asked}`)
  return { bin, major: Number(asked) }
}

/** A home for one test run, which goes with the process: what runs that were killed have left is ended and removed first. */
export async function homeForTests(purpose: string): Promise<string> {
  await mkdir(base, { recursive: true, mode: 0o755 })
  for (const name of await readdir(base)) {
    const owner = /^run-(\d+)-/.exec(name)?.[1]
    // Best effort: two runs may clean up after the same third one.
    if (owner !== undefined && !alive(Number(owner))) await removeHome(path.join(base, name)).catch(() => undefined)
  }
  return path.join(base, `run-${process.pid}-${purpose}`)
}

/** Ends whatever database still runs in the home and deletes it. */
export async function removeHome(home: string): Promise<void> {
  const folder = await postgresFolder(home, databaseAccount())
  for (const name of await readdir(folder)) {
    const running = await runningPostmaster({ data: path.join(folder, name, 'data') })
    if (running !== undefined) await stopPostmaster(running.pid)
  }
  await rm(folder, { recursive: true, force: true })
  await rm(home, { recursive: true, force: true })
}
