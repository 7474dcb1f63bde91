import type { Config } from '../../platform/config.ts'
import { findPostgres } from '../../platform/postgres/start-postgres.ts'
import { readServerRecord } from './home-claim.ts'

export const summary = 'what runs on this home: processes, port, database (--json)'

/** `lianjian status [--json]`: exit 0 when a server runs and answers for itself, 1 when none does. */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const record = await readServerRecord(config.home)
  const database = config.databaseUrl === undefined ? await findPostgres(config.home) : undefined
  const status = {
    state: record === undefined ? 'stopped' : record.address === undefined ? 'starting' : 'running',
    home: config.home,
    // Of several processes the first does the work behind requests as well. The database's own is known in the embedded mode only; it may outlive
    // a server that was killed.
    pids: { server: record?.pid ?? null, worker: record?.processes?.[0] ?? record?.pid ?? null, database: database?.pid ?? null, processes: record?.processes ?? (record === undefined ? [] : [record.pid]) },
    address: record?.address ?? null,
    port: record?.port ?? null,
    databaseUrl: config.databaseUrl ?? database?.url ?? null,
  }
  if (args.includes('--json')) console.log(JSON.stringify(status))
  else for (const [name, value] of Object.entries(status)) console.log(`${name.padEnd(12)} ${typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? '-')}`)
  return record === undefined ? 1 : 0
}
