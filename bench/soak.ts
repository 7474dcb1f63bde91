import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { prepareSchema } from '../src/platform/database/prepare-schema.ts'
import { startPostgres } from '../src/platform/postgres/start-postgres.ts'
import { ask, firstMessage, option, print } from './intake/children.ts'
import type { Order, Report } from './intake/client.ts'
import { storeTraders } from './intake/traders.ts'

/** What the server says of itself; memory in bytes. */
interface Usage {
  readonly rss: number
  readonly heapUsed: number
}

/**
 * Memory of the server, its worker and its sealer under a steady load: declarations over HTTP at `--rate` a second (100) for `--minutes` (10),
 * read every half minute. `ratio` is the resident memory of the last fifth of the run over that of the second fifth: 1 is flat.
 */
export async function run(args: readonly string[]): Promise<void> {
  const rate = option(args, '--rate', 100)
  const minutes = option(args, '--minutes', 10)
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-bench-soak-'))
  const postgres = await startPostgres({ home, log: pino({ level: 'error' }) })
  const children: ChildProcess[] = []
  try {
    await prepareSchema(postgres.url)
    const tokens = await storeTraders(postgres.url)
    const extension = path.extname(import.meta.filename)
    const folder = path.join(import.meta.dirname, 'intake')
    const server = fork(path.join(folder, `serve${extension}`), [postgres.url, home, '--worker', '--sealer'])
    children.push(server)
    const { address } = await firstMessage<{ address: string }>(server)
    const client = fork(path.join(folder, `client${extension}`), [address, JSON.stringify(tokens)])
    children.push(client)
    await firstMessage(client)

    const samples: Usage[] = []
    let accepted = 0
    let refused = 0
    for (let half = 0; half < minutes * 2; half++) {
      const order: Order = { kind: 'paced', connections: 64, seconds: 30, rate, run: `S${String(half).padStart(3, '0')}` }
      const report = await ask<Report>(client, order)
      accepted += report.accepted
      refused += report.other
      samples.push(await ask<Usage>(server, { what: 'usage' }))
    }
    const fifth = Math.max(1, Math.floor(samples.length / 5))
    const mean = (part: readonly Usage[]): number => part.reduce((sum, usage) => sum + usage.rss, 0) / part.length
    const early = mean(samples.slice(fifth, 2 * fifth))
    const late = mean(samples.slice(-fifth))
    print({
      name: 'soak.memory',
      value: Math.round(late / 1e6),
      unit: 'MB resident',
      ceiling: Math.round(early / 1e6),
      ratio: Number((late / early).toFixed(3)),
      minutes,
      accepted,
      refused,
      residentMB: samples.map(({ rss }) => Math.round(rss / 1e6)),
      heapMB: samples.map(({ heapUsed }) => Math.round(heapUsed / 1e6)),
    })
  } finally {
    for (const child of children) child.kill()
    await postgres.remove()
    await rm(home, { recursive: true, force: true })
  }
}
