import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { hours, instant, plus, toIso } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { changeRule } from '../support/assessment.ts'
import { crews, directiveBody, newBox, spanFrom } from '../support/joint.ts'
import { sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
})
afterAll(() => app.close())

const collisionsOf = async (object: string, state?: string): Promise<Record<string, unknown>[]> =>
  (await who.coordinator.get(`/collisions?object=${object}${state === undefined ? '' : `&state=${state}`}`)).body.items

/** A declared consignment with one container. */
async function declare(n: number, enterprise = 'E-B'): Promise<{ id: string; number: string; box: string }> {
  const box = sampleContainer(n)
  const reply = await app.as({ role: 'trader', enterprise }).post('/declarations', sampleDeclaration({ declarant: enterprise, containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))
  expect(reply.status, reply.text).toBe(201)
  return { id: reply.body.id, number: reply.body.number, box }
}

describe('DC-01 directives', () => {
  test('DC-01: a directive without method is refused in both languages; with object and method it is accepted and stamped', async () => {
    const { methods: _none, ...without } = directiveBody(app, 'CIQ', newBox())
    const refused = await who.CIQ.post('/directives', without)
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({ code: 'directives/method-required', errors: [{ pointer: '/methods', clause: 'DC-01' }] })
    expect(refused.body.errors[0].message.en).toContain('method required')
    expect(refused.body.errors[0].message.zh).toContain('缺少检查方式')
    expect((await who.CIQ.post('/directives', { ...without, methods: [] })).body.code).toBe('directives/method-required')
    const accepted = await who.CIQ.post('/directives', { ...without, methods: ['open'] })
    expect(accepted.status).toBe(201)
    expect(accepted.body).toMatchObject({ agency: 'CIQ', methods: ['open'], acceptedAt: toIso(app.clock.now()) })
    expect((await who.CIQ.get(`/directives/${accepted.body.id}`)).body).toMatchObject({ id: accepted.body.id, state: 'open', origin: 'agency' })
  })

  test('DC-01: no object, an unknown one, no power, a foreign power or method, an old window: each has its own refusal', async () => {
    const box = newBox()
    const { object: _object, ...objectless } = directiveBody(app, 'CUS', box)
    expect((await who.CUS.post('/directives', objectless)).body.code).toBe('directives/object-required')
    const { power: _power, ...powerless } = directiveBody(app, 'CUS', box)
    expect((await who.CUS.post('/directives', powerless)).body.code).toBe('directives/power-required')
    const code = async (changes: Record<string, unknown>): Promise<string> => (await who.CUS.post('/directives', directiveBody(app, 'CUS', box, changes))).body.code
    expect(await code({ object: { kind: 'consignment', ref: '310420991000000001' } })).toBe('directives/object-unknown')
    expect(await code({ power: 'CIQ-COMMODITY' })).toBe('directives/power-of-another-agency')
    expect(await code({ methods: ['quarantine'] })).toBe('directives/power-without-method')
    expect(await code({ window: spanFrom(app.clock.now(), -4, -1) })).toBe('directives/window-past')
    expect(await code({ window: spanFrom(app.clock.now(), 4, 1) })).toBe('directives/window-inverted')
    expect(await code({ agency: 'CIQ' })).toBe('directives/other-agency')
    expect(await code({ port: '650302' })).toBe('common/not-permitted')
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post('/directives', directiveBody(app, 'CUS', box))).status).toBe(403)
  })

  test('DC-01: the same id is answered the same, byte for byte; another content under it is refused', async () => {
    const body = directiveBody(app, 'CUS', newBox(), { id: '0195f5a0-0000-7000-8000-000000000001' })
    const first = await who.CUS.post('/directives', body)
    const repeat = await who.CUS.post('/directives', body)
    expect([repeat.status, repeat.text, repeat.headers['idempotent-replayed']]).toEqual([201, first.text, 'true'])
    expect((await who.CUS.post('/directives', { ...body, reason: 'another' })).status).toBe(409)
    const keyed = directiveBody(app, 'CUS', newBox())
    const [one, two] = [await who.CUS.post('/directives', keyed, { 'idempotency-key': 'k-1' }), await who.CUS.post('/directives', keyed, { 'idempotency-key': 'k-1' })]
    expect(two.text).toBe(one.text)
  })
})

describe('DC-02 matching', () => {
  test('DC-02: directives of two agencies on one container at 08:00 and 09:10 are one match with both ids', async () => {
    const box = newBox()
    const first = await who.direct('CUS', box, { window: spanFrom(app.clock.now(), 7, 8) })
    expect(await collisionsOf(box)).toEqual([])
    const second = await who.direct('CIQ', box, { window: spanFrom(app.clock.now(), 8 + 1 / 6, 9) })
    const [match, another] = await collisionsOf(box)
    expect(another).toBeUndefined()
    expect(match).toMatchObject({ state: 'proposed', agencies: ['CIQ', 'CUS'], directives: [first.id, second.id].sort(), object: { kind: 'container', ref: box } })
    expect(second.collision).toMatchObject({ id: match?.['id'] })
  })

  test('DC-02: nobody but the agencies concerned and those who oversee sees a match', async () => {
    const box = newBox()
    await who.direct('CUS', box)
    await who.direct('CIQ', box)
    const seen = async (party: ReturnType<typeof app.as>): Promise<number> => (await party.get(`/collisions?object=${box}`)).body.items.length
    expect(await seen(who.CUS)).toBe(1)
    expect(await seen(who.BPI)).toBe(0)
    expect(await seen(app.as({ role: 'trader', enterprise: 'E-B' }))).toBe(0)
    expect(await seen(app.as({ role: 'headquarters' }))).toBe(1)
    expect(await seen(app.as({ role: 'coordinator', agency: 'CUS', ports: ['650302'] }))).toBe(0)
  })
})

describe('DC-03 different agencies', () => {
  test('DC-03: two directives of one agency do not collide; they are one need with one inspection, and a near-miss says why', async () => {
    const box = newBox()
    const [first, second] = [await who.direct('CUS', box), await who.direct('CUS', box, { methods: ['weigh'] })]
    expect(await collisionsOf(box)).toEqual([])
    expect(second.inspection).toEqual(first.inspection)
    expect(await collisionsOf(box, 'near-miss')).toMatchObject([{ directives: [first.id, second.id].sort(), failed: 'different-agency' }])
  })

  test('DC-03: the third directive, of another agency, meets both as one task each', async () => {
    const box = newBox()
    const [first, second] = [await who.direct('CUS', box), await who.direct('CUS', box, { methods: ['weigh'] })]
    const third = await who.direct('CIQ', box)
    expect(await collisionsOf(box)).toMatchObject([{ agencies: ['CIQ', 'CUS'], directives: [first.id, second.id, third.id].sort() }])
    const { tasks } = (await who.CIQ.get(`/joint-inspections/${third.inspection.id}`)).body
    expect(tasks).toMatchObject([
      { agency: 'CIQ', directives: [third.id] },
      { agency: 'CUS', directives: [first.id, second.id].sort() },
    ])
    expect(await collisionsOf(box, 'near-miss')).toEqual([])
  })
})

describe('DC-04 the same object', () => {
  test('DC-04: a declaration and its container match; a vessel and a container aboard do not', async () => {
    const { number, box } = await declare(401)
    await who.direct('CUS', number, { object: { kind: 'consignment', ref: number } })
    const second = await who.direct('CIQ', box)
    expect(await collisionsOf(box)).toMatchObject([{ agencies: ['CIQ', 'CUS'], object: { kind: 'container', ref: box } }])
    expect(await collisionsOf(number)).toMatchObject([{ id: second.collision.id }])

    const aboard = newBox()
    await who.direct('CUS', '9321483', { object: { kind: 'vessel', ref: '9321483' }, methods: ['board'], power: 'CUS-CONVEYANCE' })
    await who.direct('CIQ', aboard)
    expect(await collisionsOf(aboard)).toEqual([])
    expect(await collisionsOf(aboard, 'near-miss')).toEqual([])
  })

  test('DC-04: the transport document is a third name of the same consignment; another consignment is another object', async () => {
    const box = sampleContainer(402)
    const trader = app.as({ role: 'trader', enterprise: 'E-B' })
    const declared = await trader.post('/declarations', sampleDeclaration({ transportDocument: 'COSU-DC04', containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))
    const other = await declare(403)
    await who.direct('CUS', 'COSU-DC04', { object: { kind: 'consignment', ref: 'COSU-DC04' } })
    const match = await who.direct('CIQ', '1', { object: { kind: 'item', ref: `${declared.body.number}/1` } })
    expect(match.collision.agencies).toEqual(['CIQ', 'CUS'])
    expect((await who.direct('CIQ', other.number, { object: { kind: 'consignment', ref: other.number } })).collision).toBeUndefined()
  })
})

describe('DC-05 the reasonable time interval', () => {
  test('DC-05: 25 h apart under 24 h is no match but a near-miss; under 48 h set for the port it is one', async () => {
    const box = newBox()
    const apart = { CUS: spanFrom(app.clock.now(), 1, 2), CIQ: spanFrom(app.clock.now(), 26, 27) }
    const first = await who.direct('CUS', box, { window: apart.CUS })
    const second = await who.direct('CIQ', box, { window: apart.CIQ })
    expect(await collisionsOf(box)).toEqual([])
    expect(await collisionsOf(box, 'near-miss')).toMatchObject([{ directives: [first.id, second.id].sort(), failed: 'time', distance: hours(25), within: hours(24) }])

    const data = { id: 'beilun-container', port: '380101', objectKind: 'container', windowHours: 48 }
    const validTo = toIso(plus(app.clock.now(), 1000))
    await changeRule(app, 'collision-rules', { validFrom: toIso(app.clock.now()), validTo, data })
    // Registers are read again a moment after they change.
    const matched = await vi.waitFor(async () => {
      const again = newBox()
      await who.direct('CUS', again, { window: apart.CUS })
      await who.direct('CIQ', again, { window: apart.CIQ })
      const [match] = await collisionsOf(again)
      expect(match).toBeDefined()
      return match
    }, 5000)
    expect(matched).toMatchObject({ rule: { id: 'beilun-container', version: 1 }, agencies: ['CIQ', 'CUS'] })
    app.clock.advanceTo(plus(app.clock.now(), 1000))
  })

  test('DC-05: exactly the window apart still matches, and windows that overlap do however far apart they begin', async () => {
    const [edge, long] = [newBox(), newBox()]
    await who.direct('CUS', edge, { window: spanFrom(app.clock.now(), 1, 2) })
    expect((await who.direct('CIQ', edge, { window: spanFrom(app.clock.now(), 25, 26) })).collision).toBeDefined()
    await who.direct('CUS', long, { window: spanFrom(app.clock.now(), 1, 72) })
    expect((await who.direct('CIQ', long, { window: spanFrom(app.clock.now(), 60, 61) })).collision).toBeDefined()
  })
})

describe('DC-06 notices of a match', () => {
  test('DC-06: both agencies, the declarant and the terminal have a delivery receipt; others have none', async () => {
    const { number, box } = await declare(601, 'E-A')
    await who.direct('CUS', number, { object: { kind: 'consignment', ref: number }, site: 'TERMINAL-4' })
    const match = await who.direct('CIQ', box)
    await app.settle()
    const notices = (await who.coordinator.get(`/notices?subject=joint-inspection:${match.inspection.id}`)).body.items as { id: string; type: string; recipient: { kind: string; code: string } }[]
    const told = notices.filter((notice) => notice.type === 'JointMatched')
    expect(told.map((notice) => `${notice.recipient.kind} ${notice.recipient.code}`).sort()).toEqual(['agency CIQ', 'agency CUS', 'enterprise E-A', 'site TERMINAL-4'])
    for (const notice of told) {
      const { receipts } = (await who.coordinator.get(`/notices/${notice.id}/receipts`)).body
      expect(receipts).toMatchObject([{ channel: 'inbox', outcome: 'delivered', at: toIso(app.clock.now()) }])
    }
    const inbox = (await app.as({ role: 'trader', enterprise: 'E-A' }).get('/notices')).body.items as { type: string; message: { zh: string; en: string } }[]
    const message = inbox.find((notice) => notice.type === 'JointMatched')?.message
    expect(message?.zh).toContain('联合检查')
    expect(message?.en).toContain(box)
    expect((await app.as({ role: 'operator', site: 'TERMINAL-4' }).get('/notices')).body.items.length).toBeGreaterThan(0)
    expect(((await who.BPI.get('/notices')).body.items as { message: { en: string } }[]).filter((notice) => notice.message.en.includes(box))).toEqual([])
  })
})

describe('DC-07 declining', () => {
  test('DC-07: without reason refused; with one accepted, with the person, and counted in the decline rate', async () => {
    const box = newBox()
    await who.direct('CUS', box)
    const { inspection, collision, id } = await who.direct('CIQ', box)
    const rate = async (): Promise<{ matches: number; declined: number; declineRate: number }> =>
      (await who.coordinator.get(`/collisions/rates?from=${toIso(plus(app.clock.now(), -hours(1)))}&to=${toIso(plus(app.clock.now(), hours(1)))}`)).body.items[0]
    const before = await rate()
    const refused = await who.CIQ.post(`/joint-inspections/${inspection.id}/decline`, {})
    expect([refused.status, refused.body.code]).toEqual([422, 'inspections/reason-required'])
    await who.act('CIQ', inspection.id, 'decline', { reason: 'hazmat isolation' })
    const after = await rate()
    expect(after).toEqual({ port: '380101', matches: before.matches, declined: before.declined + 1, notEnabled: 0, declineRate: (before.declined + 1) / before.matches })
    expect(await collisionsOf(box)).toMatchObject([{ id: collision.id, state: 'declined' }])

    const ledger = (await who.coordinator.get(`/ledger?subject=joint-inspection:${inspection.id}`)).text
    expect(ledger).toContain('JointInspectionDeclined')
    expect(ledger).toContain('hazmat isolation')
    const alone = (await who.coordinator.get(`/joint-inspections?object=${box}&kind=single&state=proposed`)).body.items as { tasks: { agency: string }[] }[]
    expect(alone.map((inspection) => inspection.tasks[0]?.agency).sort()).toEqual(['CIQ', 'CUS'])
    expect((await who.CIQ.get(`/directives/${id}`)).body.state).toBe('apart')
  })

  test('DC-07: of three parties one declines and the other two go on together', async () => {
    const train = { object: { kind: 'train', ref: 'X8044' }, methods: ['board'] }
    await who.direct('BPI', 'X', { ...train, power: 'BPI-CONVEYANCE' })
    await who.direct('CUS', 'X', { ...train, power: 'CUS-CONVEYANCE' })
    const { inspection } = await who.direct('CIQ', 'X', { ...train, power: 'CIQ-HEALTH' })
    const left = await who.act('BPI', inspection.id, 'decline', { reason: 'no crew until midnight' })
    expect(left).toMatchObject({ state: 'proposed', kind: 'joint', tasks: [{ agency: 'CIQ' }, { agency: 'CUS' }] })
    expect(await collisionsOf('X8044')).toMatchObject([{ state: 'proposed', agencies: ['CIQ', 'CUS'] }])
    expect((await who.BPI.get('/joint-inspections?object=X8044&kind=single')).body.items.some((single: { state: string }) => single.state === 'proposed')).toBe(true)
  })
})

describe('DC-08 judgement', () => {
  test('DC-08: yes, no with reason, yes: not scheduled, and the record shows which failed', async () => {
    const box = newBox()
    const first = await who.direct('CUS', box)
    const { inspection, id } = await who.direct('CIQ', box)
    const judgement = { necessity: { yes: true }, feasibility: { yes: false, reason: 'no reefer platform' }, effectiveness: { yes: true } }
    const judged = await who.coordinator.post(`/joint-inspections/${inspection.id}/judge`, judgement)
    expect(judged.status, judged.text).toBe(200)
    expect(judged.body).toMatchObject({ state: 'declined', judgement: { feasibility: { yes: false, reason: 'no reefer platform' }, necessity: { yes: true } } })
    expect((await who.CUS.post(`/joint-inspections/${inspection.id}/agree`, { crew: ['I-1'], site: 'P1' })).body.code).toBe('inspections/not-in-this-state')
    expect(await collisionsOf(box)).toMatchObject([{ state: 'declined' }])
    expect((await who.coordinator.get(`/ledger?subject=joint-inspection:${inspection.id}`)).text).toContain('"failed":["feasibility"]')
    // The goods are still looked at: by each alone.
    for (const [agency, directive] of [['CUS', first.id], ['CIQ', id]] as const) {
      const asked = (await who[agency].get(`/directives/${directive}`)).body
      expect([asked.state, (await who[agency].get(`/joint-inspections/${asked.inspection}`)).body]).toMatchObject(['apart', { kind: 'single', state: 'proposed', tasks: [{ agency, directives: [directive] }] }])
    }
  })

  test('DC-08: a no needs its reason, an officer does not judge, and three times yes goes on', async () => {
    const box = newBox()
    await who.direct('CUS', box)
    const { inspection } = await who.direct('CIQ', box)
    const yes = { necessity: { yes: true }, feasibility: { yes: true }, effectiveness: { yes: true } }
    const url = `/joint-inspections/${inspection.id}/judge`
    expect((await who.coordinator.post(url, { ...yes, necessity: { yes: false } })).body).toMatchObject({ code: 'inspections/reason-required', errors: [{ pointer: '/necessity/reason' }] })
    expect((await who.CUS.post(url, yes)).status).toBe(403)
    expect((await who.coordinator.post(url, yes)).body).toMatchObject({ state: 'proposed', judgement: { effectiveness: { yes: true } } })
  })
})

describe('DC-09 coordination', () => {
  test('DC-09: one party confirmed, the other not: coordinating, and nothing starts', async () => {
    const box = newBox()
    await who.direct('CUS', box)
    const { inspection } = await who.direct('CIQ', box)
    const slot = spanFrom(app.clock.now(), 1, 2)
    const coordinating = await who.act('CUS', inspection.id, 'agree', { slot, site: 'P2', crew: ['C-9'] })
    expect(coordinating).toMatchObject({ state: 'coordinating', tasks: [{ agency: 'CIQ' }, { agency: 'CUS', crew: ['C-9'], confirmed: { name: 'officer.CUS' } }] })
    expect(coordinating.tasks[0].confirmed).toBeUndefined()
    expect((await who.CUS.post(`/joint-inspections/${inspection.id}/start`)).body.code).toBe('inspections/not-in-this-state')
    expect(await collisionsOf(box)).toMatchObject([{ state: 'coordinating' }])
    expect(await who.act('CIQ', inspection.id, 'agree', { crew: ['Q-9'] })).toMatchObject({ state: 'agreed', site: 'P2', slot: { from: slot.from } })
    expect(await collisionsOf(box)).toMatchObject([{ state: 'agreed' }])
  })

  test('DC-09: time, place and crew are all needed; what another party confirmed is changed only by a new proposal, which asks again', async () => {
    const box = newBox()
    await who.direct('CUS', box, { window: spanFrom(app.clock.now(), 0, 12) })
    const { inspection } = await who.direct('CIQ', box, { window: spanFrom(app.clock.now(), 0, 12) })
    const url = `/joint-inspections/${inspection.id}`
    expect((await who.CUS.post(`${url}/agree`, { crew: ['C-8'] })).body.code).toBe('inspections/place-required')
    expect((await who.CUS.post(`${url}/agree`, { site: 'P2', crew: [] })).body.code).toBe('inspections/crew-required')
    await who.act('CUS', inspection.id, 'agree', { slot: spanFrom(app.clock.now(), 2, 3), site: 'P2', crew: ['C-8'] })
    expect((await who.CIQ.post(`${url}/agree`, { site: 'P1', crew: ['Q-8'] })).body.code).toBe('inspections/one-platform')
    const other = await who.act('CIQ', inspection.id, 'reschedule', { slot: spanFrom(app.clock.now(), 4, 5), site: 'P1', reason: 'reefer only at P1' })
    expect(other.tasks.every((task: { confirmed?: unknown }) => task.confirmed === undefined)).toBe(true)
    await who.act('CIQ', inspection.id, 'agree', { crew: ['Q-8'] })
    expect(await who.act('CUS', inspection.id, 'agree', { crew: ['C-8'] })).toMatchObject({ state: 'agreed', site: 'P1' })
  })

  test('DC-09: two parties that answer at the same instant both count; who saw an old version is told so', async () => {
    const box = newBox()
    await who.direct('CUS', box)
    const { inspection } = await who.direct('CIQ', box)
    const slot = spanFrom(app.clock.now(), 1, 2)
    const url = `/joint-inspections/${inspection.id}/agree`
    await Promise.all([who.CUS.post(url, { slot, site: 'P3', crew: ['C-7'] }), who.CIQ.post(url, { slot, site: 'P3', crew: ['Q-7'] })])
    expect((await who.CUS.get(`/joint-inspections/${inspection.id}`)).body.state).toBe('agreed')
    expect((await who.CUS.post(`/joint-inspections/${inspection.id}/start`, {}, { 'if-match': '"1"' })).status).toBe(412)
  })
})

describe('DC-10 one inspection', () => {
  test('DC-10: a confirmed match is one inspection with two tasks, and the two directives are closed by it', async () => {
    const box = newBox()
    const first = await who.direct('CUS', box)
    const second = await who.direct('CIQ', box)
    const inspection = second.inspection.id as string
    const live = (await who.coordinator.get(`/joint-inspections?object=${box}`)).body.items.filter((each: { state: string }) => each.state !== 'superseded')
    expect(live).toHaveLength(1)
    expect(live[0].tasks).toHaveLength(2)
    await who.agree(inspection, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2))
    await who.act('CUS', inspection, 'start')
    expect((await who.CUS.get(`/directives/${first.id}`)).body.state).toBe('started')
    await who.act('CIQ', inspection, 'open', { object: { kind: 'container', ref: box } })
    await who.act('CUS', inspection, 'close')
    for (const id of [first.id, second.id]) expect((await who.coordinator.get(`/directives/${id}`)).body).toMatchObject({ state: 'closed', inspection })
  })

  test('DC-10: a directive that meets nobody is a single inspection done by the same acts', async () => {
    const box = newBox()
    const { inspection, id } = await who.direct('CUS', box, { methods: ['scan'] })
    expect(await who.act('CUS', inspection.id, 'agree', { site: 'P4', crew: ['C-6'] })).toMatchObject({ kind: 'single', state: 'agreed' })
    await who.act('CUS', inspection.id, 'start')
    await who.act('CUS', inspection.id, 'scan', { image: 'S-1' })
    expect(await who.act('CUS', inspection.id, 'close')).toMatchObject({ state: 'closed' })
    expect((await who.CUS.get(`/directives/${id}`)).body.state).toBe('closed')
    expect((await who.direct('CIQ', box)).collision).toBeUndefined()
  })
})

describe('DC-13 rules as versioned data', () => {
  const from = instant('2018-01-01T00:00:00Z')
  const version = (number: number, window: number): (typeof cn.collisionRules)[number] => ({ id: 'container-no', version: number, objectKind: 'container', window: hours(window), clause: 'DC-05', validFrom: from })
  let ruled: TestApp
  beforeAll(async () => {
    ruled = await startApp({ pack: { ...cn, collisionRules: [version(2, 4), version(3, 24)] } })
  })
  afterAll(() => ruled.close())

  test('DC-13: a match says which rule and version fired; replay by version 2 gives version 2\'s answer', async () => {
    const crew = crews(ruled)
    const box = newBox()
    const first = await crew.direct('CUS', box, { window: spanFrom(ruled.clock.now(), 1, 2) })
    const second = await crew.direct('CIQ', box, { window: spanFrom(ruled.clock.now(), 9, 10) })
    const [match] = (await crew.coordinator.get(`/collisions?object=${box}`)).body.items
    expect(match).toMatchObject({
      rule: { id: 'container-no', version: 3 },
      explanation: [{ directives: [first.id, second.id].sort(), rule: { id: 'container-no', version: 3 }, distance: hours(8), within: hours(24), overlap: false, object: { kind: 'container' } }],
    })
    const replay = async (asked: string): Promise<{ matches: unknown[]; nearMisses: unknown[] }> => (await crew.coordinator.get(`/collisions/${match.id}/replay${asked}`)).body
    expect(await replay('?version=2')).toMatchObject({ rule: { id: 'container-no', version: 2 }, matches: [], nearMisses: [{ failed: 'time', within: hours(4) }] })
    expect((await replay('?version=3')).matches).toHaveLength(1)
    expect((await replay('')).matches).toHaveLength(1)
    expect((await crew.coordinator.get(`/collisions/${match.id}/replay?version=9`)).body.code).toBe('collisions/unknown-rule')
  })

  test('DC-13: without a rule for its kind nothing matches, and the near-miss says so', async () => {
    const crew = crews(ruled)
    const train = { object: { kind: 'train', ref: 'X8044' }, methods: ['board'] }
    await crew.direct('CUS', 'X', { ...train, power: 'CUS-CONVEYANCE' })
    await crew.direct('CIQ', 'X', { ...train, power: 'CIQ-HEALTH' })
    expect((await crew.coordinator.get('/collisions?object=X8044&state=near-miss')).body.items).toMatchObject([{ failed: 'kind-not-joint' }])
  })
})

describe('the queue of an agency', () => {
  test('DC-01, RR-12: what is done together with others goes before what is due earlier alone, from the match on, and no longer once the other has withdrawn', async () => {
    const crew = who
    const [alone, shared] = [newBox(), newBox()]
    await crew.direct('CUS', alone, { window: spanFrom(app.clock.now(), 0, 2) })
    await crew.direct('CUS', shared, { window: spanFrom(app.clock.now(), 0, 5) })
    const order = async (): Promise<[string, boolean][]> =>
      ((await crew.CUS.get('/directives?state=open&agency=CUS&limit=200')).body.items as { object: { ref: string }; joint: boolean }[]).filter(({ object: { ref } }) => ref === alone || ref === shared).map(({ object: { ref }, joint }) => [ref, joint])
    expect(await order()).toEqual([[alone, false], [shared, false]])
    const { id } = await crew.direct('CIQ', shared, { window: spanFrom(app.clock.now(), 0, 5) })
    expect(await order()).toEqual([[shared, true], [alone, false]])
    expect((await crew.CIQ.post(`/directives/${id}/withdraw`, { reason: 'tip was wrong' })).status).toBe(200)
    expect(await order()).toEqual([[alone, false], [shared, false]])
    expect((await crew.CUS.get('/directives?state=open&after=bm90LWEtY3Vyc29y')).status).toBe(400)
  })
})
