import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type Party, type TestApp } from '../../../tests/support/app.ts'
import { appendFacts, freshSigner, sealFacts } from '../../../tests/support/ledger.ts'

const signer = freshSigner()
let app: TestApp
let address: string
const open: AbortController[] = []

beforeEach(async () => {
  app = await startApp()
  address = await app.app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  for (const controller of open.splice(0)) controller.abort()
  await app.close()
})

interface Event {
  readonly id: string
  readonly event: string
  readonly data: { readonly subjectId: string; readonly port: string }
}

/** A connected reader: waits until as many events have come, for at most ten seconds. */
async function connect(party: Party, headers: Record<string, string> = {}): Promise<{ events(count: number): Promise<Event[]>; seen: Event[]; text(): string; close(): void }> {
  const controller = new AbortController()
  open.push(controller)
  const response = await fetch(`${address}/api/v1/stream`, {
    headers: { authorization: `Test ${party.actor.name}@${party.actor.ports.join(',')}`, ...headers },
    signal: controller.signal,
  })
  if (!response.ok || response.body === null) throw new Error(`${response.status}: ${await response.text()}`)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const seen: Event[] = []
  let all = ''
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  void (async () => {
    let rest = ''
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      all += part.value
      const blocks = (rest + part.value).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]))
        if (fields['event'] !== undefined) seen.push({ id: fields['id'] ?? '', event: fields['event'], data: JSON.parse(fields['data'] ?? 'null') as Event['data'] })
      }
    }
  })().catch(() => undefined)
  return {
    seen,
    text: () => all,
    close: () => controller.abort(),
    async events(count) {
      const until = performance.now() + 10_000
      while (seen.length < count && performance.now() < until) await pause(10)
      return seen
    },
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function record(subjectId: string, count: number, more: { port?: string; audience?: string[] } = {}): Promise<void> {
  await appendFacts(app.machine.db, count, { subjectId, ...more })
  await sealFacts(app.machine.db, signer, count)
}

describe('the stream of sealed facts', () => {
  test('what is sealed reaches whoever listens, without payload, in order', async () => {
    await record('before', 3)
    const officer = await connect(app.as({ role: 'officer', agency: 'CUS' }))
    await record('d-7', 2)
    expect(await officer.events(2)).toEqual([
      { id: '380101:3', event: 'DeclarationAccepted', data: { type: 'DeclarationAccepted', port: '380101', subjectKind: 'declaration', subjectId: 'd-7', related: [], at: '2026-03-01T08:00:00.000Z' } },
      expect.objectContaining({ id: '380101:4' }),
    ])
    expect(officer.text()).not.toContain('小轿车')
  })

  test('each is told what is meant for it only', async () => {
    const [owner, other, operator, inland, auditor] = await Promise.all([
      connect(app.as({ role: 'trader', enterprise: 'E-AA' })),
      connect(app.as({ role: 'trader', enterprise: 'E-D' })),
      connect(app.as({ role: 'operator', site: 'SI-2' })),
      connect(app.as({ role: 'officer', agency: 'CUS', ports: ['410001'] })),
      connect(app.as({ role: 'auditor' })),
    ])
    await record('for-agencies', 1)
    await record('for-owner', 1, { audience: ['enterprise:E-AA'] })
    await record('for-both', 1, { audience: ['enterprise:E-AA', 'site:SI-2'] })
    await record('elsewhere', 1, { port: '410001' })
    const subjects = (events: Event[]): string[] => events.map((event) => event.data.subjectId)
    expect(subjects(await auditor.events(4))).toEqual(['for-agencies', 'for-owner', 'for-both', 'elsewhere'])
    expect(subjects(await owner.events(2))).toEqual(['for-owner', 'for-both'])
    expect(subjects(await operator.events(1))).toEqual(['for-both'])
    expect(subjects(await inland.events(1))).toEqual(['elsewhere'])
    expect(other.seen).toEqual([])
  })

  test('a reader that comes back hears what it missed, of its own port exactly, of others nothing less', async () => {
    const party = app.as({ role: 'auditor' })
    const first = await connect(party)
    await record('heard', 2)
    const last = (await first.events(2)).at(-1)?.id ?? ''
    first.close()
    await record('missed', 700)
    await record('missed-elsewhere', 2, { port: '650302' })
    const second = await connect(party, { 'last-event-id': last })
    const events = await second.events(702)
    expect(events.filter((event) => event.data.port === '380101').map((event) => event.id)).toEqual(Array.from({ length: 700 }, (_, i) => `380101:${i + 2}`))
    expect(events.filter((event) => event.data.port === '650302').map((event) => event.id)).toEqual(['650302:0', '650302:1'])
    await record('live', 1)
    expect((await second.events(703)).at(-1)?.data.subjectId).toBe('live')
  })

  test('who missed too much, or names an entry that never was, is told to load anew', async () => {
    const party = app.as({ role: 'auditor' })
    await record('many', 5_002)
    expect((await (await connect(party, { 'last-event-id': '380101:0' })).events(1)).map((event) => event.event)).toEqual(['StreamReset'])
    expect((await (await connect(party, { 'last-event-id': '380101:999999' })).events(1)).map((event) => event.event)).toEqual(['StreamReset'])
    const near = await connect(party, { 'last-event-id': '380101:4999' })
    expect((await near.events(2)).map((event) => event.id)).toEqual(['380101:5000', '380101:5001'])
  })

  test('nobody and nonsense are refused', async () => {
    expect((await app.nobody.get('/stream')).status).toBe(401)
    const refused = await app.as({ role: 'auditor' }).get('/stream?after=nonsense')
    expect([refused.status, refused.body.code]).toEqual([400, 'stream/bad-position'])
  })

  test('the ledger is read for the stream only while somebody listens, by one reader for all', async () => {
    const queries: string[] = []
    const { pool } = app.machine.db
    const ask = pool.query.bind(pool)
    pool.query = ((text: string, ...more: unknown[]) => {
      if (String(text).includes('ledger.')) queries.push(text)
      return (ask as (...all: unknown[]) => unknown)(text, ...more)
    }) as typeof pool.query
    await pause(1_000)
    expect(queries).toHaveLength(0)
    const readers = await Promise.all(Array.from({ length: 5 }, () => connect(app.as({ role: 'auditor' }))))
    await pause(1_000)
    expect(queries.length).toBeGreaterThan(0)
    expect(queries.length).toBeLessThan(12)
    for (const reader of readers) reader.close()
    await pause(300)
    queries.length = 0
    await pause(1_000)
    expect(queries).toHaveLength(0)
  })
})
