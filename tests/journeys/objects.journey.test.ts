import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { days, plus } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { crews, directiveBody, newBox, spanFrom } from '../support/joint.ts'
import { chicken, sampleContainer, sampleDeclaration, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>
let trader: Party
beforeAll(async () => {
  // Everybody's goods of low risk are let go at acceptance: what is held is held by a directive.
  app = await startApp({ pack: { ...cn, defaultCreditGrade: 'AA' } })
  who = crews(app)
  trader = app.as({ role: 'trader', enterprise: 'E-L' })
})
afterAll(() => app.close())

const consignment = (ref: string): Record<string, unknown> => ({ object: { kind: 'consignment', ref } })
const item = (ref: string): Record<string, unknown> => ({ object: { kind: 'item', ref } })
const near = async (object: string): Promise<unknown[]> => (await who.coordinator.get(`/collisions?object=${object}&state=near-miss`)).body.items
const openings = async (box: string, by: Party = who.coordinator): Promise<Record<string, unknown>[]> => (await by.get(`/shared-openings?object=${box}`)).body.items

async function declare(box: string, lines: number, load?: 'lcl'): Promise<{ id: string; number: string; status: string }> {
  const items = Array.from({ length: lines }, (_, i) => ({ ...tee, line: i + 1, containers: [box] }))
  const reply = await trader.post('/declarations', sampleDeclaration({ declarant: 'E-L', consignee: 'E-L', containers: [{ number: box, ...(load === undefined ? {} : { load }) }], items }))
  expect(reply.status, reply.text).toBe(201)
  return reply.body
}

describe('DC-04 which object is meant', () => {
  test('DC-04: a wrong check digit of a box or a ship is refused in both languages, with the digit that would be right', async () => {
    const refusal = async (object: Record<string, unknown>, methods = ['open'], power = 'CUS-GOODS'): Promise<{ code: string; errors: { facts: object; message: { zh: string; en: string }; clause: string }[] }> =>
      (await who.CUS.post('/directives', directiveBody(app, 'CUS', 'X', { object, methods, power }))).body
    const box = await refusal({ kind: 'container', ref: 'TGHU1234568' })
    expect([box.code, box.errors[0]?.facts, box.errors[0]?.clause]).toEqual(['directives/container-number', { ref: 'TGHU1234568', digit: '7' }, 'DC-04'])
    expect([box.errors[0]?.message.en, box.errors[0]?.message.zh]).toEqual([expect.stringContaining('ISO 6346'), expect.stringContaining('校验码应为 7')])
    expect((await refusal({ kind: 'container', ref: 'MY BOX' })).code).toBe('directives/container-number')
    const ship = await refusal({ kind: 'vessel', ref: 'IMO 9321484' }, ['board'], 'CUS-CONVEYANCE')
    expect([ship.code, ship.errors[0]?.facts]).toEqual(['directives/imo-number', { ref: 'IMO 9321484', digit: '3' }])
  })

  test('DC-04: the number of a box is used again next month, a plate the day after tomorrow: another object, and no near-miss', async () => {
    const box = newBox()
    await who.direct('CUS', box)
    const later = spanFrom(plus(app.clock.now(), days(45)), 0, 4)
    expect((await who.direct('CIQ', box, { window: later })).collision).toBeUndefined()
    expect(await near(box)).toEqual([])
    expect((await who.direct('CUS', box, { window: later })).collision.agencies).toEqual(['CIQ', 'CUS'])

    const lorry = { object: { kind: 'vehicle', ref: '新A 12345' }, methods: ['board'] }
    await who.direct('CUS', 'X', { ...lorry, power: 'CUS-CONVEYANCE' })
    const back = { ...lorry, window: spanFrom(plus(app.clock.now(), days(2)), 0, 4) }
    expect((await who.direct('CIQ', 'X', { ...back, power: 'CIQ-HEALTH' })).collision).toBeUndefined()
    expect((await who.direct('BPI', 'X', { ...lorry, object: { kind: 'vehicle', ref: '新a12345' }, power: 'BPI-CONVEYANCE' })).collision.agencies).toEqual(['BPI', 'CUS'])
  })

  test('DC-04: a window that has long been open, and one that reaches over the time the lorry is expected, mean the lorry that is there', async () => {
    const lorry = (agency: 'CUS' | 'CIQ', ref: string, from: number, to: number): Promise<{ collision?: { agencies: string[] } }> =>
      who.direct(agency, 'X', { object: { kind: 'vehicle', ref }, methods: ['board'], power: agency === 'CUS' ? 'CUS-CONVEYANCE' : 'CIQ-HEALTH', window: spanFrom(app.clock.now(), from, to) })
    await lorry('CUS', '浙B4021', -40, 6)
    expect((await lorry('CIQ', '浙B4021', 1, 3)).collision?.agencies).toEqual(['CIQ', 'CUS'])
    // It was here today and is expected again the day after tomorrow; whoever wants it from tomorrow on wants that one.
    await lorry('CUS', '浙B4022', 1, 3)
    await lorry('CUS', '浙B4022', 50, 54)
    expect((await lorry('CIQ', '浙B4022', 20, 60)).collision?.agencies).toEqual(['CIQ', 'CUS'])
    expect((await who.coordinator.get('/collisions?object=浙B4022')).body.items).toMatchObject([{ window: spanFrom(app.clock.now(), 50, 54) }])
  })

  test('DC-04: one object however it is written: marks, spaces, capitals, full-width signs, the box with its check digit set apart, the bill in small letters', async () => {
    const meets = async (one: Record<string, unknown>, other: Record<string, unknown>): Promise<string[] | undefined> => {
      await who.direct('CUS', 'X', one)
      return (await who.direct('CIQ', 'X', other)).collision?.agencies
    }
    const both = ['CIQ', 'CUS']
    const plate = (ref: string, power: string): Record<string, unknown> => ({ object: { kind: 'vehicle', ref }, methods: ['board'], power })
    expect(await meets(plate('浙B·D4017', 'CUS-CONVEYANCE'), plate('浙bd4017', 'CIQ-HEALTH'))).toEqual(both)
    expect(await meets(plate('浙B-D4018', 'CUS-CONVEYANCE'), plate('浙Ｂ\u3000Ｄ４０１８', 'CIQ-HEALTH'))).toEqual(both)
    // Whoever looks for it finds it as they write it.
    const found = async (list: string, ref: string): Promise<number> => (await who.coordinator.get(`/${list}?object=${encodeURIComponent(ref)}`)).body.items.length
    for (const spelt of ['浙B·D4017', '浙b d4017', '浙BD4017']) expect([spelt, await found('collisions', spelt), (await found('joint-inspections', spelt)) > 0]).toEqual([spelt, 1, true])
    const box = newBox()
    const apart = `${box.slice(0, 4)} ${box.slice(4, 10)}-${box.slice(10)}`
    const { inspection } = await who.direct('CUS', box)
    expect((await who.direct('CIQ', apart)).collision?.agencies).toEqual(both)
    expect(await found('collisions', apart)).toBe(1)
    expect((await near(box))).toEqual([])
    const id = (await who.coordinator.get(`/collisions?object=${box}`)).body.items[0].inspection
    expect(id).not.toBe(inspection.id)
    await who.agree(id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'SPELT')
    await who.act('CUS', id, 'start')
    await who.act('CUS', id, 'open', { object: { kind: 'container', ref: apart } })
    expect((await trader.post('/declarations', sampleDeclaration({ declarant: 'E-L', consignee: 'E-L', transportDocument: 'COSU-DC04-B' }))).status).toBe(201)
    expect(await meets(consignment('COSU-DC04-B'), consignment('cosu-dc04-b'))).toEqual(both)
  })

  test('DC-04: a train and a wagon of it are two objects; the wagon is inspected by the three', async () => {
    const wagon = { object: { kind: 'wagon', ref: '5271834' } }
    await who.direct('CUS', 'X', { object: { kind: 'train', ref: 'X8101' }, methods: ['board'], power: 'CUS-CONVEYANCE' })
    expect((await who.direct('CIQ', 'X', { ...wagon, methods: ['quarantine'], power: 'CIQ-HEALTH' })).collision).toBeUndefined()
    expect((await who.direct('BPI', 'X', wagon)).collision.agencies).toEqual(['BPI', 'CIQ'])
    expect((await who.MSA.post('/directives', directiveBody(app, 'MSA', 'X', wagon))).body.code).toBe('directives/agency-not-participant')
  })

  test('DC-04: two agencies on item 1 collide; one on item 1 and one on item 2 do not, but their box is proposed to be opened once', async () => {
    const box = sampleContainer(4101)
    const { number } = await declare(box, 3)
    const first = await who.direct('CUS', 'X', item(`${number}/1`))
    const both = await who.direct('CIQ', 'X', item(`${number}/1`))
    expect(both.collision.agencies).toEqual(['CIQ', 'CUS'])
    const other = await who.direct('CIQ', 'X', item(`${number}/2`))
    expect(other.collision).toBeUndefined()
    expect(await near(`${number}/2`)).toEqual([])
    const [opening, none] = await openings(box)
    expect(none).toBeUndefined()
    expect(opening).toMatchObject({
      object: { kind: 'container', ref: box },
      agencies: ['CIQ', 'CUS'],
      inspections: [both.inspection.id, other.inspection.id].sort(),
      explanation: expect.arrayContaining([expect.objectContaining({ directives: [first.id, other.id].sort(), rule: { id: 'same-object-in-time', version: 1 }, object: expect.objectContaining({ kind: 'container' }) })]),
    })
    expect((await openings(box, who.CUS)).length).toBe(1)
    expect(await openings(box, who.BPI)).toEqual([])
    expect(await openings(box, trader)).toEqual([])

    // Opened for item 1, it need not be opened for item 2: the record answers both.
    await who.agree(both.inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'ITEM-1')
    await who.act('CUS', both.inspection.id, 'start')
    await who.act('CUS', both.inspection.id, 'open', { object: { kind: 'container', ref: box } })
    await who.agree(other.inspection.id, ['CIQ'], spanFrom(app.clock.now(), 1, 2), 'ITEM-2')
    await who.act('CIQ', other.inspection.id, 'start')
    const again = await who.CIQ.post(`/joint-inspections/${other.inspection.id}/open`, { object: { kind: 'container', ref: box } })
    expect([again.status, again.body.code]).toEqual([409, 'inspections/already-opened'])
    await who.act('CIQ', other.inspection.id, 'findings', { checks: [{ code: 'open', outcome: 'ok' }] })
    expect(await who.act('CIQ', other.inspection.id, 'close')).toMatchObject({ state: 'closed' })
  })

  test('DC-04: days apart, or by papers only, no opening is shared, and those who are kept apart are named', async () => {
    const box = sampleContainer(4102)
    const { number } = await declare(box, 3)
    await who.direct('CUS', 'X', item(`${number}/1`))
    await who.direct('CIQ', 'X', { ...item(`${number}/2`), methods: ['documents'] })
    expect(await openings(box)).toEqual([])
    await who.direct('CIQ', 'X', { ...item(`${number}/2`), window: spanFrom(app.clock.now(), 90, 92) })
    expect(await openings(box)).toEqual([])
    const third = await who.direct('CIQ', 'X', item(`${number}/3`))
    expect(await openings(box)).toMatchObject([{ inspections: expect.arrayContaining([third.inspection.id]), keptApart: expect.arrayContaining([expect.objectContaining({ failed: ['time'] })]) }])
  })
})

describe('TM-06 consolidated boxes', () => {
  const statusOf = async (id: string): Promise<string> => (await trader.get(`/declarations/${id}`)).body.status
  const handle = async (inspection: string, box: string, agencies: ('CUS' | 'CIQ')[], site: string): Promise<void> => {
    await who.agree(inspection, agencies, spanFrom(app.clock.now(), 1, 2), site)
    await who.act(agencies[0] ?? 'CUS', inspection, 'start')
    await who.act(agencies[0] ?? 'CUS', inspection, 'open', { object: { kind: 'container', ref: box } })
  }

  test('TM-06: of twelve lots in one box one is targeted: one opening, eleven released by rule, one held', async () => {
    const box = sampleContainer(6001)
    const lots = await Promise.all(Array.from({ length: 11 }, () => declare(box, 1, 'lcl')))
    const meat = { declarant: 'E-L', consignee: 'E-L', containers: [{ number: box, load: 'lcl' as const }], items: [{ ...chicken, containers: [box] }], documents: [veterinaryCertificate] }
    const sent = await trader.post('/declarations', sampleDeclaration(meat))
    expect([sent.status, sent.body.status], sent.text).toEqual([201, 'accepted'])
    const target = sent.body as { id: string; number: string }
    await app.settle()
    expect(await Promise.all(lots.map((lot) => statusOf(lot.id)))).toEqual(lots.map(() => 'released'))

    // What the assessment wants of it names the lot, never the box others share.
    const derived = (await who.coordinator.get(`/directives?declaration=${target.id}`)).body.items as { object: { kind: string } }[]
    expect(derived.length).toBeGreaterThan(0)
    expect(derived.filter((directive) => directive.object.kind === 'container')).toEqual([])
    await who.direct('CUS', 'X', consignment(target.number))
    const { inspection } = await who.direct('CIQ', 'X', { ...item(`${target.number}/1`), power: 'CIQ-QUARANTINE' })
    await handle(inspection.id, box, ['CUS', 'CIQ'], 'LCL-1')
    expect((await who.CIQ.post(`/joint-inspections/${inspection.id}/open`, { object: { kind: 'container', ref: box } })).body.code).toBe('inspections/already-opened')
    await who.act('CIQ', inspection.id, 'dispositions', { disposition: 'CIQ-HOLD', reason: 'sample to the laboratory' })
    expect(await statusOf(target.id)).toBe('held')
    expect(await Promise.all(lots.map((lot) => statusOf(lot.id)))).toEqual(lots.map(() => 'released'))
  })

  test('TM-06: two lots of one box wanted by two agencies are two cases and one opening; a hold on one neither holds nor releases the other', async () => {
    const box = sampleContainer(6002)
    const graded = await startApp({ pack: { ...cn, defaultCreditGrade: 'C' } })
    try {
      const crew = crews(graded)
      const owner = graded.as({ role: 'trader', enterprise: 'E-L' })
      const lot = async (): Promise<{ id: string; number: string }> => (await owner.post('/declarations', sampleDeclaration({ declarant: 'E-L', consignee: 'E-L', containers: [{ number: box, load: 'lcl' }], items: [{ ...tee, containers: [box] }] }))).body
      const [one, two] = [await lot(), await lot()]
      await graded.settle()
      const first = await crew.direct('CUS', 'X', consignment(one.number))
      const second = await crew.direct('CIQ', 'X', consignment(two.number))
      expect(second.collision).toBeUndefined()
      const [opening] = (await crew.coordinator.get(`/shared-openings?object=${box}`)).body.items
      expect(opening).toMatchObject({ agencies: ['CIQ', 'CUS'], inspections: [first.inspection.id, second.inspection.id].sort() })
      // One click: one time before all parties; whoever is no party of one of them moves none.
      // A name is a name: a wildcard stands for no box.
      expect((await crew.coordinator.post('/shared-openings/propose', { port: '380101', object: '%', site: 'LCL-2' })).status).toBe(404)
      expect(await openings('%25', crew.coordinator)).toEqual([])
      // What is shown on the board is there too, due soonest first.
      const lane = (await crew.coordinator.get('/joint-inspections/lane?port=380101&state=proposed&limit=1')).body
      expect(lane.items).toHaveLength(1)
      const rest = (await crew.coordinator.get(`/joint-inspections/lane?port=380101&state=proposed&after=${lane.next}`)).body.items as { id: string; window: { to: string } }[]
      expect(rest.map(({ id }) => id)).not.toContain(lane.items[0].id)
      expect(rest.map(({ window }) => window.to)).toEqual(rest.map(({ window }) => window.to).toSorted())
      expect((await crew.coordinator.get('/joint-inspections/lane?state=proposed&after=nonsense')).body.code).toBe('common/bad-cursor')
      expect((await crew.CUS.post('/shared-openings/propose', { port: '380101', object: box, site: 'LCL-2' })).body.code).toBe('inspections/not-a-party')
      expect((await owner.post('/shared-openings/propose', { port: '380101', object: box })).status).toBe(404)
      const together = await crew.coordinator.post('/shared-openings/propose', { port: '380101', object: box, site: 'LCL-2' })
      expect([together.status, together.body.inspections], together.text).toEqual([200, [first.inspection.id, second.inspection.id].sort()])
      for (const { id } of [first.inspection, second.inspection]) expect((await crew.coordinator.get(`/joint-inspections/${id}`)).body).toMatchObject({ slot: together.body.slot, site: 'LCL-2', state: 'proposed' })
      await crew.agree(first.inspection.id, ['CUS'], spanFrom(graded.clock.now(), 1, 2), 'LCL-2')
      await crew.act('CUS', first.inspection.id, 'start')
      await crew.act('CUS', first.inspection.id, 'open', { object: { kind: 'container', ref: box } })
      await crew.act('CUS', first.inspection.id, 'dispositions', { disposition: 'CUS-HOLD', reason: 'undeclared goods' })
      const standing = async (id: string): Promise<string> => (await owner.get(`/declarations/${id}`)).body.status
      expect([await standing(one.id), await standing(two.id)]).toEqual(['held', 'accepted'])
      expect((await crew.CIQ.post(`/directives/${second.id}/withdraw`, { reason: 'certificate arrived' })).status).toBe(200)
      expect(await standing(one.id)).toBe('held')
    } finally {
      await graded.close()
    }
  })

  test('TM-06: a directive on the whole shared box concerns every lot, a decision only those it names: one is held, the others go', async () => {
    const box = sampleContainer(6003)
    const graded = await startApp({ pack: { ...cn, defaultCreditGrade: 'C' } })
    try {
      const crew = crews(graded)
      const owner = graded.as({ role: 'trader', enterprise: 'E-L' })
      const lot = async (): Promise<{ id: string; number: string }> => (await owner.post('/declarations', sampleDeclaration({ declarant: 'E-L', consignee: 'E-L', containers: [{ number: box, load: 'lcl' }], items: [{ ...tee, containers: [box] }] }))).body
      const lots = [await lot(), await lot(), await lot()] as const
      await graded.settle()
      await crew.direct('CUS', box)
      const { inspection } = await crew.direct('CIQ', box)
      const { id } = inspection
      // What the assessment wants of the papers is judged, so that only the box is left.
      for (const agency of ['CUS', 'CIQ'] as const) {
        for (const papers of (await crew[agency].get('/joint-inspections?state=proposed')).body.items.filter((each: { desk: boolean }) => each.desk)) await crew.act(agency, papers.id, 'dispositions', { disposition: `${agency}-PASS` })
      }
      await crew.agree(id, ['CUS', 'CIQ'], spanFrom(graded.clock.now(), 1, 2), 'LCL-3')
      await crew.act('CUS', id, 'start')
      await crew.act('CUS', id, 'open', { object: { kind: 'container', ref: box } })
      const standing = (): Promise<string[]> => Promise.all(lots.map(async (each) => (await owner.get(`/declarations/${each.id}`)).body.status))
      const seen = (await crew.CUS.get(`/joint-inspections/${id}`)).body as { lots: { number: string; lines: number[] }[]; tasks: { duties: { code: string }[] }[] }
      expect(seen.lots.map((each) => each.number)).toEqual(lots.map((each) => each.number).sort())
      const elsewhere = await crew.CUS.post(`/joint-inspections/${id}/dispositions`, { disposition: 'CUS-HOLD', reason: 'x', lots: ['310420170000000001'] })
      expect([elsewhere.status, elsewhere.body.errors[0]]).toMatchObject([422, { code: 'inspections/lot-not-here', pointer: '/lots/0' }])
      await crew.act('CUS', id, 'dispositions', { disposition: 'CUS-HOLD', reason: 'undeclared goods', lots: [lots[0].number] })
      // A hold on one line holds its lot and no other.
      await crew.act('CIQ', id, 'dispositions', { disposition: 'CIQ-HOLD', reason: 'pests', lots: [`${lots[1].number}/1`] })
      for (const agency of ['CUS', 'CIQ'] as const) await crew.act(agency, id, 'dispositions', { disposition: `${agency}-PASS` })
      await crew.act('CUS', id, 'close')
      expect(await standing()).toEqual(['held', 'held', 'released'])
      const after = (await crew.coordinator.get(`/joint-inspections/${id}`)).body as { lots: { number: string; decisions: object }[] }
      expect(after.lots.find((each) => each.number === lots[1].number)?.decisions).toMatchObject({ CUS: { effect: 'qualify' }, CIQ: { effect: 'hold' } })
      // Dossier and public results say what became of each lot, not only the gravest; the public is told no number.
      const dossier = (await crew.coordinator.get(`/liability?case=${id}`)).body.inspections[0].responsibilities as { agency: string; disposition: { effect: string }; lots: { lot: string; own: boolean; disposition: { effect: string; reason?: string } }[] }[]
      const effects = (agency: string) => dossier.find((one) => one.agency === agency)?.lots.map((each) => [each.lot, each.own, each.disposition.effect])
      const [a, b, c] = lots.map((each) => each.number)
      const inOrder = (rows: (readonly [string, boolean, string])[]) => rows.toSorted((x, y) => (x[0] < y[0] ? -1 : 1))
      expect(effects('CUS')).toEqual(inOrder([[a ?? '', true, 'hold'], [b ?? '', false, 'qualify'], [c ?? '', false, 'qualify']]))
      expect(effects('CIQ')).toEqual(inOrder([[a ?? '', false, 'qualify'], [b ?? '', false, 'hold'], [`${b}/1`, true, 'hold'], [c ?? '', false, 'qualify']]))
      expect(dossier.map((one) => one.disposition.effect)).toEqual(['qualify', 'qualify'])
      const shown = await graded.nobody.get('/public/results?agency=CUS')
      const published = shown.body.items.find((each: { objectKind: string }) => each.objectKind === 'container').parts as { agency: string; effect: string; lots: { lot: number; effect: string }[] }[]
      expect(published.map((part) => [part.agency, part.effect, part.lots.map((each) => each.effect).toSorted()])).toEqual([['CIQ', 'hold', ['hold', 'qualify', 'qualify']], ['CUS', 'hold', ['hold', 'qualify', 'qualify']]])
      expect(published[0]?.lots.map((each) => each.lot)).toEqual([1, 2, 3])
      for (const each of lots) expect(shown.text).not.toContain(each.number)
      // The one on everything has not taken the hold back; naming the lot does.
      await crew.act('CUS', id, 'dispositions', { disposition: 'CUS-PASS', lots: [lots[0].number] })
      expect(await standing()).toEqual(['released', 'held', 'released'])
      await crew.act('CIQ', id, 'dispositions', { disposition: 'CIQ-RETURN', reason: 'pests', lots: [`${lots[1].number}/1`] })
      expect(await standing()).toEqual(['released', 'refused', 'released'])
      const foreign = graded.as({ role: 'trader', enterprise: 'E-B' })
      expect((await foreign.get(`/joint-inspections/${id}`)).status).toBe(404)
    } finally {
      await graded.close()
    }
  })
})
