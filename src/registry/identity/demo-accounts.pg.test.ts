import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { systemClock } from '../../platform/clock.ts'
import { readConfig } from '../../platform/config.ts'
import type { Machine } from '../../platform/context.ts'
import { buildServer } from '../../platform/http/server.ts'
import { systemRandom } from '../../platform/random.ts'
import { authenticator, signInRoutes } from '../../platform/sign-in/public.ts'
import { demoAccounts, demoPassword, demoRoutes, keepDemoTokens, seedDemoAccounts } from './public.ts'

let database: FreshDatabase
let home: string
let machine: Machine

const cast = {
  ports: ['380101', '650302'],
  agencies: [
    { code: 'AGA', name: { zh: '甲', en: 'Agency A' } },
    { code: 'AGB', name: { zh: '乙', en: 'Agency B' } },
  ],
  enterprises: [{ code: 'E-B', name: { zh: '企业乙', en: 'Enterprise B' } }],
  sites: [{ code: 'P2', name: { zh: '二号场', en: 'Yard 2' }, port: '380101' }],
}
const accounts = demoAccounts(cast)

beforeEach(async () => {
  database = await freshDatabase()
  home = await mkdtemp(path.join(tmpdir(), 'lianjian-demo-'))
  machine = { config: readConfig({ LIANJIAN_HOME: home }), db: database.db, clock: systemClock, random: systemRandom, log: pino({ level: 'silent' }) }
})

afterEach(async () => {
  await database.drop()
  await rm(home, { recursive: true })
})

test('there is one sign-in per role, per agency, enterprise and site, and each of them works', async () => {
  expect(await seedDemoAccounts(machine, accounts)).toBe(accounts.length)
  expect(await seedDemoAccounts(machine, accounts)).toBe(0)
  const app = await buildServer(machine, {
    authenticate: authenticator(machine),
    routes: (api) => {
      signInRoutes(api, {})
      demoRoutes(api, accounts)
    },
    version: 'test',
    checkReplies: true,
  })
  const demo = (await app.inject({ method: 'GET', url: '/api/v1/public/demo' })).json<{ accounts: { login: string; role: string }[]; password: string }>()
  expect(demo.accounts.map((account) => account.login)).toEqual([
    'trader.e-b', 'officer.aga', 'officer.agb', 'coordinator.aga', 'coordinator.agb', 'operator.p2', 'laboratory', 'headquarters', 'auditor', 'administrator',
  ])
  for (const { login, role } of demo.accounts) {
    const reply = await app.inject({ method: 'POST', url: '/api/v1/session', headers: { 'content-type': 'application/json' }, payload: JSON.stringify({ name: login, password: demo.password }) })
    expect(reply.json(), login).toMatchObject({ actor: { roles: [role] } })
  }
  await app.close()
  const real = await buildServer({ ...machine, config: readConfig({ LIANJIAN_HOME: home, LIANJIAN_DEMO: '0' }) }, { authenticate: async () => undefined, routes: (api) => demoRoutes(api, accounts), version: 'test' })
  expect((await real.inject({ method: 'GET', url: '/api/v1/public/demo' })).statusCode).toBe(404)
  await real.close()
  expect(demoPassword).toBe(demo.password)
})

test('tokens per role and port are kept in a file for the owner only, and issued anew when they no longer count', async () => {
  const tokens = await keepDemoTokens(machine, accounts)
  expect(tokens.map((token) => `${token.account} ${token.port}`)).toContain('officer.aga 650302')
  expect(tokens).toHaveLength(2 * 5 + 5)
  const file = path.join(home, 'demo-tokens.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await keepDemoTokens(machine, accounts)).toEqual(tokens)
  await machine.db.query(`update platform.token set revoked_at = now() where name = 'demo auditor *'`)
  const again = await keepDemoTokens(machine, accounts)
  expect(again.every((token, n) => token.token !== tokens[n]?.token)).toBe(true)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ tokens: again })
})
