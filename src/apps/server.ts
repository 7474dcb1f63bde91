import { pino } from 'pino'
import { cn } from '../../packs/cn/pack.ts'
import { gb } from '../../packs/gb/pack.ts'
import { playsUnder } from '../../seed/cast.ts'
import { systemClock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Machine } from '../platform/context.ts'
import { openDatabase } from '../platform/database/database.ts'
import { appRole } from '../platform/database/roles.ts'
import { buildServer } from '../platform/http/server.ts'
import { keepHistory } from '../assess/lab/public.ts'
import { startSealer } from '../platform/ledger/sealer.ts'
import type { Peers } from '../platform/metrics/metrics.ts'
import { jobFigures } from '../platform/jobs/public.ts'
import { systemRandom } from '../platform/random.ts'
import { authenticator, openFirstAccount } from '../platform/sign-in/public.ts'
import { loadDemoDay, startDemoTicker } from './demo.ts'
import { createModules } from './modules.ts'
import { prepareDemo, prepareRegisters } from './prepare-data.ts'

/** The policy packs there are, by the name an operator chooses. */
export const packs = { cn, gb }

/** Version of the program, as the OpenAPI document and the log say it. */
const programVersion = '0.1.0'

/** The machine of a process: its database, clock and generator. `databaseUrl` must be set; the schema must be there. `unlimited`: for work of the command line, which nobody waits for at a screen. */
export function openMachine(config: Config & { readonly databaseUrl: string }, unlimited = false): Machine {
  const log = pino({ name: 'lianjian', level: config.logLevel }, pino.destination({ dest: 2, sync: false }))
  const db = openDatabase({ url: config.databaseUrl, role: appRole, connections: 24, ...(unlimited ? {} : { limits: config.limits }), onError: (error) => log.warn({ err: error }, 'an idle database connection broke') })
  return { config, db, clock: systemClock, random: systemRandom, log }
}

/** What the server is started with: the database's address, and whether it is the home's own, whose address may change from start to start. */
export type ServerConfig = Config & { readonly databaseUrl: string; readonly embedded: boolean }

/** A server that listens. */
export interface RunningServer {
  readonly address: string
  /** The first account of a new installation without a demonstration; its password is nowhere else. */
  readonly firstAccount?: { readonly name: string; readonly password: string }
  stop(): Promise<void>
}

/** What a process does of a server of several: `whole` is everything, `edge` answers requests and leaves the work behind them to another. */
export interface ServerShare {
  readonly part: 'whole' | 'edge'
  readonly peers: Peers
}

/** Starts server and worker in this process, or its share of them; resolves when it listens. The caller has prepared the schema. */
export async function startServer(config: ServerConfig, share?: ServerShare): Promise<RunningServer> {
  const machine = openMachine(config)
  const pack = packs[config.pack]
  const whole = share?.part !== 'edge'
  if (whole) await prepareRegisters(machine, pack)
  if (whole && config.demo) await prepareDemo(machine, pack)
  const firstAccount = whole ? await openFirstAccount(machine) : undefined
  // While the desk writes, its port waits: its few statements are prepared once and sent ahead of the answers to earlier ones. Behind a pooler
  // that shares connections, which only a database of the operator's own can have, nothing stays prepared.
  const deskDb = openDatabase({ url: config.databaseUrl, role: appRole, connections: 4, limits: config.limits, pipelined: true, prepared: config.embedded, lookUps: true, beside: machine.db, onError: (error) => machine.log.warn({ err: error }, 'an idle connection of the desk broke') })
  const modules = createModules(machine, pack, { deskDb, amongOthers: share !== undefined })
  const plays = whole && config.demo && playsUnder(pack)
  if (plays) await loadDemoDay(machine, modules, pack)
  const app = await buildServer(machine, { version: programVersion, authenticate: authenticator(machine), routes: modules.routes, ...(whole ? { figures: jobFigures(machine) } : {}), ...(share === undefined ? {} : { peers: share.peers }) })
  const sealer = !whole ? undefined : await startSealer({ db: machine.db, home: config.home, databaseUrl: config.embedded ? undefined : config.databaseUrl, log: machine.log })
  if (whole) await keepHistory(machine, pack)
  if (whole) modules.worker.start()
  const ticker = plays ? startDemoTicker(machine, modules, pack) : undefined
  const address = await app.listen({ port: config.port, host: config.host })
  return {
    address,
    ...(firstAccount === undefined ? {} : { firstAccount }),
    async stop() {
      await ticker?.stop()
      await app.close()
      await modules.worker.stop()
      await sealer?.stop()
      await deskDb.close()
      await machine.db.close()
    },
  }
}
