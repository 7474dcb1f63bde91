import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { greyPng } from '../../seed/grey-png.ts'
import { days, plus } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { crews, newBox, powers, spanFrom } from '../support/joint.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
})
afterAll(() => app.close())

let bags = 0
/** Two agencies at one scanner, about to look at a bag. */
async function atTheScanner(cus: Record<string, unknown> = {}, ciq: Record<string, unknown> = {}): Promise<{ id: string; bag: string }> {
  const bag = `B-${++bags}`
  const wanted = { object: { kind: 'bag', ref: bag }, methods: ['scan', 'open'] }
  await who.direct('CUS', bag, { ...wanted, power: powers['CUS']?.goods, ...cus })
  const { inspection } = await who.direct('CIQ', bag, { ...wanted, methods: ['open'], ...ciq })
  await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${bag}`)
  await who.act('CUS', inspection.id, 'start')
  return { id: inspection.id, bag }
}
const put = (party: Party, id: string, bytes: Buffer, type = 'image/png'): ReturnType<Party['send']> => party.send('POST', `/joint-inspections/${id}/images?device=XR-1`, bytes, { 'content-type': type })
async function scanned(id: string): Promise<string> {
  const reply = await put(who.CUS, id, greyPng(64, 32, (x, y) => x + y + bags))
  expect(reply.status, reply.text).toBe(201)
  return reply.body.id
}
const say = (party: Party, id: string, image: string, verdict: 'clear' | 'open', more: Record<string, unknown> = {}): ReturnType<Party['post']> => party.post(`/joint-inspections/${id}/images/${image}/verdict`, { verdict, ...more })
const imagesOf = async (party: Party, id: string): Promise<{ id: string; verdicts: { agency: string; verdict: string }[]; readBy: string[]; next: { step: string; agencies: string[] } }[]> => (await party.get(`/joint-inspections/${id}/images`)).body.items

describe('JI-13 one machine, two screens', () => {
  test('JI-13: the scan of a bag has the same image id on both screens within the limit, and two verdicts are kept, each blind to the other', async () => {
    const { id } = await atTheScanner()
    const begun = performance.now()
    const image = await scanned(id)
    const [customs, quarantine] = [await imagesOf(who.CUS, id), await imagesOf(who.CIQ, id)]
    expect([customs[0]?.id, quarantine[0]?.id]).toEqual([image, image])
    expect(performance.now() - begun).toBeLessThan(2000)
    const bytes = await who.CIQ.get(`/joint-inspections/${id}/images/${image}`)
    expect([bytes.status, bytes.headers['content-type'], bytes.headers['x-content-type-options']]).toEqual([200, 'image/png', 'nosniff'])

    const own = await say(who.CUS, id, image, 'open', { marks: [{ x: 0.25, y: 0.5, width: 0.1, height: 0.2, note: 'dense block' }] })
    expect(own.body.items[0].verdicts).toMatchObject([{ agency: 'CUS', verdict: 'open', marks: [{ note: 'dense block' }] }])
    expect((await imagesOf(who.CIQ, id))[0]).toMatchObject({ readBy: ['CUS'], verdicts: [], next: { step: 'awaited', agencies: ['CIQ'] } })
    expect((await app.as({ role: 'auditor' }).get(`/joint-inspections/${id}/images`)).text).not.toContain('dense')
    expect((await who.CIQ.get(`/ledger?subject=joint-inspection:${id}`)).text).not.toContain('dense block')
    await say(who.CIQ, id, image, 'clear')
    expect((await imagesOf(who.CUS, id))[0]?.verdicts.map((one) => `${one.agency} ${one.verdict}`)).toEqual(['CIQ clear', 'CUS open'])
  })

  test('JI-13: a verdict is given once and by its own agency; the ledger has its seal before and its words after', async () => {
    const { id } = await atTheScanner()
    const image = await scanned(id)
    await say(who.CUS, id, image, 'open', { note: 'organic' })
    expect((await say(who.CUS, id, image, 'clear')).body.code).toBe('session/verdict-given')
    expect((await say(who.BPI, id, image, 'clear')).status).toBe(404)
    expect((await say(who.CIQ, id, 'a'.repeat(64), 'clear')).status).toBe(404)
    await say(who.CIQ, id, image, 'open')
    const facts = (await who.coordinator.get(`/ledger?subject=joint-inspection:${id}`)).body.items as { type: string; payload: Record<string, never> }[]
    const [given] = facts.filter((fact) => fact.type === 'VerdictGiven')
    const compared = facts.find((fact) => fact.type === 'VerdictsCompared')?.payload as unknown as { verdicts: { agency: string; verdict: string; note: string | null; salt: string }[] }
    const customs = compared.verdicts.find((one) => one.agency === 'CUS')
    const content = JSON.stringify({ agency: 'CUS', image, marks: [], note: 'organic', verdict: 'open' })
    expect(createHash('sha256').update(Buffer.from(customs?.salt ?? '', 'hex')).update(content).digest('hex')).toBe((given?.payload as unknown as { seal: string }).seal)
  })

  test('JI-13: only whole pictures of a fair size, put by a party of a running session; the same picture is the same image', async () => {
    const { id } = await atTheScanner()
    const picture = greyPng(30, 30, (x) => x)
    expect((await put(who.CUS, id, Buffer.from('<svg/>'))).body.code).toBe('files/not-an-image')
    expect((await put(who.CUS, id, Buffer.concat([picture, Buffer.from('<script>')]))).status).toBe(415)
    expect((await put(who.CUS, id, Buffer.from('{}'), 'application/json')).body.code).toBe('common/media-type')
    expect((await put(who.CUS, id, Buffer.alloc(9 * 1024 * 1024))).status).toBe(413)
    expect((await put(who.BPI, id, picture)).status).toBe(404)
    expect((await put(app.as({ role: 'trader', enterprise: 'E-B' }), id, picture)).status).toBe(404)
    const [first, second] = [await put(who.CUS, id, picture), await put(who.CIQ, id, picture)]
    expect([second.status, second.body.id, second.body.agency]).toEqual([201, first.body.id, 'CUS'])
    expect(await imagesOf(who.CUS, id)).toHaveLength(1)
    const other = await atTheScanner()
    expect((await who.CUS.get(`/joint-inspections/${other.id}/images/${first.body.id}`)).status).toBe(404)
    expect((await who.BPI.get(`/joint-inspections/${id}/images/${first.body.id}`)).status).toBe(404)
  })
})

describe('JI-14 one opening of a bag', () => {
  test('JI-14: both say "open", and there is one opening', async () => {
    const { id } = await atTheScanner()
    const image = await scanned(id)
    expect((await who.CUS.post(`/joint-inspections/${id}/open`, {})).body.code).toBe('inspections/verdicts-awaited')
    await say(who.CUS, id, image, 'open')
    await say(who.CIQ, id, image, 'open')
    expect((await imagesOf(who.CUS, id))[0]?.next).toEqual({ step: 'together', agencies: ['CIQ', 'CUS'] })
    await who.act('CIQ', id, 'open', {})
    expect((await who.CUS.post(`/joint-inspections/${id}/open`, {})).body.code).toBe('inspections/already-opened')
    expect((await who.CUS.get(`/joint-inspections/${id}`)).body.handlings.filter((record: { action: string }) => record.action === 'open')).toHaveLength(1)
  })

  test('JI-14: only inspection-and-quarantine says "open": customs are offered to join, and the bag stays shut until they answer', async () => {
    const { id } = await atTheScanner()
    const image = await scanned(id)
    await say(who.CUS, id, image, 'clear')
    await say(who.CIQ, id, image, 'open')
    expect((await imagesOf(who.CIQ, id))[0]?.next).toEqual({ step: 'offered', agencies: ['CUS'] })
    await app.settle()
    expect((await who.CUS.get('/notices')).body.items.some((notice: { type: string; subjectId: string }) => notice.type === 'OpeningOffered' && notice.subjectId === id)).toBe(true)
    expect((await who.CIQ.post(`/joint-inspections/${id}/open`, {})).body.code).toBe('inspections/offer-unanswered')
    expect((await who.CIQ.post(`/joint-inspections/${id}/images/${image}/join`, { join: true })).body.code).toBe('session/no-offer')
    await who.CUS.post(`/joint-inspections/${id}/images/${image}/join`, { join: true })
    expect((await imagesOf(who.CIQ, id))[0]?.next).toMatchObject({ step: 'agreed', agencies: ['CIQ', 'CUS'], absent: [] })
    await who.act('CIQ', id, 'open', {})
  })

  test('JI-14: who does not come consents to being told later, and its duty is done by the one opening', async () => {
    const { id } = await atTheScanner()
    const image = await scanned(id)
    await say(who.CUS, id, image, 'clear')
    await say(who.CIQ, id, image, 'open')
    await who.CUS.post(`/joint-inspections/${id}/images/${image}/join`, { join: false })
    expect((await imagesOf(who.CIQ, id))[0]?.next).toMatchObject({ step: 'agreed', agencies: ['CIQ'], absent: ['CUS'] })
    const opened = await who.act('CIQ', id, 'open', {})
    expect(opened.tasks.find((task: { agency: string }) => task.agency === 'CUS').duties.find((duty: { code: string }) => duty.code === 'open').done).toMatchObject({ agency: 'CIQ' })
  })
})

describe('JI-14 nothing on the image', () => {
  const open = async (party: Party, id: string, outcome: string, code = 'open'): Promise<Awaited<ReturnType<Party['post']>>> => party.post(`/joint-inspections/${id}/findings`, { checks: [{ code, outcome }] })

  test('JI-14: both read "clear": the opening is not needed, the image is its record, the session ends and neither agency is at fault', async () => {
    const { id } = await atTheScanner()
    const image = await scanned(id)
    const scans = (await who.CIQ.get(`/joint-inspections/${id}`)).body.handlings as { action: string; image: string; device: string }[]
    // Putting the image is the scan: nobody types its name.
    expect(scans).toMatchObject([{ action: 'scan', image, device: 'XR-1' }])
    expect((await open(who.CUS, id, 'not-needed')).body.code).toBe('inspections/opening-needed')
    await say(who.CUS, id, image, 'clear')
    expect((await open(who.CUS, id, 'not-needed')).body.code).toBe('inspections/opening-needed')
    await say(who.CIQ, id, image, 'clear')
    expect((await imagesOf(who.CUS, id))[0]?.next.step).toBe('none')
    expect((await open(who.CUS, id, 'ok')).body.code).toBe('inspections/no-record-yet')
    expect((await open(who.CUS, id, 'not-needed')).status).toBe(200)
    // Each says it for itself.
    expect((await who.CUS.post(`/joint-inspections/${id}/close`, {})).body.errors).toMatchObject([{ agency: 'CIQ', facts: { open: 'open' } }])
    await open(who.CIQ, id, 'not-needed')
    const closed = await who.act('CUS', id, 'close')
    expect(closed.tasks[0].duties).toMatchObject([{ code: 'open', done: { outcome: 'not-needed', evidence: [`image ${image}`] } }])
    const missed = await who.coordinator.post('/liability', { inspection: id, kind: 'missed', description: 'a knife in the lining' })
    expect(missed.body.attributions.map((one: { agency: string; verdict: string; ground: string }) => [one.agency, one.verdict, one.ground])).toEqual([['CIQ', 'exempt', 'due-diligence'], ['CUS', 'exempt', 'due-diligence']])
    expect((await who.CUS.get(`/results?inspection=${id}`)).body.items).toMatchObject([{ outcome: 'clear' }, { outcome: 'clear' }])
  })

  test('JI-14: not where one image shows something, nor of a container, whose opening its directive orders whatever the image shows', async () => {
    const { id } = await atTheScanner()
    const [first, second] = [await scanned(id), (await put(who.CIQ, id, greyPng(20, 20, (x) => x * 3 + bags))).body.id as string]
    // A further view of one scan is none of its own.
    expect((await who.CIQ.get(`/joint-inspections/${id}`)).body.handlings).toHaveLength(1)
    for (const party of [who.CUS, who.CIQ]) await say(party, id, first, 'clear')
    for (const party of [who.CUS, who.CIQ]) await say(party, id, second, 'open')
    expect((await open(who.CIQ, id, 'not-needed')).body.code).toBe('inspections/opening-needed')
    await who.act('CIQ', id, 'open', {})

    const box = newBox()
    await who.direct('CUS', box)
    const { inspection } = await who.direct('CIQ', box)
    await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${box}`)
    await who.act('CUS', inspection.id, 'start')
    const image = await scanned(inspection.id)
    for (const party of [who.CUS, who.CIQ]) await say(party, inspection.id, image, 'clear')
    expect((await open(who.CUS, inspection.id, 'not-needed')).body.code).toBe('inspections/opening-needed')
  })

  test('JI-11: an image of what was scanned before is a second scan and needs its reason', async () => {
    const { id, bag } = await atTheScanner()
    await scanned(id)
    for (const party of [who.CUS, who.CIQ]) await say(party, id, (await imagesOf(party, id))[0]?.id ?? '', 'open')
    await who.act('CUS', id, 'open', {})
    await who.act('CUS', id, 'close')
    const { inspection } = await who.direct('CUS', bag, { object: { kind: 'bag', ref: bag }, methods: ['scan'], reopening: 'a tip came in' })
    await who.act('CUS', inspection.id, 'agree', { slot: spanFrom(app.clock.now(), 1, 2), site: `S-${bag}`, crew: ['C-11'] })
    await who.act('CUS', inspection.id, 'start')
    const again = await put(who.CUS, inspection.id, greyPng(18, 18, (x) => x * 5))
    expect([again.status, again.body.code]).toEqual([409, 'inspections/already-scanned'])
    const reason = await who.CUS.send('POST', `/joint-inspections/${inspection.id}/images?reason=tip`, greyPng(18, 18, (x) => x * 5), { 'content-type': 'image/png' })
    expect(reason.status, reason.text).toBe(201)
  })
})

describe('JI-15 secondary handling', () => {
  async function searched(cus: 'ok' | 'problem', ciq: 'ok' | 'problem'): Promise<string> {
    const { id } = await atTheScanner({ methods: ['open'], checks: ['declared goods'] }, { checks: ['plants'] })
    await who.act('CUS', id, 'open', {})
    await who.act('CUS', id, 'findings', { checks: [{ code: 'declared goods', outcome: cus }] })
    await who.act('CIQ', id, 'findings', { checks: [{ code: 'plants', outcome: ciq }] })
    return id
  }
  const route = (id: string, body: unknown, party = who.CUS): ReturnType<Party['post']> => party.post(`/joint-inspections/${id}/secondary`, body)

  test('JI-15: customs find undeclared goods and inspection-and-quarantine plant pests: one joint case; only customs find something: its own case, the other released', async () => {
    const both = await route(await searched('problem', 'problem'), { mode: 'joint' })
    expect([both.status, both.body]).toMatchObject([201, { cases: [{ agencies: ['CIQ', 'CUS'] }], released: [] }])
    const seen = await who.CIQ.get(`/secondary-cases/${both.body.cases[0].id}`)
    expect(seen.body).toMatchObject({ state: 'open', data: { mode: 'joint', agencies: ['CIQ', 'CUS'] }, acts: [{ act: 'conclude-part' }] })

    const id = await searched('problem', 'ok')
    const alone = await route(id, { mode: 'separate' })
    expect(alone.body).toMatchObject({ cases: [{ agencies: ['CUS'] }], released: ['CIQ'] })
    await app.settle()
    expect((await who.CIQ.get('/notices')).body.items.some((notice: { type: string; subjectId: string }) => notice.type === 'SecondaryNotNeeded' && notice.subjectId === id)).toBe(true)
    expect((await who.CIQ.get(`/secondary-cases/${alone.body.cases[0].id}`)).status).toBe(404)
  })

  test('JI-15: in a joint case each agency concludes its own part; one handler does not conclude for all, and the last one ends it', async () => {
    const both = await route(await searched('problem', 'problem'), { mode: 'joint' })
    const at = `/secondary-cases/${both.body.cases[0].id}`
    const evidence = { outcome: 'released', measures: 'duty paid' }
    expect((await who.CUS.post(`${at}/conclude`, { evidence })).body.code).toBe('procedures/not-yours')
    expect((await who.CUS.post(`${at}/conclude-part`, { evidence })).body).toMatchObject({ state: 'open', data: { parts: [{ agency: 'CUS', outcome: 'released' }] }, acts: [] })
    expect((await who.CUS.post(`${at}/conclude-part`, { evidence })).body.code).toBe('procedures/not-yours')
    expect((await who.CUS.get(at)).status).toBe(200)
    const ended = await who.CIQ.post(`${at}/conclude`, { evidence: { outcome: 'treated', measures: 'steamed' } })
    expect(ended.body).toMatchObject({ state: 'concluded', data: { parts: [{ agency: 'CUS' }, { agency: 'CIQ', outcome: 'treated' }] } })
  })

  test('JI-15: nobody is sent away who may still find something: what is to be looked into further goes on as what was found does; and nobody lets go what it has in the back office', async () => {
    const { id } = await atTheScanner({ methods: ['open'], checks: ['declared goods'] }, { checks: ['plants'] })
    await who.act('CUS', id, 'open', {})
    await who.act('CUS', id, 'findings', { checks: [{ code: 'declared goods', outcome: 'problem' }] })
    const early = await route(id, { mode: 'separate' })
    expect([early.status, early.body.errors]).toMatchObject([409, [{ code: 'inspections/checklist-open', agency: 'CIQ', facts: { open: 'plants' } }]])
    await who.act('CIQ', id, 'findings', { checks: [{ code: 'plants', outcome: 'ok', note: 'leaves sent to the laboratory' }] })
    await who.act('CIQ', id, 'dispositions', { disposition: 'CIQ-HOLD', reason: 'laboratory' })
    const both = await route(id, { mode: 'joint' })
    expect(both.body).toMatchObject({ cases: [{ agencies: ['CIQ', 'CUS'] }], released: [] })
    const pass = (agency: 'CUS' | 'CIQ') => who[agency].post(`/joint-inspections/${id}/dispositions`, { disposition: `${agency}-PASS` })
    expect([(await pass('CUS')).status, (await pass('CUS')).body.errors]).toMatchObject([409, [{ code: 'inspections/secondary-open', agency: 'CUS', clause: 'JI-15' }]])
    const at = `/secondary-cases/${both.body.cases[0].id}`
    await who.CUS.post(`${at}/conclude-part`, { evidence: { outcome: 'released', measures: 'duty paid' } })
    expect([(await pass('CUS')).status, (await pass('CIQ')).body.code]).toEqual([200, 'inspections/secondary-open'])
    await who.CIQ.post(`${at}/conclude`, { evidence: { outcome: 'released', measures: 'nothing grew' } })
    expect((await pass('CIQ')).status).toBe(200)
  })

  test('JI-15: a case that stays open is flagged, the liaison officers are told, then a coordinator lets the rest go on by itself; nothing ends by silence', async () => {
    const inspection = await searched('problem', 'problem')
    const { cases } = (await route(inspection, { mode: 'joint' })).body
    const at = `/secondary-cases/${cases[0].id}`
    await who.CUS.post(`${at}/conclude-part`, { evidence: { outcome: 'released', measures: 'duty paid' } })
    const pass = async (span: number): Promise<void> => {
      app.clock.advanceTo(plus(app.clock.now(), span))
      await app.settle()
    }
    expect((await who.coordinator.post(`${at}/part`, { evidence: { reason: 'x' } })).body.code).toBe('procedures/not-yours')
    await pass(days(7))
    expect((await who.CIQ.get(at)).body).toMatchObject({ state: 'open', overdue: ['handling'] })
    await pass(days(2))
    expect((await who.CIQ.get(at)).body).toMatchObject({ state: 'open', overdue: ['handling', 'escalation'] })
    expect((await who.CIQ.post(`${at}/part`, { evidence: { reason: 'x' } })).body.code).toBe('procedures/not-yours')
    const parted = await app.as({ role: 'coordinator', agency: 'MSA', ports: ['380101'] }).post(`${at}/part`, { evidence: { reason: 'quarantine waits for its laboratory' } })
    expect([parted.status, parted.body.state, parted.body.data.parts]).toMatchObject([200, 'concluded', [{ agency: 'CUS' }]])
    const rest = ((await who.CIQ.get('/secondary-cases?open=true')).body.items as { subject: { id: string }; data: object }[]).filter((found) => found.subject.id === inspection)
    expect(rest).toMatchObject([{ data: { mode: 'separate', agencies: ['CIQ'] } }])
  })

  test('JI-15: separately although both found something needs a reason and makes two cases; nothing found, nobody to join and a second routing are refused', async () => {
    const id = await searched('problem', 'problem')
    expect((await route(id, { mode: 'separate' })).body.code).toBe('session/separate-needs-reason')
    const two = await route(id, { mode: 'separate', reason: 'live plants go to the greenhouse at once' })
    expect(two.body.cases).toHaveLength(2)
    expect((await route(id, { mode: 'joint' })).body.code).toBe('session/already-routed')
    const [ciq] = two.body.cases as { id: string }[]
    const concluded = await who.CIQ.post(`/secondary-cases/${ciq?.id}/conclude`, { evidence: { outcome: 'treated', measures: 'steamed' } })
    expect([concluded.status, concluded.body.state]).toEqual([200, 'concluded'])
    expect((await route(await searched('ok', 'ok'), { mode: 'joint' })).body.code).toBe('session/nothing-found')
    expect((await route(await searched('ok', 'problem'), { mode: 'joint' })).body.code).toBe('session/nobody-to-join')
    expect((await route(id, { mode: 'joint' }, who.BPI)).status).toBe(404)
  })
})
