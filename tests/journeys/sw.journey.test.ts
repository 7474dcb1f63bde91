import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, instant, plus, toIso } from '../../src/kernel/instant.ts'
import type { Declaration } from '../../src/window/declarations/declaration.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { crews, spanFrom } from '../support/joint.ts'
import { chicken, sampleContainer, sampleDeclaration, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

let product: TestApp
let trader: Party
let cus: Party
let ciq: Party
let bpi: Party
beforeAll(async () => {
  product = await startApp({ now: instant('2026-03-02T09:00:00+08:00') })
  trader = product.as({ role: 'trader', enterprise: 'E-B' })
  cus = product.as({ role: 'officer', agency: 'CUS' })
  ciq = product.as({ role: 'officer', agency: 'CIQ' })
  bpi = product.as({ role: 'officer', agency: 'BPI' })
})
afterAll(() => product.close())

interface Listed {
  readonly id: string
  readonly number: string
  readonly reference: string
}

const submitted = async (
  declaration: Declaration,
  as: Party = trader,
): Promise<{ id: string; number: string; status: string; releaseMode: string; acceptedAt: string }> => {
  const reply = await as.post('/declarations', declaration)
  expect(reply.status, reply.text).toBe(201)
  return reply.body as never
}
const listed = async (party: Party, query: string): Promise<Listed[]> => {
  const reply = await party.get(`/declarations?${query}`)
  expect(reply.status, reply.text).toBe(200)
  return (reply.body as { items: Listed[] }).items
}
/** Frozen chicken with its papers: goods that both agencies want to see. */
const chickenDeclaration = (overrides: Partial<Declaration> = {}): Declaration =>
  sampleDeclaration({ items: [chicken], documents: [veterinaryCertificate], ...overrides })
const inbox = async (party: Party, subject: string): Promise<{ type: string; facts: Record<string, unknown> }[]> => {
  const reply = await party.get('/notices?limit=200')
  expect(reply.status, reply.text).toBe(200)
  return (reply.body as { items: { type: string; subjectId: string; subject?: { id: string }; facts: Record<string, unknown> }[] }).items.filter(
    (notice) => (notice.subject?.id ?? notice.subjectId) === subject,
  )
}

test('SW-01: one submission is the same record for CUS and CIQ, and a second submit of the reference makes no second one', async () => {
  const declaration = sampleDeclaration()
  const first = await trader.post('/declarations', declaration)
  expect(first.status).toBe(201)
  const { id, number } = first.body as { id: string; number: string }
  for (const agency of [cus, ciq]) {
    expect(await listed(agency, `q=${declaration.reference}`)).toMatchObject([{ id, number }])
    const seen = await agency.get(`/declarations/${id}`)
    expect(seen.body).toMatchObject({
      id,
      number,
      content: { reference: declaration.reference, items: [{ hs: '6109100000', value: { amount: 36000, currency: 'USD' } }] },
    })
  }
  const again = await trader.post('/declarations', declaration)
  expect([again.status, again.text]).toEqual([200, first.text])
  expect(await listed(cus, `q=${declaration.reference}`)).toHaveLength(1)
})

test('SW-01: a declaration is found by its number, its container and its transport document, at its port only', async () => {
  const box = sampleContainer(4711)
  const declaration = sampleDeclaration({ containers: [{ number: box }], transportDocument: 'COSU4711' })
  const { id, number } = await submitted(declaration)
  for (const q of [number, box, 'COSU4711', declaration.reference]) expect((await listed(cus, `q=${q}`)).map((row) => row.id)).toEqual([id])
  const elsewhere = product.as({ role: 'officer', agency: 'CUS', ports: ['650302'] })
  expect(await listed(elsewhere, `q=${number}`)).toEqual([])
  expect((await elsewhere.get(`/declarations/${id}`)).status).toBe(404)
})

test("SW-01: a trader sees its own declarations and nobody else's, whichever way it asks", async () => {
  const { id, number } = await submitted(sampleDeclaration())
  const other = product.as({ role: 'trader', enterprise: 'E-C' })
  expect(await listed(other, `q=${number}`)).toEqual([])
  const missing = await other.get('/declarations/0195a0de-0000-7000-8000-000000000000')
  for (const path of [`/declarations/${id}`, `/declarations/${id}/timeline`, `/declarations/${id}/explanation`]) {
    const hidden = await other.get(path)
    expect([hidden.status, { ...(hidden.body as object), requestId: '' }]).toEqual([404, { ...(missing.body as object), requestId: '' }])
  }
  expect((await trader.get(`/declarations/${id}`)).status).toBe(200)
})

test('SW-02: chicken without its certificate and in a wrong unit: ONE reply lists the CIQ and the CUS error with their fields', async () => {
  const reply = await trader.post('/declarations', sampleDeclaration({ items: [{ ...chicken, quantity: { value: 24, unit: 'MTR' } }] }))
  expect(reply.status).toBe(422)
  const { errors } = reply.body as { errors: { agency: string; pointer: string; clause: string; message: { zh: string; en: string } }[] }
  expect(errors).toEqual([
    expect.objectContaining({ agency: 'CUS', pointer: '/items/0/quantity/unit' }),
    expect.objectContaining({ agency: 'CIQ', pointer: '/documents' }),
  ])
  for (const { message, clause } of errors) {
    expect(clause).toMatch(/^[A-Z]{2}-\d\d$/)
    expect(message.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(message.en).toMatch(/[a-z]/)
  }
})

test('SW-02: every line is judged on its own, and goods that need nothing are asked for nothing', async () => {
  const reply = await trader.post(
    '/declarations',
    sampleDeclaration({ items: [tee, { ...chicken, line: 2, licences: [] }], documents: [{ ...veterinaryCertificate, lines: [1] }] }),
  )
  expect((reply.body as { errors: { pointer: string }[] }).errors.map((error) => error.pointer).sort()).toEqual(['/documents', '/items/1/licences'])
  await submitted(sampleDeclaration({ items: [tee, { ...chicken, line: 2 }], documents: [{ ...veterinaryCertificate, lines: [2] }] }))
})

test('SW-03: the declarant and the agencies that want a check are told of the acceptance with its time; others are not', async () => {
  const declaration = chickenDeclaration()
  const { id, number, acceptedAt } = await submitted(declaration)
  await product.settle()
  expect(await inbox(trader, id)).toEqual(
    expect.arrayContaining([expect.objectContaining({ type: 'DeclarationAccepted', facts: expect.objectContaining({ number, at: acceptedAt }) as never })]),
  )
  expect((await inbox(ciq, id)).map((notice) => notice.type)).toContain('DeclarationAccepted')
  expect(await inbox(bpi, id)).toEqual([])
  expect(await inbox(product.as({ role: 'trader', enterprise: 'E-C' }), id)).toEqual([])
})

test('SW-03: an instruction of CIQ on the goods reaches the declarant and CUS with its time; BPI hears nothing, the trader never why', async () => {
  const box = sampleContainer(33_001)
  const { id, number } = await submitted(chickenDeclaration({ containers: [{ number: box }] }))
  await product.settle()
  const instruct = (agency: Party, ref: string, kind: string, power: string, methods: string[]): Promise<Reply> =>
    agency.post('/directives', {
      port: '380101',
      object: { kind, ref },
      methods,
      window: { from: '2026-03-02T14:00:00+08:00', to: '2026-03-02T18:00:00+08:00' },
      power,
      reason: 'hold for sampling: tip-off 17',
    })
  expect((await instruct(cus, number, 'consignment', 'CUS-GOODS', ['weigh'])).status).toBe(201)
  expect((await instruct(ciq, box, 'container', 'CIQ-QUARANTINE', ['sample'])).status).toBe(201)
  await product.settle()
  const told = async (party: Party): Promise<{ agencies: unknown; from: unknown }[]> => {
    const { items } = (await party.get('/notices?limit=200')).body as { items: { type: string; facts: Record<string, unknown> }[] }
    const about = items.filter(
      (notice) => notice.type === 'JointMatched' && (notice.facts['object'] === box || String(notice.facts['object']).startsWith(number)),
    )
    return about.map((notice) => ({ agencies: notice.facts['agencies'], from: notice.facts['from'] }))
  }
  for (const party of [trader, cus]) expect(await told(party)).toEqual([{ agencies: 'CIQ, CUS', from: expect.stringMatching(/^2026-03-02T.*Z$/) as never }])
  expect(await told(bpi)).toEqual([])
  const timeline = await trader.get(`/declarations/${id}/timeline?limit=200`)
  expect((timeline.body as { items: { type: string }[] }).items.map((entry) => entry.type)).toEqual(
    expect.arrayContaining(['DeclarationAccepted', 'InspectionProposed']),
  )
  expect(timeline.text).not.toContain('tip-off')
  expect((await cus.get(`/declarations/${id}/timeline?limit=200`)).text).toContain('tip-off')
})

test('SW-03: CIQ alone wants the goods at a time of its own: declarant and CUS, who has a check on them, are told of it, then of the hold with its time and code; BPI of neither', async () => {
  const box = sampleContainer(33_002)
  const { id } = await submitted(chickenDeclaration({ containers: [{ number: box }] }))
  await product.settle()
  const who = crews(product)
  await who.direct('CUS', box, { methods: ['weigh'] })
  const { inspection } = (await who.direct('CIQ', box, { methods: ['sample'], power: 'CIQ-QUARANTINE', window: spanFrom(product.clock.now(), 200, 204) })) as { inspection: { id: string } }
  await product.settle()
  const appointment = { type: 'InspectionRequired', facts: expect.objectContaining({ object: box, agencies: 'CIQ', from: toIso(plus(product.clock.now(), hours(200))) }) as never }
  const appointments = async (party: Party, subject: string): Promise<object[]> => (await inbox(party, subject)).filter(({ type, facts }) => type === 'InspectionRequired' && facts['agencies'] === 'CIQ' && facts['object'] === box)
  expect(await appointments(trader, inspection.id)).toMatchObject([appointment])
  expect(await appointments(cus, id)).toMatchObject([appointment])
  for (const subject of [id, inspection.id]) expect(await inbox(bpi, subject)).toEqual([])

  await who.agree(inspection.id, ['CIQ'], spanFrom(product.clock.now(), 200, 201), 'S-33002')
  await who.act('CIQ', inspection.id, 'start')
  await who.act('CIQ', inspection.id, 'dispositions', { disposition: 'CIQ-HOLD', reason: 'hold for sampling' })
  await product.settle()
  const held = { type: 'GoodsHeld', facts: expect.objectContaining({ at: toIso(product.clock.now()), code: 'CIQ-HOLD', agencies: 'CIQ' }) as never }
  for (const party of [trader, cus]) expect((await inbox(party, id)).filter(({ type }) => type === 'GoodsHeld')).toMatchObject([held])
  expect(await inbox(bpi, id)).toEqual([])
})

test('SW-03: a repeat of the submission tells nobody a second time', async () => {
  const declaration = chickenDeclaration()
  const { id } = await submitted(declaration)
  await product.settle()
  const told = (await inbox(trader, id)).length
  await trader.post('/declarations', declaration)
  await product.settle()
  expect((await inbox(trader, id)).length).toBe(told)
})

interface Work {
  readonly id: string
  readonly state: string
  readonly desk: boolean
  readonly tasks: readonly { readonly agency: 'CUS' | 'CIQ'; readonly duties: readonly { readonly code: string; readonly done?: object }[] }[]
}
const startsOf = async (id: string): Promise<{ agency: string; startedAt?: string }[]> =>
  ((await cus.get(`/declarations/${id}`)).body as { agencies: { agency: string; startedAt?: string }[] }).agencies.toSorted((a, b) => (a.agency < b.agency ? -1 : 1))

test("SW-04: accepted at 09:00, CUS's and CIQ's work starts at 09:00, read from what each was asked", async () => {
  const { id } = await submitted(chickenDeclaration())
  await product.settle()
  expect(await startsOf(id)).toMatchObject([
    { agency: 'CIQ', startedAt: '2026-03-02T01:00:00.000Z' },
    { agency: 'CUS', startedAt: '2026-03-02T01:00:00.000Z' },
  ])
  // A start of one agency after another's, as in serial processing, would be seen.
  await product.database.ownerDb.query(`update joint.directive set accepted_at = accepted_at + interval '1 hour' where agency = 'CIQ' and declarations && array[$1]::uuid[]`, [id])
  expect((await startsOf(id)).map(({ startedAt }) => startedAt)).toEqual(['2026-03-02T02:00:00.000Z', '2026-03-02T01:00:00.000Z'])
})

test.each([['CIQ', 'CUS'] as const, ['CUS', 'CIQ'] as const])("SW-04: %s's result first neither blocks nor requires %s's, and the goods go after both", async (first, second) => {
  const { id } = await submitted(chickenDeclaration({ containers: [{ number: sampleContainer(first === 'CIQ' ? 34_001 : 34_002) }] }))
  await product.settle()
  const headquarters = product.as({ role: 'headquarters' })
  const who = crews(product)
  const worksOf = async (agency: string): Promise<Work[]> => ((await headquarters.get(`/joint-inspections?declaration=${id}`)).body as { items: Work[] }).items.filter(({ tasks }) => tasks.some((task) => task.agency === agency))
  const results = async (agency: 'CUS' | 'CIQ'): Promise<void> => {
    const works = await worksOf(agency)
    expect(works.length).toBeGreaterThan(0)
    for (const work of works) {
      if (!work.desk) {
        await who.agree(work.id, [agency], spanFrom(product.clock.now(), 1, 2), `S-${work.id}`)
        await who.act(agency, work.id, 'start')
        for (const { code } of work.tasks[0]?.duties ?? []) {
          if (code === 'open') await who.act(agency, work.id, 'open', {})
          else if (code === 'weigh') await who.act(agency, work.id, 'weigh', { grossKg: 24_100 })
          else if (code === 'scan') await who.act(agency, work.id, 'scan', { image: 'S-4' })
          else await who.act(agency, work.id, 'findings', { checks: [{ code, outcome: 'ok' }] })
        }
        await who.act(agency, work.id, 'close')
      }
      await who.act(agency, work.id, 'dispositions', { disposition: `${agency}-PASS` })
    }
    expect((await worksOf(agency)).map(({ state }) => state)).toEqual(works.map(() => 'closed'))
  }
  const standing = async (): Promise<string> => ((await trader.get(`/declarations/${id}`)).body as { status: string }).status
  await results(first)
  expect([await standing(), (await worksOf(second)).map(({ state }) => state)]).toEqual(['accepted', expect.not.arrayContaining(['closed']) as never])
  await results(second)
  expect(await standing()).toBe('released')
})

test('SW-04: goods that no agency wants to check are released at 09:00 too, and nobody has work on them', async () => {
  const receipt = await submitted(sampleDeclaration())
  expect(receipt).toMatchObject({ status: 'released', releaseMode: 'declaration', releasedAt: '2026-03-02T01:00:00.000Z' })
  expect((await cus.get(`/declarations/${receipt.id}`)).body).toMatchObject({ status: 'released', agencies: [] })
  const types = ((await trader.get(`/declarations/${receipt.id}/timeline`)).body as { items: { type: string }[] }).items.map((entry) => entry.type)
  expect(types).toEqual(['DeclarationAccepted', 'GoodsReleased'])
})

const train = (numbers: readonly string[], ref: string): object => ({
  port: '650302',
  kind: 'train',
  ref,
  arrival: '2026-03-02T06:40:00+08:00',
  from: 'Duisburg',
  containers: numbers.map((number) => ({ number })),
})

test('SW-05: a train with 41 containers: each is linked to the train and to its declarations, before the report and after it', async () => {
  const numbers = Array.from({ length: 41 }, (_, i) => sampleContainer(650_000 + i))
  const atRail = product.as({ role: 'officer', agency: 'CUS', ports: ['650302'] })
  const carrier = product.as({ role: 'trader', enterprise: 'E-A' })
  const box = (i: number): { number: string } => ({ number: numbers[i] ?? '' })
  const before = await submitted(sampleDeclaration({ port: '650302', mode: 'rail', containers: [box(0), box(1)] }))
  const reply = await carrier.post('/conveyances', train(numbers, 'X8044'), { 'idempotency-key': 'train-1' })
  expect(reply.status, reply.text).toBe(201)
  const after = await submitted(sampleDeclaration({ port: '650302', mode: 'rail', containers: [box(40)] }))
  const shared = await submitted(sampleDeclaration({ port: '650302', mode: 'rail', containers: [{ ...box(1), load: 'lcl' }] }))

  const { id } = reply.body as { id: string }
  const seen = (await atRail.get(`/conveyances/${id}`)).body as { containers: { number: string; declarations: { number: string }[] }[] }
  expect(seen.containers.map((container) => container.number)).toEqual(numbers)
  const of = (i: number): string[] | undefined => seen.containers[i]?.declarations.map((declaration) => declaration.number)
  expect(of(0)).toEqual([before.number])
  expect(of(1)).toEqual([before.number, shared.number])
  expect(of(2)).toEqual([])
  expect(of(40)).toEqual([after.number])
  for (const declaration of [before, after]) {
    const view = (await atRail.get(`/declarations/${declaration.id}`)).body as { conveyances: { id: string; ref: string }[] }
    expect(view.conveyances).toMatchObject([{ id, kind: 'train', ref: 'X8044', movement: 'arrival' }])
  }
  expect((await carrier.post('/conveyances', train(numbers, 'X8044'), { 'idempotency-key': 'train-1' })).text).toBe(reply.text)
})

const journeys = [
  ['vessel', 'sea', '380101', '9074729'],
  ['train', 'rail', '650302', 'X8044-2'],
  ['vehicle', 'road', '650302', '新A 58221'],
  ['aircraft', 'air', '410001', 'CZ 6035'],
] as const

test.each(journeys.flatMap((of, at) => [[...of, 'arrival', 'import', at * 2] as const, [...of, 'departure', 'export', at * 2 + 1] as const]))(
  'SW-05: %s by %s at %s (%s): its %s is linked to the declarations of what it carries, boxes and loose goods, declared before the report and after it',
  async (kind, mode, port, ref, movement, direction, n) => {
    const [boxed, later, bill, stranger] = [sampleContainer(560_000 + n * 10), sampleContainer(560_001 + n * 10), `SW05-${n}`, sampleContainer(560_002 + n * 10)]
    const carrier = product.as({ role: 'trader', enterprise: 'E-A' })
    const officer = product.as({ role: 'officer', agency: 'CUS', ports: [port] })
    const declared = (more: Partial<Declaration>): ReturnType<typeof submitted> => submitted(sampleDeclaration({ port, mode, direction, ...more }))
    const before = await declared({ containers: [{ number: boxed }] })
    const loose = await declared({ transportDocument: bill })
    const elsewhere = await declared({ containers: [{ number: stranger }] })
    // One stay: what departs had arrived in the morning. Each movement is a report of its own with a manifest of its own.
    const at = movement === 'arrival' ? '2026-03-02T08:00:00+08:00' : '2026-03-02T17:30:00+08:00'
    const report = { port, kind, ref, [movement]: at, from: 'A', to: 'B', containers: [{ number: boxed, grossWeightKg: 21400 }, { number: later }, { transportDocument: bill }] }
    const reply = await carrier.post('/conveyances', report)
    expect(reply.status, reply.text).toBe(201)
    const after = await declared({ containers: [{ number: later }] })

    const { id } = reply.body as { id: string }
    const seen = (await officer.get(`/conveyances/${id}`)).body as { containers: { declarations: { number: string }[] }[] }
    expect(seen).toMatchObject({ kind, ref: ref.replaceAll(' ', ''), movement, at: toIso(instant(at)), from: 'A', to: 'B', reportedBy: 'enterprise:E-A' })
    expect(seen.containers.map(({ declarations }) => declarations.map(({ number }) => number))).toEqual([[before.number], [after.number], [loose.number]])
    for (const declaration of [before, loose, after]) {
      const { conveyances } = (await officer.get(`/declarations/${declaration.id}`)).body as { conveyances: object[] }
      expect(conveyances).toMatchObject([{ id, kind, movement }])
    }
    expect((await officer.get(`/declarations/${elsewhere.id}`)).body).toMatchObject({ conveyances: [] })
    const listedThere = (await officer.get(`/conveyances?kind=${kind}`)).body as { items: { id: string; containers: number }[] }
    expect(listedThere.items.find((one) => one.id === id)).toMatchObject({ containers: 3 })
    // On the time-line of what was declared before it came.
    await product.settle()
    const types = ((await officer.get(`/declarations/${before.id}/timeline`)).body as { items: { type: string }[] }).items.map((entry) => entry.type)
    expect(types).toContain('ConveyanceReported')
  },
)

test('SW-05: a vessel is named by its IMO number, a manifest names a container once, and a carrier sees of the declarations aboard its own only', async () => {
  const carrier = product.as({ role: 'trader', enterprise: 'E-A' })
  const report = { port: '380101', kind: 'vessel', ref: '9321483', arrival: '2026-03-05T08:00:00+08:00', containers: [] as object[] }
  const codes = (reply: Reply): string[] =>
    (reply.body as { errors: { pointer: string; code: string }[] }).errors.map((error) => `${error.pointer} ${error.code}`)
  expect(codes(await carrier.post('/conveyances', { ...report, ref: '9321484' }))).toEqual(['/ref conveyances/vessel-needs-imo'])
  const box = { number: sampleContainer(52_001) }
  expect(codes(await carrier.post('/conveyances', { ...report, containers: [box, {}] }))).toEqual(['/containers/1 conveyances/entry-without-name'])
  expect(codes(await carrier.post('/conveyances', { ...report, containers: [box, box] }))).toEqual(['/containers/1/number conveyances/container-repeated'])
  expect(codes(await carrier.post('/conveyances', { ...report, departure: report.arrival }))).toEqual(['/arrival conveyances/arrival-or-departure'])

  const inBox = await submitted(sampleDeclaration({ containers: [box] }))
  const loose = await submitted(sampleDeclaration({ transportDocument: 'BULK-0001' }))
  const reply = await carrier.post('/conveyances', { ...report, containers: [box, { transportDocument: 'BULK-0001' }] })
  expect(reply.status, reply.text).toBe(201)
  const { id, containers } = reply.body as { id: string; containers: { declarations: unknown[] }[] }
  expect(containers.map((entry) => entry.declarations)).toEqual([[], []])
  const official = (await cus.get(`/conveyances/${id}`)).body as { containers: { declarations: { number: string }[] }[] }
  expect(official.containers.map((entry) => entry.declarations.map((declaration) => declaration.number))).toEqual([[inBox.number], [loose.number]])
  expect((await trader.get(`/conveyances/${id}`)).status).toBe(404)
  expect(codes(await carrier.post('/conveyances', { ...report, containers: [box] }))).toEqual(['/ref conveyances/already-reported'])
})

test('SW-09: of 1,000 declarations some are selected; the shared data set of CIQ counts all 1,000', async () => {
  const port = '650501'
  const officer = product.as({ role: 'officer', agency: 'CIQ', ports: [port] })
  const lines = Array.from({ length: 1000 }, (_, i) =>
    i % 27 === 0 && i < 27 * 37 ? chickenDeclaration({ port, mode: 'rail' }) : sampleDeclaration({ port, mode: 'rail' }),
  )
  const answers = await trader.send('POST', '/declarations:batch', lines.map((line) => JSON.stringify(line)).join('\n'), {
    'content-type': 'application/x-ndjson',
  })
  expect(answers.text.trimEnd().split('\n')).toHaveLength(1000)
  expect((await officer.get('/declarations/counts')).body).toMatchObject({ total: 1000, more: [] })
  const ids = new Set<string>()
  const kept: string[] = []
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: Reply = await officer.get(`/declarations?limit=200${after === '' ? '' : `&after=${after}`}`)
    for (const row of (page.body as { items: (Listed & { status: string })[] }).items) {
      ids.add(row.id)
      if (row.status !== 'released') kept.push(row.id)
    }
    after = (page.body as { next?: string }).next
  }
  expect(ids.size).toBe(1000)
  // Selected are those the assessment wants to look at: they are kept, and there is work of an agency on each.
  expect(kept).toHaveLength(37)
  await product.settle()
  const asked = new Set<string>()
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: Reply = await officer.get(`/directives?limit=200${after === '' ? '' : `&after=${after}`}`)
    for (const { declarations } of (page.body as { items: { declarations: string[] }[] }).items) for (const id of declarations) asked.add(id)
    after = (page.body as { next?: string }).next
  }
  expect([...asked].toSorted()).toEqual(kept.toSorted())
})

test('SW-09: what an agency has no need of it does not get, though it sees the record', async () => {
  const { id } = await submitted(sampleDeclaration())
  const seen = (await bpi.get(`/declarations/${id}`)).body as { content: { items: object[] }; withheld: string[] }
  expect(seen.content.items[0]).not.toHaveProperty('value')
  expect(seen.withheld).toEqual(['/content/items/*/value'])
  const full = (await ciq.get(`/declarations/${id}`)).body as { content: { items: object[] } }
  expect(full.content.items[0]).toHaveProperty('value')
})
