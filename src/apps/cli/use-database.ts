import type { Config } from '../../platform/config.ts'
import { startPostgres } from '../../platform/postgres/start-postgres.ts'
import { readServerRecord } from './home-claim.ts'

const quiet = { info: () => undefined, warn: () => undefined }

/**
 * Runs `work` with the connection of the configured database, the owner's where there are two. An embedded database that does not run is started for the time of the work,
 * and ended after it unless a server has begun to use it meanwhile.
 */
export async function useDatabase<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  if (config.databaseUrl !== undefined) return work(config.databaseOwnerUrl ?? config.databaseUrl)
  const postgres = await startPostgres({ home: config.home, log: quiet, keepAlive: false })
  try {
    return await work(postgres.url)
  } finally {
    if (!postgres.attached && (await readServerRecord(config.home)) === undefined) await postgres.stop()
  }
}
