import { setTimeout as wait } from 'node:timers/promises'
import { Bug } from '../../kernel/invariant.ts'
import type { Machine } from '../context.ts'
import { uuidv7 } from '../random.ts'
import type { BackOff } from './domain/back-off.ts'
import { jobsEnqueued } from './enqueue.ts'
import type { JobKind, JobKinds, Lane } from './job.ts'
import { runJob } from './run-job.ts'
import { claimDue, claimStale, renewLeases, type ClaimedRow } from './store.ts'

export interface WorkerOptions {
  /** Jobs running at the same time in each lane. */
  readonly concurrency?: Readonly<Partial<Record<Lane, number>>>
  /** How long an idle lane waits before it looks again; work of this process wakes it at once. */
  readonly pollMs?: number
  /** How long a claim holds without a sign of life. */
  readonly leaseMs?: number
  readonly backOff?: BackOff
}

/** Does the jobs of a database; many may run side by side, in one process or many. */
export interface Worker {
  start(): void
  /** Stops claiming and waits for what runs, at most `graceMs` (10 s); what is left then is taken over by another worker. */
  stop(graceMs?: number): Promise<void>
  /** Runs everything that is due at the machine's clock, and what that enqueues, and returns how many runs there were. For simulated time and tests. */
  drain(): Promise<number>
}

/** Makes a worker for these kinds of jobs. At least once, up to `tries` times, with growing waits; see `runJob`. */
export function createWorker(machine: Machine, kinds: JobKinds, options: WorkerOptions = {}): Worker {
  const { pollMs = 200, leaseMs = 8000, backOff = { first: 500, longest: 60_000 } } = options
  const slots = { inside: 4, outside: 16, ...options.concurrency }
  const names = { inside: [] as string[], outside: [] as string[] }
  for (const [name, kind] of Object.entries(kinds)) names[kind.lane ?? 'inside'].push(name)

  const claims = new Set<string>()
  const wakers = new Set<() => void>()
  const sweepDue = new Set<Lane>(['inside', 'outside'])
  let stopping = false
  let loops: Promise<void>[] = []

  const newId = (): string => uuidv7(machine.clock.now(), machine.random)
  const kindOf = (row: ClaimedRow): JobKind => {
    const kind = kinds[row.kind]
    if (kind === undefined) throw new Bug(`claimed a job of unknown kind ${row.kind}`)
    return kind
  }

  /** Runs claimed rows under one claim, which is renewed until the last of them is settled. */
  function run(rows: readonly ClaimedRow[], claim: string, running: Set<Promise<unknown>>): void {
    if (rows.length === 0) return
    claims.add(claim)
    let left = rows.length
    for (const row of rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      const settled = runJob(machine, kindOf(row), row, claim, backOff)
        .catch((error: unknown) => machine.log.error({ err: error, job: row.id, kind: row.kind }, 'job could not be settled; its lease will end'))
        .finally(() => {
          running.delete(settled)
          if (--left === 0) claims.delete(claim)
        })
      running.add(settled)
    }
  }

  /** A job taken over may have ended its worker: it runs with nothing beside it, so that it can take nothing with it. */
  async function takeOver(lane: Lane, running: Set<Promise<unknown>>): Promise<number> {
    for (let taken = 0; ; taken++) {
      const claim = newId()
      const rows = await claimStale(machine.db, names[lane], claim, leaseMs)
      if (rows.length === 0) return taken
      claims.add(claim)
      await Promise.all(running)
      run(rows, claim, running)
      await Promise.all(running)
    }
  }

  async function claimFresh(lane: Lane, running: Set<Promise<unknown>>): Promise<number> {
    const claim = newId()
    const rows = await claimDue(machine.db, names[lane], claim, machine.clock.now(), leaseMs, slots[lane] - running.size)
    run(rows, claim, running)
    return rows.length
  }

  async function work(lane: Lane): Promise<void> {
    const running = new Set<Promise<unknown>>()
    while (!stopping) {
      // Listening starts before the look, so that what is enqueued during it is not missed.
      let wake = (): void => undefined
      const woken = new Promise<void>((resolve) => (wake = resolve))
      wakers.add(wake)
      try {
        if (sweepDue.delete(lane)) await takeOver(lane, running)
        const claimed = running.size < slots[lane] ? await claimFresh(lane, running) : 0
        if (running.size >= slots[lane]) await Promise.race(running)
        else if (claimed === 0) await Promise.race([woken, wait(pollMs, undefined, { ref: false })])
      } catch (error) {
        machine.log.warn({ err: error, lane }, 'worker cannot reach its queue')
        await Promise.race([wait(1000), stopped])
      } finally {
        wakers.delete(wake)
      }
    }
    await Promise.all(running)
  }

  let stopNow = (): void => undefined
  const stopped = new Promise<void>((resolve) => (stopNow = resolve))
  let unsubscribe = (): void => undefined
  let beat: NodeJS.Timeout | undefined

  /** Eight times per lease: renews what runs here, and has the lanes look for what others left behind. */
  function startBeat(): void {
    beat ??= setInterval(() => {
      sweepDue.add('inside').add('outside')
      if (claims.size === 0) return
      renewLeases(machine.db, [...claims], leaseMs).catch((error: unknown) => machine.log.warn({ err: error }, 'leases could not be renewed'))
    }, leaseMs / 8)
    beat.unref()
  }

  return {
    start() {
      if (loops.length > 0 || stopping) throw new Bug('a worker starts once')
      unsubscribe = machine.db.onAnnounced(jobsEnqueued, () => wakers.forEach((wake) => wake()))
      startBeat()
      loops = (['inside', 'outside'] as const).filter((lane) => names[lane].length > 0).map(work)
    },
    async stop(graceMs = 10_000) {
      stopping = true
      unsubscribe()
      stopNow()
      wakers.forEach((wake) => wake())
      const over = new AbortController()
      await Promise.race([Promise.all(loops), wait(graceMs, undefined, { signal: over.signal }).catch(() => undefined)])
      over.abort()
      clearInterval(beat)
    },
    async drain() {
      startBeat()
      let runs = 0
      for (;;) {
        let found = 0
        for (const lane of ['inside', 'outside'] as const) {
          if (names[lane].length === 0) continue
          const running = new Set<Promise<unknown>>()
          found += (await takeOver(lane, running)) + (await claimFresh(lane, running))
          await Promise.all(running)
        }
        if (found === 0) return runs
        runs += found
      }
    },
  }
}
