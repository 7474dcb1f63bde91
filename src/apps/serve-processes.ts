import cluster, { type Worker } from 'node:cluster'
import path from 'node:path'
import { z } from 'zod'
import { root } from '../platform/root.ts'

/** What a process of the server is started with, beside its environment. */
export const ProcessOrder = z.object({
  databaseUrl: z.string(),
  embedded: z.boolean(),
  /** The first also does what one process does for all: preparing, sealing, jobs, the demonstration. */
  first: z.boolean(),
  port: z.number(),
})
export type ProcessOrder = z.infer<typeof ProcessOrder>

/** The variable in which a process finds its order; nobody else sets it. */
export const orderVariable = 'LIANJIAN_PROCESS_ORDER'

/** What the first process tells when it listens. */
export interface Listening {
  readonly kind: 'listening'
  readonly address: string
  readonly firstAccount?: { readonly name: string; readonly password: string }
}

/** What a process says to the one that keeps them all: it listens; it is asked for everybody's figures; here are its own. */
export type Said = Listening | { readonly kind: 'scrape'; readonly scrape: string } | { readonly kind: 'figures'; readonly scrape: string; readonly figures: unknown }

/** What it is told: to stop, to give its figures, the figures it asked for. */
export type Told = { readonly kind: 'stop' } | { readonly kind: 'figures-wanted'; readonly scrape: string } | { readonly kind: 'scraped'; readonly scrape: string; readonly figures: readonly unknown[] }

/** Several processes of one server under one that keeps them. */
export interface ServerProcesses {
  readonly address: string
  readonly firstAccount?: NonNullable<Listening['firstAccount']>
  pids(): number[]
  /** Rejects when processes end as soon as they are started again, so that nobody believes in a server that is none. */
  readonly failed: Promise<never>
  /** No new requests, those under way answered, then all are ended. */
  stop(): Promise<void>
}

export interface ServerProcessesOptions {
  readonly count: number
  readonly order: Omit<ProcessOrder, 'first'>
  readonly say: (message: string) => void
  /** Called when a process was started in the place of another. */
  readonly onChange: () => void
}

/** A process that ends sooner than this after its start was not killed by accident. */
const soon = 10_000
const mostInARow = 5
const scrapeWait = 1_000

/**
 * Starts `count` processes that answer on one port: this process takes the connections and hands them round, so that none of the others is
 * needed for the port to stay open. A process that ends is replaced in its place; what it had acknowledged is on disk, what it had not its
 * clients send again. The first prepares the data before the others begin.
 */
export async function startServerProcesses(options: ServerProcessesOptions): Promise<ServerProcesses> {
  const { count, order, say, onChange } = options
  cluster.setupPrimary({ exec: path.join(root, 'bin', 'lianjian.mjs'), args: ['serve'] })
  const places: (Worker | undefined)[] = Array.from({ length: count }, () => undefined)
  const scrapes = new Map<string, (figures: unknown) => void>()
  let port = order.port
  let stopping = false
  let inARow = 0
  let fail: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch(() => undefined)

  function start(place: number): Promise<Listening> {
    const began = performance.now()
    const worker = cluster.fork({ [orderVariable]: JSON.stringify({ ...order, port, first: place === 0 } satisfies ProcessOrder) })
    places[place] = worker
    return new Promise((resolve, reject) => {
      worker.on('message', (said: Said) => {
        if (said.kind === 'listening') resolve(said)
        else if (said.kind === 'scrape') void answerScrape(worker, said.scrape)
        else scrapes.get(`${worker.id} ${said.scrape}`)?.(said.figures)
      })
      worker.on('exit', (code, signal) => {
        const ended = new Error(`process ${worker.process.pid ?? ''} of the server ended with ${signal ?? code}`)
        reject(ended)
        if (places[place] === worker) places[place] = undefined
        if (stopping || !settled) return
        inARow = performance.now() - began < soon ? inARow + 1 : 0
        if (inARow >= mostInARow) return fail(ended)
        say(`${ended.message}: another one takes its place`)
        start(place).then(onChange, () => undefined)
      })
    })
  }

  /** Figures of all processes that answer within a second. */
  async function answerScrape(asker: Worker, scrape: string): Promise<void> {
    const asked = places.flatMap((worker) => (worker?.isConnected() === true ? [worker] : []))
    const figures = await Promise.all(
      asked.map((worker) => {
        const key = `${worker.id} ${asker.id}-${scrape}`
        return new Promise<unknown>((resolve) => {
          const timer = setTimeout(() => resolve(undefined), scrapeWait)
          scrapes.set(key, (own) => {
            clearTimeout(timer)
            resolve(own)
          })
          tell(worker, { kind: 'figures-wanted', scrape: `${asker.id}-${scrape}` })
        }).finally(() => scrapes.delete(key))
      }),
    )
    tell(asker, { kind: 'scraped', scrape, figures: figures.filter((own) => own !== undefined) })
  }

  function tell(worker: Worker, message: Told): void {
    // It may be gone by now; whoever waits for its answer does not wait long.
    if (worker.isConnected()) worker.send(message, () => undefined)
  }

  async function stop(): Promise<void> {
    stopping = true
    await Promise.all(
      places.map(
        (worker) =>
          new Promise<void>((resolve) => {
            if (worker === undefined || worker.isDead()) return resolve()
            worker.once('exit', () => resolve())
            tell(worker, { kind: 'stop' })
          }),
      ),
    )
  }

  let settled = false
  try {
    const { kind: _kind, ...first } = await start(0)
    // Should all processes end at once, their successors must find the same port.
    port = Number(new URL(first.address).port)
    await Promise.all(places.map((_, place) => (place === 0 ? undefined : start(place))))
    settled = true
    return { ...first, pids: () => places.flatMap((worker) => worker?.process.pid ?? []), failed, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
