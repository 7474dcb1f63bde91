import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, plus, toIso } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, newBox, powers, spanFrom } from '../support/joint.ts'
import { sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
  const administrator = app.as({ role: 'administrator' })
  const record = async (register: string, data: unknown): Promise<void> => {
    const reply = await administrator.post(`/registers/${register}`, { validFrom: toIso(app.clock.now()), data })
    expect(reply.status, reply.text).toBe(201)
  }
  await record('offences', { code: 'smuggling', name: { zh: '走私', en: 'Smuggling' }, competent: 'CUS' })
  await record('offences', { code: 'counterfeit', name: { zh: '侵犯知识产权', en: 'Counterfeit goods' }, competent: 'CUS' })
  await record('offences', { code: 'pests', name: { zh: '有害生物', en: 'Pests' }, competent: 'CIQ' })
  await record('entitlements', { agency: 'CIQ', purpose: 'manifest', fields: ['weight', 'containers'] })
  await record('entitlements', { agency: 'BPI', purpose: 'crew-check', fields: ['conveyance'] })
})
afterAll(() => app.close())

/** A joint session on a fresh container, begun and with its checklists answered. */
async function session(): Promise<string> {
  const box = newBox()
  await who.direct('CUS', box)
  const { inspection } = await who.direct('CIQ', box)
  await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${box}`)
  await who.act('CUS', inspection.id, 'start')
  await who.act('CUS', inspection.id, 'open', {})
  return inspection.id
}

const transfer = (id: string, offence = 'counterfeit', to = 'CUS') => ({ port: '380101', to, subject: { kind: 'joint-inspection', id }, offence, description: 'Trademarks of another company.', legalBasis: 'LB-14', materials: ['photo 7'] })

describe('LB-14 findings of another\'s power', () => {
  test('LB-14: inspection-and-quarantine finds counterfeit goods, not its power: the session does not close until the case is transferred', async () => {
    const id = await session()
    const found = await who.CIQ.post(`/joint-inspections/${id}/offences`, { offence: 'counterfeit', description: 'Trademarks of another company on 40 cartons.', evidence: ['photo 7'] })
    expect([found.status, found.body.items]).toMatchObject([201, [{ agency: 'CIQ', offence: 'counterfeit', competent: 'CUS' }]])
    const blocked = await who.CUS.post(`/joint-inspections/${id}/close`)
    expect([blocked.status, blocked.body.code, blocked.body.errors[0]]).toMatchObject([409, 'inspections/offence-not-passed-on', { clause: 'LB-14', agency: 'CIQ', facts: { competent: 'CUS', offence: 'counterfeit' } }])
    expect((await who.CIQ.post('/transfers', transfer(id))).status).toBe(201)
    expect(await who.act('CUS', id, 'close')).toMatchObject({ state: 'closed' })
  })

  test('LB-14: within the own power nothing is passed on; another offence, a withdrawn and a declined transfer do not count', async () => {
    const id = await session()
    expect((await who.CIQ.post(`/joint-inspections/${id}/offences`, { offence: 'pests', description: 'Beetles.' })).status).toBe(201)
    await who.CIQ.post(`/joint-inspections/${id}/offences`, { offence: 'smuggling', description: 'Cigarettes behind the tiles.' })
    const close = async (): Promise<string> => (await who.CUS.post(`/joint-inspections/${id}/close`)).body.code ?? 'closed'
    expect(await close()).toBe('inspections/offence-not-passed-on')
    await who.CIQ.post('/transfers', transfer(id))
    expect(await close()).toBe('inspections/offence-not-passed-on')
    const withdrawn = await who.CIQ.post('/transfers', transfer(id, 'smuggling'))
    await who.CIQ.post(`/transfers/${withdrawn.body.id}/withdraw`, { evidence: { reason: 'wrong file' } })
    expect(await close()).toBe('inspections/offence-not-passed-on')
    const declined = await who.CIQ.post('/transfers', transfer(id, 'smuggling'))
    await who.CUS.post(`/transfers/${declined.body.id}/decline`, { evidence: { reason: 'below the threshold' } })
    expect(await close()).toBe('inspections/offence-not-passed-on')
    const accepted = await who.CIQ.post('/transfers', transfer(id, 'smuggling'))
    await who.CUS.post(`/transfers/${accepted.body.id}/accept`, { evidence: {} })
    expect(await close()).toBe('closed')
  })

  test('LB-14: a session that was interrupted is not left by a no either, neither the finder\'s nor the coordinator\'s, before the case is transferred', async () => {
    const id = await session()
    await who.CIQ.post(`/joint-inspections/${id}/offences`, { offence: 'counterfeit', description: 'Trademarks of another company.' })
    await who.act('CIQ', id, 'interrupt', { reason: 'storm' })
    const no = { yes: false, reason: 'the quay is closed' }
    const ways = [['CIQ', 'decline', { reason: 'alone then' }], ['coordinator', 'judge', { necessity: { yes: true }, feasibility: no, effectiveness: { yes: true } }]] as const
    for (const [by, act, body] of ways) {
      const refused = await who[by].post(`/joint-inspections/${id}/${act}`, body)
      expect([refused.status, refused.body.code], act).toEqual([409, 'inspections/offence-not-passed-on'])
    }
    expect((await who.CIQ.post('/transfers', transfer(id))).status).toBe(201)
    expect(await who.act('CIQ', id, 'decline', { reason: 'alone then' })).toMatchObject({ state: 'declined' })
  })

  test('LB-14: what is found in the papers is passed on before the look at them is over', async () => {
    const { inspection } = await who.direct('CIQ', newBox(), { methods: ['documents'] })
    const { id } = inspection
    expect((await who.CIQ.post(`/joint-inspections/${id}/offences`, { offence: 'counterfeit', description: 'The licence of the trademark is forged.' })).status).toBe(201)
    const decide = (disposition: string): ReturnType<(typeof who)['CIQ']['post']> => who.CIQ.post(`/joint-inspections/${id}/dispositions`, { disposition, reason: 'papers' })
    expect([(await decide('CIQ-HOLD')).status, (await decide('CIQ-PASS')).body.code, (await decide('CIQ-RETURN')).body.code]).toEqual([200, 'inspections/offence-not-passed-on', 'inspections/offence-not-passed-on'])
    expect((await who.CIQ.post('/transfers', transfer(id))).status).toBe(201)
    expect((await decide('CIQ-PASS')).body).toMatchObject({ state: 'closed' })
    expect((await who.CIQ.post(`/joint-inspections/${id}/offences`, { offence: 'counterfeit', description: 'x' })).body.code).toBe('inspections/not-in-this-state')
  })

  test('LB-14: strangers neither record nor read offences, an unknown one is refused, and what is suspected is not in the ledger', async () => {
    const id = await session()
    expect((await who.BPI.post(`/joint-inspections/${id}/offences`, { offence: 'pests', description: 'x' })).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).get(`/joint-inspections/${id}/offences`)).status).toBe(404)
    expect((await who.CUS.post(`/joint-inspections/${id}/offences`, { offence: 'witchcraft', description: 'x' })).body.code).toBe('transfers/unknown-offence')
    expect((await who.CUS.post(`/joint-inspections/${id}/offences`, { offence: 'pests', description: 'beetle carcasses' })).status).toBe(201)
    expect((await who.coordinator.get(`/ledger?subject=joint-inspection:${id}`)).text).not.toContain('carcasses')
  })
})

describe('SW-08 data by need', () => {
  const declare = async (n: number): Promise<{ id: string; number: string }> => {
    const box = sampleContainer(n)
    return (await app.as({ role: 'trader', enterprise: 'E-B' }).post('/declarations', sampleDeclaration({ containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))).body
  }

  test('SW-08: border police ask for the value and are denied, inspection-and-quarantine for the weight on the manifest and is given it; both are logged', async () => {
    const { id, number } = await declare(3001)
    const denied = await who.BPI.post('/data-queries', { declaration: id, purpose: 'crew-check', fields: ['value'] })
    expect([denied.status, denied.body.code]).toEqual([403, 'mutual/not-entitled'])
    const allowed = await who.CIQ.post('/data-queries', { declaration: id, purpose: 'manifest', fields: ['weight'] })
    expect([allowed.status, allowed.body]).toMatchObject([200, { values: { weight: tee.netWeightKg }, allowed: ['weight'], denied: [] }])
    const log = (await app.as({ role: 'auditor' }).get('/data-queries')).body.items
    expect(log).toMatchObject([{ agency: 'CIQ', subject: number, purpose: 'manifest', allowed: ['weight'] }, { agency: 'BPI', subject: number, allowed: [], denied: ['value'] }])
    const facts = (await who.coordinator.get(`/ledger?subject=declaration:${id}`)).body.items.map((fact: { type: string }) => fact.type)
    expect(facts.filter((type: string) => type.startsWith('DataQuery')).sort()).toEqual(['DataQueryAnswered', 'DataQueryDenied'])
  })

  test('SW-08: fields are judged one by one and by purpose; whoever may not know the declaration is told it does not exist', async () => {
    const { id } = await declare(3002)
    const mixed = await who.CIQ.post('/data-queries', { declaration: id, purpose: 'manifest', fields: ['weight', 'value', 'containers'] })
    expect(mixed.body).toMatchObject({ allowed: ['weight', 'containers'], denied: ['value'], values: { containers: [sampleContainer(3002)] } })
    expect(Object.keys(mixed.body.values)).toEqual(['weight', 'containers'])
    expect((await who.CIQ.post('/data-queries', { declaration: id, purpose: 'curiosity', fields: ['weight'] })).status).toBe(403)
    expect((await app.as({ role: 'officer', agency: 'CIQ', ports: ['650302'] }).post('/data-queries', { declaration: id, purpose: 'manifest', fields: ['weight'] })).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post('/data-queries', { declaration: id, purpose: 'manifest', fields: ['weight'] })).status).toBe(403)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).get('/data-queries')).status).toBe(403)
    const own = (await who.BPI.get('/data-queries')).body.items as { agency: string }[]
    expect(own.every((query) => query.agency === 'BPI')).toBe(true)
  })
})

describe('SW-11 exchange, recognition, assistance', () => {
  const counts = async (): Promise<{ exchange: { answered: number; denied: number }; recognition: { adopted: number }; assistance: Record<string, number> }> =>
    (await who.coordinator.get(`/mutual-dealings?from=2026-01-01T00:00:00Z&to=${toIso(plus(app.clock.now(), hours(1)))}`)).body

  test('SW-11: asked for assistance in case 17, there is a request with a due time and the answer closes it; exchange and recognition are counted apart', async () => {
    const before = await counts()
    const asked = await who.CIQ.post('/assistance-requests', { port: '380101', to: 'CUS', subject: { kind: 'declaration', id: '17' }, request: 'Please lend a scanner crew.' })
    expect([asked.status, asked.body]).toMatchObject([201, { state: 'requested', dueAt: toIso(plus(app.clock.now(), hours(48))) }])
    const answered = await who.CUS.post(`/assistance-requests/${asked.body.id}/answer`, { evidence: { answer: 'Crew 4 at 15:00.' } })
    expect([answered.status, answered.body]).toMatchObject([200, { state: 'answered', closedAt: toIso(app.clock.now()), acts: [] }])

    const id = await session()
    await who.act('CUS', id, 'close')
    const [result] = (await who.CUS.get(`/results?inspection=${id}&agency=CIQ`)).body.items
    await who.CUS.post(`/results/${result.id}/adopt`, { purpose: 'same weight' })
    const after = await counts()
    expect(after.assistance['requested']).toBe((before.assistance['requested'] ?? 0) + 1)
    expect(after.assistance['answered']).toBe((before.assistance['answered'] ?? 0) + 1)
    expect(after.recognition.adopted).toBe(before.recognition.adopted + 1)
    expect(after.exchange).toEqual(before.exchange)
  })

  test('SW-11: an unanswered request is flagged to both when its time is over; only the one that is asked answers, and nobody asks itself', async () => {
    const ask = (to: string): Promise<{ status: number; body: { id: string; code?: string } }> => who.CIQ.post('/assistance-requests', { port: '380101', to, subject: { kind: 'declaration', id: '18' }, request: 'Look at the seal.' })
    expect((await ask('CIQ')).body.code).toBe('mutual/no-such-partner')
    expect((await ask('XYZ')).body.code).toBe('mutual/no-such-partner')
    const { body } = await ask('BPI')
    expect((await who.CUS.post(`/assistance-requests/${body.id}/answer`, { evidence: { answer: 'x' } })).status).toBe(404)
    expect((await who.CIQ.post(`/assistance-requests/${body.id}/answer`, { evidence: { answer: 'x' } })).status).toBe(403)
    app.clock.advanceTo(plus(app.clock.now(), hours(49)))
    await app.settle()
    expect((await who.BPI.get(`/assistance-requests/${body.id}`)).body).toMatchObject({ state: 'requested', overdue: ['answer'] })
    expect((await who.CIQ.get('/notices')).body.items.some((notice: { type: string; subjectId: string }) => notice.type === 'AssistanceOverdue' && notice.subjectId === body.id)).toBe(true)
    expect((await who.coordinator.get(`/ledger?subject=assistance:${body.id}`)).text).not.toContain('seal')
  })
})

describe('JI-12 traveller queries', () => {
  const bag = async (ref: string): Promise<string> => {
    const wanted = { object: { kind: 'bag', ref } }
    await who.direct('CUS', ref, { ...wanted, power: powers['CUS']?.goods })
    return (await who.direct('CIQ', ref, wanted)).inspection.id as string
  }

  test('JI-12: asked about traveller P1 for bag B7, allowed with the case and logged; without it denied', async () => {
    const known = await who.BPI.post('/travellers', { port: '380101', traveller: 'P1', articles: ['B7'], content: { itinerary: 'two short trips this month' } })
    expect(known.status, known.text).toBe(201)
    const inspection = await bag('B7')
    const bare = await who.CIQ.post('/travellers/query', { port: '380101', traveller: 'P1', purpose: 'plants' })
    expect([bare.status, bare.body.code]).toEqual([403, 'travellers/case-required'])
    const given = await who.CIQ.post('/travellers/query', { port: '380101', traveller: 'P1', inspection, purpose: 'plants' })
    expect([given.status, given.body.items]).toMatchObject([200, [{ agency: 'BPI', content: { itinerary: 'two short trips this month' } }]])
    const log = (await app.as({ role: 'auditor' }).get('/data-queries')).body.items.filter((query: { kind: string }) => query.kind === 'traveller')
    expect(log).toMatchObject([{ agency: 'CIQ', subject: 'P1', case: inspection, purpose: 'plants', allowed: ['traveller'] }, { agency: 'CIQ', subject: 'P1', allowed: [] }])
    expect((await who.coordinator.get(`/ledger?subject=joint-inspection:${inspection}`)).text).not.toContain('short trips')
  })

  test('JI-12: no purpose, a case of others, a case about another bag, and a closed case give nothing', async () => {
    await who.BPI.post('/travellers', { port: '380101', traveller: 'P2', articles: ['B8'], content: { itinerary: 'first visit' } })
    const [inspection, other] = [await bag('B8'), await bag('B9')]
    const ask = (party: (typeof who)['CIQ'], changes: Record<string, unknown>): ReturnType<(typeof who)['CIQ']['post']> => party.post('/travellers/query', { port: '380101', traveller: 'P2', inspection, purpose: 'plants', ...changes })
    expect((await ask(who.CIQ, { purpose: undefined })).body.code).toBe('travellers/purpose-required')
    expect((await ask(who.MSA, {})).body.code).toBe('travellers/case-required')
    expect((await ask(who.CIQ, { inspection: other })).body.items).toEqual([])
    expect((await ask(app.as({ role: 'trader', enterprise: 'E-B' }), {})).status).toBe(403)
    await who.agree(inspection, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'S-B8')
    await who.act('CUS', inspection, 'start')
    await who.act('CUS', inspection, 'open', {})
    expect((await ask(who.CUS, {})).body.items).toHaveLength(1)
    await who.act('CUS', inspection, 'close')
    expect((await ask(who.CUS, {})).body.code).toBe('travellers/case-over')
  })
})
