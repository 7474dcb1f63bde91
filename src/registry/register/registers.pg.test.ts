import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import type { Reply } from '../../../tests/support/app.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import type { Actor, Role } from '../../kernel/actor.ts'
import { days, hours, inForce, instant, plus, toIso } from '../../kernel/instant.ts'
import { steppedClock } from '../../platform/clock.ts'
import { readConfig } from '../../platform/config.ts'
import { systemContext, type Machine } from '../../platform/context.ts'
import { writeCsv } from '../../platform/files/public.ts'
import { buildServer } from '../../platform/http/server.ts'
import { systemRandom } from '../../platform/random.ts'
import { livePack, releaseModes, tariff } from '../reference/public.ts'
import { registers, seedRegisters } from '../registers.ts'
import { createRegisterCache, loadRegister, proposalRoutes, registerRoutes, sheetRoutes, type RegisterCache } from './public.ts'

let database: FreshDatabase
let machine: Machine
let app: FastifyInstance
let actor: Actor
let caches: RegisterCache[]
const start = instant('2026-03-01T08:00:00Z')
const clock = steppedClock(start)

const who = (role: Role, rest: Partial<Actor> = {}): Actor => ({ kind: 'person', id: role, name: role, roles: [role], ports: ['380101'], ...rest })
const administrator = who('administrator', { ports: ['*'] })
const coordinator = who('coordinator', { agency: 'CIQ' })
const trader = who('trader', { enterprise: 'E-B', ports: ['*'] })

beforeEach(async () => {
  database = await freshDatabase()
  clock.advanceTo(start)
  caches = []
  machine = { config: readConfig({}), db: database.db, clock, random: systemRandom, log: pino({ level: 'silent' }) }
  app = await buildServer(machine, {
    authenticate: async () => actor,
    routes: (api) => {
      registerRoutes(api, registers)
      proposalRoutes(api, registers, { check: async () => [], ready: async () => undefined })
      sheetRoutes(api, registers)
    },
    version: 'test',
    checkReplies: true,
  })
})

afterEach(async () => {
  caches.forEach((cache) => cache.stop())
  await app.close()
  await database.drop()
})

/** An answer, also in the bytes it came in: sheets are no text. */
type Answer = Reply & { readonly raw: Buffer }

async function call(as: Actor, method: 'GET' | 'POST', url: string, payload?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  actor = as
  const content = payload === undefined ? {} : Buffer.isBuffer(payload) ? { payload } : { payload: JSON.stringify(payload) }
  const reply = await app.inject({ method, url: `/api/v1${url}`, headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...content })
  const isJson = String(reply.headers['content-type']).includes('json')
  return { status: reply.statusCode, body: isJson ? reply.json() : undefined, text: reply.body, headers: reply.headers, raw: reply.rawPayload }
}

/** Changes a register of rules: one proposes, another agrees. */
async function agreed(name: string, body: object): Promise<void> {
  const proposed = await call(administrator, 'POST', `/registers/${name}/proposals`, { ...body, reason: 'for the test' })
  expect(proposed.status, JSON.stringify(proposed.body)).toBe(201)
  expect((await call({ ...administrator, id: 'second' }, 'POST', `/registers/${name}/proposals/${proposed.body.number}/agree`, {})).status).toBe(200)
}

const seed = (): Promise<void> => machine.db.transaction((tx) => seedRegisters(tx, systemContext(machine), cn))
const site = (more: object = {}) => ({ code: 'P2', name: { zh: '北仑二号查验场' }, port: '380101', kind: 'platform', platforms: 4, calendar: { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }, ...more })
const enterprise = (code: string, creditGrade: string) => ({ code, name: { zh: code }, creditGrade, roles: ['trader'], contacts: [] })
async function cacheOf(): Promise<RegisterCache> {
  const cache = await createRegisterCache(machine, registers)
  caches.push(cache)
  return cache
}

test('GV-12: a version holds from its day on; before it the former decides, and both can be read as of any day', async () => {
  const first = await call(administrator, 'POST', '/registers/enterprises', { data: enterprise('E-B', 'B') })
  expect(first).toMatchObject({ status: 201, body: { key: 'E-B', version: 1, validFrom: toIso(start) } })
  const change = plus(start, days(30))
  expect((await call(administrator, 'POST', '/registers/enterprises', { data: enterprise('E-B', 'A'), validFrom: toIso(change), expectedVersion: 1 })).status).toBe(201)
  const gradeAt = async (at: string) => (await call(administrator, 'GET', `/registers/enterprises?at=${encodeURIComponent(at)}`)).body.items.map((item: { data: { creditGrade: string } }) => item.data.creditGrade)
  expect(await gradeAt(toIso(plus(change, -1)))).toEqual(['B'])
  expect(await gradeAt(toIso(change))).toEqual(['A'])
  expect(await gradeAt(toIso(plus(start, -1)))).toEqual([])
  const history = await call(administrator, 'GET', '/registers/enterprises/E-B')
  expect(history.body).toMatchObject({ version: 2, current: { version: 1, validTo: toIso(change) }, versions: [{ version: 2 }, { version: 1 }] })
  expect(history.headers['etag']).toBe('"2"')
  const facts = await machine.db.query<{ type: string }>(`select type from ledger.entry where subject_kind = 'register'`)
  expect(facts).toHaveLength(2)
})

test('two people change the same version: one is told, and nothing of theirs is written; If-Match says the same', async () => {
  await call(administrator, 'POST', '/registers/sites', { data: site() })
  const both = await Promise.all([5, 6].map((platforms) => call(administrator, 'POST', '/registers/sites', { data: site({ platforms }), validFrom: toIso(plus(start, days(1))), expectedVersion: 1 })))
  expect(both.map((reply) => reply.status).sort()).toEqual([201, 409])
  expect(both.find((reply) => reply.status === 409)?.body).toMatchObject({ code: 'registers/changed-meanwhile', errors: [{ pointer: '/expectedVersion' }] })
  expect((await call(administrator, 'GET', '/registers/sites/P2')).body.versions).toHaveLength(2)
  expect((await call(administrator, 'POST', '/registers/sites', { data: site({ platforms: 9 }), validFrom: toIso(plus(start, days(2))) }, { 'if-match': '"2"' })).body).toMatchObject({ version: 3 })
})

test.each([
  ['a date in the past', { data: site(), validFrom: '2020-01-01T00:00:00Z' }, '/validFrom', 'registers/in-the-past'],
  ['an end before the beginning', { data: site(), validTo: '2020-01-01T00:00:00Z' }, '/validTo', 'registers/ends-before-it-begins'],
  ['a field nobody knows', { data: site({ colour: 'red' }) }, '/data/colour', 'common/unknown-field'],
  ['a field that is missing', { data: { ...site(), calendar: undefined } }, '/data/calendar', 'common/required'],
  ['a wrong unit', { data: site({ platforms: 2.5 }) }, '/data/platforms', 'common/wrong-type'],
  ['an impossible time', { data: site({ calendar: { weekdays: [1], from: '25:00', to: '18:00' } }) }, '/data/calendar/from', 'common/wrong-format'],
])('%s is refused and named', async (_name, body, pointer, code) => {
  const reply = await call(administrator, 'POST', '/registers/sites', body)
  expect(reply.status).toBe(422)
  expect(reply.body.errors).toContainEqual(expect.objectContaining({ pointer, code }))
})

test('who does not look after an entry may not change it, nor take it over by changing whose it is', async () => {
  const power = { code: 'X-1', agency: 'CUS', methods: ['open'], name: { zh: '查', en: 'X' }, clause: 'GV-07' }
  const propose = async (by: Actor, data: object, expectedVersion = 0): Promise<number> => (await call(by, 'POST', '/registers/powers/proposals', { data, expectedVersion, validFrom: toIso(plus(start, days(1))), reason: 'new law' })).status
  expect(await propose(coordinator, power)).toBe(403)
  expect(await propose(administrator, power)).toBe(201)
  expect(await propose(coordinator, { ...power, agency: 'CIQ' })).toBe(201)
  const [own, foreign] = [{ ...site(), code: 'P-OWN' }, { ...site({ port: '650302' }), code: 'P-FOREIGN' }]
  expect((await call(administrator, 'POST', '/registers/sites', { data: foreign })).status).toBe(201)
  expect((await call(coordinator, 'POST', '/registers/sites', { data: { ...foreign, port: own.port }, expectedVersion: 1, validFrom: toIso(plus(start, days(1))) })).status).toBe(403)
  expect((await call(coordinator, 'POST', '/registers/sites', { data: site({ port: '650302' }) })).status).toBe(403)
  expect((await call(trader, 'POST', '/registers/ports', { data: {} })).status).toBe(422)
})

test('a trader sees its own entry among the enterprises, and officers’ names not at all', async () => {
  for (const code of ['E-A', 'E-B', 'E-C']) await call(administrator, 'POST', '/registers/enterprises', { data: enterprise(code, 'B') })
  expect((await call(trader, 'GET', '/registers/enterprises')).body.items.map((item: { key: string }) => item.key)).toEqual(['E-B'])
  expect((await call(trader, 'GET', '/registers/enterprises/E-A')).status).toBe(404)
  expect((await call(trader, 'GET', '/registers/enterprises/E-B')).status).toBe(200)
  expect((await call(trader, 'GET', '/registers/officers')).status).toBe(404)
  const listed = (await call(trader, 'GET', '/registers')).body.items.map((item: { name: string }) => item.name)
  expect(listed).not.toContain('officers')
  expect(listed).toContain('tariff')
})

test('an entry is ended with a reason; from then on it is not in force, and it cannot be ended twice', async () => {
  await call(administrator, 'POST', '/registers/sites', { data: site() })
  const at = toIso(plus(start, days(3)))
  expect((await call(administrator, 'POST', '/registers/sites/P2/end', { validTo: at, expectedVersion: 1 })).body.errors).toMatchObject([{ pointer: '/reason', code: 'common/required' }])
  expect((await call(administrator, 'POST', '/registers/sites/P2/end', { validTo: at, expectedVersion: 1, reason: 'rebuilt' })).body).toMatchObject({ validTo: at })
  clock.advanceTo(plus(start, days(3)))
  expect((await call(administrator, 'GET', '/registers/sites')).body.items).toEqual([])
  expect((await call(administrator, 'POST', '/registers/sites/P2/end', { expectedVersion: 1, reason: 'again' })).body).toMatchObject({ code: 'registers/ended-already' })
})

test('RR-02: a mode an administrator adds is in the pack that judges, from its day on, without a change of code', async () => {
  await seed()
  const cache = await cacheOf()
  const pack = livePack(cn, cache)
  expect(pack().releaseModes).toEqual(cn.releaseModes)
  const mode = { code: 'express', name: { zh: '快速放行', en: 'Express release' }, strictness: 15, releasedAt: 'report-judged', clause: 'RR-02' }
  const from = plus(start, days(1))
  await agreed('release-modes', { data: mode, validFrom: toIso(from) })
  await expect.poll(() => pack().releaseModes.map((one) => one.code)).toEqual([...cn.releaseModes.map((one) => one.code), 'express'])
  const added = pack().releaseModes.at(-1)
  expect(added).toEqual({ ...mode, validFrom: from })
  expect([inForce(added ?? { validFrom: from }, start), inForce(added ?? { validFrom: from }, from)]).toEqual([false, true])
  expect(cache.find(releaseModes, 'express', start)).toBeUndefined()
  expect(cache.find(releaseModes, 'express', from)).toEqual(mode)
})

test('GV-15: nobody changes a register of rules alone, by an entry, an end or a sheet; a proposal holds once another person agreed, from its day or from then', async () => {
  await seed()
  const { validFrom: _from, ...data } = cn.parameters.find(({ name }) => name === 'lab.backtest') ?? cn.parameters[0] ?? { validFrom: start }
  const none = { ...data, value: 0 }
  const coordinatorOfCus = who('coordinator', { agency: 'CUS', id: 'cus' })
  const direct = await call(coordinatorOfCus, 'POST', '/registers/parameters', { data: none, expectedVersion: 1 })
  expect([direct.status, direct.body.code]).toEqual([409, 'registers/second-person-first'])
  expect((await call(coordinatorOfCus, 'POST', '/registers/parameters/lab.backtest/end', { reason: 'in the way', expectedVersion: 1 })).body.code).toBe('registers/second-person-first')
  const sheet = await call(administrator, 'POST', '/registers/release-modes/sheet', writeCsv([['code'], ['x']]), { 'content-type': 'text/csv' })
  expect(sheet.body.code).toBe('registers/second-person-first')
  expect((await call(coordinator, 'POST', '/registers/parameters/proposals', { data: none, expectedVersion: 1, reason: 'of another agency' })).status).toBe(403)
  expect((await call(administrator, 'POST', '/registers/sites/proposals', { data: site(), reason: 'no rule' })).body.code).toBe('registers/not-of-rules')
  const proposed = await call(coordinatorOfCus, 'POST', '/registers/parameters/proposals', { data: none, expectedVersion: 1, reason: 'no more back-tests' })
  expect(proposed.body).toMatchObject({ number: 1, state: 'proposed', key: 'lab.backtest', author: 'coordinator' })
  const at = `/registers/parameters/proposals/${proposed.body.number}`
  expect((await call(coordinatorOfCus, 'POST', `${at}/agree`, {})).body.code).toBe('registers/same-person')
  expect((await call({ ...administrator, kind: 'machine', id: 'token' }, 'POST', `${at}/agree`, {})).body.code).toBe('common/persons-only')
  expect((await call(coordinator, 'POST', `${at}/agree`, {})).status).toBe(403)
  expect((await call(trader, 'POST', `${at}/agree`, {})).status).toBe(403)
  const cache = await cacheOf()
  const value = (): number | undefined => livePack(cn, cache)().parameters.find((one) => one.name === 'lab.backtest' && inForce(one, clock.now()))?.value
  expect(value()).toBe(days(30))
  const listed = await call(administrator, 'GET', '/registers/parameters/proposals?state=proposed')
  expect(listed.body.items).toMatchObject([{ number: 1, mayAgree: true }])
  clock.advanceTo(plus(start, days(1)))
  const agreedTo = await call(who('headquarters', { ports: ['*'] }), 'POST', `${at}/agree`, {})
  expect(agreedTo.body).toMatchObject({ state: 'agreed', decidedBy: 'headquarters', entry: { version: 2, recordedBy: 'coordinator + headquarters', validFrom: toIso(plus(start, days(1))) } })
  await expect.poll(value).toBe(0)
  expect((await call(administrator, 'POST', `${at}/agree`, {})).body.code).toBe('registers/decided-already')
  const late = await call(coordinatorOfCus, 'POST', '/registers/parameters/lab.shadow/proposals', { expectedVersion: 1, reason: 'not needed' })
  const other = await call(coordinatorOfCus, 'POST', '/registers/parameters/lab.shadow/proposals', { expectedVersion: 1, reason: 'not needed either' })
  expect((await call(administrator, 'POST', `/registers/parameters/proposals/${late.body.number}/agree`, {})).body.entry).toMatchObject({ key: 'lab.shadow' })
  expect((await call(administrator, 'POST', `/registers/parameters/proposals/${other.body.number}/agree`, {})).body.code).toBe('registers/ended-already')
  expect((await call(coordinatorOfCus, 'POST', `/registers/parameters/proposals/${other.body.number}/decline`, { reason: 'done already' })).body).toMatchObject({ state: 'declined', answer: 'done already' })
})

test('the registers seeded from the pack are the pack, seeding again changes nothing, and what officers changed stays', async () => {
  await seed()
  const first = await cacheOf()
  expect({ ...livePack(cn, first)(), tariff: [] }).toEqual({ ...cn, tariff: [], units: expect.anything(), currencies: expect.anything(), countries: expect.anything(), documentTypes: expect.anything(), licenceTypes: expect.anything(), attributes: expect.anything() })
  expect(livePack(cn, first)().units.map((unit) => unit.code)).toEqual(cn.units.map((unit) => unit.code))
  expect(livePack(cn, first)().tariff.map((entry) => entry.hs)).toEqual(cn.tariff.map((entry) => entry.hs))
  const [parameter] = cn.parameters
  if (parameter === undefined) throw new Error('the pack has parameters')
  const { validFrom: _from, ...data } = parameter
  await agreed('parameters', { data: { ...data, value: 1 }, expectedVersion: 1 })
  const before = await machine.db.query('select count(*) as rows from registry.entry')
  clock.advanceTo(plus(start, days(1)))
  await seed()
  expect(await machine.db.query('select count(*) as rows from registry.entry')).toEqual(before)
})

test('GV-12: entries people recorded before their register knew a member get it from the pack, once, keep what they say themselves, and lose it again when people take it out', async () => {
  await seed()
  // As an older program left it: neither its pack nor the officers who changed the entry could say consultation, stage or turn.
  const old = [['participants', 'train/any', ['consultation']], ['methods', 'open', ['stage', 'turn']]] as const
  for (const [register, key, members] of old) {
    const without = members.reduce((sql, member) => `${sql} - '${member}'`, 'data')
    await database.ownerDb.query(`update registry.entry set data = ${without} where register = $1 and key = $2`, [register, key])
    await database.ownerDb.query(
      `insert into registry.entry (register, key, version, valid_from, data, source, recorded_by, recorded_at, revision)
       select register, key, version + 1, $3, data || '{"clause":"by officers"}', 'api', 'coordinator', $3, revision from registry.entry where register = $1 and key = $2`,
      [register, key, toIso(start)],
    )
    await database.ownerDb.query(`update registry.entry set valid_to = $3 where register = $1 and key = $2 and version = 1`, [register, key, toIso(start)])
  }
  const newest = async (register: string, key: string): Promise<{ version: number; source: string; data: Record<string, unknown> } | undefined> =>
    (await machine.db.query<{ version: number; source: string; data: Record<string, unknown> }>('select version, source, data from registry.entry where register = $1 and key = $2 order by version desc limit 1', [register, key]))[0]
  clock.advanceTo(plus(start, days(1)))
  await seed()
  expect(await newest('participants', 'train/any')).toMatchObject({ version: 3, source: 'completed by pack cn', data: { clause: 'by officers', consultation: true } })
  expect(await newest('methods', 'open')).toMatchObject({ version: 3, data: { clause: 'by officers', stage: 'inside' } })
  const cache = await cacheOf()
  const asked = livePack(cn, cache)().participants.filter((entry) => entry.objectKind === 'train').map(({ clause, consultation }) => `${clause} ${String(consultation)}`)
  expect(asked).toEqual(expect.arrayContaining(['by officers undefined', 'by officers true']))
  await seed()
  expect((await newest('participants', 'train/any'))?.version).toBe(3)
  const { consultation: _out, ...data } = (await newest('participants', 'train/any'))?.data ?? {}
  const taken = await call(administrator, 'POST', '/registers/participants', { data, expectedVersion: 3, validFrom: toIso(plus(clock.now(), hours(1))) })
  expect(taken.status, JSON.stringify(taken.body)).toBe(201)
  clock.advanceTo(plus(start, days(3)))
  await seed()
  expect(await newest('participants', 'train/any')).toMatchObject({ version: 4, data: expect.not.objectContaining({ consultation: true }) })
})

test('a load of ten thousand rows is one fact; loading again changes nothing; a bad row is named and the others go in', async () => {
  const rows = Array.from({ length: 10_000 }, (_, n) => ({
    data: { hs: String(6_100_000_000 + n), name: { zh: `商品 ${n}` }, units: ['KGM'], conditions: ['A'], importCategories: [], exportCategories: [] },
    validFrom: instant('2018-01-01T00:00:00Z'),
  }))
  const load = (given: readonly { data: object; validFrom: typeof start }[]) => machine.db.transaction((tx) => loadRegister(tx, systemContext(machine), tariff, given, { source: 'tariff.csv' }))
  expect(await load([...rows, { data: { hs: 'x' }, validFrom: start }])).toMatchObject({ added: 10_000, changed: 0, unchanged: 0, refused: [{ row: 10_000 }] })
  expect(await load(rows)).toMatchObject({ added: 0, changed: 0, unchanged: 10_000, refused: [] })
  const corrected = { ...rows[7], data: { ...rows[7]?.data, units: ['NAR'] }, validFrom: instant('2018-01-01T00:00:00Z') }
  expect(await load([corrected])).toMatchObject({ added: 0, changed: 1 })
  expect(await machine.db.query(`select count(*) as facts from ledger.entry where type = 'RegisterLoaded'`)).toEqual([{ facts: 2 }])
  const cache = await cacheOf()
  expect(cache.find(tariff, '6100000007', instant('2020-01-01T00:00:00Z'))?.units).toEqual(['KGM'])
  expect(cache.find(tariff, '6100000007', start)?.units).toEqual(['NAR'])
  const page = (await call(trader, 'GET', '/registers/tariff?q=6100000007&limit=5')).body
  expect(page.items.map((item: { key: string }) => item.key)).toEqual(['6100000007'])
  const second = (await call(trader, 'GET', '/registers/tariff?limit=200')).body
  expect((await call(trader, 'GET', `/registers/tariff?limit=1&after=${second.next}`)).body.items[0].key).toBe('6100000200')
})

test('another process sees a change within a second or so, without being told', async () => {
  const cache = await cacheOf()
  const revision = cache.revision()
  await database.ownerDb.query(`insert into registry.register (name, revision) values ('sites', 1)`)
  await database.ownerDb.query(
    `insert into registry.entry (register, key, version, valid_from, data, source, recorded_by, recorded_at, revision) values ('sites', 'P9', 1, $1, $2, 'x', 'x', $1, 1)`,
    [toIso(start), JSON.stringify(site({ code: 'P9' }))],
  )
  await expect.poll(() => cache.revision(), { timeout: 2500 }).toBeGreaterThan(revision)
})

test('the program cannot rewrite or delete a version', async () => {
  await call(administrator, 'POST', '/registers/sites', { data: site() })
  await expect(machine.db.query(`update registry.entry set data = '{}'`)).rejects.toMatchObject({ code: '42501' })
  await expect(machine.db.query(`delete from registry.entry`)).rejects.toMatchObject({ code: '42501' })
})

const csvHeaders = { 'content-type': 'text/csv' }

test('a register goes out as a sheet and comes in again: equal rows are left alone, edited ones get a version, all or none', async () => {
  await call(administrator, 'POST', '/registers/sites', { data: site({ name: { zh: '=HYPERLINK("http://evil")' } }) })
  await call(administrator, 'POST', '/registers/sites', { data: site({ code: 'P3', calendar: { weekdays: [1], from: '08:00', to: '18:00', closed: ['2026-10-01'] } }) })
  for (const format of ['csv', 'xlsx']) {
    const sheet = await call(administrator, 'GET', `/registers/sites/sheet?format=${format}`)
    expect(sheet.headers['content-disposition']).toContain(`sites-2026-03-01.${format}`)
    if (format === 'csv') expect(sheet.raw.toString()).toContain(`"'=HYPERLINK(""http://evil"")"`)
    expect((await call(administrator, 'POST', '/registers/sites/sheet', sheet.raw, csvHeaders)).body).toEqual({ added: 0, changed: 0, unchanged: 2, dryRun: false })
  }
  clock.advanceTo(plus(start, days(1)))
  const edited = Buffer.from((await call(administrator, 'GET', '/registers/sites/sheet')).raw.toString().replace(',4,', ',7,'))
  expect((await call(administrator, 'POST', '/registers/sites/sheet?dryRun=true', edited, csvHeaders)).body).toEqual({ added: 0, changed: 1, unchanged: 1, dryRun: true })
  expect((await call(administrator, 'GET', '/registers/sites/P2')).body.version).toBe(1)
  expect((await call(administrator, 'POST', '/registers/sites/sheet', edited, csvHeaders)).body).toMatchObject({ changed: 1 })
  expect((await call(administrator, 'GET', '/registers/sites/P2')).body).toMatchObject({ version: 2, current: { validFrom: toIso(plus(start, days(1))), data: { platforms: 7, name: { zh: '=HYPERLINK("http://evil")' } } } })
})

test('every fault of a sheet is named by row and column, and nothing of it is written', async () => {
  const header = ['code', 'name.zh', 'port', 'kind', 'platforms', 'calendar.weekdays', 'calendar.from', 'calendar.to', 'validFrom']
  const good = ['P1', '一', '380101', 'yard', '3', '[1,2]', '08:00', '18:00', '']
  const rows = [header, good, ['P2', '二', '380101', 'castle', 'many', '[1]', '08:00', '18:00', ''], good, ['P4', '四', '650302', 'yard', '1', '[1]', '08:00', '18:00', 'tomorrow']]
  const reply = await call(coordinator, 'POST', '/registers/sites/sheet', writeCsv(rows), csvHeaders)
  expect(reply.status).toBe(422)
  expect(reply.body.errors.map((error: { pointer: string; code: string }) => `${error.pointer} ${error.code}`).sort()).toEqual([
    '/rows/3/kind common/not-allowed',
    '/rows/3/platforms common/wrong-type',
    '/rows/4 registers/key-repeated',
    '/rows/5 common/not-permitted',
    '/rows/5/validFrom common/wrong-format',
  ])
  expect((await call(coordinator, 'POST', '/registers/sites/sheet', writeCsv([['code', 'nmae']]), csvHeaders)).body.errors).toMatchObject([{ code: 'registers/unknown-column', facts: { column: 'nmae' } }])
  expect((await call(coordinator, 'POST', '/registers/sites/sheet', Buffer.from([0xff, 0xfe]), csvHeaders)).body).toMatchObject({ code: 'registers/not-a-sheet' })
  expect((await call(administrator, 'GET', '/registers/sites')).body.items).toEqual([])
})
