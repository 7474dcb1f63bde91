import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { days, hours, instant, minutes, plus, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { crews, directiveBody, newBox, spanFrom } from '../support/joint.ts'

let app: TestApp
let who: ReturnType<typeof crews>
let administrator: Party
const midnight = instant('2018-07-02T00:00:00+08:00')
const at = (hour: number): string => toIso(plus(midnight, hours(hour)))

const piece = (code: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({ code, name: { zh: code }, port: '380101', site: 'P1', kind: 'weighbridge', owner: 'CUS', capacity: 1, ...changes })
const record = async (register: string, data: Record<string, unknown>, by: Party = who.coordinator): Promise<void> => {
  const reply = await by.post(`/registers/${register}`, { data })
  expect(reply.status, reply.text).toBe(201)
}
const book = (agency: 'CUS' | 'CIQ', equipment: string, from: number, to: number) => who[agency].post('/bookings', { equipment, from: at(from), to: at(to), purpose: 'weigh TGHU1234562' })

beforeAll(async () => {
  app = await startApp({ now: plus(midnight, hours(8)) })
  who = crews(app)
  administrator = app.as({ role: 'administrator', ports: ['*'] })
  await record('equipment', piece('WB-1'))
  await record('equipment', piece('SC-1', { kind: 'large-scanner', capacity: 2 }))
  await record('equipment', piece('X-1', { kind: 'small-xray', shared: false }))
  await record('equipment', piece('CC-1', { kind: 'cctv', status: 'under-repair' }))
  await record('equipment', piece('RD-3', { kind: 'radiation-detector', owner: 'CIQ', calibration: { doneOn: '2017-07-01', validTo: '2018-07-01', certificate: 'K-17' } }))
  await record('equipment', piece('TI-1', { kind: 'test-instrument', calibration: { doneOn: '2017-07-02', validTo: '2018-07-02' } }))
  await vi.waitFor(async () => expect((await book('CUS', 'TI-1', 9, 9.5)).status).toBe(201))
})
afterAll(() => app.close())

describe('SW-10 shared resources', () => {
  test('SW-10: weighbridge WB-1 of customs booked by inspection-and-quarantine for 10:00–10:30 is taken for customs too', async () => {
    const booked = await book('CIQ', 'WB-1', 10, 10.5)
    expect([booked.status, booked.body]).toMatchObject([201, { agency: 'CIQ', equipment: 'WB-1', place: 1 }])
    const refused = await book('CUS', 'WB-1', 10.25, 11)
    expect([refused.status, refused.body.errors[0]]).toMatchObject([409, { code: 'bookings/taken', facts: { agency: 'CIQ', from: at(10), to: at(10.5) } }])
    expect((await book('CUS', 'WB-1', 10.5, 11)).status).toBe(201)
    const seen = (await who.CUS.get(`/bookings?port=380101&equipment=WB-1&from=${encodeURIComponent(at(9))}`)).body.items
    expect(seen.map((each: { agency: string; from: string }) => [each.agency, each.from])).toEqual([['CIQ', at(10)], ['CUS', at(10.5)]])
  })

  test('SW-10: of twenty who want the last place at the same instant one gets it; the constraint refuses whatever comes past the program', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, (_, n) => book(n % 2 === 0 ? 'CUS' : 'CIQ', 'WB-1', 12, 12.5)))
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
    const twin = `insert into registry.booking (port, id, equipment, place, from_at, to_at, agency, purpose, booked_by, booked_name, booked_at)
      values ('380101', gen_random_uuid(), 'WB-1', 1, $1, $2, 'CIQ', 'past the program', 'x', 'x', now())`
    await expect(app.database.ownerDb.query(twin, [at(12.25), at(13)])).rejects.toThrow(/booking_once/)
  })

  test('SW-10: what serves two at a time takes two; a cancelled time is everybody\'s again, and only its own agency cancels', async () => {
    const first = await book('CUS', 'SC-1', 10, 11)
    expect([(await book('CIQ', 'SC-1', 10.5, 11)).body.place, (await book('CIQ', 'SC-1', 10, 10.75)).body.code]).toEqual([2, 'bookings/taken'])
    expect((await who.CIQ.post(`/bookings/${first.body.id}/cancel`, { reason: 'ours now' })).status).toBe(403)
    expect((await who.CUS.post(`/bookings/${first.body.id}/cancel`, { reason: 'scanned elsewhere' })).body.endedBecause).toBe('scanned elsewhere')
    expect((await who.CUS.post(`/bookings/${first.body.id}/cancel`, { reason: 'again' })).body.code).toBe('bookings/over')
    expect((await book('CIQ', 'SC-1', 10, 10.5)).status).toBe(201)
    expect((await who.coordinator.get(`/ledger?subject=booking:${first.body.id}`)).text).toContain('BookingCancelled')
  })

  test('SW-10: what its owner does not share is for the owner alone, and nobody books at another port', async () => {
    expect((await book('CIQ', 'X-1', 10, 11)).body).toMatchObject({ status: 403, code: 'bookings/not-shared' })
    expect((await book('CUS', 'X-1', 10, 11)).status).toBe(201)
    // Nor does anybody keep it for the season.
    const kept = (await book('CIQ', 'X-1', 24, 24 * 60)).body.errors as { code: string; facts?: object }[]
    expect(kept.map(({ code, facts }) => [code, facts])).toEqual([['bookings/too-long', { days: 7 }], ['bookings/not-shared', { equipment: 'X-1', owner: 'CUS' }]])
    const elsewhere = app.as({ role: 'officer', agency: 'CUS', ports: ['650302'] })
    expect((await elsewhere.post('/bookings', { equipment: 'WB-1', from: at(15), to: at(16), purpose: 'x' })).body.code).toBe('bookings/unknown-equipment')
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post('/bookings', { equipment: 'WB-1', from: at(15), to: at(16), purpose: 'x' })).status).toBe(403)
  })
})

describe('SW-10 bookings and the times of inspections', () => {
  /** Both agencies want the box weighed at P-W within six hours; the site has one weighbridge. */
  async function weighing(): Promise<string> {
    const wish = { methods: ['open', 'weigh'], site: 'P-W', window: { from: at(12), to: at(18) } }
    const box = newBox()
    await who.direct('CUS', box, wish)
    return (await who.direct('CIQ', box, wish)).inspection.id
  }
  const firstOf = async (id: string): Promise<string> => (await who.CUS.get(`/joint-inspections/${id}`)).body.proposals[0].from

  test('SW-10: while the only weighbridge of the site is booked for something else no time is proposed there, nor agreed', async () => {
    await record('sites', { code: 'P-W', name: { zh: '称重平台' }, port: '380101', kind: 'platform', platforms: 2, calendar: { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' } })
    await record('equipment', piece('WB-W', { site: 'P-W' }))
    const id = await weighing()
    await vi.waitFor(async () => expect(await firstOf(id)).toBe(at(12)))
    const booked = await book('CIQ', 'WB-W', 12, 14)
    expect(booked.status).toBe(201)
    expect(await firstOf(id)).toBe(at(14))
    const refused = await who.CUS.post(`/joint-inspections/${id}/agree`, { slot: { from: at(12), to: at(13) }, site: 'P-W', crew: ['C-1'] })
    expect([refused.status, refused.body.errors[0]]).toMatchObject([409, { code: 'inspections/equipment-taken', facts: { equipment: 'WB-W', agencies: 'CIQ', site: 'P-W' } }])
    expect((await who.CUS.post(`/joint-inspections/${id}/agree`, { slot: { from: at(14), to: at(15) }, site: 'P-W', crew: ['C-1'] })).status).toBe(200)
    expect((await who.CIQ.post(`/bookings/${booked.body.id}/cancel`, { reason: 'weighed elsewhere' })).status).toBe(200)
  })

  test('SW-10: no time is put on the table at which the only weighbridge, or every platform, is booked for something else', async () => {
    const id = await weighing()
    const move = (from: number, to: number) => who.CUS.post(`/joint-inspections/${id}/reschedule`, { slot: { from: at(from), to: at(to) }, site: 'P-W', reason: 'the box is late' })
    const before = (await who.CIQ.get(`/joint-inspections/${id}`)).body
    const bridge = await book('CIQ', 'WB-W', 15, 16)
    const refused = await move(15, 16)
    expect([refused.status, refused.body.errors[0]]).toMatchObject([409, { code: 'inspections/equipment-taken', facts: { equipment: 'WB-W', agencies: 'CIQ', site: 'P-W' } }])
    // Half of it is enough to keep it from being held; nothing was written, nobody was asked.
    expect((await move(14.5, 15.5)).body.code).toBe('inspections/equipment-taken')
    expect((await who.CIQ.get(`/joint-inspections/${id}`)).body).toMatchObject({ version: before.version, state: before.state })
    expect((await move(16, 17)).status).toBe(200)
    const operator = app.as({ role: 'operator', site: 'P-W' })
    const floor = { equipment: 'P-W', from: at(17), to: at(18), purpose: 'floor is mended', agency: 'CUS' }
    const both = [await operator.post('/bookings', floor), await operator.post('/bookings', floor)]
    expect((await move(17, 18)).body.errors[0]).toMatchObject({ code: 'inspections/equipment-taken', facts: { equipment: 'P-W' } })
    expect((await operator.post(`/bookings/${both[0]?.body.id}/cancel`, { reason: 'mended' })).status).toBe(200)
    expect((await move(17, 18)).status).toBe(200)
    for (const [by, done] of [[operator, both[1]], [who.CIQ, bridge]] as const) expect((await by.post(`/bookings/${done?.body.id}/cancel`, { reason: 'over' })).status).toBe(200)
  })

  test('SW-10: what is booked for the inspection itself is its own; a platform the operator has booked takes a place of the site', async () => {
    const id = await weighing()
    expect((await who.CUS.post('/bookings', { equipment: 'WB-W', from: at(12), to: at(13), purpose: 'weigh', inspection: id })).status).toBe(201)
    expect(await firstOf(id)).toBe(at(12))
    const operator = app.as({ role: 'operator', site: 'P-W' })
    const wash = { equipment: 'P-W', from: at(12), to: at(18), purpose: 'floor is mended' }
    expect((await operator.post('/bookings', wash)).body.code).toBe('bookings/agency-required')
    const floor = [await operator.post('/bookings', { ...wash, agency: 'CUS' }), await operator.post('/bookings', { ...wash, agency: 'CUS' })]
    expect(floor.map((reply) => [reply.status, reply.body.place])).toEqual([[201, 1], [201, 2]])
    expect((await who.CUS.post(`/joint-inspections/${id}/agree`, { slot: { from: at(12), to: at(13) }, site: 'P-W', crew: ['C-2'] })).body.code).toBe('inspections/site-full')
    // The operator of the site frees it again, whoever it was booked for; the operator of another site does not.
    expect((await app.as({ role: 'operator', site: 'P1' }).post(`/bookings/${floor[0]?.body.id}/cancel`, { reason: 'mended' })).status).toBe(403)
    expect((await operator.post(`/bookings/${floor[0]?.body.id}/cancel`, { reason: 'mended' })).status).toBe(200)
    expect((await who.CUS.post(`/joint-inspections/${id}/agree`, { slot: { from: at(12), to: at(13) }, site: 'P-W', crew: ['C-2'] })).status).toBe(200)
  })

  /** An inspection of both agencies at P-M, agreed from 12 to 13, with the weighbridge booked for its second half and a platform for all of it. */
  async function booked(): Promise<{ id: string; bridge: string; floor: string }> {
    const box = newBox()
    const wish = { methods: ['open'], site: 'P-M', window: { from: at(12), to: at(20) } }
    await who.direct('CUS', box, wish)
    const id = (await who.direct('CIQ', box, wish)).inspection.id as string
    await who.agree(id, ['CUS', 'CIQ'], { from: at(12), to: at(13) }, 'P-M')
    const [bridge, floor] = [await forInspection('CUS', 'WB-M', 12.5, 13, id), await forInspection('CIQ', 'P-M', 12, 13, id)]
    return { id, bridge, floor }
  }
  async function forInspection(agency: 'CUS' | 'CIQ', equipment: string, from: number, to: number, inspection: string): Promise<string> {
    const reply = await who[agency].post('/bookings', { equipment, from: at(from), to: at(to), purpose: 'for the inspection', inspection })
    expect(reply.status, reply.text).toBe(201)
    return reply.body.id as string
  }
  const timesOf = async (...ids: string[]): Promise<unknown[]> => {
    const { items } = (await who.CUS.get(`/bookings?port=380101&from=${encodeURIComponent(at(8))}&to=${encodeURIComponent(at(24))}`)).body as { items: { id: string; equipment: string; from: string; to: string }[] }
    return ids.map((id) => items.flatMap((each) => (each.id === id ? [`${each.equipment} ${each.from} ${each.to}`] : []))[0])
  }
  const span = (equipment: string, from: number, to: number): string => `${equipment} ${at(from)} ${at(to)}`
  const reschedule = (id: string, from: number, site = 'P-M'): Promise<Reply> => who.CIQ.post(`/joint-inspections/${id}/reschedule`, { slot: { from: at(from), to: at(from + 1) }, site, reason: 'the truck is late' })

  test('SW-10: what is booked for an inspection moves with it, in the same act, and the ledger says from when to when', async () => {
    await record('sites', { code: 'P-M', name: { zh: '查验平台' }, port: '380101', kind: 'platform', platforms: 3, calendar: { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' } })
    await record('sites', { code: 'P-N', name: { zh: '查验平台' }, port: '380101', kind: 'platform', platforms: 1, calendar: { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' } })
    await record('equipment', piece('WB-M', { site: 'P-M' }))
    await record('equipment', piece('WB-N', { site: 'P-N' }))
    await vi.waitFor(async () => expect((await book('CUS', 'P-N', 9, 9.5)).status).toBe(201))
    const { id, bridge, floor } = await booked()
    expect((await reschedule(id, 15)).status).toBe(200)
    expect(await timesOf(bridge, floor)).toEqual([span('WB-M', 15.5, 16), span('P-M', 15, 16)])
    const facts = (await who.CUS.get(`/ledger?subject=booking:${bridge}`)).body.items as { type: string; payload: object }[]
    expect(facts.at(-1)).toMatchObject({ type: 'BookingMoved', payload: { equipment: 'WB-M', from: at(15.5), wasFrom: at(12.5) }, related: [{ kind: 'joint-inspection', id }] })
    // The time it had is everybody's again, the new one nobody's else.
    const freed = await book('CIQ', 'WB-M', 12.5, 13)
    expect([freed.status, (await book('CIQ', 'WB-M', 15.5, 16)).body.code]).toEqual([201, 'bookings/taken'])
    expect((await who.CIQ.post(`/bookings/${freed.body.id}/cancel`, { reason: 'not needed' })).status).toBe(200)
    // At another site one of its kind there, and a platform of that site.
    expect((await reschedule(id, 17, 'P-N')).status).toBe(200)
    expect(await timesOf(bridge, floor)).toEqual([span('WB-N', 17.5, 18), span('P-N', 17, 18)])
  })

  test('SW-10: where a piece is taken at the new time nothing moves, and the answer names who has it and when everything is free', async () => {
    const { id, bridge, floor } = await booked()
    expect((await book('CIQ', 'WB-M', 16, 17)).status).toBe(201)
    const before = (await who.CUS.get(`/joint-inspections/${id}`)).body
    const refused = await reschedule(id, 16)
    expect([refused.status, refused.body.errors[0]]).toMatchObject([409, { code: 'inspections/booking-cannot-follow', pointer: '/slot', facts: { equipment: 'WB-M', agency: 'CUS', from: at(16.5), to: at(17) } }])
    const free = (refused.body.errors[0].facts.free as string).split(', ')
    expect(free.length).toBeGreaterThan(0)
    expect(free.filter((time) => time.startsWith(at(16)))).toEqual([])
    expect(await timesOf(bridge, floor)).toEqual([span('WB-M', 12.5, 13), span('P-M', 12, 13)])
    expect((await who.CUS.get(`/joint-inspections/${id}`)).body).toMatchObject({ version: before.version, slot: before.slot })
    // What is offered holds.
    const [slot = '', site] = free[0]?.split(' ') ?? []
    const [from, to] = slot.split('–')
    expect((await who.CIQ.post(`/joint-inspections/${id}/reschedule`, { slot: { from, to }, site, reason: 'as offered' })).status).toBe(200)
  })

  test('JI-08: what is booked for a single inspection goes with it when it makes room; where no time suits it is given back', async () => {
    const lone = async (crew: string, window: [number, number]): Promise<string> => {
      const { inspection } = await who.direct('CUS', newBox(), { site: 'P-M', window: { from: at(window[0]), to: at(window[1]) } })
      await who.act('CUS', inspection.id, 'agree', { slot: { from: at(18), to: at(19) }, site: 'P-M', crew: [crew] })
      return inspection.id as string
    }
    const [wide, tight] = [await lone('C-W', [12, 24]), await lone('C-T', [18, 19])]
    const [moving, ending] = [await forInspection('CUS', 'WB-M', 18, 18.5, wide), await forInspection('CUS', 'WB-M', 18.5, 19, tight)]
    const box = newBox()
    await who.direct('CIQ', box, { window: { from: at(12), to: at(24) } })
    const { inspection } = await who.direct('CUS', box, { window: { from: at(12), to: at(24) } })
    await who.act('CUS', inspection.id, 'agree', { slot: { from: at(18), to: at(19) }, site: 'P-N', crew: ['C-W', 'C-T'] })
    const { slot } = (await who.CUS.get(`/joint-inspections/${wide}`)).body as { slot: { from: string } }
    expect(slot.from).not.toBe(at(18))
    expect(await timesOf(moving, ending)).toEqual([span('WB-M', (instant(slot.from) - midnight) / hours(1), (instant(slot.from) - midnight) / hours(1) + 0.5), undefined])
    expect((await who.coordinator.get(`/ledger?subject=booking:${ending}`)).text).toContain('BookingCancelled')
  })

  test('SW-10: the calendar of a port names every piece and platform by site, and who may book and free it', async () => {
    const seen = async (by: Party) => ((await by.get('/bookables?port=380101')).body.items as { code: string; kind: string; mayBook: boolean; mayRelease: boolean }[]).filter(({ code }) => code === 'WB-W' || code === 'P-W')
    expect(await seen(who.CUS)).toMatchObject([{ code: 'P-W', kind: 'platform', mayBook: true, mayRelease: false }, { code: 'WB-W', kind: 'weighbridge', mayBook: true, mayRelease: false }])
    expect(await seen(app.as({ role: 'operator', site: 'P-W' }))).toMatchObject([{ mayBook: true, mayRelease: true }, { mayBook: true, mayRelease: true }])
    expect(await seen(app.as({ role: 'headquarters' }))).toMatchObject([{ mayBook: false }, { mayBook: false }])
    expect(await seen(app.as({ role: 'trader', enterprise: 'E-B' }))).toEqual([])
  })
})

describe('JI-19 equipment', () => {
  test('JI-19: radiation detector RD-3, whose calibration is overdue, cannot be booked', async () => {
    const refused = await book('CIQ', 'RD-3', 10, 11)
    expect([refused.status, refused.body.errors[0]]).toMatchObject([422, { code: 'bookings/calibration-overdue', clause: 'JI-19', facts: { equipment: 'RD-3', ended: '2018-07-01', day: '2018-07-02' } }])
  })

  test('JI-19: an instrument can be booked on the last day of its calibration and not for the day after; what is under repair cannot', async () => {
    expect((await book('CIQ', 'TI-1', 20, 21)).status).toBe(201)
    expect((await book('CIQ', 'TI-1', 25, 26)).body.code).toBe('bookings/calibration-overdue')
    expect((await book('CUS', 'CC-1', 10, 11)).body.code).toBe('bookings/out-of-service')
    const kinds = new Set(((await who.CUS.get('/registers/equipment')).body.items as { data: { kind: string } }[]).map(({ data }) => data.kind))
    expect([...kinds].sort()).toEqual(['cctv', 'large-scanner', 'radiation-detector', 'small-xray', 'test-instrument', 'weighbridge'])
  })
})

describe('JI-18 new ports', () => {
  const port = { code: '999901', name: { zh: '新口岸', en: 'New port' }, kind: 'road', timeZone: 'Asia/Shanghai', clause: 'JI-18' }
  const there = (agency: string) => app.as({ role: 'officer', agency, ports: ['999901'] })

  test('JI-18: a new port without a platform plan stays in planning, and takes no directive', async () => {
    await record('ports', port, administrator)
    await expect.poll(async () => (await administrator.get('/ports/999901/status')).body).toMatchObject({ status: 'planning', missing: [{ code: 'ports/platform-plan-required' }] })
    const refused = await administrator.post('/ports/999901/activate', {})
    expect([refused.status, refused.body.code]).toEqual([409, 'ports/platform-plan-required'])
    expect((await there('CUS').post('/directives', { ...directiveBody(app, 'CUS', newBox()), port: '999901' })).body.code).toBe('directives/unknown-port')
  })

  test('JI-18: nor with a plan of platforms that are not there; with a shared one it opens, by the administrator', async () => {
    const coordinator = app.as({ role: 'coordinator', agency: 'CUS', ports: ['999901'] })
    await record('platform-plans', { port: '999901', platforms: ['NP-1'], agencies: ['CUS', 'CIQ'], approvedOn: '2018-06-01', document: 'plan 7' }, coordinator)
    await expect.poll(async () => (await administrator.post('/ports/999901/activate', {})).body.code).toBe('ports/platform-unknown')
    await record('sites', { code: 'NP-1', name: { zh: '平台' }, port: '999901', kind: 'platform', platforms: 2, calendar: { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' } }, coordinator)
    await expect.poll(async () => (await administrator.get('/ports/999901/status')).body.missing).toEqual([])
    expect((await coordinator.post('/ports/999901/activate', {})).status).toBe(403)
    expect((await administrator.post('/ports/999901/activate', {})).body).toMatchObject({ status: 'active', plan: { platforms: ['NP-1'] } })
    await expect.poll(async () => (await there('CUS').post('/directives', { ...directiveBody(app, 'CUS', newBox()), port: '999901' })).status).toBe(201)
    expect((await administrator.post('/registers/port-openings', { data: { port: '999902', openedBy: 'x' }, validFrom: toIso(plus(app.clock.now(), days(1))) })).status).toBe(403)
  })

  test('JI-18: a port nobody has recorded has no status', async () => {
    expect((await administrator.get('/ports/999999/status')).status).toBe(404)
  })
})

describe('JI-11 booking what has been measured', () => {
  test('JI-11: weighed by customs at 10:05, who books the weighbridge for the same container is offered that record with its time; with a reason it books all the same', async () => {
    const box = newBox()
    await who.direct('CUS', box, { methods: ['weigh', 'scan'] })
    const { inspection } = await who.direct('CIQ', box, { methods: ['weigh'] })
    const weighing = (agency: 'CUS' | 'CIQ' | 'BPI', changes: object = {}): Promise<Reply> => who[agency].post('/bookings', { equipment: 'WB-1', ...{ from: at(20), to: at(20.5) }, purpose: `weigh ${box}`, inspection: inspection.id, ...changes })
    const early = await weighing('CIQ')
    expect(early.status, early.text).toBe(201)
    await who.CIQ.post(`/bookings/${early.body.id}/cancel`, { reason: 'customs comes first' })
    await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${box}`)
    app.clock.advanceTo(plus(midnight, hours(10)))
    await who.act('CUS', inspection.id, 'start')
    app.clock.advanceTo(plus(midnight, hours(10) + minutes(5)))
    await who.act('CUS', inspection.id, 'weigh', { grossKg: 24_180, device: 'WB-1' })
    const { handlings } = (await who.CUS.get(`/joint-inspections/${inspection.id}`)).body
    app.clock.advanceTo(plus(midnight, hours(10.5)))
    const offered = await weighing('CIQ')
    expect([offered.status, offered.body.errors[0]]).toMatchObject([409, { code: 'inspections/already-weighed', clause: 'JI-11', facts: { record: handlings[0].id, object: box, grossKg: 24_180, at: '2018-07-02T02:05:00.000Z', agency: 'CUS' } }])
    // Not scanned yet: the scanner is booked. Who has no part in the inspection learns nothing of its records.
    expect((await weighing('CIQ', { equipment: 'SC-1' })).status).toBe(201)
    expect((await weighing('BPI', { from: at(21), to: at(21.5) })).text).not.toContain(handlings[0].id)
    const again = await weighing('CIQ', { again: 'the seal of the weighbridge was broken' })
    expect(again.status, again.text).toBe(201)
  })
})

describe('SW-10 bookings of inspections that end', () => {
  const weekly = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' }
  const wish = { methods: ['weigh'], site: 'P-R', window: { from: at(36), to: at(40) } }
  const slot = { from: at(36), to: at(37) }
  type Agency = 'CUS' | 'CIQ' | 'BPI'
  /** An inspection of agencies at P-R from 36 to 37 with the only weighbridge of the site booked for it by the first of them. */
  async function held(...agencies: Agency[]): Promise<{ id: string; box: string; booking: string; directives: string[] }> {
    const box = newBox()
    const directives: string[] = []
    let id = ''
    for (const agency of agencies) {
      const sent = await who.direct(agency, box, agency === 'BPI' ? { ...wish, methods: ['open'], legalBasis: '出境入境边防检查条例 第四条' } : wish)
      directives.push(sent.id)
      id = sent.inspection.id
    }
    const booked = await who[agencies[0] ?? 'CUS'].post('/bookings', { equipment: 'WB-R', ...slot, purpose: 'weigh', inspection: id })
    expect(booked.status, booked.text).toBe(201)
    return { id, box, booking: booked.body.id, directives }
  }
  /** When the first time is offered to somebody else who wants to weigh there. */
  const offered = async (id: string): Promise<string> => (await who.CIQ.get(`/joint-inspections/${id}`)).body.proposals[0].from
  const started = async (id: string, agencies: Agency[], ...acts: (readonly [string, object])[]): Promise<void> => {
    await who.agree(id, agencies, slot, 'P-R')
    for (const [act, body] of [['start', {}] as const, ...acts]) await who.act('CUS', id, act, body)
  }
  const no = { necessity: { yes: false, reason: 'seen yesterday' }, feasibility: { yes: true }, effectiveness: { yes: true } }
  const paths: Readonly<Record<string, readonly [parties: Agency[], end: (held: { id: string; box: string; directives: string[] }) => Promise<unknown>]>> = {
    'one of two declines': [['CUS', 'CIQ'], ({ id }) => who.act('CIQ', id, 'decline', { reason: 'no crew' })],
    'who booked declines, two go on': [['CUS', 'CIQ', 'BPI'], ({ id }) => who.act('CUS', id, 'decline', { reason: 'no crew' })],
    'a coordinator judges against it': [['CUS', 'CIQ'], async ({ id }) => expect((await who.coordinator.post(`/joint-inspections/${id}/judge`, no)).status).toBe(200)],
    'a joint one takes its place': [['CUS'], ({ box }) => who.direct('CIQ', box, wish)],
    'the last directive is withdrawn': [['CUS'], async ({ directives: [id = ''] }) => expect((await who.CUS.post(`/directives/${id}/withdraw`, { reason: 'not needed' })).status).toBe(200)],
    'who booked withdraws, one is left': [['CUS', 'CIQ'], async ({ directives: [id = ''] }) => expect((await who.CUS.post(`/directives/${id}/withdraw`, { reason: 'not needed' })).status).toBe(200)],
    'the directive is changed to another time': [['CUS', 'CIQ'], async ({ directives: [id = ''] }) => expect((await who.CUS.post(`/directives/${id}/amend`, { window: { from: at(70), to: at(74) }, reason: 'later' })).status).toBe(200)],
    'the session is interrupted': [['CUS', 'CIQ'], ({ id }) => started(id, ['CUS', 'CIQ'], ['interrupt', { reason: 'storm' }])],
    'the session is over early': [['CUS'], ({ id }) => started(id, ['CUS'], ['weigh', { grossKg: 24_180, device: 'WB-R' }], ['dispositions', { disposition: 'CUS-PASS' }], ['close', {}])],
  }

  let other = ''
  beforeAll(async () => {
    await record('sites', { code: 'P-R', name: { zh: '查验平台' }, port: '380101', kind: 'platform', platforms: 20, calendar: weekly })
    await record('equipment', piece('WB-R', { site: 'P-R' }))
    await vi.waitFor(async () => expect((await who.CUS.get('/bookables?port=380101')).text).toContain('WB-R'))
    other = (await who.direct('CIQ', newBox(), wish)).inspection.id
  })

  test.each(Object.keys(paths))('SW-10: what is booked is everybody\'s again, in the same act and in the ledger, when %s', async (path) => {
    const [agencies, end] = paths[path] ?? [[], () => Promise.resolve()]
    const before = await held(...agencies)
    expect(await offered(other)).toBe(at(37))
    await end(before)
    expect(await offered(other)).toBe(at(36))
    const facts = (await who.CUS.get(`/ledger?subject=booking:${before.booking}`)).body.items as { type: string }[]
    expect(facts.map(({ type }) => type)).toEqual(['EquipmentBooked', 'BookingCancelled'])
    expect(facts.at(-1)).toMatchObject({ payload: { equipment: 'WB-R', agency: 'CUS' }, related: [{ kind: 'joint-inspection', id: before.id }] })
    // Somebody else takes it.
    const taken = await who.CIQ.post('/bookings', { equipment: 'WB-R', ...slot, purpose: 'weigh' })
    expect(taken.status, taken.text).toBe(201)
    await who.CIQ.post(`/bookings/${taken.body.id}/cancel`, { reason: 'only asked' })
  })

  test('SW-10: twin: what an ended inspection keeps is offered to nobody', async () => {
    await app.database.ownerDb.query(`create function registry.keep() returns trigger language plpgsql as $$ begin new.ended_at := null; new.ended_because := null; return new; end $$`)
    await app.database.ownerDb.query('create trigger keep before update on registry.booking for each row execute function registry.keep()')
    const kept = await held('CUS', 'CIQ')
    await who.act('CIQ', kept.id, 'decline', { reason: 'no crew' })
    expect(await offered(other)).toBe(at(37))
    await app.database.ownerDb.query('drop trigger keep on registry.booking')
    expect((await who.CUS.post(`/bookings/${kept.booking}/cancel`, { reason: 'kept by a defect' })).status).toBe(200)
  })

  test('SW-10: who stays keeps what it booked; for what is over nothing is booked, nor by who books while it ends', async () => {
    const { id } = await held('CUS', 'CIQ', 'BPI')
    const own = await who.CIQ.post('/bookings', { equipment: 'WB-R', from: at(37), to: at(38), purpose: 'weigh', inspection: id })
    await who.act('CUS', id, 'decline', { reason: 'no crew' })
    expect((await who.CIQ.get(`/bookings?port=380101&equipment=WB-R&from=${encodeURIComponent(at(36))}`)).body.items.map((each: { id: string }) => each.id)).toEqual([own.body.id])
    await who.act('BPI', id, 'decline', { reason: 'no crew' })
    const refused = await who.CIQ.post('/bookings', { equipment: 'WB-R', ...slot, purpose: 'weigh', inspection: id })
    expect([refused.status, refused.body.errors[0]]).toMatchObject([409, { code: 'bookings/inspection-over', pointer: '/inspection', facts: { state: 'declined' } }])

    const ending = await Promise.all(Array.from({ length: 6 }, async () => (await who.direct('CUS', newBox(), wish)).id as string))
    const looks = await Promise.all(ending.map(async (directive) => (await who.CUS.get(`/directives/${directive}`)).body.inspection as string))
    const booking = (inspection: string, n: number): Promise<Reply> => who.CUS.post('/bookings', { equipment: 'WB-R', from: at(37 + n / 4), to: at(37 + (n + 1) / 4), purpose: 'weigh', inspection })
    const replies = await Promise.all(ending.flatMap((directive, n) => [booking(looks[n] ?? '', n), who.CUS.post(`/directives/${directive}/withdraw`, { reason: 'not needed' })]))
    expect(replies.filter(({ status, body }) => status >= 300 && body.code !== 'bookings/inspection-over').map(({ text }) => text)).toEqual([])
  })

  test('JI-20: a party that did not come: what is booked moves with the new time; what it booked itself ends when the others go on without it', async () => {
    const later = await held('CUS', 'CIQ')
    await who.agree(later.id, ['CUS', 'CIQ'], slot, 'P-R')
    app.clock.advanceTo(plus(midnight, hours(36.75)))
    await who.act('CUS', later.id, 'arrive')
    await who.act('CUS', later.id, 'no-show', { agency: 'CIQ', then: 'reschedule', reason: 'stuck at the gate', slot: { from: at(38), to: at(39) }, site: 'P-R' })
    const moved = (await who.CUS.get(`/ledger?subject=booking:${later.booking}`)).body.items as { type: string }[]
    expect(moved.at(-1)).toMatchObject({ type: 'BookingMoved', payload: { equipment: 'WB-R', from: at(38), to: at(39) } })
    await who.agree(later.id, ['CUS', 'CIQ'], { from: at(38), to: at(39) }, 'P-R')
    const missing = await who.CIQ.post('/bookings', { equipment: 'WB-R', from: at(39), to: at(40), purpose: 'weigh', inspection: later.id })
    app.clock.advanceTo(plus(midnight, hours(38.75)))
    await who.act('CUS', later.id, 'no-show', { agency: 'CIQ', then: 'proceed', reason: 'stuck again' })
    const ended = (await who.CUS.get(`/ledger?subject=booking:${missing.body.id}`)).body.items as { type: string }[]
    expect(ended.map(({ type }) => type)).toEqual(['EquipmentBooked', 'BookingCancelled'])
    // Whatever happened in this file: nothing is held for what is over.
    const left = await app.database.ownerDb.query(
      `select b.id from registry.booking b join joint.inspection i on i.port = b.port and i.id = b.inspection where b.ended_at is null and b.to_at > $1 and i.state in ('closed', 'declined', 'cancelled', 'superseded')`,
      [toIso(app.clock.now())],
    )
    expect(left).toEqual([])
  })
})
