import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, instant, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import type { Declaration, DeclaredItem } from '../../src/window/declarations/declaration.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { goods } from '../support/rules.ts'
import { chicken, sampleContainer, sampleDeclaration, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

const grades = ['AA', 'A', 'B', 'C', 'D']
const strictness: Readonly<Record<string, number>> = { declaration: 1, verification: 2, sampling: 3, supervised: 4 }
const waste: DeclaredItem = {
  ...tee,
  hs: '3915100000',
  description: '废塑料 waste plastics',
  quantity: { value: 24000, unit: 'KGM' },
  attributes: ['20'],
  licences: [{ type: '422', number: 'PSI-2026-0031' }],
}
const press: DeclaredItem = { ...tee, hs: '8443110000', description: '胶印机 printing press', origin: 'DE', quantity: { value: 1, unit: 'C62' } }

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

const trader = (enterprise: string, of: TestApp = app): Party => of.as({ role: 'trader', enterprise })
const granted = (reply: Reply, status = 200): Reply => {
  expect(reply.status, reply.text).toBe(status)
  return reply
}
async function declare(enterprise: string, items: readonly DeclaredItem[], changes: Partial<Declaration> = {}, of: TestApp = app): Promise<{ id: string; status: string; releaseMode: string }> {
  const declaration = sampleDeclaration({ declarant: enterprise, consignee: enterprise, items: items.map((item, i) => ({ ...item, line: i + 1 })), ...changes })
  return granted(await trader(enterprise, of).post('/declarations', declaration), 201).body as never
}
const statusOf = async (id: string): Promise<string> => granted(await cus.get(`/declarations/${id}`)).body.status as string
async function whatIf(party: Party, declarant: string, items: readonly object[], changes: object = {}): Promise<Reply> {
  return party.post('/what-if', { port: '380101', direction: 'import', mode: 'sea', declarant, items: items.map((item, i) => ({ line: i + 1, ...item })), ...changes })
}
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

/** Records a version by one officer and puts it into force by another; it begins two seconds later. */
async function changeTable(table: string, rows: readonly object[], changes: object = {}, of: TestApp = app): Promise<number> {
  const author = of.as({ role: 'officer', agency: 'CIQ', id: 'author' })
  const second = of.as({ role: 'headquarters', id: 'second' })
  const { number } = granted(await author.post(`/tables/${table}/versions`, { note: 'for the test', rows, ...changes }), 201).body as { number: number }
  granted(await second.post(`/tables/${table}/versions/${number}/activate`))
  return number
}
const modeRows = (bounds: readonly [string, number?][]): object[] =>
  bounds.map(([mode, below], i) => ({
    id: mode,
    when: { combined: { op: 'range', ...(i === 0 ? {} : { from: bounds[i - 1]?.[1] }), ...(below === undefined ? {} : { below }) } },
    then: { mode },
    clause: 'RR-01',
  }))
const packModes: readonly [string, number?][] = [['declaration', 3], ['verification', 6], ['sampling', 9], ['supervised']]

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
    const { id } = await declare('E-C', [tee])
    const steps = granted(await cus.get(`/declarations/${id}/explanation`)).body.steps as { factor: string; outcome: { value?: number } }[]
    expect(steps.find((step) => step.factor === 'combined-risk')?.outcome.value).toBe(matrix[0]?.[3])
  })

  test('RR-07: for all pairs of credit and goods the mode never gets milder as either gets worse', async () => {
    const byRisk = [goods.TEE, goods.CAR, goods.CHK]
    const modes = await Promise.all(byRisk.map((item) => Promise.all(grades.map(async (grade) => strictness[(await assessed(`E-${grade}`, item)).releaseMode] ?? 0))))
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
    expect([reply.status, reply.body.code, reply.body.errors[0]?.pointer, reply.body.errors[0]?.clause]).toEqual([422, 'tables/not-monotone', '/rows/2', 'RR-07'])
    expect(reply.body.errors[0]?.message.en).toContain('must never loosen')
    const matrix = granted(await cus.get('/tables/combined-risk/versions/1')).body.rows as { id: string; then: { value: number } }[]
    const fallen = matrix.map((row) => (row.id === 'D-high' ? { ...row, then: { value: 0 } } : row))
    expect((await ciq.post('/tables/combined-risk/versions', { note: 'easier', rows: fallen })).body.code).toBe('tables/not-monotone')
  })
})

describe('when each mode opens the gate', () => {
  test('RR-03: E-AA with T-shirts is released at acceptance and no document is asked for', async () => {
    const { id, status, releaseMode } = await declare('E-AA', [tee], { documents: [] })
    expect([status, releaseMode]).toEqual(['released', 'declaration'])
    expect(await workOn(id)).toEqual([])
  })

  test('RR-03: a printing press without any control goes at once, one risky line beside it keeps the whole declaration', async () => {
    expect(await declare('E-B', [press])).toMatchObject({ status: 'released', releaseMode: 'declaration' })
    expect(await declare('E-B', [press, { ...chicken, licences: chicken.licences ?? [] }], { documents: [{ ...veterinaryCertificate, lines: [2] }] })).toMatchObject({
      status: 'accepted',
      releaseMode: 'sampling',
    })
  })

  test('RR-04: released when the agency judges the report qualified, three hours after the declaration; not before', async () => {
    const { id, releaseMode } = await declare('E-C', [tee])
    expect(releaseMode).toBe('verification')
    const [desk, ...others] = await workOn(id)
    if (desk === undefined) throw new Error('no work for the desk')
    expect([others.length, desk.desk, desk.tasks]).toMatchObject([0, true, [{ agency: 'CIQ', duties: [{ code: 'documents' }] }]])
    tick(hours(3))
    expect(await statusOf(id)).toBe('accepted')
    granted(await act(ciq, desk, 'findings', { checks: [{ code: 'documents', outcome: 'ok', note: 'report R-1' }] }))
    expect(await statusOf(id)).toBe('accepted')
    granted(await act(ciq, desk, 'dispositions', { disposition: 'CIQ-PASS' }))
    expect(await statusOf(id)).toBe('released')
  })

  test('RR-04: judged not qualified, it is not released; nor does another agency\'s word release it', async () => {
    const { id } = await declare('E-C', [tee])
    const [desk] = await workOn(id)
    if (desk === undefined) throw new Error('no work for the desk')
    expect((await act(cus, desk, 'dispositions', { disposition: 'CUS-PASS' })).status).toBeGreaterThanOrEqual(400)
    granted(await act(ciq, desk, 'findings', { checks: [{ code: 'documents', outcome: 'problem', note: 'dye above the limit' }] }))
    granted(await act(ciq, desk, 'dispositions', { disposition: 'CIQ-RETURN', reason: 'dye above the limit' }))
    expect(await statusOf(id)).toBe('refused')
  })

  const sampled = async (): Promise<{ id: string; inspection: Inspection; takenAt: string }> => {
    const { id, releaseMode } = await declare('E-D', [tee])
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
    const next = await declare('E-D', [tee])
    expect(next.releaseMode).toBe('supervised')
    expect((await declare('E-D', [press])).releaseMode).toBe('sampling')
    expect((await declare('E-C', [tee])).releaseMode).toBe('verification')
    const steps = granted(await cus.get(`/declarations/${next.id}/explanation`)).body.steps as object[]
    expect(steps).toContainEqual(expect.objectContaining({ factor: 'tightening', outcome: expect.objectContaining({ mode: 'supervised' }), rule: { clause: 'RR-05' } }))
    expect(granted(await trader('E-D').get('/tightenings?enterprise=E-D')).body.items).toMatchObject([{ hs: '6109100000', reason: failed.reason }])
    expect((await trader('E-C').get('/tightenings?enterprise=E-D')).status).toBe(403)
    tick(days(365))
    expect((await assessed('E-D', goods.TEE)).releaseMode).toBe('sampling')
  })

  /** Chicken of E-D in a container of its own: agreed, begun, scanned, opened and weighed once, both checklists answered. */
  const examined = async (n: number): Promise<{ id: string; inspection: Inspection }> => {
    const box = sampleContainer(n)
    const { id, releaseMode } = await declare('E-D', [{ ...chicken, containers: [box] }], { documents: [veterinaryCertificate], containers: [{ number: box }] })
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
    expect((await trader('E-B').post('/registers/release-modes', { data: mode })).status).toBeGreaterThanOrEqual(400)
    granted(await app.as({ role: 'administrator' }).post('/registers/release-modes', { data: mode }), 201)
    await expect.poll(async () => (await app.nobody.get('/reference')).text).toContain('"remote"')
    await changeTable('release-mode', rows)
    tick(seconds(2))
    const { id, status, releaseMode } = await declare('E-B', [{ ...tee, attributes: ['18'] }])
    expect([status, releaseMode]).toEqual(['accepted', 'remote'])
    const text = granted(await whatIf(cus, 'E-B', [{ ...goods.TEE, attributes: ['18'] }])).body.text as { zh: string[]; en: string[] }
    expect(text.zh.join()).toContain('远程查验放行')
    expect(text.en.join()).toContain('Release on remote inspection')
    // No row of the checks knows the mode: somebody is asked all the same, and its word opens the gate.
    const [desk] = await workOn(id)
    if (desk === undefined) throw new Error('goods are held and nobody is asked')
    expect(desk.tasks).toMatchObject([{ agency: 'CUS', duties: [{ code: 'documents' }] }])
    granted(await act(cus, desk, 'findings', { checks: [{ code: 'documents', outcome: 'ok' }] }))
    granted(await act(cus, desk, 'dispositions', { disposition: 'CUS-PASS' }))
    expect(await statusOf(id)).toBe('released')
    await changeTable('release-mode', modeRows(packModes))
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
    const { id, status, releaseMode } = await declare('E-AA', [waste])
    expect([status, releaseMode]).toEqual(['accepted', 'supervised'])
    const steps = granted(await cus.get(`/declarations/${id}/explanation`)).body.steps as object[]
    expect(steps).toContainEqual(
      expect.objectContaining({ factor: 'safety-floor', outcome: { mode: 'supervised', raised: true }, rule: { table: 'safety-floor', version: 1, row: 'waste', clause: 'RR-22' } }),
    )
  })

  test('RR-22: no table lowers it, and other goods in the same declaration do not hide it', async () => {
    await changeTable('release-mode', [{ id: 'all', when: {}, then: { mode: 'declaration' }, clause: 'RR-01' }])
    tick(seconds(2))
    expect((await assessed('E-D', goods.CHK)).releaseMode).toBe('declaration')
    expect(await declare('E-AA', [tee, press, waste])).toMatchObject({ status: 'accepted', releaseMode: 'supervised' })
    await changeTable('release-mode', modeRows(packModes))
    tick(seconds(2))
    expect((await assessed('E-D', goods.CHK)).releaseMode).toBe('supervised')
  })
})

describe('explanations', () => {
  test('RR-15: a declaration graded high lists the factors with their values, the row that fired, its version and clause', async () => {
    const { id } = await declare('E-B', [chicken], { documents: [veterinaryCertificate] })
    const steps = granted(await cus.get(`/declarations/${id}/explanation`)).body.steps as { factor: string }[]
    expect(steps.map((step) => step.factor)).toEqual(['credit', 'goods-risk', 'combined-risk', 'release-mode', 'check', 'check', 'check'])
    expect(steps[0]).toMatchObject({ outcome: { grade: 'B' }, parameters: [{ name: 'enterprise', value: 'E-B' }] })
    expect(steps[1]).toMatchObject({
      lines: [1],
      outcome: { level: 'high' },
      parameters: [{ name: 'hs', value: '0207120000', condition: { op: 'prefix' } }],
      rule: { table: 'goods-risk', version: 1, row: 'meat', clause: 'RR-15' },
    })
    expect(steps[2]).toMatchObject({ outcome: { value: 8 }, rule: { table: 'combined-risk', row: 'B-high', clause: 'RR-01' } })
    expect(steps[3]).toMatchObject({ outcome: { mode: 'sampling' }, rule: { table: 'release-mode', clause: 'RR-01' } })
    expect(steps[4]).toMatchObject({ outcome: { agency: 'CIQ', methods: ['sample'], power: 'CIQ-QUARANTINE' }, rule: { table: 'checks', row: 'sample-biological' } })
  })

  test('RR-15: the trader is told what was decided and by which public rule, and nothing of a targeting rule; a question does not draw it out', async () => {
    const rows = granted(await cus.get('/tables/goods-risk/versions/1')).body.rows as object[]
    const target = {
      id: 'T-9',
      when: { hs: { op: 'prefix', values: ['6109'] }, origin: { op: 'equals', value: 'BD' }, valuePerKg: { op: 'range', below: 20 } },
      then: { level: 'high' },
      clause: 'RR-16',
      note: { zh: '低报价格', en: 'Undervalued' },
      targeting: true,
    }
    await changeTable('goods-risk', [target, ...rows])
    tick(seconds(2))
    const { id, releaseMode } = await declare('E-B', [tee])
    expect(releaseMode).toBe('sampling')
    expect(granted(await cus.get(`/declarations/${id}/explanation`)).text).toContain('"T-9"')
    const seen = granted(await trader('E-B').get(`/declarations/${id}/explanation`))
    expect(seen.body.audience).toBe('trader')
    for (const secret of ['T-9', 'valuePerKg', 'origin', 'B-high']) expect(seen.text).not.toContain(secret)
    const asked = granted(await whatIf(trader('E-B'), 'E-B', [tee]))
    expect(asked.body).toMatchObject({ basis: 'published-rules', assessment: { releaseMode: 'declaration', checks: [] } })
    for (const secret of ['T-9', 'valuePerKg']) expect(asked.text).not.toContain(secret)
    const published = granted(await app.nobody.get('/public/rules'))
    expect(published.text).toContain('"meat"')
    for (const secret of ['T-9', 'valuePerKg', 'supervise-customs']) expect(published.text).not.toContain(secret)
    expect((await trader('E-B').get('/tables/goods-risk/versions')).status).toBe(403)
    expect((await whatIf(trader('E-B'), 'E-D', [tee])).body.code).toBe('assess/foreign-declarant')
    await changeTable('goods-risk', rows)
    tick(seconds(2))
    expect((await declare('E-B', [tee])).releaseMode).toBe('declaration')
  })

  test('RR-15: the text is there in both languages, from the same data', async () => {
    const { text } = granted(await whatIf(cus, 'E-AA', [goods.WST])).body as { text: { zh: string[]; en: string[] } }
    expect(text.zh[0]).toBe('企业 E-AA 的信用等级:信用 AA 级;依据 RR-11')
    expect(text.en.find((line) => line.startsWith('Line 1: Safety floor'))).toMatch(/^Line 1: Safety floor: raised to Release under supervision; because .*3915100000 begins with .*\(RR-22\)$/)
    expect(text.zh).toHaveLength(text.en.length)
    expect([...text.zh, ...text.en].join()).not.toMatch(/\{\{|undefined/)
  })
})

describe('law and fairness', () => {
  test('GV-12: a case of December 2017 is judged by the version of 2017 after the rule has changed in January 2018', async () => {
    const then = await startApp({ now: instant('2017-12-15T10:00:00+08:00') })
    try {
      await gradeEnterprises(then)
      const december = await declare('E-AA', [tee], {}, then)
      expect(december.releaseMode).toBe('declaration')
      const number = await changeTable('release-mode', modeRows([['verification', 6], ['sampling', 9], ['supervised']]), { validFrom: '2018-01-01T00:00:00+08:00' }, then)
      then.clock.advanceTo(instant('2018-01-02T10:00:00+08:00'))
      expect((await declare('E-AA', [tee], {}, then)).releaseMode).toBe('verification')
      const officer = then.as({ role: 'officer', agency: 'CUS' })
      const kept = granted(await officer.get(`/declarations/${december.id}/explanation`)).body.steps as { factor: string; rule?: { version?: number } }[]
      expect(kept.find((step) => step.factor === 'release-mode')?.rule?.version).toBe(1)
      const again = granted(await whatIf(officer, 'E-AA', [goods.TEE], { at: '2017-12-15T10:00:00+08:00' })).body as { assessment: { releaseMode: string; explanation: { steps: { factor: string; rule?: { version?: number } }[] } } }
      expect(again.assessment.releaseMode).toBe('declaration')
      expect(again.assessment.explanation.steps.find((step) => step.factor === 'release-mode')?.rule?.version).toBe(1)
      const now = granted(await whatIf(officer, 'E-AA', [goods.TEE])).body.assessment.explanation.steps as { factor: string; rule?: { version?: number } }[]
      expect(now.find((step) => step.factor === 'release-mode')?.rule?.version).toBe(number)
      expect((await whatIf(officer, 'E-AA', [goods.TEE], { at: '2014-01-01T00:00:00+08:00' })).body.code).toBe('assess/no-rules-then')
    } finally {
      await then.close()
    }
  }, 60_000)

  test('GV-12: rules change by two persons, forward only, each row with its clause, and the ledger says who', async () => {
    const author = app.as({ role: 'officer', agency: 'CIQ', id: 'first' })
    const rows = modeRows(packModes)
    const past = await author.post('/tables/release-mode/versions', { note: 'back in time', rows, validFrom: '2020-01-01T00:00:00+08:00' })
    expect([past.status, past.body.code]).toEqual([422, 'tables/begins-in-the-past'])
    const lawless = await author.post('/tables/release-mode/versions', { note: 'no law', rows: rows.map((row) => ({ ...row, clause: ' ' })) })
    expect(lawless.body.errors.map((error: { code: string }) => error.code)).toEqual(Array<string>(4).fill('tables/clause-missing'))
    const recorded = granted(await author.post('/tables/release-mode/versions', { note: 'two persons', rows }), 201).body as { number: number; state: string }
    expect(recorded.state).toBe('recorded')
    const alone = await author.post(`/tables/release-mode/versions/${recorded.number}/activate`)
    expect([alone.status, alone.body.code]).toEqual([403, 'tables/same-person'])
    expect((await trader('E-B').post(`/tables/release-mode/versions/${recorded.number}/activate`)).status).toBe(403)
    const activated = granted(await headquarters.post(`/tables/release-mode/versions/${recorded.number}/activate`)).body as { state: string; author: string; activatedBy: string }
    expect(activated).toMatchObject({ state: 'active', author: author.actor.name, activatedBy: headquarters.actor.name })
    const facts = await app.database.db.query<{ type: string; actor_id: string }>(
      `select type, actor_id from ledger.entry where subject_kind = 'table' and subject_id = 'release-mode' and actor_kind <> 'system' order by id desc limit 2`,
    )
    expect(facts).toEqual([{ type: 'TableVersionActivated', actor_id: headquarters.actor.id }, { type: 'TableVersionRecorded', actor_id: author.actor.id }])
    tick(seconds(2))
  })

  test('GV-15: two identical declarations get the identical mode, checks and reasons', async () => {
    const items = [chicken, tee, waste]
    const first = await declare('E-C', items, { documents: [veterinaryCertificate] })
    tick(hours(5))
    const second = await declare('E-C', items, { documents: [veterinaryCertificate] })
    const explained = async (id: string): Promise<object> => granted(await cus.get(`/declarations/${id}/explanation`)).body.steps as object
    expect(second.releaseMode).toBe(first.releaseMode)
    expect(await explained(second.id)).toEqual(await explained(first.id))
  })

  test('GV-15: who asks, when within the validity of the rules, and what others declared in between make no difference', async () => {
    const facts = [goods.CHK, goods.LOG]
    const before = granted(await whatIf(cus, 'E-C', facts)).body.assessment as { explanation: { steps: object[] } }
    for (const item of [tee, press, waste]) await declare('E-A', [item])
    tick(days(30))
    const after = granted(await whatIf(headquarters, 'E-C', facts)).body.assessment as { explanation: { steps: object[] } }
    expect({ ...after, explanation: after.explanation.steps }).toEqual({ ...before, explanation: before.explanation.steps })
  })
})
