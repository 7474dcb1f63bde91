import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, instant, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { declare, granted, waste } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { tee } from '../support/sample-declarations.ts'

let app: TestApp
let headquarters: Party
beforeAll(async () => {
  app = await startApp({ now: instant('2026-03-02T09:00:00+08:00') })
  await gradeEnterprises(app)
  headquarters = app.as({ role: 'headquarters' })
})
afterAll(() => app.close())

const tick = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))

interface Seen {
  readonly grade: string
  readonly score: number
  readonly events: readonly { readonly id: string; readonly kind: string; readonly case?: string; readonly state: string; readonly sources: readonly { readonly source: string; readonly note?: string; readonly evidence: readonly object[] }[] }[]
}
const record = async (enterprise: string): Promise<Seen> => granted(await app.as({ role: 'trader', enterprise }).get(`/credit/${enterprise}`)).body as never

/** Goods of an enterprise that one agency inspects with these outcomes; `decide` gives its decision. */
async function inspected(enterprise: string, item: Parameters<typeof declare>[2][number], outcome: string): Promise<{ readonly inspection: string; readonly agency: string; readonly duties: readonly string[]; readonly decide: (disposition: string, reason?: string) => Promise<Reply> }> {
  const { id } = await declare(app, enterprise, [item])
  await app.settle()
  const [inspection] = (granted(await headquarters.get(`/joint-inspections?declaration=${id}`)).body.items as { id: string; desk: boolean; tasks: { agency: string; duties: { code: string }[] }[] }[]).filter(({ desk, tasks }) => !desk && tasks.some(({ agency }) => agency === 'CIQ'))
  if (inspection === undefined) throw new Error('nothing is inspected')
  const now = app.clock.now()
  const slot = { from: toIso(plus(now, hours(1))), to: toIso(plus(now, hours(2))) }
  for (const { agency } of inspection.tasks) granted(await app.as({ role: 'officer', agency }).post(`/joint-inspections/${inspection.id}/agree`, { slot, site: 'P2', crew: ['I-7'] }))
  tick(hours(1))
  const by = app.as({ role: 'officer', agency: 'CIQ' })
  granted(await by.post(`/joint-inspections/${inspection.id}/start`))
  const duties = inspection.tasks.find(({ agency }) => agency === 'CIQ')?.duties.map(({ code }) => code) ?? []
  for (const handling of ['open', 'weigh', 'scan'].filter((code) => duties.includes(code))) granted(await by.post(`/joint-inspections/${inspection.id}/${handling}`, handling === 'weigh' ? { weightKg: 24_000 } : {}))
  granted(await by.post(`/joint-inspections/${inspection.id}/findings`, { checks: duties.map((code) => ({ code, outcome, note: 'S-1' })) }))
  return { inspection: inspection.id, agency: 'CIQ', duties, decide: (disposition, reason = 'above the limit in sample S-1') => by.post(`/joint-inspections/${inspection.id}/dispositions`, { disposition, reason }) }
}

test('RR-10: a failed sample is written into the record with its case as proof, once however often it is decided; it shows on the inspection too', async () => {
  const { inspection, agency, duties, decide } = await inspected('E-D', tee, 'ok')
  expect(duties).toContain('sample')
  granted(await decide('CIQ-HOLD', 'waiting for the laboratory'))
  expect((await record('E-D')).events.map(({ kind }) => kind)).toEqual(['granted'])
  granted(await decide('CIQ-RETURN'))
  granted(await decide('CIQ-RETURN', 'said again'))
  const { events, score } = await record('E-D')
  const ref = `joint-inspection ${inspection}`
  expect(events.filter(({ kind }) => kind !== 'granted')).toMatchObject([{ kind: 'failed-sample', case: ref, state: 'recorded', sources: [{ source: agency, note: 'above the limit in sample S-1', evidence: [{ kind: 'case', ref }] }] }])
  expect(score).toBe(44)
  const { items } = granted(await headquarters.get(`/ledger?subject=joint-inspection:${inspection}&port=380101&limit=200`)).body as { items: { type: string }[] }
  const ofCredit = granted(await headquarters.get('/ledger?subject=credit:E-D&port=*&limit=200')).body as { items: { type: string }[] }
  expect([...items, ...ofCredit.items].map(({ type }) => type)).toContain('CreditEventRecorded')
})

test('RR-12, GV-12: an enterprise whose goods fail again and again falls a grade, and is judged by it from the next declaration on', async () => {
  const before = (await declare(app, 'E-B', [tee])).releaseMode
  for (let n = 0; n < 2; n++) {
    const { decide } = await inspected('E-B', waste, 'ok')
    granted(await decide('CIQ-RETURN'))
    tick(seconds(1))
  }
  const { grade, events } = await record('E-B')
  expect(events.filter(({ kind }) => kind !== 'granted')).toHaveLength(2)
  expect(grade).toBe('C')
  expect((await declare(app, 'E-B', [tee])).releaseMode).not.toBe(before)
})
