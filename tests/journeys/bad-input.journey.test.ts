import { request } from 'node:http'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Declaration } from '../../src/window/declarations/declaration.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { chicken, sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

let product: TestApp
let trader: Party
beforeAll(async () => {
  product = await startApp()
  trader = product.as({ role: 'trader', enterprise: 'E-B' })
})
afterAll(() => product.close())

interface Fault {
  readonly pointer: string
  readonly code: string
  readonly agency?: string
  readonly message: { readonly zh: string; readonly en: string }
}

/** Every problem names its fields and rules in both languages, and leaves no place unfilled. */
function faults(reply: Reply, status: number): Fault[] {
  expect(reply.status, reply.text).toBe(status)
  expect(String(reply.headers['content-type'])).toMatch(/^application\/problem\+json/)
  const { errors } = reply.body as { errors: Fault[] }
  for (const { code, message } of errors) {
    expect(message.zh, code).not.toBe(code)
    expect(message.en, code).not.toBe(code)
    expect(message.zh + message.en).not.toMatch(/\{\{/)
  }
  return errors
}

const places = (found: readonly Fault[]): string[] => found.map(({ pointer, code }) => `${pointer} ${code}`)
const stored = async (): Promise<number> =>
  Number((await product.database.db.query<{ n: number }>('select count(*) as n from single_window.declaration'))[0]?.n)

const withItem = (changes: object): object => ({ ...sampleDeclaration(), items: [{ ...tee, ...changes }] })

describe('a body that is not one JSON document in UTF-8', () => {
  const text = (): string => JSON.stringify(sampleDeclaration())
  const bodies: readonly [name: string, body: () => string | Buffer, status: number, code: string][] = [
    ['cut off', () => text().slice(0, -10), 400, 'common/json-malformed'],
    ['two documents', () => text() + text(), 400, 'common/json-malformed'],
    ['a comment in it', () => `/* now */${text()}`, 400, 'common/json-malformed'],
    ['a repeated key', () => text().replace('"mode":"sea"', '"mode":"sea","mode":"air"'), 400, 'common/json-duplicate-key'],
    ['a key repeated in an item', () => text().replace('"line":1', '"line":1,"line":2'), 400, 'common/json-duplicate-key'],
    ['a prototype key', () => text().replace('"mode"', '"__proto__":{"admin":true},"mode"'), 400, 'common/json-forbidden-key'],
    ['two hundred thousand levels', () => `{"port":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 400, 'common/json-too-deep'],
    ['a NUL', () => text().replace('Dhaka', 'Dha\\u0000ka'), 400, 'common/json-nul'],
    ['half a character', () => text().replace('Dhaka', 'Dha\\ud800ka'), 400, 'common/json-nul'],
    ['Latin-1', () => Buffer.from(text().replace('Dhaka', 'Malmö'), 'latin1'), 400, 'common/json-encoding'],
    ['UTF-16', () => Buffer.from(text(), 'utf16le'), 400, 'common/json-encoding'],
    ['more than 1 MB', () => text().replace('Dhaka', 'x'.repeat(1024 * 1024)), 413, 'common/too-large-body'],
  ]
  test.each(bodies)('%s', async (_name, body, status, code) => {
    const before = await stored()
    expect(faults(await trader.send('POST', '/declarations', body()), status).map((fault) => fault.code)).toEqual([code])
    expect(await stored()).toBe(before)
  })

  test('UTF-16 that happens to be valid UTF-8 is refused too', async () => {
    const body = Buffer.from('{"port":"380101"}', 'utf16le')
    expect((await trader.send('POST', '/declarations', body)).status).toBe(400)
  })

  test('another media type', async () => {
    expect(faults(await trader.send('POST', '/declarations', text(), { 'content-type': 'application/xml' }), 415)[0]?.code).toBe('common/media-type')
    expect(faults(await trader.send('POST', '/declarations', text(), { 'content-type': 'application/json; charset=iso-8859-1' }), 415)[0]?.code).toBe(
      'common/media-type',
    )
  })
})

describe('a declaration with a fault', () => {
  const cases: readonly [name: string, body: () => object, status: number, places: string[]][] = [
    [
      'nothing',
      () => ({}),
      422,
      ['port', 'direction', 'mode', 'reference', 'declarant', 'consignee', 'consignor', 'items'].map((field) => `/${field} common/required`),
    ],
    ['a list', () => [sampleDeclaration()], 422, [' common/wrong-type']],
    ['an unknown field', () => ({ ...sampleDeclaration(), portt: '380101' }), 422, ['/portt common/unknown-field']],
    ['a text for a number', () => withItem({ netWeightKg: '2400' }), 422, ['/items/0/netWeightKg common/wrong-type']],
    ['a negative quantity', () => withItem({ quantity: { value: -1, unit: 'NAR' } }), 422, ['/items/0/quantity/value common/too-small']],
    [
      'an endless number',
      () => JSON.parse(JSON.stringify(withItem({ netWeightKg: 7 })).replace('"netWeightKg":7', '"netWeightKg":1e13')) as object,
      422,
      ['/items/0/netWeightKg common/too-large'],
    ],
    ['no goods', () => ({ ...sampleDeclaration(), items: [] }), 422, ['/items common/too-small']],
    ['a text that shows nothing', () => ({ ...sampleDeclaration(), consignor: ' \u2003 ' }), 422, ['/consignor declarations/text-shape']],
    ['a text that reads backwards', () => ({ ...sampleDeclaration(), consignor: 'Dhaka \u202etxt.exe' }), 422, ['/consignor declarations/text-shape']],
    ['a date without zone', () => ({ ...sampleDeclaration(), arrival: '2026-03-05 08:00' }), 422, ['/arrival declarations/not-a-moment']],
    ['a day that does not exist', () => ({ ...sampleDeclaration(), arrival: '2026-02-30T08:00:00Z' }), 422, ['/arrival declarations/not-a-moment']],
    [
      'a container with a wrong check digit',
      () => ({ ...sampleDeclaration(), containers: [{ number: 'TGHU1234568' }] }),
      422,
      ['/containers/0/number declarations/container-check-digit'],
    ],
    [
      'something that is no container',
      () => ({ ...sampleDeclaration(), containers: [{ number: 'box 7' }] }),
      422,
      ['/containers/0/number declarations/container-number-shape'],
    ],
    [
      'a wrong IMO number',
      () => ({ ...sampleDeclaration(), conveyance: { kind: 'vessel', ref: '9321484' } }),
      422,
      ['/conveyance/ref declarations/imo-number'],
    ],
    [
      'a train for goods by sea',
      () => ({ ...sampleDeclaration(), conveyance: { kind: 'train', ref: 'X8044' } }),
      422,
      ['/conveyance/kind declarations/conveyance-of-other-mode'],
    ],
    ['a unit that is not statutory', () => withItem({ quantity: { value: 5, unit: 'LTR' } }), 422, ['/items/0/quantity/unit assess/unit-not-statutory']],
    [
      'an unknown unit',
      () => withItem({ quantity: { value: 5, unit: 'QQQ' } }),
      422,
      ['/items/0/quantity/unit declarations/unknown-unit', '/items/0/quantity/unit assess/unit-not-statutory'],
    ],
    ['an unknown currency', () => withItem({ value: { amount: 1, currency: 'XQX' } }), 422, ['/items/0/value/currency declarations/unknown-currency']],
    ['an unknown country', () => withItem({ origin: 'QX' }), 422, ['/items/0/origin declarations/unknown-country']],
    ['an unknown commodity', () => withItem({ hs: '9999999999' }), 422, ['/items/0/hs declarations/unknown-commodity']],
    [
      'an unknown document type',
      () => ({ ...sampleDeclaration(), documents: [{ type: '999', number: 'X' }] }),
      422,
      ['/documents/0/type declarations/unknown-document-type'],
    ],
    ['an unknown port', () => ({ ...sampleDeclaration(), port: '999999' }), 422, ['/port declarations/unknown-port']],
    ['an unknown destination', () => ({ ...sampleDeclaration(), destination: '999999' }), 422, ['/destination declarations/unknown-port']],
    [
      'a licence that has expired',
      () => withItem({ licences: [{ type: '410', number: 'C-1', validTo: '2026-03-01T00:00:00+08:00' }] }),
      422,
      ['/items/0/licences/0/validTo declarations/paper-expired'],
    ],
    [
      'a document that has expired',
      () => ({ ...sampleDeclaration(), documents: [{ type: '101010', number: 'CO-1', validTo: '2025-12-31T00:00:00Z' }] }),
      422,
      ['/documents/0/validTo declarations/paper-expired'],
    ],
    ['the same line twice', () => ({ ...sampleDeclaration(), items: [tee, tee] }), 422, ['/items/1/line declarations/line-repeated']],
    [
      'the same container twice',
      () => ({ ...sampleDeclaration(), containers: [{ number: sampleContainer(1) }, { number: sampleContainer(1) }] }),
      422,
      ['/containers/1/number declarations/container-repeated'],
    ],
    [
      'goods in a container nobody declared',
      () => ({ ...withItem({ containers: [sampleContainer(9)] }), containers: [{ number: sampleContainer(1) }] }),
      422,
      ['/items/0/containers/0 declarations/container-not-declared'],
    ],
    [
      'a document about no line',
      () => ({ ...sampleDeclaration(), documents: [{ type: '101010', number: 'CO-1', lines: [4] }] }),
      422,
      ['/documents/0/lines/0 declarations/line-not-declared'],
    ],
    ['an inspection code of other goods', () => withItem({ ciq: '0207120000101' }), 422, ['/items/0/ciq declarations/ciq-of-other-goods']],
    ['in the name of another', () => sampleDeclaration({ declarant: 'E-C' }), 403, ['/declarant declarations/foreign-declarant']],
  ]
  test.each(cases)('%s: names field and rule', async (_name, body, status, expected) => {
    const before = await stored()
    expect(places(faults(await trader.post('/declarations', body()), status))).toEqual(expected)
    expect(await stored()).toBe(before)
  })

  test('a port the sender is not bound to', async () => {
    const bound = product.as({ role: 'trader', enterprise: 'E-B', ports: ['650302'] })
    expect(places(faults(await bound.post('/declarations', sampleDeclaration()), 403))).toEqual(['/port declarations/foreign-port'])
  })

  test('nobody signed in, or somebody who is no trader', async () => {
    expect(faults(await product.nobody.post('/declarations', sampleDeclaration()), 401)[0]?.code).toBe('common/sign-in-first')
    expect(faults(await product.as({ role: 'officer', agency: 'CUS' }).post('/declarations', {}), 403)[0]?.code).toBe('common/not-permitted')
  })

  test('faults of form and faults of several agencies come in one answer', async () => {
    const { consignor: _left, ...rest } = sampleDeclaration({ items: [{ ...chicken, quantity: { value: 24, unit: 'XBX' }, licences: [] }] })
    const found = faults(await trader.post('/declarations', { ...rest, arrival: 'tomorrow' }), 422)
    expect(places(found)).toEqual(
      expect.arrayContaining([
        '/consignor common/required',
        '/arrival declarations/not-a-moment',
        '/items/0/quantity/unit assess/unit-not-statutory',
        '/documents assess/document-missing',
        '/items/0/licences assess/licence-missing',
      ]),
    )
    expect(new Set(found.flatMap((fault) => fault.agency ?? []))).toEqual(new Set(['CUS', 'CIQ']))
  })
})

describe('a key that cannot be one', () => {
  test.each(['', 'two words', 'x'.repeat(201), 'schlüssel'])('%j', async (key) => {
    const reply = await trader.post('/declarations', sampleDeclaration(), { 'idempotency-key': Buffer.from(key).toString('latin1') })
    expect(faults(reply, 400)[0]?.code).toBe('common/bad-idempotency-key')
  })
})

describe('a batch with bad lines', () => {
  const send = (lines: readonly (string | Buffer)[], headers = {}): Promise<Reply> =>
    trader.send('POST', '/declarations:batch', Buffer.concat(lines.flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')])), {
      'content-type': 'application/x-ndjson',
      ...headers,
    })
  const answers = (reply: Reply): { line: number; status: string | number; number?: string; code?: string; errors?: Fault[] }[] =>
    reply.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as never)
  const line = (overrides: Partial<Declaration> = {}): string => JSON.stringify(sampleDeclaration(overrides))

  test('each bad line is told where it stands, and spoils no other', async () => {
    const before = await stored()
    const reply = await send([
      line(),
      line().slice(0, -5),
      line().replace('"mode":"sea"', '"mode":"sea","mode":"air"'),
      '',
      JSON.stringify(withItem({ quantity: { value: 1, unit: 'LTR' } })),
      Buffer.from(line().replace('Dhaka', 'Malmö'), 'latin1'),
      line({ port: '999999' }),
      line().replace('Dhaka', 'x'.repeat(1024 * 1024)),
      line(),
    ])
    expect(reply.status).toBe(200)
    expect(answers(reply).map(({ line: at, status, code, number }) => [at, number === undefined ? status : 'taken', code])).toEqual([
      [1, 'taken', undefined],
      [2, 400, 'common/json-malformed'],
      [3, 400, 'common/json-duplicate-key'],
      [5, 422, 'assess/unit-not-statutory'],
      [6, 400, 'common/json-encoding'],
      [7, 422, 'declarations/unknown-port'],
      [8, 413, 'declarations/line-too-long'],
      [9, 'taken', undefined],
    ])
    expect(await stored()).toBe(before + 2)
  })

  test('answers come in the order of the lines, also of a thousand of them, and a repeat of the batch gets the same bytes', async () => {
    const lines = Array.from({ length: 1000 }, (_, i) => (i % 97 === 13 ? '{"port":' : line()))
    const before = await stored()
    const first = await send(lines)
    expect(answers(first).map((answer) => answer.line)).toEqual(lines.map((_, i) => i + 1))
    expect(answers(first).filter((answer) => answer.number !== undefined)).toHaveLength(lines.filter((text) => text !== '{"port":').length)
    expect((await send(lines)).text).toBe(first.text)
    expect(await stored()).toBe(before + lines.filter((text) => text !== '{"port":').length)
  })

  test('a batch that is no NDJSON, or more than 64 MB', async () => {
    expect(faults(await trader.send('POST', '/declarations:batch', line()), 415)[0]?.code).toBe('common/media-type')
    const tooMuch = await trader.send('POST', '/declarations:batch', line(), {
      'content-type': 'application/x-ndjson',
      'content-length': String(65 * 1024 * 1024),
    })
    expect(faults(tooMuch, 413)[0]?.code).toBe('common/too-large-body')
  })
})

describe('a batch whose length nobody states', () => {
  test('beyond 64 MB sent in pieces: the lines before are kept, the last is told that it was too much', async () => {
    const before = await stored()
    const first = JSON.stringify(sampleDeclaration())
    const second = JSON.stringify(sampleDeclaration())
    const blanks = Buffer.alloc(4 * 1024 * 1024, ' ')
    function* pieces(): Generator<Buffer> {
      yield Buffer.from(`${first}\n${second}\n`)
      for (let n = 0; n < 16; n++) yield blanks
      yield Buffer.from(`${JSON.stringify(sampleDeclaration())}\n`)
    }
    await product.app.listen({ port: 0, host: '127.0.0.1' })
    const body = await new Promise<string>((resolve, reject) => {
      let text = ''
      const sending = request(`${product.app.listeningOrigin}/api/v1/declarations:batch`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson', authorization: 'Test trader.E-B@*' } }, (answer) => {
        answer.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => resolve(text)).on('error', reject)
      })
      // The server stops reading once it is too much: what is still being sent then may fail.
      sending.on('error', (error) => (text === '' ? reject(error) : undefined))
      Readable.from(pieces()).pipe(sending)
    })
    const lines = body.trimEnd().split('\n').map((text) => JSON.parse(text) as { line: number; number?: string; status: number | string; code?: string })
    expect(lines.map(({ number }) => number !== undefined)).toEqual([true, true, false])
    expect(lines.at(-1)).toMatchObject({ status: 413, code: 'common/too-large-body' })
    expect(await stored()).toBe(before + 2)
  })
})

describe('exactly once', () => {
  test('twenty at once under one key are one declaration, and every answer has the same bytes', async () => {
    const declaration = sampleDeclaration()
    const before = await stored()
    const replies = await Promise.all(Array.from({ length: 20 }, () => trader.post('/declarations', declaration, { 'idempotency-key': 'at-once' })))
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1)
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(19)
    expect(new Set(replies.map((reply) => reply.text)).size).toBe(1)
    expect(await stored()).toBe(before + 1)
  })

  test('the order and the blanks of a document do not make it another; one letter does', async () => {
    const declaration = sampleDeclaration()
    const first = await trader.post('/declarations', declaration)
    const turned = Object.fromEntries(Object.entries(declaration).reverse())
    const again = await trader.send('POST', '/declarations', JSON.stringify(turned, undefined, 4))
    expect([again.status, again.text]).toEqual([200, first.text])
    const other = await trader.post('/declarations', { ...declaration, consignor: 'Dhaka Garments Ltd.' })
    expect(places(faults(other, 409))).toEqual(['/reference declarations/reference-used'])
  })

  test('a key used for another declaration', async () => {
    await trader.post('/declarations', sampleDeclaration(), { 'idempotency-key': 'taken' })
    expect(faults(await trader.post('/declarations', sampleDeclaration(), { 'idempotency-key': 'taken' }), 409)[0]?.code).toBe('declarations/key-used')
    const id = '0195a0de-7000-7000-8000-00000000abcd'
    await trader.post('/declarations', { id, ...sampleDeclaration() })
    expect(faults(await trader.post('/declarations', { id, ...sampleDeclaration() }), 409)[0]?.code).toBe('declarations/key-used')
  })
})
