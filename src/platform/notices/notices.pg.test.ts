import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import type { Actor, Role } from '../../kernel/actor.ts'
import { days, instant, minutes, plus, seconds } from '../../kernel/instant.ts'
import { steppedClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { systemContext, type Machine } from '../context.ts'
import { buildServer } from '../http/server.ts'
import { createWorker, type Worker } from '../jobs/public.ts'
import { systemRandom } from '../random.ts'
import { noticeJobs, noticeRoutes, oweNotices, webhookRoutes, type NewNotice } from './public.ts'

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let database: FreshDatabase
let machine: Machine
let app: FastifyInstance
let worker: Worker
let receiver: Server
let received: Received[]
let answer: (message: Received) => { status: number; body?: string; location?: string }
const start = instant('2026-03-01T08:00:00Z')
const clock = steppedClock(start)

const who = (roles: readonly Role[], rest: Partial<Actor> = {}): Actor => ({ kind: 'person', id: roles.join(), name: roles.join(), roles, ports: ['380101'], ...rest })
const trader = who(['trader'], { enterprise: 'E-B', ports: ['*'] })
const otherTrader = who(['trader'], { enterprise: 'E-C', ports: ['*'] })
const officer = who(['officer'], { agency: 'AGA' })
const otherOfficer = who(['officer'], { agency: 'AGB' })
const operator = who(['operator'], { site: 'P2' })
const administrator = who(['administrator'], { ports: ['*'] })
let actor: Actor

beforeEach(async () => {
  database = await freshDatabase()
  clock.advanceTo(start)
  received = []
  answer = () => ({ status: 200 })
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const message = { headers: request.headers, body }
      received.push(message)
      const { status, body: text, location } = answer(message)
      response.writeHead(status, location === undefined ? {} : { location }).end(text)
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  machine = { config: readConfig({ LIANJIAN_WEBHOOKS_PRIVATE: '1' }), db: database.db, clock, random: systemRandom, log: pino({ level: 'silent' }) }
  worker = createWorker(machine, noticeJobs(machine, { limits: { timeoutMs: 500 } }))
  app = await buildServer(machine, {
    authenticate: async () => actor,
    routes: (api) => {
      noticeRoutes(api, new Map([['collision', 'port']]))
      webhookRoutes(api)
    },
    version: 'test',
    checkReplies: true,
  })
})

afterEach(async () => {
  await worker.stop()
  receiver.closeAllConnections()
  receiver.close()
  await app.close()
  await database.drop()
})

const hookUrl = (): string => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`

async function call<T>(as: Actor, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object): Promise<{ status: number; body: T }> {
  actor = as
  const reply = await app.inject({ method, url: `/api/v1${url}`, ...(payload === undefined ? {} : { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(payload) }) })
  return { status: reply.statusCode, body: reply.json<T>() }
}

interface View {
  id: string
  state: string
  undelivered: boolean
  recipient: { kind: string; code: string }
  message?: { zh: string; en: string }
  facts?: object
}
interface ReceiptsView {
  notice: View
  receipts: { channel: string; attempt: number; outcome: string; detail?: string }[]
  open: { state: string; attempts: number; nextAt: string }[]
}

const list = async (as: Actor, query = ''): Promise<View[]> => (await call<{ items: View[] }>(as, 'GET', `/notices${query}`)).body.items
const receiptsOf = async (as: Actor, id: string): Promise<ReceiptsView> => (await call<ReceiptsView>(as, 'GET', `/notices/${id}/receipts`)).body

const notice = (recipient: NewNotice['recipient'], n = 1, subjectId = 'M1'): NewNotice => ({
  port: '380101',
  recipient,
  type: 'GoodsReleased',
  subjectKind: 'collision',
  subjectId,
  facts: { number: n },
})
const toTrader = { kind: 'enterprise', code: 'E-B' } as const
const toAgency = { kind: 'agency', code: 'AGA' } as const
const owe = (...notices: readonly NewNotice[]): Promise<string[]> => machine.db.transaction((tx) => oweNotices(tx, systemContext(machine), notices))

async function register(as: Actor = trader, url = hookUrl()): Promise<{ id: string; secret: string }> {
  const { status, body } = await call<{ id: string; secret: string }>(as, 'POST', '/webhooks', { url })
  expect(status).toBe(201)
  return body
}

test('every party told has a notice in its own inbox with a receipt, and nobody reads another one’s', async () => {
  const [first = ''] = await owe(notice(toTrader), notice(toAgency), notice({ kind: 'site', code: 'P2' }))
  for (const [reader, count] of [[trader, 1], [officer, 1], [operator, 1], [otherTrader, 0], [otherOfficer, 0]] as const) expect(await list(reader)).toHaveLength(count)
  expect(await list(who(['officer'], { agency: 'AGA', ports: ['650302'] }))).toEqual([])
  const seen = await receiptsOf(trader, first)
  expect(seen).toMatchObject({ notice: { state: 'delivered', undelivered: false, facts: { number: 1 } }, receipts: [{ channel: 'inbox', attempt: 1, outcome: 'delivered' }], open: [] })
  expect((await call(otherTrader, 'GET', `/notices/${first}/receipts`)).status).toBe(404)
  // The agencies of the case see that it was told, not what it says.
  const overseen = await list(otherOfficer, '?subject=collision:M1')
  expect(overseen.map((view) => view.recipient.code).sort()).toEqual(['AGA', 'E-B', 'P2'])
  expect(overseen.every((view) => view.message === undefined && view.facts === undefined)).toBe(true)
  const facts = await machine.db.query<{ type: string; audience: string[] }>('select type, audience from ledger.entry')
  expect(facts).toEqual([{ type: 'NoticesOwed', audience: ['enterprise:E-B', 'site:P2'] }])
})

test('a notice is sent once, signed as Standard Webhooks, and its delivery has a receipt and a fact', async () => {
  const { secret } = await register()
  const [id = ''] = await owe(notice(toTrader))
  expect((await receiptsOf(trader, id)).notice.state).toBe('owed')
  await worker.drain()
  expect(received).toHaveLength(1)
  const [message] = received
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key).update(`${message?.headers['webhook-id'] as string}.${message?.headers['webhook-timestamp'] as string}.${message?.body}`).digest('base64')
  expect(message?.headers['webhook-signature']).toBe(`v1,${signature}`)
  expect(message?.headers['webhook-id']).toBe(id)
  expect(JSON.parse(message?.body ?? '')).toMatchObject({ type: 'notice.GoodsReleased', data: { id, port: '380101', subject: { kind: 'collision', id: 'M1' }, facts: { number: 1 } } })
  expect(await receiptsOf(trader, id)).toMatchObject({ notice: { state: 'delivered', undelivered: false }, receipts: [{ channel: 'inbox' }, { channel: 'webhook', attempt: 1, outcome: 'delivered', detail: '200' }], open: [] })
  await worker.drain()
  expect(received).toHaveLength(1)
  expect(await machine.db.query(`select type from ledger.entry where subject_id = $1`, [id])).toEqual([{ type: 'NoticeDelivered' }])
})

test('a failed delivery shows as undelivered, is tried again with growing waits, and arrives when the receiver is back', async () => {
  await register()
  answer = () => ({ status: 503 })
  const [id = ''] = await owe(notice(toTrader))
  const tries: number[] = []
  for (let n = 0; n < 5; n++) {
    await worker.drain()
    tries.push(clock.now())
    clock.advanceTo(plus(clock.now(), minutes(2)))
  }
  expect(received).toHaveLength(5)
  const down = await receiptsOf(officer, id)
  expect(down).toMatchObject({ notice: { state: 'owed', undelivered: true }, open: [{ state: 'owed', attempts: 5 }] })
  expect(down.receipts.filter((receipt) => receipt.outcome === 'failed')).toHaveLength(5)
  expect((await list(administrator, '?undelivered=true')).map((view) => view.id)).toEqual([id])
  expect((await call<{ items: { failures: number; problem: string }[] }>(trader, 'GET', '/webhooks')).body.items).toMatchObject([{ failures: 5, problem: '503' }])
  answer = () => ({ status: 200 })
  await worker.drain()
  expect(await receiptsOf(trader, id)).toMatchObject({ notice: { state: 'delivered', undelivered: false }, open: [] })
  expect((await call<{ items: { failures: number }[] }>(trader, 'GET', '/webhooks')).body.items).toMatchObject([{ failures: 0 }])
})

test('a receiver that is down is asked with one message at a time and rests between; everything arrives in order when it is back', async () => {
  await register()
  answer = () => ({ status: 500 })
  const ids = await owe(...Array.from({ length: 60 }, (_, n) => notice(toTrader, n, `M${n % 3}`)))
  await worker.drain()
  const first = received.length
  expect(first).toBeLessThanOrEqual(3)
  await owe(notice(toTrader, 60, 'M0'))
  await worker.drain()
  expect(received.length).toBe(first)
  clock.advanceTo(plus(clock.now(), seconds(2)))
  await worker.drain()
  expect(received.length).toBe(first + 1)
  received = []
  answer = () => ({ status: 200 })
  clock.advanceTo(plus(clock.now(), minutes(5)))
  await worker.drain()
  const order = received.map((message) => (JSON.parse(message.body) as { data: { facts: { number: number }; subject: { id: string } } }).data)
  expect(order).toHaveLength(ids.length + 1)
  for (const subject of ['M0', 'M1', 'M2']) {
    const numbers = order.filter((data) => data.subject.id === subject).map((data) => data.facts.number)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  }
})

test('a message the receiver refuses is put aside after five tries, holds up its own subject only, and can be ordered again', async () => {
  await register()
  answer = (message) => ({ status: message.body.includes('"number":13') ? 400 : 200 })
  const [poison = '', behind = '', other = ''] = await owe(notice(toTrader, 13, 'M1'), notice(toTrader, 1, 'M1'), notice(toTrader, 2, 'M2'))
  await worker.drain()
  expect((await receiptsOf(trader, other)).notice.state).toBe('delivered')
  expect(await receiptsOf(trader, behind)).toMatchObject({ notice: { state: 'owed', undelivered: false } })
  for (let n = 0; n < 4; n++) {
    clock.advanceTo(plus(clock.now(), minutes(1)))
    await worker.drain()
  }
  expect(await receiptsOf(trader, poison)).toMatchObject({ notice: { state: 'quarantined', undelivered: true }, open: [{ state: 'quarantined', attempts: 5 }] })
  expect((await receiptsOf(trader, behind)).notice.state).toBe('delivered')
  expect(await machine.db.query(`select type from ledger.entry where subject_id = $1`, [poison])).toEqual([{ type: 'NoticeQuarantined' }])
  expect((await call(otherTrader, 'POST', `/notices/${poison}/redeliver`)).status).toBe(404)
  answer = () => ({ status: 204 })
  expect((await call(trader, 'POST', `/notices/${poison}/redeliver`)).body).toMatchObject({ state: 'owed' })
  await worker.drain()
  expect((await receiptsOf(trader, poison)).notice).toMatchObject({ state: 'delivered', undelivered: false })
  expect((await call(trader, 'POST', `/notices/${poison}/redeliver`)).body).toMatchObject({ code: 'notices/nothing-given-up' })
})

test('a receiver gone for three days: the notice is put aside and still lies in the inbox', async () => {
  await register()
  answer = () => ({ status: 502 })
  const [id = ''] = await owe(notice(toTrader))
  await worker.drain()
  clock.advanceTo(plus(clock.now(), days(3)))
  await worker.drain()
  expect((await receiptsOf(trader, id)).notice).toMatchObject({ state: 'quarantined', undelivered: true })
  expect(await list(trader)).toHaveLength(1)
})

test('acknowledging is the recipient’s, once, and stays while deliveries go on', async () => {
  await register()
  answer = () => ({ status: 500 })
  const [id = ''] = await owe(notice(toTrader))
  await worker.drain()
  expect((await call(otherTrader, 'POST', `/notices/${id}/acknowledge`)).status).toBe(404)
  expect((await call(officer, 'POST', `/notices/${id}/acknowledge`)).status).toBe(404)
  const acknowledged = await call<View>(trader, 'POST', `/notices/${id}/acknowledge`)
  expect(acknowledged.body).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'trader' })
  expect((await call<View>(trader, 'POST', `/notices/${id}/acknowledge`)).body).toEqual(acknowledged.body)
  answer = () => ({ status: 200 })
  clock.advanceTo(plus(clock.now(), minutes(1)))
  await worker.drain()
  expect(received).toHaveLength(2)
  expect((await receiptsOf(trader, id)).notice).toMatchObject({ state: 'acknowledged', undelivered: false })
  expect(await machine.db.query(`select count(*) as facts from ledger.entry where type = 'NoticeAcknowledged'`)).toEqual([{ facts: 1 }])
})

test('several are taken note of at once, each in the ledger: all or none, so that nobody takes note of what is another’s', async () => {
  const [one, two, theirs] = await owe(notice(toTrader, 2), notice(toTrader, 3), notice(toAgency))
  expect((await call(trader, 'POST', '/notices/acknowledge', { notices: [one, two, theirs] })).status).toBe(404)
  expect((await call(trader, 'POST', '/notices/acknowledge', { notices: [one, two, one] })).body).toEqual({ acknowledged: 2 })
  expect((await call(trader, 'POST', '/notices/acknowledge', { notices: [one, two] })).body).toEqual({ acknowledged: 0 })
  expect([(await list(trader, '?unread=true')).length, (await list(officer, '?unread=true')).length]).toEqual([0, 1])
  expect(await machine.db.query(`select count(*)::int as facts from ledger.entry where type = 'NoticeAcknowledged'`)).toEqual([{ facts: 2 }])
})

test('a redirect is not followed, an endless answer is cut, a silent receiver is given up on in time', async () => {
  await register()
  answer = () => ({ status: 302, location: 'http://169.254.169.254/' })
  const [id = ''] = await owe(notice(toTrader))
  await worker.drain()
  expect((await receiptsOf(trader, id)).receipts).toMatchObject([{ channel: 'inbox' }, { outcome: 'refused', detail: '302' }])
  answer = () => ({ status: 200, body: 'x'.repeat(10_000_000) })
  clock.advanceTo(plus(clock.now(), minutes(1)))
  await worker.drain()
  expect((await receiptsOf(trader, id)).receipts.at(-1)).toMatchObject({ outcome: 'delivered' })
  receiver.removeAllListeners('request')
  receiver.on('request', () => undefined)
  const [silent = ''] = await owe(notice(toTrader))
  const before = performance.now()
  await worker.drain()
  expect(performance.now() - before).toBeLessThan(3000)
  expect((await receiptsOf(trader, silent)).receipts.at(-1)).toMatchObject({ outcome: 'failed', detail: 'no answer in time' })
})

test('a name that leads to a private address is refused when it is connected to, though it looked public when it was registered', async () => {
  const closed = { ...machine, config: readConfig({}) }
  await register(trader, 'https://localhost:1/hook')
  const [id = ''] = await owe(notice(toTrader))
  await createWorker(closed, noticeJobs(closed)).drain()
  expect((await receiptsOf(trader, id)).receipts.at(-1)).toMatchObject({ outcome: 'refused', detail: 'EPRIVATE' })
})

test('a party looks after its own hooks only, five at most; a removed one gets nothing more', async () => {
  const own = await register()
  expect((await call(otherTrader, 'DELETE', `/webhooks/${own.id}`)).status).toBe(404)
  expect((await call(trader, 'POST', '/webhooks', { url: hookUrl(), recipient: { kind: 'agency', code: 'AGA' } })).status).toBe(403)
  expect((await call(administrator, 'POST', '/webhooks', { url: hookUrl() })).body).toMatchObject({ errors: [{ code: 'common/required', pointer: '/recipient' }] })
  for (let n = 0; n < 4; n++) await register()
  expect((await call(trader, 'POST', '/webhooks', { url: hookUrl() })).body).toMatchObject({ code: 'webhooks/too-many' })
  answer = () => ({ status: 500 })
  const [id = ''] = await owe(notice(toTrader))
  await worker.drain()
  received = []
  for (const hook of (await call<{ items: { id: string }[] }>(trader, 'GET', '/webhooks')).body.items) expect((await call(trader, 'DELETE', `/webhooks/${hook.id}`)).status).toBe(200)
  clock.advanceTo(plus(clock.now(), minutes(10)))
  await worker.drain()
  expect(received).toEqual([])
  expect((await receiptsOf(trader, id)).notice).toMatchObject({ state: 'delivered', undelivered: false })
  expect(await machine.db.query('select id from platform.job')).toEqual([])
})

test('cursors that were not ours are refused, and pages follow each other without gap', async () => {
  await owe(...Array.from({ length: 7 }, (_, n) => notice(toTrader, n)))
  expect((await call(trader, 'GET', '/notices?after=bm9uc2Vuc2U')).status).toBe(400)
  expect((await call(trader, 'GET', `/notices?after=${Buffer.from('["x"]').toString('base64url')}`)).status).toBe(400)
  const ids: string[] = []
  let after = ''
  for (;;) {
    const { body } = await call<{ items: View[]; next?: string }>(trader, 'GET', `/notices?limit=3${after}`)
    ids.push(...body.items.map((view) => view.id))
    if (body.next === undefined) break
    after = `&after=${body.next}`
  }
  expect(new Set(ids).size).toBe(7)
  expect(ids).toEqual(ids.toSorted().toReversed())
})
