import { AggregatorRegistry, Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** One value of a gauge with labels. Labels must have few values: never an id. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Where a module puts figures of its own. */
export interface Figures {
  /** A gauge read anew for each scrape. What cannot be read at the moment shows nothing; the other figures are shown. */
  samples(name: string, help: string, labels: readonly string[], read: () => Promise<readonly Sample[]>): void
}

/** The figures of one process, as they go from one to another. */
export type FiguresAsJson = readonly object[]

/** The other processes of the same server: a scrape reaches one of them and must show all. */
export interface Peers {
  /** What this one is called in the label `process`. */
  readonly name: string
  /** Gives this process's figures to whoever of them is asked. */
  offer(own: () => Promise<FiguresAsJson>): void
  /** The figures of all, this one's among them; whoever does not answer in time is left out. */
  all(): Promise<readonly FiguresAsJson[]>
}

/** The figures a running process shows at `/metrics`, in a registry of its own so that two servers in one process do not mix. */
export interface Metrics extends Figures {
  observeRequest(method: string, route: string, status: number, seconds: number): void
  /** A counter by name, made at first use. Labels must have few values: never an id. */
  count(name: string, help: string, labels: Readonly<Record<string, string>>, by?: number): void
  gauge(name: string, help: string, read: () => number): void
  text(): Promise<string>
}

/** Makes the registry with the process's own figures in it; with `peers` those of every process, each under its name. */
export function createMetrics(peers?: Peers): Metrics {
  const registry = new Registry()
  if (peers !== undefined) {
    registry.setDefaultLabels({ process: peers.name })
    peers.offer(() => registry.getMetricsAsJSON())
  }
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'lianjian_http_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const counters = new Map<string, Counter>()
  return {
    observeRequest: (method, route, status, seconds) => requests.labels(method, route, String(status)).observe(seconds),
    count(name, help, labels, by = 1) {
      let counter = counters.get(name)
      if (counter === undefined) {
        counter = new Counter({ name, help, labelNames: Object.keys(labels), registers: [registry] })
        counters.set(name, counter)
      }
      counter.inc(labels, by)
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(read())
        },
      })
    },
    samples(name, help, labels, read) {
      new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers: [registry],
        async collect() {
          const values = await read().catch(() => [])
          this.reset()
          for (const { labels: of, value } of values) this.set(of, value)
        },
      })
    },
    text: async () => (peers === undefined ? registry.metrics() : AggregatorRegistry.aggregate((await peers.all()) as object[][]).metrics()),
  }
}
