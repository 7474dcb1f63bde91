import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, instant, plus, toIso } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, newBox } from '../support/joint.ts'
import { sampleContainer, sampleDeclaration } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>

/** Midnight at the port; a Monday. */
const midnight = instant('2018-07-02T00:00:00+08:00')
const at = (hour: number): string => toIso(plus(midnight, hours(hour)))
const span = (from: number, to: number): { from: string; to: string } => ({ from: at(from), to: at(to) })

const officer = (id: string, agency: string, from: string, to: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ id, name: `officer ${id}`, agency, port: '380101', skills: ['open'], shifts: [{ weekday: 1, from, to }] },
  qualifications: [{ kind: 'enforcement', number: `E-${id}`, validFrom: '2015-07-01', validTo: '2020-12-31' }],
  ...changes,
})

const record = async (register: string, data: Record<string, unknown>, expectedVersion = 0): Promise<void> => {
  const agency = String(data['agency'] ?? 'CUS')
  const role = register === 'required-training' ? 'administrator' : 'coordinator'
  const reply = await app.as({ role, agency, ports: ['380101'] }).post(`/registers/${register}`, { data, expectedVersion })
  expect(reply.status, reply.text).toBe(201)
}

beforeAll(async () => {
  app = await startApp({ now: plus(midnight, hours(8)) })
  who = crews(app)
  const site = { name: { zh: '平台' }, port: '380101', kind: 'platform', platforms: 1, centralised: true }
  await record('sites', { ...site, code: 'P2', calendar: { weekdays: [1], from: '15:00', to: '16:00' } })
  await record('sites', { ...site, code: 'OUT-1', inPort: false, calendar: { weekdays: [1], from: '00:00', to: '23:59' } })
  await record('officers', officer('C-1', 'CUS', '14:00', '16:00'))
  await record('officers', officer('Q-1', 'CIQ', '15:00', '17:00', { skills: ['quarantine'] }))
})
afterAll(() => app.close())

/** A joint inspection of the two agencies, both of which need it some time of the day. */
async function joint(box = newBox()): Promise<string> {
  await who.direct('CUS', box, { window: span(8, 20) })
  return (await who.direct('CIQ', box, { window: span(8, 20), methods: ['quarantine'], power: 'CIQ-QUARANTINE' })).inspection.id as string
}
const proposals = async (id: string): Promise<{ from: string; to: string; site: string; crews: Record<string, string[]> }[]> => (await who.CUS.get(`/joint-inspections/${id}`)).body.proposals

describe('JI-07 calendars', () => {
  test('JI-07: customs free 14–16, inspection-and-quarantine 15–17, site P2 15–16: proposed is 15:00–16:00 at P2, with a crew of each', async () => {
    const id = await joint()
    await expect.poll(() => proposals(id)).toEqual([{ ...span(15, 16), site: 'P2', crews: { CIQ: ['Q-1'], CUS: ['C-1'] } }])
  })

  test('JI-07: an absence takes the slot away and names itself when somebody is assigned all the same; its end gives the slot back', async () => {
    const id = await joint()
    await record('duty-times', { id: 'A-1', officer: 'Q-1', agency: 'CIQ', port: '380101', kind: 'sick', ...span(13, 19) })
    await expect.poll(() => proposals(id)).toEqual([])
    const refused = await who.CIQ.post(`/joint-inspections/${id}/agree`, { slot: span(15, 16), site: 'P2', crew: ['Q-1'] })
    expect([refused.status, refused.body.errors[0]]).toMatchObject([422, { code: 'officers/absent', pointer: '/crew/0', facts: { officer: 'Q-1', kind: 'sick' } }])
    app.clock.advanceTo(plus(app.clock.now(), hours(0.1)))
    const ended = await app.as({ role: 'coordinator', agency: 'CIQ' }).post('/registers/duty-times/A-1/end', { reason: 'well again', expectedVersion: 1 })
    expect(ended.status, ended.text).toBe(200)
    await expect.poll(async () => (await proposals(id)).length).toBe(1)
  })

  test('JI-07: an extra shift opens a time the weekly one does not have', async () => {
    const id = await joint()
    await record('sites', { code: 'P3', name: { zh: '平台' }, port: '380101', kind: 'platform', platforms: 1, centralised: true, calendar: { weekdays: [1], from: '17:00', to: '19:00' } })
    await record('duty-times', { id: 'S-1', officer: 'C-1', agency: 'CUS', port: '380101', kind: 'shift', ...span(17, 19) })
    await record('duty-times', { id: 'S-2', officer: 'Q-1', agency: 'CIQ', port: '380101', kind: 'shift', ...span(17.5, 19) })
    await expect.poll(async () => (await proposals(id)).map(({ from, site }) => `${site} ${from}`)).toEqual([`P2 ${at(15)}`, `P3 ${at(17.5)}`])
  })

  test('JI-07: the trader\'s wish comes first, and each side\'s answer is kept beside the others', async () => {
    const box = sampleContainer(70_001)
    const trader = app.as({ role: 'trader', enterprise: 'E-B' })
    const declared = await trader.post('/declarations', sampleDeclaration({ containers: [{ number: box }] }))
    expect(declared.status, declared.text).toBe(201)
    const id = await joint(box)
    expect((await app.as({ role: 'trader', enterprise: 'E-C' }).post(`/joint-inspections/${id}/answer`, { said: 'wish', slot: span(17.5, 18.5) })).status).toBe(404)
    expect((await trader.post(`/joint-inspections/${id}/answer`, { said: 'wish' })).body.code).toBe('inspections/time-required')
    expect((await trader.post(`/joint-inspections/${id}/answer`, { said: 'cannot' })).body.code).toBe('inspections/reason-required')
    const said = await trader.post(`/joint-inspections/${id}/answer`, { said: 'wish', slot: span(17.5, 18.5), reason: 'goods reach the yard at five' })
    expect(said.status, said.text).toBe(200)
    expect((await proposals(id)).map(({ site }) => site)).toEqual(['P3', 'P2'])
    await who.act('CUS', id, 'agree', { slot: span(17.5, 18.5), site: 'P3', crew: ['C-1'] })
    await who.act('CIQ', id, 'reschedule', { slot: span(15, 16), site: 'P2', reason: 'laboratory closes at six' })
    const { answers } = (await who.CIQ.get(`/joint-inspections/${id}`)).body
    expect(answers.map((answer: { side: { code: string }; said: string; reason?: string }) => [answer.side.code, answer.said, answer.reason])).toEqual([
      ['E-B', 'wish', 'goods reach the yard at five'],
      ['CUS', 'yes', undefined],
      ['CIQ', 'other', 'laboratory closes at six'],
    ])
    // The trader learns that there are other times, not who will come nor why an agency cannot.
    const seen = (await trader.get(`/joint-inspections/${id}`)).body
    expect(seen.answers.map((answer: { side: { code: string }; reason?: string; name: string }) => [answer.side.code, answer.name, answer.reason])).toEqual([
      ['E-B', 'trader.E-B', 'goods reach the yard at five'],
      ['CUS', 'CUS', undefined],
      ['CIQ', 'CIQ', undefined],
    ])
    expect(seen.proposals.every((proposal: { crews?: unknown }) => proposal.crews === undefined)).toBe(true)
    await app.settle()
    expect(((await who.CUS.get('/notices')).body.items as { type: string }[]).some((notice) => notice.type === 'SlotAnswered')).toBe(true)
  })
})

describe('JI-21 lean crews', () => {
  test('JI-21: plant quarantine and tariff need one officer of each side, not four people', async () => {
    await record('officers', officer('C-2', 'CUS', '14:00', '16:00', { skills: ['open', 'tariff'] }))
    await record('officers', officer('Q-2', 'CIQ', '15:00', '17:00', { skills: ['quarantine', 'plant'] }))
    const box = newBox()
    await who.direct('CUS', box, { window: span(8, 20), checks: ['tariff'] })
    const { inspection } = await who.direct('CIQ', box, { window: span(8, 20), methods: ['quarantine'], power: 'CIQ-QUARANTINE', checks: ['plant'] })
    await expect.poll(async () => (await proposals(inspection.id))[0]?.crews).toEqual({ CIQ: ['Q-2'], CUS: ['C-2'] })
  })

  test('JI-21: without the specialist there is no proposal, however many others are there', async () => {
    await record('duty-times', { id: 'A-2', officer: 'Q-2', agency: 'CIQ', port: '380101', kind: 'leave', ...span(0, 24) })
    const box = newBox()
    await who.direct('CUS', box, { window: span(8, 20) })
    const { inspection } = await who.direct('CIQ', box, { window: span(8, 20), methods: ['quarantine'], power: 'CIQ-QUARANTINE', checks: ['plant'] })
    await expect.poll(() => proposals(inspection.id)).toEqual([])
  })
})

describe('JI-27 centralised sites', () => {
  test('JI-27: general cargo for which nobody names a place is offered the centralised sites inside the port, not the one outside', async () => {
    const sites = new Set((await proposals(await joint())).map(({ site }) => site))
    expect([...sites].sort()).toEqual(['P2', 'P3'])
  })

  test('JI-27: a directive that names the site outside is held there', async () => {
    const box = newBox()
    await who.direct('CUS', box, { window: span(8, 20), site: 'OUT-1' })
    const { inspection } = await who.direct('CIQ', box, { window: span(8, 20), methods: ['quarantine'], power: 'CIQ-QUARANTINE' })
    expect((await proposals(inspection.id)).map(({ site }) => site)).toContain('OUT-1')
  })
})

describe('GV-10 training', () => {
  test('GV-10: an inspector untrained on joint work is not assignable, and is not proposed', async () => {
    await record('required-training', { code: 'T-1', course: 'joint-sop', name: { zh: '联合检查规程', en: 'Joint procedure' }, kinds: ['joint'], agency: 'CUS' })
    const id = await joint()
    await expect.poll(() => proposals(id)).toEqual([])
    const refused = await who.CUS.post(`/joint-inspections/${id}/agree`, { slot: span(15, 16), site: 'P2', crew: ['C-1'] })
    expect(refused.body.errors[0]).toMatchObject({ code: 'officers/not-trained', clause: 'GV-10', facts: { officer: 'C-1', course: 'joint-sop' } })
  })

  test('GV-10: once trained the inspector is; a single inspection did not ask for it; training that has run out counts no more', async () => {
    const { inspection } = await who.direct('CUS', newBox(), { window: span(8, 20) })
    expect((await who.act('CUS', inspection.id, 'agree', { slot: span(9, 10), site: 'P9', crew: ['C-1'] })).state).toBe('agreed')
    app.clock.advanceTo(plus(app.clock.now(), hours(0.1)))
    await record('officers', officer('C-1', 'CUS', '14:00', '16:00', { training: [{ course: 'joint-sop', passedOn: '2017-05-01', validTo: '2018-07-01' }] }), 1)
    const id = await joint()
    await expect.poll(async () => (await who.CUS.post(`/joint-inspections/${id}/agree`, { slot: span(15, 16), site: 'P2', crew: ['C-1'] })).body.code).toBe('officers/not-trained')
    app.clock.advanceTo(plus(app.clock.now(), hours(0.1)))
    await record('officers', officer('C-1', 'CUS', '14:00', '16:00', { training: [{ course: 'joint-sop', passedOn: '2018-05-01' }] }), 2)
    await expect.poll(async () => (await who.CUS.post(`/joint-inspections/${id}/agree`, { slot: span(15, 16), site: 'P2', crew: ['C-1'] })).body.state).toBe('coordinating')
  })
})
