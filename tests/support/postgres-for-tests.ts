import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/platform/database/database.ts'
import { prepareSchema } from '../../src/platform/database/prepare-schema.ts'
import { startPostgres } from '../../src/platform/postgres/start-postgres.ts'
import { engineForTests, homeForTests, removeHome } from './engine-for-tests.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The run's clusters, one for each worker: a connection as superuser to its maintenance database. */
    readonly postgresUrls: readonly string[]
  }
}

/** The migrated database that every test's own is cloned from. */
export const templateName = 'lianjian_template'

// What a power cut would do to a throw-away cluster is nobody's concern; tests of durability start their own.
const throwAway = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '128MB',
  checkpoint_timeout: '1h',
  logging_collector: 'off',
}

/**
 * Vitest's global set-up: a throw-away cluster for each worker, the schema migrated once in each; returns the tear-down. Not one for all, because a
 * transaction that is open in one database of a cluster holds sealing back in the others.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workers = Array.from({ length: Math.max(1, Number(project.config.maxWorkers) || 1) }, (_, n) => n)
  const started = await Promise.allSettled(workers.map((n) => startCluster(n)))
  const clusters = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const tearDown = async (): Promise<void> => {
    await Promise.all(clusters.map((cluster) => cluster.end()))
  }
  const failed = started.find((one) => one.status === 'rejected')
  if (failed !== undefined) {
    await tearDown()
    throw failed.reason
  }
  project.provide('postgresUrls', clusters.map(({ url }) => url))
  return tearDown
}

async function startCluster(worker: number): Promise<{ readonly url: string; end(): Promise<void> }> {
  const home = await homeForTests(`postgres-${worker}`)
  const postgres = await startPostgres({ home, log: { info: () => undefined, warn: console.warn }, engine: await engineForTests(), settings: throwAway, keepAlive: false })
  const end = async (): Promise<void> => {
    await postgres.stop()
    await removeHome(home)
  }
  try {
    await makeTemplate(postgres.url)
  } catch (error) {
    await end()
    throw new Error(`the migrations in migrations/ fail on an empty database: ${(error as Error).message}`, { cause: error })
  }
  return { url: urlOf(postgres.url, 'postgres'), end }
}

/** The same connection to another database of the cluster. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

async function makeTemplate(url: string): Promise<void> {
  const admin = openDatabase({ url: urlOf(url, 'postgres'), connections: 1 })
  await admin.query(`create database ${templateName}`)
  await admin.close()
  await prepareSchema(urlOf(url, templateName))
}
