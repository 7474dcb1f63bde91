import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { cn } from '../packs/cn/pack.ts'
import { createDirectiveDesk, prepareDirective, type DirectiveDesk } from '../src/joint/desk/public.ts'
import { collide, type CollidingDirective } from '../src/joint/collisions/public.ts'
import { containerCheckDigit } from '../src/kernel/container-number.ts'
import type { Actor } from '../src/kernel/actor.ts'
import { hours, plus, toIso } from '../src/kernel/instant.ts'
import { systemClock } from '../src/platform/clock.ts'
import { DatabaseUnavailable, openDatabase, type Database } from '../src/platform/database/database.ts'
import { prepareSchema } from '../src/platform/database/prepare-schema.ts'
import { appRole } from '../src/platform/database/roles.ts'
import { startPostgres } from '../src/platform/postgres/start-postgres.ts'
import { uuidv7 } from '../src/platform/random.ts'
import { storeHistory } from './collide/history.ts'
import { watchStages } from './collide/stages.ts'

const port = '380101'
const log = pino({ level: 'silent' })
const agencies = [
  { agency: 'CUS', power: 'CUS-GOODS' },
  { agency: 'CIQ', power: 'CIQ-COMMODITY' },
] as const

const round = (n: number): number => (n >= 100 ? Math.round(n) : Number(n.toFixed(2)))
const quantile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

function tell(name: string, value: number, unit: string, ceiling: number | undefined, more: object = {}): void {
  const ratio = ceiling === undefined ? {} : { ceiling: round(ceiling), ratio: round(value / ceiling) }
  process.stdout.write(`${JSON.stringify({ name: `collide.${name}`, value: round(value), unit, ...ratio, ...more })}\n`)
}

function boxOf(n: number): string {
  const firstTen = `BNCU${String(n).padStart(6, '0')}`
  return firstTen + String(containerCheckDigit(firstTen))
}

/** Directives of the two agencies in pairs: every container is named by both, so that half of them find a partner. */
function send(desk: DirectiveDesk, db: Database, n: number): Promise<unknown> {
  const now = systemClock.now()
  const { agency, power } = agencies[n % 2] ?? agencies[0]
  const actor: Actor = { kind: 'machine', id: `machine-${agency}`, name: agency, roles: ['officer'], agency, ports: [port] }
  const body = {
    port,
    object: { kind: 'container', ref: boxOf(n >> 1) },
    methods: ['open', 'weigh'],
    window: { from: toIso(now), to: toIso(plus(now, hours(8))) },
    power,
    reason: 'benchmark',
  }
  const prepared = prepareDirective(body, { actor, now, newId: () => uuidv7(now), requestId: 'bench', db, log }, cn)
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.refusals))
  return desk.submit(prepared.value)
}

/** As fast as it goes with `inFlight` senders that wait for their answers; directives per second. */
async function fullLoad(desk: DirectiveDesk, db: Database, first: number, count: number, inFlight: number): Promise<number> {
  let next = first
  const begin = performance.now()
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (let n = next++; n < first + count; n = next++) await send(desk, db, n)
    }),
  )
  return (count / (performance.now() - begin)) * 1000
}

/** `rate` directives a second, whether earlier ones have been answered or not; milliseconds from sending to the committed match and notices. */
async function steadyLoad(desk: DirectiveDesk, db: Database, first: number, rate: number, seconds: number): Promise<{ readonly latencies: number[]; readonly refused: number }> {
  const latencies: number[] = []
  let refused = 0
  const answers: Promise<void>[] = []
  const begin = performance.now()
  for (let sent = 0; sent < rate * seconds; ) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - begin) / 1000) * rate))
    for (; sent < due; sent++) {
      const at = begin + (sent / rate) * 1000
      const answered = (): void => void latencies.push(performance.now() - at)
      answers.push(
        send(desk, db, first + sent).then(answered, (error: unknown) => {
          // A desk that is too slow for the rate says so instead of growing.
          if (!(error instanceof DatabaseUnavailable)) throw error
          refused++
        }),
      )
    }
    await wait(2)
  }
  await Promise.all(answers)
  return { latencies, refused }
}

/** The bare ceiling: the same rate of rows inserted with an index, each looking for a partner, in batches of one writer; rows per second. */
async function bareInsertAndLookUp(owner: Database, first: number, count: number, batch: number): Promise<number> {
  const begin = performance.now()
  for (let from = first; from < first + count; from += batch) {
    const rows = Array.from({ length: batch }, (_, i) => ({ id: uuidv7(systemClock.now()), agency: agencies[(from + i) % 2]?.agency, key: `BNCU${(from + i) >> 1}`, content: 'x'.repeat(600) }))
    await owner.transaction(async (tx) => {
      await tx.query('select b.id from public.bare b where b.key = any($1::text[])', [rows.map((row) => row.key)])
      await tx.query('insert into public.bare (id, agency, key, content) select id, agency, key, content from jsonb_to_recordset($1::jsonb) as r(id uuid, agency text, key text, content text)', [JSON.stringify(rows)])
    })
  }
  return (count / (performance.now() - begin)) * 1000
}

/** The same rows and look-ups, a transaction each, over as many connections as the desk has: the ceiling of a desk that gathers nothing; rows per second. */
async function bareOneByOne(owner: Database, first: number, count: number, connections: number): Promise<number> {
  let next = first
  const begin = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let n = next++; n < first + count; n = next++) {
        await owner.transaction(async (tx) => {
          await tx.query('select b.id from public.bare b where b.key = $1', [`BNCU${n >> 1}`])
          await tx.query('insert into public.bare (id, agency, key, content) values ($1, $2, $3, $4)', [uuidv7(systemClock.now()), agencies[n % 2]?.agency, `BNCU${n >> 1}`, 'x'.repeat(600)])
        })
      }
    }),
  )
  return (count / (performance.now() - begin)) * 1000
}

/** Processor time all sessions of the program have used in the database so far, in milliseconds; undefined where the system does not say. */
async function databaseTime(owner: Database): Promise<number | undefined> {
  const sessions = await owner.query<{ pid: number }>(`select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`)
  try {
    const used = await Promise.all(sessions.map(async ({ pid }) => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []))
    return used.reduce((all, fields) => all + Number(fields[11]) + Number(fields[12]), 0) * 10
  } catch {
    return undefined
  }
}

/** What a directive costs with more and more of the past in the database: it must not be more. */
async function curve(desk: DirectiveDesk, db: Database, owner: Database, first: number, count: number, levels: readonly number[]): Promise<void> {
  let next = first
  let stored = 0
  for (const level of levels) {
    await storeHistory(owner, port, stored, level)
    stored = level
    await fullLoad(desk, db, next, 1000, 256)
    next += 1000
    const before = await databaseTime(owner)
    const rate = await fullLoad(desk, db, next, count, 256)
    next += count
    const after = await databaseTime(owner)
    const inDatabase = before === undefined || after === undefined ? {} : { databaseProcessorUs: round(((after - before) / count) * 1000) }
    tell('cost-with-history', 1e6 / rate, 'µs a directive', undefined, { stored: level, ...inDatabase })
  }
}

function inMemory(count: number): number {
  const now = systemClock.now()
  const directives = Array.from({ length: count }, (_, n): CollidingDirective => ({
    id: `d${String(n).padStart(7, '0')}`,
    port,
    agency: agencies[n % 2]?.agency ?? 'CUS',
    keys: [{ kind: 'container', key: `container:${n >> 1}#1` }],
    names: 'container',
    window: { from: now, to: plus(now, hours(8)) },
    methods: ['open'],
    acceptedAt: now,
    mechanism: 'goods',
    standing: 'open',
  }))
  const begin = performance.now()
  const { needs } = collide(directives, cn)
  if (needs.length !== count / 2) throw new Error('every pair is one need')
  return (count / (performance.now() - begin)) * 1000
}

/**
 * The directive desk: resolving, matching, inspections, ledger and notices, durable before the answer; one process and PostgreSQL with its durable
 * defaults on one machine. The ceiling is a bare table in which the same number of rows is looked up and inserted in batches by one writer.
 * Arguments: `--rounds n` (3), `--count n` directives of a round (6000), `--seconds n` of each steady load (8), `--history 10000,100000,…` directives
 * of the past with which the cost is measured again (up to a million; 10000000 takes a quarter of an hour and 20 GB; 0 for none).
 */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: number): number => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : otherwise)
  const [rounds, count, seconds] = [option('--rounds', 3), option('--count', 6000), option('--seconds', 8)]
  const levels = (args.includes('--history') ? (args[args.indexOf('--history') + 1] ?? '') : '10000,100000,1000000').split(',').map(Number).filter((level) => level > 0)
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-bench-collide-'))
  const postgres = await startPostgres({ home, log: pino({ level: 'error' }) })
  const db = openDatabase({ url: postgres.url, role: appRole, connections: 4, pipelined: true, prepared: true, lookUps: true })
  const owner = openDatabase({ url: postgres.url, connections: 4 })
  try {
    await prepareSchema(postgres.url)
    await owner.query('create table public.bare (id uuid primary key, agency text, key text, content text); create index on public.bare (key)')
    const desk = createDirectiveDesk(db, () => cn)
    tell('in-memory', inMemory(200_000), 'directives/s', undefined)
    let next = 0
    await fullLoad(desk, db, next, 1000, 64)
    next += 1000
    const [rates, ceilings, oneByOne]: [number[], number[], number[]] = [[], [], []]
    const stages = watchStages(db)
    for (let i = 0; i < rounds; i++) {
      ceilings.push(await bareInsertAndLookUp(owner, i * 20_000, 20_000, 400))
      oneByOne.push(await bareOneByOne(owner, rounds * 20_000 + i * 2000, 2000, 4))
      stages.begin()
      rates.push(await fullLoad(desk, db, next, count, 256))
      stages.end(count)
      next += count
    }
    const ceiling = quantile(ceilings, 0.5)
    tell('desk', quantile(rates, 0.5), 'directives/s', ceiling, { rounds: rates.map(Math.round), inFlight: 256, oneByOne: round(quantile(oneByOne, 0.5)), ratioToOneByOne: round(quantile(rates, 0.5) / quantile(oneByOne, 0.5)) })
    tell('stages', stages.total(), 'µs a directive, from the start of its batch to the commit', undefined, stages.split())
    // Autovacuum counts a table that has grown within a minute; the rounds before took seconds, and until then plans made for empty tables stay. Looking
    // more often than once a minute costs the intake more than it gains: 321 µs of the database a declaration at every five seconds instead of 147.
    await owner.query('analyze')
    for (const rate of [300, 1000]) {
      const { latencies, refused } = await steadyLoad(desk, db, next, rate, seconds)
      next += rate * seconds
      tell(`latency-at-${rate}`, quantile(latencies, 0.99), 'ms p99 from sent to match and notices committed', undefined, { p50: round(quantile(latencies, 0.5)), worst: round(Math.max(...latencies)), sent: rate * seconds, refused })
    }
    await curve(desk, db, owner, next, count, levels)
    const [row] = await owner.query<{ matches: number; directives: number }>(
      `select (select count(*) from joint.collision where state = 'proposed') as matches, (select count(*) from joint.directive where state = 'open') as directives`,
    )
    tell('unmatched', (row?.directives ?? 0) / 2 - (row?.matches ?? 0), 'pairs', undefined, { directives: row?.directives, matches: row?.matches })
  } finally {
    await db.close()
    await owner.close()
    await postgres.remove()
    await rm(home, { recursive: true, force: true })
  }
}
