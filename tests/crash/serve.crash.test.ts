import { afterAll, beforeAll, expect, test } from 'vitest'
import { alive } from '../../src/platform/postgres/process.ts'
import { findPostgres } from '../../src/platform/postgres/start-postgres.ts'
import { homeForTests } from '../support/engine-for-tests.ts'
import { serverUnderTest, type ServerUnderTest } from './server-under-test.ts'

interface Status {
  readonly state: string
  readonly pids: { readonly server: number | null; readonly database: number | null }
  readonly port: number | null
  readonly databaseUrl: string | null
}

let server: ServerUnderTest
beforeAll(async () => {
  server = await serverUnderTest(await homeForTests('serve'))
})
afterAll(() => server.remove())

async function status(): Promise<Status & { code: number | null }> {
  const { code, output } = await server.lianjian('status', '--json')
  return { ...(JSON.parse(output) as Status), code }
}

test('one command starts everything, says where it is, and SIGTERM ends everything', async () => {
  expect(await status()).toMatchObject({ code: 1, state: 'stopped', pids: { server: null, database: null } })
  await server.start()
  const running = await status()
  expect(running).toMatchObject({ code: 0, state: 'running', port: Number(new URL(server.baseUrl).port), databaseUrl: await server.databaseUrl() })
  expect(await server.stop()).toBe(0)
  const pids = [running.pids.server, running.pids.database]
  expect(pids.map((pid) => pid !== null && alive(pid))).toEqual([false, false])
  expect(await status()).toMatchObject({ code: 1, state: 'stopped', pids: { server: null, database: null } })
})

test('a second server on the same home says where the first is, ends with 1 and disturbs nothing', async () => {
  await server.start()
  const second = await server.lianjian('serve')
  expect(second.code).toBe(1)
  expect(second.output).toContain(`Lianjian already runs on ${server.home}: process `)
  expect(second.output).toContain(server.baseUrl)
  expect((await fetch(`${server.baseUrl}/readyz`)).status).toBe(200)
  await server.stop()
})

test('after a SIGKILL the next start takes the running database over, on the same data', async () => {
  await server.start()
  const before = await status()
  await server.killServer()
  const between = await status()
  expect(between).toMatchObject({ state: 'stopped', pids: { server: null, database: before.pids.database } })
  await server.start()
  expect((await status()).pids.database).toBe(before.pids.database)
  expect(server.output()).toContain('found running')
  expect(await server.stop()).toBe(0)
  expect(before.pids.database !== null && alive(before.pids.database)).toBe(false)
})

test('a killed database comes back under a running server, which never needs to be started again', async () => {
  await server.start()
  const before = await status()
  await server.killDatabase()
  await expect.poll(async () => (await findPostgres(server.home))?.pid ?? before.pids.database, { timeout: 15_000 }).not.toBe(before.pids.database)
  await server.ready()
  expect((await status()).pids.server).toBe(before.pids.server)
  expect(await server.stop()).toBe(0)
})

test('migrate beside a running server neither starts nor stops its database', async () => {
  await server.start()
  const before = await status()
  expect(await server.lianjian('migrate')).toEqual({ code: 0, output: 'nothing to do\n' })
  expect((await status()).pids).toEqual(before.pids)
  await server.stop()
})

test('tokens gives one for each demo sign-in and port, the same at every call, and the server takes them', async () => {
  await server.start()
  const first = await server.lianjian('tokens')
  expect(await server.lianjian('tokens')).toEqual(first)
  const { baseUrl, tokens } = JSON.parse(first.output) as { baseUrl: string; tokens: { role: string; port: string; token: string }[] }
  expect(baseUrl).toBe(server.baseUrl)
  for (const role of ['trader', 'officer', 'coordinator', 'operator', 'auditor', 'administrator']) expect(tokens.map((token) => token.role)).toContain(role)
  const trader = tokens.find((token) => token.role === 'trader')
  const answer = (token: string | undefined): Promise<Response> => fetch(`${baseUrl}/api/v1/declarations`, { headers: { authorization: `Bearer ${token}` } })
  expect((await answer(trader?.token)).status).toBe(200)
  expect((await answer('ljt_invented')).status).toBe(401)
  await server.stop()
})

test('what is not understood is said with what there is, and ends with 2', async () => {
  const unknown = await server.lianjian('launch')
  expect(unknown.code).toBe(2)
  expect(unknown.output).toMatch(/there is no verb "launch"; verbs are .*\bserve\b/)
  const help = await server.lianjian('help')
  expect(help.code).toBe(0)
  expect(help.output).toMatch(/\n {2}serve +run server/)
})
