import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, plus, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { crews } from '../support/joint.ts'
import { chicken, sampleContainer, sampleDeclaration, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>
let administrator: Party

const body = (code: string): Party => app.as({ role: 'laboratory', enterprise: code, ports: ['380101'] })
const iso = (back = 0): string => toIso(plus(app.clock.now(), -back))
const licence = { type: '421', number: 'CNAS-IB-0117' }

async function recordBody(code: string, hs: readonly string[], changes: Readonly<Record<string, unknown>> = {}, validFrom = iso()): Promise<void> {
  const data = { code, name: { zh: `机构 ${code}`, en: `Body ${code}` }, owner: 'CIQ', country: 'CN', licence, fields: [], scopes: [{ hs, tests: [], standards: [], ports: [] }], ...changes }
  const reply = await administrator.post('/registers/acceptance-bodies', { validFrom, data, expectedVersion: await versionOf(code) })
  expect(reply.status, reply.text).toBe(201)
  // Registers are read into memory within a second; who needs a licence and has none is never listed.
  const listed = async (): Promise<unknown> => ((await administrator.get(`/acceptance-bodies?at=${validFrom}`)).body.items as { code: string; scopes: unknown }[]).find((one) => one.code === code)?.scopes
  if ('licence' in changes && changes['country'] === undefined && changes['licence'] === undefined) return
  await expect.poll(listed, { interval: 5 }).toEqual(data.scopes)
}
async function versionOf(code: string): Promise<number> {
  const known = await administrator.get(`/registers/acceptance-bodies/${code}`)
  return known.status === 200 ? Number(known.headers['etag']?.replaceAll('"', '')) : 0
}

/** Registers a body and has it admitted; gives the case of its admission. */
async function admit(code: string, hs: readonly string[], changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  await recordBody(code, hs, changes)
  const filed = await who.CIQ.post('/body-admissions', { port: '380101', body: code })
  expect(filed.status, filed.text).toBe(201)
  await actOn(filed.body.id, 'admit', { assessment: 'Laboratory visited, proficiency tests passed.' })
  return filed.body.id as string
}
async function actOn(id: string, act: string, evidence: Readonly<Record<string, string>>): Promise<Reply> {
  const reply = await who.CIQ.post(`/body-admissions/${id}/${act}`, { evidence })
  expect(reply.status, reply.text).toBe(200)
  app.clock.advanceTo(plus(app.clock.now(), 1000))
  return reply
}

let boxes = 8000
interface Declared { readonly id: string; readonly number: string; readonly releaseMode: string; readonly declarant: string }
async function declare(enterprise: string, goods: Readonly<Record<string, unknown>>, changes: Readonly<Record<string, unknown>> = {}): Promise<Declared> {
  const box = sampleContainer(++boxes)
  const trader = app.as({ role: 'trader', enterprise })
  const reply = await trader.post('/declarations', sampleDeclaration({ declarant: enterprise, items: [{ ...tee, ...goods, containers: [box] }], containers: [{ number: box }], ...changes }))
  expect(reply.status, reply.text).toBe(201)
  await app.settle()
  app.clock.advanceTo(plus(app.clock.now(), 1000))
  return { ...(reply.body as Declared), declarant: enterprise }
}
const ore = { hs: '2601112000', description: '铁矿砂 iron ore fines', origin: 'AU', quantity: { value: 50_000_000, unit: 'KGM' }, netWeightKg: 50_000_000 }
const shirts = (): Promise<Declared> => declare('E-C', {})

let numbers = 0
function reportOn(declared: Declared, by: string, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    ...{ port: '380101', body: by, number: `R-${++numbers}`, kind: 'test', declaration: declared.number, declarant: declared.declarant, lines: [1] },
    ...{ tests: ['fibre-content'], standards: [], conclusion: 'conforms', issuedAt: iso(), ...changes },
  }
}
async function submit(declared: Declared, by: string, changes: Readonly<Record<string, unknown>> = {}): Promise<Reply> {
  const reply = await body(by).post('/acceptance-reports', reportOn(declared, by, changes))
  expect(reply.status, reply.text).toBe(201)
  app.clock.advanceTo(plus(app.clock.now(), 1000))
  return reply
}
const codesOf = (reply: Reply): string[] => (reply.body.reasons as { code: string }[]).map((reason) => reason.code)
const standing = async (declared: Declared): Promise<string> => (await who.coordinator.get(`/declarations/${declared.id}`)).body.status as string
const factsOf = async (subject: string): Promise<string[]> => ((await who.coordinator.get(`/ledger?subject=${subject}`)).body.items as { type: string }[]).map((fact) => fact.type)

beforeAll(async () => {
  app = await startApp()
  who = crews(app)
  administrator = app.as({ role: 'administrator' })
  await gradeEnterprises(app)
})
afterAll(() => app.close())

describe('TP-01 catalogue and scope', () => {
  test('TP-01: the scope of B-9 is textiles: its food report is rejected as out of scope, and kept with the reason', async () => {
    await admit('B-9', ['50', '51', '52', '61', '62'])
    const food = await declare('E-A', chicken as unknown as Record<string, unknown>, { documents: [veterinaryCertificate] })
    const refused = await submit(food, 'B-9')
    expect(refused.body).toMatchObject({ state: 'refused' })
    expect(refused.body.reasons[0]).toMatchObject({ code: 'acceptance/out-of-scope-goods', clause: 'TP-01' })
    expect(refused.body.reasons[0].message.en).toContain('out of scope')
    expect(await factsOf(`acceptance-report:${refused.body.id}`)).toContain('ReportRefusedByRule')
    expect((await who.CIQ.post(`/acceptance-reports/${refused.body.id}/accept`, {})).body.code).toBe('acceptance/not-in-this-state')
  })

  test('TP-01: tests and standards are part of the scope; an unlisted body, a foreign sign-in and a wrong declarant get nowhere', async () => {
    await admit('B-T', ['61'], { scopes: [{ hs: ['61'], tests: ['fibre-content'], standards: ['GB18401'], ports: [] }] })
    const declared = await shirts()
    expect(codesOf(await submit(declared, 'B-T', { tests: ['lead'] }))).toEqual(['acceptance/out-of-scope-tests'])
    expect(codesOf(await submit(declared, 'B-T', { standards: ['ISO-1'] }))).toEqual(['acceptance/out-of-scope-standards'])
    expect(codesOf(await submit(declared, 'B-0'))).toEqual(expect.arrayContaining(['acceptance/body-not-listed', 'acceptance/body-not-admitted']))
    expect((await submit(declared, 'B-T', { standards: ['GB18401'] })).body.state).toBe('waiting')
    const foreign = await body('B-9').post('/acceptance-reports', reportOn(declared, 'B-T'))
    expect([foreign.status, foreign.body.code]).toEqual([403, 'acceptance/not-your-body'])
    const guessed = await body('B-T').post('/acceptance-reports', reportOn({ ...declared, declarant: 'E-B' }, 'B-T'))
    expect([guessed.status, guessed.body.code]).toEqual([404, 'acceptance/no-such-declaration'])
    const elsewhere = await app.as({ role: 'laboratory', enterprise: 'B-T', ports: ['650302'] }).post('/acceptance-reports', reportOn(declared, 'B-T'))
    expect([elsewhere.status, elsewhere.body.code]).toEqual([404, 'acceptance/no-such-declaration'])
  })
})

describe('TP-02 fields', () => {
  test('TP-02: an appraisal of ore by B-2 is accepted; a report on live animals is refused, for the field is not enabled', async () => {
    await admit('B-2', ['26', '01'])
    const declared = await declare('E-A', ore)
    expect(declared.releaseMode).toBe('verification')
    const report = await submit(declared, 'B-2', { kind: 'appraisal', tests: ['draught-survey'] })
    expect(report.body).toMatchObject({ state: 'waiting', grounds: [{ line: 1, rule: 'bulk', clause: 'TP-02' }] })
    const accepted = await who.CIQ.post(`/acceptance-reports/${report.body.id}/accept`, {})
    expect([accepted.status, accepted.body.state], accepted.text).toEqual([200, 'accepted'])
    const horses = await declare('E-A', { hs: '0101210010', description: '种马 pure-bred horses', origin: 'IE', quantity: { value: 2, unit: 'NAR' }, netWeightKg: 1100 })
    const refused = await submit(horses, 'B-2', { tests: ['glanders'] })
    expect(codesOf(refused)).toContain('acceptance/field-not-enabled')
  })

  test('TP-02, RR-22: goods that must be sampled or examined are not let go by a report, whatever the field', async () => {
    const waste = await declare('E-AA', { hs: '2620110000', description: '锌渣 hard zinc spelter', origin: 'KR', quantity: { value: 1000, unit: 'KGM' }, netWeightKg: 1000, licences: [{ type: '422', number: 'W-1' }] })
    const refused = await submit(waste, 'B-2')
    expect([refused.body.state, codesOf(refused)]).toEqual(['refused', expect.arrayContaining(['acceptance/mode-not-open'])])
    expect(await standing(waste)).toBe('accepted')
  })
})

describe('TP-03 the decision', () => {
  test('TP-03: report R-1 is accepted, and the release on verification uses it', async () => {
    const declared = await shirts()
    expect(declared.releaseMode).toBe('verification')
    const report = await submit(declared, 'B-9', { number: 'R-1' })
    expect(await standing(declared)).toBe('accepted')
    const accepted = await who.CIQ.post(`/acceptance-reports/${report.body.id}/accept`, { note: 'scope and seal checked' })
    expect(accepted.body).toMatchObject({ state: 'accepted', decision: 'scope and seal checked' })
    expect(accepted.body.answers).toHaveLength(1)
    expect(await standing(declared)).toBe('released')
    expect(await factsOf(`declaration:${declared.id}`)).toEqual(expect.arrayContaining(['ReportAccepted', 'DispositionRecorded', 'GoodsReleased']))
  })

  test('TP-03: refused by an officer it releases nothing; a report that the goods fail and one on half of the lines do neither', async () => {
    const declared = await shirts()
    const report = await submit(declared, 'B-9')
    const refused = await who.CIQ.post(`/acceptance-reports/${report.body.id}/refuse`, { reason: 'the photograph shows other goods' })
    expect(refused.body).toMatchObject({ state: 'refused', decision: 'the photograph shows other goods' })
    const fails = await submit(declared, 'B-9', { conclusion: 'fails' })
    expect((await who.CIQ.post(`/acceptance-reports/${fails.body.id}/accept`, {})).body.state).toBe('accepted')
    expect(await standing(declared)).toBe('accepted')

    const box = sampleContainer(++boxes)
    const two = await declare('E-C', {}, { items: [{ ...tee, containers: [box] }, { ...tee, line: 2, containers: [box] }], containers: [{ number: box }] })
    const first = await submit(two, 'B-9', { lines: [1] })
    await who.CIQ.post(`/acceptance-reports/${first.body.id}/accept`, {})
    expect(await standing(two)).toBe('accepted')
    const second = await submit(two, 'B-9', { lines: [2] })
    await who.CIQ.post(`/acceptance-reports/${second.body.id}/accept`, {})
    expect(await standing(two)).toBe('released')
  })

  test('TP-03: who may do what: the agency that judges decides, others read or know nothing', async () => {
    const declared = await shirts()
    const { id } = (await submit(declared, 'B-9')).body
    const accept = async (party: Party): Promise<number> => (await party.post(`/acceptance-reports/${id}/accept`, {})).status
    expect(await accept(who.CUS)).toBe(403)
    expect(await accept(who.coordinator)).toBe(403)
    expect(await accept(body('B-9'))).toBe(403)
    expect(await accept(body('B-T'))).toBe(404)
    expect(await accept(app.as({ role: 'officer', agency: 'CIQ', ports: ['650302'] }))).toBe(404)
    expect(await accept(app.as({ role: 'trader', enterprise: 'E-C' }))).toBe(403)
    expect(await accept(app.as({ role: 'trader', enterprise: 'E-B' }))).toBe(404)
    expect(await accept(app.nobody)).toBe(401)
    const read = async (party: Party): Promise<number> => (await party.get(`/acceptance-reports/${id}`)).status
    expect([await read(body('B-9')), await read(who.CUS), await read(app.as({ role: 'trader', enterprise: 'E-C' })), await read(app.as({ role: 'auditor' }))]).toEqual([200, 200, 200, 200])
    expect([await read(body('B-T')), await read(app.as({ role: 'trader', enterprise: 'E-B' })), await read(app.as({ role: 'operator', site: 'P2' })), await read(app.nobody)]).toEqual([404, 404, 404, 401])
    const ownOnly = (await body('B-T').get('/acceptance-reports')).body.items as { body: string }[]
    expect(ownOnly.every((report) => report.body === 'B-T')).toBe(true)
    expect((await app.as({ role: 'operator', site: 'P2' }).get('/acceptance-reports')).status).toBe(403)
    const again = await body('B-9').post('/acceptance-reports', { ...reportOn(declared, 'B-9'), number: (await who.CIQ.get(`/acceptance-reports/${id}`)).body.number })
    expect([again.status, again.body.code]).toEqual([409, 'acceptance/number-used'])
  })
})

describe('TP-04 commissioned sampling', () => {
  async function order(sample: string, by = 'B-F'): Promise<{ declared: Declared; id: string }> {
    const declared = await declare('E-B', chicken as unknown as Record<string, unknown>, { documents: [veterinaryCertificate] })
    const reply = await who.CIQ.post('/sampling-commissions', { declaration: declared.id, line: 1, body: by, tests: ['salmonella'], sample, seal: `SEAL-${sample}` })
    expect(reply.status, reply.text).toBe(201)
    return { declared, id: reply.body.id as string }
  }
  const step = (party: Party, id: string, what: Readonly<Record<string, unknown>>): Promise<Reply> => party.post(`/sampling-commissions/${id}/custody`, what)

  test('TP-04: sample S-1 is sealed, handed over whole and opened by the body: its report is accepted; a gap in custody breaks acceptance', async () => {
    await admit('B-F', ['02', '16'])
    const whole = await order('S-1')
    await step(who.CIQ, whole.id, { step: 'handed', seal: 'SEAL-S-1', intact: true, to: 'B-F' })
    const opened = await step(body('B-F'), whole.id, { step: 'opened', seal: 'SEAL-S-1', intact: true })
    expect(opened.body).toMatchObject({ gaps: [], custody: [{ step: 'sealed', to: 'CIQ' }, { step: 'handed', to: 'B-F' }, { step: 'opened', from: 'B-F' }] })
    const good = await submit(whole.declared, 'B-F', { tests: ['salmonella'], commission: whole.id })
    expect(good.body.state).toBe('waiting')
    expect((await who.CIQ.post(`/acceptance-reports/${good.body.id}/accept`, {})).body.state).toBe('accepted')
    // The goods are sampled and not let go by the paper.
    expect(await standing(whole.declared)).toBe('accepted')

    const broken = await order('S-2')
    await step(who.CIQ, broken.id, { step: 'handed', seal: 'SEAL-S-2', intact: true, to: 'COURIER' })
    await step(body('B-F'), broken.id, { step: 'opened', seal: 'SEAL-XX', intact: false })
    const refused = await submit(broken.declared, 'B-F', { tests: ['salmonella'], commission: broken.id })
    expect([refused.body.state, codesOf(refused)]).toEqual(['refused', ['acceptance/custody-seal-broken', 'acceptance/custody-other-holder', 'acceptance/custody-other-seal']])
    expect(await factsOf(`commission:${broken.id}`)).toContain('SampleSealBroken')
  })

  test('TP-04: never opened, another line or other tests than ordered, and strangers to the sample', async () => {
    const { declared, id } = await order('S-3')
    expect(codesOf(await submit(declared, 'B-F', { tests: ['salmonella'], commission: id }))).toEqual(['acceptance/custody-never-opened'])
    expect((await body('B-F').post('/acceptance-reports', reportOn(declared, 'B-F', { tests: ['listeria'], commission: id }))).body.code).toBe('acceptance/other-commission')
    expect((await body('B-9').post('/acceptance-reports', reportOn(declared, 'B-9', { tests: ['salmonella'], commission: id }))).body.code).toBe('acceptance/other-commission')
    expect((await step(body('B-9'), id, { step: 'opened', seal: 'SEAL-S-3', intact: true })).status).toBe(404)
    expect((await step(who.CUS, id, { step: 'handed', seal: 'SEAL-S-3', intact: true, to: 'B-F' })).status).toBe(403)
    expect((await body('B-9').get(`/sampling-commissions/${id}`)).status).toBe(404)
    const order3 = { declaration: declared.id, line: 1, body: 'B-F', tests: ['salmonella'], sample: 'S-3', seal: 'X' }
    expect((await who.CIQ.post('/sampling-commissions', order3)).body.code).toBe('acceptance/sample-taken')
    expect((await who.BPI.post('/sampling-commissions', { ...order3, sample: 'S-4' })).body.code).toBe('acceptance/no-power-to-sample')
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post('/sampling-commissions', { ...order3, sample: 'S-4' })).status).toBe(403)
    expect((await app.as({ role: 'officer', agency: 'CIQ', ports: ['650302'] }).post('/sampling-commissions', { ...order3, sample: 'S-4' })).status).toBe(404)
  })
})

describe('TP-05 admission and exit', () => {
  test('TP-05: B-S is suspended: reports issued after are refused, pending releases relying on it are listed and wait for a second look', async () => {
    const admission = await admit('B-S', ['61'])
    // Customs wants the box as well, so that the release is still pending when the report has been accepted.
    const declared = await shirts()
    const box = sampleContainer(boxes)
    const directive = await who.direct('CUS', box)
    const report = await submit(declared, 'B-S')
    expect((await who.CIQ.post(`/acceptance-reports/${report.body.id}/accept`, {})).body.state).toBe('accepted')
    const waiting = await submit(await shirts(), 'B-S')
    expect(await standing(declared)).toBe('accepted')
    app.clock.advanceTo(plus(app.clock.now(), hours(1)))
    const suspendedAt = iso()
    await actOn(admission, 'suspend', { reason: 'reports without tests' })

    const after = await submit(declared, 'B-S', { issuedAt: iso() })
    expect([after.body.state, codesOf(after)]).toEqual(['refused', ['acceptance/body-suspended']])
    expect(after.body.reasons[0].message.en).toContain(suspendedAt)
    const listed = (await who.CIQ.get('/acceptance-reports?body=B-S&state=doubted')).body.items
    expect(listed).toMatchObject([{ id: report.body.id, declarationId: declared.id }])
    await who.CUS.post(`/directives/${directive.id}/withdraw`, { reason: 'cleared by phone' })
    expect(await standing(declared)).toBe('accepted')
    const looked = await who.CIQ.post(`/acceptance-reports/${report.body.id}/uphold`, { reason: 'raw data seen' })
    expect([looked.status, looked.body.state], looked.text).toEqual([200, 'accepted'])
    expect(await standing(declared)).toBe('released')

    // What was issued before and still waits needs a second look, and says so.
    const bare = await who.CIQ.post(`/acceptance-reports/${waiting.body.id}/accept`, {})
    expect([bare.status, bare.body.code]).toEqual([409, 'acceptance/needs-second-look'])
    expect((await who.CIQ.post(`/acceptance-reports/${waiting.body.id}/accept`, { secondLook: 'raw data seen' })).body.state).toBe('accepted')
  })

  test('TP-05: a report that does not stand the second look is dropped, and what it answered is held', async () => {
    const admission = await admit('B-D', ['61'])
    const declared = await shirts()
    await who.direct('CUS', sampleContainer(boxes))
    const { id } = (await submit(declared, 'B-D')).body
    const [answered] = (await who.CIQ.post(`/acceptance-reports/${id}/accept`, {})).body.answers as string[]
    await actOn(admission, 'remove', { reason: 'forged reports' })
    expect((await who.CIQ.post(`/acceptance-reports/${id}/drop`, { reason: 'no sample was ever tested' })).body.state).toBe('dropped')
    expect(await standing(declared)).toBe('held')
    expect((await who.CIQ.get(`/joint-inspections/${answered}`)).body.tasks[0].disposition).toMatchObject({ effect: 'hold' })
    expect(await factsOf(`declaration:${declared.id}`)).toEqual(expect.arrayContaining(['ReportDoubted', 'ReportDropped', 'GoodsHeld']))
    // Removed for good: no act is open, and a year passes before it may apply again.
    const again = await who.CIQ.post('/body-admissions', { port: '380101', body: 'B-D' })
    expect([again.status, again.body.code]).toEqual([409, 'acceptance/too-early'])
  })

  test('TP-05: only the agency that oversees a body admits it; the body files and reads, others know nothing', async () => {
    await recordBody('B-N', ['61'])
    expect((await body('B-9').post('/body-admissions', { port: '380101', body: 'B-N' })).status).toBe(403)
    expect((await who.CUS.post('/body-admissions', { port: '380101', body: 'B-N' })).status).toBe(403)
    const filed = await body('B-N').post('/body-admissions', { port: '380101', body: 'B-N' })
    expect([filed.status, filed.body.state, filed.body.dueAt], filed.text).toEqual([201, 'applied', toIso(plus(app.clock.now(), days(30)))])
    expect((await body('B-N').post(`/body-admissions/${filed.body.id}/admit`, { evidence: { assessment: 'ourselves' } })).status).toBe(403)
    expect((await who.CUS.post(`/body-admissions/${filed.body.id}/admit`, { evidence: { assessment: 'x' } })).status).toBe(404)
    expect((await body('B-9').get(`/body-admissions/${filed.body.id}`)).status).toBe(404)
    expect((await body('B-N').get(`/body-admissions/${filed.body.id}`)).status).toBe(200)
    expect((await body('B-N').post('/body-admissions', { port: '380101', body: 'B-N' })).body.code).toBe('acceptance/already-applied')
    expect(codesOf(await submit(await shirts(), 'B-N'))).toEqual(['acceptance/body-not-admitted'])
  })
})

describe('TP-06 figures', () => {
  test('TP-06: 2 of 20 check tests deviate: the body is flagged, with the cases behind it; before there are enough it is not', async () => {
    await admit('B-C', ['61'])
    const declared = await shirts()
    const { id, number } = (await submit(declared, 'B-C')).body
    expect((await who.CIQ.post(`/acceptance-reports/${id}/comparisons`, { kind: 'comparison', outcome: 'agrees', note: 'x' })).body.code).toBe('acceptance/not-in-this-state')
    await who.CIQ.post(`/acceptance-reports/${id}/accept`, {})
    const compare = (outcome: string, kind = 'comparison'): Promise<Reply> => who.CIQ.post(`/acceptance-reports/${id}/comparisons`, { kind, outcome, note: 'fibre content 60 % instead of 100 %' })
    const figures = async (): Promise<Reply['body']> => (await who.CIQ.get('/acceptance-bodies/B-C')).body
    await compare('deviates')
    expect((await figures()).figures).toMatchObject({ compared: 1, deviating: 1, flagged: false })
    for (let n = 0; n < 18; n++) await compare('agrees')
    await compare('deviates')
    await compare('deviates', 'complaint')
    const body20 = await figures()
    expect(body20.figures).toEqual({ compared: 20, deviating: 2, complaints: 1, share: 0.1, flagged: true })
    expect(body20.deviations).toHaveLength(3)
    expect(body20.deviations[0]).toMatchObject({ report: id, number, declarationId: declared.id })
  })

  test('TP-06: an inspection that finds a problem later is listed by itself; figures are for officials and the body, deviations for officials', async () => {
    const declared = await shirts()
    const directive = await who.direct('CUS', sampleContainer(boxes))
    const { id } = (await submit(declared, 'B-C')).body
    await who.CIQ.post(`/acceptance-reports/${id}/accept`, {})
    const inspection = directive.inspection.id as string
    await who.act('CUS', inspection, 'agree', { site: 'P7', crew: ['C-7'] })
    await who.act('CUS', inspection, 'start')
    await who.act('CUS', inspection, 'open', {})
    await who.act('CUS', inspection, 'findings', { checks: [{ code: 'open', outcome: 'problem', note: 'not cotton' }] })
    await who.act('CUS', inspection, 'close')
    const { contradicted } = (await who.CIQ.get('/acceptance-bodies/B-C')).body
    expect(contradicted).toMatchObject([{ report: id, inspection, agency: 'CUS' }])
    const other = await who.CIQ.post(`/acceptance-reports/${id}/comparisons`, { kind: 'inspection', outcome: 'deviates', note: 'not cotton' })
    expect(other.body.code).toBe('acceptance/other-inspection')
    await who.CIQ.post(`/acceptance-reports/${id}/comparisons`, { kind: 'inspection', outcome: 'deviates', note: 'not cotton', inspection })
    expect((await who.CIQ.get('/acceptance-bodies/B-C')).body).toMatchObject({ contradicted: [], figures: { compared: 21, deviating: 3 } })
    expect((await body('B-C').get('/acceptance-bodies/B-C')).body).toMatchObject({ figures: { flagged: true }, deviations: [] })
    expect((await body('B-9').get('/acceptance-bodies/B-C')).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-C' }).get('/acceptance-bodies/B-C')).status).toBe(404)
    const seen = (await app.as({ role: 'trader', enterprise: 'E-C' }).get('/acceptance-bodies')).body.items as { code: string; figures?: object }[]
    expect(seen.find((one) => one.code === 'B-C')).not.toHaveProperty('figures')
    expect((await body('B-C').post(`/acceptance-reports/${id}/comparisons`, { kind: 'comparison', outcome: 'agrees', note: 'x' })).status).toBe(403)
  })
})

describe('TP-07, TP-08 scope and licence', () => {
  test('TP-07: with furniture in the scope from tomorrow, reports of today are unaffected, those of tomorrow count', async () => {
    await admit('B-W', ['61'])
    const tomorrow = toIso(plus(app.clock.now(), days(1)))
    await recordBody('B-W', ['61', '94'], {}, tomorrow)
    const press = await declare('E-C', { hs: '9403600000', description: '木家具 wooden furniture' })
    const early = await submit(press, 'B-W')
    expect(codesOf(early)).toContain('acceptance/out-of-scope-goods')
    const shirt = await submit(await shirts(), 'B-W')
    expect(shirt.body.state).toBe('waiting')
    app.clock.advanceTo(plus(app.clock.now(), days(1) + hours(1)))
    expect(codesOf(await submit(press, 'B-W'))).not.toContain('acceptance/out-of-scope-goods')
    expect(codesOf(await submit(press, 'B-W', { issuedAt: iso(hours(2)) }))).toContain('acceptance/out-of-scope-goods')
    expect((await who.CIQ.post(`/acceptance-reports/${shirt.body.id}/accept`, {})).body.state).toBe('accepted')
  })

  test('TP-07: a scope of one zone is carried over to another by a dated version', async () => {
    await admit('B-Z', ['61'], { zone: 'Z-1', scopes: [{ hs: ['61'], tests: [], standards: [], ports: ['410001'] }] })
    expect(codesOf(await submit(await shirts(), 'B-Z'))).toEqual(['acceptance/out-of-scope-goods'])
    await recordBody('B-Z', ['61'], { zone: 'Z-1', scopes: [{ hs: ['61'], tests: [], standards: [], ports: ['410001', '380101'] }] })
    app.clock.advanceTo(plus(app.clock.now(), 1000))
    expect((await submit(await shirts(), 'B-Z')).body.state).toBe('waiting')
    expect((await who.CUS.post('/registers/acceptance-bodies', { data: {} })).status).not.toBe(201)
  })

  test('TP-08: a body without licence 421 is not listed and cannot apply; with it, it is, with its zone', async () => {
    await recordBody('B-L', ['61'], { licence: undefined, zone: 'Z-1' })
    const listed = async (party: Party, path: string): Promise<{ code: string; zone?: string }[]> => (await party.get(path)).body.items
    expect((await listed(who.CIQ, '/acceptance-bodies')).some((one) => one.code === 'B-L')).toBe(false)
    await expect.poll(async () => (await who.CIQ.post('/body-admissions', { port: '380101', body: 'B-L' })).body.code, { interval: 5 }).toBe('acceptance/body-unlicensed')
    app.clock.advanceTo(plus(app.clock.now(), 1000))
    await recordBody('B-L', ['61'], { zone: 'Z-1' })
    expect((await listed(app.nobody, '/public/acceptance-bodies')).find((one) => one.code === 'B-L')).toMatchObject({ zone: 'Z-1', standing: 'none' })
    expect((await who.CIQ.post('/body-admissions', { port: '380101', body: 'B-L' })).status).toBe(201)
  })

  test('TP-08: a licence that has run out lists nobody, and does not admit who applied while it ran', async () => {
    const today = iso().slice(0, 10)
    await recordBody('B-O', ['61'], { licence: { ...licence, validTo: today } })
    const filed = await who.CIQ.post('/body-admissions', { port: '380101', body: 'B-O' })
    expect(filed.status, filed.text).toBe(201)
    app.clock.advanceTo(plus(app.clock.now(), days(1)))
    const late = await who.CIQ.post(`/body-admissions/${filed.body.id}/admit`, { evidence: { assessment: 'fine' } })
    expect([late.status, late.body.code]).toEqual([422, 'acceptance/body-unlicensed'])
    expect((await who.CIQ.get(`/body-admissions/${filed.body.id}`)).body.state).toBe('applied')
    expect(((await app.nobody.get('/public/acceptance-bodies')).body.items as { code: string }[]).some((one) => one.code === 'B-O')).toBe(false)
  })
})

describe('TP-09, TP-11 abroad', () => {
  const train = { mode: 'rail', conveyance: { kind: 'train', ref: 'X8044' } }

  test('TP-09: a recognised German laboratory counts for goods on train X8044; the same report for a consignment by sea is refused', async () => {
    await admit('D-1', ['61', '87'], { country: 'DE', licence: undefined, recognisedBy: 'CIQ' })
    const byRail = await submit(await declare('E-C', {}, train), 'D-1')
    expect(byRail.body).toMatchObject({ state: 'waiting', grounds: [{ rule: 'train-cargo', clause: 'TP-09' }] })
    expect((await who.CIQ.post(`/acceptance-reports/${byRail.body.id}/accept`, {})).body.state).toBe('accepted')
    const bySea = await submit(await shirts(), 'D-1')
    expect([bySea.body.state, codesOf(bySea)]).toEqual(['refused', ['acceptance/not-for-these-goods']])
  })

  test('TP-09: one that nobody recognised is refused on the train too, and a body here gets no field by the train', async () => {
    await admit('D-2', ['61'], { country: 'DE', licence: undefined })
    expect(codesOf(await submit(await declare('E-C', {}, train), 'D-2'))).toEqual(['acceptance/not-recognised'])
    await admit('B-P', ['8443'])
    const press = await declare('E-D', { hs: '8443110000', description: '胶印机 printing press', quantity: { value: 1, unit: 'NAR' } }, train)
    expect(codesOf(await submit(press, 'B-P'))).toContain('acceptance/field-not-enabled')
  })

  test('TP-11: with an agreement with K for shirts from tomorrow, the result of K is accepted from that day only', async () => {
    await admit('K-1', ['61'], { country: 'KZ', licence: undefined })
    const tomorrow = plus(app.clock.now(), days(1))
    const agreement = { code: 'KZ-61', country: 'KZ', hs: ['6109'], tests: [], directions: ['import', 'export'], equality: 'Both accredited to ISO/IEC 17025.' }
    expect((await app.as({ role: 'headquarters' }).post('/registers/mutual-recognitions', { validFrom: toIso(tomorrow), data: agreement })).status).toBe(201)
    expect(codesOf(await submit(await shirts(), 'K-1'))).toEqual(['acceptance/not-recognised'])
    app.clock.advanceTo(plus(tomorrow, hours(1)))
    expect(codesOf(await submit(await shirts(), 'K-1', { issuedAt: iso(hours(2)) }))).toEqual(['acceptance/not-recognised'])
    const then = await shirts()
    await expect.poll(async () => (await submit(then, 'K-1')).body, { interval: 20 }).toMatchObject({ state: 'waiting', grounds: [{ rule: 'KZ-61', clause: 'TP-11' }] })
  })

  test('TP-11: an agreement covers its goods and directions, needs its basis of equality, and ends', async () => {
    const headquarters = app.as({ role: 'headquarters' })
    const agreement = { code: 'KZ-87', country: 'KZ', hs: ['87'], tests: [], directions: ['export'], equality: 'Equal limits.' }
    expect((await headquarters.post('/registers/mutual-recognitions', { data: { ...agreement, equality: ' ' } })).status).toBe(422)
    expect((await who.CIQ.post('/registers/mutual-recognitions', { data: agreement })).status).toBe(403)
    expect((await headquarters.post('/registers/mutual-recognitions', { data: agreement })).status).toBe(201)
    expect(codesOf(await submit(await declare('E-C', { hs: '6204420000', description: '连衣裙 dresses' }), 'K-1'))).toContain('acceptance/not-recognised')
    expect((await headquarters.post('/registers/mutual-recognitions/KZ-61/end', { reason: 'not renewed', expectedVersion: 1 })).status).toBe(200)
    app.clock.advanceTo(plus(app.clock.now(), 1000))
    const over = await shirts()
    await expect.poll(async () => codesOf(await submit(over, 'K-1')), { interval: 20 }).toEqual(['acceptance/not-recognised'])
  })
})

describe('TP-10 producers of export food', () => {
  const apply = (changes: Readonly<Record<string, unknown>>): Promise<Reply> => app.as({ role: 'trader', enterprise: 'E-B' }).post('/food-registrations', { port: '380101', producer: 'Beilun Foods', products: ['1605'], zone: 'Z-1', ...changes })
  const acts = async (id: string): Promise<string[]> => ((await who.CIQ.get(`/food-registrations/${id}`)).body.acts as { act: string }[]).map(({ act }) => act)

  test('TP-10: with a declaration of self-audit only the path is simplified; with neither evidence it is the normal one', async () => {
    const simple = await apply({ evidence: [{ kind: 'self-audit', reference: 'SA-2026-1' }] })
    expect([simple.status, simple.body.data], simple.text).toMatchObject([201, { path: 'simplified', accepted: ['self-audit'] }])
    expect(await acts(simple.body.id)).toEqual(['approve', 'review', 'decline'])
    expect((await who.CIQ.post(`/food-registrations/${simple.body.id}/approve`, { evidence: {} })).body.state).toBe('registered')
    const normal = await apply({})
    expect(normal.body.data).toMatchObject({ path: 'normal', accepted: [] })
    expect(await acts(normal.body.id)).toEqual(['review', 'decline'])
    expect((await who.CIQ.post(`/food-registrations/${normal.body.id}/approve`, { evidence: {} })).status).toBe(403)
    await who.CIQ.post(`/food-registrations/${normal.body.id}/review`, { evidence: { findings: 'hygiene in order' } })
    expect((await who.CIQ.post(`/food-registrations/${normal.body.id}/register`, { evidence: {} })).body.state).toBe('registered')
  })

  test('TP-10: HACCP suffices as well; outside a zone, run out, or of an unknown kind it does not; others do not decide', async () => {
    expect((await apply({ evidence: [{ kind: 'haccp', reference: 'H-1' }] })).body.data.path).toBe('simplified')
    expect((await apply({ zone: undefined, evidence: [{ kind: 'haccp', reference: 'H-1' }] })).body.data.path).toBe('normal')
    expect((await apply({ evidence: [{ kind: 'haccp', reference: 'H-1', validTo: '2020-01-01' }] })).body.data.path).toBe('normal')
    const odd = await apply({ evidence: [{ kind: 'diploma', reference: 'D-1' }] })
    expect(odd.body.data.path).toBe('normal')
    expect((await who.CUS.get(`/food-registrations/${odd.body.id}`)).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-A' }).get(`/food-registrations/${odd.body.id}`)).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post(`/food-registrations/${odd.body.id}/review`, { evidence: { findings: 'x' } })).status).toBe(403)
    expect((await who.CIQ.post('/food-registrations', { port: '380101', producer: 'x', products: ['16'] })).status).toBe(403)
  })
})
