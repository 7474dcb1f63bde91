import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gb } from '../../packs/gb/pack.ts'
import { playsUnder } from '../../seed/cast.ts'
import { days, instant } from '../../src/kernel/instant.ts'
import { castOf } from '../../src/apps/prepare-data.ts'
import { startServer } from '../../src/apps/server.ts'
import { readConfig } from '../../src/platform/config.ts'
import { demoPassword } from '../../src/registry/identity/public.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { freshDatabase } from '../support/database.ts'
import { newBox, spanFrom } from '../support/joint.ts'
import { sampleContainer } from '../support/sample-declarations.ts'

const port = 'GBFXT'
const powers = { PHA: 'PHA-FOOD', PHSI: 'PHSI-PLANT', HMI: 'HMI-QUALITY', AHVLA: 'AHVLA-ANIMAL' } as const
type Authority = keyof typeof powers

describe('another country, the same engine', () => {
  let app: TestApp
  let coordinator: Party
  const officer = (agency: Authority): Party => app.as({ role: 'officer', agency, ports: [port] })
  beforeAll(async () => {
    app = await startApp({ pack: gb, now: instant('2026-03-02T09:00:00Z') })
    coordinator = app.as({ role: 'coordinator', agency: 'PHA', ports: [port] })
  })
  afterAll(() => app.close())

  async function direct(agency: Authority, object: { kind: string; ref: string }, from: number, methods = ['open']): Promise<{ id: string; inspection: { id: string; kind: string }; collision?: { agencies: string[]; rule: object } }> {
    const body = { port, object, methods, window: spanFrom(app.clock.now(), from, from + 4), power: powers[agency], reason: 'routine examination' }
    const reply = await officer(agency).post('/directives', body)
    expect(reply.status, reply.text).toBe(201)
    return reply.body
  }

  test('another pack: four authorities on one container within thirty days are one examination, by the rule of the pack', async () => {
    const box = { kind: 'container', ref: newBox() }
    await direct('PHA', box, 0)
    await direct('PHSI', box, 24 * 10)
    await direct('HMI', box, 24 * 20, ['open', 'sample'])
    const last = await direct('AHVLA', box, 24 * 29)
    expect(last.collision).toMatchObject({ agencies: ['AHVLA', 'HMI', 'PHA', 'PHSI'], rule: { id: 'port-stay', version: 1 } })
    const [match] = (await coordinator.get(`/collisions?object=${box.ref}`)).body.items
    expect(match.explanation.every((meeting: { within: number }) => meeting.within === days(30))).toBe(true)
    expect((await officer('HMI').get(`/joint-inspections/${last.inspection.id}`)).body.tasks).toHaveLength(4)
  })

  test('another pack: agreed, opened once, decided each within its own powers; a decision of another authority is refused', async () => {
    const box = { kind: 'container', ref: newBox() }
    await direct('PHA', box, 0)
    const { inspection } = await direct('AHVLA', box, 1)
    const url = `/joint-inspections/${inspection.id}`
    for (const agency of ['PHA', 'AHVLA'] as const) expect((await officer(agency).post(`${url}/agree`, { slot: spanFrom(app.clock.now(), 2, 3), site: 'BIP-1', crew: [`${agency}-1`] })).status).toBe(200)
    expect((await officer('PHA').post(`${url}/start`, {})).status).toBe(200)
    expect((await officer('PHA').post(`${url}/open`, { object: box })).status).toBe(200)
    expect((await officer('AHVLA').post(`${url}/open`, { object: box })).body.code).toBe('inspections/already-opened')
    expect((await officer('AHVLA').post(`${url}/dispositions`, { disposition: 'PHA-REJECT', reason: 'x' })).body.code).toBe('inspections/not-your-power')
    expect((await officer('AHVLA').post(`${url}/dispositions`, { disposition: 'AHVLA-DETAIN', reason: 'residue sample' })).status).toBe(200)
  })

  test('another pack: a declaration is assessed by the pack\'s own tables; its checks become directives on items and boxes', async () => {
    const box = sampleContainer(7001)
    const trader = app.as({ role: 'trader', enterprise: 'TRADER-1' })
    const line = { line: 1, hs: '0207120000', description: 'Frozen whole chicken', origin: 'BR', quantity: { value: 24000, unit: 'KGM' }, netWeightKg: 24000, value: { amount: 43200, currency: 'GBP' }, containers: [box] }
    const tomatoes = { ...line, line: 2, hs: '0702000000', description: 'Tomatoes', origin: 'MA' }
    const sent = await trader.post('/declarations', { port, direction: 'import', mode: 'sea', reference: 'GB-1', declarant: 'TRADER-1', consignee: 'TRADER-1', consignor: 'Exporter', containers: [{ number: box }], items: [line, tomatoes] })
    expect(sent.status, sent.text).toBe(201)
    expect(sent.body.releaseMode).toBe('physical')
    await app.settle()
    const directives = (await coordinator.get(`/directives?declaration=${sent.body.id}`)).body.items as { agency: string; object: { kind: string } }[]
    expect(directives.map((directive) => `${directive.agency} ${directive.object.kind}`).sort()).toEqual(['AHVLA container', 'HMI item', 'PHA container', 'PHSI item'])
    const [match] = (await coordinator.get(`/collisions?object=${box}`)).body.items
    expect(match.agencies).toEqual(['AHVLA', 'PHA'])
    const [opening] = (await coordinator.get(`/shared-openings?object=${box}`)).body.items
    expect(opening.agencies).toEqual(['AHVLA', 'PHA', 'PHSI'])
  })

  test('another pack: what this pack does not know is refused: methods, kinds, authorities and ports of another', async () => {
    const send = async (changes: object): Promise<string> =>
      (await officer('PHA').post('/directives', { port, object: { kind: 'container', ref: newBox() }, methods: ['open'], window: spanFrom(app.clock.now(), 0, 4), power: 'PHA-FOOD', reason: 'x', ...changes })).body.code
    expect(await send({ methods: ['scan'] })).toBe('directives/power-without-method')
    expect(await send({ object: { kind: 'vessel', ref: '9321483' } })).toBe('directives/kind-not-inspected')
    expect(await send({ power: 'CUS-GOODS' })).toBe('directives/unknown-power')
    expect(await send({ power: 'PHSI-PLANT' })).toBe('directives/power-of-another-agency')
    expect(await send({ port: '380101' })).toBe('common/not-permitted')
  })

  test('another pack: its demonstration is people to sign in as, and nothing of another country', () => {
    const cast = castOf(gb)
    expect(playsUnder(gb)).toBe(false)
    expect(cast.flatMap((account) => account.agency ?? [])).toEqual(expect.arrayContaining(['PHA', 'PHSI', 'HMI', 'AHVLA']))
    expect(new Set(cast.flatMap((account) => account.ports))).toEqual(new Set(['*', port]))
  })
})

describe('a server by another pack', () => {
  test('another pack: the server starts by it: registers filled, its authorities signed in, no case and no code of another country', async () => {
    const database = await freshDatabase()
    const home = await mkdtemp(path.join(tmpdir(), 'lianjian-gb-'))
    const config = readConfig({ LIANJIAN_PACK: 'gb', LIANJIAN_HOME: home, PORT: '0', LIANJIAN_LOG: 'silent' })
    const server = await startServer({ ...config, databaseUrl: database.url, embedded: false })
    try {
      const signedIn = await fetch(`${server.address}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'officer.phsi', password: demoPassword }) })
      expect(signedIn.status).toBe(200)
      const headers = { cookie: (signedIn.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' }
      const read = async (route: string): Promise<{ items: { key: string; data: { code?: string; agency?: string } }[] }> => (await fetch(`${server.address}/api/v1${route}`, { headers })).json() as never
      expect((await read('/registers/ports')).items.map((entry) => entry.data.code)).toEqual([port])
      expect(new Set((await read('/registers/powers')).items.map((entry) => entry.data.agency))).toEqual(new Set(['PHA', 'PHSI', 'HMI', 'AHVLA']))
      expect((await read('/registers/participants')).items.map((entry) => entry.key).sort()).toEqual(['consignment/any', 'container/any', 'item/any', 'lot/any'])
      expect((await read('/registers/sites')).items).toEqual([])
      expect((await read('/joint-inspections')).items).toEqual([])
    } finally {
      await server.stop()
      await database.drop()
      await rm(home, { recursive: true, force: true })
    }
  }, 60_000)
})
