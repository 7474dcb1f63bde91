import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, newBox, spanFrom } from '../support/joint.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
})
afterAll(() => app.close())

type Wish = Readonly<Record<string, unknown>>
/** Two directives that met on one container; begun when `started`. */
async function joint(cus: Wish, ciq: Wish, started = true): Promise<{ id: string; box: string }> {
  const box = newBox()
  await who.direct('CUS', box, cus)
  const { inspection } = await who.direct('CIQ', box, ciq)
  if (!started) return { id: inspection.id, box }
  await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${box}`)
  await who.act('CUS', inspection.id, 'start')
  return { id: inspection.id, box }
}

interface Step {
  readonly code: string
  readonly stage: string
  readonly responsible: string
  readonly serves: readonly { readonly agency: string; readonly outcome?: string }[]
  readonly basis: readonly { readonly agency: string; readonly power: string }[]
}
const stepsOf = (plan: { steps: readonly Step[] }): string[] => plan.steps.map((step) => `${step.code} ${step.serves.map((duty) => duty.agency).join('+')}`)

describe('LB-03 agreed content', () => {
  test('LB-03: both list "weight", so the platform asks to assign it to one; nothing is opened before, and its answer serves both', async () => {
    const { id } = await joint({ checks: ['weight', 'classify'] }, { checks: ['weight'] })
    const asked = await who.CIQ.get(`/joint-inspections/${id}/plan`)
    expect(asked.body).toMatchObject({ settled: false, overlaps: [{ code: 'weight', agencies: ['CIQ', 'CUS'], must: true }] })
    const early = await who.CUS.post(`/joint-inspections/${id}/open`, {})
    expect([early.status, early.body.code, early.body.errors[0].facts.check]).toEqual([409, 'inspections/content-not-agreed', 'weight'])
    expect((await who.CUS.post(`/joint-inspections/${id}/findings`, { checks: [{ code: 'weight', outcome: 'ok' }] })).body.code).toBe('inspections/content-not-agreed')

    const proposed = await who.CIQ.post(`/joint-inspections/${id}/plan/assign`, { code: 'weight', agency: 'CUS' })
    expect([proposed.status, proposed.body]).toMatchObject([200, { settled: false, overlaps: [{ asked: { agency: 'CUS', state: 'proposed' } }] }])
    const settled = await who.CUS.post(`/joint-inspections/${id}/plan/answer`, { code: 'weight', accept: true })
    expect(settled.status, settled.text).toBe(200)
    expect(settled.body).toMatchObject({ settled: true, overlaps: [{ settled: { agency: 'CUS' } }] })
    expect(stepsOf(settled.body)).toEqual(['open CIQ+CUS', 'classify CUS', 'weight CIQ+CUS'])
    await app.settle()
    const told = async (party: typeof who.CUS, type: string): Promise<number> => (await party.get('/notices')).body.items.filter((notice: { type: string; subjectId: string }) => notice.type === type && notice.subjectId === id).length
    expect([await told(who.CUS, 'CheckProposed'), await told(who.CIQ, 'CheckAssigned')]).toEqual([1, 1])

    await who.act('CIQ', id, 'open', {})
    expect((await who.CIQ.post(`/joint-inspections/${id}/findings`, { checks: [{ code: 'weight', outcome: 'ok' }] })).body.code).toBe('inspections/assigned-elsewhere')
    const answered = await who.act('CUS', id, 'findings', { checks: [{ code: 'weight', outcome: 'problem', note: '180 kg more' }, { code: 'classify', outcome: 'ok' }] })
    const own = answered.tasks.find((task: { agency: string }) => task.agency === 'CIQ').duties.find((duty: { code: string }) => duty.code === 'weight')
    expect(own.done).toMatchObject({ agency: 'CUS', outcome: 'problem', note: '180 kg more' })
    expect((await who.CUS.post(`/joint-inspections/${id}/close`)).status).toBe(200)
  })

  test('LB-03: each by itself needs a reason; once opened it stays as it is; what only one lists is not asked about', async () => {
    const { id } = await joint({ checks: ['weight', 'label'] }, { checks: ['weight'] })
    const assign = async (body: unknown, party = who.CUS): Promise<string> => (await party.post(`/joint-inspections/${id}/plan/assign`, body)).body.code
    expect(await assign({ code: 'label', agency: 'CUS' })).toBe('session/nothing-to-settle')
    expect(await assign({ code: 'weight', agency: 'BPI' })).toBe('session/not-on-its-list')
    expect(await assign({ code: 'weight' })).toBe('session/one-or-apart')
    expect(await assign({ code: 'weight', agency: 'CUS', apart: 'both' })).toBe('session/one-or-apart')
    expect(await assign({ code: 'open', agency: 'CUS' })).toBe('session/nothing-to-settle')
    expect((await who.BPI.post(`/joint-inspections/${id}/plan/assign`, { code: 'weight', agency: 'CUS' })).status).toBe(404)
    expect(await assign({ code: 'weight', agency: 'CUS' }, app.as({ role: 'trader', enterprise: 'E-B' }))).toBe('common/not-found')
    const apart = await who.CUS.post(`/joint-inspections/${id}/plan/assign`, { code: 'weight', apart: 'net here, gross there' })
    expect(stepsOf(apart.body)).toEqual(['open CIQ+CUS', 'label CUS', 'weight CIQ', 'weight CUS'])
    await who.act('CUS', id, 'open', {})
    expect(await assign({ code: 'weight', agency: 'CUS' })).toBe('session/fixed')
    for (const agency of ['CUS', 'CIQ'] as const) await who.act(agency, id, 'findings', { checks: [{ code: 'weight', outcome: 'ok' }] })
  })

  test('LB-03: nobody is made answerable by others: a check one was asked to do for all is not settled before it accepts, and a no needs its reason', async () => {
    const { id } = await joint({ checks: ['weight'] }, { checks: ['weight'] })
    const answer = async (body: unknown, party = who.CIQ): Promise<string> => (await party.post(`/joint-inspections/${id}/plan/answer`, { code: 'weight', ...(body as object) })).body.code
    const ask = async (agency: string, party = who.CUS): Promise<number> => (await party.post(`/joint-inspections/${id}/plan/assign`, { code: 'weight', agency })).status
    expect(await answer({ accept: true })).toBe('session/nothing-asked')
    expect(await ask('CIQ')).toBe(200)
    expect(await answer({ accept: true }, who.CUS)).toBe('session/nothing-asked')
    expect((await who.CUS.post(`/joint-inspections/${id}/open`, {})).body.code).toBe('inspections/content-not-agreed')
    const missed = await who.coordinator.post('/liability', { inspection: id, kind: 'missed', duty: 'weight', description: 'x' })
    expect(missed.body.attributions.map((one: { agency: string }) => one.agency)).toEqual(['CIQ', 'CUS'])
    expect(await answer({ accept: false })).toBe('session/no-needs-reason')
    const declined = await who.CIQ.post(`/joint-inspections/${id}/plan/answer`, { code: 'weight', accept: false, reason: 'no scales here' })
    expect(declined.body).toMatchObject({ settled: false, overlaps: [{ asked: { agency: 'CIQ', state: 'declined', reason: 'no scales here' } }] })
    expect(await answer({ accept: true })).toBe('session/nothing-asked')
    // Not by a coordinator of a third agency either.
    expect(await ask('CIQ', app.as({ role: 'coordinator', agency: 'MSA', ports: ['380101'] }))).toBe(200)
    expect((await who.CUS.post(`/joint-inspections/${id}/open`, {})).body.code).toBe('inspections/content-not-agreed')
    await ask('CUS')
    await who.act('CUS', id, 'open', {})
    expect((await who.coordinator.get(`/ledger?subject=joint-inspection:${id}&limit=200`)).text).toMatch(/CheckProposed[\s\S]*CheckDeclined[\s\S]*no scales here[\s\S]*CheckAssigned/)
  })

  test('LB-03: the plan merges methods of both: each step names whom it serves, on what power, and who does it', async () => {
    const { id } = await joint({ methods: ['open', 'weigh', 'scan'] }, { methods: ['weigh', 'sample', 'open'] }, false)
    const plan = (await who.coordinator.get(`/joint-inspections/${id}/plan`)).body
    expect(stepsOf(plan)).toEqual(['scan CUS', 'weigh CIQ+CUS', 'open CIQ+CUS', 'sample CIQ'])
    expect(plan).toMatchObject({ openings: 1, weighings: 1, scans: 1, separately: 5, settled: true })
    expect(plan.steps[1]).toMatchObject({ responsible: 'CIQ', stage: 'outside', basis: [{ agency: 'CIQ', power: 'CIQ-COMMODITY' }, { agency: 'CUS', power: 'CUS-GOODS' }] })
    const named = await who.CUS.post(`/joint-inspections/${id}/plan/assign`, { code: 'weigh', agency: 'CUS' })
    expect(named.body.steps[1].responsible).toBe('CUS')
    expect((await app.as({ role: 'operator', site: 'P2' }).get(`/joint-inspections/${id}/plan`)).status).toBe(404)
  })
})
