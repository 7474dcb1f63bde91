import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { prepareSchema } from '../src/platform/database/prepare-schema.ts'
import { startPostgres } from '../src/platform/postgres/start-postgres.ts'
import { ask, firstMessage, option, print } from './intake/children.ts'
import type { Order, Report } from './intake/client.ts'
import { ceilingBatches, writeBare } from './intake/ceiling.ts'
import { storeTraders } from './intake/traders.ts'
import { familyMicros } from './intake/usage.ts'

const folder = path.join(import.meta.dirname, 'intake')
const extension = path.extname(import.meta.filename)
const batchSize = 400

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

interface Usage {
  readonly cpu: { readonly user: number; readonly system: number }
  readonly rss: number
}

/** Processor time so far, in microseconds. */
interface Spent {
  readonly server: number
  readonly postgres: number
}

/** Rates of the rounds, and what each process spent on a declaration: the figures that other load on the machine distorts least. */
class Measured {
  readonly rates: number[] = []
  readonly server: number[] = []
  readonly client: number[] = []
  readonly postgres: number[] = []
  refused = 0

  add(report: Report, before: Spent, after: Spent): void {
    const accepted = Math.max(1, report.accepted)
    this.rates.push(report.accepted / report.seconds)
    this.server.push((after.server - before.server) / accepted)
    this.postgres.push((after.postgres - before.postgres) / accepted)
    this.client.push(report.cpuMicros / accepted)
    this.refused += report.other
  }

  more(): object {
    const micros = (values: readonly number[]): number => Math.round(median(values))
    return { rounds: this.rates.map(Math.round), cpuMicros: { server: micros(this.server), client: micros(this.client), postgres: micros(this.postgres) } }
  }
}

/**
 * Durable submissions over HTTP: validated, assessed, explained, ledgered, on disk before the answer; one client process, one server process (or several) and
 * PostgreSQL with its durable defaults on one machine. The ceiling is the same rows (declaration with its explanation, container visits and links,
 * ledger entries, jobs; keys included) inserted by Node in batches of 400 over as many connections as the server writes with, by a prepared
 * statement that looks for no conflict. A stricter one has the rows written out as texts before the clock starts, so that it is PostgreSQL's ceiling
 * and not Node's (`postgres`, `ratioToPostgres`). Their rounds take turns with the server's. Other load on the machine lowers all rates; the processor time of each process per declaration moves little.
 * Arguments: `--rounds n` (3), `--seconds n` (5), `--connections n` (256), `--rows n` (declarations written before measuring),
 * `--processes n` (1; processes of the server on one port), `--worker` (the server does the background work as well), `--sealer`, `--cpu-prof folder`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const rounds = option(args, '--rounds', 3)
  const seconds = option(args, '--seconds', 5)
  const connections = option(args, '--connections', 256)
  const processes = option(args, '--processes', 1)
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-bench-intake-'))
  const postgres = await startPostgres({ home, log: pino({ level: 'error' }) })
  const children: ChildProcess[] = []
  try {
    await prepareSchema(postgres.url)
    const tokens = await storeTraders(postgres.url)
    const profile = args.indexOf('--cpu-prof')
    const serverArguments = profile === -1 ? process.execArgv : [...process.execArgv, '--cpu-prof', '--cpu-prof-dir', args[profile + 1] ?? '.']
    const server = fork(path.join(folder, `serve${extension}`), [postgres.url, home, ...args.filter((arg) => arg === '--worker' || arg === '--sealer'), '--processes', String(processes)], {
      execArgv: serverArguments,
    })
    children.push(server)
    const { address } = await firstMessage<{ address: string }>(server)
    const client = fork(path.join(folder, `client${extension}`), [address, JSON.stringify(tokens)])
    children.push(client)
    await firstMessage(client)

    let runs = 0
    let written = 1
    const order = (what: object): Promise<Report> => ask<Report>(client, { run: `R${String(++runs).padStart(3, '0')}`, ...what } as Order)
    const ceiling = async (batches: number, from: 'node' | 'texts'): Promise<number> => {
      const prepared = await ceilingBatches(`C${String(++runs).padStart(3, '0')}`, batches, batchSize, 500_000_000 + written)
      written += batches * batchSize
      return writeBare(postgres.url, prepared, batchSize, 2, from)
    }
    const most = seconds * 9000
    // Until the compiler has seen the code often enough, by count and not by time.
    await order({ kind: 'singles', connections, seconds: 30, most: 12_000 })
    await order({ kind: 'batch', connections: 4, seconds: 30, lines: 1000, most: 12_000 })
    await ceiling(20, 'node')
    const filling = Math.ceil(option(args, '--rows', 0) / (batchSize * 50))
    for (let i = 0; i < filling; i++) await ceiling(50, 'texts')

    const ceilings: number[] = []
    const strict: number[] = []
    const ceilingMicros: number[] = []
    const singles = new Measured()
    const batches = new Measured()
    const usage = (): Promise<Usage> => ask<Usage>(server, { what: 'usage' })
    const spent = async (): Promise<Spent> => {
      const { cpu } = await usage()
      return { server: cpu.user + cpu.system, postgres: familyMicros(postgres.pid) }
    }
    const measure = async (into: Measured, what: object): Promise<void> => {
      const before = await spent()
      into.add(await order(what), before, await spent())
    }
    for (let round = 0; round < rounds; round++) {
      const begun = familyMicros(postgres.pid)
      const before = written
      strict.push(await ceiling(Math.ceil((seconds * 5000) / batchSize), 'texts'))
      ceilings.push(await ceiling(Math.ceil((seconds * 5000) / batchSize), 'node'))
      ceilingMicros.push((familyMicros(postgres.pid) - begun) / (written - before))
      await measure(singles, { kind: 'singles', connections, seconds, most })
      await measure(batches, { kind: 'batch', connections: 4, seconds, lines: 1000, most })
    }
    const [top, postgresTop] = [median(ceilings), median(strict)]
    const share = (value: number, of: number): number => Number((value / of).toFixed(2))
    const say = (name: string, value: number, more: object = {}): void =>
      print({ name, value: Math.round(value), unit: 'declarations/s', ceiling: Math.round(top), ratio: share(value, top), ratioToPostgres: share(value, postgresTop), ...more })
    say('intake.single', median(singles.rates), { processes, connections, ...singles.more() })
    say('intake.batch', median(batches.rates), { processes, lines: 1000, connections: 4, ...batches.more() })
    print({ name: 'intake.ceiling', value: Math.round(top), unit: 'declarations/s', batch: batchSize, rounds: ceilings.map(Math.round), postgres: Math.round(postgresTop), postgresRounds: strict.map(Math.round), cpuMicros: { postgres: Math.round(median(ceilingMicros)) } })
    const half = await order({ kind: 'paced', connections, seconds: seconds * 2, rate: median(singles.rates) / 2 })
    print({
      name: 'intake.half-load',
      value: Number(quantile(half.latencies, 0.99).toFixed(1)),
      unit: 'ms (p99)',
      p50: Number(quantile(half.latencies, 0.5).toFixed(1)),
      rate: Math.round(half.accepted / half.seconds),
      refused: singles.refused + batches.refused + half.other,
    })
    const { rss } = await usage()
    print({ name: 'intake.server-memory', value: Math.round(rss / 1e6), unit: 'MB' })
    if (profile !== -1) {
      server.kill('SIGTERM')
      await new Promise((resolve) => server.once('exit', resolve))
    }
  } finally {
    for (const child of children) child.kill()
    await postgres.remove()
    await rm(home, { recursive: true, force: true })
  }
}
