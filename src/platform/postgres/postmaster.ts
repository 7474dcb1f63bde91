import { spawn } from 'node:child_process'
import { close, open } from 'node:fs'
import { readFile, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Account } from './account.ts'
import { programEnvironment, type Cluster } from './cluster.ts'
import type { Engine } from './engine.ts'
import { gone, nobodyWorksIn, numberTaken, worksIn } from './process.ts'
import { PostgresStartFailure } from './start-failure.ts'

/** A running PostgreSQL, known by what it wrote into `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

/** The PostgreSQL that runs on this cluster, whoever started it; waits while it is still recovering. Undefined when none runs. */
export async function runningPostmaster(cluster: Pick<Cluster, 'data'>): Promise<Postmaster | undefined> {
  for (;;) {
    const lines = (await readFile(path.join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
    const pid = Number(lines[0])
    if (!Number.isInteger(pid) || pid <= 0) return undefined
    if (!worksIn(pid, cluster.data)) return undefined
    if (lines[7]?.trim() === 'ready') return { pid, port: Number(lines[3]) }
    await sleep(20)
  }
}

const patienceWithWorkers = 30_000

/**
 * Starts PostgreSQL on the cluster and waits until it takes connections, however long recovery lasts. It gets a session of its own, so that
 * Ctrl-C in a terminal reaches only this program, which then stops things in order; and it outlives this program's sudden death.
 * Workers of a predecessor that was killed may need a moment to notice: it is tried again for half a minute while they hold its memory or its number.
 * Throws `PostgresStartFailure` with the last lines of its log.
 */
export async function launchPostmaster(engine: Engine, cluster: Cluster, account: Account | undefined, wantedPort: number): Promise<Postmaster> {
  for (const end = performance.now() + patienceWithWorkers; ; await sleep(250)) {
    try {
      return await launch(engine, cluster, account, wantedPort)
    } catch (error) {
      const held = error instanceof PostgresStartFailure && /shared memory block|lock file "postmaster\.pid" already exists/.test(error.message)
      if (!held || performance.now() > end) throw error
    }
  }
}

async function launch(engine: Engine, cluster: Cluster, account: Account | undefined, wantedPort: number): Promise<Postmaster> {
  const port = await freePort(wantedPort)
  await dropStalePidFile(cluster)
  const log = path.join(cluster.folder, 'start.log')
  const output = await promisify(open)(log, 'w')
  const child = spawn(path.join(engine.bin, 'postgres'), ['-D', cluster.data, '-p', String(port), '-c', `config_file=${cluster.settings}`], {
    ...account,
    cwd: cluster.folder,
    env: programEnvironment,
    detached: true,
    stdio: ['ignore', output, output],
  })
  await promisify(close)(output)
  child.unref()
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`))
  })
  for (;;) {
    const end = await Promise.race([ended, sleep(20)])
    const running = await runningPostmaster(cluster)
    // Ours, or that of another process which began at the same moment and won.
    if (running !== undefined) return running
    if (end !== undefined) throw new PostgresStartFailure(`PostgreSQL did not start (${end}): ${await lastWords(cluster, log)}`)
  }
}

/** Stops PostgreSQL: open transactions are rolled back, connections closed, everything written (fast); after 30 s without a final checkpoint. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await gone(pid, 30_000)) return
  }
  throw new PostgresStartFailure(`PostgreSQL (process ${pid}) does not stop.`)
}

/**
 * After a power cut the file may name a living process that is not PostgreSQL, after a kill one that has ended but that nobody has taken note
 * of: PostgreSQL would refuse to start for both. It goes only when nothing at all works in the data folder: the file is also how PostgreSQL learns that workers of a killed predecessor still hold its shared memory.
 */
async function dropStalePidFile(cluster: Cluster): Promise<void> {
  const file = path.join(cluster.data, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (pid > 0 && numberTaken(pid) && nobodyWorksIn(cluster.data)) await rm(file, { force: true })
}

async function freePort(wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    const taken = await new Promise<number | undefined>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(undefined))
      server.listen(port, '127.0.0.1', () => {
        const address = server.address()
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined))
      })
    })
    if (taken !== undefined) return taken
  }
  throw new PostgresStartFailure('No free port was found on 127.0.0.1.')
}

async function lastWords(cluster: Cluster, log: string): Promise<string> {
  const folder = path.join(cluster.data, 'log')
  const files = [log, ...(await readdir(folder).catch(() => [])).map((name) => path.join(folder, name))]
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')))
  const lines = texts.flatMap((text) => text.split('\n').filter((line) => /FATAL|PANIC|ERROR|HINT/.test(line)).slice(-4))
  return lines.length > 0 ? lines.slice(-8).join('\n') : 'its log is empty'
}
