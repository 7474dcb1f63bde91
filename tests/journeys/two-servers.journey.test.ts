import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { createModules } from '../../src/apps/modules.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Machine } from '../../src/platform/context.ts'
import { openDatabase, type Database } from '../../src/platform/database/database.ts'
import { appRole } from '../../src/platform/database/roles.ts'
import { buildServer } from '../../src/platform/http/server.ts'
import { systemRandom } from '../../src/platform/random.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { sampleDeclaration } from '../support/sample-declarations.ts'

const trader: Actor = { kind: 'person', id: 'trader', name: 'trader', roles: ['trader'], enterprise: 'E-B', ports: ['*'] }
const officer = (id: string): Actor => ({ kind: 'person', id, name: id, roles: ['headquarters'], ports: ['*'] })
const actors = new Map<string, Actor>([['trader', trader], ['author', officer('author')], ['second', officer('second')]])

interface Server {
  post(who: string, url: string, body: object): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>
  close(): Promise<void>
}

/** A server with connections, rules and a clock of its own: it shares with another nothing but the database. */
async function serverOn(url: string): Promise<Server> {
  const db: Database = openDatabase({ url, role: appRole, connections: 4 })
  const machine: Machine = { config: readConfig({}), db, clock: systemClock, random: systemRandom, log: pino({ level: 'error' }) }
  const modules = createModules(machine, cn)
  const app = await buildServer(machine, { version: 'test', routes: modules.routes, authenticate: async (request) => actors.get(request.headers.authorization ?? '') })
  return {
    async post(who, path, body) {
      const answer = await app.inject({ method: 'POST', url: `/api/v1${path}`, headers: { authorization: who, 'content-type': 'application/json' }, payload: JSON.stringify(body) })
      return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown> }
    },
    async close() {
      await app.close()
      await modules.worker.stop(0)
      await db.close()
    },
  }
}

let database: FreshDatabase
let servers: readonly [Server, Server]
beforeAll(async () => {
  database = await freshDatabase()
  servers = [await serverOn(database.url), await serverOn(database.url)]
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await database.drop()
})

let sent = 0
/** Declares at a server until it judges by this mode; milliseconds since `began`. */
async function untilJudged(server: Server, mode: string, began: number): Promise<number> {
  for (;;) {
    const answer = await server.post('trader', '/declarations', { ...sampleDeclaration(), reference: `TWO-${++sent}` })
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    if (answer.body['releaseMode'] === mode) return performance.now() - began
    expect(performance.now() - began).toBeLessThan(10_000)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

test('GV-12: from an activation, and from a roll-back, to the first declaration judged by it less than five seconds pass on every server', async () => {
  const [here, there] = servers
  const usual = String((await there.post('trader', '/declarations', { ...sampleDeclaration(), reference: 'TWO-0' })).body['releaseMode'])
  expect(usual).not.toBe('supervised')
  const recorded = await here.post('author', '/tables/release-mode/versions', { note: 'everything is looked at', rows: [{ id: 'all', when: {}, then: { mode: 'supervised' }, clause: 'RR-06' }] })
  const version = String(recorded.body['number'])
  const activated = performance.now()
  const answer = await here.post('second', `/tables/release-mode/versions/${version}/activate`, { emergency: { reason: 'a test of haste' } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  for (const lasted of await Promise.all(servers.map((server) => untilJudged(server, 'supervised', activated)))) expect(lasted).toBeLessThan(5_000)
  const back = performance.now()
  expect((await there.post('second', `/tables/release-mode/versions/${version}/roll-back`, { reason: 'a test of return' })).status).toBe(200)
  for (const lasted of await Promise.all(servers.map((server) => untilJudged(server, usual, back)))) expect(lasted).toBeLessThan(5_000)
}, 60_000)
