import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/kernel/actor.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/database/database.ts'
import { systemRandom, uuidv7 } from '../../src/platform/random.ts'
import { addAccounts } from '../../src/platform/sign-in/public.ts'
import { homeForTests } from '../support/engine-for-tests.ts'
import { sampleDeclaration, tee } from '../support/sample-declarations.ts'
import { tokensFor } from './officer-tokens.ts'
import { serverUnderTest, type ServerUnderTest } from './server-under-test.ts'
import { traderToken } from './trader-token.ts'

/** Requirement: from "activate" to the first case judged by it, on every process. */
const longest = 5_000
const password = 'four words are long enough'

let servers: readonly [ServerUnderTest, ServerUnderTest]
let trader: string
let officer: string
/** A person of headquarters, signed in: no token brings a version into force. */
let cookie: string

beforeAll(async () => {
  const first = await serverUnderTest(await homeForTests('in-force'), { LIANJIAN_DEMO: '0' })
  await first.start()
  const url = await first.databaseUrl()
  const second = await serverUnderTest(await homeForTests('in-force-second'), { LIANJIAN_DEMO: '0', DATABASE_URL: url })
  servers = [first, second]
  const starting = second.start()
  trader = await traderToken(url)
  officer = (await tokensFor(url, [{ roles: ['officer'], agency: 'CIQ' }]))[0] ?? ''
  const db = openDatabase({ url, connections: 1 })
  const now = systemClock.now()
  await db.transaction((tx) => addAccounts(tx, { actor: systemActor, now, newId: () => uuidv7(now, systemRandom) }, [{ name: 'second.person', displayName: 'Second', password, roles: ['headquarters'], ports: ['*'] }]))
  await db.close()
  await starting
  const signedIn = await fetch(`${first.baseUrl}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'second.person', password }) })
  expect(signedIn.status).toBe(200)
  cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}, 120_000)

afterAll(async () => {
  await servers[1].remove()
  await servers[0].remove()
})

async function post(server: ServerUnderTest, who: string, path: string, body: object, expected: number): Promise<Record<string, unknown>> {
  // A cookie counts where our own pages send it.
  const identity: Record<string, string> = who === cookie ? { cookie, origin: server.baseUrl, 'sec-fetch-site': 'same-origin' } : { authorization: `Bearer ${who}` }
  const answer = await fetch(`${server.baseUrl}/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...identity }, body: JSON.stringify(body) })
  const text = await answer.text()
  expect(answer.status, text).toBe(expected)
  return JSON.parse(text) as Record<string, unknown>
}

let sent = 0
async function modeAt(server: ServerUnderTest, lot: string): Promise<string> {
  return String((await post(server, trader, '/declarations', sampleDeclaration({ reference: `IN-FORCE-${++sent}`, items: [{ ...tee, lot }] }), 201))['releaseMode'])
}

/** Declares at each process until it judges by this mode; milliseconds since `began`, a figure for each. */
async function untilJudged(mode: string, lot: string, began: number): Promise<number[]> {
  return Promise.all(servers.map(async (server) => {
    while ((await modeAt(server, lot)) !== mode) {
      expect(performance.now() - began).toBeLessThan(4 * longest)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return Math.round(performance.now() - began)
  }))
}

test('AL-03, GV-12: a hold rule and a version put into force at one process are obeyed by another within five seconds, and so is their end', async () => {
  const [here, there] = servers
  const usual = await modeAt(there, 'L-1')
  expect([usual, await modeAt(here, 'L-1')]).not.toContain('supervised')

  const took: Record<string, number[]> = {}
  let began = performance.now()
  const hold = await post(here, officer, '/hold-rules', { scope: { port: '380101', lot: 'L-1' }, measure: 'hold', validTo: new Date(systemClock.now() + 86_400_000).toISOString(), title: 'Lot L-1', reason: 'A warning' }, 201)
  expect(hold['state']).toBe('in-force')
  took['hold'] = await untilJudged('supervised', 'L-1', began)
  // Nothing but what it names.
  for (const server of servers) expect(await modeAt(server, 'L-2')).toBe(usual)
  began = performance.now()
  await post(there, officer, `/hold-rules/${String(hold['id'])}/withdraw`, { reason: 'The warning was withdrawn' }, 200)
  took['hold ended'] = await untilJudged(usual, 'L-1', began)

  const { number } = await post(there, officer, '/tables/release-mode/versions', { note: 'everything is looked at', rows: [{ id: 'all', when: {}, then: { mode: 'supervised' }, clause: 'RR-06' }] }, 201)
  began = performance.now()
  await post(here, cookie, `/tables/release-mode/versions/${String(number)}/activate`, { emergency: { reason: 'a test of haste' } }, 200)
  took['version'] = await untilJudged('supervised', 'L-3', began)
  began = performance.now()
  await post(here, cookie, `/tables/release-mode/versions/${String(number)}/roll-back`, { reason: 'a test of return' }, 200)
  took['rolled back'] = await untilJudged(usual, 'L-3', began)

  console.log(JSON.stringify({ milliseconds: took }))
  for (const [what, figures] of Object.entries(took)) for (const figure of figures) expect(figure, what).toBeLessThan(longest)
}, 120_000)
