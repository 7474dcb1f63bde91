import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, instant, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { changeRule, changeTable, declare, granted, modeRows, packModes, press, waste, whatIf } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { goods } from '../support/rules.ts'
import { chicken, sampleContainer, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

const grades = ['AA', 'A', 'B', 'C', 'D']
const strictness: Readonly<Record<string, number>> = { declaration: 1, verification: 2, sampling: 3, supervised: 4 }

let app: TestApp
let cus: Party
let ciq: Party
let headquarters: Party
beforeAll(async () => {
  app = await startApp({ now: instant('2026-03-02T09:00:00+08:00') })
  await gradeEnterprises(app)
  cus = app.as({ role: 'officer', agency: 'CUS' })
  ciq = app.as({ role: 'officer', agency: 'CIQ' })
  headquarters = app.as({ role: 'headquarters' })
})
afterAll(() => app.close())

const trader = (enterprise: string): Party => app.as({ role: 'trader', enterprise })
const statusOf = async (id: string): Promise<string> => granted(await cus.get(`/declarations/${id}`)).body.status as string
const assessed = async (declarant: string, item: object, changes: object = {}): Promise<{ releaseMode: string; combined: number; riskLevel: string }> =>
  granted(await whatIf(cus, declarant, [item], changes)).body.assessment as never

interface Inspection {
  readonly id: string
  readonly desk: boolean
  readonly tasks: readonly { readonly agency: string; readonly duties: readonly { readonly code: string }[] }[]
}
/** The inspections the assessment led to, once the background work is done. */
async function workOn(id: string): Promise<readonly Inspection[]> {
  await app.settle()
  return granted(await headquarters.get(`/joint-inspections?declaration=${id}`)).body.items as never
}
const act = (party: Party, { id }: Inspection, name: string, body: object = {}): Promise<Reply> => party.post(`/joint-inspections/${id}/${name}`, body)
const tick = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))


describe('modes by credit and risk', () => {
  test('RR-01: neither credit nor goods alone decides: both get a value from the matrix, and changing one of them moves it', async () => {
    const good = await assessed('E-A', goods.CHK)
    const bad = await assessed('E-C', goods.TEE)
    expect([good.combined, bad.combined]).toEqual([7, 4])
    expect((await assessed('E-B', goods.CHK)).combined).toBeGreaterThan(good.combined)
    expect((await assessed('E-A', goods.TEE)).combined).toBeLessThan(good.combined)
    expect((await assessed('E-D', goods.TEE)).combined).toBeGreaterThan(bad.combined)
    expect((await assessed('E-C', goods.CHK)).combined).toBeGreaterThan(bad.combined)
  })

  test('RR-01: the value of each of the fifteen combinations differs from its neighbours\', and a real declaration gets it', async () => {
    const byRisk = [goods.TEE, goods.CAR, goods.CHK]
    const matrix = await Promise.all(byRisk.map((item) => Promise.all(grades.map(async (grade) => (await assessed(`E-${grade}`, item)).combined))))
    for (const row of matrix) expect([...row].sort((a, b) => a - b)).toEqual(row)
    for (const row of matrix) expect(new Set(row).size).toBe(grades.length)
    for (let g = 0; g < grades.length; g++) expect(new Set(matrix.map((row) => row[g])).size).toBe(3)
    const { id } = await declare(app, 'E-C', [tee])
    const steps = granted(await cus.get(`/declarations/${id}/explanation`)).body.steps as { factor: string; outcome: { value?: number } }[]
    expect(steps.find((step) => step.factor === 'combined-risk')?.outcome.value).toBe(matrix[0]?.[3])
  })

  test('RR-07: for all pairs of credit and goods the mode never gets milder as either gets worse', async () => {
    const byRisk = [goods.TEE, goods.CAR, goods.CHK]
    const strictnessOf = async (grade: string, item: object): Promise<number> => strictness[(await assessed(`E-${grade}`, item)).releaseMode] ?? 0
    const modes = await Promise.all(byRisk.map((item) => Promise.all(grades.map((grade) => strictnessOf(grade, item)))))
    for (const [r, row] of modes.entries()) {
      for (const [g, mode] of row.entries()) {
        expect(mode).toBeGreaterThanOrEqual(row[g - 1] ?? 0)
        expect(mode).toBeGreaterThanOrEqual(modes[r - 1]?.[g] ?? 0)
      }
    }
    expect(new Set(modes.flat()).size).toBe(4)
  })

  test('RR-07: a version that would loosen as risk grows is refused, naming the row', async () => {
    const reply = await ciq.post('/tables/release-mode/versions', { note: 'easier', rows: modeRows([['declaration', 3], ['sampling', 6], ['verification']]) })
    expect([reply.status, reply.body.code]).toEqual([422, 'tables/not-monotone'])
    expect(reply.body.errors[0]).toMatchObject({ pointer: '/rows/2', clause: 'RR-07' })
    expect(reply.body.errors[0]?.message.en).toContain('must never loosen')
    const matrix = granted(await cus.get('/tables/combined-risk/versions/1')).body.rows as { id: string; then: { value: number } }[]
    const fallen = matrix.map((row) => (row.id === 'D-high' ? { ...row, then: { value: 0 } } : row))
    expect((await ciq.post('/tables/combined-risk/versions', { note: 'easier', rows: fallen })).body.code).toBe('tables/not-monotone')
  })
})

describe('when each mode opens the gate', () => {
  test('RR-03: E-AA with T-shirts is released at acceptance and no document is asked for', async () => {
    const { id, status, releaseMode } = await declare(app, 'E-AA', [tee], { documents: [] })
    expect([status, releaseMode]).toEqual(['released', 'declaration'])
    expect(await workOn(id)).toEqual([])
  })

  test('RR-03: a printing press without any control goes at once, one risky line beside it keeps the whole declaration', async () => {
    expect(await declare(app, 'E-B', [press])).toMatchObject({ status: 'released', releaseMode: 'declaration' })
    const mixed = await declare(app, 'E-B', [press, chicken], { documents: [{ ...veterinaryCertificate, lines: [2] }] })
    expect(mixed).toMatchObject({ status: 'accepted', releaseMode: 'sampling' })
  })

  test('RR-04: released when the agency judges the report qualified, three hours after the declaration; not before', async () => {
    const { id, releaseMode } = await declare(app, 'E-C', [tee])
    expect(releaseMode).toBe('verification')
    const [desk, ...others] = await workOn(id)
    if (desk === undefined) throw new Error('no work for the desk')
    expect([others.length, desk.desk, desk.tasks]).toMatchObject([0, true, [{ agency: 'CIQ', duties: [{ code: 'documents' }] }]])
    tick(hours(3))
    const number = `R-${id.slice(-8)}`
    const report = { type: veterinaryCertificate.type, number, issuer: 'Textile Testing Centre', hash: 'a1'.repeat(32) }
    const handIn = (party: Party, body: object = report): Promise<Reply> => party.post(`/declarations/${id}/documents`, body)
    expect((await handIn(trader('E-B'))).status).toBe(404)
    expect((await handIn(ciq)).status).toBe(403)
    expect((await handIn(trader('E-C'), { ...report, type: 'NONE' })).body.errors[0]).toMatchObject({ code: 'declarations/unknown-document-type', pointer: '/type' })
    const handedIn = granted(await handIn(trader('E-C')), 201).body
    expect(handedIn).toMatchObject({ declaration: id, document: number, submittedAt: toIso(app.clock.now()) })
    expect((await handIn(trader('E-C'))).body.code).toBe('declarations/document-known')
    // It has come three hours after the declaration; whoever judges it is told and reads it. It releases nothing.
    const { acceptedAt, content } = granted(await ciq.get(`/declarations/${id}`)).body as { acceptedAt: string; content: { documents: object[] } }
    expect(content.documents).toEqual([{ ...report, submittedAt: toIso(plus(instant(acceptedAt), hours(3))) }])
    await app.settle()
    const told = async (party: Party): Promise<number> => (granted(await party.get('/notices?limit=200')).body.items as { type: string; facts: { document?: string } }[]).filter(({ type, facts }) => type === 'DocumentHandedIn' && facts.document === number).length
    expect([await told(ciq), await told(cus)]).toEqual([1, 0])
    expect((granted(await trader('E-C').get(`/declarations/${id}/timeline`)).body.items as { type: string }[]).map(({ type }) => type)).toContain('DocumentHandedIn')
    expect(await statusOf(id)).toBe('accepted')
    granted(await act(ciq, desk, 'findings', { checks: [{ code: 'documents', outcome: 'ok', note: `report ${number}` }] }))
    expect(await statusOf(id)).toBe('accepted')
    granted(await act(ciq, desk, 'dispositions', { disposition: 'CIQ-PASS' }))
    expect(await statusOf(id)).toBe('released')
    expect((await handIn(trader('E-C'), { ...report, number: `${number}-2` })).body.code).toBe('declarations/no-more-documents')
  })

  test('RR-04: the report may come with the declaration; that alone releases nothing, its judgement does', async () => {
    const { id, status } = await declare(app, 'E-C', [tee], { documents: [{ type: veterinaryCertificate.type, number: 'R-WITH' }] })
    expect(status).toBe('accepted')
    const [desk] = await workOn(id)
    if (desk === undefined) throw new Error('no work for the desk')
    expect(granted(await ciq.get(`/declarations/${id}`)).body.content).toMatchObject({ documents: [{ number: 'R-WITH' }] })
    expect(await statusOf(id)).toBe('accepted')
    granted(await act(ciq, desk, 'findings', { checks: [{ code: 'documents', outcome: 'ok' }] }))
    granted(await act(ciq, desk, 'dispositions', { disposition: 'CIQ-PASS' }))
    expect(await statusOf(id)).toBe('released')
  })

  test('RR-04: judged not qualified, it is not released; nor does another agency\'s word release it', async () => {
    const { id } = await declare(app, 'E-C', [tee])
    tick(hours(3))
    granted(await trader('E-C').post(`/declarations/${id}/documents`, { type: veterinaryCertificate.type, number: 'R-BAD' }), 201)
    const [desk] = await workOn(id)
    if (desk === undefined) throw new Error('no work for the desk')
    expect((await act(cus, desk, 'dispositions', { disposition: 'CUS-PASS' })).status).toBeGreaterThanOrEqual(400)
    granted(await act(ciq, desk, 'findings', { checks: [{ code: 'documents', outcome: 'problem', note: 'dye above the limit' }] }))
    granted(await act(ciq, desk, 'dispositions', { disposition: 'CIQ-RETURN', reason: 'dye above the limit' }))
    expect(await statusOf(id)).toBe('refused')
  })

  const sampled = async (): Promise<{ id: string; inspection: Inspection; takenAt: string }> => {
    const { id, releaseMode } = await declare(app, 'E-D', [tee])
    expect(releaseMode).toBe('sampling')
    const [inspection] = await workOn(id)
    if (inspection === undefined) throw new Error('no sample is wanted')
    const now = app.clock.now()
    granted(await act(ciq, inspection, 'agree', { slot: { from: toIso(plus(now, hours(1))), to: toIso(plus(now, hours(2))) }, site: 'P2', crew: ['I-7'] }))
    tick(hours(1))
    granted(await act(ciq, inspection, 'start'))
    expect(await statusOf(id)).toBe('accepted')
    const takenAt = toIso(app.clock.now())
    granted(await act(ciq, inspection, 'findings', { checks: [{ code: 'sample', outcome: 'ok', note: 'S-1' }] }))
    return { id, inspection, takenAt }
  }

  test('RR-05: released when the sample is taken, not when its result is known', async () => {
    const { id, takenAt } = await sampled()
    const declaration = granted(await cus.get(`/declarations/${id}`)).body as { status: string; releasedAt: string }
    expect([declaration.status, declaration.releasedAt]).toEqual(['released', takenAt])
  })

  test('RR-05: a laboratory\'s no on day 5 leaves this consignment released and makes the next of that enterprise and goods stricter', async () => {
    const { id, inspection } = await sampled()
    tick(days(5))
    const failed = { enterprise: 'E-D', hs: '6109100000', reason: 'dye above the limit in sample S-1', cause: `inspection ${inspection.id}` }
    granted(await ciq.post('/tightenings', failed), 201)
    expect((await ciq.post('/tightenings', failed)).body.code).toBe('tightenings/already')
    expect((await trader('E-D').post('/tightenings', failed)).status).toBe(403)
    tick(seconds(2))
    expect(await statusOf(id)).toBe('released')
    const next = await declare(app, 'E-D', [tee])
    expect(next.releaseMode).toBe('supervised')
    expect((await declare(app, 'E-D', [press])).releaseMode).toBe('sampling')
    expect((await declare(app, 'E-C', [tee])).releaseMode).toBe('verification')
    const steps = granted(await cus.get(`/declarations/${next.id}/explanation`)).body.steps as object[]
    const tightened = { factor: 'tightening', outcome: expect.objectContaining({ mode: 'supervised' }), rule: { clause: 'RR-05' } }
    expect(steps).toContainEqual(expect.objectContaining(tightened))
    expect(granted(await trader('E-D').get('/tightenings?enterprise=E-D')).body.items).toMatchObject([{ hs: '6109100000', reason: failed.reason }])
    expect((await trader('E-C').get('/tightenings?enterprise=E-D')).status).toBe(403)
    tick(days(365))
    expect((await assessed('E-D', goods.TEE)).releaseMode).toBe('sampling')
  })

  /** Chicken of E-D in a container of its own: agreed, begun, scanned, opened and weighed once, both checklists answered. */
  const examined = async (n: number): Promise<{ id: string; inspection: Inspection }> => {
    const box = sampleContainer(n)
    const papers = { documents: [veterinaryCertificate], containers: [{ number: box }] }
    const { id, releaseMode } = await declare(app, 'E-D', [{ ...chicken, containers: [box] }], papers)
    expect(releaseMode).toBe('supervised')
    const [inspection, ...others] = await workOn(id)
    if (inspection === undefined || others.length > 0) throw new Error('one joint inspection is expected')
    expect(inspection.tasks.map((task) => task.agency).sort()).toEqual(['CIQ', 'CUS'])
    const now = app.clock.now()
    const slot = { from: toIso(plus(now, hours(1))), to: toIso(plus(now, hours(2))) }
    granted(await act(cus, inspection, 'agree', { slot, site: 'P2', crew: ['I-1'] }))
    granted(await act(ciq, inspection, 'agree', { slot, site: 'P2', crew: ['I-2'] }))
    tick(hours(1))
    granted(await act(cus, inspection, 'start'))
    const object = { kind: 'container', ref: box }
    granted(await act(cus, inspection, 'scan', { object, image: `S-${n}`, device: 'SC-2' }))
    granted(await act(cus, inspection, 'open', { object, seal: 'CN123456' }))
    granted(await act(cus, inspection, 'weigh', { object, grossKg: 26180, device: 'WB-1' }))
    for (const [party, agency] of [[cus, 'CUS'], [ciq, 'CIQ']] as const) {
      const duties = inspection.tasks.find((task) => task.agency === agency)?.duties ?? []
      granted(await act(party, inspection, 'findings', { checks: duties.map(({ code }) => ({ code, outcome: 'ok' })) }))
    }
    return { id, inspection }
  }

  test('RR-06: E-D with high risk is released only when everything is examined and judged qualified', async () => {
    const { id, inspection } = await examined(66)
    expect(await statusOf(id)).toBe('accepted')
    granted(await act(cus, inspection, 'dispositions', { disposition: 'CUS-PASS' }))
    granted(await act(ciq, inspection, 'dispositions', { disposition: 'CIQ-PASS' }))
    expect(await statusOf(id)).toBe('accepted')
    granted(await act(cus, inspection, 'close'))
    expect(await statusOf(id)).toBe('released')
  })

  test('RR-06: one of the agencies not satisfied keeps the goods, and its later yes lets them go', async () => {
    const { id, inspection } = await examined(67)
    granted(await act(cus, inspection, 'dispositions', { disposition: 'CUS-PASS' }))
    granted(await act(ciq, inspection, 'dispositions', { disposition: 'CIQ-HOLD', reason: 'to the laboratory' }))
    granted(await act(cus, inspection, 'close'))
    expect(await statusOf(id)).toBe('held')
    tick(days(3))
    expect(await statusOf(id)).toBe('held')
    granted(await act(ciq, inspection, 'dispositions', { disposition: 'CIQ-PASS' }))
    expect(await statusOf(id)).toBe('released')
  })
})

describe('the open list of modes', () => {
  test('RR-02: a fifth mode is added by an administrator, named by a table and given to declarations, without a change of code', async () => {
    const mode = { code: 'remote', name: { zh: '远程查验放行', en: 'Release on remote inspection' }, strictness: 25, releasedAt: 'report-judged', clause: 'RR-02' }
    const rows = modeRows([['declaration', 3], ['verification', 5], ['remote', 6], ['sampling', 9], ['supervised']])
    const early = await ciq.post('/tables/release-mode/versions', { note: 'with the fifth', rows })
    expect([early.status, early.body.code]).toEqual([422, 'tables/answer-unknown'])
    expect((await trader('E-B').post('/registers/release-modes/proposals', { data: mode, reason: 'mine' })).status).toBe(403)
    await changeRule(app, 'release-modes', { data: mode })
    await expect.poll(async () => (await app.nobody.get('/reference')).text).toContain('"remote"')
    await changeTable(app, 'release-mode', rows)
    tick(seconds(2))
    const { id, status, releaseMode } = await declare(app, 'E-B', [{ ...tee, attributes: ['18'] }])
    expect([status, releaseMode]).toEqual(['accepted', 'remote'])
    const text = granted(await whatIf(cus, 'E-B', [{ ...goods.TEE, attributes: ['18'] }])).body.text as { zh: string[]; en: string[] }
    expect(text.zh.join()).toContain('远程查验放行')
    expect(text.en.join()).toContain('Release on remote inspection')
    // No row of the checks knows the mode: it is looked at as the next milder one is, and that word opens the gate (RR-07).
    const [desk] = await workOn(id)
    if (desk === undefined) throw new Error('goods are held and nobody is asked')
    expect(desk.tasks).toMatchObject([{ agency: 'CIQ', duties: [{ code: 'documents' }] }])
    granted(await act(ciq, desk, 'findings', { checks: [{ code: 'documents', outcome: 'ok' }] }))
    granted(await act(ciq, desk, 'dispositions', { disposition: 'CIQ-PASS' }))
    expect(await statusOf(id)).toBe('released')
    await changeTable(app, 'release-mode', modeRows(packModes))
    tick(seconds(2))
    expect((await assessed('E-B', { ...goods.TEE, attributes: ['18'] })).releaseMode).toBe('verification')
  })

  test('RR-02: the published list shows all five, and a mode that no table names is given to nothing', async () => {
    const codes = (granted(await app.nobody.get('/public/rules')).body.releaseModes as { code: string }[]).map((mode) => mode.code)
    expect(codes).toEqual(expect.arrayContaining(['declaration', 'verification', 'sampling', 'supervised', 'remote']))
    expect((await assessed('E-C', goods.TEE)).releaseMode).toBe('verification')
  })
})

describe('the safety floor', () => {
  test('RR-22: E-AA with waste raw material is under supervised release at least, and the explanation says which floor', async () => {
    const { id, status, releaseMode } = await declare(app, 'E-AA', [waste])
    expect([status, releaseMode]).toEqual(['accepted', 'supervised'])
    const steps = granted(await cus.get(`/declarations/${id}/explanation`)).body.steps as object[]
    const rule = { table: 'safety-floor', version: 1, row: 'waste', clause: 'RR-22' }
    expect(steps).toContainEqual(expect.objectContaining({ factor: 'safety-floor', outcome: { mode: 'supervised', raised: true }, rule }))
  })

  test('RR-22: no table lowers it, and other goods in the same declaration do not hide it', async () => {
    // RR-12: nor does a table take back what a grade costs; one that would say so is refused.
    const contradicts = await ciq.post('/tables/release-mode/versions', { note: 'everybody at once', rows: [{ id: 'all', when: {}, then: { mode: 'declaration' }, clause: 'RR-01' }] })
    expect([contradicts.status, contradicts.body.code]).toEqual([422, 'tables/against-burden'])
    await changeTable(app, 'release-mode', modeRows([['declaration', 4], ['verification']]))
    tick(seconds(2))
    expect((await assessed('E-D', goods.CHK)).releaseMode).toBe('verification')
    expect(await declare(app, 'E-AA', [tee, press, waste])).toMatchObject({ status: 'accepted', releaseMode: 'supervised' })
    await changeTable(app, 'release-mode', modeRows(packModes))
    tick(seconds(2))
    expect((await assessed('E-D', goods.CHK)).releaseMode).toBe('supervised')
  })
})

