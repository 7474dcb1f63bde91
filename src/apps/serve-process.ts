import type { Config } from '../platform/config.ts'
import type { FiguresAsJson, Peers } from '../platform/metrics/metrics.ts'
import { startServer } from './server.ts'
import type { ProcessOrder, Said, Told } from './serve-processes.ts'

const scrapeWait = 2_000

function tell(message: Said): void {
  process.send?.(message)
}

/** The figures of all processes of the server, asked for through the one that keeps them. */
function peers(name: string): Peers & { hear(told: Told): void } {
  let own: () => Promise<FiguresAsJson> = async () => []
  let scrapes = 0
  const waiting = new Map<string, (figures: readonly FiguresAsJson[]) => void>()
  return {
    name,
    offer: (figures) => void (own = figures),
    async all() {
      const scrape = String(++scrapes)
      const answered = await new Promise<readonly FiguresAsJson[] | undefined>((resolve) => {
        setTimeout(() => resolve(undefined), scrapeWait).unref()
        waiting.set(scrape, resolve)
        tell({ kind: 'scrape', scrape })
      })
      waiting.delete(scrape)
      return answered ?? [await own()]
    },
    hear(told) {
      if (told.kind === 'figures-wanted') void own().then((figures) => tell({ kind: 'figures', scrape: told.scrape, figures }))
      if (told.kind === 'scraped') waiting.get(told.scrape)?.(told.figures as readonly FiguresAsJson[])
    },
  }
}

/** One of several processes of a server, until the one that keeps them says stop or is gone; gives its exit code. */
export async function runServerProcess(config: Config, order: ProcessOrder): Promise<number> {
  const { databaseUrl, embedded, first, port } = order
  // Signals of a terminal or a service manager reach all processes; only the one that keeps the others decides what becomes of them.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  // Without it nobody hands us connections or will ever stop us; the next start must not find us at work.
  process.on('disconnect', () => process.exit(1))
  const all = peers(first ? 'first' : String(process.pid))
  let stop: () => void = () => undefined
  const stopAsked = new Promise<void>((resolve) => (stop = resolve))
  process.on('message', (told: Told) => (told.kind === 'stop' ? stop() : all.hear(told)))
  const server = await startServer({ ...config, port, databaseUrl, embedded }, { part: first ? 'whole' : 'edge', peers: all })
  tell({ kind: 'listening', address: server.address, ...(server.firstAccount === undefined ? {} : { firstAccount: server.firstAccount }) })
  await stopAsked
  await server.stop()
  return 0
}
