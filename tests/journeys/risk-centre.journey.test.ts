import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, instant, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { sealAll } from '../../src/platform/ledger/seal.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { declare, granted, waste } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { freshSigner } from '../support/ledger.ts'
import { sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let cus: Party
let ciq: Party
let headquarters: Party
let point: Party
beforeAll(async () => {
  app = await startApp({ now: instant('2026-03-02T09:00:00+08:00') })
  await gradeEnterprises(app)
  cus = app.as({ role: 'officer', agency: 'CUS' })
  ciq = app.as({ role: 'officer', agency: 'CIQ' })
  headquarters = app.as({ role: 'headquarters' })
  point = app.as({ role: 'laboratory', id: 'national-point' })
})
afterAll(() => app.close())

const signer = freshSigner()
const tick = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))
const inDays = (n: number): string => toIso(plus(app.clock.now(), days(n)))
/** Seals what there is, and lets the jobs that wait for it run. */
async function settle(): Promise<void> {
  await app.settle()
  await sealAll(app.machine.db, signer)
  tick(seconds(3))
  await app.settle()
}
interface Yielded {
  readonly rule: string
  readonly hits: number
  readonly inspected: number
  readonly finds: number
  readonly low: boolean
  readonly interval: readonly [number, number]
}
const yieldOf = async (rule: string): Promise<Yielded | undefined> => (granted(await cus.get('/rule-yields')).body.items as readonly Yielded[]).find((one) => one.rule === rule)

describe('the yield of rules', () => {
  test('RR-16: a rule that hits 40 and finds 1 within 30 days is flagged for low yield; counted once, however often the counting runs; a month later it starts anew', async () => {
    const hold = granted(await cus.post('/hold-rules', { scope: { port: '380101', producer: 'Nine Ltd' }, measure: 'check', methods: ['documents'], validTo: inDays(40), title: 'T-9', reason: 'Undervalued' }), 201).body
    tick(seconds(2))
    const goods = { ...tee, producer: 'Nine Ltd' }
    const ids: string[] = []
    for (let n = 0; n < 39; n++) ids.push((await declare(app, 'E-A', [goods])).id)
    await settle()
    const rule = `hold/${hold.id}`
    expect(await yieldOf(rule)).toMatchObject({ hits: 39, inspected: 0, finds: 0, low: false, interval: [0, 1] })
    const { number } = granted(await cus.get(`/declarations/${ids[0] ?? ''}`)).body
    granted(await cus.post('/results', { port: '380101', object: { kind: 'consignment', ref: number }, checks: [{ code: 'documents', outcome: 'problem', note: 'invoice of another seller' }] }), 201)
    ids.push((await declare(app, 'E-A', [goods])).id)
    await settle()
    await settle()
    // One look of forty says nothing of the rule, whatever it found.
    expect(await yieldOf(rule)).toMatchObject({ hits: 40, inspected: 1, finds: 1, low: false })
    expect(granted(await cus.get(`/hold-rules/${hold.id}`)).body.hits).toBe(40)
    const judge = async (party: Party, id: string | undefined, outcome: 'ok' | 'problem'): Promise<void> => {
      const { number: of } = granted(await cus.get(`/declarations/${id ?? ''}`)).body
      granted(await party.post('/results', { port: '380101', object: { kind: 'consignment', ref: of }, checks: [{ code: 'documents', outcome }] }), 201)
    }
    for (const id of ids.slice(1)) await judge(cus, id, 'ok')
    await declare(app, 'E-AA', [tee])
    await settle()
    await settle()
    expect(await yieldOf(rule)).toMatchObject({ hits: 40, inspected: 40, finds: 1, low: true })
    // Another agency looks at one that was found out before, and at one that was clean: a case counts once, and so does its find.
    await judge(ciq, ids[0], 'problem')
    await judge(ciq, ids[1], 'problem')
    await declare(app, 'E-AA', [tee])
    await settle()
    expect(await yieldOf(rule)).toMatchObject({ hits: 40, inspected: 40, finds: 2, low: false })
    expect((await app.as({ role: 'trader', enterprise: 'E-A' }).get('/rule-yields')).status).toBe(403)
    tick(days(35))
    expect(await yieldOf(rule)).toBeUndefined()
  })
})

describe('the national monitoring point', () => {
  test('RR-17: an alert of the national point becomes a record and is acknowledged at once; sent again, it changes nothing', async () => {
    const partner = { code: 'NP-1', name: { zh: '国家监测点', en: 'National point' }, kind: 'national-point', account: point.actor.id, receivesFinds: true }
    expect((await cus.post('/registers/risk-partners', { data: partner, expectedVersion: 0 })).status).toBe(403)
    granted(await headquarters.post('/registers/risk-partners', { data: partner, expectedVersion: 0 }), 201)
    const body = { reference: 'NP-2026-17', title: 'Lead in painted toys', hazard: 'lead', level: 'high', scope: { hs: '9503', origin: 'CN' } }
    const alert = granted(await point.post('/alerts', body), 201).body
    expect(alert).toMatchObject({ source: 'national-point', sender: 'NP-1', state: 'recorded', acknowledgedAt: toIso(app.clock.now()) })
    const [record] = granted(await headquarters.get('/risk-records')).body.items as { alert: string; level: string; source: string }[]
    expect(record).toMatchObject({ alert: alert.id, level: 'high', source: 'NP-1 NP-2026-17' })
    const told = granted(await point.get('/risk-exchanges')).body.items as { direction: string; state: string; answer: { record: string } }[]
    expect(told).toMatchObject([{ direction: 'in', state: 'acknowledged', answer: { record: expect.any(String) } }])
    // Sent again, it changes nothing.
    expect(granted(await point.post('/alerts', body), 201).body.id).toBe(alert.id)
    const records = granted(await headquarters.get('/risk-records')).body.items as { alert?: string }[]
    expect(records.filter((one) => one.alert === alert.id)).toHaveLength(1)
  })

  test('RR-17: what we find is told to it, and goes up to headquarters when nobody acknowledges in time; only the point itself or headquarters acknowledges', async () => {
    const { id } = await declare(app, 'E-D', [{ ...tee, producer: 'Nine Ltd' }])
    const { number } = granted(await cus.get(`/declarations/${id}`)).body
    granted(await ciq.post('/results', { port: '380101', object: { kind: 'consignment', ref: number }, checks: [{ code: 'sample', outcome: 'problem' }] }), 201)
    await settle()
    const [out] = granted(await point.get('/risk-exchanges?state=waiting')).body.items as { id: string; direction: string; summary: { number: string } }[]
    expect(out).toMatchObject({ direction: 'out', summary: { number } })
    tick(days(1))
    await app.settle()
    expect((granted(await headquarters.get('/risk-exchanges?state=escalated')).body.items as { id: string }[]).map((one) => one.id)).toEqual([out?.id])
    const heard = granted(await headquarters.get('/notices')).body.items as { type: string; subjectId: string }[]
    expect(heard.filter(({ type }) => type === 'FindNotAcknowledged').map(({ subjectId }) => subjectId)).toEqual([out?.id])
    expect((await cus.post(`/risk-exchanges/${out?.id ?? ''}/acknowledge`, {})).status).toBe(404)
    expect(granted(await point.post(`/risk-exchanges/${out?.id ?? ''}/acknowledge`, { note: 'Registered' })).body).toMatchObject({ state: 'acknowledged', answer: { note: 'Registered' } })
    expect((await point.post(`/risk-exchanges/${out?.id ?? ''}/acknowledge`, {})).status).toBe(409)
  })
})

describe('bulletins', () => {
  test('RR-18: bulletin B-3 for traders is visible to them, the targeting behind it is not; others and later readers do not see it', async () => {
    const record = granted(await ciq.post('/risk-records', { scope: { hs: '0207', producer: 'Frigo' }, level: 'high', title: 'Salmonella at Frigo', reason: 'two lots', validTo: inDays(9) }), 201).body
    const body = { title: { zh: '冷冻禽肉风险提示', en: 'Frozen poultry' }, body: { zh: '请核对证书。', en: 'Check certificates.' }, audience: ['traders'], classification: 'restricted', validTo: inDays(5), basis: record.id }
    const bulletin = granted(await ciq.post('/bulletins', body), 201).body
    expect(bulletin).toMatchObject({ label: expect.stringMatching(/^B-\d+$/), basis: record.id })
    const trader = app.as({ role: 'trader', enterprise: 'E-B' })
    const seen = await trader.get('/bulletins')
    expect(granted(seen).body.items).toMatchObject([{ id: bulletin.id, title: body.title }])
    expect(seen.text).not.toContain(record.id)
    expect(seen.text).not.toContain('Frigo')
    expect((await trader.get(`/risk-records/${record.id}`)).status).toBe(404)
    for (const party of [app.as({ role: 'laboratory' }), app.as({ role: 'operator', site: 'S1' })]) expect(granted(await party.get('/bulletins')).body.items).toEqual([])
    expect(granted(await app.nobody.get('/public/bulletins')).body.items).toEqual([])
    // To the public only what is public; to traders nothing confidential; nothing by traders.
    expect((await ciq.post('/bulletins', { ...body, audience: ['public'] })).text).toContain('risk/not-public')
    expect((await ciq.post('/bulletins', { ...body, classification: 'confidential' })).text).toContain('risk/too-wide')
    expect((await trader.post('/bulletins', body)).status).toBe(403)
    const open = granted(await ciq.post('/bulletins', { ...body, audience: ['public'], classification: 'public', basis: record.id }), 201).body
    const read = await app.nobody.get('/public/bulletins')
    expect(read.body.items).toMatchObject([{ id: open.id }])
    expect(read.text).not.toContain(record.id)
    granted(await ciq.post(`/bulletins/${open.id}/withdraw`, { reason: 'Corrected' }))
    expect((await app.nobody.get('/public/bulletins')).body.items).toEqual([])
    tick(days(6))
    expect(granted(await trader.get('/bulletins')).body.items).toEqual([])
    expect((granted(await cus.get('/bulletins')).body.items as unknown[]).length).toBeGreaterThanOrEqual(2)
  })
})

describe('warnings', () => {
  const report = (kind: string, reference: string, changes: object = {}): Promise<{ counted: boolean; warning: { id: string; level: number } | null }> =>
    ciq.post('/risk-indicators', { kind, hs: '950300', producer: 'Toy  Works', reference, note: 'small parts', ...changes }).then((reply) => granted(reply, 201).body as never)

  test('RR-19: three consumer complaints and one laboratory failure of one code and producer within 30 days make warning level 2, explained, with what follows', async () => {
    expect((await report('complaint', 'old', { happenedAt: toIso(plus(app.clock.now(), -days(31))) })).warning).toBeNull()
    expect((await report('complaint', 'c1')).warning).toBeNull()
    expect((await report('complaint', 'c2')).warning).toBeNull()
    // The same complaint from another desk is one complaint; another producer's is none.
    expect(await report('complaint', 'c2')).toEqual({ counted: false, warning: null })
    await report('complaint', 'c9', { producer: 'Other Works' })
    expect((await report('lab-fail', 'l1', { hs: '9503008900' })).warning).toMatchObject({ level: 1 })
    const { warning } = await report('complaint', 'c3', { hs: '9503', producer: 'toy works' })
    expect(warning).toMatchObject({ level: 2, hs: '9503', producer: 'TOY WORKS', counts: { complaint: 3, 'lab-fail': 1 }, rule: { table: 'warning-level', row: 'complaints-confirmed', clause: 'RR-19' }, follow: ['record', 'alert'] })
    const whole = granted(await ciq.get(`/warnings/${warning?.id ?? ''}`)).body as { indicators: unknown[]; record: string; alert: string }
    expect(whole.indicators).toHaveLength(5)
    // What follows: the next declaration is raised, and an alert waits for its hold by one action.
    tick(seconds(2))
    expect(granted(await ciq.get(`/alerts/${whole.alert}`)).body).toMatchObject({ state: 'new', source: 'warning', scope: { hs: '9503', producer: 'TOY WORKS' } })
    const { id, releaseMode } = await declare(app, 'E-AA', [{ ...tee, hs: '9503008900', producer: 'Toy Works', quantity: { value: 10, unit: 'KGM' } }])
    expect(releaseMode).not.toBe('declaration')
    expect((granted(await ciq.get(`/declarations/${id}/explanation`)).body.steps as { factor: string; parameters: { value: string }[] }[]).some(({ factor, parameters }) => factor === 'risk-record' && parameters.some(({ value }) => value === whole.record))).toBe(true)
  })

  test('RR-19: a level only rises by itself, and an officer closes it with a reason; traders neither report nor read', async () => {
    const [warning] = granted(await ciq.get('/warnings?state=standing')).body.items as { id: string }[]
    tick(days(40))
    expect((await report('complaint', 'c4')).warning).toMatchObject({ level: 2 })
    expect(granted(await ciq.post(`/warnings/${warning?.id ?? ''}/close`, { reason: 'Mould replaced' })).body.state).toBe('closed')
    expect((await ciq.post(`/warnings/${warning?.id ?? ''}/close`, { reason: 'again' })).status).toBe(409)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post('/risk-indicators', { kind: 'complaint', hs: '9503', producer: 'x', reference: 'r', note: 'n' })).status).toBe(403)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).get(`/warnings/${warning?.id ?? ''}`)).status).toBe(404)
  })
})

describe('the quality of exports', () => {
  const ship = async (of: string, changes: object = {}): Promise<string> => {
    const sent = sampleDeclaration({ direction: 'export', declarant: 'E-A', consignee: 'Shop Ltd', consignor: of, items: [{ ...tee, origin: 'CN', ...changes }] })
    return granted(await app.as({ role: 'trader', enterprise: 'E-A' }).post('/declarations', sent), 201).body.id as string
  }
  /** A consignment that an officer looks at because of its lot, and refuses. */
  async function refuseOne(of: string, lot: string): Promise<string> {
    granted(await ciq.post('/hold-rules', { scope: { port: '380101', lot }, measure: 'check', methods: ['documents'], validTo: inDays(3), title: 'Look', reason: 'Look' }), 201)
    tick(seconds(2))
    const bad = await ship(of, { lot })
    await settle()
    for (const inspection of granted(await headquarters.get(`/joint-inspections?declaration=${bad}`)).body.items as { id: string; tasks: { agency: string }[] }[]) {
      if (inspection.tasks[0]?.agency === 'CIQ') granted(await ciq.post(`/joint-inspections/${inspection.id}/dispositions`, { disposition: 'CIQ-RETURN', reason: 'azo dyes' }))
    }
    expect(granted(await cus.get(`/declarations/${bad}`)).body.status).toBe('refused')
    await settle()
    return bad
  }
  const qualityOf = async (producer: string): Promise<object> => granted(await headquarters.get(`/export-quality?producer=${encodeURIComponent(producer)}`)).body as object
  const ordersFor = async (producer: string): Promise<readonly { hs: string; reason: string }[]> => granted(await headquarters.get(`/tightenings?enterprise=${encodeURIComponent(producer)}`)).body.items as never
  const modeFor = async (consignor: string): Promise<string> =>
    granted(await cus.post('/what-if', { port: '380101', direction: 'export', mode: 'sea', declarant: 'E-A', consignor, items: [{ line: 1, hs: tee.hs, origin: 'CN' }] })).body.assessment.releaseMode as string

  test('RR-20: rejected exports of producer X go from 0 to 4 % in a quarter, and its export mode is tightened by a dated order; a producer as before is left alone', async () => {
    const producer = 'Xinhai Textiles'
    for (let n = 0; n < 25; n++) await ship(producer)
    await settle()
    tick(days(92))
    for (let n = 0; n < 24; n++) await ship(producer)
    await settle()
    const before = await modeFor(producer)
    expect(await qualityOf(producer)).toMatchObject({ now: { consignments: 24, rejected: 0 }, before: { consignments: 25, rejected: 0 }, worse: false })
    await refuseOne(producer, 'BAD-1')
    expect(await qualityOf(producer)).toMatchObject({ now: { consignments: 25, rejected: 1 }, worse: true })
    const [order, ...more] = await ordersFor(producer)
    expect(more).toEqual([])
    expect(order).toMatchObject({ hs: '6109100000', reason: expect.stringMatching(/^2026-\d\d-\d\d: 0\.0 % → 4\.0 % \(1\/25\)$/) })
    tick(seconds(2))
    const after = await modeFor(producer)
    expect(after).not.toBe(before)
    expect(await modeFor('Other Textiles')).toBe(before)
    // Its exports got worse: what it sells to us is judged as before, and the order says so.
    expect(order).toMatchObject({ direction: 'export' })
    expect((await declare(app, 'E-AA', [{ ...tee, producer }])).releaseMode).toBe((await declare(app, 'E-AA', [{ ...tee, producer: 'Other Textiles' }])).releaseMode)
    const heard = granted(await app.as({ role: 'trader', enterprise: 'E-A' }).get('/notices?limit=200')).body.items as { type: string }[]
    expect(heard.some(({ type }) => type === 'ExportTightened')).toBe(true)
  })

  test('RR-20: one refusal among a few consignments is no trend, and a producer whose share was as high before is not tightened again', async () => {
    await ship('Few Textiles')
    await refuseOne('Few Textiles', 'BAD-2')
    expect(await qualityOf('Few Textiles')).toMatchObject({ now: { consignments: 2, rejected: 1 }, worse: false })
    expect(await ordersFor('Few Textiles')).toEqual([])
    // The quarter after the order: as bad as before, no worse.
    tick(days(92))
    for (let n = 0; n < 24; n++) await ship('Xinhai Textiles')
    await refuseOne('Xinhai Textiles', 'BAD-3')
    expect(await qualityOf('Xinhai Textiles')).toMatchObject({ now: { consignments: 25, rejected: 1 }, before: { consignments: 25, rejected: 1 }, rise: 0, worse: false })
    expect(await ordersFor('Xinhai Textiles')).toHaveLength(1)
    expect((await app.as({ role: 'trader', enterprise: 'E-A' }).get('/export-quality?producer=x')).status).toBe(403)
  })
})

test('RR-16: the picture of the ports tells what waits by level, what rules keep, and which port is on alarm', async () => {
  granted(await ciq.post('/hold-rules', { scope: { port: '380101', lot: 'PIC-1' }, measure: 'hold', validTo: inDays(3), title: 'Picture', reason: 'Picture' }), 201)
  tick(seconds(2))
  await declare(app, 'E-AA', [{ ...waste, lot: 'PIC-1' }])
  await app.settle()
  const { ports, levels } = granted(await headquarters.get('/risk-centre')).body as { ports: { port: string; state: string; held: number; waiting: Record<string, number> }[]; levels: string[] }
  expect(levels).toEqual(['low', 'medium', 'high'])
  expect(ports.find(({ port }) => port === '380101')).toMatchObject({ state: 'alarm', held: 1 })
  expect(ports.find(({ port }) => port === '500001')).toMatchObject({ held: 0 })
  expect(granted(await cus.get('/risk-centre')).body.ports).toHaveLength(1)
  for (const party of [app.as({ role: 'trader', enterprise: 'E-B' }), app.as({ role: 'operator', site: 'S1' })]) expect((await party.get('/risk-centre')).status).toBe(403)
})
