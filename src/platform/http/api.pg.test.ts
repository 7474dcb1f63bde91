import { connect } from 'node:net'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Actor } from '../../kernel/actor.ts'
import { instant } from '../../kernel/instant.ts'
import { ok, refuse } from '../../kernel/result.ts'
import { steppedClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { systemRandom } from '../random.ts'
import { buildServer } from './server.ts'

const officer: Actor = { kind: 'machine', id: 'officer-1', name: 'officer', roles: ['officer'], ports: ['380101'] }
let database: Awaited<ReturnType<typeof freshDatabase>>
let app: Awaited<ReturnType<typeof buildServer>>

beforeAll(async () => {
  database = await freshDatabase()
  await database.ownerDb.query('create table platform.counted (id bigint generated always as identity, note text)')
  await database.ownerDb.query('grant select, insert on platform.counted to lianjian_app')
  const machine = { config: readConfig({}), db: database.db, clock: steppedClock(instant('2026-03-01T08:00:00Z')), random: systemRandom, log: pino({ level: 'silent' }) }
  app = await buildServer(machine, {
    version: 'test',
    checkReplies: true,
    authenticate: async (request) => (request.headers.authorization === 'Bearer officer' ? officer : undefined),
    routes: (api) => {
      api.command({
        method: 'POST',
        path: '/counted',
        operation: 'count',
        summary: 'Counts once',
        body: z.strictObject({ note: z.string().max(20), refuseMe: z.boolean().optional() }),
        reply: z.strictObject({ n: z.number() }),
        success: 201,
        run: async (tx, _context, { body }) => {
          const [row] = await tx.query<{ id: number }>('insert into platform.counted (note) values ($1) returning id', [body.note])
          await tx.query('select pg_sleep(0.02)')
          if (body.refuseMe === true) return refuse({ code: 'common/not-permitted' })
          return ok({ n: row?.id ?? 0 })
        },
      })
      api.read({ path: '/failing', operation: 'fail', summary: 'Fails', reply: z.strictObject({}), run: async () => Promise.reject(new Error('secret detail')) })
    },
  })
})

afterAll(async () => {
  await app.close()
  await database.drop()
})

const post = (payload: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/api/v1/counted', payload, headers: { authorization: 'Bearer officer', 'content-type': 'application/json', ...headers } })
const counted = async (note: string) => (await database.db.query<{ n: number }>('select count(*) as n from platform.counted where note = $1', [note]))[0]?.n

test('twenty concurrent repeats of one key act once and get the same bytes', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('{"note":"twenty"}', { 'idempotency-key': 'key-20' })))
  expect(new Set(answers.map((answer) => answer.body)).size).toBe(1)
  expect(answers.every((answer) => answer.statusCode === 201)).toBe(true)
  expect(answers.filter((answer) => answer.headers['idempotent-replayed'] === 'true')).toHaveLength(19)
  expect(await counted('twenty')).toBe(1)
})

test('the twin: without a key the same twenty act twenty times', async () => {
  await Promise.all(Array.from({ length: 20 }, () => post('{"note":"keyless"}')))
  expect(await counted('keyless')).toBe(20)
})

test('the same key with other content is refused and changes nothing', async () => {
  await post('{"note":"first"}', { 'idempotency-key': 'key-other' })
  const second = await post('{"note":"second"}', { 'idempotency-key': 'key-other' })
  expect(second.statusCode).toBe(409)
  expect(second.json()).toMatchObject({ code: 'common/key-reused', errors: [{ message: { zh: expect.stringContaining('幂等键'), en: expect.stringContaining('key') } }] })
  expect(await counted('second')).toBe(0)
})

test('a refused command leaves nothing behind and may be sent again', async () => {
  const refused = await post('{"note":"refused","refuseMe":true}', { 'idempotency-key': 'key-refused' })
  expect(refused.statusCode).toBe(403)
  expect(await counted('refused')).toBe(0)
  expect((await post('{"note":"refused","refuseMe":true}', { 'idempotency-key': 'key-refused' })).statusCode).toBe(403)
})

test('every fault of a body comes in one answer with pointers', async () => {
  const answer = await post('{"note":7,"what":1,"refuseMe":"no"}')
  expect(answer.statusCode).toBe(422)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect((answer.json() as { errors: { pointer: string }[] }).errors.map((error) => error.pointer).sort()).toEqual(['/note', '/refuseMe', '/what'])
})

test.each([
  ['malformed JSON', '{"note":', {}, 400],
  ['another media type', '{}', { 'content-type': 'text/plain' }, 415],
  ['more than a megabyte', JSON.stringify({ note: 'x'.repeat(1_100_000) }), {}, 413],
  ['a key that is no key', '{"note":"k"}', { 'idempotency-key': 'a'.repeat(201) }, 400],
])('%s is a 4xx problem', async (_name, body, headers, status) => {
  const answer = await post(body, headers as Record<string, string>)
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ status, errors: expect.any(Array) })
})

test('nobody signed in gets 401, an unknown address 404, and a failure says nothing of its cause', async () => {
  expect((await app.inject({ method: 'POST', url: '/api/v1/counted', payload: '{}', headers: { 'content-type': 'application/json' } })).statusCode).toBe(401)
  expect((await app.inject({ method: 'GET', url: '/api/v1/nowhere' })).statusCode).toBe(404)
  const failed = await app.inject({ method: 'GET', url: '/api/v1/failing', headers: { authorization: 'Bearer officer' } })
  expect(failed.statusCode).toBe(500)
  expect(failed.body).not.toContain('secret')
})

test('the OpenAPI document is made from the schemas', async () => {
  const document = (await app.inject({ url: '/api/v1/openapi.json' })).json() as { openapi: string; paths: Record<string, Record<string, { operationId: string }>> }
  expect(document.openapi).toBe('3.1.0')
  expect(document.paths['/api/v1/counted']?.['post']?.operationId).toBe('count')
})

test('pages carry a policy that allows no inline script', async () => {
  const answer = await app.inject({ url: '/healthz' })
  expect(answer.headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+'/)
  expect(answer.headers['content-security-policy']).not.toContain('unsafe-inline')
})

test.each(['/api/v1/nowhere', '/api/v1/openapi.json', '/api/v1/failing'])('%s, data or problem, lets a browser do nothing with it', async (url) => {
  const answer = await app.inject({ url, headers: { authorization: 'Bearer officer' } })
  expect(answer.headers['content-security-policy']).toMatch(/^default-src '(none|self)'/)
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
  expect(answer.headers['strict-transport-security']).toMatch(/^max-age=31536000/)
  expect(answer.headers['x-frame-options']).toBeDefined()
  expect(answer.headers['referrer-policy']).toBe('no-referrer')
  if (url !== '/api/v1/nowhere') expect(answer.headers['cache-control']).toBe('no-store')
})

/** What the server says to bytes on a connection of their own, until it closes. */
async function say(bytes: string): Promise<string> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(Number(new URL(app.listeningOrigin).port), '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('utf8').on('data', (part: string) => (text += part)).on('close', () => resolve(text)).on('error', reject)
  })
}

test.each([
  ['broken escapes in the address', 'GET /api/v1/counted/%ED%A0%80 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\nx-more: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
  ['what is no HTTP', '\u0000\u0001 hello\r\n\r\n', 400],
  ['two lengths of one body', 'POST /api/v1/counted HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 400],
])('%s: answered as a problem with the headers of every answer', async (_name, bytes, status) => {
  const answer = await say(bytes)
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(answer).toMatch(/content-type: application\/problem\+json/i)
  expect(answer).toMatch(/x-content-type-options: nosniff/i)
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status, code: 'common/bad-request' })
})

test('whoever sends a byte now and then is cut off: headers within a minute, a request within two', () => {
  for (const [limit, most] of [[app.server.headersTimeout, 60_000], [app.server.requestTimeout, 120_000]] as const) {
    expect(limit).toBeGreaterThan(0)
    expect(limit).toBeLessThanOrEqual(most)
  }
})
