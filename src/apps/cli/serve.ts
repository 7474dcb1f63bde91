import { pino } from 'pino'
import type { Config } from '../../platform/config.ts'
import { prepareSchema } from '../../platform/database/prepare-schema.ts'
import { startPostgres, type Postgres } from '../../platform/postgres/start-postgres.ts'
import { demoPassword, type DemoAccount } from '../../registry/identity/public.ts'
import { castOf } from '../prepare-data.ts'
import { packs, startServer } from '../server.ts'
import { claimHome } from './home-claim.ts'

export const summary = 'run server, worker and, without DATABASE_URL, the embedded database'

/**
 * `lianjian serve`: everything in one process until SIGTERM or Ctrl-C, then everything ended in order: no new requests, those under way
 * answered, the database last. One home has one server: a second one says where the first is and ends with 1.
 */
export async function run(_args: readonly string[], config: Config): Promise<number> {
  const claim = await claimHome(config.home)
  if (!('announce' in claim)) {
    console.error(`Lianjian already runs on ${config.home}: process ${claim.pid}${claim.address === undefined ? ', still starting' : `, ${claim.address}`}`)
    return 1
  }
  const stopAsked = askedToStop()
  let postgres: Postgres | undefined
  try {
    const url = config.databaseUrl ?? (postgres = await startDatabase(config)).url
    const applied = await prepareSchema(url)
    if (applied.length > 0) console.log(`Schema: ${applied.length} migrations applied`)
    const server = await startServer({ ...config, databaseUrl: url, embedded: config.databaseUrl === undefined })
    await claim.announce({ address: server.address, port: Number(new URL(server.address).port), databaseUrl: url })
    console.log(`Lianjian is at ${server.address}`)
    if (server.firstAccount !== undefined) console.log(`First sign-in, told this once: ${server.firstAccount.name} with the password ${server.firstAccount.password}`)
    if (config.demo) console.log(signIns(castOf(packs[config.pack])))
    const signal = await stopAsked
    console.log(`${signal}: stopping`)
    await server.stop()
    return 0
  } finally {
    await postgres?.stop()
    await claim.release()
    console.log('Stopped')
  }
}

async function startDatabase(config: Config): Promise<Postgres> {
  const log = pino({ name: 'lianjian', level: config.logLevel }, pino.destination({ dest: 2, sync: true }))
  const postgres = await startPostgres({ home: config.home, log })
  console.log(`Database: PostgreSQL in ${postgres.folder}${postgres.attached ? ', found running' : ''}`)
  return postgres
}

/** One sign-in for each role of the demonstration. */
function signIns(accounts: readonly DemoAccount[]): string {
  const firsts = accounts.filter((account, n) => accounts.findIndex(({ role }) => role === account.role) === n)
  const width = Math.max(...firsts.map(({ login }) => login.length))
  return [`Sign in with the password ${demoPassword} as`, ...firsts.map(({ login, name }) => `  ${login.padEnd(width)}  ${name}`)].join('\n')
}

/** Resolves with the first signal that asks to stop; further ones change nothing, because stopping is already under way. */
function askedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve)
  })
}
