import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/platform/database/database.ts'
import { prepareSchema } from '../../src/platform/database/prepare-schema.ts'
import { startPostgres } from '../../src/platform/postgres/start-postgres.ts'
import { engineForTests, homeForTests, removeHome } from './engine-for-tests.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The run's cluster: a connection as superuser to its maintenance database. */
    readonly postgresUrl: string
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

/** Vitest's global set-up: one throw-away cluster for the run, the schema migrated once; returns the tear-down. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await homeForTests('postgres')
  const postgres = await startPostgres({ home, log: { info: () => undefined, warn: console.warn }, engine: await engineForTests(), settings: throwAway, keepAlive: false })
  const tearDown = async (): Promise<void> => {
    await postgres.stop()
    await removeHome(home)
  }
  try {
    await makeTemplate(postgres.url)
  } catch (error) {
    await tearDown()
    throw new Error(`the migrations in migrations/ fail on an empty database: ${(error as Error).message}`, { cause: error })
  }
  project.provide('postgresUrl', urlOf(postgres.url, 'postgres'))
  return tearDown
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
