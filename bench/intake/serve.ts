import cluster, { type Worker } from 'node:cluster'
import { readConfig } from '../../src/platform/config.ts'
import { cn } from '../../packs/cn/pack.ts'
import { createModules } from '../../src/apps/modules.ts'
import { prepareRegisters } from '../../src/apps/prepare-data.ts'
import { openMachine } from '../../src/apps/server.ts'
import { instant } from '../../src/kernel/instant.ts'
import { systemContext, type Machine } from '../../src/platform/context.ts'
import { buildServer } from '../../src/platform/http/server.ts'
import { startSealer } from '../../src/platform/ledger/sealer.ts'
import { authenticator } from '../../src/platform/sign-in/public.ts'
import { enterprises as register } from '../../src/registry/parties/public.ts'
import { loadRegister } from '../../src/registry/register/public.ts'
import { ask, firstMessage, option } from './children.ts'
import { enterprises } from './declarations.ts'

/**
 * The server of the product in a process of its own, or in as many as `--processes` says on one port; with `--worker` the first does the background
 * work too. Tells its address to its parent.
 */
const [databaseUrl = '', home = '', ...flags] = process.argv.slice(2)
const count = option(flags, '--processes', 1)

interface Usage {
  readonly cpu: { readonly user: number; readonly system: number }
  readonly rss: number
}

/** Prepares the data, once for all processes. */
async function prepare(machine: Machine): Promise<void> {
  await prepareRegisters(machine, cn)
  const graded = enterprises.map((code) => ({
    validFrom: instant('2017-01-01T00:00:00+08:00'),
    data: { code, name: { zh: code, en: code }, creditGrade: code.slice(2), roles: ['trader' as const], contacts: [] },
  }))
  await machine.db.transaction((tx) => loadRegister(tx, systemContext(machine), register, graded, { source: 'benchmark', keepOthers: true }))
}

async function serve(first: boolean): Promise<string> {
  const machine = openMachine({ ...readConfig({ LIANJIAN_HOME: home, LIANJIAN_LOG: 'error' }), databaseUrl })
  if (first) await prepare(machine)
  const modules = createModules(machine, cn, { amongOthers: count > 1 })
  const app = await buildServer(machine, { version: 'bench', authenticate: authenticator(machine), routes: modules.routes })
  if (first && flags.includes('--sealer')) await startSealer({ db: machine.db, home, databaseUrl, log: machine.log })
  if (first && flags.includes('--worker')) modules.worker.start()
  return app.listen({ port: 0, host: '127.0.0.1' })
}

const ownUsage = (): Usage => ({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() })

/** Keeps several processes: the first prepares before the others begin. Gives their address. */
async function keep(workers: Worker[]): Promise<string> {
  let address = ''
  for (let n = 0; n < count; n++) {
    const worker = cluster.fork({ BENCH_FIRST: n === 0 ? '1' : '' })
    address = (await firstMessage<{ address: string }>(worker.process)).address
    workers.push(worker)
  }
  return address
}

async function usageOf(workers: readonly Worker[]): Promise<Usage> {
  const all = [ownUsage(), ...(await Promise.all(workers.map((worker) => ask<Usage>(worker.process, { what: 'usage' }))))]
  const sum = (of: (usage: Usage) => number): number => all.reduce((total, usage) => total + of(usage), 0)
  return { cpu: { user: sum(({ cpu }) => cpu.user), system: sum(({ cpu }) => cpu.system) }, rss: sum(({ rss }) => rss) }
}

const workers: Worker[] = []
const address = count > 1 && cluster.isPrimary ? await keep(workers) : await serve(cluster.isPrimary || process.env['BENCH_FIRST'] === '1')
process.send?.({ address })
process.on('message', (message: { what?: 'usage' }) => {
  if (message.what === 'usage') void usageOf(workers).then((usage) => process.send?.(usage))
})
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
