import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { systemActor, type Actor } from '../../kernel/actor.ts'
import { instant, minutes, plus } from '../../kernel/instant.ts'
import { steppedClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { contextFor, systemContext, type Machine } from '../context.ts'
import { systemRandom } from '../random.ts'
import { discardJob, replayJob } from './look-after-jobs.ts'
import { createWorker, enqueue, type JobKinds, type NewJob, type Worker } from './public.ts'

let database: FreshDatabase
const clock = steppedClock(instant('2026-03-01T08:00:00Z'))
let machine: Machine
let workers: Worker[]

beforeEach(async () => {
  database = await freshDatabase()
  clock.advanceTo(instant('2026-03-01T08:00:00Z'))
  machine = { config: readConfig({}), db: database.db, clock, random: systemRandom, log: pino({ level: 'silent' }) }
  workers = []
})

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  await database.drop()
})

function worker(kinds: JobKinds, options: Parameters<typeof createWorker>[2] = {}): Worker {
  const made = createWorker(machine, kinds, options)
  workers.push(made)
  return made
}

/** Something to wait for that the test opens. */
function latch(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

const owe = (...jobs: readonly NewJob[]): Promise<void> => machine.db.transaction((tx) => enqueue(tx, systemContext(machine), ...jobs))
const administrator: Actor = { kind: 'person', id: 'a', name: 'A', roles: ['administrator'], ports: ['*'] }
const states = () => machine.db.query<{ state: string; attempts: number; error: string | null; id: string }>('select id, state, attempts, error from platform.job order by id')

test('what a rolled back transaction owed is never done; what committed is', async () => {
  const done: unknown[] = []
  const drained = worker({ note: { run: async (_context, job) => void done.push(job.payload) } })
  await expect(
    machine.db.transaction(async (tx) => {
      await enqueue(tx, systemContext(machine), { port: '380101', kind: 'note', payload: 'lost' })
      throw new Error('rolled back')
    }),
  ).rejects.toThrow('rolled back')
  await owe({ port: '380101', kind: 'note', payload: 'kept' })
  await drained.drain()
  expect(done).toEqual(['kept'])
  expect(await states()).toEqual([])
})

test('two workers share 400 jobs: each is done, and with finishIn its effect is there exactly once', async () => {
  await database.ownerDb.query('create table public.effect (n int not null); grant insert on public.effect to lianjian_app')
  const kinds: JobKinds = {
    count: {
      run: (context, job) =>
        context.db.transaction(async (tx) => {
          await tx.query('insert into public.effect (n) values ($1)', [job.payload])
          await job.finishIn(tx)
        }),
    },
  }
  worker(kinds).start()
  worker(kinds).start()
  const all = Array.from({ length: 400 }, (_, n): NewJob => ({ port: n % 2 === 0 ? '380101' : '650302', kind: 'count', payload: n }))
  await owe(...all)
  await expect.poll(async () => (await states()).length, { timeout: 10_000 }).toBe(0)
  const [effects] = await database.ownerDb.query<{ rows: number; different: number }>('select count(*) as rows, count(distinct n) as different from public.effect')
  expect(effects).toEqual({ rows: 400, different: 400 })
})

test('a job enqueued in this process starts well before the next poll', async () => {
  const started = latch()
  worker({ quick: { run: async () => started.open() } }, { pollMs: 30_000 }).start()
  await new Promise((resolve) => setTimeout(resolve, 100))
  const before = performance.now()
  await owe({ port: '380101', kind: 'quick', payload: null })
  await started.opened
  expect(performance.now() - before).toBeLessThan(2000)
})

test('a later job waits for its moment of the machine clock', async () => {
  const done: unknown[] = []
  const later = worker({ note: { run: async (_context, job) => void done.push(job.payload) } })
  await owe({ port: '380101', kind: 'note', payload: 1, runAt: plus(clock.now(), minutes(10)) })
  expect(await later.drain()).toBe(0)
  clock.advanceTo(plus(clock.now(), minutes(10)))
  expect(await later.drain()).toBe(1)
  expect(done).toEqual([1])
})

test('one key: waiting jobs merge into the earliest, and two never run at the same time', async () => {
  let running = 0
  let most = 0
  let runs = 0
  const { opened, open } = latch()
  const kinds: JobKinds = {
    serial: {
      run: async () => {
        runs++
        most = Math.max(most, ++running)
        await opened
        running--
      },
    },
  }
  const same = { port: '380101', kind: 'serial', payload: null, key: 'K' } as const
  await owe({ ...same, runAt: plus(clock.now(), minutes(5)) }, same, same)
  await owe(same)
  expect(await states()).toHaveLength(1)
  worker(kinds, { pollMs: 20 }).start()
  worker(kinds, { pollMs: 20 }).start()
  await expect.poll(() => running).toBe(1)
  await owe(same)
  await owe(same)
  expect(await states()).toHaveLength(2)
  // Time for the idle workers to make the mistake.
  await new Promise((resolve) => setTimeout(resolve, 150))
  open()
  await expect.poll(async () => (await states()).length, { timeout: 5000 }).toBe(0)
  expect({ most, runs }).toEqual({ most: 1, runs: 2 })
})

test('a poisoned job is tried five times with growing waits, put aside with its error, and leaves its neighbours alone', async () => {
  const done: unknown[] = []
  const poisoned = worker({
    mixed: {
      run: async (_context, job) => {
        if (job.payload === 'poison') throw new Error(`cannot digest, try ${job.attempt}`)
        done.push(job.payload)
      },
    },
  })
  await owe(...['a', 'poison', 'b'].map((payload) => ({ port: '380101', kind: 'mixed', payload })))
  const waits: number[] = []
  for (let round = 0; round < 5; round++) {
    await poisoned.drain()
    const [left] = await machine.db.query<{ run_at: number; state: string }>('select run_at, state from platform.job')
    if (left?.state === 'waiting') {
      waits.push(left.run_at - clock.now())
      clock.advanceTo(plus(clock.now(), left.run_at - clock.now()))
    }
  }
  expect(done.sort()).toEqual(['a', 'b'])
  expect(waits).toHaveLength(4)
  waits.forEach((wait, n) => {
    expect(wait).toBeGreaterThanOrEqual(250 * 2 ** n)
    expect(wait).toBeLessThanOrEqual(500 * 2 ** n)
  })
  expect(await states()).toMatchObject([{ state: 'quarantined', attempts: 5, error: expect.stringContaining('cannot digest, try 5') as string }])
  const facts = await machine.db.query<{ type: string }>(`select type from ledger.entry where subject_kind = 'job'`)
  expect(facts).toEqual([{ type: 'JobQuarantined' }])
})

test('an administrator repairs and replays a quarantined job once; others may not; a discarded one is gone', async () => {
  const done: unknown[] = []
  const repaired = worker({
    fussy: {
      tries: 1,
      run: async (_context, job) => {
        if (job.payload === 'bad') throw new Error('bad')
        done.push(job.payload)
      },
    },
  })
  await owe({ port: '380101', kind: 'fussy', payload: 'bad' }, { port: '380101', kind: 'fussy', payload: 'bad' })
  await repaired.drain()
  const [first, second] = await states()
  const [one, two] = [first?.id ?? '', second?.id ?? '']
  const as = (actor: Actor) => contextFor(machine, actor)
  const replay = (actor: Actor) => machine.db.transaction((tx) => replayJob(tx, as(actor), one, { payload: 'good', reason: 'mended' }))
  expect(await replay({ ...administrator, roles: ['officer'] })).toMatchObject({ ok: false, refusals: [{ code: 'common/not-permitted' }] })
  expect(await replay({ ...administrator, ports: ['650302'] })).toMatchObject({ ok: false, refusals: [{ code: 'common/not-found' }] })
  expect(await replay(administrator)).toMatchObject({ ok: true, value: { state: 'waiting', payload: 'good', attempts: 0 } })
  expect(await replay(administrator)).toMatchObject({ ok: false, refusals: [{ code: 'common/not-found' }] })
  expect(await machine.db.transaction((tx) => discardJob(tx, as(administrator), two, { reason: 'withdrawn' }))).toMatchObject({ ok: true })
  await repaired.drain()
  expect(done).toEqual(['good'])
  expect(await states()).toEqual([])
  const facts = await machine.db.query<{ type: string; actor_id: string }>(`select type, actor_id from ledger.entry where type in ('JobReplayed', 'JobDiscarded') order by id`)
  expect(facts).toEqual([
    { type: 'JobReplayed', actor_id: 'a' },
    { type: 'JobDiscarded', actor_id: 'a' },
  ])
})

test('a claim whose worker ended is taken over after its lease, alone; one that keeps ending its worker is put aside unrun', async () => {
  await owe({ port: '380101', kind: 'orphan', payload: 'fine' }, { port: '380101', kind: 'orphan', payload: 'deadly' })
  // As left behind by workers that were killed: claimed, lease over.
  await machine.db.query(
    `update platform.job set state = 'running', claimed_by = gen_random_uuid(), lease_until = clock_timestamp() - interval '1 second',
       attempts = case when payload = '"deadly"' then 5 else 1 end`,
  )
  const done: unknown[] = []
  await worker({ orphan: { run: async (_context, job) => void done.push([job.payload, job.attempt]) } }).drain()
  expect(done).toEqual([['fine', 2]])
  expect(await states()).toMatchObject([{ state: 'quarantined', attempts: 6, error: expect.stringContaining('the worker ended') as string }])
})

test('a long job keeps its claim by renewing it: nobody else runs it meanwhile', async () => {
  let runs = 0
  const kinds: JobKinds = {
    long: {
      run: async () => {
        runs++
        await new Promise((resolve) => setTimeout(resolve, 1500))
      },
    },
  }
  worker(kinds, { leaseMs: 400, pollMs: 50 }).start()
  worker(kinds, { leaseMs: 400, pollMs: 50 }).start()
  await owe({ port: '380101', kind: 'long', payload: null })
  await expect.poll(async () => (await states()).length, { timeout: 5000 }).toBe(0)
  expect(runs).toBe(1)
})

test('whoever lost its claim cannot finish: its transaction rolls back and the other one counts', async () => {
  await database.ownerDb.query('create table public.effect (n int not null); grant insert on public.effect to lianjian_app')
  const entered = latch()
  const goOn = latch()
  const handler = (wait: boolean): JobKinds => ({
    slow: {
      run: async (context, job) => {
        if (wait) {
          entered.open()
          await goOn.opened
        }
        await context.db.transaction(async (tx) => {
          await tx.query('insert into public.effect (n) values (1)')
          await job.finishIn(tx)
        })
      },
    },
  })
  await owe({ port: '380101', kind: 'slow', payload: null })
  const first = worker(handler(true), { leaseMs: 60_000 }).drain()
  await entered.opened
  await database.ownerDb.query(`update platform.job set lease_until = clock_timestamp() - interval '1 second'`)
  await worker(handler(false)).drain()
  goOn.open()
  await first
  expect(await database.ownerDb.query<{ rows: number }>('select count(*) as rows from public.effect')).toEqual([{ rows: 1 }])
  expect(await states()).toEqual([])
})

test('a receiver that hangs in the outside lane does not hold up work inside', async () => {
  const done: unknown[] = []
  const release = latch()
  const lanes = worker(
    { hang: { lane: 'outside', run: () => release.opened }, own: { run: async (_context, job) => void done.push(job.payload) } },
    { concurrency: { outside: 2 }, pollMs: 50 },
  )
  lanes.start()
  await owe(...Array.from({ length: 10 }, () => ({ port: '380101', kind: 'hang', payload: null })))
  await owe({ port: '380101', kind: 'own', payload: 'moves' })
  await expect.poll(() => done).toEqual(['moves'])
  release.open()
})

test('an idle worker asks the database a few times a second, no more', async () => {
  let queries = 0
  const counted = { ...machine, db: { ...machine.db, query: <Row>(sql: string, parameters?: readonly unknown[]) => (queries++, machine.db.query<Row>(sql, parameters)) } }
  const idle = createWorker(counted, { nothing: { run: async () => undefined } })
  workers.push(idle)
  idle.start()
  await new Promise((resolve) => setTimeout(resolve, 1000))
  expect(queries).toBeGreaterThan(2)
  expect(queries).toBeLessThan(12)
})

test('the system acts: handlers get a context of the system at the present moment', async () => {
  let seen: unknown
  await owe({ port: '380101', kind: 'who', payload: null })
  await worker({ who: { run: async (context) => void (seen = { actor: context.actor, now: context.now }) } }).drain()
  expect(seen).toEqual({ actor: systemActor, now: clock.now() })
})
