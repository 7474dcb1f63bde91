import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, instant, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { declare, granted, press } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { tee } from '../support/sample-declarations.ts'

let app: TestApp
let cus: Party
let ciq: Party
let lead: Party
let headquarters: Party
beforeAll(async () => {
  app = await startApp({ now: instant('2026-03-02T09:00:00+08:00') })
  await gradeEnterprises(app)
  cus = app.as({ role: 'officer', agency: 'CUS' })
  ciq = app.as({ role: 'officer', agency: 'CIQ' })
  lead = app.as({ role: 'coordinator', agency: 'CIQ' })
  headquarters = app.as({ role: 'headquarters' })
})
afterAll(() => app.close())

const tick = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))
const act = (party: Party, id: string, name: string, body: object = {}): Promise<Reply> => party.post(`/joint-inspections/${id}/${name}`, body)
const statusOf = async (id: string): Promise<string> => granted(await cus.get(`/declarations/${id}`)).body.status as string
const trader = (): Party => app.as({ role: 'trader', enterprise: 'E-D' })
const told = async (party: Party, subject: string): Promise<string[]> =>
  (granted(await party.get('/notices?limit=200')).body.items as { subjectId: string; type: string }[]).filter(({ subjectId }) => subjectId === subject).map(({ type }) => type)

interface Recall {
  readonly id: string
  readonly state: string
  readonly overdue: readonly string[]
  readonly dueAt?: string
  readonly acts: readonly { readonly act: string }[]
  readonly data: { readonly hs: string; readonly enterprise: string; readonly inspection: string; readonly released: readonly { readonly id: string }[]; readonly more: boolean }
}
const recallsOf = async (party: Party, inspection: string): Promise<readonly Recall[]> =>
  (granted(await party.get('/recalls?limit=200')).body.items as readonly Recall[]).filter((recall) => recall.data.inspection === inspection)
const recallOf = async (party: Party, id: string): Promise<Recall> => granted(await party.get(`/recalls/${id}`)).body as never

/** Goods of E-D whose sample is taken and which are let go by it; the session is over. */
async function sampled(item: Parameters<typeof declare>[2][number]): Promise<{ readonly id: string; readonly inspection: string; readonly by: Party; readonly agency: string }> {
  const { id, releaseMode } = await declare(app, 'E-D', [item])
  expect(releaseMode).toBe('sampling')
  await app.settle()
  const [inspection] = granted(await headquarters.get(`/joint-inspections?declaration=${id}`)).body.items as { id: string; tasks: { agency: string; duties: { code: string }[] }[] }[]
  const agency = inspection?.tasks[0]?.agency
  if (inspection === undefined || agency === undefined) throw new Error('no sample is wanted')
  const by = app.as({ role: 'officer', agency })
  const now = app.clock.now()
  granted(await act(by, inspection.id, 'agree', { slot: { from: toIso(plus(now, hours(1))), to: toIso(plus(now, hours(2))) }, site: 'P2', crew: ['I-7'] }))
  tick(hours(1))
  granted(await act(by, inspection.id, 'start'))
  granted(await act(by, inspection.id, 'findings', { checks: inspection.tasks.flatMap(({ duties }) => duties.map(({ code }) => ({ code, outcome: 'ok', note: 'S-1' }))) }))
  expect(await statusOf(id)).toBe('released')
  return { id, inspection: inspection.id, by, agency }
}
const failed = { disposition: 'CIQ-RETURN', reason: 'dye above the limit in sample S-1' }

describe('a sample that fails after it let the goods go', () => {
  test('RR-05: sample taken 10:00, released 10:00; the laboratory\'s no on day 5 makes the next consignment stricter by itself and opens a recall assessment of this one', async () => {
    const before = await sampled(tee)
    const other = await sampled(press)
    tick(days(1))
    const { id, inspection } = await sampled(tee)
    tick(days(5))
    granted(await act(ciq, inspection, 'dispositions', { disposition: 'CIQ-HOLD', reason: 'waiting for the laboratory' }))
    expect(await recallsOf(ciq, inspection)).toEqual([])
    granted(await act(ciq, inspection, 'dispositions', failed))
    tick(seconds(2))
    expect(await statusOf(id)).toBe('released')
    expect((await declare(app, 'E-D', [tee])).releaseMode).toBe('supervised')
    expect((await declare(app, 'E-D', [press])).releaseMode).toBe('sampling')

    const [recall, ...more] = await recallsOf(ciq, inspection)
    expect(more).toEqual([])
    expect(recall).toMatchObject({ state: 'assessing', acts: [{ act: 'recall' }, { act: 'keep' }], data: { enterprise: 'E-D', hs: '6109100000', more: false } })
    expect(recall?.data.released.map((one) => one.id)).toEqual([id, before.id])
    expect(recall?.data.released.map((one) => one.id)).not.toContain(other.id)
    expect(recall?.dueAt).toBe(toIso(plus(app.clock.now(), days(3) - seconds(2))))
    expect(await told(ciq, recall?.id ?? '')).toEqual(['RecallAssessmentOpened'])

    const [tightening] = granted(await trader().get('/tightenings?enterprise=E-D')).body.items as { id: string; hs: string; reason: string }[]
    expect(tightening).toMatchObject({ hs: '6109100000', reason: failed.reason })
    expect(await told(trader(), tightening?.id ?? '')).toEqual(['ModeTightened'])
    const facts = granted(await headquarters.get(`/ledger?subject=joint-inspection:${inspection}`)).body.items as { type: string }[]
    expect(facts.map(({ type }) => type)).toContain('RecallAssessmentOpened')

    // The same decision again follows nothing anew.
    granted(await act(ciq, inspection, 'dispositions', failed))
    expect(await recallsOf(ciq, inspection)).toHaveLength(1)
    expect(granted(await trader().get('/tightenings?enterprise=E-D')).body.items).toHaveLength(1)
  })

  test('RR-05: a recall says what has to be done and tells the enterprise; nobody else sees the assessment', async () => {
    const { inspection, by, agency } = await sampled(press)
    granted(await act(by, inspection, 'dispositions', { disposition: agency === 'CUS' ? 'CUS-DETAIN' : 'CIQ-DESTROY', reason: 'guard missing' }))
    const [recall] = await recallsOf(by, inspection)
    if (recall === undefined) throw new Error('no recall assessment was opened')
    expect((await (agency === 'CUS' ? ciq : cus).get(`/recalls/${recall.id}`)).status).toBe(404)
    expect((await trader().get(`/recalls/${recall.id}`)).status).toBe(404)
    expect((await by.post(`/recalls/${recall.id}/recall`, { evidence: { measures: 'Bring the presses back' } })).status).toBe(422)
    granted(await by.post(`/recalls/${recall.id}/recall`, { evidence: { measures: 'Bring the presses back', until: '2026-04-01' } }))
    expect(await recallOf(headquarters, recall.id)).toMatchObject({ state: 'recalled', acts: [] })
    expect(await told(trader(), recall.id)).toEqual(['GoodsRecalled'])
  })

  test('RR-05: an assessment that nobody makes goes up, is flagged there, and never ends by itself', async () => {
    tick(days(366))
    const { inspection } = await sampled(tee)
    granted(await act(ciq, inspection, 'dispositions', failed))
    const [recall] = await recallsOf(ciq, inspection)
    if (recall === undefined) throw new Error('no recall assessment was opened')
    tick(days(3))
    await app.settle()
    expect(await recallOf(ciq, recall.id)).toMatchObject({ state: 'escalated', acts: [{ act: 'recall' }] })
    // Whoever let the time pass may not find that nothing was needed.
    expect((await ciq.post(`/recalls/${recall.id}/keep-late`, { evidence: { reason: 'fine' } })).status).toBe(403)
    tick(days(2))
    await app.settle()
    tick(days(100))
    await app.settle()
    expect(await recallOf(lead, recall.id)).toMatchObject({ state: 'escalated', overdue: ['escalation'], acts: [{ act: 'recall' }, { act: 'keep-late' }] })
    expect(await told(ciq, recall.id)).toEqual(expect.arrayContaining(['RecallAssessmentEscalated', 'RecallAssessmentOverdue']))
    granted(await lead.post(`/recalls/${recall.id}/keep-late`, { evidence: { reason: 'second sample in order' } }))
    expect(await recallOf(lead, recall.id)).toMatchObject({ state: 'kept' })
    expect(await told(trader(), recall.id)).toEqual([])
  })
})

test('RR-15: the directive that assessment wants says in both languages who wants what, because of what, by which rule; to its own agency only', async () => {
  const { id } = await declare(app, 'E-C', [{ ...tee }])
  await app.settle()
  const read = async (party: Party): Promise<{ agency: string; words?: { zh: string; en: string } }[]> => granted(await party.get(`/directives?declaration=${id}&state=open`)).body.items as never
  const [own] = await read(ciq)
  expect(own?.words?.en).toMatch(/wants: .*; because .*; by .* version 1, row/)
  expect(own?.words?.zh).toMatch(/因为.*依据.*第 1 版/)
  const [overseen] = await read(headquarters)
  expect(overseen?.words).toEqual(own?.words)
  const [others] = await read(app.as({ role: 'coordinator', agency: 'CUS' }))
  expect(others).toMatchObject({ agency: 'CIQ' })
  expect(others?.words).toBeUndefined()
})
