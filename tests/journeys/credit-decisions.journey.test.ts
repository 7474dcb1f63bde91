import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { days, hours, instant, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { declare, granted, waste } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { directiveBody } from '../support/joint.ts'
import { sampleContainer, tee } from '../support/sample-declarations.ts'

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
async function inspected(enterprise: string, item: Parameters<typeof declare>[2][number], outcome: string | ((duty: string) => string)): Promise<{ readonly inspection: string; readonly agency: string; readonly duties: readonly string[]; readonly decide: (disposition: string, reason?: string) => Promise<Reply> }> {
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
  granted(await by.post(`/joint-inspections/${inspection.id}/findings`, { checks: duties.map((code) => ({ code, outcome: typeof outcome === 'string' ? outcome : outcome(code), note: 'S-1' })) }))
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

test('RR-10: goods that are not as declared are a false declaration, once however often it is decided; with the appeal granted it counts for nothing, and deciding again does not bring it back', async () => {
  const box = sampleContainer(77)
  const ciq = app.as({ role: 'officer', agency: 'CIQ' })
  const [check = ''] = cn.credit.automatic.falseDeclarationChecks
  const { inspection: { id: inspection } } = granted(await ciq.post('/directives', directiveBody(app, 'CIQ', box, { checks: [check] })), 201).body as { inspection: { id: string } }
  await declare(app, 'E-A', [tee], { containers: [{ number: box }] })
  await app.settle()
  const slot = { from: toIso(plus(app.clock.now(), hours(1))), to: toIso(plus(app.clock.now(), hours(2))) }
  granted(await ciq.post(`/joint-inspections/${inspection}/agree`, { slot, site: 'P2', crew: ['I-8'] }))
  tick(hours(1))
  for (const handling of ['start', 'open']) granted(await ciq.post(`/joint-inspections/${inspection}/${handling}`, {}))
  granted(await ciq.post(`/joint-inspections/${inspection}/findings`, { checks: [{ code: 'open', outcome: 'ok' }, { code: check, outcome: 'problem', note: 'shoes' }] }))
  const decide = (disposition: string, reason: string): Promise<Reply> => ciq.post(`/joint-inspections/${inspection}/dispositions`, { disposition, reason })
  const before = (await record('E-A')).score
  granted(await decide('CIQ-RETURN', 'other goods than declared'))
  granted(await decide('CIQ-RETURN', 'said again'))
  const [written, ...more] = (await record('E-A')).events.filter(({ kind }) => kind !== 'granted')
  expect([written, more]).toMatchObject([{ kind: 'false-declaration', case: `joint-inspection ${inspection}`, state: 'recorded' }, []])
  expect((await record('E-A')).score).toBe(before - 12)
  const { appeal } = granted(await app.as({ role: 'trader', enterprise: 'E-A' }).post(`/credit-events/${written?.id}/appeal`, { grounds: 'Two consignments were mixed up on the yard.' }), 201).body as { appeal: string }
  granted(await app.as({ role: 'officer', agency: 'CIQ', id: 'second' }).post(`/credit-appeals/${appeal}/strike`, { evidence: { reason: 'mixed up on the yard' } }))
  granted(await decide('CIQ-RETURN', 'still the same goods'))
  expect(await record('E-A')).toMatchObject({ score: before, events: expect.arrayContaining([expect.objectContaining({ id: written?.id, state: 'struck' })]) as never })
  expect((await record('E-A')).events.filter(({ kind }) => kind !== 'granted')).toHaveLength(1)
})

test('RR-10: goods found to be as declared and put right are no event; only the finding of a check of the declaration is a false declaration', async () => {
  const { decide } = await inspected('E-C', waste, (duty) => (duty === 'sample' ? 'omitted' : 'ok'))
  granted(await decide('CIQ-RETURN', 'papers of the carrier missing'))
  expect((await record('E-C')).events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['refused-goods']))
  expect((await record('E-C')).events.map(({ kind }) => kind)).not.toContain('false-declaration')
})

describe('LB-14, RR-10: offences', () => {
  const ciq = (id: string): Party => app.as({ role: 'officer', agency: 'CIQ', id })
  const cus = (): Party => app.as({ role: 'officer', agency: 'CUS' })
  const events = async (enterprise: string): Promise<Seen['events']> => (await record(enterprise)).events.filter(({ kind }) => kind === 'smuggling' || kind === 'false-declaration')
  beforeAll(async () => {
    const entry = (code: string, competent: string, credit?: string): object => ({ data: { code, name: { zh: code, en: code }, competent, ...(credit === undefined ? {} : { credit }) } })
    for (const each of [entry('smuggling', 'CUS', 'smuggling'), entry('evading', 'CIQ', 'false-declaration'), entry('pests', 'CIQ'), entry('misspelt', 'CIQ', 'no-such-kind')]) {
      granted(await app.as({ role: 'administrator' }).post('/registers/offences', each), 201)
    }
  })
  /** An inspection of an enterprise's goods with an offence found by `finder`; the case that was opened. */
  const found = async (enterprise: string, offence: string): Promise<{ readonly inspection: string; readonly caseId: string }> => {
    const { inspection } = await inspected(enterprise, waste, 'ok')
    granted(await ciq('finder').post(`/joint-inspections/${inspection}/offences`, { offence, description: 'Goods behind the goods.', evidence: ['photo 1'] }), 201)
    const { items } = granted(await ciq('second').get('/cases?procedure=offence-case')).body as { items: { id: string; subject: { id: string } }[] }
    return { inspection, caseId: items.find(({ subject }) => subject.id === inspection)?.id ?? '' }
  }
  const punish = { evidence: { number: 'CIQ-2026-41', measures: 'fined' } }

  test('LB-14, RR-10: a penalty writes the event of the register into the record in its transaction, by somebody else than the finder; an appeal that is granted strikes it', async () => {
    const { inspection, caseId } = await found('E-AA', 'evading')
    expect(await events('E-AA')).toEqual([])
    expect((await ciq('finder').post(`/offence-cases/${caseId}/punish`, punish)).status).toBe(403)
    expect([(await cus().get(`/offence-cases/${caseId}`)).status, (await app.as({ role: 'trader', enterprise: 'E-AA' }).get(`/offence-cases/${caseId}`)).status]).toEqual([404, 404])
    granted(await ciq('second').post(`/offence-cases/${caseId}/punish`, punish))
    expect((await ciq('second').post(`/offence-cases/${caseId}/punish`, punish)).status).toBe(409)
    const [written, ...more] = await events('E-AA')
    expect([written, more]).toMatchObject([{ kind: 'false-declaration', case: `joint-inspection ${inspection}`, sources: [{ source: 'CIQ', note: 'CIQ-2026-41', evidence: [{ kind: 'case', ref: `offence ${caseId}` }] }] }, []])
    const facts = granted(await headquarters.get(`/ledger?subject=offence:${caseId}&port=380101`)).body as { items: { type: string }[] }
    expect(facts.items.map(({ type }) => type)).toEqual(expect.arrayContaining(['OffenceCaseOpened', 'OffenceDecided']))
    const own = app.as({ role: 'trader', enterprise: 'E-AA' })
    const { appeal } = granted(await own.post(`/credit-events/${written?.id}/appeal`, { grounds: 'Loaded by the carrier.' }), 201).body as { appeal: string }
    // Who decided on the penalty had a hand in the event.
    expect((await ciq('second').post(`/credit-appeals/${appeal}/strike`, { evidence: { reason: 'x' } })).body).toMatchObject({ code: 'credit/same-person' })
    granted(await ciq('third').post(`/credit-appeals/${appeal}/strike`, { evidence: { reason: 'loaded by the carrier' } }))
    expect((await events('E-AA'))[0]?.state).toBe('struck')
  })

  test('LB-14, RR-10: what is cleared, and what the register says nothing of, writes nothing; an unknown kind of event undoes the decision', async () => {
    const [cleared, pests, misspelt] = [await found('E-D', 'evading'), await found('E-D', 'pests'), await found('E-D', 'misspelt')]
    granted(await ciq('second').post(`/offence-cases/${cleared.caseId}/clear`, { evidence: { reason: 'an error of the scale' } }))
    granted(await ciq('second').post(`/offence-cases/${pests.caseId}/punish`, punish))
    expect((await ciq('second').post(`/offence-cases/${misspelt.caseId}/punish`, punish)).body).toMatchObject({ code: 'credit/unknown-kind' })
    expect(granted(await ciq('second').get(`/offence-cases/${misspelt.caseId}`)).body).toMatchObject({ state: 'found' })
    expect(await events('E-D')).toEqual([])
    tick(days(30))
    await app.settle()
    // Nobody is punished or cleared by silence.
    expect(granted(await ciq('second').get(`/offence-cases/${misspelt.caseId}`)).body).toMatchObject({ state: 'found', overdue: ['decision'] })
  })

  test('LB-13, RR-10: a penalty that the competent agency reports back is written as its event; another outcome is none, and nobody is guessed', async () => {
    const { inspection } = await inspected('E-C', waste, 'ok')
    const send = async (subject: object): Promise<string> => {
      const { id } = granted(await ciq('finder').post('/transfers', { port: '380101', to: 'CUS', subject, offence: 'smuggling', description: 'Cigarettes.', legalBasis: 'LB-13' }), 201).body as { id: string }
      granted(await cus().post(`/transfers/${id}/accept`, {}))
      return id
    }
    const outcome = (id: string, evidence: object): Promise<Reply> => cus().post(`/transfers/${id}/report`, { evidence: { measures: 'Goods seized', ...evidence } })
    granted(await outcome(await send({ kind: 'joint-inspection', id: inspection }), { outcome: 'no-offence' }))
    expect(await events('E-C')).toEqual([])
    const id = await send({ kind: 'joint-inspection', id: inspection })
    granted(await outcome(id, { outcome: 'penalty' }))
    expect(await events('E-C')).toMatchObject([{ kind: 'smuggling', case: `joint-inspection ${inspection}`, sources: [{ source: 'CUS', evidence: [{ kind: 'case', ref: `transfer ${id}` }] }] }])
    expect((await record('E-C')).grade).toBe('D')
    const ship = await send({ kind: 'conveyance', id: 'IMO9074729' })
    expect((await outcome(ship, { outcome: 'penalty' })).body).toMatchObject({ code: 'transfers/whose-offence' })
    expect((await outcome(ship, { outcome: 'penalty', enterprise: 'E-Z' })).body).toMatchObject({ code: 'transfers/unknown-enterprise' })
    granted(await outcome(ship, { outcome: 'penalty', enterprise: 'E-D' }))
    expect((await events('E-D')).map(({ kind }) => kind)).toEqual(['smuggling'])
  })
})
