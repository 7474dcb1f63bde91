import pg from 'pg'
import { Client } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { containerCheckDigit } from '../../src/kernel/container-number.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { homeForTests } from '../support/engine-for-tests.ts'
import { tokensFor } from './officer-tokens.ts'
import { serverUnderTest, type ServerUnderTest } from './server-under-test.ts'

const port = '380101'
const connections = 32
// So many requests are under way on each connection.
const atOnce = 16
const agencies = [
  { agency: 'CUS', power: 'CUS-GOODS' },
  { agency: 'CIQ', power: 'CIQ-COMMODITY' },
] as const

let servers: readonly [ServerUnderTest, ServerUnderTest]
let tokens: readonly string[]
let database: pg.Client

beforeAll(async () => {
  const first = await serverUnderTest(await homeForTests('simultaneous'), { LIANJIAN_DEMO: '0' })
  await first.start()
  const url = await first.databaseUrl()
  const second = await serverUnderTest(await homeForTests('simultaneous-second'), { LIANJIAN_DEMO: '0', DATABASE_URL: url })
  servers = [first, second]
  await second.start()
  tokens = await tokensFor(url, agencies.map(({ agency }) => ({ roles: ['officer'], agency })))
  database = new pg.Client({ connectionString: url })
  await database.connect()
}, 90_000)

afterAll(async () => {
  await database.end()
  await servers[1].remove()
  await servers[0].remove()
})

function boxOf(owner: string, n: number): string {
  const firstTen = `${owner}${String(n).padStart(6, '0')}`
  return firstTen + String(containerCheckDigit(firstTen))
}

const boxesOf = (owner: string, pairs: number): string[] => Array.from({ length: pairs }, (_, n) => boxOf(owner, n))

/** Makes the first containers of an owner known. Of any other both processes hear at the same moment: the visit that both write down is one object all the same. */
async function knowBoxes(owner: string, pairs: number): Promise<void> {
  await database.query(
    `insert into single_window.object (port, kind, ref, visit, valid_from, valid_to)
     select $1, 'container', ref, 1, now() - interval '10 days', now() + interval '10 days' from unnest($2::text[]) as ref`,
    [port, boxesOf(owner, pairs)],
  )
  await database.query('analyze')
}

/** Sends both directives of every pair at the same instant to two processes, one agency each, and gives the statuses that came back with their number. */
async function sendPairs(owner: string, pairs: number): Promise<Map<number, number>> {
  const clients = servers.flatMap((server) => Array.from({ length: connections / 2 }, () => new Client(server.baseUrl, { pipelining: atOnce, headersTimeout: 60_000 })))
  const from = systemClock.now()
  const statuses = new Map<number, number>()
  async function send(client: Client | undefined, which: 0 | 1, ref: string): Promise<void> {
    const body = {
      port,
      object: { kind: 'container', ref },
      methods: ['open'],
      window: { from: new Date(from).toISOString(), to: new Date(from + 8 * 3_600_000).toISOString() },
      power: agencies[which].power,
      reason: 'both at once',
    }
    const headers = { authorization: `Bearer ${tokens[which]}`, 'content-type': 'application/json', 'idempotency-key': `${ref}-${which}` }
    const answer = await client?.request({ method: 'POST', path: '/api/v1/directives', headers, idempotent: true, body: JSON.stringify(body) })
    await answer?.body.dump()
    const status = answer?.statusCode ?? 0
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  let next = 0
  await Promise.all(
    Array.from({ length: (connections / 2) * atOnce }, async (_, lane) => {
      const mine = lane % (connections / 2)
      // Which process an agency speaks to changes from pair to pair.
      for (let n = next++; n < pairs; n = next++) {
        const ref = boxOf(owner, n)
        const swapped = n % 2
        await Promise.all([send(clients[mine + (connections / 2) * swapped], 0, ref), send(clients[mine + (connections / 2) * (1 - swapped)], 1, ref)])
      }
    }),
  )
  await Promise.all(clients.map((client) => client.close()))
  return statuses
}

/** What became of pairs: every one is one match of two, one inspection, told once to each, written down once. Each list names those that are not. */
async function judge(owner: string, pairs: number): Promise<{ missed: string[]; doubled: string[]; told: string[]; recorded: string[] }> {
  await database.query('analyze joint.collision, joint.collision_member, joint.inspection, platform.notice, ledger.entry')
  const { rows } = await database.query<{ ref: string; matches: string; members: string; inspections: string; notices: string; facts: string }>(
    `select r.ref,
       (select count(*) from joint.collision c where c.port = $2 and c.object_ref = r.ref) as matches,
       (select count(*) from joint.collision_member m where m.port = $2 and m.object_ref = r.ref and m.left_at is null) as members,
       (select count(*) from joint.inspection i where i.port = $2 and i.object_ref = r.ref and i.state <> 'superseded') as inspections,
       (select count(*) from platform.notice n where n.type = 'JointMatched' and n.subject_id in (select i.id::text from joint.inspection i where i.port = $2 and i.object_ref = r.ref)) as notices,
       (select count(*) from ledger.entry e where e.type = 'DirectivesCollided' and e.subject_kind = 'collision' and e.port = $2
          and e.subject_id in (select c.id::text from joint.collision c where c.port = $2 and c.object_ref = r.ref)) as facts
     from unnest($1::text[]) as r(ref)`,
    [boxesOf(owner, pairs), port],
  )
  const those = (which: (row: (typeof rows)[number]) => boolean): string[] => rows.filter(which).map((row) => row.ref)
  return {
    missed: those((row) => Number(row.matches) === 0),
    doubled: those((row) => Number(row.matches) > 1 || Number(row.members) > 2),
    told: those((row) => Number(row.matches) === 1 && Number(row.notices) !== 2),
    recorded: those((row) => Number(row.matches) === 1 && (Number(row.facts) !== 1 || Number(row.inspections) !== 1)),
  }
}

test('4,000 pairs of directives of two agencies sent at the same instant over 32 connections to two processes: none missed, none doubled, half of them of boxes nobody has heard of', async () => {
  // Half of them are brand-new.
  await knowBoxes('SIMU', 2_000)
  const begun = performance.now()
  expect(await sendPairs('SIMU', 4_000)).toEqual(new Map([[201, 8_000]]))
  console.log(JSON.stringify({ directivesPerSecond: Math.round(8_000 / ((performance.now() - begun) / 1000)) }))
  expect(await judge('SIMU', 4_000)).toEqual({ missed: [], doubled: [], told: [], recorded: [] })
})

test('twin: the same desks with a lock that holds nobody back miss matches, and the same check says so', async () => {
  // Read, then insert: the port's lock is there by name only. Writing takes as long as on a slow disk, so that a busy machine does not bring the
  // two processes out of step.
  await database.query(`create function public.pg_advisory_xact_lock(bigint) returns void language plpgsql as 'begin end'`)
  await database.query('grant usage on schema public to public')
  await database.query(`do $$ begin execute format('alter database %I set search_path = public, pg_catalog', current_database()); end $$`)
  await database.query(`create function public.be_slow() returns trigger language plpgsql as 'begin perform pg_sleep(0.3); return null; end'`)
  await database.query('create trigger slow after insert on joint.directive for each statement execute function public.be_slow()')
  await database.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()')
  await Promise.all(servers.map((server) => server.ready()))
  // Two processes that begin out of step take turns by chance; nothing makes them do it again and again.
  // The boxes are known: two that write a new one's row down would wait for each other there, lock or no lock.
  let [missed, of] = [0, 0]
  for (const owner of ['NAIU', 'NAJU', 'NAKU', 'NALU', 'NAMU']) {
    await knowBoxes(owner, 192)
    await sendPairs(owner, 192)
    missed += (await judge(owner, 192)).missed.length
    of += 192
    if (missed > 5) break
  }
  console.log(JSON.stringify({ missed, of }))
  expect(missed).toBeGreaterThan(5)
})
