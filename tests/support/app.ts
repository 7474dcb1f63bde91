import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import pino from 'pino'
import { cn } from '../../packs/cn/pack.ts'
import { createModules, type Modules } from '../../src/apps/modules.ts'
import type { Actor, Role } from '../../src/kernel/actor.ts'
import { instant, type Instant } from '../../src/kernel/instant.ts'
import type { Pack } from '../../src/kernel/pack.ts'
import { steppedClock } from '../../src/platform/clock.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Machine } from '../../src/platform/context.ts'
import { buildServer } from '../../src/platform/http/server.ts'
import { systemRandom } from '../../src/platform/random.ts'
import { authenticator } from '../../src/platform/sign-in/public.ts'
import { freshDatabase, type FreshDatabase } from './database.ts'

/** What a test sends as one party. */
export interface Party {
  readonly actor: Actor
  get(url: string, headers?: Record<string, string>): Promise<Reply>
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>
  /** Sends bytes as they are. */
  send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload: string | Buffer, headers?: Record<string, string>): Promise<Reply>
}

/** An answer with its body read. */
export interface Reply {
  readonly status: number
  // Journeys look into many shapes; each asserts the part it is about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the body of any route
  readonly body: any
  readonly text: string
  readonly headers: LightMyRequestResponse['headers']
}

/** The whole product on a database of its own, with a clock the test moves. */
export interface TestApp {
  readonly app: FastifyInstance
  readonly machine: Machine
  readonly modules: Modules
  readonly database: FreshDatabase
  readonly clock: { now(): Instant; advanceTo(moment: Instant): void }
  /** A party by what it is: `{ role: 'officer', agency: 'CUS' }`, `{ role: 'trader', enterprise: 'E-B' }`. Bound to `ports`, 380101 when absent. */
  as(who: { role: Role; agency?: string; enterprise?: string; site?: string; ports?: readonly string[]; id?: string }): Party
  /** Nobody signed in. */
  readonly nobody: Party
  /** Runs all background work that is due now, until none is left. */
  settle(): Promise<void>
  close(): Promise<void>
}

const defaultNow = instant('2026-03-02T01:00:00Z')

/** Journeys make up their crews as they go: an agency that keeps nobody in the register is not held to it. */
const withoutRegister = (pack: Pack): Pack => ({ ...pack, parameters: pack.parameters.map((parameter) => (parameter.name === 'joint.crews' ? { ...parameter, value: 0 } : parameter)) })

/** Starts the product for a journey. `crews`: `registered` holds every crew to the register of officers, as a port does unless it says otherwise. `now` is where its clock stands; it moves only by `clock.advanceTo`. `log` takes what is logged. `privateWebhooks` lets notices go to a receiver of the test's own. */
export async function startApp(options: { readonly now?: Instant; readonly log?: pino.Logger; readonly pack?: Pack; readonly privateWebhooks?: boolean; readonly crews?: 'registered' } = {}): Promise<TestApp> {
  const database = await freshDatabase()
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-journey-'))
  const clock = steppedClock(options.now ?? defaultNow)
  const machine: Machine = { config: readConfig({ LIANJIAN_HOME: home, LIANJIAN_WEBHOOKS_PRIVATE: options.privateWebhooks === true ? '1' : '0' }), db: database.db, clock, random: systemRandom, log: options.log ?? pino({ level: process.env['LIANJIAN_TEST_LOG'] ?? 'error' }) }
  const modules = createModules(machine, options.crews === 'registered' ? (options.pack ?? cn) : withoutRegister(options.pack ?? cn))
  const actors = new Map<string, Actor>()
  const signedIn = authenticator(machine)
  const app = await buildServer(machine, {
    version: 'test',
    checkReplies: true,
    routes: modules.routes,
    // Journeys name their party; signing in has journeys of its own.
    authenticate: async (request) => actors.get(request.headers.authorization ?? '') ?? signedIn(request),
  })
  const party = (actor: Actor, authorization?: string): Party => {
    const send: Party['send'] = async (method, url, payload, headers = {}) => {
      const answer = await app.inject({
        method,
        url: `/api/v1${url}`,
        headers: { ...(authorization === undefined ? {} : { authorization }), ...(payload.length > 0 ? { 'content-type': 'application/json' } : {}), ...headers },
        ...(payload.length > 0 ? { payload } : {}),
      })
      const type = String(answer.headers['content-type'] ?? '')
      return { status: answer.statusCode, text: answer.body, headers: answer.headers, body: /json(;|$)/.test(type) && !type.includes('ndjson') && answer.body !== '' ? JSON.parse(answer.body) : undefined }
    }
    return {
      actor,
      send,
      get: (url, headers) => send('GET', url, '', headers),
      post: (url, body, headers) => send('POST', url, body === undefined ? '' : JSON.stringify(body), headers),
    }
  }
  return {
    app,
    machine,
    modules,
    database,
    clock,
    as({ role, agency, enterprise, site, ports, id }) {
      const name = [role, agency, enterprise, site, id].filter((part) => part !== undefined).join('.')
      const actor: Actor = {
        kind: 'person',
        id: name,
        name,
        roles: [role],
        ports: ports ?? (role === 'trader' || role === 'headquarters' || role === 'auditor' ? ['*'] : ['380101']),
        ...(agency === undefined ? {} : { agency }),
        ...(enterprise === undefined ? {} : { enterprise }),
        ...(site === undefined ? {} : { site }),
      }
      const authorization = `Test ${name}@${actor.ports.join(',')}`
      actors.set(authorization, actor)
      return party(actor, authorization)
    },
    nobody: party({ kind: 'person', id: 'nobody', name: 'nobody', roles: [], ports: [] }),
    async settle() {
      await modules.worker.drain()
    },
    async close() {
      await app.close()
      await modules.worker.stop(0)
      await database.drop()
      await rm(home, { recursive: true, force: true })
    },
  }
}
