import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { hours, instant, plus, toIso, type Instant } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { changeRule } from '../support/assessment.ts'
import { crews, newBox } from '../support/joint.ts'

let app: TestApp
let who: ReturnType<typeof crews>

const inspector = (id: string, validTo: string, agency = 'CUS', changes: Record<string, unknown> = {}) => ({
  id,
  name: id,
  agency,
  port: '380101',
  skills: ['open'],
  shifts: [{ weekday: 1, from: '08:00', to: '20:00' }],
  qualifications: [{ kind: 'enforcement', number: `E-${id}`, validFrom: '2015-07-01', validTo }],
  ...changes,
})

beforeAll(async () => {
  app = await startApp({ now: instant('2018-06-30T01:00:00Z'), crews: 'registered' })
  who = crews(app)
  const coordinator = app.as({ role: 'coordinator', agency: 'CUS' })
  for (const data of [inspector('I-7', '2018-06-30'), inspector('I-8', '2020-12-31')]) expect((await coordinator.post('/registers/officers', { data })).status).toBe(201)
  await vi.waitFor(async () => expect((await agreeAt(plus(app.clock.now(), hours(1)), ['I-99'])).body.code).toBe('officers/unknown'))
})
afterAll(() => app.close())

/** A fresh single inspection of CUS, and its answer to a crew at a time. */
async function agreeAt(from: Instant, crew: readonly string[]) {
  const window = { from: toIso(from), to: toIso(plus(from, hours(4))) }
  const directive = await who.direct('CUS', newBox(), { window })
  return who.CUS.post(`/joint-inspections/${directive.inspection.id}/agree`, { slot: { from: toIso(from), to: toIso(plus(from, hours(1))) }, site: 'P2', crew })
}

test('JI-22: inspector I-7, whose certificate ends on 2018-06-30, can be assigned that day and not on 2018-07-01', async () => {
  // 23:30 and 00:30 at the port, which is eight hours ahead.
  expect((await agreeAt(instant('2018-06-30T15:30:00Z'), ['I-7'])).body).toMatchObject({ state: 'agreed' })
  const refused = await agreeAt(instant('2018-06-30T16:30:00Z'), ['I-8', 'I-7'])
  expect(refused.status).toBe(422)
  expect(refused.body.errors).toMatchObject([
    { code: 'officers/qualification-expired', pointer: '/crew/1', clause: 'JI-22', agency: 'CUS', facts: { officer: 'I-7', ended: '2018-06-30', day: '2018-07-01' } },
  ])
})

test('JI-22: who is in no register, or in another agency, is not assigned; a renewed certificate counts from its day', async () => {
  const coordinator = app.as({ role: 'coordinator', agency: 'CIQ' })
  expect((await coordinator.post('/registers/officers', { data: inspector('Q-1', '2020-12-31', 'CIQ') })).status).toBe(201)
  const day = instant('2018-07-02T02:00:00Z')
  await expect.poll(async () => (await agreeAt(day, ['Q-1'])).body.code).toBe('officers/other-agency')
  expect((await agreeAt(day, ['nobody'])).body).toMatchObject({ code: 'officers/unknown' })
  app.clock.advanceTo(plus(app.clock.now(), hours(1)))
  const renewed = { ...inspector('I-7', '2018-06-30'), qualifications: [{ kind: 'enforcement', number: 'E-2', validFrom: '2018-07-01', validTo: '2021-06-30' }] }
  expect((await app.as({ role: 'coordinator', agency: 'CUS' }).post('/registers/officers', { data: renewed, expectedVersion: 1 })).status).toBe(201)
  await expect.poll(async () => (await agreeAt(plus(day, hours(6)), ['I-7'])).body.state).toBe('agreed')
})

test('JI-22: an agency that keeps nobody in the register sends nobody: the port asks for it unless it says otherwise', async () => {
  const from = instant('2018-07-02T02:00:00Z')
  const span = { from: toIso(from), to: toIso(plus(from, hours(1))) }
  const { inspection } = await who.direct('BPI', newBox(), { window: { from: span.from, to: toIso(plus(from, hours(4))) }, legalBasis: '出境入境边防检查条例' })
  const refused = await who.BPI.post(`/joint-inspections/${inspection.id}/agree`, { slot: span, site: 'P2', crew: ['B-9'] })
  expect([refused.status, refused.body.errors]).toMatchObject([422, [{ code: 'officers/unknown', pointer: '/crew/0', facts: { officer: 'B-9' } }]])
})

test('JI-21 JI-22: quarantine takes a specialist and, where its method asks for one, a qualification; neither is offered nor taken without', async () => {
  const record = async (data: object, version = 0): Promise<void> => void expect((await app.as({ role: 'coordinator', agency: 'CIQ' }).post('/registers/officers', { data, expectedVersion: version })).status).toBe(201)
  expect((await who.coordinator.post('/registers/sites', { data: { code: 'P-21', name: { zh: '平台' }, port: '380101', kind: 'platform', platforms: 1, calendar: { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' } } })).status).toBe(201)
  const monday = instant('2018-07-09T02:00:00Z')
  const at = { from: toIso(monday), to: toIso(plus(monday, hours(1))) }
  const wanted = { methods: ['quarantine', 'treatment'], power: 'CIQ-QUARANTINE', window: { from: at.from, to: toIso(plus(monday, hours(4))) }, site: 'P-21' }
  const { inspection } = await who.direct('CIQ', newBox(), wanted)
  const agree = (crew: string[]) => who.CIQ.post(`/joint-inspections/${inspection.id}/agree`, { slot: at, site: 'P-21', crew })
  const offered = async (): Promise<string[][]> => (await who.CIQ.get(`/joint-inspections/${inspection.id}`)).body.proposals.map((slot: { crews: Record<string, string[]> }) => slot.crews['CIQ'])
  await record(inspector('Q-30', '2020-12-31', 'CIQ'))
  await expect.poll(async () => (await agree(['Q-30'])).body.errors?.map((error: { code: string; facts: { method?: string } }) => [error.code, error.facts.method])).toEqual([
    ['officers/no-specialist', 'quarantine'],
    ['officers/no-specialist', 'treatment'],
  ])
  expect(await offered()).toEqual([])
  await record(inspector('Q-31', '2020-12-31', 'CIQ', { skills: ['quarantine', 'treatment'] }))
  await expect.poll(offered).toContainEqual(['Q-31'])
  const treatment = { method: 'treatment', name: { zh: '检疫处理', en: 'Quarantine treatment' }, objectKinds: ['container'], shared: false, desk: false, speciality: true, qualification: 'fumigation', clause: 'JI-22' }
  await changeRule(app, 'methods', { data: treatment })
  app.clock.advanceTo(plus(app.clock.now(), hours(1)))
  await expect.poll(async () => (await agree(['Q-31'])).body.errors?.[0]).toMatchObject({ code: 'officers/none-qualified', pointer: '/crew', clause: 'JI-22', facts: { kind: 'fumigation', method: 'treatment' } })
  expect(await offered()).toEqual([])
  const licences = ['enforcement', 'fumigation'].map((kind) => ({ kind, number: `${kind}-32`, validFrom: '2015-07-01', validTo: '2020-12-31' }))
  await record(inspector('Q-32', '2020-12-31', 'CIQ', { qualifications: licences }))
  // One brings the speciality, the other the qualification: together they may.
  await expect.poll(async () => (await agree(['Q-31', 'Q-32'])).body.state).toBe('agreed')
})

test('JI-22: a coordinator does not qualify officers of another agency, and a trader does not learn their names', async () => {
  expect((await app.as({ role: 'coordinator', agency: 'CIQ' }).post('/registers/officers', { data: inspector('I-9', '2030-01-01') })).status).toBe(403)
  expect((await app.as({ role: 'trader', enterprise: 'E-B' }).get('/registers/officers')).status).toBe(404)
})
