import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, plus, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { acceptanceDesk, codesOf, type Declared } from '../support/acceptance.ts'
import { chicken, sampleContainer, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

const ore = { hs: '2601112000', description: '铁矿砂 iron ore fines', origin: 'AU', quantity: { value: 50_000_000, unit: 'KGM' }, netWeightKg: 50_000_000 }
let app: TestApp
let desk: ReturnType<typeof acceptanceDesk>
beforeAll(async () => {
  app = await startApp()
  desk = acceptanceDesk(app)
  await gradeEnterprises(app)
})
afterAll(() => app.close())

describe('TP-01 catalogue and scope', () => {
  test('TP-01: the scope of B-9 is textiles: its food report is rejected as out of scope, and kept with the reason', async () => {
    await desk.admit('B-9', ['50', '51', '52', '61', '62'])
    const food = await desk.declare('E-A', chicken as unknown as Record<string, unknown>, { documents: [veterinaryCertificate] })
    const refused = await desk.submit(food, 'B-9')
    expect(refused.body).toMatchObject({ state: 'refused' })
    expect(refused.body.reasons[0]).toMatchObject({ code: 'acceptance/out-of-scope-goods', clause: 'TP-01' })
    expect(refused.body.reasons[0].message.en).toContain('out of scope')
    expect(await desk.factsOf(`acceptance-report:${refused.body.id}`)).toContain('ReportRefusedByRule')
    expect((await desk.who.CIQ.post(`/acceptance-reports/${refused.body.id}/accept`, {})).body.code).toBe('acceptance/not-in-this-state')
  })

  test('TP-01: tests and standards are part of the scope; an unlisted body, a foreign sign-in and a wrong declarant get nowhere', async () => {
    await desk.admit('B-T', ['61'], { scopes: [{ hs: ['61'], tests: ['fibre-content'], standards: ['GB18401'], ports: [] }] })
    const declared = await desk.shirts()
    expect(codesOf(await desk.submit(declared, 'B-T', { tests: ['lead'] }))).toEqual(['acceptance/out-of-scope-tests'])
    expect(codesOf(await desk.submit(declared, 'B-T', { standards: ['ISO-1'] }))).toEqual(['acceptance/out-of-scope-standards'])
    expect(codesOf(await desk.submit(declared, 'B-0'))).toEqual(expect.arrayContaining(['acceptance/body-not-listed', 'acceptance/body-not-admitted']))
    expect((await desk.submit(declared, 'B-T', { standards: ['GB18401'] })).body.state).toBe('waiting')
    const foreign = await desk.body('B-9').post('/acceptance-reports', desk.reportOn(declared, 'B-T'))
    expect([foreign.status, foreign.body.code]).toEqual([403, 'acceptance/not-your-body'])
    const guessed = await desk.body('B-T').post('/acceptance-reports', desk.reportOn({ ...declared, declarant: 'E-B' }, 'B-T'))
    expect([guessed.status, guessed.body.code]).toEqual([404, 'acceptance/no-such-declaration'])
    const elsewhere = await app.as({ role: 'laboratory', enterprise: 'B-T', ports: ['650302'] }).post('/acceptance-reports', desk.reportOn(declared, 'B-T'))
    expect([elsewhere.status, elsewhere.body.code]).toEqual([404, 'acceptance/no-such-declaration'])
  })
})

describe('TP-02 fields', () => {
  test('TP-02: an appraisal of ore by B-2 is accepted; a report on live animals is refused, for the field is not enabled', async () => {
    await desk.admit('B-2', ['26', '01'])
    const declared = await desk.declare('E-A', ore)
    expect(declared.releaseMode).toBe('verification')
    const report = await desk.submit(declared, 'B-2', { kind: 'appraisal', tests: ['draught-survey'] })
    expect(report.body).toMatchObject({ state: 'waiting', grounds: [{ line: 1, rule: 'bulk', clause: 'TP-02' }] })
    const accepted = await desk.who.CIQ.post(`/acceptance-reports/${report.body.id}/accept`, {})
    expect([accepted.status, accepted.body.state], accepted.text).toEqual([200, 'accepted'])
    const horses = await desk.declare('E-A', { hs: '0101210010', description: '种马 pure-bred horses', origin: 'IE', quantity: { value: 2, unit: 'NAR' }, netWeightKg: 1100 })
    const refused = await desk.submit(horses, 'B-2', { tests: ['glanders'] })
    expect(codesOf(refused)).toContain('acceptance/field-not-enabled')
  })

  test('TP-02, RR-22: goods that must be sampled or examined are not let go by a report, whatever the field', async () => {
    const waste = await desk.declare('E-AA', { hs: '2620110000', description: '锌渣 hard zinc spelter', origin: 'KR', quantity: { value: 1000, unit: 'KGM' }, netWeightKg: 1000, licences: [{ type: '422', number: 'W-1' }] })
    const refused = await desk.submit(waste, 'B-2')
    expect([refused.body.state, codesOf(refused)]).toEqual(['refused', expect.arrayContaining(['acceptance/mode-not-open'])])
    expect(await desk.standing(waste)).toBe('accepted')
  })
})

describe('TP-03 the decision', () => {
  test('TP-03: report R-1 is accepted, and the release on verification uses it', async () => {
    const declared = await desk.shirts()
    expect(declared.releaseMode).toBe('verification')
    const report = await desk.submit(declared, 'B-9', { number: 'R-1' })
    expect(await desk.standing(declared)).toBe('accepted')
    const accepted = await desk.who.CIQ.post(`/acceptance-reports/${report.body.id}/accept`, { note: 'scope and seal checked' })
    expect(accepted.body).toMatchObject({ state: 'accepted', decision: 'scope and seal checked' })
    expect(accepted.body.answers).toHaveLength(1)
    expect(await desk.standing(declared)).toBe('released')
    expect(await desk.factsOf(`declaration:${declared.id}`)).toEqual(expect.arrayContaining(['ReportAccepted', 'DispositionRecorded', 'GoodsReleased']))
  })

  test('TP-03: refused by an officer it releases nothing; a report on half of the lines does neither', async () => {
    const declared = await desk.shirts()
    const report = await desk.submit(declared, 'B-9')
    const refused = await desk.who.CIQ.post(`/acceptance-reports/${report.body.id}/refuse`, { reason: 'the photograph shows other goods' })
    expect(refused.body).toMatchObject({ state: 'refused', decision: 'the photograph shows other goods' })

    const box = sampleContainer(8900)
    const two = await desk.declare('E-C', {}, { items: [{ ...tee, containers: [box] }, { ...tee, line: 2, containers: [box] }], containers: [{ number: box }] })
    const first = await desk.submit(two, 'B-9', { lines: [1] })
    await desk.who.CIQ.post(`/acceptance-reports/${first.body.id}/accept`, {})
    expect(await desk.standing(two)).toBe('accepted')
    const second = await desk.submit(two, 'B-9', { lines: [2] })
    await desk.who.CIQ.post(`/acceptance-reports/${second.body.id}/accept`, {})
    expect(await desk.standing(two)).toBe('released')
  })

  test('TP-03: who may do what: the agency that judges decides, others read or know nothing', async () => {
    const declared = await desk.shirts()
    const { id } = (await desk.submit(declared, 'B-9')).body
    const accept = async (party: Party): Promise<number> => (await party.post(`/acceptance-reports/${id}/accept`, {})).status
    expect(await accept(desk.who.CUS)).toBe(403)
    expect(await accept(desk.who.coordinator)).toBe(403)
    expect(await accept(desk.body('B-9'))).toBe(403)
    expect(await accept(desk.body('B-T'))).toBe(404)
    expect(await accept(app.as({ role: 'officer', agency: 'CIQ', ports: ['650302'] }))).toBe(404)
    expect(await accept(app.as({ role: 'trader', enterprise: 'E-C' }))).toBe(403)
    expect(await accept(app.as({ role: 'trader', enterprise: 'E-B' }))).toBe(404)
    expect(await accept(app.nobody)).toBe(401)
    const read = async (party: Party): Promise<number> => (await party.get(`/acceptance-reports/${id}`)).status
    expect([await read(desk.body('B-9')), await read(desk.who.CUS), await read(app.as({ role: 'trader', enterprise: 'E-C' })), await read(app.as({ role: 'auditor' }))]).toEqual([200, 200, 200, 200])
    expect([await read(desk.body('B-T')), await read(app.as({ role: 'trader', enterprise: 'E-B' })), await read(app.as({ role: 'operator', site: 'P2' })), await read(app.nobody)]).toEqual([404, 404, 404, 401])
    const ownOnly = (await desk.body('B-T').get('/acceptance-reports')).body.items as { body: string }[]
    expect(ownOnly.every((report) => report.body === 'B-T')).toBe(true)
    expect((await app.as({ role: 'operator', site: 'P2' }).get('/acceptance-reports')).status).toBe(403)
    const again = await desk.body('B-9').post('/acceptance-reports', { ...desk.reportOn(declared, 'B-9'), number: (await desk.who.CIQ.get(`/acceptance-reports/${id}`)).body.number })
    expect([again.status, again.body.code]).toEqual([409, 'acceptance/number-used'])
  })
})

describe('TP-04 commissioned sampling', () => {
  async function order(sample: string, by = 'B-F'): Promise<{ declared: Declared; id: string }> {
    const declared = await desk.declare('E-B', chicken as unknown as Record<string, unknown>, { documents: [veterinaryCertificate] })
    const reply = await desk.who.CIQ.post('/sampling-commissions', { declaration: declared.id, line: 1, body: by, tests: ['salmonella'], sample, seal: `SEAL-${sample}` })
    expect(reply.status, reply.text).toBe(201)
    return { declared, id: reply.body.id as string }
  }
  const step = (party: Party, id: string, what: Readonly<Record<string, unknown>>): Promise<Reply> => party.post(`/sampling-commissions/${id}/custody`, what)

  test('TP-04: sample S-1 is sealed, handed over whole and opened by the body: its report is accepted; a gap in custody breaks acceptance', async () => {
    await desk.admit('B-F', ['02', '16'])
    const whole = await order('S-1')
    await step(desk.who.CIQ, whole.id, { step: 'handed', seal: 'SEAL-S-1', intact: true, to: 'B-F' })
    const opened = await step(desk.body('B-F'), whole.id, { step: 'opened', seal: 'SEAL-S-1', intact: true })
    expect(opened.body).toMatchObject({ gaps: [], custody: [{ step: 'sealed', to: 'CIQ' }, { step: 'handed', to: 'B-F' }, { step: 'opened', from: 'B-F' }] })
    const good = await desk.submit(whole.declared, 'B-F', { tests: ['salmonella'], commission: whole.id })
    expect(good.body.state).toBe('waiting')
    expect((await desk.who.CIQ.post(`/acceptance-reports/${good.body.id}/accept`, {})).body.state).toBe('accepted')
    // The goods are sampled and not let go by the paper.
    expect(await desk.standing(whole.declared)).toBe('accepted')

    const broken = await order('S-2')
    await step(desk.who.CIQ, broken.id, { step: 'handed', seal: 'SEAL-S-2', intact: true, to: 'COURIER' })
    await step(desk.body('B-F'), broken.id, { step: 'opened', seal: 'SEAL-XX', intact: false })
    const refused = await desk.submit(broken.declared, 'B-F', { tests: ['salmonella'], commission: broken.id })
    expect([refused.body.state, codesOf(refused)]).toEqual(['refused', ['acceptance/custody-seal-broken', 'acceptance/custody-other-holder', 'acceptance/custody-other-seal']])
    expect(await desk.factsOf(`commission:${broken.id}`)).toContain('SampleSealBroken')
  })

  test('TP-04, RR-10: a commissioned test that failed is written into the credit record with the report as its proof', async () => {
    const failing = await order('S-9')
    await step(desk.who.CIQ, failing.id, { step: 'handed', seal: 'SEAL-S-9', intact: true, to: 'B-F' })
    await step(desk.body('B-F'), failing.id, { step: 'opened', seal: 'SEAL-S-9', intact: true })
    const fails = await desk.submit(failing.declared, 'B-F', { tests: ['salmonella'], commission: failing.id, conclusion: 'fails' })
    expect((await desk.who.CIQ.post(`/acceptance-reports/${fails.body.id}/accept`, {})).body.state).toBe('accepted')
    const record = (await app.as({ role: 'trader', enterprise: 'E-B' }).get('/credit/E-B')).body as { events: { kind: string; case?: string }[] }
    expect(record.events.filter(({ kind }) => kind !== 'granted')).toMatchObject([{ kind: 'failed-sample', case: `acceptance-report ${fails.body.id as string}` }])
  })

  test('TP-04: never opened, another line or other tests than ordered, and strangers to the sample', async () => {
    const { declared, id } = await order('S-3')
    expect(codesOf(await desk.submit(declared, 'B-F', { tests: ['salmonella'], commission: id }))).toEqual(['acceptance/custody-never-opened'])
    expect((await desk.body('B-F').post('/acceptance-reports', desk.reportOn(declared, 'B-F', { tests: ['listeria'], commission: id }))).body.code).toBe('acceptance/other-commission')
    expect((await desk.body('B-9').post('/acceptance-reports', desk.reportOn(declared, 'B-9', { tests: ['salmonella'], commission: id }))).body.code).toBe('acceptance/other-commission')
    expect((await step(desk.body('B-9'), id, { step: 'opened', seal: 'SEAL-S-3', intact: true })).status).toBe(404)
    expect((await step(desk.who.CUS, id, { step: 'handed', seal: 'SEAL-S-3', intact: true, to: 'B-F' })).status).toBe(403)
    expect((await desk.body('B-9').get(`/sampling-commissions/${id}`)).status).toBe(404)
    const order3 = { declaration: declared.id, line: 1, body: 'B-F', tests: ['salmonella'], sample: 'S-3', seal: 'X' }
    expect((await desk.who.CIQ.post('/sampling-commissions', order3)).body.code).toBe('acceptance/sample-taken')
    expect((await desk.who.BPI.post('/sampling-commissions', { ...order3, sample: 'S-4' })).body.code).toBe('acceptance/no-power-to-sample')
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post('/sampling-commissions', { ...order3, sample: 'S-4' })).status).toBe(403)
    expect((await app.as({ role: 'officer', agency: 'CIQ', ports: ['650302'] }).post('/sampling-commissions', { ...order3, sample: 'S-4' })).status).toBe(404)
  })
})

describe('TP-05 admission and exit', () => {
  test('TP-05: B-S is suspended: reports issued after are refused, pending releases relying on it are listed and wait for a second look', async () => {
    const admission = await desk.admit('B-S', ['61'])
    // Customs wants the box as well, so that the release is still pending when the report has been accepted.
    const declared = await desk.shirts()
    const box = declared.box
    const directive = await desk.who.direct('CUS', box)
    const report = await desk.submit(declared, 'B-S')
    expect((await desk.who.CIQ.post(`/acceptance-reports/${report.body.id}/accept`, {})).body.state).toBe('accepted')
    const waiting = await desk.submit(await desk.shirts(), 'B-S')
    expect(await desk.standing(declared)).toBe('accepted')
    app.clock.advanceTo(plus(app.clock.now(), hours(1)))
    const suspendedAt = desk.iso()
    await desk.actOn(admission, 'suspend', { reason: 'reports without tests' })

    const after = await desk.submit(declared, 'B-S', { issuedAt: desk.iso() })
    expect([after.body.state, codesOf(after)]).toEqual(['refused', ['acceptance/body-suspended']])
    expect(after.body.reasons[0].message.en).toContain(suspendedAt)
    const listed = (await desk.who.CIQ.get('/acceptance-reports?body=B-S&state=doubted')).body.items
    expect(listed).toMatchObject([{ id: report.body.id, declarationId: declared.id }])
    await desk.who.CUS.post(`/directives/${directive.id}/withdraw`, { reason: 'cleared by phone' })
    expect(await desk.standing(declared)).toBe('accepted')
    const looked = await desk.who.CIQ.post(`/acceptance-reports/${report.body.id}/uphold`, { reason: 'raw data seen' })
    expect([looked.status, looked.body.state], looked.text).toEqual([200, 'accepted'])
    expect(await desk.standing(declared)).toBe('released')

    // What was issued before and still waits needs a second look, and says so.
    const bare = await desk.who.CIQ.post(`/acceptance-reports/${waiting.body.id}/accept`, {})
    expect([bare.status, bare.body.code]).toEqual([409, 'acceptance/needs-second-look'])
    expect((await desk.who.CIQ.post(`/acceptance-reports/${waiting.body.id}/accept`, { secondLook: 'raw data seen' })).body.state).toBe('accepted')
  })

  test('TP-05: a report that does not stand the second look is dropped, and what it answered is held', async () => {
    const admission = await desk.admit('B-D', ['61'])
    const declared = await desk.shirts()
    await desk.who.direct('CUS', declared.box)
    const { id } = (await desk.submit(declared, 'B-D')).body
    const [answered] = (await desk.who.CIQ.post(`/acceptance-reports/${id}/accept`, {})).body.answers as string[]
    await desk.actOn(admission, 'remove', { reason: 'forged reports' })
    expect((await desk.who.CIQ.post(`/acceptance-reports/${id}/drop`, { reason: 'no sample was ever tested' })).body.state).toBe('dropped')
    expect(await desk.standing(declared)).toBe('held')
    expect((await desk.who.CIQ.get(`/joint-inspections/${answered}`)).body.tasks[0].disposition).toMatchObject({ effect: 'hold' })
    expect(await desk.factsOf(`declaration:${declared.id}`)).toEqual(expect.arrayContaining(['ReportDoubted', 'ReportDropped', 'GoodsHeld']))
    // Removed for good: no act is open, and a year passes before it may apply again.
    const again = await desk.who.CIQ.post('/body-admissions', { port: '380101', body: 'B-D' })
    expect([again.status, again.body.code]).toEqual([409, 'acceptance/too-early'])
  })

  test('TP-05: only the agency that oversees a body admits it; the body files and reads, others know nothing', async () => {
    await desk.recordBody('B-N', ['61'])
    expect((await desk.body('B-9').post('/body-admissions', { port: '380101', body: 'B-N' })).status).toBe(403)
    expect((await desk.who.CUS.post('/body-admissions', { port: '380101', body: 'B-N' })).status).toBe(403)
    const filed = await desk.body('B-N').post('/body-admissions', { port: '380101', body: 'B-N' })
    expect([filed.status, filed.body.state, filed.body.dueAt], filed.text).toEqual([201, 'applied', toIso(plus(app.clock.now(), days(30)))])
    expect((await desk.body('B-N').post(`/body-admissions/${filed.body.id}/admit`, { evidence: { assessment: 'ourselves' } })).status).toBe(403)
    expect((await desk.who.CUS.post(`/body-admissions/${filed.body.id}/admit`, { evidence: { assessment: 'x' } })).status).toBe(404)
    expect((await desk.body('B-9').get(`/body-admissions/${filed.body.id}`)).status).toBe(404)
    expect((await desk.body('B-N').get(`/body-admissions/${filed.body.id}`)).status).toBe(200)
    expect((await desk.body('B-N').post('/body-admissions', { port: '380101', body: 'B-N' })).body.code).toBe('acceptance/already-applied')
    expect(codesOf(await desk.submit(await desk.shirts(), 'B-N'))).toEqual(['acceptance/body-not-admitted'])
  })
})

describe('TP-06 figures', () => {
  /** Accepted reports of a body about goods that go on waiting, because customs wants their box. */
  async function acceptedReports(by: string, how: number): Promise<{ declared: Declared; reports: { id: string; number: string }[] }> {
    const declared = await desk.shirts()
    await desk.who.direct('CUS', declared.box)
    const reports: { id: string; number: string }[] = []
    for (let n = 0; n < how; n++) {
      const { id, number } = (await desk.submit(declared, by)).body as { id: string; number: string }
      expect((await desk.who.CIQ.post(`/acceptance-reports/${id}/accept`, {})).status).toBe(200)
      reports.push({ id, number })
    }
    return { declared, reports }
  }
  const compare = (report: string, outcome: string, more: Readonly<Record<string, unknown>> = {}): Promise<Reply> =>
    desk.who.CIQ.post(`/acceptance-reports/${report}/comparisons`, { kind: 'comparison', outcome, note: 'fibre content 60 % instead of 100 %', ...more })
  const figuresOf = async (code: string): Promise<Reply['body']> => (await desk.who.CIQ.get(`/acceptance-bodies/${code}`)).body

  test('TP-06: 2 of 20 check tests deviate: the body is flagged, with the cases behind it and the interval of the share; before there are enough it is not', async () => {
    await desk.admit('B-C', ['61'])
    const waiting = (await desk.submit(await desk.shirts(), 'B-C')).body.id as string
    expect((await compare(waiting, 'agrees')).body.code).toBe('acceptance/not-in-this-state')
    const { declared, reports } = await acceptedReports('B-C', 20)
    const [first, ...others] = reports
    const last = others.pop()
    await compare(first?.id ?? '', 'deviates')
    expect((await figuresOf('B-C')).figures).toMatchObject({ compared: 1, deviating: 1, flagged: false })
    for (const { id } of others) await compare(id, 'agrees')
    await compare(last?.id ?? '', 'deviates')
    await compare(last?.id ?? '', 'deviates', { kind: 'complaint', reference: 'C-7' })
    const body20 = await figuresOf('B-C')
    expect(body20.figures).toEqual({ compared: 20, deviating: 2, complaints: 1, share: 0.1, low: expect.closeTo(0.028, 3), high: expect.closeTo(0.301, 3), flagged: true })
    expect(body20.deviations).toHaveLength(3)
    expect(body20.deviations[0]).toMatchObject({ report: last?.id, number: last?.number, declarationId: declared.id, reference: 'C-7', version: 1 })
  })

  test('TP-06: thirty "agrees" on one report count once and unflag nobody; a correction is a version, and the latest counts', async () => {
    await desk.admit('B-V', ['61'])
    const { declared, reports: [report = { id: '', number: '' }] } = await acceptedReports('B-V', 1)
    expect((await compare(report.id, 'deviates')).body).toMatchObject({ version: 1 })
    const thirty = await Promise.all(Array.from({ length: 30 }, () => compare(report.id, 'agrees')))
    expect(new Set(thirty.map(({ status, body }) => `${status} ${body.code as string}`))).toEqual(new Set(['409 acceptance/compared-already']))
    // Nor by names of samples that nobody sealed, or that the body tested itself.
    expect((await compare(report.id, 'agrees', { reference: 'S-INVENTED' })).body.code).toBe('acceptance/other-sample')
    const order = { declaration: declared.id, line: 1, tests: ['fibre-content'], seal: 'SEAL-V' }
    expect((await desk.who.CIQ.post('/sampling-commissions', { ...order, body: 'B-V', sample: 'S-OWN' })).status).toBe(201)
    expect((await compare(report.id, 'agrees', { reference: 'S-OWN' })).body.code).toBe('acceptance/other-sample')
    expect((await figuresOf('B-V')).figures).toMatchObject({ compared: 1, deviating: 1, share: 1 })
    expect((await desk.who.CIQ.post('/sampling-commissions', { ...order, body: 'B-9', sample: 'S-OTHER' })).status).toBe(201)
    expect((await compare(report.id, 'agrees', { reference: 'S-OTHER' })).status).toBe(201)
    expect((await figuresOf('B-V')).figures).toMatchObject({ compared: 2, deviating: 1 })

    // Two corrections of the same version: one is taken.
    const corrected = await Promise.all([compare(report.id, 'agrees', { corrects: 1 }), compare(report.id, 'agrees', { corrects: 1 })])
    expect(corrected.map(({ status }) => status).toSorted()).toEqual([201, 409])
    expect((await compare(report.id, 'agrees', { corrects: 9 })).status).toBe(409)
    expect((await figuresOf('B-V')).figures).toMatchObject({ compared: 2, deviating: 0 })
    const kept = (await desk.who.CIQ.get(`/acceptance-reports/${report.id}`)).body.comparisons as { version: number; outcome: string; reference: string }[]
    expect(kept.filter(({ reference }) => reference === '').map(({ version, outcome }) => `${version} ${outcome}`)).toEqual(['1 deviates', '2 agrees'])
    expect((await desk.body('B-V').get(`/acceptance-reports/${report.id}`)).body).not.toHaveProperty('comparisons')
  })

  test('TP-06: an inspection that finds a problem later is listed by itself; figures are for officials and the body, deviations for officials', async () => {
    const declared = await desk.shirts()
    const directive = await desk.who.direct('CUS', declared.box)
    const { id } = (await desk.submit(declared, 'B-C')).body
    await desk.who.CIQ.post(`/acceptance-reports/${id}/accept`, {})
    const inspection = directive.inspection.id as string
    await desk.who.act('CUS', inspection, 'agree', { site: 'P7', crew: ['C-7'] })
    await desk.who.act('CUS', inspection, 'start')
    await desk.who.act('CUS', inspection, 'open', {})
    await desk.who.act('CUS', inspection, 'findings', { checks: [{ code: 'open', outcome: 'problem', note: 'not cotton' }] })
    await desk.who.act('CUS', inspection, 'close')
    const { contradicted } = (await desk.who.CIQ.get('/acceptance-bodies/B-C')).body
    expect(contradicted).toMatchObject([{ report: id, inspection, agency: 'CUS' }])
    const other = await desk.who.CIQ.post(`/acceptance-reports/${id}/comparisons`, { kind: 'inspection', outcome: 'deviates', note: 'not cotton' })
    expect(other.body.code).toBe('acceptance/other-inspection')
    await desk.who.CIQ.post(`/acceptance-reports/${id}/comparisons`, { kind: 'inspection', outcome: 'deviates', note: 'not cotton', inspection })
    expect((await desk.who.CIQ.get('/acceptance-bodies/B-C')).body).toMatchObject({ contradicted: [], figures: { compared: 21, deviating: 3 } })
    expect((await desk.body('B-C').get('/acceptance-bodies/B-C')).body).toMatchObject({ figures: { flagged: true }, deviations: [] })
    expect((await desk.body('B-9').get('/acceptance-bodies/B-C')).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-C' }).get('/acceptance-bodies/B-C')).status).toBe(404)
    const seen = (await app.as({ role: 'trader', enterprise: 'E-C' }).get('/acceptance-bodies')).body.items as { code: string; figures?: object }[]
    expect(seen.find((one) => one.code === 'B-C')).not.toHaveProperty('figures')
    expect((await desk.body('B-C').post(`/acceptance-reports/${id}/comparisons`, { kind: 'comparison', outcome: 'agrees', note: 'x' })).status).toBe(403)
  })
})
