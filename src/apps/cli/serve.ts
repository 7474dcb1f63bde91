import { availableParallelism } from 'node:os'
import { pino } from 'pino'
import type { Config } from '../../platform/config.ts'
import { openDatabase } from '../../platform/database/database.ts'
import { prepareSchema } from '../../platform/database/prepare-schema.ts'
import { ensureLogin, loginRole } from '../../platform/database/roles.ts'
import { startPostgres, type Postgres } from '../../platform/postgres/start-postgres.ts'
import { systemRandom } from '../../platform/random.ts'
import { demoPassword, type DemoAccount } from '../../registry/identity/public.ts'
import { castOf } from '../prepare-data.ts'
import { packs, startServer } from '../server.ts'
import { runServerProcess } from '../serve-process.ts'
import { orderVariable, ProcessOrder, startServerProcesses } from '../serve-processes.ts'
import { claimHome } from './home-claim.ts'
import { UsageError } from './usage-error.ts'

export const summary = 'run server, worker and, without DATABASE_URL, the embedded database (--processes n)'

/**
 * `lianjian serve [--processes n]`: everything until SIGTERM or Ctrl-C, then everything ended in order: no new requests, those under way
 * answered, the database last. One process does all, or several answer requests on one port and one of them works as well.
 * One home has one server: a second one says where the first is and ends with 1.
 */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const order = process.env[orderVariable]
  if (order !== undefined && process.send !== undefined) return runServerProcess(config, ProcessOrder.parse(JSON.parse(order)))
  const processes = countOf(args, config)
  const claim = await claimHome(config.home)
  if (!('announce' in claim)) {
    console.error(`Lianjian already runs on ${config.home}: process ${claim.pid}${claim.address === undefined ? ', still starting' : `, ${claim.address}`}`)
    return 1
  }
  const stopAsked = askedToStop()
  let postgres: Postgres | undefined
  try {
    const url = config.databaseUrl ?? (postgres = await startDatabase(config)).url
    const applied = await prepareSchema(config.databaseOwnerUrl ?? url)
    if (applied.length > 0) console.log(`Schema: ${applied.length} migrations applied`)
    const embedded = config.databaseUrl === undefined
    // What the server does it never does as the owner of an embedded database.
    const started = { ...config, databaseUrl: embedded ? await signInAsServer(url) : url, embedded }
    const announce: Announce = (facts) => claim.announce({ ...facts, databaseUrl: url })
    const server = processes === 1 ? await startAlone(started, announce) : await startSeveral(started, processes, announce)
    console.log(`Lianjian is at ${server.address}`)
    if (server.firstAccount !== undefined) console.log(`First sign-in, told this once: ${server.firstAccount.name} with the password ${server.firstAccount.password}`)
    if (config.demo) console.log(signIns(castOf(packs[config.pack])))
    const ended = await Promise.race([stopAsked, server.failed.catch((error: Error) => error)])
    console.log(`${typeof ended === 'string' ? ended : ended.message}: stopping`)
    await server.stop()
    return typeof ended === 'string' ? 0 : 1
  } finally {
    await postgres?.stop()
    await claim.release()
    console.log('Stopped')
  }
}

/** As many as were asked for; else one for two processors, because the database needs the other. */
function countOf(args: readonly string[], config: Config): number {
  const at = args.indexOf('--processes')
  if (at === -1) return config.processes ?? Math.max(1, Math.min(8, Math.floor(availableParallelism() / 2)))
  const count = Number(args[at + 1])
  if (!Number.isInteger(count) || count < 1 || count > 64) throw new UsageError('--processes takes a number from 1 to 64')
  return count
}

interface Started {
  readonly address: string
  readonly firstAccount?: { readonly name: string; readonly password: string }
  /** Rejects when the server can no longer be kept. */
  readonly failed: Promise<never>
  stop(): Promise<void>
}

type Starting = Config & { readonly databaseUrl: string; readonly embedded: boolean }

const portOf = (address: string): number => Number(new URL(address).port)

type Announce = (facts: { readonly address: string; readonly port: number; readonly processes?: readonly number[] }) => Promise<void>

/** The embedded database as its server signs in, with a password made for this start. */
async function signInAsServer(url: string): Promise<string> {
  const owner = openDatabase({ url, connections: 1 })
  const password = systemRandom.bytes(24).toString('base64url')
  try {
    await ensureLogin(owner, loginRole, password)
  } finally {
    await owner.close()
  }
  const own = new URL(url)
  own.username = loginRole
  own.password = password
  return own.href
}

async function startAlone(config: Starting, announce: Announce): Promise<Started> {
  const server = await startServer(config)
  await announce({ address: server.address, port: portOf(server.address) })
  return { ...server, failed: new Promise<never>(() => undefined) }
}

async function startSeveral(config: Starting, count: number, announce: Announce): Promise<Started> {
  const { databaseUrl, embedded, port } = config
  let tell: () => Promise<void> = async () => undefined
  const server = await startServerProcesses({ count, order: { databaseUrl, embedded, port }, say: console.error, onChange: () => void tell() })
  tell = () => announce({ address: server.address, port: portOf(server.address), processes: server.pids() })
  await tell()
  return server
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
