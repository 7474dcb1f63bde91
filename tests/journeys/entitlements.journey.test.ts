import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { minutes, plus } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { crews, newBox, spanFrom } from '../support/joint.ts'
import { sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>
let trader: Party
let auditor: Party
let boxes = 9700
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
  trader = app.as({ role: 'trader', enterprise: 'E-B' })
  auditor = app.as({ role: 'auditor' })
})
afterAll(() => app.close())

async function declared(): Promise<{ id: string; number: string; box: string }> {
  const box = sampleContainer(++boxes)
  const { status, text, body } = await trader.post('/declarations', sampleDeclaration({ declarant: 'E-B', consignee: 'CONSIGNEE-9', consignor: 'Consignor Ninety Ltd', containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))
  expect(status, text).toBe(201)
  return { id: body.id, number: body.number, box }
}

async function entitle(agency: string, purpose: string, fields: readonly string[], expectedVersion = 0): Promise<void> {
  const reply = await app.as({ role: 'headquarters' }).post('/registers/entitlements', { data: { agency, purpose, fields }, expectedVersion })
  expect(reply.status, reply.text).toBe(201)
}

interface Logged { readonly kind: string; readonly subject: string; readonly purpose: string; readonly allowed: string[]; readonly denied: string[]; readonly by: string }
const logOf = async (number: string): Promise<Logged[]> => ((await auditor.get('/data-queries?limit=200')).body.items as Logged[]).filter((one) => one.subject === number)

/** The amounts, names and papers of the sample as they would show. */
const words = { value: `"amount":${tee.value.amount}`, goods: tee.description, consignee: 'CONSIGNEE-9', consignor: 'Consignor Ninety Ltd' } as const

describe('SW-08 reading by entitlement', () => {
  test('SW-08: border police opens a declaration: all but the value, and the log has who, purpose, what was given and what withheld; quarantine has the value', async () => {
    const { id, number } = await declared()
    const seen = await who.BPI.get(`/declarations/${id}`)
    expect(seen.text).not.toContain(words.value)
    expect(seen.body.withheld).toEqual(['/content/items/*/value'])
    expect((await who.CIQ.get(`/declarations/${id}`)).text).toContain(words.value)
    await who.BPI.get(`/declarations/${id}`)
    const log = await logOf(number)
    expect(log.map(({ kind, by, purpose, denied }) => [kind, by, purpose, denied])).toEqual([['reading', 'officer.CIQ', 'declarations', []], ['reading', 'officer.BPI', 'declarations', ['value']]])
    expect(log[1]?.allowed).toContain('weight')
    app.clock.advanceTo(plus(app.clock.now(), minutes(11)))
    await who.BPI.get(`/declarations/${id}`)
    expect(await logOf(number)).toHaveLength(3)
    // The owner and those who oversee are bound by no entitlement, and sharing with nobody is no sharing.
    for (const reader of [trader, auditor]) expect((await reader.get(`/declarations/${id}`)).text).toContain(words.value)
    expect(await logOf(number)).toHaveLength(3)
  })

  test('SW-08: an agency called in from case to case reads of every declaration the goods alone, in the list too; one that nobody has entitled reads the head of it', async () => {
    const { id, box } = await declared()
    const forestry = app.as({ role: 'officer', agency: 'FGA' })
    const text = (await forestry.get(`/declarations/${id}`)).text
    expect(text).toContain(words.goods)
    for (const word of [words.value, words.consignee, words.consignor, box]) expect(text).not.toContain(word)
    expect((await forestry.get('/declarations?limit=5')).text).not.toContain(box)
    const stranger = app.as({ role: 'officer', agency: 'XXX' })
    const [head, row] = [await stranger.get(`/declarations/${id}`), await stranger.get('/declarations?limit=5')]
    for (const word of [...Object.values(words), box]) expect(head.text + row.text).not.toContain(word)
    expect(head.body).toMatchObject({ id, status: expect.any(String), content: { items: [{ line: 1 }], containers: [], documents: [] } })
  })

  test('SW-08: the register goes before the pack, by agency and purpose; a purpose nobody has entitled gives nothing and is logged', async () => {
    const { id, number, box } = await declared()
    await entitle('MSA', 'declarations', ['containers'])
    await expect.poll(async () => (await who.MSA.get(`/declarations/${id}`)).text.includes(words.goods)).toBe(false)
    const narrow = await who.MSA.get(`/declarations/${id}`)
    expect(narrow.text).toContain(box)
    for (const word of [words.goods, words.consignee]) expect(narrow.text).not.toContain(word)
    const other = await who.CIQ.get(`/declarations/${id}?purpose=statistics`)
    for (const word of [...Object.values(words), box]) expect(other.text).not.toContain(word)
    expect((await logOf(number)).find((one) => one.purpose === 'statistics')).toMatchObject({ by: 'officer.CIQ', allowed: [] })
    await entitle('CIQ', 'statistics', ['value'])
    await expect.poll(async () => (await who.CIQ.get(`/declarations/${id}?purpose=statistics`)).text.includes(words.value)).toBe(true)
    expect((await who.CIQ.get(`/declarations/${id}?purpose=statistics`)).text).not.toContain(words.goods)
  })

  test('SW-08: opening declarations is no exchange between agencies: it is logged and not counted as one', async () => {
    const { id } = await declared()
    const counted = async (): Promise<object> => (await who.coordinator.get('/mutual-dealings?port=380101&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z')).body.exchange
    const before = await counted()
    await who.CUS.get(`/declarations/${id}`)
    expect(await counted()).toEqual(before)
  })
})

describe('LB-02 results by entitlement', () => {
  test('LB-02: participants read a result, later entitled agencies as well, others do not know of it and cannot rely on it', async () => {
    const box = newBox()
    await who.direct('CUS', box, { checks: ['count'] })
    const { inspection } = await who.direct('CIQ', box)
    await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'S-R')
    await who.act('CUS', inspection.id, 'start')
    await who.act('CUS', inspection.id, 'open')
    await who.act('CUS', inspection.id, 'findings', { checks: [{ code: 'count', outcome: 'problem', note: 'eleven pallets short' }] })
    await who.act('CUS', inspection.id, 'close')
    const list = `/results?inspection=${inspection.id}`
    const results = (await who.CIQ.get(list)).body.items as { id: string; agency: string }[]
    const id = results.find((one) => one.agency === 'CUS')?.id ?? ''
    expect((await who.CIQ.get(list)).text).toContain('eleven pallets short')
    const read = async (): Promise<string> => (await who.BPI.get(list)).text + (await who.BPI.get('/results?limit=200')).text
    expect(await read()).not.toContain(id)
    expect((await who.BPI.post(`/results/${id}/adopt`, { purpose: 'same pallets' })).status).toBe(404)
    await entitle('BPI', 'results', ['results'])
    await expect.poll(read).toContain('eleven pallets short')
    const adopted = await who.BPI.post(`/results/${id}/adopt`, { purpose: 'same pallets' })
    expect(adopted.status, adopted.text).toBe(200)
    const facts = async (party: Party): Promise<string> => (await party.get(`/ledger?subject=result:${id}`)).text
    expect(await facts(who.CIQ)).toContain('same pallets')
    expect(await facts(app.as({ role: 'officer', agency: 'MOA' }))).not.toContain('same pallets')
    // Who relies on a result goes on reading it when the entitlement ends.
    app.clock.advanceTo(plus(app.clock.now(), minutes(1)))
    const ended = await app.as({ role: 'headquarters' }).post('/registers/entitlements/BPI%2Fresults/end', { reason: 'no need any more', expectedVersion: 1 })
    expect(ended.status, ended.text).toBe(200)
    await expect.poll(async () => ((await who.BPI.get(list)).body.items as { id: string }[]).map((one) => one.id)).toEqual([id])
  })
})
