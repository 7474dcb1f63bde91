import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, instant, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { declare, granted, whatIf } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { tee } from '../support/sample-declarations.ts'

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

const tick = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))
const inDays = (n: number): string => toIso(plus(app.clock.now(), days(n)))
const trader = (enterprise = 'E-AA'): Party => app.as({ role: 'trader', enterprise })
interface Step {
  readonly factor: string
  readonly outcome: Readonly<Record<string, unknown>>
  readonly targeting?: boolean
}
const stepsOf = async (party: Party, id: string): Promise<readonly Step[]> => granted(await party.get(`/declarations/${id}/explanation`)).body.steps as never
const statusOf = async (id: string): Promise<string> => granted(await cus.get(`/declarations/${id}`)).body.status as string
const box = { containers: [{ number: 'TGHU1234567' }] }
const inBox = { ...tee, containers: ['TGHU1234567'] }

describe('risk records of the four subjects', () => {
  test('RR-14: an alert on container TGHU1234567 raises the next declaration with it, and its trader is not told why', async () => {
    const before = await declare(app, 'E-AA', [inBox], box)
    expect(before.releaseMode).toBe('declaration')
    const record = granted(await cus.post('/risk-records', { scope: { container: 'tghu 123456 7' }, level: 'high', title: 'Double floor', reason: 'Report of a partner', validTo: inDays(30) }), 201).body
    expect(record).toMatchObject({ label: expect.stringMatching(/^R-\d+$/), subject: 'containers', scope: { container: 'TGHU1234567' }, state: 'in-force', standing: false })
    tick(seconds(2))
    const next = await declare(app, 'E-AA', [inBox], box)
    expect(next.releaseMode).not.toBe('declaration')
    expect(next.status).toBe('accepted')
    const told = await stepsOf(cus, next.id)
    expect(told.find(({ factor }) => factor === 'risk-record')).toMatchObject({ outcome: { level: 'high' }, targeting: true })

    const cut = await trader().get(`/declarations/${next.id}/explanation`)
    expect(granted(cut).body.steps.map((step: Step) => step.factor)).not.toContain('risk-record')
    expect(cut.text).not.toContain(record.id)
    expect(cut.text).not.toContain('"level":"high"')
    // Nor does trying it out tell.
    const tried = granted(await whatIf(trader(), 'E-AA', [inBox], box))
    expect(tried.body.assessment.releaseMode).toBe('declaration')
    // Another box is left alone, and so is this one once the record has ended.
    expect((await declare(app, 'E-AA', [tee], { containers: [{ number: 'CSQU3054383' }] })).releaseMode).toBe('declaration')
    granted(await cus.post(`/risk-records/${record.id}/withdraw`, { reason: 'Box examined' }))
    tick(seconds(2))
    expect((await declare(app, 'E-AA', [inBox], box)).releaseMode).toBe('declaration')
    expect((await stepsOf(cus, next.id)).some(({ factor }) => factor === 'risk-record')).toBe(true)
  })

  test('RR-14: goods of a producer, a vessel and a person raise what names them; a person\'s name is told for a purpose and a case only, and each reading is written down', async () => {
    const record = async (body: object): Promise<string> => granted(await cus.post('/risk-records', { level: 'high', title: 'x', reason: 'y', validTo: inDays(10), ...body }), 201).body.id as string
    await record({ scope: { hs: '6109', producer: 'Têxtil  Sul' } })
    await record({ scope: { conveyance: 'IMO 9321483', port: '380101' } })
    const person = await record({ person: { name: 'Li Si', number: 'BG-310-77' } })
    tick(seconds(2))
    const modeOf = async (changes: object, item: object = tee): Promise<string> => (await declare(app, 'E-AA', [{ ...tee, ...item }], { containers: [{ number: 'CSQU3054383' }], ...changes } as never)).releaseMode
    expect(await modeOf({})).toBe('declaration')
    expect(await modeOf({}, { producer: 'têxtil sul' })).not.toBe('declaration')
    expect(await modeOf({ conveyance: { kind: 'vessel', ref: '9321483' } })).not.toBe('declaration')
    expect(await modeOf({ agent: 'bg-310-77' })).not.toBe('declaration')
    expect(await modeOf({ agent: 'BG-310-78' })).toBe('declaration')

    const listed = await headquarters.get('/risk-records?subject=persons')
    expect(granted(listed).body.items).toHaveLength(1)
    expect(listed.text).not.toContain('Li Si')
    expect(listed.text).not.toContain('310-77')
    expect((await cus.post(`/risk-records/${person}/person`, { purpose: 'Driver at the gate' })).status).toBe(422)
    expect((await app.as({ role: 'auditor' }).post(`/risk-records/${person}/person`, { purpose: 'p', case: 'c' })).status).toBe(403)
    expect(granted(await cus.post(`/risk-records/${person}/person`, { purpose: 'Driver at the gate', case: '2026-17' })).body).toEqual({ name: 'Li Si', number: 'BG-310-77' })
    const facts = granted(await headquarters.get(`/ledger?subject=risk-record:${person}`))
    expect(facts.body.items.at(-1)).toMatchObject({ type: 'RiskPersonRead', actor: { id: 'officer.CUS' }, payload: { purpose: 'Driver at the gate', case: '2026-17' } })
    expect(facts.text).not.toContain('Li Si')
  })

  test('RR-14: a record needs a scope, a level of the scale and an end; who may not target may neither record nor read', async () => {
    const body = { scope: { hs: '02' }, level: 'high', title: 't', reason: 'r', validTo: inDays(3) }
    for (const [change, code] of [[{ scope: { port: '380101' } }, 'risk/scope-empty'], [{ level: 'red' }, 'risk/unknown-level'], [{ validTo: '2020-01-01T00:00:00Z' }, 'risk/ends-in-the-past'], [{ validTo: inDays(4000) }, 'risk/too-long'], [{ scope: { container: 'TGHU1234568' } }, 'risk/container-number']] as const) {
      const reply = await cus.post('/risk-records', { ...body, ...change })
      expect([reply.status, reply.text.includes(code)], code).toEqual([422, true])
    }
    for (const party of [trader(), app.as({ role: 'operator', site: 'S1' }), app.as({ role: 'laboratory' }), app.as({ role: 'administrator', ports: ['*'] })]) {
      expect((await party.post('/risk-records', body)).status).toBe(403)
      for (const path of ['/risk-records', '/alerts', '/hold-rules', '/held-goods']) expect((await party.get(path)).status, path).toBe(403)
    }
    expect((await app.nobody.get('/risk-records')).status).toBe(401)
    // Another port's officer does not place one here.
    expect((await app.as({ role: 'officer', agency: 'CUS', ports: ['650302'] }).post('/risk-records', { ...body, scope: { hs: '02', port: '380101' } })).status).toBe(403)
  })
})

describe('an alert becomes a hold rule by one action', () => {
  const alertBody = { reference: '2026.0117', title: 'Azo dyes in cotton shirts of lot L-77', hazard: 'azo dyes', level: 'high', scope: { port: '380101', hs: '6109', lot: 'L-77' } }

  test('AL-03: warning, one action, in force at once: the next declaration is kept with the rule as reason, what was released before is traced with who holds it, what is under way is stopped', async () => {
    const gone = await declare(app, 'E-AA', [{ ...tee, lot: 'L-77' }])
    expect(gone.status).toBe('released')
    const underWay = await declare(app, 'E-D', [{ ...tee, lot: 'l-77' }])
    const other = await declare(app, 'E-D', [{ ...tee, lot: 'L-78' }])
    expect(underWay.status).toBe('accepted')
    await app.settle()
    tick(hours(1))
    const alert = granted(await ciq.post('/alerts', alertBody), 201).body
    expect(granted(await ciq.post('/alerts', alertBody), 201).body.id).toBe(alert.id)
    const hold = granted(await ciq.post(`/alerts/${alert.id}/hold`, { measure: 'hold', validTo: inDays(30), reason: 'Lot of the alert', recall: true }), 201).body
    expect(hold).toMatchObject({ label: expect.stringMatching(/^H-\d+$/), state: 'in-force', agency: 'CIQ', methods: ['open'], power: 'CIQ-COMMODITY', alert: alert.id })
    expect(granted(await ciq.get(`/alerts/${alert.id}`)).body.state).toBe('held')
    tick(seconds(2))

    const next = await declare(app, 'E-AA', [{ ...tee, lot: 'L-77' }])
    expect(next).toMatchObject({ status: 'accepted', releaseMode: 'supervised' })
    expect((await stepsOf(ciq, next.id)).find(({ factor }) => factor === 'hold-rule')).toMatchObject({ outcome: { measure: 'hold', mode: 'supervised' }, targeting: true })
    expect((await stepsOf(trader(), next.id)).some(({ factor }) => factor === 'hold-rule')).toBe(false)
    await app.settle()

    const traced = granted(await ciq.get(`/hold-rules/${hold.id}/traced`)).body.items as { declaration: string; holder: string; done: string | null }[]
    expect(traced.map(({ declaration }) => declaration).sort()).toEqual([gone.id, underWay.id].sort())
    expect(traced.find(({ declaration }) => declaration === gone.id)).toMatchObject({ holder: 'E-AA', done: null })
    expect(traced.find(({ declaration }) => declaration === underWay.id)).toMatchObject({ holder: '380101', done: 'held' })
    expect(granted(await ciq.get(`/hold-rules/${hold.id}`)).body).toMatchObject({ keeps: { held: 2, queued: 0 }, trace: { state: 'done', found: 2, recalls: 1 } })
    const recalls = granted(await ciq.get('/recalls?limit=200')).body.items as { data: { inspection: string; enterprise: string } }[]
    expect(recalls.filter(({ data }) => data.inspection === hold.id)).toMatchObject([{ data: { enterprise: 'E-AA', released: [{ id: gone.id }] } }])
    // One directive of the agency on what was under way, none on the other lot.
    const asked = granted(await ciq.get(`/directives?declaration=${underWay.id}&limit=200`)).body.items as { reason: string }[]
    expect(asked.filter(({ reason }) => reason.startsWith(hold.label))).toHaveLength(1)
    expect((granted(await ciq.get(`/directives?declaration=${other.id}&limit=200`)).body.items as { reason: string }[]).filter(({ reason }) => reason.startsWith(hold.label))).toEqual([])
    const heard = granted(await ciq.get('/notices?limit=200')).body.items as { type: string; subjectId: string }[]
    expect(heard.some(({ type, subjectId }) => type === 'GoodsKeptByHold' && subjectId === hold.id)).toBe(true)

    // The clock that runs out lets nothing go: what is kept waits for an officer.
    tick(days(31))
    await app.settle()
    expect(granted(await ciq.get(`/hold-rules/${hold.id}`)).body).toMatchObject({ standing: false, keeps: { held: 0, queued: 2 } })
    expect(await statusOf(underWay.id)).toBe('accepted')
    expect((granted(await ciq.get('/held-goods?state=queued')).body.items as { declaration: string; queued: { because: string } }[]).map(({ declaration, queued }) => [declaration, queued.because]).sort()).toEqual([[underWay.id, 'expired'], [next.id, 'expired']].sort())
    expect((await declare(app, 'E-AA', [{ ...tee, lot: 'L-77' }])).releaseMode).toBe('declaration')
    // Not by another agency, not without a reason, not by a trader.
    const path = `/hold-rules/${hold.id}/held/380101/${next.id}`
    expect((await cus.post(path, { decision: 'lift', reason: 'r' })).status).toBe(403)
    expect((await ciq.post(path, { decision: 'lift' })).status).toBe(422)
    expect((await trader().post(path, { decision: 'lift', reason: 'r' })).status).toBe(404)
    expect(granted(await ciq.post(path, { decision: 'lift', reason: 'Other dye house' })).body.state).toBe('lifted')
    expect((await ciq.post(path, { decision: 'lift', reason: 'again' })).status).toBe(409)
    // Lifting a hold is no release: what its mode asks still has to be done.
    expect(await statusOf(next.id)).toBe('accepted')
  })

  test('AL-03: a rule for every port waits for a second person and traces nothing before; withdrawn, it queues what it keeps; an end is never left out', async () => {
    const body = { scope: { hs: '8443', origin: 'DE' }, measure: 'sample', validTo: inDays(5), title: 'Guards missing', reason: 'Two accidents' }
    expect((await cus.post('/hold-rules', { ...body, validTo: undefined })).status).toBe(422)
    expect((await cus.post('/hold-rules', { ...body, validTo: inDays(500) })).text).toContain('risk/too-long')
    expect((await cus.post('/hold-rules', { ...body, methods: ['quarantine'], measure: 'check' })).text).toContain('risk/power-missing')
    expect((await cus.post('/hold-rules', { ...body, agency: 'CIQ' })).text).toContain('risk/other-agency')
    const hold = granted(await cus.post('/hold-rules', body), 201).body
    expect(hold).toMatchObject({ state: 'proposed', port: '*' })
    expect((await cus.post(`/hold-rules/${hold.id}/answer`, { agree: true })).status).toBe(403)
    tick(seconds(5))
    const { press } = await import('../support/assessment.ts')
    const freed = (await declare(app, 'E-AA', [press])).releaseMode
    granted(await headquarters.post(`/hold-rules/${hold.id}/answer`, { agree: true }))
    tick(seconds(2))
    const sampled = await declare(app, 'E-AA', [press])
    expect([freed, sampled.releaseMode]).toEqual(['declaration', 'sampling'])
    await app.settle()
    const asked = granted(await cus.get(`/directives?declaration=${sampled.id}`)).body.items as { methods: string[]; reason: string }[]
    expect(asked.some(({ methods }) => methods.includes('sample'))).toBe(true)
    const longer = inDays(30)
    expect(granted(await cus.post(`/hold-rules/${hold.id}/extend`, { validTo: longer, reason: 'Not over' })).body.validTo).toBe(longer)
    granted(await cus.post(`/hold-rules/${hold.id}/evaluate`, { finding: 'Good' }))
    expect(granted(await cus.post(`/hold-rules/${hold.id}/withdraw`, { reason: 'Maker has retrofitted' })).body).toMatchObject({ state: 'withdrawn', evaluation: 'Good' })
    tick(seconds(2))
    expect((await declare(app, 'E-AA', [press])).releaseMode).toBe('declaration')
  })
})
