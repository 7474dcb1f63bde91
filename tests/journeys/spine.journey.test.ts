import { afterAll, beforeAll, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { stateChecks } from '../../src/apps/state-checks.ts'
import { hours, plus, toIso } from '../../src/kernel/instant.ts'
import { verifyLedger } from '../../src/platform/ledger/verify.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, spanFrom } from '../support/joint.ts'
import { freshSigner, sealFacts } from '../support/ledger.ts'
import { chicken, sampleContainer, sampleDeclaration, veterinaryCertificate } from '../support/sample-declarations.ts'

let app: TestApp
beforeAll(async () => {
  // Nobody is graded: everybody has the worst grade, so that frozen meat is released under supervision only.
  app = await startApp({ pack: { ...cn, defaultCreditGrade: 'D' } })
})
afterAll(() => app.close())

test('SW-01, DC-10, JI-10, JI-11, LB-02, RR-06: one submission becomes one joint inspection and a release', async () => {
  const who = crews(app)
  const trader = app.as({ role: 'trader', enterprise: 'E-D' })
  const box = sampleContainer(1)

  const submitted = await trader.post('/declarations', sampleDeclaration({ declarant: 'E-D', items: [{ ...chicken, containers: [box] }], documents: [veterinaryCertificate], containers: [{ number: box }] }))
  expect(submitted.status, submitted.text).toBe(201)
  expect(submitted.body).toMatchObject({ status: 'accepted', releaseMode: 'supervised' })
  const { id, number } = submitted.body
  const statusNow = async (): Promise<string> => (await trader.get(`/declarations/${id}`)).body.status

  // Directives of two agencies come from the assessment, and meet.
  await app.settle()
  const directives = (await who.coordinator.get(`/directives?declaration=${id}`)).body.items as { agency: string; origin: string }[]
  // Inspection and quarantine rests on two powers, for meat is food and of animal origin: one task all the same.
  expect(directives.map(({ agency, origin }) => `${agency} ${origin}`).sort()).toEqual(['CIQ assessment', 'CIQ assessment', 'CUS assessment'])
  const [match, none] = (await who.coordinator.get(`/collisions?object=${box}`)).body.items
  expect(none).toBeUndefined()
  expect(match).toMatchObject({ state: 'proposed', agencies: ['CIQ', 'CUS'], rule: { id: 'same-object-in-time', version: 1 } })
  const inspection = match.inspection as string

  // The trader reads when and where, never what is looked for.
  const seen = await trader.get(`/joint-inspections/${inspection}`)
  expect(seen.body).toMatchObject({ kind: 'joint', tasks: [{ agency: 'CIQ', duties: [] }, { agency: 'CUS', duties: [] }] })
  expect((await app.as({ role: 'trader', enterprise: 'E-A' }).get(`/joint-inspections/${inspection}`)).status).toBe(404)

  await who.agree(inspection, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2))
  app.clock.advanceTo(plus(app.clock.now(), hours(1)))
  await who.act('CUS', inspection, 'start')

  // One opening, one weighing, one scan, each serving whoever asked for it.
  const opened = await who.act('CIQ', inspection, 'open', { object: { kind: 'container', ref: box }, seal: 'CN001' })
  expect(opened.tasks.map((task: { duties: { code: string; done?: unknown }[] }) => task.duties.find((duty) => duty.code === 'open')?.done !== undefined)).toEqual([true, true])
  await who.act('CUS', inspection, 'weigh', { grossKg: 24180, device: 'WB-1' })
  await who.act('CUS', inspection, 'scan', { image: 'S-9', device: 'SC-2' })
  expect((await who.CIQ.post(`/joint-inspections/${inspection}/open`, {})).body.code).toBe('inspections/already-opened')

  // Each agency its own findings and its own decision.
  expect((await who.CUS.post(`/joint-inspections/${inspection}/close`)).body.code).toBe('inspections/checklist-open')
  await who.act('CIQ', inspection, 'findings', { checks: [{ code: 'sample', outcome: 'ok', note: 'two cartons' }, { code: 'quarantine', outcome: 'ok' }] })
  expect((await who.CIQ.post(`/joint-inspections/${inspection}/dispositions`, { disposition: 'CUS-PASS' })).body.code).toBe('inspections/not-your-power')
  await who.act('CUS', inspection, 'dispositions', { disposition: 'CUS-PASS' })
  await who.act('CUS', inspection, 'close')
  expect(await statusNow()).toBe('accepted')
  await who.act('CIQ', inspection, 'dispositions', { disposition: 'CIQ-PASS' })
  expect(await statusNow()).toBe('released')

  const results = (await who.CUS.get(`/results?declaration=${id}`)).body.items as { agency: string; outcome: string; effect: string }[]
  expect(results.map(({ agency, outcome, effect }) => `${agency} ${outcome} ${effect}`).sort()).toEqual(['CIQ clear qualify', 'CUS clear qualify'])

  // Everybody concerned was told of the release.
  await app.settle()
  const told = (await who.coordinator.get(`/notices?subject=declaration:${id}`)).body.items as { type: string; recipient: { code: string } }[]
  expect(told.filter((notice) => notice.type === 'GoodsReleased').map((notice) => notice.recipient.code).sort()).toEqual(['CIQ', 'CUS', 'E-D', 'P2'])
  const message = ((await trader.get('/notices')).body.items as { type: string; message: { zh: string } }[]).find((notice) => notice.type === 'GoodsReleased')?.message.zh
  expect(message).toContain(number)

  // The time-line of the declaration tells the whole story, in order.
  const story = (await who.coordinator.get(`/declarations/${id}/timeline`)).text
  const acts = ['DeclarationAccepted', 'DirectiveAccepted', 'DirectivesCollided', 'InspectionAgreed', 'InspectionStarted', 'ContainerOpened', 'GoodsWeighed', 'GoodsScanned', 'SampleTaken', 'DispositionRecorded', 'InspectionClosed', 'GoodsReleased']
  for (const act of acts) expect(story, act).toContain(act)

  // And every act is in the ledger, which verifies.
  const [{ n } = { n: 0 }] = await app.database.ownerDb.query<{ n: number }>('select count(*) as n from ledger.entry')
  await sealFacts(app.database.db, freshSigner(), n)
  const report = await verifyLedger(app.database.ownerDb, { verifiers: [], saved: [], orphanChecks: stateChecks })
  expect(report.findings).toEqual([])
  expect(report.ports.reduce((sum, port) => sum + port.size, 0)).toBe(n)
  expect(toIso(app.clock.now())).toBe((await trader.get(`/declarations/${id}`)).body.releasedAt)
})
