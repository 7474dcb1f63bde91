import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, plus } from '../../src/kernel/instant.ts'
import { startApp, type Reply, type TestApp } from '../support/app.ts'
import { acceptanceDesk, type Declared } from '../support/acceptance.ts'
import { gradeEnterprise } from '../support/enterprises.ts'

let app: TestApp
let desk: ReturnType<typeof acceptanceDesk>
beforeAll(async () => {
  app = await startApp()
  desk = acceptanceDesk(app)
  for (const code of ['E-F1', 'E-F2', 'E-F3']) await gradeEnterprise(app, code, 'C')
})
afterAll(() => app.close())

/** Shirts whose papers are to be judged; every journey has an enterprise of its own, for a failed test tightens what comes after it. */
const goods = (enterprise: string): Promise<Declared> => desk.declare(enterprise, {})
async function twoBodies(): Promise<void> {
  for (const code of ['B-9', 'B-8']) if ((await app.as({ role: 'administrator' }).get(`/registers/acceptance-bodies/${code}`)).status === 404) await desk.admit(code, ['61'])
}
const accept = (report: Reply): Promise<Reply> => desk.who.CIQ.post(`/acceptance-reports/${report.body.id as string}/accept`, {})
const stateOf = async (report: Reply): Promise<string> => (await desk.who.CIQ.get(`/acceptance-reports/${report.body.id as string}`)).body.state

/** The agency opens the box and judges what it sees. */
async function look(declared: Declared, disposition: string): Promise<void> {
  app.clock.advanceTo(plus(app.clock.now(), 1000))
  const inspection = (await desk.who.direct('CIQ', declared.box)).inspection.id as string
  await desk.who.act('CIQ', inspection, 'agree', { site: 'P7', crew: ['Q-7'] })
  await desk.who.act('CIQ', inspection, 'start')
  await desk.who.act('CIQ', inspection, 'open', {})
  await desk.who.act('CIQ', inspection, 'findings', { checks: [{ code: 'open', outcome: 'ok' }] })
  await desk.who.act('CIQ', inspection, 'dispositions', { disposition })
  await desk.who.act('CIQ', inspection, 'close')
}

test('TP-03: an accepted report that the goods fail outweighs one that they conform, accepted after it: nothing goes before the agency has looked', async () => {
  await twoBodies()
  const declared = await goods('E-F1')
  expect(declared.releaseMode).toBe('verification')
  const fails = await desk.submit(declared, 'B-9', { conclusion: 'fails' })
  const conforms = await desk.submit(declared, 'B-8')
  expect((await accept(fails)).body.state).toBe('accepted')
  const late = await accept(conforms)
  expect([late.status, late.body.code]).toEqual([409, 'acceptance/contradicted'])
  expect(await desk.standing(declared)).toBe('accepted')
  expect(await desk.factsOf(`declaration:${declared.id}`)).toContain('GoodsKeptByReport')

  // Papers judged at the desk are no look at the goods.
  const papers = (await desk.who.CIQ.get(`/joint-inspections?declaration=${declared.id}`)).body.items as { id: string; desk: boolean }[]
  for (const { id } of papers) await desk.who.act('CIQ', id, 'dispositions', { disposition: 'CIQ-PASS' })
  expect(await desk.standing(declared)).toBe('accepted')
  await look(declared, 'CIQ-PASS')
  expect(await desk.standing(declared)).toBe('released')
})

test('TP-03, RR-05: one that comes after a report that conforms doubts it and keeps the goods; the next consignment is judged more strictly, though nobody commissioned the test', async () => {
  await twoBodies()
  const declared = await goods('E-F2')
  // Customs wants the box as well, so that the goods still wait when the papers have been answered.
  const wanted = await desk.who.direct('CUS', declared.box)
  const conforms = await desk.submit(declared, 'B-8')
  expect((await accept(conforms)).body.answers).toHaveLength(1)
  const before = (await goods('E-F2')).releaseMode
  expect((await accept(await desk.submit(declared, 'B-9', { conclusion: 'fails' }))).body.state).toBe('accepted')
  expect(await stateOf(conforms)).toBe('doubted')
  await desk.who.CUS.post(`/directives/${wanted.id as string}/withdraw`, { reason: 'cleared by phone' })
  // Upholding the other paper does not outweigh the failure.
  expect((await desk.who.CIQ.post(`/acceptance-reports/${conforms.body.id as string}/uphold`, { reason: 'raw data seen' })).body.state).toBe('accepted')
  expect(await desk.standing(declared)).toBe('accepted')
  const told = (await desk.body('B-8').get('/notices')).body.items as { type: string; subjectId: string }[]
  expect(told).toContainEqual(expect.objectContaining({ type: 'ReportContradicted', subjectId: conforms.body.id }))
  await look(declared, 'CIQ-PASS')
  expect(await desk.standing(declared)).toBe('released')

  app.clock.advanceTo(plus(app.clock.now(), hours(1)))
  await expect.poll(async () => (await goods('E-F2')).releaseMode, { interval: 200 }).not.toBe(before)
  expect((await goods('E-F3')).releaseMode).toBe(before)
})

test('TP-03: a report that fails and does not stand is dropped by its agency, and the other counts again', async () => {
  await twoBodies()
  const declared = await goods('E-F3')
  const fails = await desk.submit(declared, 'B-9', { conclusion: 'fails' })
  const conforms = await desk.submit(declared, 'B-8')
  await accept(fails)
  expect((await accept(conforms)).status).toBe(409)
  const other = await desk.who.CUS.post(`/acceptance-reports/${fails.body.id as string}/drop`, { reason: 'x' })
  expect(other.status).toBe(403)
  expect((await desk.who.CIQ.post(`/acceptance-reports/${fails.body.id as string}/drop`, { reason: 'The sample was of other goods.' })).body.state).toBe('dropped')
  expect((await accept(conforms)).body.state).toBe('accepted')
  expect(await desk.standing(declared)).toBe('released')
})
