import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { databaseAccount } from './account.ts'
import { findCluster, openCluster, urlOf, writeSettings, type Cluster } from './cluster.ts'
import { embeddedEngine, embeddedMajor, type Engine } from './engine.ts'
import { postgresFolder } from './place.ts'
import { launchPostmaster, runningPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts'
import { alive, gone } from './process.ts'
import { embeddedSettings, type Settings } from './settings.ts'
import { guardSpace } from './space-guard.ts'

/** What `startPostgres` needs to know. */
export interface PostgresOptions {
  /** The home whose database it is. */
  readonly home: string
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** Other programs than those of the npm package; tests run on a second version with it. */
  readonly engine?: Engine
  /** Settings over the embedded ones; tests give up durability with them. */
  readonly settings?: Settings
  /** Whether a PostgreSQL that dies is started again and its disk is watched; true unless said otherwise. */
  readonly keepAlive?: boolean
}

/** A running embedded database. */
export interface Postgres {
  /** Connection as the superuser of the cluster, database `lianjian`. */
  readonly url: string
  readonly port: number
  /** The process now: another one after PostgreSQL died and was started again. */
  readonly pid: number
  /** Where its data, settings and logs lie. */
  readonly folder: string
  /** Whether it already ran, left by a server that was killed or used by one that runs. */
  readonly attached: boolean
  /** Ends it cleanly. */
  stop(): Promise<void>
  /** Ends it and deletes it with all its data, wherever they lie: for databases of tests and benchmarks. */
  remove(): Promise<void>
}

const database = 'lianjian'

/**
 * Starts the embedded PostgreSQL of a home, or attaches to the one that runs there already. While the handle is kept, a PostgreSQL that dies
 * is started again on the same port, so that connections recover by themselves; when its disk is nearly full it refuses changes and goes on reading.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const account = databaseAccount()
  const folder = await postgresFolder(options.home, account)
  const engine = options.engine ?? (await embeddedEngine(folder))
  const settings = { ...embeddedSettings, ...options.settings }
  const cluster = await openCluster(engine, folder, account, settings)
  const found = await runningPostmaster(cluster)
  let running: Postmaster = found ?? (await launchPostmaster(engine, cluster, account, await lastPort(cluster)))
  await writeFile(portFile(cluster), `${running.port}\n`)
  await ensureDatabase(cluster, running.port)
  options.log.info({ pid: running.pid, port: running.port, folder: cluster.folder }, found === undefined ? 'database started' : 'database found running')
  let wanted = true
  const ending = new AbortController()
  const watching = options.keepAlive === false ? [] : [keepAlive(), guardSpace({ folder: cluster.folder, allowWriting, log: options.log }, ending.signal)]

  async function allowWriting(allowed: boolean): Promise<void> {
    await writeSettings(cluster, allowed ? settings : { ...settings, default_transaction_read_only: 'on' })
    // Tells it to read its settings again; one that is just starting has read them.
    if (alive(running.pid)) process.kill(running.pid, 'SIGHUP')
  }

  async function keepAlive(): Promise<void> {
    for (let patience = 100; wanted; ) {
      if (!(await gone(running.pid, 250))) continue
      if (!wanted) return
      options.log.warn({ pid: running.pid }, 'database died, starting it again')
      try {
        const again = (await runningPostmaster(cluster)) ?? (await launchPostmaster(engine, cluster, account, running.port))
        if (again.port !== running.port) options.log.warn({ port: again.port }, 'database runs on another port; this server must be started again')
        running = again
        patience = 100
        options.log.info({ pid: running.pid }, 'database is back')
      } catch (error) {
        // Workers of the dead one may still be leaving; a full disk may be freed.
        options.log.warn({ error: (error as Error).message }, 'database does not start yet')
        await sleep(patience)
        patience = Math.min(patience * 2, 5_000)
      }
    }
  }

  async function stop(): Promise<void> {
    wanted = false
    ending.abort()
    await Promise.all(watching)
    await stopPostmaster(running.pid)
  }

  return {
    url: urlOf(cluster, running.port, database),
    port: running.port,
    get pid() {
      return running.pid
    },
    folder: cluster.folder,
    attached: found !== undefined,
    stop,
    async remove() {
      await stop()
      await rm(folder, { recursive: true, force: true })
      await rm(path.join(options.home, 'postgres'), { recursive: true, force: true })
    },
  }
}

/** The embedded database that runs on a home, whoever started it; nothing is made or started. */
export async function findPostgres(home: string): Promise<{ readonly pid: number; readonly port: number; readonly url: string } | undefined> {
  if (!existsSync(path.join(home, 'postgres'))) return undefined
  const cluster = await findCluster(await postgresFolder(home, databaseAccount()), await embeddedMajor())
  const running = cluster === undefined ? undefined : await runningPostmaster(cluster)
  return cluster === undefined || running === undefined ? undefined : { ...running, url: urlOf(cluster, running.port, database) }
}

function portFile(cluster: Cluster): string {
  return path.join(cluster.folder, 'port')
}

/** The port of the last time, so that saved connections keep working; 0 (any) at the first start. */
async function lastPort(cluster: Cluster): Promise<number> {
  return Number(await readFile(portFile(cluster), 'utf8').catch(() => '0'))
}

async function ensureDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${database}`)
  } catch (error) {
    // Two starters may find it missing at the same moment.
    if ((error as { code?: string }).code !== '42P04' && (error as { code?: string }).code !== '23505') throw error
  } finally {
    await client.end()
  }
}
