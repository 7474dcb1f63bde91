import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { days, hours, instant, plus, toIso } from '../../src/kernel/instant.ts'
import type { Readiness, RollOut } from '../../src/kernel/pack.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { crews, directiveBody, newBox, spanFrom } from '../support/joint.ts'
import { sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

type Crews = ReturnType<typeof crews>
const rowsOf = async (party: Party, query: string): Promise<Record<string, unknown>[]> => (await party.get(`/collisions?${query}`)).body.items
const board = { methods: ['board'] }
const vessel = (ref: string): Record<string, unknown> => ({ ...board, object: { kind: 'vessel', ref } })
const always = instant('2009-06-01T00:00:00+08:00')

describe('participants per kind and port', () => {
  let app: TestApp
  let who: Crews
  beforeAll(async () => {
    app = await startApp()
    who = crews(app)
  })
  afterAll(() => app.close())

  const bag = (ref: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({ object: { kind: 'bag', ref }, ...changes })

  test('JI-02: a traveller\'s bag is customs\' and quarantine\'s; border police joins with its reason, maritime does not', async () => {
    await who.direct('CUS', 'X', bag('TAG-1'))
    const { inspection, collision } = await who.direct('CIQ', 'X', bag('TAG-1', { power: 'CIQ-QUARANTINE' }))
    expect(collision.agencies).toEqual(['CIQ', 'CUS'])
    const police = bag('TAG-1', { reason: 'document check', methods: ['open'] })
    const joined = await who.direct('BPI', 'X', police)
    expect(joined).toMatchObject({ inspection: { id: inspection.id }, collision: { agencies: ['BPI', 'CIQ', 'CUS'] } })
    expect((await who.BPI.get(`/directives/${joined.id}`)).body.reason).toBe('document check')
    const { reason: _none, ...without } = directiveBody(app, 'BPI', 'X', police)
    expect((await who.BPI.post('/directives', without)).body.errors).toMatchObject([{ pointer: '/reason' }])
    expect((await who.MSA.post('/directives', directiveBody(app, 'MSA', 'X', bag('TAG-1')))).body).toMatchObject({ code: 'directives/agency-not-participant', errors: [{ clause: 'JI-02' }] })
  })

  test('JI-02: the matrix is a register that anybody signed in may read; headquarters changes it, for a port only where it says so', async () => {
    const entry = async (): Promise<Record<string, unknown>> => (await who.CUS.get('/registers/participants?at=2026-03-02T00:00:00Z')).body.items.find((one: { key: string }) => one.key === 'parcel/650302')?.data
    expect(await entry()).toBeUndefined()
    const data = { objectKind: 'parcel', port: '650302', required: ['CUS'], optional: ['CIQ'], mechanism: 'goods', clause: 'JI-02' }
    expect((await who.CUS.post('/registers/participants', { data })).status).toBe(403)
    const set = await app.as({ role: 'headquarters' }).post('/registers/participants', { data })
    expect(set.status, set.text).toBeLessThan(300)
    const inland = crews(app, ['650302'])
    const refused = await vi.waitFor(async () => {
      const body = directiveBody(app, 'BPI', 'X', { port: '650302', object: { kind: 'parcel', ref: 'RB1' } })
      const reply = await inland.BPI.post('/directives', body)
      expect(reply.status).toBe(422)
      return reply.body
    }, 5000)
    expect(refused.errors[0].facts.participants).toBe('CUS, CIQ')
    expect((await who.direct('BPI', 'X', { object: { kind: 'parcel', ref: 'RB1' } })).id).toBeDefined()
  })

  test('JI-05: aircraft are boarded jointly by the Ningbo profile, and inspected by three agencies as goods elsewhere', async () => {
    const flight = { ...board, object: { kind: 'aircraft', ref: 'MU511' }, power: 'CUS-CONVEYANCE' }
    const ningbo = await who.direct('CUS', 'X', flight)
    expect(ningbo.inspection.kind).toBe('boarding')
    expect((await who.CUS.get(`/joint-inspections/${ningbo.inspection.id}`)).body.tasks.map((task: { agency: string }) => task.agency)).toEqual(['BPI', 'CIQ', 'CUS'])
    const inland = crews(app, ['650302'])
    await inland.direct('CUS', 'X', { ...flight, port: '650302' })
    const other = await inland.direct('CIQ', 'X', { ...flight, port: '650302', power: 'CIQ-HEALTH' })
    expect(other.inspection.kind).toBe('joint')
    expect(other.collision.agencies).toEqual(['CIQ', 'CUS'])
  })

  test('JI-05: the mechanism of a port is configuration: a port that takes over the boarding of aircraft has it from that day', async () => {
    const data = { objectKind: 'aircraft', port: '500001', required: ['BPI', 'CUS', 'CIQ'], optional: [], mechanism: 'boarding', clause: 'JI-05' }
    expect((await app.as({ role: 'administrator' }).post('/registers/participants', { data })).status).toBeLessThan(300)
    const crew = crews(app, ['500001'])
    let n = 0
    await vi.waitFor(async () => {
      const sent = await crew.direct('CUS', 'X', { ...board, port: '500001', power: 'CUS-CONVEYANCE', object: { kind: 'aircraft', ref: `CA${++n}` } })
      expect(sent.inspection.kind).toBe('boarding')
    }, 5000)
  })

  test('JI-04: cargo of the boarded vessel is matched as goods, and the voyage tells two calls of one vessel apart', async () => {
    const report = (voyage: string, day: number): object => ({ port: '380101', kind: 'vessel', ref: '9074729', voyage, arrival: toIso(plus(app.clock.now(), days(day))), containers: [] })
    const carrier = app.as({ role: 'operator', site: 'T-1' })
    for (const [voyage, day] of [['025E', 1], ['026W', 9]] as const) expect((await carrier.post('/conveyances', report(voyage, day))).status).toBe(201)
    const call = (voyage: string): Record<string, unknown> => ({ ...vessel(`IMO 9074729/${voyage}`), power: 'CUS-CONVEYANCE' })
    const [first, again, next] = [await who.direct('CUS', 'X', call('025E')), await who.direct('CIQ', 'X', { ...call('025E'), power: 'CIQ-HEALTH' }), await who.direct('CUS', 'X', call('026W'))]
    expect(again.inspection.id).toBe(first.inspection.id)
    expect(next.inspection.id).not.toBe(first.inspection.id)
    expect((await who.CUS.post('/directives', directiveBody(app, 'CUS', 'X', call('999Z')))).body.code).toBe('directives/object-unknown')
  })
})

describe('JI-26 all containers once, jointly', () => {
  let app: TestApp
  let who: Crews
  beforeAll(async () => {
    app = await startApp()
    who = crews(app)
  })
  afterAll(() => app.close())

  test('JI-26: of 20 containers that need both agencies, 20 joint openings', async () => {
    const boxes = Array.from({ length: 20 }, newBox)
    await Promise.all(boxes.flatMap((box) => [who.direct('CUS', box), who.direct('CIQ', box)]))
    const rows = await rowsOf(who.coordinator, 'state=proposed&limit=200')
    expect(rows.map((row) => (row['object'] as { ref: string }).ref).sort()).toEqual([...boxes].sort())
    const inspections = new Set(rows.map((row) => row['inspection']))
    expect(inspections.size).toBe(20)
    // Every one of them to its end: opened once, for both, by whoever is first.
    const openings = await Promise.all(
      ([...inspections] as string[]).map(async (id, n) => {
        await who.agree(id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `T-${n}`)
        await who.act('CUS', id, 'start')
        const tries = await Promise.all([who.CUS, who.CIQ].map((party) => party.post(`/joint-inspections/${id}/open`, {})))
        expect(tries.map((reply) => (reply.status === 200 ? 'opened' : reply.body.code)).sort()).toEqual(['inspections/already-opened', 'opened'])
        await who.act('CIQ', id, 'close')
        const closed = (await who.CIQ.get(`/joint-inspections/${id}`)).body
        expect(closed.tasks.map((task: { duties: { done?: unknown }[] }) => task.duties.every((duty) => duty.done !== undefined))).toEqual([true, true])
        return (closed.handlings as { action: string; object: { ref: string } }[]).filter(({ action }) => action === 'open').map(({ object }) => object.ref)
      }),
    )
    expect(openings.flat().sort()).toEqual([...boxes].sort())
  })

  test('JI-26: methods that exclude each other share no opening, and the near-miss names them; with one that fits they do', async () => {
    const [apart, fits] = [newBox(), newBox()]
    await who.direct('CUS', apart)
    expect((await who.direct('CIQ', apart, { methods: ['treatment'], power: 'CIQ-QUARANTINE' })).collision).toBeUndefined()
    expect(await rowsOf(who.coordinator, `object=${apart}&state=near-miss`)).toMatchObject([{ failed: 'methods', about: 'open/treatment' }])
    await who.direct('CUS', fits, { methods: ['open', 'scan'] })
    expect((await who.direct('CIQ', fits, { methods: ['treatment'], power: 'CIQ-QUARANTINE' })).collision.agencies).toEqual(['CIQ', 'CUS'])
  })
})

describe('who is ready, and where it is practised', () => {
  const readiness: readonly Readiness[] = [
    { agency: 'MSA', port: '380101', ready: false, clause: 'DC-14', validFrom: always, validTo: instant('2018-09-01T00:00:00+08:00') },
    { business: 'ecommerce', port: '380101', ready: false, clause: 'EC-01', validFrom: always, validTo: instant('2018-10-01T00:00:00+08:00') },
  ]
  const rollOut: readonly RollOut[] = [
    { on: true, clause: 'JI-25', validFrom: always },
    { business: 'express', port: '380101', on: false, clause: 'JI-25', validFrom: always },
  ]
  let app: TestApp
  let who: Crews
  beforeAll(async () => {
    app = await startApp({ now: instant('2018-07-02T08:00:00+08:00'), pack: { ...cn, readiness, rollOut } })
    who = crews(app)
  })
  afterAll(() => app.close())

  const parcel = (ref: string, business: string): Record<string, unknown> => ({ object: { kind: 'parcel', ref }, business, window: spanFrom(app.clock.now(), 0, 4) })
  const rates = async (): Promise<{ matches: number; notEnabled: number }> => {
    const [row] = (await who.coordinator.get(`/collisions/rates?from=2018-01-01T00:00:00Z&to=2019-01-01T00:00:00Z&port=380101`)).body.items
    return row ?? { matches: 0, notEnabled: 0 }
  }

  test('EC-01: rates of a time that ends before it begins, or of more than a year, are refused in both languages', async () => {
    const asked = async (from: string, to: string): Promise<unknown[]> => {
      const { status, body } = await who.coordinator.get(`/collisions/rates?from=${from}T00:00:00Z&to=${to}T00:00:00Z`)
      return [status, body.code, Object.keys(body.errors[0].message).sort()]
    }
    expect(await asked('2018-02-01', '2018-01-01')).toEqual([422, 'measures/inverted', ['en', 'zh']])
    expect(await asked('2017-01-01', '2018-06-01')).toEqual([422, 'measures/too-long', ['en', 'zh']])
  })

  test('DC-14: maritime is not ready: the vessel is boarded by the other three, and maritime is reported missing', async () => {
    const { inspection } = await who.direct('CUS', 'X', { ...vessel('9321483'), power: 'CUS-CONVEYANCE' })
    expect(inspection.kind).toBe('boarding')
    const boarding = (await who.CUS.get(`/joint-inspections/${inspection.id}`)).body
    expect([boarding.tasks.map((task: { agency: string }) => task.agency), boarding.missing]).toEqual([['BPI', 'CIQ', 'CUS'], ['MSA']])
    expect((await who.coordinator.get(`/ledger?subject=joint-inspection:${inspection.id}`)).text).toContain('"missing":["MSA"]')
    await who.agree(inspection.id, ['CUS', 'CIQ', 'BPI'], spanFrom(app.clock.now(), 1, 2), 'BERTH-1')
    expect((await who.CUS.get(`/joint-inspections/${inspection.id}`)).body.state).toBe('agreed')
  })

  test('DC-14: a directive of the agency that is not ready stands alone, the near-miss says so; from the day it is ready it joins', async () => {
    await who.direct('CUS', 'X', { ...vessel('9074729'), power: 'CUS-CONVEYANCE' })
    const alone = await who.direct('MSA', 'X', { ...vessel('9074729'), power: 'MSA-VESSEL' })
    expect(alone.inspection.kind).toBe('single')
    expect(await rowsOf(who.coordinator, 'object=9074729&state=near-miss')).toMatchObject([{ failed: 'not-ready', about: 'MSA' }])
    app.clock.advanceTo(instant('2018-09-03T08:00:00+08:00'))
    const window = spanFrom(app.clock.now(), 0, 4)
    const { inspection } = await who.direct('CUS', 'X', { ...vessel('9074729'), window, power: 'CUS-CONVEYANCE' })
    const boarding = (await who.CUS.get(`/joint-inspections/${inspection.id}`)).body
    expect([boarding.tasks.map((task: { agency: string }) => task.agency), boarding.missing]).toEqual([['BPI', 'CIQ', 'CUS', 'MSA'], []])
    expect((await who.direct('MSA', 'X', { ...vessel('9074729'), window, power: 'MSA-VESSEL' })).inspection.id).toBe(inspection.id)
  })

  test('EC-01: e-commerce is not ready: nothing matches and the pair is counted as not enabled; ready from 1 October it matches', async () => {
    const before = await rates()
    await who.direct('CUS', 'X', parcel('EC-1', 'ecommerce'))
    expect((await who.direct('CIQ', 'X', parcel('EC-1', 'ecommerce'))).collision).toBeUndefined()
    expect(await rowsOf(who.coordinator, 'object=EC-1&state=near-miss')).toMatchObject([{ failed: 'not-ready', about: 'ecommerce' }])
    expect(await rates()).toMatchObject({ matches: before.matches, notEnabled: before.notEnabled + 1 })
    // The gate is of the channel: the same day a parcel by post is joint.
    await who.direct('CUS', 'X', parcel('PO-1', 'post'))
    expect((await who.direct('CIQ', 'X', parcel('PO-1', 'post'))).collision).toBeDefined()
    const firstDay = spanFrom(instant('2018-10-01T00:00:00+08:00'), 1, 5)
    const waiting = await who.direct('CUS', 'X', { ...parcel('EC-3', 'ecommerce'), window: firstDay })
    const other = await who.direct('CIQ', 'X', { ...parcel('EC-3', 'ecommerce'), window: firstDay })
    app.clock.advanceTo(instant('2018-10-01T00:00:00+08:00'))
    // Changed on that day, the directive is judged by the law of that day (GV-12), and still is when a third one comes and goes (DC-12).
    const changed = await who.CUS.post(`/directives/${waiting.id}/amend`, { methods: ['open', 'weigh'], reason: 'weight differs' })
    expect(changed.body.inspection, changed.text).toBe((await who.CIQ.get(`/directives/${other.id}`)).body.inspection)
    const third = await who.direct('BPI', 'X', { ...parcel('EC-3', 'ecommerce'), window: firstDay })
    expect(third.collision.agencies).toEqual(['BPI', 'CIQ', 'CUS'])
    expect((await who.BPI.post(`/directives/${third.id}/withdraw`, { reason: 'passport found' })).status).toBe(200)
    expect((await who.CUS.get(`/joint-inspections/${third.inspection.id}`)).body).toMatchObject({ kind: 'joint', tasks: [{ agency: 'CIQ' }, { agency: 'CUS' }] })
    const replayed = (await who.coordinator.get(`/collisions/${third.collision.id}/replay`)).body
    expect(replayed.matches.map((match: { directives: string[] }) => match.directives)).toContainEqual([waiting.id, other.id, third.id].sort())
    await who.direct('CUS', 'X', parcel('EC-2', 'ecommerce'))
    expect((await who.direct('CIQ', 'X', parcel('EC-2', 'ecommerce'))).collision.agencies).toEqual(['CIQ', 'CUS'])
    expect(await rates()).toMatchObject({ matches: before.matches + 3, notEnabled: before.notEnabled + 2 })
  })

  test('EC-01: the channel is that of the declaration, whatever a sender says; who may open the gate is the channel\'s business, not one agency\'s', async () => {
    const plain = await startApp({ now: instant('2018-07-02T08:00:00+08:00') })
    try {
      const crew = crews(plain)
      const sent = await plain.as({ role: 'trader', enterprise: 'E-AA' }).post('/declarations', sampleDeclaration({ mode: 'express', declarant: 'E-AA' }))
      expect(sent.status, sent.text).toBe(201)
      const wanted = { object: { kind: 'consignment', ref: sent.body.number }, business: 'import' }
      await crew.direct('CUS', 'X', wanted)
      expect((await crew.direct('CIQ', 'X', wanted)).collision).toBeUndefined()
      expect(await rowsOf(crew.coordinator, `object=${sent.body.number}&state=near-miss`)).toMatchObject([{ failed: 'not-ready', about: 'express' }])
      const entry = (agency?: string): object => ({ data: { ...(agency === undefined ? {} : { agency }), business: 'express', port: '380101', ready: false, clause: 'EC-01' } })
      expect((await crew.coordinator.post('/registers/readiness', entry('CIQ'))).status).toBe(403)
      expect((await crew.coordinator.post('/registers/readiness', entry())).status).toBe(403)
      expect((await crew.coordinator.post('/registers/readiness', entry('CUS'))).status).toBeLessThan(300)
    } finally {
      await plain.close()
    }
  })

  test('JI-25: container imports on, express off at Ningbo: only the former form a one-stop task', async () => {
    const box = sampleContainer(2501)
    const declared = await app.as({ role: 'trader', enterprise: 'E-AA' }).post('/declarations', sampleDeclaration({ declarant: 'E-AA', containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))
    expect(declared.status, declared.text).toBe(201)
    await who.direct('CUS', box, { window: spanFrom(app.clock.now(), 0, 4) })
    const imported = await who.direct('CIQ', box, { window: spanFrom(app.clock.now(), 0, 4) })
    expect(imported.collision.agencies).toEqual(['CIQ', 'CUS'])
    expect((await who.CIQ.get(`/directives/${imported.id}`)).body.business).toBe('import')
    await who.direct('CUS', 'X', parcel('EX-1', 'express'))
    expect((await who.direct('CIQ', 'X', parcel('EX-1', 'express'))).collision).toBeUndefined()
    expect(await rowsOf(who.coordinator, 'object=EX-1&state=near-miss')).toMatchObject([{ failed: 'not-rolled-out', about: 'express' }])
  })

  test('JI-25: the matrix is a register: turned on by headquarters, express is joint from that day; an officer cannot', async () => {
    const data = { business: 'express', port: '380101', on: true, clause: 'JI-25' }
    expect((await who.CUS.post('/registers/roll-out', { data })).status).toBe(403)
    const set = await app.as({ role: 'headquarters' }).post('/registers/roll-out', { data })
    expect(set.status, set.text).toBeLessThan(300)
    let n = 1
    await vi.waitFor(async () => {
      const ref = `EX-${++n}`
      await who.direct('CUS', 'X', parcel(ref, 'express'))
      expect((await who.direct('CIQ', 'X', parcel(ref, 'express'))).collision).toBeDefined()
    }, 5000)
  })
})

describe('DC-01 what cannot be a directive', () => {
  test('DC-01: unknown objects, lapsed or foreign powers, impossible windows, methods without object, another agency\'s directive: each is refused in both languages, by code and place', async () => {
    const powers = [...cn.powers, { ...cn.powers[0], code: 'CUS-LAPSED', agency: 'CUS', methods: ['open' as const], name: { zh: '已失效', en: 'Lapsed' }, clause: 'GV-07', validFrom: always, validTo: instant('2020-01-01T00:00:00Z') }]
    const app = await startApp({ pack: { ...cn, powers } })
    try {
      const who = crews(app)
      const { object: _object, ...objectless } = directiveBody(app, 'CUS', 'X')
      const bodies: readonly (readonly [object, string, string])[] = [
        [directiveBody(app, 'CUS', 'X', { object: { kind: 'consignment', ref: '310420991000000001' } }), 'directives/object-unknown', '/object/ref'],
        [directiveBody(app, 'CUS', 'X', { object: { kind: 'item', ref: '310420991000000001/3' } }), 'directives/object-unknown', '/object/ref'],
        [directiveBody(app, 'CUS', 'X', { object: { kind: 'item', ref: 'no line' } }), 'directives/object-unreadable', '/object/ref'],
        [directiveBody(app, 'CUS', newBox(), { power: 'CUS-LAPSED' }), 'directives/power-not-in-force', '/power'],
        [directiveBody(app, 'CUS', newBox(), { power: 'CIQ-FOOD' }), 'directives/power-of-another-agency', '/power'],
        [directiveBody(app, 'CUS', newBox(), { window: spanFrom(app.clock.now(), -9, -5) }), 'directives/window-past', '/window/to'],
        [directiveBody(app, 'CUS', newBox(), { window: spanFrom(app.clock.now(), 5, 1) }), 'directives/window-inverted', '/window/to'],
        [objectless, 'directives/object-required', '/object'],
        [directiveBody(app, 'CUS', ' '), 'directives/object-required', '/object/ref'],
        [directiveBody(app, 'CUS', ''), 'directives/object-required', '/object/ref'],
        [directiveBody(app, 'CUS', newBox(), { power: ' ' }), 'directives/power-required', '/power'],
        [directiveBody(app, 'CUS', newBox(), { reason: 'see \u202efdp.exe' }), 'common/not-plain-text', '/reason'],
        [directiveBody(app, 'CUS', newBox(), { agency: 'CIQ' }), 'directives/other-agency', '/agency'],
      ]
      for (const [body, code, pointer] of bodies) {
        const reply = await who.CUS.post('/directives', body)
        expect([reply.status >= 400 && reply.status < 500, reply.body.code, reply.body.errors[0].pointer], reply.text).toEqual([true, code, pointer])
        const { zh, en } = reply.body.errors[0].message
        expect([/[\u4e00-\u9fff]/.test(zh), /[a-z]{3}/.test(en), /\{\{|\\u/.test(zh + en), reply.body.errors.length], code).toEqual([true, true, false, 1])
      }
      // All faults of one directive come at once.
      const many = await who.CUS.post('/directives', directiveBody(app, 'CUS', 'TGHU1234568', { power: 'CUS-LAPSED', window: spanFrom(app.clock.now(), 5, 1) }))
      expect(many.body.errors.map((error: { code: string }) => error.code).sort()).toEqual(['directives/container-number', 'directives/power-not-in-force', 'directives/window-inverted'])
      expect((await who.coordinator.get('/directives')).body.items).toEqual([])
    } finally {
      await app.close()
    }
  })
})

describe('GV-07 powers by their time', () => {
  test('GV-07: a power that has run out bears no directive; the same power in force does', async () => {
    const powers = [...cn.powers, { ...cn.powers[0], code: 'CUS-PILOT', agency: 'CUS', methods: ['open' as const], name: { zh: '试点', en: 'Pilot' }, clause: 'GV-07', validFrom: always, validTo: instant('2026-03-02T05:00:00Z') }]
    const app = await startApp({ pack: { ...cn, powers } })
    try {
      const who = crews(app)
      expect((await who.direct('CUS', newBox(), { power: 'CUS-PILOT' })).power).toBe('CUS-PILOT')
      app.clock.advanceTo(plus(app.clock.now(), hours(4)))
      const refused = await who.CUS.post('/directives', directiveBody(app, 'CUS', newBox(), { power: 'CUS-PILOT' }))
      expect([refused.status, refused.body.code, refused.body.errors[0].clause]).toEqual([422, 'directives/power-not-in-force', 'GV-07'])
      expect([refused.body.errors[0].message.en, refused.body.errors[0].message.zh]).toEqual([expect.stringContaining('CUS-PILOT'), expect.stringContaining('CUS-PILOT')])
    } finally {
      await app.close()
    }
  })
})

describe('JI-06 agencies called in', () => {
  let app: TestApp
  let who: Crews
  beforeAll(async () => {
    app = await startApp()
    who = crews(app)
  })
  afterAll(() => app.close())

  test('JI-06: forestry, called into a case on an invasive species, reads and comments; it decides and releases nothing', async () => {
    const box = newBox()
    await who.direct('CUS', box)
    const { inspection } = await who.direct('CIQ', box, { methods: ['quarantine', 'open'], power: 'CIQ-QUARANTINE' })
    const url = `/joint-inspections/${inspection.id}`
    const forestry = app.as({ role: 'officer', agency: 'FGA' })
    expect((await forestry.get(url)).status).toBe(404)
    const invited = await who.CIQ.post(`${url}/invite`, { agency: 'FGA', reason: 'longhorn beetle found' })
    expect([invited.status, invited.body.invited], invited.text).toEqual([200, ['FGA']])
    const read = await forestry.get(url)
    expect([read.status, read.body.tasks.length, read.body.acts]).toEqual([200, 2, []])
    expect((await forestry.get(`/joint-inspections?object=${box}`)).body.items).toHaveLength(1)
    expect(((await forestry.get('/notices')).body.items as { type: string }[]).map((notice) => notice.type)).toContain('AgencyInvited')
    for (const [act, body] of [['agree', { site: 'P1', crew: ['F-1'] }], ['decline', { reason: 'x' }], ['start', {}], ['dispositions', { disposition: 'CIQ-PASS' }], ['close', {}]] as const) {
      const refused = await forestry.post(`${url}/${act}`, body)
      expect([act, refused.status]).toEqual([act, 403])
    }
    const said = await forestry.post(`${url}/messages`, { text: 'Anoplophora: fumigate the whole stack', audience: 'agencies' })
    expect([said.status, said.body.side], said.text).toEqual([201, { kind: 'agency', code: 'FGA' }])
    expect((await who.CUS.get(`${url}/messages`)).text).toContain('Anoplophora')
    // Nobody waits for a guest's yes.
    await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2))
    expect((await who.CUS.get(url)).body.state).toBe('agreed')
  })

  test('JI-06: whoever was called into a single inspection is called into the joint one that takes its place', async () => {
    const box = newBox()
    const { inspection } = await who.direct('CIQ', box)
    expect((await who.CIQ.post(`/joint-inspections/${inspection.id}/invite`, { agency: 'FGA', reason: 'bark beetle' })).status).toBe(200)
    const joint = await who.direct('CUS', box)
    expect(joint.inspection.id).not.toBe(inspection.id)
    expect((await app.as({ role: 'officer', agency: 'FGA' }).get(`/joint-inspections/${joint.inspection.id}`)).body).toMatchObject({ kind: 'joint', invited: ['FGA'] })
  })

  test('JI-06: only parties and coordinators call in, only whom the matrix names, and nobody twice', async () => {
    const box = newBox()
    await who.direct('CUS', box)
    const { inspection } = await who.direct('CIQ', box)
    const url = `/joint-inspections/${inspection.id}/invite`
    expect((await who.BPI.post(url, { agency: 'FGA', reason: 'x' })).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post(url, { agency: 'FGA', reason: 'x' })).status).toBe(404)
    expect((await who.CUS.post(url, { agency: 'MSA', reason: 'x' })).body).toMatchObject({ code: 'inspections/not-to-be-invited', errors: [{ facts: { invited: 'MOA, FGA, FDA, MEE' } }] })
    expect((await who.CUS.post(url, { agency: 'CIQ', reason: 'x' })).body.code).toBe('inspections/there-already')
    expect((await who.coordinator.post(url, { agency: 'FGA', reason: 'timber' })).status).toBe(200)
    expect((await who.CUS.post(url, { agency: 'FGA', reason: 'timber' })).body.code).toBe('inspections/there-already')
    const train = await who.direct('CUS', 'X', { object: { kind: 'train', ref: 'X7001' }, methods: ['board'], power: 'CUS-CONVEYANCE' })
    expect((await who.CUS.post(`/joint-inspections/${train.inspection.id}/invite`, { agency: 'FGA', reason: 'x' })).body.code).toBe('inspections/not-to-be-invited')
  })
})
