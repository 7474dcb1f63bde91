import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, instant, plus, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'

const ten = instant('2026-03-02T02:00:00Z')
let app: TestApp
let ciq: Party
let cus: Party
let bpi: Party

beforeAll(async () => {
  app = await startApp({ now: ten })
  ciq = app.as({ role: 'officer', agency: 'CIQ' })
  cus = app.as({ role: 'officer', agency: 'CUS' })
  bpi = app.as({ role: 'officer', agency: 'BPI' })
})
afterAll(() => app.close())

const body = { port: '380101', to: 'CUS', subject: { kind: 'declaration', id: '310420300000000001' }, offence: 'smuggling', description: 'Undeclared cigarettes behind the tiles.', legalBasis: '海关法 第八十二条', materials: ['photo 12'] }

async function send(): Promise<string> {
  const reply = await ciq.post('/transfers', body)
  expect(reply.status).toBe(201)
  return reply.body.id as string
}

const inboxOf = async (party: Party, id: string): Promise<string[]> =>
  (await party.get('/notices?limit=200')).body.items.filter((notice: { subjectId: string }) => notice.subjectId === id).map((notice: { type: string }) => notice.type)
const acts = (reply: Reply): string[] => reply.body.acts.map((act: { act: string }) => act.act)

describe('LB-13', () => {
  test('LB-13: CIQ finds smuggling and transfers T-1 at 10:00; CUS must accept or decline with a reason', async () => {
    const id = await send()
    const seen = await cus.get(`/transfers/${id}`)
    expect(seen.body).toMatchObject({ state: 'sent', enteredAt: toIso(ten), dueAt: toIso(plus(ten, hours(24))), overdue: [], data: { from: 'CIQ', to: 'CUS', offence: 'smuggling' } })
    expect(acts(seen)).toEqual(['accept', 'decline'])
    expect(acts(await ciq.get(`/transfers/${id}`))).toEqual(['withdraw'])
    const [notice] = (await cus.get('/notices')).body.items
    expect(notice).toMatchObject({ type: 'TransferSent', subjectId: id, state: 'delivered', message: { zh: expect.stringContaining('CIQ 向贵方移交案件') } })
    const bare = await cus.post(`/transfers/${id}/decline`, { evidence: { reason: ' ' } })
    expect(bare.status).toBe(422)
    expect(bare.body.errors).toMatchObject([{ code: 'procedures/evidence-required', pointer: '/evidence/reason' }])
    const declined = await cus.post(`/transfers/${id}/decline`, { evidence: { reason: 'below the threshold' } })
    expect(declined.body).toMatchObject({ state: 'declined', acts: [], closedAt: toIso(ten) })
    expect(await inboxOf(ciq, id)).toEqual(['TransferDeclined'])
    expect((await ciq.get(`/transfers/${id}`)).body.history).toMatchObject([{ act: 'open', party: 'agency:CIQ' }, { act: 'decline', party: 'receiver', evidence: { reason: 'below the threshold' } }])
  })

  test('LB-13: an answer that is overdue is flagged, once, to both agencies; the case stays open and can still be answered', async () => {
    const id = await send()
    app.clock.advanceTo(plus(app.clock.now(), hours(24) - 1))
    await app.settle()
    expect((await cus.get(`/transfers/${id}`)).body.overdue).toEqual([])
    app.clock.advanceTo(plus(app.clock.now(), 1))
    await app.settle()
    app.clock.advanceTo(plus(app.clock.now(), hours(5)))
    await app.settle()
    const late = await cus.get(`/transfers/${id}`)
    expect(late.body).toMatchObject({ state: 'sent', overdue: ['answer'] })
    expect(acts(late)).toEqual(['accept', 'decline'])
    expect(await inboxOf(cus, id)).toEqual(['TransferAnswerOverdue', 'TransferSent'])
    expect(await inboxOf(ciq, id)).toEqual(['TransferAnswerOverdue'])
    expect((await cus.get('/transfers?overdue=true')).body.items.map((item: { id: string }) => item.id)).toEqual([id])
    expect((await cus.post(`/transfers/${id}/accept`, { evidence: { reference: 'CUS-2026-17' } })).body).toMatchObject({ state: 'accepted', overdue: [] })
  })

  test('LB-13: a case taken over is handled within its time, and the outcome goes back to the sender', async () => {
    const id = await send()
    await cus.post(`/transfers/${id}/accept`, {})
    const began = app.clock.now()
    app.clock.advanceTo(plus(began, days(30)))
    await app.settle()
    expect((await ciq.get(`/transfers/${id}`)).body).toMatchObject({ state: 'accepted', overdue: ['handling'] })
    const wrong = await cus.post(`/transfers/${id}/report`, { evidence: { outcome: 'forgotten', colour: 'red' } })
    expect(wrong.body.errors.map((error: { code: string }) => error.code).sort()).toEqual(['procedures/evidence-required', 'procedures/not-a-choice', 'procedures/unknown-evidence'])
    expect((await cus.post(`/transfers/${id}/report`, { evidence: { outcome: 'penalty', measures: 'Goods seized.' } })).body).toMatchObject({ state: 'handled' })
    expect((await inboxOf(ciq, id)).at(0)).toBe('TransferHandled')
    expect((await cus.post(`/transfers/${id}/report`, { evidence: { outcome: 'penalty', measures: 'again' } })).status).toBe(409)
  })

  test('LB-13: whoever looks late finds the clock as it ran out, also when nobody noticed before the act', async () => {
    const id = await send()
    const sent = app.clock.now()
    app.clock.advanceTo(plus(sent, hours(30)))
    await cus.post(`/transfers/${id}/accept`, {})
    expect((await cus.get(`/transfers/${id}`)).body.history).toMatchObject([{ act: 'open' }, { act: 'clock:answer', at: toIso(plus(sent, hours(24))) }, { act: 'accept', at: toIso(plus(sent, hours(30))) }])
  })

  test('LB-13: only the two agencies at the port know of it; each does its own acts; two answers at once leave one', async () => {
    const id = await send()
    const elsewhere = app.as({ role: 'officer', agency: 'CUS', ports: ['650302'] })
    const trader = app.as({ role: 'trader', enterprise: 'E-B' })
    for (const stranger of [bpi, elsewhere, trader]) {
      expect((await stranger.get(`/transfers/${id}`)).status).toBe(404)
      expect((await stranger.post(`/transfers/${id}/accept`, {})).status).toBe(404)
      expect((await stranger.get('/transfers')).body.items).toEqual([])
    }
    expect((await ciq.post(`/transfers/${id}/accept`, {})).status).toBe(403)
    expect((await app.as({ role: 'headquarters' }).get(`/transfers/${id}`)).body.acts).toEqual([])
    const both = await Promise.all([cus.post(`/transfers/${id}/accept`, {}), cus.post(`/transfers/${id}/decline`, { evidence: { reason: 'x' } })])
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 409])
    const words = await app.database.ownerDb.query<{ payload: string }>(`select payload from ledger.entry where subject_kind = 'transfer'`)
    expect(JSON.stringify(words)).not.toContain('cigarettes')
    expect(JSON.stringify(words)).toContain('evidenceHash')
  })

  test.each([
    ['to its own agency', { to: 'CIQ' }, 422, 'transfers/own-agency'],
    ['to an agency nobody knows', { to: 'FBI' }, 422, 'transfers/unknown-agency'],
    ['at a port of others', { port: '650302' }, 403, 'transfers/not-your-port'],
    ['at a port that is none', { port: '1' }, 403, 'transfers/not-your-port'],
    ['without what is suspected', { offence: '' }, 422, 'common/too-small'],
  ])('LB-13: a transfer %s is refused', async (_name, change, status, code) => {
    const reply = await ciq.post('/transfers', { ...body, ...change })
    expect([reply.status, reply.body.code]).toEqual([status, code])
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).post('/transfers', body)).status).toBe(403)
  })

  test('LB-13: the same command sent twice opens one case', async () => {
    const id = '0195a1b2-0000-7000-8000-0000000000aa'
    const first = await ciq.post('/transfers', { ...body, id })
    const again = await ciq.post('/transfers', { ...body, id })
    expect(again.text).toBe(first.text)
    expect(again.headers['idempotent-replayed']).toBe('true')
  })
})
