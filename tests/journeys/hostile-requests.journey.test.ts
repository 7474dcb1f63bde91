import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import Fastify from 'fastify'
import { refusalTexts } from '../../src/platform/i18n/texts.ts'
import { ok, refuse } from '../../src/kernel/result.ts'
import { append } from '../../src/platform/ledger/append.ts'
import { sealAll } from '../../src/platform/ledger/seal.ts'
import { createApi, type Api } from '../../src/platform/http/api.ts'
import type { Operation } from '../../src/platform/http/openapi.ts'
import { exampleOf, type JsonSchema } from '../../src/platform/http/schema-example.ts'
import { caseNow, makeCase, partiesOf, type Relation } from '../authorisation/parties.ts'
import { sessionOf } from '../support/signed-in.ts'
import { freshSigner } from '../support/ledger.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { drawFrom, escaped, hostileCursor, hostileDocument, hostileText, placesOf, type Draw } from '../support/hostile-requests.ts'

// Another seed, more rounds: LIANJIAN_FUZZ_SEED=7 LIANJIAN_FUZZ_ROUNDS=10.
const seed = process.env['LIANJIAN_FUZZ_SEED'] ?? 'lianjian'
const rounds = Number(process.env['LIANJIAN_FUZZ_ROUNDS'] ?? 1)
/** Requests with something hostile in each place, for each operation and round. */
const perOperation = 8
/** Milliseconds an answer may take: generous, for a busy machine is no fault of the program; a pattern that explodes takes for ever. */
const bound = 10_000
const roles: readonly Relation[] = ['own', 'coord', 'trader', 'site', 'lab', 'hq', 'auditor', 'admin', 'nobody']

/** Tokens belong to people with an account. */
const sendersOf = ({ path }: Operation): readonly Sender[] => (path.startsWith('/tokens') ? ['person', 'nobody'] : roles)
/** Refusals that are facts themselves: somebody tried to sign in, somebody asked about a person, or for another's data, without the right to. */
const recorded = new Set(['signIn', 'queryTraveller', 'queryTradeData'])

interface Sent {
  readonly operation: string
  readonly url: string
  readonly body?: string | Buffer
  readonly headers?: Record<string, string>
}

let app: TestApp
type Sender = Relation | 'person'
let parties: Readonly<Record<Sender, Party>>
let operations: readonly Operation[]
/** Ids of what there is, by kind of subject. */
let known: ReadonlyMap<string, readonly string[]>

beforeAll(async () => {
  app = await startApp({ now: caseNow })
  await makeCase(app)
  await app.settle()
  const cookie = await sessionOf(app, { name: 'person', roles: ['administrator'], ports: ['*'] })
  const person: Party = { ...app.nobody, send: (method, url, payload, headers) => app.nobody.send(method, url, payload, { ...headers, ...cookie }) }
  parties = { ...partiesOf(app), person }
  const scope = Fastify()
  const api: Api = createApi(scope, app.machine, async () => undefined)
  app.modules.routes(api, scope)
  operations = api.operations
  const subjects = await app.database.ownerDb.query<{ kind: string; ids: string[] }>('select subject_kind as kind, array_agg(distinct subject_id) as ids from ledger.entry group by 1')
  known = new Map(subjects.map(({ kind, ids }) => [kind, ids]))
})
afterAll(() => app.close())

const schemaOf = (schema: z.ZodType | undefined): JsonSchema => (schema === undefined ? {} : (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema))
const uuid = /"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"/g

/** Everything this is about in one word; what is refused leaves it as it was. */
async function written(): Promise<string> {
  const [row] = await app.database.ownerDb.query<{ written: string }>('select concat_ws(\' \', (select count(*) from ledger.entry), (select count(*) from platform.job), (select count(*) from platform.notice), (select count(*) from platform.command)) as written')
  return row?.written ?? ''
}

/** What is wrong with an answer; undefined when nothing is. */
function faultOf(status: number, type: string, text: string, milliseconds: number): string | undefined {
  if (milliseconds > bound) return `took ${Math.round(milliseconds)} ms`
  if (status >= 500) return `answered ${status}`
  if (/\n\s+at |node_modules|\.[mc]?[jt]s:\d+/.test(text)) return 'shows a stack'
  if (status < 400) return undefined
  if (!type.startsWith('application/problem+json')) return `refuses as ${type}`
  if (text.length > 400_000) return `refuses in ${text.length} characters`
  const { code, errors } = JSON.parse(text) as { code: string; errors: { code: string; message: { zh: string; en: string } }[] }
  if (errors[0]?.code !== code) return 'names no refusal'
  const unknown = errors.filter((one) => !refusalTexts.zh.has(one.code) || !refusalTexts.en.has(one.code))
  if (unknown.length > 0) return `has no text for ${unknown.map((one) => one.code).join(', ')}`
  return errors.some(({ message }) => /\{\{\w+\}\}/.test(message.zh + message.en)) ? `leaves a place of a text empty: ${code}` : undefined
}

async function send(party: Party, operation: Pick<Operation, 'method'>, { url, body, headers }: Sent): Promise<{ readonly status: number; readonly fault: string | undefined }> {
  const begun = performance.now()
  const reply = await party.send(operation.method, url, body ?? '', headers)
  return { status: reply.status, fault: faultOf(reply.status, String(reply.headers['content-type'] ?? ''), reply.text, performance.now() - begun) }
}

/** A path that could be meant: of the thing that has such an id, where there is one. */
function pathOf({ path, params }: Operation, draw: Draw, hostileAt?: number): string {
  const example = exampleOf(schemaOf(params)) as Readonly<Record<string, unknown>>
  let place = 0
  return path.replaceAll('::', '\u0000').replace(/:(\w+)/g, (_, name: string) => {
    if (place++ === hostileAt) return escaped(hostileText(draw)) || '%20'
    const kind = /^\/([a-z-]+?)s?\//.exec(path)?.[1] ?? ''
    const ids = name === 'id' || name.endsWith('Id') ? known.get(kind) : undefined
    return ids === undefined ? encodeURIComponent(name === 'port' ? '380101' : String(example[name] ?? 'x')) : encodeURIComponent(draw.one(ids))
  }).replaceAll('\u0000', ':')
}

function queryOf({ query }: Operation, draw: Draw, hostile: boolean): string {
  const schema = schemaOf(query)
  const names = Object.keys(schema.properties ?? {})
  const required = (schema as { required?: readonly string[] }).required ?? []
  const example = exampleOf(schema) as Readonly<Record<string, unknown>>
  const chosen = names.filter((name) => required.includes(name) || draw.below(4) === 0)
  const at = hostile && names.length > 0 ? draw.one(names) : undefined
  const pairs = [...new Set([...chosen, ...(at === undefined ? [] : [at])])].map((name) => {
    if (name !== at) return `${name}=${encodeURIComponent(name === 'port' ? '380101' : String(example[name] ?? ''))}`
    return `${name}=${escaped(name === 'after' && draw.below(5) > 0 ? hostileCursor(draw) : hostileText(draw, schema.properties?.[name]))}`
  })
  if (hostile && draw.below(8) === 0) pairs.push(draw.one(['__proto__=1', 'constructor[prototype][x]=1', `${names[0] ?? 'q'}=1&${names[0] ?? 'q'}=2`, `${names[0] ?? 'q'}[]=1`, '%00=%00', '%', '&&==', `x=${'y'.repeat(3000)}`]))
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

const exampleFor = ({ body, example }: Operation, draw: Draw): unknown => {
  const text = JSON.stringify(example ?? exampleOf(schemaOf(body)))
  const ids = [...known.values()].flat()
  return JSON.parse(text.replace(uuid, (id) => (draw.below(2) === 0 ? JSON.stringify(draw.one(ids)) : id)))
}

/** As its documentation shows it. */
function fairRequest(operation: Operation, draw: Draw): Sent {
  const json = operation.consumes === undefined && operation.body !== undefined
  return { operation: operation.operation, url: pathOf(operation, draw) + queryOf(operation, draw, false), ...(json ? { body: JSON.stringify(exampleFor(operation, draw)) } : {}) }
}

function hostileRequest(operation: Operation, draw: Draw): Sent {
  const takes = operation.method !== 'GET' && (operation.body !== undefined || operation.consumes !== undefined)
  const inPath = operation.path.replaceAll('::', '').split(':').length - 1
  const where = draw.one([...(takes ? ['body', 'body', 'body', 'body'] : []), ...(inPath > 0 ? ['path'] : []), ...(operation.query === undefined ? [] : ['query', 'query']), 'header'])
  const url = pathOf(operation, draw, where === 'path' ? draw.below(inPath) : undefined) + queryOf(operation, draw, where === 'query')
  const headers = where !== 'header' ? {} : draw.one<Record<string, string>>([{ 'if-match': '"99999999999999999999"' }, { 'if-match': '*' }, { 'if-none-match': '"'.repeat(500) }, { 'idempotency-key': "'" }, { 'idempotency-key': 'x'.repeat(200) }, { 'content-type': 'text/html' }, { 'accept-language': 'zz;q=1e999' }, { range: 'bytes=0-99999999999' }, { accept: 'application/xml' }])
  if (!takes) return { operation: operation.operation, url, headers }
  if (operation.consumes !== undefined) {
    const bytes = draw.one<string | Buffer>(['', '\u0000', 'PK\u0003\u0004', Buffer.from('504b0506' + '00'.repeat(18), 'hex'), Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(5000, 0xff), 'a,b\n"', `"${'x'.repeat(50_000)}`, '\ufeff\n\n\n', '{"a":1}\n[]\nnull\n{', JSON.stringify(exampleOf(schemaOf(operation.body)))])
    return { operation: operation.operation, url, body: bytes, headers: { 'content-type': draw.one([operation.consumes.split(',')[0] ?? '', 'text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'image/png']), ...headers } }
  }
  const example = exampleFor(operation, draw)
  return { operation: operation.operation, url, headers, body: where === 'body' ? hostileDocument(draw, example, placesOf(schemaOf(operation.body), example)) : JSON.stringify(example) }
}

/** How far an answer shows a request went. */
const depthOf = (status: number): number => [401, 403, 404, 415, 400, 429].indexOf(status) + (status < 300 || status === 422 || status === 409 || status === 412 ? 10 : 0)

const tell = (relation: Sender, { method }: Operation, { url, body, headers }: Sent, fault: string): string => `${relation} ${method} ${url.slice(0, 300)} ${JSON.stringify(headers ?? {})} ${String(body ?? '').slice(0, 600)}: ${fault}`

/** Everything one operation is sent; gives what was wrong with the answers. */
async function attack(operation: Operation, round: number, by: Readonly<Record<Sender, Party>> = parties): Promise<{ readonly faults: string[]; readonly statuses: number[] }> {
  const draw = drawFrom(`${seed} ${round} ${operation.operation}`)
  const [faults, statuses]: [string[], number[]] = [[], []]
  const depths = new Map<Sender, number>()
  const senders = sendersOf(operation)
  const changes = operation.method !== 'GET'
  let before = changes ? await written() : ''

  async function one(relation: Sender, sent: Sent): Promise<number> {
    const { status, fault } = await send(by[relation], operation, sent)
    statuses.push(status)
    if (fault !== undefined) faults.push(tell(relation, operation, sent, fault))
    if (changes) {
      const after = await written()
      if (status >= 400 && after !== before && !recorded.has(operation.operation)) faults.push(tell(relation, operation, sent, `refused with ${status}, and something was written: ${before} → ${after}`))
      before = after
    }
    return status
  }

  for (const relation of senders) depths.set(relation, depthOf(await one(relation, fairRequest(operation, draw))))
  const deepest = senders.filter((relation) => depths.get(relation) === Math.max(...depths.values()))
  for (let n = 0; n < perOperation; n++) await one(draw.one(deepest), hostileRequest(operation, draw))
  return { faults, statuses }
}

/** Live answers never end; `/stream` has tests of its own. */
const ends = ({ path }: Operation): boolean => path !== '/stream'

describe(`hostile requests, seed ${seed}`, () => {
  test('no operation fails, shows itself, keeps anybody waiting or writes what it refused', async () => {
    console.log(`seed ${seed}, ${rounds} round(s)`)
    const faults: string[] = []
    let sent = 0
    const seen = new Map<number, number>()
    const keep = ({ faults: found, statuses }: Awaited<ReturnType<typeof attack>>): void => {
      faults.push(...found)
      sent += statuses.length
      for (const status of statuses) seen.set(status, (seen.get(status) ?? 0) + 1)
    }
    for (let round = 0; round < rounds; round++) {
      // One after the other: what is written must be the doing of the one that was sent.
      for (const operation of operations.filter((one) => one.method !== 'GET')) keep(await attack(operation, round))
      const reads = operations.filter((one) => one.method === 'GET' && ends(one))
      for (let n = 0; n < reads.length; n += 6) for (const found of await Promise.all(reads.slice(n, n + 6).map((one) => attack(one, round)))) keep(found)
    }
    console.log(`${sent} requests of ${operations.length} operations: ${JSON.stringify(Object.fromEntries(seen))}`)
    expect(faults).toEqual([])
    // It went in deep enough to mean something.
    expect(sent).toBeGreaterThan(operations.length * 14)
    for (const status of [200, 400, 401, 403, 404, 422]) expect(seen.get(status) ?? 0, String(status)).toBeGreaterThan(50)
  }, 240_000 * rounds)

  test('no body and no query takes a field it does not know, at any depth: nobody sets what is not theirs to set', () => {
    const lax = (schema: JsonSchema & { readonly additionalProperties?: unknown }, at: string): string[] => {
      const inner = [...Object.entries(schema.properties ?? {}), ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? []), ...(schema.prefixItems ?? []), ...(schema.items === undefined ? [] : [schema.items])].map((each) => ['', each] as const)]
      return [...(schema.properties !== undefined && schema.additionalProperties !== false ? [at] : []), ...inner.flatMap(([name, each]) => lax(each, name === '' ? at : `${at}/${name}`))]
    }
    const found = (list: readonly Operation[]): string[] => list.flatMap(({ operation, body, query }) => [...lax(schemaOf(body), operation), ...lax(schemaOf(query), `${operation}?`)])
    // A question takes a declaration as somebody has it, and reads of it what rules ask; it writes nothing.
    expect(found(operations).filter((at) => !at.startsWith('whatIf'))).toEqual([])
    const twin: Operation = { method: 'POST', path: '/x', operation: 'x', summary: '', body: z.strictObject({ scope: z.object({ role: z.string() }) }) }
    expect(found([twin])).toEqual(['x/scope'])
  })

  test('what was accepted of it is digested: no job fails on it, and the ledger seals', async () => {
    await app.database.ownerDb.query('delete from platform.webhook')
    await app.settle()
    expect(await app.database.ownerDb.query('select kind, state, error from platform.job where error is not null')).toEqual([])
    const signer = freshSigner()
    for (let sealed = 1; sealed > 0; ) sealed = await sealAll(app.machine.db, signer)
    expect(await app.database.ownerDb.query('select 1 from ledger.entry e where not exists (select from ledger.leaf l where l.port = e.port and l.entry_id = e.id)')).toEqual([])
  }, 120_000)

  test('twin: routes that break, show themselves, refuse without a text, or write what they refuse are found', async () => {
    const planted = Fastify()
    const api = createApi(planted, app.machine, async () => parties.admin.actor)
    const text = z.object({ q: z.string() })
    api.read({ path: '/breaks', operation: 'breaks', summary: 'Takes a NUL to the database', query: text, reply: z.unknown(), run: async ({ db }, { query }) => ok(await db.query('select $1::text as q', [query.q])) })
    api.read({ path: '/shows', operation: 'shows', summary: 'Shows where it is', query: text, reply: z.unknown(), run: async () => ok(new Error('x').stack) })
    api.command({ method: 'POST', path: '/mute', operation: 'mute', summary: 'Has no words', body: text, reply: z.unknown(), run: async () => refuse({ code: 'nobody/knows' }) })
    api.command({ method: 'POST', path: '/writes', operation: 'writes', summary: 'Writes beside its transaction', body: text, reply: z.unknown(), run: async (_tx, context) => {
      await context.db.transaction((tx) => append(tx, context, [{ port: '380101', subjectKind: 'account', subjectId: 'x', type: 'SessionOpened', payload: {} }]))
      return refuse({ code: 'common/not-permitted' })
    } })
    const reach = (party: Party): Party => ({ ...party, send: async (method, url, payload, headers = {}) => {
      const reply = await planted.inject({ method, url, headers: { 'content-type': 'application/json', ...headers }, ...(payload.length > 0 ? { payload } : {}) })
      return { status: reply.statusCode, text: reply.body, headers: reply.headers, body: undefined }
    } })
    planted.removeAllContentTypeParsers()
    planted.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    const by = Object.fromEntries(Object.entries(parties).map(([name, party]) => [name, reach(party)])) as typeof parties
    const found = new Map<string, string>()
    for (const operation of api.operations) found.set(operation.operation, (await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((round) => attack(operation, round, by)))).flatMap(({ faults }) => faults).join('\n'))
    await planted.close()
    expect(found.get('breaks')).toContain('%00')
    expect(found.get('breaks')).toContain('answered 500')
    expect(found.get('shows')).toContain('shows a stack')
    expect(found.get('mute')).toContain('has no text for nobody/knows')
    expect(found.get('writes')).toContain('something was written')
  }, 120_000)
})
