import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, instant, minutes, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { systemContext } from '../../src/platform/context.ts'
import { policyMeasures } from '../../src/registry/reference/public.ts'
import { loadRegister, type LoadRow } from '../../src/registry/register/public.ts'
import { acceptanceDesk } from '../support/acceptance.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { changeRule, changeTable, declare, granted, whatIf } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { directiveBody } from '../support/joint.ts'
import { goods } from '../support/rules.ts'
import { sampleContainer, tee } from '../support/sample-declarations.ts'

let app: TestApp
let boxes = 0
let cus: Party
let ciq: Party
let headquarters: Party
let administrator: Party
beforeAll(async () => {
  app = await startApp({ now: instant('2026-03-02T09:00:00+08:00') })
  await gradeEnterprises(app)
  cus = app.as({ role: 'officer', agency: 'CUS' })
  ciq = app.as({ role: 'officer', agency: 'CIQ' })
  headquarters = app.as({ role: 'headquarters' })
  administrator = app.as({ role: 'administrator' })
})
afterAll(() => app.close())

const trader = (enterprise: string): Party => app.as({ role: 'trader', enterprise })
const tick = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))
const statusOf = async (id: string): Promise<string> => granted(await cus.get(`/declarations/${id}`)).body.status as string
const formula = { ...tee, hs: '1901101010', description: '婴幼儿配方乳粉 infant formula', origin: 'NZ', quantity: { value: 1200, unit: 'KGM' } }
const repair = { ...tee, hs: '8443110000', description: '印刷机维修料件 parts for repair', origin: 'DE', quantity: { value: 3, unit: 'NAR' }, attributes: ['repair'] }

interface Asked {
  readonly measure: string
  readonly family: string
  readonly agency: string
  readonly missing: readonly number[]
}
const askedOf = async (party: Party, id: string): Promise<readonly Asked[]> => granted(await party.get(`/declarations/${id}/measures`)).body.items as Asked[]
const missingOf = async (id: string): Promise<readonly string[]> => (await askedOf(cus, id)).filter(({ missing }) => missing.length > 0).map(({ measure }) => measure).sort()
const register = async (scheme: string, number: string, enterprise: string, changes: object = {}): Promise<Reply> =>
  granted(await administrator.post('/registers/registrations', { data: { scheme, number, enterprise, clause: 'RR-08' }, ...changes }), 201)

interface Inspection {
  readonly id: string
  readonly tasks: readonly { readonly agency: string; readonly duties: readonly { readonly code: string; readonly kind: string }[] }[]
}
async function workOn(id: string): Promise<readonly Inspection[]> {
  await app.settle()
  return granted(await headquarters.get(`/joint-inspections?declaration=${id}`)).body.items as never
}
const act = async (party: Party, { id }: Inspection, name: string, body: object = {}): Promise<Reply> => granted(await party.post(`/joint-inspections/${id}/${name}`, body))

/** The inspection-and-quarantine agency takes its sample of the goods. */
async function takeSample(id: string): Promise<Inspection> {
  const inspection = (await workOn(id)).find(({ tasks }) => tasks.some(({ agency, duties }) => agency === 'CIQ' && duties.some(({ code }) => code === 'sample')))
  if (inspection === undefined) throw new Error('a sample is wanted')
  const now = app.clock.now()
  const slot = { from: toIso(plus(now, hours(1))), to: toIso(plus(now, hours(2))) }
  const parties = inspection.tasks.map(({ agency }) => (agency === 'CIQ' ? ciq : cus))
  for (const [i, party] of parties.entries()) await act(party, inspection, 'agree', { slot, site: 'P2', crew: [`I-${i}`] })
  tick(hours(1))
  await act(ciq, inspection, 'start')
  for (const party of parties) await act(party, inspection, 'findings', { checks: [{ code: 'sample', outcome: 'ok', note: 'S-1' }] })
  return inspection
}

describe('measures of conformity assessment', () => {
  test('RR-08: registration and sampling must both be met: the sample alone does not let the goods go, the registration that begins later does', async () => {
    const { id, releaseMode } = await declare(app, 'E-D', [formula], { consignor: 'Waikato Dairy' })
    expect(releaseMode).toBe('sampling')
    await app.settle()
    expect(await missingOf(id)).toEqual(['producer-registration', 'sampling'])
    await takeSample(id)
    expect(await missingOf(id)).toEqual(['producer-registration'])
    expect(await statusOf(id)).toBe('accepted')
    // Registered from tomorrow on: until then nothing changes.
    await register('overseas-producers', 'NZ-101', 'Waikato Dairy', { validFrom: toIso(plus(app.clock.now(), days(1))) })
    await app.settle()
    expect(await statusOf(id)).toBe('accepted')
    tick(days(1) + seconds(3))
    await app.settle()
    expect(await statusOf(id)).toBe('released')
    expect(await missingOf(id)).toEqual([])
  })

  test('RR-08: goods that would go at once are kept for the sample, which must be found in order; a registration that has ended counts for nothing', async () => {
    await register('overseas-producers', 'NZ-102', 'Taupo Dairy')
    tick(seconds(2))
    const first = await declare(app, 'E-B', [formula], { consignor: 'Taupo Dairy' })
    await app.settle()
    expect([first.releaseMode, first.status]).toEqual(['declaration', 'accepted'])
    expect(await missingOf(first.id)).toEqual(['sampling'])
    const sample = await takeSample(first.id)
    expect(await statusOf(first.id)).toBe('accepted')
    await act(ciq, sample, 'dispositions', { disposition: 'CIQ-PASS' })
    await act(ciq, sample, 'close')
    expect(await statusOf(first.id)).toBe('released')
    granted(await administrator.post('/registers/registrations/overseas-producers%2FNZ-102/end', { reason: 'production ended', expectedVersion: 1 }))
    tick(seconds(2))
    const second = await declare(app, 'E-B', [formula], { consignor: 'Taupo Dairy' })
    const again = await takeSample(second.id)
    await act(ciq, again, 'dispositions', { disposition: 'CIQ-PASS' })
    await act(ciq, again, 'close')
    expect(await missingOf(second.id)).toEqual(['producer-registration'])
    expect(await statusOf(second.id)).toBe('accepted')
  })

  test('RR-08: who must do what is told to the trader and to the agency, and only to them; time alone lets nothing go', async () => {
    const { id } = await declare(app, 'E-B', [formula], { consignor: 'Nobody Dairy' })
    await app.settle()
    const own = (await trader('E-B').get('/measures-asked')).body.items.filter((item: { declaration: string }) => item.declaration === id)
    expect(own).toMatchObject([
      { measure: 'sampling', family: 'examination', agency: 'CIQ', metBy: 'inspection', lines: [1] },
      { measure: 'producer-registration', family: 'approval', agency: 'CIQ', metBy: 'registration', registration: { scheme: 'overseas-producers', enterprise: 'Nobody Dairy' }, lines: [1] },
    ])
    expect((await trader('E-C').get('/measures-asked')).body.items).toEqual([])
    expect((await trader('E-C').get(`/declarations/${id}/measures`)).status).toBe(404)
    expect((await ciq.get('/measures-asked')).body.items.some((item: { declaration: string }) => item.declaration === id)).toBe(true)
    expect((await cus.get('/measures-asked')).body.items).toEqual([])
    const notices = granted(await trader('E-B').get('/notices')).body.items as { type: string; subjectId?: string; subject?: { id: string } }[]
    expect(JSON.stringify(notices.filter(({ type }) => type === 'MeasuresAsked'))).toContain(id)
    const page = granted(await trader('E-B').get('/measures-asked?limit=1')).body as { items: { measure: string }[]; next: string }
    expect(granted(await trader('E-B').get(`/measures-asked?limit=1&after=${page.next}`)).body.items[0].measure).not.toBe(page.items[0]?.measure)
    tick(days(400))
    await app.settle()
    expect(await statusOf(id)).toBe('accepted')
  })

  test('RR-08: verification is met by what an officer of the agency judges, not by another agency and not instead of a registration', async () => {
    const { id, releaseMode } = await declare(app, 'E-A', [repair], { consignee: 'E-A', consignor: 'Heidelberg Works' })
    expect(releaseMode).toBe('verification')
    await app.settle()
    expect(await missingOf(id)).toEqual(['pre-shipment', 'repair-capability'])
    const judge = (party: Party, measure: string): Promise<Reply> => party.post(`/declarations/${id}/measures/${measure}/judge`, { reference: 'PSI-77' })
    expect((await judge(cus, 'pre-shipment')).body.code).toBe('measures/not-your-measure')
    expect((await judge(trader('E-A'), 'pre-shipment')).status).toBe(403)
    expect((await judge(ciq, 'repair-capability')).body.code).toBe('measures/not-by-evidence')
    expect((await judge(ciq, 'sampling')).body.code).toBe('measures/not-by-evidence')
    expect(granted(await judge(ciq, 'pre-shipment')).body).toEqual({ measure: 'pre-shipment', lines: [1] })
    expect((await judge(ciq, 'pre-shipment')).body.code).toBe('measures/not-awaited')
    const [desk] = await workOn(id)
    if (desk === undefined) throw new Error('papers are looked at')
    const looking = desk.tasks[0]?.agency === 'CUS' ? cus : ciq
    await act(looking, desk, 'findings', { checks: [{ code: 'documents', outcome: 'ok' }] })
    await act(looking, desk, 'dispositions', { disposition: looking === cus ? 'CUS-PASS' : 'CIQ-PASS' })
    expect(await statusOf(id)).toBe('accepted')
    await register('repair-enterprises', 'RE-7', 'E-A')
    tick(seconds(3))
    await app.settle()
    expect(await statusOf(id)).toBe('released')
    const facts = granted(await cus.get(`/declarations/${id}/timeline`)).body.items as { type: string }[]
    expect(facts.map(({ type }) => type)).toEqual(expect.arrayContaining(['MeasuresAsked', 'MeasureMet', 'GoodsReleased']))
  })
})

test('RR-08, TP-03: an accepted report of a third party that covers the lines meets the verification, and the goods go', async () => {
  const desk = acceptanceDesk(app)
  await desk.admit('B-87', ['87'])
  const declared = await desk.declare('E-AA', { ...repair, hs: '8703234110', licences: [{ type: '410', number: 'CCC-1' }] }, { consignee: 'E-A', consignor: 'Heidelberg Works' })
  expect(declared.releaseMode).toBe('verification')
  expect(await missingOf(declared.id)).toEqual(['pre-shipment'])
  const report = await desk.submit(declared, 'B-87', { tests: ['function'] })
  expect(report.body, report.text).toMatchObject({ state: 'waiting' })
  granted(await ciq.post(`/acceptance-reports/${report.body.id}/accept`, {}))
  expect(await missingOf(declared.id)).toEqual([])
  const [shown] = (await askedOf(trader('E-AA'), declared.id)).filter(({ measure }) => measure === 'pre-shipment') as unknown as { evidence: { reference: string; lines: number[] }[] }[]
  expect(shown?.evidence).toMatchObject([{ reference: `B-87 ${report.body.number}`, lines: [1] }])
  expect(await statusOf(declared.id)).toBe('released')
})

describe('categories of supervised goods', () => {
  const assessed = async (declarant: string, item: object): Promise<{ releaseMode: string; combined: number; explanation: { steps: { factor: string; outcome: Record<string, unknown>; rule?: { table?: string; clause: string } }[] } }> =>
    granted(await whatIf(cus, declarant, [item])).body.assessment as never

  test('RR-09: the category “inbound repair parts” uses its own mode table, and the explanation says so', async () => {
    const plain = await assessed('E-AA', goods.PRN)
    const parts = await assessed('E-AA', { ...goods.PRN, attributes: ['repair'] })
    expect([plain.releaseMode, parts.releaseMode, plain.combined]).toEqual(['declaration', 'verification', parts.combined])
    expect(parts.explanation.steps.find(({ factor }) => factor === 'category')).toMatchObject({ outcome: { category: 'repair-parts' }, rule: { table: 'goods-category', clause: 'S0 四.5' } })
    expect(parts.explanation.steps.find(({ factor }) => factor === 'release-mode')?.rule?.table).toBe('release-mode-repair')
    expect(plain.explanation.steps.some(({ factor }) => factor === 'category')).toBe(false)
    const text = granted(await whatIf(cus, 'E-AA', [{ ...goods.PRN, attributes: ['repair'] }])).body.text as { zh: string[]; en: string[] }
    expect(text.en.join()).toContain('Inbound repair and remanufacturing parts')
    expect(text.zh.join()).toContain('入境维修/再制造料件')
  })

  test('RR-09: the safety floor wins over every category, and each line of a declaration is judged by its own', async () => {
    expect((await assessed('E-AA', { ...goods.WST, attributes: ['20', 'display'] })).releaseMode).toBe('supervised')
    const [display, general] = [await assessed('E-C', { ...goods.CAR, attributes: ['display'] }), await assessed('E-C', goods.CAR)]
    expect([display.releaseMode, general.releaseMode]).toEqual(['verification', 'sampling'])
    const mixed = granted(await whatIf(cus, 'E-C', [{ ...goods.CAR, attributes: ['display'] }, goods.CAR])).body.assessment as { releaseMode: string; explanation: { steps: { factor: string; lines?: number[]; rule?: { table?: string } }[] } }
    expect(mixed.releaseMode).toBe('sampling')
    expect(mixed.explanation.steps.filter(({ factor }) => factor === 'release-mode').map(({ rule }) => rule?.table).sort()).toEqual(['release-mode', 'release-mode-display'])
  })

  test('RR-09: a version of a category’s table that loosens as risk grows is refused, as are categories and measures nobody knows', async () => {
    const rows = [
      { id: 'lower', when: { combined: { op: 'range', below: 7 } }, then: { mode: 'sampling' }, clause: 'RR-09' },
      { id: 'higher', when: { combined: { op: 'range', from: 7 } }, then: { mode: 'verification' }, clause: 'RR-09' },
    ]
    const reply = await ciq.post('/tables/release-mode-repair/versions', { note: 'easier', rows })
    expect([reply.status, reply.body.code, reply.body.errors[0].pointer]).toEqual([422, 'tables/not-monotone', '/rows/1'])
    const unknown = await ciq.post('/tables/goods-category/versions', { note: 'x', rows: [{ id: 'x', when: {}, then: { category: 'unheard-of' }, clause: 'RR-09' }] })
    expect(unknown.body.code).toBe('tables/answer-unknown')
    const measures = await ciq.post('/tables/conformity-measures/versions', { note: 'x', rows: [{ id: 'x', when: {}, then: { measures: ['sampling', 'prayer'] }, clause: 'RR-08' }] })
    expect(measures.body.errors).toMatchObject([{ code: 'tables/answer-unknown', pointer: '/rows/0/then/measures' }])
  })
})

const stacked = async (attributes: readonly string[], declarant = 'E-B'): Promise<{ releaseMode: string; explanation: { steps: { factor: string; outcome: Record<string, unknown> }[] } }> =>
  granted(await whatIf(cus, declarant, [{ ...goods.CAR, attributes }])).body.assessment as never
const policies = (steps: readonly { factor: string; outcome: Record<string, unknown> }[]) => steps.filter(({ factor }) => factor === 'policy').map(({ outcome }) => outcome)

describe('stacking of policies', () => {
  test('PZ-17: a measure of the zone and one of a pilot fit the same goods: the one that goes before decides, whatever the order, and the explanation names both', async () => {
    expect((await stacked([])).releaseMode).toBe('verification')
    expect((await stacked(['pilot'])).releaseMode).toBe('declaration')
    const both = await stacked(['zone', 'pilot'])
    const turned = await stacked(['pilot', 'zone'])
    expect(both.releaseMode).toBe('verification')
    expect(policies(both.explanation.steps)).toEqual([
      { policy: 'zone-equipment', precedence: 1, about: 'mode', mode: 'verification', outranked: ['pilot-declaration'] },
      { policy: 'pilot-declaration', precedence: 2, about: 'clock', parameter: 'directives.span', value: hours(12), outranked: [] },
    ])
    expect(policies(turned.explanation.steps)).toEqual(policies(both.explanation.steps))
    // What a grade costs no measure of policy gives back (RR-12).
    expect((await stacked(['pilot'], 'E-C')).releaseMode).toBe('verification')
  })

  test('PZ-17: measures are dated records: one recorded by headquarters joins the stack from its day on; none goes below the floor, and its clock counts', async () => {
    const data = {
      code: 'zone-strict', name: { zh: '自贸试验区重点监管', en: 'Closer supervision in the zone' }, precedence: 1, clause: 'PZ-17',
      when: { attributes: { op: 'equals', value: 'zone' } }, effect: { mode: { atLeast: 'supervised' } },
    }
    expect((await cus.post('/registers/policy-measures/proposals', { data, reason: 'why not' })).status).toBe(403)
    const from = plus(app.clock.now(), days(30))
    await changeRule(app, 'policy-measures', { data, validFrom: toIso(from) })
    expect((await stacked(['zone', 'pilot'])).releaseMode).toBe('verification')
    tick(days(30) + minutes(1))
    // Of two with the same precedence the stricter counts.
    await expect.poll(async () => (await stacked(['zone', 'pilot'])).releaseMode).toBe('supervised')
    expect(policies((await stacked(['zone', 'pilot'])).explanation.steps)[0]).toMatchObject({ policy: 'zone-strict', outranked: ['pilot-declaration', 'zone-equipment'] })
    const waste = granted(await whatIf(cus, 'E-AA', [{ ...goods.WST, attributes: ['20', 'pilot'] }])).body.assessment as { releaseMode: string }
    expect(waste.releaseMode).toBe('supervised')
    const box = sampleContainer(901)
    const { id } = await declare(app, 'E-B', [{ ...tee, attributes: ['pilot', '18'], containers: [box] }], { containers: [{ number: box }] })
    expect(await statusOf(id)).toBe('released')
  })
})

describe('clocks and registrations', () => {
  test('PZ-17: a measure of policy sets the clocks of the cases about its goods, for those cases and no others; a clock that nobody looks at cannot be set', async () => {
    const measure = (code: string, clocks: object): object => ({
      data: { code, name: { zh: code, en: code }, precedence: 3, clause: 'PZ-17', when: { attributes: { op: 'equals', value: 'pilot' } }, effect: { clocks } },
    })
    expect((await headquarters.post('/registers/policy-measures', measure('vain', { 'draws.commit': 1 }))).status).toBe(422)
    await app.machine.db.transaction((tx) => loadRegister(tx, systemContext(app.machine), policyMeasures, [{ ...measure('urgent', { 'transfers.answer': hours(2) }), validFrom: app.clock.now() } as LoadRow], { source: 'test' }))
    await app.modules.registerCache.refresh()
    const dueOf = async (attributes: readonly string[]): Promise<number> => {
      const { id } = await declare(app, 'E-D', [{ ...tee, attributes: [...attributes] }])
      const sent = granted(await ciq.post('/transfers', { port: '380101', to: 'CUS', subject: { kind: 'declaration', id }, offence: 'x', description: 'x', legalBasis: 'x' }), 201).body as { dueAt: string }
      return Date.parse(sent.dueAt) - app.clock.now()
    }
    expect([await dueOf(['pilot']), await dueOf([])]).toEqual([hours(2), days(1)])
  })

  test('TP-10, RR-08: a granted registration stands in the register from that moment for its time; suspended or run out, goods that still wait are examined anew and none goes on it', async () => {
    await changeTable(app, 'conformity-measures', [{ id: 'export-aquatic', when: { direction: { op: 'equals', value: 'export' }, hs: { op: 'prefix', values: ['1605'] } }, then: { measures: ['export-food-registration'] }, clause: 'TP-10' }])
    tick(seconds(5))
    const shrimp = { ...tee, hs: '1605210000', description: '制作虾 prepared shrimp', origin: 'CN', quantity: { value: 900, unit: 'KGM' } }
    const entries = async (): Promise<readonly { validTo?: string; data: { enterprise: string } }[]> =>
      (granted(await ciq.get('/registers/registrations?q=export-food-producers')).body.items as { validTo?: string; data: { enterprise: string } }[]).filter(({ data }) => data.enterprise === 'E-AA')
    const pass = async (span: number): Promise<void> => {
      tick(span)
      await app.settle()
    }
    const exported = async (held: boolean): Promise<{ id: string; directive: string }> => {
      const box = sampleContainer(910 + ++boxes)
      const directive = held ? (granted(await ciq.post('/directives', directiveBody(app, 'CIQ', box)), 201).body as { id: string }).id : ''
      const { id } = await declare(app, 'E-AA', [{ ...shrimp, containers: [box] }], { direction: 'export', containers: [{ number: box }] })
      await app.settle()
      return { id, directive }
    }
    const first = await exported(false)
    expect([await statusOf(first.id), await missingOf(first.id)]).toEqual(['accepted', ['export-food-registration']])

    const filed = granted(await trader('E-AA').post('/food-registrations', { port: '380101', producer: 'Beilun Aquatic', products: ['1605'], zone: 'Z-1', evidence: [{ kind: 'haccp', reference: 'H-9' }] }), 201).body as { id: string }
    const act = async (name: string, evidence: object = {}): Promise<{ state: string }> => granted(await ciq.post(`/food-registrations/${filed.id}/${name}`, { evidence })).body as never
    expect(await entries()).toEqual([])
    expect(await act('approve')).toMatchObject({ state: 'registered', dueAt: toIso(plus(app.clock.now(), days(1461))) })
    expect(await entries()).toMatchObject([{ validTo: toIso(plus(app.clock.now(), days(1461))) }])
    await pass(seconds(3))
    await expect.poll(async () => (await app.settle(), statusOf(first.id))).toBe('released')

    const second = await exported(true)
    expect([await statusOf(second.id), await missingOf(second.id)]).toEqual(['accepted', []])
    tick(minutes(1))
    await act('suspend', { reason: 'hygiene' })
    expect(await entries()).toEqual([])
    await app.modules.registerCache.refresh()
    await pass(seconds(3))
    expect(await missingOf(second.id)).toEqual(['export-food-registration'])
    const told = (granted(await ciq.get(`/notices?subject=declaration:${second.id}&limit=50`)).body.items as { type: string }[]).map(({ type }) => type)
    expect(told).toContain('MeasuresAsked')
    // Nothing else keeps them now, and still they do not go.
    granted(await ciq.post(`/directives/${second.directive}/withdraw`, { reason: 'no longer needed' }))
    await app.settle()
    expect(await statusOf(second.id)).toBe('accepted')
    tick(minutes(1))
    await act('reinstate', { findings: 'put right' })
    await app.modules.registerCache.refresh()
    await pass(seconds(3))
    expect(await statusOf(second.id)).toBe('released')

    const third = await exported(true)
    expect(await missingOf(third.id)).toEqual([])
    await pass(days(1461))
    await pass(seconds(3))
    expect(granted(await ciq.get(`/food-registrations/${filed.id}`)).body).toMatchObject({ state: 'expired', acts: [] })
    expect(await entries()).toEqual([])
    expect([await statusOf(third.id), await missingOf(third.id)]).toEqual(['accepted', ['export-food-registration']])
    expect((await ciq.post(`/food-registrations/${filed.id}/reinstate`, { evidence: { findings: 'x' } })).status).toBe(409)
  })
})
