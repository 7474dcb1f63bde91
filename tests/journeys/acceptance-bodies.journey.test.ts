import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, plus, toIso } from '../../src/kernel/instant.ts'
import { changeRule } from '../support/assessment.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { acceptanceDesk, codesOf, licence } from '../support/acceptance.ts'

let app: TestApp
let desk: ReturnType<typeof acceptanceDesk>
beforeAll(async () => {
  app = await startApp()
  desk = acceptanceDesk(app)
  await gradeEnterprises(app)
})
afterAll(() => app.close())

describe('TP-07, TP-08 scope and licence', () => {
  test('TP-07: with furniture in the scope from tomorrow, reports of today are unaffected, those of tomorrow count', async () => {
    await desk.admit('B-W', ['61'])
    const tomorrow = toIso(plus(app.clock.now(), days(1)))
    await desk.recordBody('B-W', ['61', '94'], {}, tomorrow)
    const press = await desk.declare('E-C', { hs: '9403600000', description: '木家具 wooden furniture' })
    const early = await desk.submit(press, 'B-W')
    expect(codesOf(early)).toContain('acceptance/out-of-scope-goods')
    const shirt = await desk.submit(await desk.shirts(), 'B-W')
    expect(shirt.body.state).toBe('waiting')
    app.clock.advanceTo(plus(app.clock.now(), days(1) + hours(1)))
    expect(codesOf(await desk.submit(press, 'B-W'))).not.toContain('acceptance/out-of-scope-goods')
    expect(codesOf(await desk.submit(press, 'B-W', { issuedAt: desk.iso(hours(2)) }))).toContain('acceptance/out-of-scope-goods')
    expect((await desk.who.CIQ.post(`/acceptance-reports/${shirt.body.id}/accept`, {})).body.state).toBe('accepted')
  })

  test('TP-07: a scope of one zone is carried over to another by a dated version', async () => {
    await desk.admit('B-Z', ['61'], { zone: 'Z-1', scopes: [{ hs: ['61'], tests: [], standards: [], ports: ['410001'] }] })
    expect(codesOf(await desk.submit(await desk.shirts(), 'B-Z'))).toEqual(['acceptance/out-of-scope-goods'])
    await desk.recordBody('B-Z', ['61'], { zone: 'Z-1', scopes: [{ hs: ['61'], tests: [], standards: [], ports: ['410001', '380101'] }] })
    app.clock.advanceTo(plus(app.clock.now(), 1000))
    expect((await desk.submit(await desk.shirts(), 'B-Z')).body.state).toBe('waiting')
    expect((await desk.who.CUS.post('/registers/acceptance-bodies', { data: {} })).status).not.toBe(201)
  })

  test('TP-08: a body without licence 421 is not listed and cannot apply; with it, it is, with its zone', async () => {
    await desk.recordBody('B-L', ['61'], { licence: undefined, zone: 'Z-1' })
    const listed = async (party: Party, path: string): Promise<{ code: string; zone?: string }[]> => (await party.get(path)).body.items
    expect((await listed(desk.who.CIQ, '/acceptance-bodies')).some((one) => one.code === 'B-L')).toBe(false)
    await expect.poll(async () => (await desk.who.CIQ.post('/body-admissions', { port: '380101', body: 'B-L' })).body.code, { interval: 5 }).toBe('acceptance/body-unlicensed')
    app.clock.advanceTo(plus(app.clock.now(), 1000))
    await desk.recordBody('B-L', ['61'], { zone: 'Z-1' })
    expect((await listed(app.nobody, '/public/acceptance-bodies')).find((one) => one.code === 'B-L')).toMatchObject({ zone: 'Z-1', standing: 'none' })
    expect((await desk.who.CIQ.post('/body-admissions', { port: '380101', body: 'B-L' })).status).toBe(201)
  })

  test('TP-08: a licence that has run out lists nobody, and does not admit who applied while it ran', async () => {
    const today = desk.iso().slice(0, 10)
    await desk.recordBody('B-O', ['61'], { licence: { ...licence, validTo: today } })
    const filed = await desk.who.CIQ.post('/body-admissions', { port: '380101', body: 'B-O' })
    expect(filed.status, filed.text).toBe(201)
    app.clock.advanceTo(plus(app.clock.now(), days(1)))
    const late = await desk.who.CIQ.post(`/body-admissions/${filed.body.id}/admit`, { evidence: { assessment: 'fine' } })
    expect([late.status, late.body.code]).toEqual([422, 'acceptance/body-unlicensed'])
    expect((await desk.who.CIQ.get(`/body-admissions/${filed.body.id}`)).body.state).toBe('applied')
    expect(((await app.nobody.get('/public/acceptance-bodies')).body.items as { code: string }[]).some((one) => one.code === 'B-O')).toBe(false)
  })
})

describe('TP-09, TP-11 abroad', () => {
  const train = { mode: 'rail', conveyance: { kind: 'train', ref: 'X8044' } }

  test('TP-09: a recognised German laboratory counts for goods on train X8044; the same report for a consignment by sea is refused', async () => {
    await desk.admit('D-1', ['61', '87'], { country: 'DE', licence: undefined, recognisedBy: 'CIQ' })
    const byRail = await desk.submit(await desk.declare('E-C', {}, train), 'D-1')
    expect(byRail.body).toMatchObject({ state: 'waiting', grounds: [{ rule: 'train-cargo', clause: 'TP-09' }] })
    expect((await desk.who.CIQ.post(`/acceptance-reports/${byRail.body.id}/accept`, {})).body.state).toBe('accepted')
    const bySea = await desk.submit(await desk.shirts(), 'D-1')
    expect([bySea.body.state, codesOf(bySea)]).toEqual(['refused', ['acceptance/not-for-these-goods']])
  })

  test('TP-09: one that nobody recognised is refused on the train too, and a body here gets no field by the train', async () => {
    await desk.admit('D-2', ['61'], { country: 'DE', licence: undefined })
    expect(codesOf(await desk.submit(await desk.declare('E-C', {}, train), 'D-2'))).toEqual(['acceptance/not-recognised'])
    await desk.admit('B-P', ['8443'])
    const press = await desk.declare('E-D', { hs: '8443110000', description: '胶印机 printing press', quantity: { value: 1, unit: 'NAR' } }, train)
    expect(codesOf(await desk.submit(press, 'B-P'))).toContain('acceptance/field-not-enabled')
  })

  test('TP-11: with an agreement with K for shirts from tomorrow, the result of K is accepted from that day only', async () => {
    await desk.admit('K-1', ['61'], { country: 'KZ', licence: undefined })
    const tomorrow = plus(app.clock.now(), days(1))
    const agreement = { code: 'KZ-61', country: 'KZ', hs: ['6109'], tests: [], directions: ['import', 'export'], equality: 'Both accredited to ISO/IEC 17025.' }
    await changeRule(app, 'mutual-recognitions', { validFrom: toIso(tomorrow), data: agreement })
    expect(codesOf(await desk.submit(await desk.shirts(), 'K-1'))).toEqual(['acceptance/not-recognised'])
    app.clock.advanceTo(plus(tomorrow, hours(1)))
    expect(codesOf(await desk.submit(await desk.shirts(), 'K-1', { issuedAt: desk.iso(hours(2)) }))).toEqual(['acceptance/not-recognised'])
    const then = await desk.shirts()
    await expect.poll(async () => (await desk.submit(then, 'K-1')).body, { interval: 20 }).toMatchObject({ state: 'waiting', grounds: [{ rule: 'KZ-61', clause: 'TP-11' }] })
  })

  test('TP-11: an agreement covers its goods and directions, needs its basis of equality, and ends', async () => {
    const headquarters = app.as({ role: 'headquarters' })
    const agreement = { code: 'KZ-87', country: 'KZ', hs: ['87'], tests: [], directions: ['export'], equality: 'Equal limits.' }
    expect((await headquarters.post('/registers/mutual-recognitions', { data: { ...agreement, equality: ' ' } })).status).toBe(422)
    expect((await desk.who.CIQ.post('/registers/mutual-recognitions', { data: agreement })).status).toBe(403)
    // Goods go on what it lets count: nobody puts an agreement into force alone.
    expect((await headquarters.post('/registers/mutual-recognitions', { data: agreement })).body.code).toBe('registers/second-person-first')
    await changeRule(app, 'mutual-recognitions', { data: agreement })
    expect(codesOf(await desk.submit(await desk.declare('E-C', { hs: '6204420000', description: '连衣裙 dresses' }), 'K-1'))).toContain('acceptance/not-recognised')
    const ending = await headquarters.post('/registers/mutual-recognitions/KZ-61/proposals', { reason: 'not renewed', expectedVersion: 1 })
    expect(ending.status, ending.text).toBe(201)
    expect((await headquarters.post(`/registers/mutual-recognitions/proposals/${ending.body.number as number}/agree`)).status).toBe(403)
    expect((await app.as({ role: 'headquarters', id: 'second' }).post(`/registers/mutual-recognitions/proposals/${ending.body.number as number}/agree`)).status).toBe(200)
    app.clock.advanceTo(plus(app.clock.now(), 1000))
    const over = await desk.shirts()
    await expect.poll(async () => codesOf(await desk.submit(over, 'K-1')), { interval: 20 }).toEqual(['acceptance/not-recognised'])
  })
})

describe('TP-10 producers of export food', () => {
  const apply = (changes: Readonly<Record<string, unknown>>): Promise<Reply> => app.as({ role: 'trader', enterprise: 'E-B' }).post('/food-registrations', { port: '380101', producer: 'Beilun Foods', products: ['1605'], zone: 'Z-1', ...changes })
  const acts = async (id: string): Promise<string[]> => ((await desk.who.CIQ.get(`/food-registrations/${id}`)).body.acts as { act: string }[]).map(({ act }) => act)

  test('TP-10: with a declaration of self-audit only the path is simplified; with neither evidence it is the normal one', async () => {
    const simple = await apply({ evidence: [{ kind: 'self-audit', reference: 'SA-2026-1' }] })
    expect([simple.status, simple.body.data], simple.text).toMatchObject([201, { path: 'simplified', accepted: ['self-audit'] }])
    expect(await acts(simple.body.id)).toEqual(['approve', 'review', 'decline'])
    expect((await desk.who.CIQ.post(`/food-registrations/${simple.body.id}/approve`, { evidence: {} })).body.state).toBe('registered')
    const normal = await apply({})
    expect(normal.body.data).toMatchObject({ path: 'normal', accepted: [] })
    expect(await acts(normal.body.id)).toEqual(['review', 'decline'])
    expect((await desk.who.CIQ.post(`/food-registrations/${normal.body.id}/approve`, { evidence: {} })).status).toBe(403)
    await desk.who.CIQ.post(`/food-registrations/${normal.body.id}/review`, { evidence: { findings: 'hygiene in order' } })
    expect((await desk.who.CIQ.post(`/food-registrations/${normal.body.id}/register`, { evidence: {} })).body.state).toBe('registered')
  })

  test('TP-10: HACCP suffices as well; outside a zone, run out, or of an unknown kind it does not; others do not decide', async () => {
    expect((await apply({ evidence: [{ kind: 'haccp', reference: 'H-1' }] })).body.data.path).toBe('simplified')
    expect((await apply({ zone: undefined, evidence: [{ kind: 'haccp', reference: 'H-1' }] })).body.data.path).toBe('normal')
    expect((await apply({ evidence: [{ kind: 'haccp', reference: 'H-1', validTo: '2020-01-01' }] })).body.data.path).toBe('normal')
    const odd = await apply({ evidence: [{ kind: 'diploma', reference: 'D-1' }] })
    expect(odd.body.data.path).toBe('normal')
    expect((await desk.who.CUS.get(`/food-registrations/${odd.body.id}`)).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-A' }).get(`/food-registrations/${odd.body.id}`)).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post(`/food-registrations/${odd.body.id}/review`, { evidence: { findings: 'x' } })).status).toBe(403)
    expect((await desk.who.CIQ.post('/food-registrations', { port: '380101', producer: 'x', products: ['16'] })).status).toBe(403)
  })
})
