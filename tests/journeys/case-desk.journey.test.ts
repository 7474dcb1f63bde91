import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, instant, plus } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'

const ten = instant('2026-03-02T02:00:00Z')
const subject = { kind: 'declaration', id: '310420300000000001' }
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

interface Row { id: string; procedure: string; acts: { act: string }[]; overdue: string[] }
const listed = async (party: Party, query = ''): Promise<Row[]> => (await party.get(`/cases${query}`)).body.items

describe('one desk for the cases of all procedures', () => {
  let transfer: string
  let assistance: string

  test('LB-13 SW-11: a transfer and a request for assistance stand on one list, each with the acts of its reader', async () => {
    transfer = (await ciq.post('/transfers', { port: '380101', to: 'CUS', subject, offence: 'smuggling', description: 'Cigarettes behind tiles.', legalBasis: '海关法 第八十二条' })).body.id
    assistance = (await cus.post('/assistance-requests', { port: '380101', to: 'CIQ', subject, request: 'Please lend a scanner crew.' })).body.id
    const of = (rows: readonly Row[]) => Object.fromEntries(rows.map((row) => [row.id, row.acts.map(({ act }) => act)]))
    expect(of(await listed(cus))).toEqual({ [transfer]: ['accept', 'decline'], [assistance]: ['withdraw'] })
    expect(of(await listed(ciq))).toEqual({ [transfer]: ['withdraw'], [assistance]: ['answer', 'decline'] })
    expect(await listed(cus, '?procedure=case-transfer')).toHaveLength(1)
    expect(await listed(bpi)).toEqual([])
    expect(await listed(app.as({ role: 'auditor' }))).toHaveLength(2)
  })

  test('SW-11: an act is done on the desk as on the route of its procedure; a stranger does not know of the case', async () => {
    const act = (party: Party, name: string, evidence: object) => party.post(`/cases/${assistance}/acts`, { act: name, evidence })
    expect((await bpi.get(`/cases/${assistance}`)).status).toBe(404)
    expect((await act(bpi, 'answer', { answer: 'x' })).status).toBe(404)
    expect((await act(cus, 'answer', { answer: 'x' })).status).toBe(403)
    expect((await act(ciq, 'answer', {})).body.errors).toMatchObject([{ code: 'procedures/evidence-required', pointer: '/evidence/answer' }])
    expect((await act(ciq, 'sink', {})).status).toBe(409)
    expect((await act(ciq, 'answer', { answer: 'Crew 2 comes at noon.' })).status).toBe(200)
    expect((await cus.get(`/assistance-requests/${assistance}`)).body).toMatchObject({ state: 'answered', acts: [] })
    expect((await cus.get(`/cases/${assistance}`)).body.history.at(-1)).toMatchObject({ act: 'answer', title: { en: 'Answer' }, evidence: { answer: 'Crew 2 comes at noon.' } })
    expect((await app.nobody.get('/cases')).status).toBe(401)
  })

  test('LB-13: what is over leaves the open list, what is overdue is found, pages follow one another', async () => {
    expect((await listed(cus, '?open=true')).map(({ id }) => id)).toEqual([transfer])
    app.clock.advanceTo(plus(ten, hours(25)))
    await app.settle()
    expect((await listed(cus, '?open=true&overdue=true')).map(({ id, overdue }) => [id, overdue])).toEqual([[transfer, ['answer']]])
    const first = (await cus.get('/cases?limit=1')).body
    const second = (await cus.get(`/cases?limit=1&after=${first.next}`)).body
    expect([...first.items, ...second.items].map(({ id }: Row) => id)).toEqual([assistance, transfer])
    const kinds = (await cus.get('/procedures')).body.items
    expect(kinds.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['case-transfer', 'mutual-assistance', 'recall-assessment', 'secondary-handling', 'coordination-issue']))
  })
})
