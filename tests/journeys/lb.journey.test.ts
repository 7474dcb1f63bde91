import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, plus, toIso } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, spanFrom } from '../support/joint.ts'
import { sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
})
afterAll(() => app.close())

let boxes = 2000
/** A joint session about to end on a declared container of E-B: opened, both checklists closed. */
async function almostClosed(): Promise<{ id: string; declaration: string; box: string }> {
  const box = sampleContainer(++boxes)
  const declared = await app.as({ role: 'trader', enterprise: 'E-B' }).post('/declarations', sampleDeclaration({ containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))
  await who.direct('CUS', box, { checks: ['classify'] })
  const { inspection } = await who.direct('CIQ', box, { methods: ['quarantine'], power: 'CIQ-QUARANTINE' })
  await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${box}`)
  await who.act('CUS', inspection.id, 'start')
  await who.act('CUS', inspection.id, 'open', {})
  await who.act('CUS', inspection.id, 'findings', { checks: [{ code: 'classify', outcome: 'problem', note: 'heading 6110' }] })
  await who.act('CIQ', inspection.id, 'findings', { checks: [{ code: 'quarantine', outcome: 'problem', note: 'beetles in the pallets' }] })
  return { id: inspection.id, declaration: declared.body.id, box }
}

describe('LB-01 own powers', () => {
  test('LB-01: customs changes the classification, inspection-and-quarantine fumigates: two dispositions; neither can record the other\'s', async () => {
    const { id } = await almostClosed()
    const foreign = await who.CIQ.post(`/joint-inspections/${id}/dispositions`, { disposition: 'CUS-CLASSIFY' })
    expect([foreign.status, foreign.body.code, foreign.body.errors[0].clause]).toEqual([403, 'inspections/not-your-power', 'LB-01'])
    await who.act('CUS', id, 'dispositions', { disposition: 'CUS-CLASSIFY' })
    const both = await who.act('CIQ', id, 'dispositions', { disposition: 'CIQ-FUMIGATE', reason: 'live beetles' })
    expect(both.tasks.map((task: { agency: string; disposition: { code: string; effect: string } }) => `${task.agency} ${task.disposition.code} ${task.disposition.effect}`)).toEqual([
      'CIQ CIQ-FUMIGATE treat',
      'CUS CUS-CLASSIFY qualify',
    ])
  })

  test('LB-01: findings are one\'s own too; an outsider, an unknown decision, a hold without reason and a decision before the checklist are refused', async () => {
    const { id } = await almostClosed()
    const post = async (party: (typeof who)['CUS'], act: string, body: unknown): Promise<string> => (await party.post(`/joint-inspections/${id}/${act}`, body)).body.code
    expect(await post(who.CIQ, 'findings', { agency: 'CUS', checks: [{ code: 'classify', outcome: 'ok' }] })).toBe('inspections/not-your-power')
    expect(await post(who.CIQ, 'findings', { checks: [{ code: 'classify', outcome: 'ok' }] })).toBe('inspections/unknown-check')
    expect(await post(who.CUS, 'dispositions', { disposition: 'LET-GO' })).toBe('inspections/unknown-disposition')
    expect(await post(who.CUS, 'dispositions', { disposition: 'CUS-HOLD' })).toBe('inspections/reason-required')
    expect(await post(who.BPI, 'dispositions', { disposition: 'BPI-PASS' })).toBe('common/not-found')
    expect(await post(app.as({ role: 'coordinator', agency: 'BPI' }), 'dispositions', { disposition: 'BPI-PASS' })).toBe('inspections/not-a-party')
    expect(await post(app.as({ role: 'trader', enterprise: 'E-B' }), 'dispositions', { disposition: 'CUS-PASS' })).toBe('common/not-permitted')
    const { inspection } = await who.direct('CUS', sampleContainer(++boxes))
    await who.act('CUS', inspection.id, 'agree', { site: 'P1', crew: ['C-20'] })
    await who.act('CUS', inspection.id, 'start')
    expect((await who.CUS.post(`/joint-inspections/${inspection.id}/dispositions`, { disposition: 'CUS-PASS' })).body.code).toBe('inspections/checklist-open')
  })

  test('LB-01: a later decision replaces the earlier one, and both stay in the ledger', async () => {
    const { id } = await almostClosed()
    await who.act('CIQ', id, 'dispositions', { disposition: 'CIQ-HOLD', reason: 'laboratory' })
    await who.act('CIQ', id, 'close')
    const after = await who.act('CIQ', id, 'dispositions', { disposition: 'CIQ-PASS' })
    expect(after.tasks[0]).toMatchObject({ agency: 'CIQ', disposition: { code: 'CIQ-PASS', effect: 'qualify' } })
    const facts = (await who.coordinator.get(`/ledger?subject=joint-inspection:${id}`)).body.items as { type: string }[]
    expect(facts.filter((fact) => fact.type === 'DispositionRecorded')).toHaveLength(2)
  })
})

describe('LB-02 shared results', () => {
  test('LB-02: closed at 16:00, customs reads the other\'s result at 16:00 and the declarant the permitted part', async () => {
    const { id, declaration } = await almostClosed()
    const results = async (party: (typeof who)['CUS']): Promise<Record<string, unknown>[]> => (await party.get(`/results?declaration=${declaration}`)).body.items
    expect(await results(who.CUS)).toEqual([])
    app.clock.advanceTo(plus(app.clock.now(), hours(1)))
    await who.act('CUS', id, 'close')
    const shared = (await results(who.CUS)).find((result) => result['agency'] === 'CIQ')
    expect(shared).toMatchObject({ recordedAt: toIso(app.clock.now()), outcome: 'problem', checks: [{ code: 'quarantine', outcome: 'problem', note: 'beetles in the pallets' }], participants: ['CIQ', 'CUS'] })

    const permitted = await results(app.as({ role: 'trader', enterprise: 'E-B' }))
    expect(permitted).toHaveLength(2)
    for (const result of permitted) expect(result['checks']).toBeUndefined()
    expect(JSON.stringify(permitted)).not.toContain('beetles')
    expect(permitted[0]).toMatchObject({ outcome: 'problem', recordedAt: toIso(app.clock.now()) })
    expect(await results(app.as({ role: 'trader', enterprise: 'E-A' }))).toEqual([])
    expect(await results(app.as({ role: 'operator', site: 'P2' }))).toEqual([])
    expect(await results(app.as({ role: 'officer', agency: 'CUS', ports: ['650302'] }))).toEqual([])
  })

  test('LB-02: the result follows the agency\'s decision after closing', async () => {
    const { id, declaration } = await almostClosed()
    await who.act('CUS', id, 'close')
    await who.act('CIQ', id, 'dispositions', { disposition: 'CIQ-RETURN', reason: 'cannot be treated' })
    const [result] = (await who.CUS.get(`/results?declaration=${declaration}&agency=CIQ`)).body.items
    expect(result).toMatchObject({ disposition: 'CIQ-RETURN', effect: 'refuse', version: 2 })
  })
})

describe('LB-02 results of one\'s own look', () => {
  test('LB-02: an agency shares what it found elsewhere; another adopts it, a trader reads the permitted part, nobody decides for another', async () => {
    const box = sampleContainer(++boxes)
    const declared = await app.as({ role: 'trader', enterprise: 'E-B' }).post('/declarations', sampleDeclaration({ containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))
    const own = { port: '380101', object: { kind: 'container', ref: box }, checks: [{ code: 'origin', outcome: 'ok', note: 'certificate verified' }] }
    const recorded = await who.CIQ.post('/results', { ...own, disposition: 'CIQ-PASS' })
    expect([recorded.status, recorded.body]).toMatchObject([201, { agency: 'CIQ', outcome: 'clear', effect: 'qualify', participants: ['CIQ'], declarations: [declared.body.id] }])
    expect(recorded.body.inspection).toBeUndefined()
    expect((await who.CUS.post(`/results/${recorded.body.id}/adopt`, { purpose: 'preferential duty' })).body.adoptions).toMatchObject([{ adopter: 'CUS', liable: 'CIQ' }])
    expect((await who.CIQ.post('/results', { ...own, disposition: 'CUS-PASS' })).body.code).toBe('inspections/unknown-disposition')
    // Nor by a power of its own that does not reach the object: one over goods decides nothing on a vessel.
    expect((await who.CUS.post('/results', { ...own, object: { kind: 'vessel', ref: 'IMO 9321483' }, disposition: 'CUS-CLASSIFY' })).body.code).toBe('inspections/decision-without-power')
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post('/results', own)).status).toBe(403)
    expect((await app.as({ role: 'officer', agency: 'CIQ', ports: ['650302'] }).post('/results', own)).status).toBe(403)
    const [permitted] = (await app.as({ role: 'trader', enterprise: 'E-B' }).get(`/results?declaration=${declared.body.id}`)).body.items
    expect([permitted.outcome, permitted.checks]).toEqual(['clear', undefined])
  })
})

describe('LB-07 adoption', () => {
  test('LB-07: who adopts a result is named beside it, and the inspecting party stays liable', async () => {
    const { id, declaration } = await almostClosed()
    await who.act('CUS', id, 'close')
    const [result] = (await who.CUS.get(`/results?declaration=${declaration}&agency=CIQ`)).body.items
    const adopted = await who.CUS.post(`/results/${result.id}/adopt`, { purpose: 'origin of the pallets' })
    expect(adopted.status, adopted.text).toBe(200)
    expect(adopted.body.adoptions).toMatchObject([{ adopter: 'CUS', liable: 'CIQ', purpose: 'origin of the pallets', by: 'officer.CUS' }])
    expect((await who.CUS.post(`/results/${result.id}/adopt`, { purpose: 'again' })).body.code).toBe('results/already-adopted')
    expect((await who.CIQ.post(`/results/${result.id}/adopt`, { purpose: 'own' })).body.code).toBe('results/own-result')
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post(`/results/${result.id}/adopt`, { purpose: 'x' })).status).toBe(404)
  })
})
