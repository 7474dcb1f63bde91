import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { hours, instant, plus, toIso, type Instant } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, newBox } from '../support/joint.ts'

let app: TestApp
let who: ReturnType<typeof crews>

const inspector = (id: string, validTo: string, agency = 'CUS') => ({
  id,
  name: id,
  agency,
  port: '380101',
  skills: ['open'],
  shifts: [{ weekday: 1, from: '08:00', to: '20:00' }],
  qualifications: [{ kind: 'enforcement', number: `E-${id}`, validFrom: '2015-07-01', validTo }],
})

beforeAll(async () => {
  app = await startApp({ now: instant('2018-06-30T01:00:00Z') })
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

test('JI-22: a coordinator does not qualify officers of another agency, and a trader does not learn their names', async () => {
  expect((await app.as({ role: 'coordinator', agency: 'CIQ' }).post('/registers/officers', { data: inspector('I-9', '2030-01-01') })).status).toBe(403)
  expect((await app.as({ role: 'trader', enterprise: 'E-B' }).get('/registers/officers')).status).toBe(404)
})
