import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, instant, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { systemContext } from '../../src/platform/context.ts'
import { storeTokens, type Scope } from '../../src/platform/sign-in/public.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { changeRule, declare, granted, press, waste, whatIf } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { tee } from '../support/sample-declarations.ts'

let app: TestApp
let ciq: Party
let other: Party
let headquarters: Party
let administrator: Party
beforeAll(async () => {
  app = await startApp({ now: instant('2015-10-12T09:00:00+08:00') })
  await gradeEnterprises(app)
  ciq = app.as({ role: 'officer', agency: 'CIQ', id: 'recorder' })
  other = app.as({ role: 'officer', agency: 'CIQ', id: 'second' })
  headquarters = app.as({ role: 'headquarters' })
  administrator = app.as({ role: 'administrator' })
})
afterAll(() => app.close())

const tick = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))
const trader = (enterprise: string): Party => app.as({ role: 'trader', enterprise })
const proof = [{ kind: 'case', ref: 'case 12' }]
let n = 0
const event = (enterprise: string, kind: string, occurredOn: string, more: object = {}): object => ({ enterprise, kind, occurredOn, reference: `R-${++n}`, evidence: proof, ...more })
const report = async (party: Party, body: object): Promise<{ event: string; outcome: string }> => granted(await party.post('/credit-events', body), 201).body as never
const gradeOf = async (enterprise: string, day?: string): Promise<string> => granted(await ciq.get(`/credit/${enterprise}${day === undefined ? '' : `?day=${day}`}`)).body.grade as string
const eventsOf = async (enterprise: string): Promise<{ id: string; kind: string; state: string; sources: { source: string; reference: string; evidence: object[] }[] }[]> => granted(await ciq.get(`/credit/${enterprise}`)).body.events as never
const enrol = async (register: string, data: object): Promise<Reply> => granted(await administrator.post(`/registers/${register}`, { data }), 201)
const codesOf = (reply: Reply): string[] => ((reply.body as { errors?: { code: string }[] }).errors ?? []).map(({ code }) => code)
/** A machine of a party by a token of its own. */
async function machineOf(name: string, scope: Scope): Promise<Party> {
  const context = systemContext(app.machine)
  const [token = ''] = (await app.machine.db.transaction((tx) => storeTokens(tx, context, app.machine.random, [{ id: context.newId(), name, scope }]))) ?? []
  const headers = { authorization: `Bearer ${token}` }
  return { ...app.nobody, get: (url) => app.nobody.get(url, headers), post: (url, body, more) => app.nobody.post(url, body, { ...headers, ...more }) }
}

describe('RR-10: credit information', () => {
  test('RR-10: "false declaration" of 2015-06-02 from case 12 is stored with its proof; the same from another source is merged, both sources kept', async () => {
    const first = await report(ciq, event('E-B', 'false-declaration', '2015-06-02', { case: 'case 12', evidence: [...proof, { kind: 'file', sha256: 'ab'.repeat(32) }], reference: 'CIQ-12' }))
    expect(first.outcome).toBe('recorded')
    const cus = app.as({ role: 'officer', agency: 'CUS' })
    expect(await report(cus, event('E-B', 'false-declaration', '2015-06-02', { case: 'case 12', reference: 'CUS-7' }))).toEqual({ event: first.event, outcome: 'merged' })
    expect(await report(cus, event('E-B', 'false-declaration', '2015-06-02', { case: 'case 12', reference: 'CUS-7' }))).toEqual({ event: first.event, outcome: 'repeated' })
    const stored = (await eventsOf('E-B')).filter(({ kind }) => kind === 'false-declaration')
    expect(stored).toMatchObject([{ id: first.event, occurredOn: '2015-06-02', case: 'case 12', state: 'recorded', sources: [{ source: 'CIQ', reference: 'CIQ-12' }, { source: 'CUS', reference: 'CUS-7' }] }])
    expect(stored[0]?.sources[0]?.evidence).toHaveLength(2)
    const { items } = granted(await headquarters.get('/ledger?subject=credit:E-B&port=*')).body as { items: { type: string }[] }
    expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(['CreditEventRecorded', 'CreditEventConfirmed', 'CreditGraded']))
  })

  test('RR-10: another case is another happening; a bad event without proof, in the future, of an unknown kind or under a used number is refused', async () => {
    expect((await report(ciq, event('E-B', 'false-declaration', '2015-06-02', { case: 'case 13' }))).outcome).toBe('recorded')
    const refused = async (changes: object): Promise<string[]> => codesOf(await ciq.post('/credit-events', event('E-B', 'late-formality', '2015-07-01', changes)))
    expect(await refused({ evidence: [], occurredOn: '2015-10-13' })).toEqual(['credit/in-the-future', 'credit/proof-required'])
    expect(await refused({ kind: 'rumour' })).toEqual(['credit/unknown-kind'])
    expect(await refused({ reference: 'CIQ-12' })).toEqual(['credit/reference-used'])
    expect(await refused({ kind: 'granted' })).toEqual(['credit/unknown-grade'])
  })

  test('RR-10: an appeal is decided by somebody else than the recorder; what is struck stops counting from the day it happened', async () => {
    const { event: id } = await report(ciq, event('E-A', 'smuggling', '2015-08-01'))
    tick(seconds(1))
    expect([await gradeOf('E-A'), await gradeOf('E-A', '2015-08-15')]).toEqual(['D', 'D'])
    const own = trader('E-A')
    expect((await trader('E-B').post(`/credit-events/${id}/appeal`, { grounds: 'x' })).status).toBe(404)
    const { appeal } = granted(await own.post(`/credit-events/${id}/appeal`, { grounds: 'It was another enterprise of nearly the same name.' }), 201).body as { appeal: string }
    expect(codesOf(await own.post(`/credit-events/${id}/appeal`, { grounds: 'again' }))).toEqual(['credit/appealed-already'])
    expect(await gradeOf('E-A')).toBe('D')
    expect((await eventsOf('E-A')).find((one) => one.id === id)?.state).toBe('appealed')
    expect(codesOf(await ciq.post(`/credit-appeals/${appeal}/strike`, { evidence: { reason: 'my mistake' } }))).toEqual(['credit/same-person'])
    expect((await trader('E-B').get(`/credit-appeals/${appeal}`)).status).toBe(404)
    granted(await other.post(`/credit-appeals/${appeal}/strike`, { evidence: { reason: 'another enterprise' } }))
    tick(seconds(1))
    expect([await gradeOf('E-A'), await gradeOf('E-A', '2015-08-15')]).toEqual(['A', 'B'])
    expect((await eventsOf('E-A')).find((one) => one.id === id)?.state).toBe('struck')
    const told = granted(await own.get('/notices?limit=50')).body.items as { type: string }[]
    expect(told.map(({ type }) => type)).toEqual(expect.arrayContaining(['CreditEventRecorded', 'CreditGradeChanged', 'CreditAppealGranted']))
  })

  test('RR-10: an appeal nobody decides goes up and clears nothing; after its time there is none', async () => {
    const { event: id } = await report(ciq, event('E-C', 'late-formality', '2015-09-01'))
    const { event: later } = await report(ciq, event('E-C', 'late-formality', '2015-09-02'))
    const own = trader('E-C')
    const { appeal } = granted(await own.post(`/credit-events/${id}/appeal`, { grounds: 'The office was closed.' }), 201).body as { appeal: string }
    tick(days(16))
    await app.settle()
    expect(granted(await headquarters.get(`/credit-appeals/${appeal}`)).body).toMatchObject({ state: 'escalated', acts: [{ act: 'uphold' }, { act: 'strike' }] })
    expect((await other.post(`/credit-appeals/${appeal}/uphold`, { evidence: { reason: 'late' } })).status).toBe(403)
    expect((await eventsOf('E-C')).find((one) => one.id === id)?.state).toBe('appealed')
    granted(await headquarters.post(`/credit-appeals/${appeal}/uphold`, { evidence: { reason: 'The office was open.' } }))
    expect((await eventsOf('E-C')).find((one) => one.id === id)?.state).toBe('upheld')
    tick(days(60))
    expect(codesOf(await own.post(`/credit-events/${later}/appeal`, { grounds: 'x' }))).toEqual(['credit/appeal-too-late'])
  })
})

describe('RR-11: credit grades', () => {
  test('RR-11: the grade of 2015-09-30 can be recomputed; an older event recomputes from its date, and what was believed before is kept', async () => {
    await report(ciq, event('N-1', 'granted', '2015-01-01', { grade: 'A', evidence: [] }))
    await report(ciq, event('N-1', 'failed-sample', '2015-07-01'))
    tick(seconds(2))
    const before = app.clock.now()
    expect([await gradeOf('N-1', '2015-03-31'), await gradeOf('N-1', '2015-09-30')]).toEqual(['A', 'B'])
    tick(days(1))
    await report(ciq, event('N-1', 'false-declaration', '2015-03-01'))
    tick(seconds(2))
    expect([await gradeOf('N-1', '2015-02-28'), await gradeOf('N-1', '2015-03-31'), await gradeOf('N-1', '2015-09-30')]).toEqual(['A', 'B', 'C'])
    const compare = async (day: string, known: number): Promise<object> => granted(await ciq.get(`/credit/N-1/recompute?day=${day}&known=${encodeURIComponent(new Date(known).toISOString())}`)).body as object
    expect(await compare('2015-09-30', before)).toMatchObject({ believed: { grade: 'B', score: 86 }, recomputed: { grade: 'B', score: 86 }, now: { grade: 'C', score: 74 } })
    expect(await compare('2015-09-30', app.clock.now())).toMatchObject({ believed: { grade: 'C' }, recomputed: { grade: 'C' } })
    const { items } = granted(await ciq.get('/credit/N-1/history')).body as { items: { from: string; knownTo?: string }[] }
    const replaced = items.filter(({ knownTo }) => knownTo !== undefined).map(({ from }) => from)
    expect(replaced.length).toBeGreaterThan(0)
    // The latest replacement began with the late event: what lies before it was not touched.
    const changes = granted(await ciq.get('/credit-changes?limit=200')).body.items as { enterprise: string; from?: string }[]
    expect(changes.filter(({ enterprise }) => enterprise === 'N-1').map(({ from }) => from)).toEqual(['2015-01-01', '2015-07-01', '2015-03-01'])
  })

  test('RR-11, GV-12: a new event counts for the next declaration within a second; what was accepted before stays as it was judged', async () => {
    const { id, releaseMode } = await declare(app, 'E-AA', [tee])
    expect(releaseMode).toBe('declaration')
    await report(ciq, event('E-AA', 'smuggling', '2015-10-01'))
    tick(seconds(1))
    expect((await declare(app, 'E-AA', [tee])).releaseMode).not.toBe('declaration')
    expect(granted(await ciq.get(`/declarations/${id}`)).body).toMatchObject({ releaseMode: 'declaration', creditGrade: 'AA' })
  })

  test('RR-11: a changed scale grades the days from then on, in all records, and none before', async () => {
    await report(ciq, event('N-2', 'granted', '2015-01-01', { grade: 'B', evidence: [] }))
    expect(await gradeOf('N-2')).toBe('B')
    const steps = [['AA', 95], ['A', 89], ['B', 85], ['C', 65], ['D', 0]].map(([grade, from]) => ({ grade, from }))
    await changeRule(app, 'credit-scale', { data: { code: 'scale', start: 86, most: 100, steps, opening: { AA: 98, A: 92, B: 83, C: 70, D: 50 }, clause: 'RR-11' } })
    const yesterday = new Date(app.clock.now()).toISOString().slice(0, 10)
    tick(days(1))
    await app.settle()
    tick(days(1))
    expect([await gradeOf('N-2'), await gradeOf('N-2', yesterday)]).toEqual(['C', 'B'])
    const listed = granted(await ciq.get('/credit?search=N-2')).body as { items: object[] }
    expect(listed.items).toMatchObject([{ enterprise: 'N-2', grade: 'C' }])
  })

  test('RR-11: a scale that does not fall, or a bad kind that adds points, is refused', async () => {
    const scale = { code: 'scale', start: 80, most: 100, steps: [{ grade: 'D', from: 0 }, { grade: 'A', from: 89 }], opening: {}, clause: 'RR-11' }
    expect((await administrator.post('/registers/credit-scale', { data: scale })).status).toBe(422)
    const kind = { code: 'gift', name: { zh: '馈赠', en: 'Gift' }, effect: 'bad', points: 5, clause: 'RR-10' }
    expect((await administrator.post('/registers/credit-kinds', { data: kind })).status).toBe(422)
  })
})

describe('RR-11: the grade in the register of enterprises', () => {
  const entry = (code: string, creditGrade: string, name = code): object => ({ code, name: { zh: name, en: name }, creditGrade, roles: ['trader'], contacts: [] })
  const write = (code: string, grade: string, version: number, name?: string): Promise<Reply> => administrator.post('/registers/enterprises', { data: entry(code, grade, name), expectedVersion: version })

  test('RR-11: the register is where a record begins; once events count, a grade written there by hand is refused with the way to go, singly and in a sheet', async () => {
    granted(await write('R-1', 'B', 0), 201)
    tick(seconds(1))
    granted(await write('R-1', 'A', 1), 201)
    tick(seconds(1))
    await report(ciq, event('R-1', 'failed-sample', toIso(app.clock.now()).slice(0, 10)))
    expect(granted(await ciq.get('/credit/R-1')).body).toMatchObject({ grade: 'C', registered: { grade: 'A' } })
    expect((await write('R-1', 'AA', 2)).body).toMatchObject({ code: 'credit/graded-by-events', errors: [{ pointer: '/data/creditGrade', facts: { grade: 'C', wanted: 'AA' }, clause: 'RR-11' }] })
    const [head = '', ...rows] = granted(await administrator.get('/registers/enterprises/sheet?format=csv')).text.split('\n')
    const sheet = [head, ...rows.filter((row) => row.includes('R-1')).map((row) => row.replace(/(^|,)A(,|$)/, '$1AA$2'))].join('\n')
    expect(sheet).toContain('AA')
    expect(codesOf(await administrator.send('POST', '/registers/enterprises/sheet', Buffer.from(sheet), { 'content-type': 'text/csv' }))).toEqual(['credit/graded-by-events'])
    // What else the register says is its own, and it may follow the record.
    granted(await write('R-1', 'A', 2, 'renamed'), 201)
    tick(seconds(1))
    granted(await write('R-1', 'C', 3), 201)
    await app.modules.registerCache.refresh()
    expect(granted(await ciq.get('/credit/R-1')).body).not.toHaveProperty('registered')
    // The authority grades by an event of its own; that counts, and the register may say so.
    tick(days(1))
    await report(headquarters, event('R-1', 'granted', toIso(app.clock.now()).slice(0, 10), { grade: 'AA', evidence: [] }))
    tick(seconds(1))
    expect(await gradeOf('R-1')).not.toBe('C')
  })
})

describe('RR-12: what a grade brings', () => {
  test('RR-12: E-D is never released on declaration; E-AA has priority in the queues', async () => {
    for (const item of [tee, press]) expect((await declare(app, 'E-D', [item])).releaseMode).not.toBe('declaration')
    const asked = granted(await whatIf(headquarters, 'E-D', [{ hs: press.hs, quantity: press.quantity, origin: 'DE' }])).body as { releaseMode: string }
    expect(asked.releaseMode).not.toBe('declaration')
    const own = granted(await trader('E-D').get('/credit/E-D')).body as { grade: string; measures: { code: string; effect: string }[] }
    expect(own.grade).toBe('D')
    expect(own.measures.map(({ code }) => code)).toEqual(['no-declaration-release', 'more-sampling', 'last-in-queue'])
    // Declared last, taken up first.
    const heavy = { ...tee, description: 'cotton shirts' }
    const waiting = async (): Promise<{ declarant: string; priority: number }[]> => granted(await ciq.get('/declarations/waiting?limit=200')).body.items as never
    await declare(app, 'E-D', [heavy])
    await declare(app, 'E-C', [heavy])
    await report(headquarters, event('N-AA', 'granted', '2015-01-01', { grade: 'AA', evidence: [] }))
    tick(seconds(1))
    await declare(app, 'N-AA', [waste])
    const order = await waiting()
    expect(order.map(({ priority }) => priority)).toEqual(order.map(({ priority }) => priority).toSorted((x, y) => y - x))
    expect([order[0], order.at(-1)]).toMatchObject([{ declarant: 'N-AA', priority: 2 }, { declarant: 'E-D', priority: -1 }])
    const first = granted(await ciq.get('/declarations/waiting?limit=1')).body as { items: { declarant: string }[]; next: string }
    const second = granted(await ciq.get(`/declarations/waiting?limit=1&after=${first.next}`)).body as { items: { declarant: string }[] }
    expect([first.items[0]?.declarant, second.items[0]?.declarant]).toEqual([order[0]?.declarant, order[1]?.declarant])
    expect((await trader('E-D').get('/declarations/waiting')).status).toBe(403)
    const law = granted(await trader('E-D').get('/credit-law')).body as { measures: { code: string; grades: string[]; priority?: number }[] }
    expect(law.measures.find(({ code }) => code === 'priority-queue')).toMatchObject({ grades: ['AA'], priority: 2 })
  })

  test('RR-12: the enterprise sees what it weighs and how to recover; nobody else\'s record is there for it', async () => {
    const own = granted(await trader('E-B').get('/credit/E-B')).body as { grade: string; reasons: { kind: string; points: number; until?: string }[]; recovery: { waiting?: { day: string; grade: string }; earning: { kind: string }[] }; events: { sources: { by?: string }[]; mayAppeal: boolean }[] }
    expect(own.reasons.filter(({ kind }) => kind === 'false-declaration')).toMatchObject([{ points: -12, until: '2016-06-01' }, { points: -12, until: '2016-06-01' }])
    expect(own.recovery.waiting?.day).toMatch(/^201[67]-/)
    expect(own.recovery.earning.map(({ kind }) => kind)).toContain('certified')
    expect(own.events.flatMap(({ sources }) => sources.flatMap(({ by }) => by ?? []))).toEqual([])
    expect([(await trader('E-A').get('/credit/E-B')).status, (await trader('E-A').get('/credit/E-B/history')).status, (await trader('E-A').get('/credit/E-B/recompute?day=2015-09-30')).status]).toEqual([404, 404, 404])
    expect([(await trader('E-B').get('/credit')).status, (await trader('E-B').post('/credit-events', event('E-A', 'late-formality', '2015-09-01'))).status, (await app.nobody.get('/credit/E-B')).status]).toEqual([403, 403, 401])
    const changes = granted(await trader('E-B').get('/credit-changes')).body as { items: { enterprise: string }[] }
    expect(new Set(changes.items.map(({ enterprise }) => enterprise))).toEqual(new Set(['E-B']))
  })
})

describe('RR-13: sharing credit', () => {
  test('RR-13: a finance partner sees the grade only, a customs partner the grade and why; each reading is in the ledger for the enterprise to see', async () => {
    await enrol('credit-partners', { code: 'BANK', name: { zh: '银行', en: 'Bank' }, kind: 'finance', party: 'enterprise:BANK-1', sees: ['grade'], reports: ['unpaid-debt'], agreement: 'Agreement 2015-7' })
    await enrol('credit-partners', { code: 'CUSTOMS', name: { zh: '海关', en: 'Customs' }, kind: 'customs', party: 'agency:CUS', sees: ['grade', 'reasons'], reports: [], agreement: 'Agreement 2015-8' })
    const bank = await machineOf('bank', { roles: ['trader'], enterprise: 'BANK-1', ports: ['*'] })
    const customs = await machineOf('customs', { roles: ['officer'], agency: 'CUS', ports: ['*'] })
    const seen = granted(await bank.get('/credit/E-B')).body as object
    expect(Object.keys(seen).sort()).toEqual(['day', 'enterprise', 'grade', 'graded', 'name', 'sees'])
    expect(granted(await customs.get('/credit/E-B')).body).toMatchObject({ sees: ['grade', 'reasons'], reasons: expect.any(Array), score: expect.any(Number) })
    expect(granted(await customs.get('/credit/E-B')).body).not.toHaveProperty('events')
    expect([(await bank.get('/credit/E-B/history')).status, (await bank.get('/credit')).status, (await customs.get('/credit/E-B/recompute?day=2015-09-30')).status, (await bank.get('/credit/nobody')).status]).toEqual([404, 403, 404, 404])
    const { items } = granted(await headquarters.get('/ledger?subject=credit:E-B&port=*&limit=100')).body as { items: { type: string; payload?: { partner?: string } }[] }
    expect(items.filter(({ type }) => type === 'CreditRead').map(({ payload }) => payload?.partner)).toEqual(expect.arrayContaining(['BANK', 'CUSTOMS']))
  })

  test('RR-13: partners report what their agreement names, singly or in batches, and read on in the feed of changes from where they were', async () => {
    const bank = await machineOf('bank reports', { roles: ['trader'], enterprise: 'BANK-1', ports: ['*'] })
    const start = granted(await bank.get('/credit-changes?limit=200')).body as { next: string }
    expect((await bank.post('/credit-events', event('E-C', 'smuggling', '2015-09-01'))).status).toBe(403)
    const batch = granted(await bank.post('/credit-events/batch', { events: [event('N-7', 'unpaid-debt', '2015-09-01', { reference: 'D-1' }), event('N-7', 'unpaid-debt', '2015-09-01', { reference: 'D-1' }), event('N-7', 'smuggling', '2015-09-01'), event('N-8', 'unpaid-debt', '2099-01-01')] })).body as { items: { outcome: string }[] }
    expect(batch.items.map(({ outcome }) => outcome)).toEqual(['recorded', 'repeated', 'refused', 'refused'])
    const feed = granted(await bank.get(`/credit-changes?after=${start.next}`)).body as { items: object[]; next: string }
    expect(feed.items).toMatchObject([{ enterprise: 'N-7', grade: 'C' }])
    expect(feed.items[0]).not.toHaveProperty('score')
    expect((granted(await bank.get(`/credit-changes?after=${feed.next}`)).body as { items: object[] }).items).toEqual([])
    expect((await eventsOf('N-7'))[0]?.sources).toMatchObject([{ source: 'BANK', reference: 'D-1' }])
  })

  test('RR-10, RR-13: an appeal against what a partner reported goes to the agency that answers for it, at whatever port its officers work; the partner is told, the enterprise sees where it stands', async () => {
    await enrol('credit-partners', { code: 'COURT', name: { zh: '法院', en: 'Court' }, kind: 'other', party: 'enterprise:COURT-1', sees: ['grade'], reports: ['unpaid-debt'], agreement: 'Agreement 2015-9', liaison: 'CUS' })
    const court = await machineOf('court', { roles: ['trader'], enterprise: 'COURT-1', ports: ['*'] })
    const bank = await machineOf('bank appeals', { roles: ['trader'], enterprise: 'BANK-1', ports: ['*'] })
    const customs = app.as({ role: 'officer', agency: 'CUS', id: 'customs' })
    const today = toIso(app.clock.now()).slice(0, 10)
    const own = trader('N-9')
    const appealed = async (machine: Party, reference: string): Promise<string> => {
      const { event: id } = await report(machine, event('N-9', 'unpaid-debt', today, { reference, case: reference }))
      return (granted(await own.post(`/credit-events/${id}/appeal`, { grounds: 'Paid long ago.' }), 201).body as { appeal: string }).appeal
    }
    const [ofCourt, ofBank] = [await appealed(court, 'C-9'), await appealed(bank, 'B-9')]
    const listed = async (party: Party): Promise<string[]> => (granted(await party.get('/cases?procedure=credit-appeal&open=true&limit=200')).body.items as { id: string }[]).map(({ id }) => id).filter((id) => id === ofCourt || id === ofBank)
    // The court's liaison is customs; the bank names nobody, so that the owner of the time to decide answers.
    expect([await listed(customs), await listed(ciq)]).toEqual([[ofCourt], [ofBank]])
    expect((await ciq.get(`/credit-appeals/${ofCourt}`)).status).toBe(404)
    const told = async (party: Party, id: string): Promise<string[]> => (granted(await party.get('/notices?limit=200')).body.items as { type: string; subjectId: string }[]).filter(({ subjectId }) => subjectId === id).map(({ type }) => type)
    expect([await told(customs, ofCourt), await told(court, ofCourt), await told(bank, ofCourt)]).toEqual([['CreditAppealOpened'], ['CreditReportAppealed'], []])
    expect(granted(await court.get(`/credit-appeals/${ofCourt}`)).body).toMatchObject({ state: 'lodged', acts: [] })
    expect((await bank.get(`/credit-appeals/${ofCourt}`)).status).toBe(404)
    const events = granted(await own.get('/credit/N-9')).body.events as { appeal?: string; underAppeal?: object }[]
    expect(events.find(({ appeal }) => appeal === ofCourt)?.underAppeal).toMatchObject({ state: 'lodged', decidedBy: 'CUS', due: toIso(plus(app.clock.now(), days(15))), overdue: false })
    granted(await customs.post(`/cases/${ofCourt}/acts`, { act: 'strike', evidence: { reason: 'paid' } }))
    expect([await told(own, ofCourt), await told(court, ofCourt)]).toEqual([['CreditAppealGranted'], ['CreditReportStruck', 'CreditReportAppealed']])
    tick(days(15))
    await app.settle()
    const late = granted(await own.get('/credit/N-9')).body.events as { appeal?: string; state: string; underAppeal?: object }[]
    expect(late.find(({ appeal }) => appeal === ofBank)).toMatchObject({ state: 'appealed', underAppeal: { state: 'escalated', decidedBy: 'headquarters' } })
    expect(late.find(({ appeal }) => appeal === ofCourt)).toMatchObject({ state: 'struck', underAppeal: { state: 'struck' } })
  })
})
