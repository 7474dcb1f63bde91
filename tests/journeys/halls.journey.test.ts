import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { greyPng } from '../../seed/grey-png.ts'
import { hours, instant, plus } from '../../src/kernel/instant.ts'
import type { Declaration } from '../../src/window/declarations/declaration.ts'
import { startApp, type Reply, type TestApp } from '../support/app.ts'
import { crews, newBox, powers, spanFrom } from '../support/joint.ts'
import { sampleDeclaration, tee } from '../support/sample-declarations.ts'

type Agency = 'CUS' | 'CIQ' | 'BPI' | 'MSA'

let app: TestApp
beforeAll(async () => {
  // Everybody is trusted: what keeps goods here is what is asked of them, not who declares them.
  app = await startApp({ now: instant('2026-03-02T01:00:00Z'), pack: { ...cn, defaultCreditGrade: 'AA' } })
})
afterAll(() => app.close())

let halls = 0
/** A place where agencies look together: the same mechanism, another hall, and an enterprise in whose goods nobody has found anything yet. */
function hall(port: string) {
  const who = crews(app, [port])
  const enterprise = `E-HALL-${++halls}`
  const trader = app.as({ role: 'trader', enterprise })
  const read = async (id: string): Promise<Reply['body']> => (await who.coordinator.get(`/joint-inspections/${id}`)).body
  return {
    ...{ who, enterprise, read },
    /** Directives of several agencies on one object: the inspection that answers them all. */
    async direct(object: { kind: string; ref: string }, wishes: Partial<Record<Agency, { methods: string[]; power?: string }>>): Promise<string> {
      let inspection = ''
      for (const [agency, { methods, power }] of Object.entries(wishes) as [Agency, { methods: string[]; power?: string }][]) {
        const sent = await who.direct(agency, object.ref, { port, object, methods, power: power ?? powers[agency]?.goods, window: spanFrom(app.clock.now(), 0, 6) })
        inspection = sent.inspection.id
      }
      expect((await read(inspection)).tasks.map((task: { agency: string }) => task.agency)).toEqual(Object.keys(wishes).sort())
      return inspection
    },
    async declare(changes: Partial<Declaration>): Promise<{ id: string; status: string; number: string }> {
      const reply = await trader.post('/declarations', sampleDeclaration({ port, declarant: enterprise, consignee: enterprise, ...changes }))
      expect(reply.status, reply.text).toBe(201)
      await app.settle()
      return reply.body
    },
    standing: async (id: string): Promise<string> => (await trader.get(`/declarations/${id}`)).body.status,
    /** From agreement to the first minute of the session; conveyances are talked over before (JI-16), unless they are boarded, which is a mechanism of its own. */
    async begin(id: string, agencies: readonly Agency[], site: string, talk?: 'talked over'): Promise<void> {
      await who.agree(id, agencies, spanFrom(app.clock.now(), 1, 2), site)
      const [first = 'CUS'] = agencies
      if (talk !== undefined) {
        expect((await who[first].post(`/joint-inspections/${id}/start`, {})).body.code).toBe('agreements/no-consultation')
        expect((await who[first].post(`/joint-inspections/${id}/consultations`, { channel: 'telephone', agencies: [...agencies].sort(), outcome: 'together, in one go' })).status).toBe(201)
      }
      app.clock.advanceTo(plus(app.clock.now(), hours(1)))
      await who.act(first, id, 'start')
    },
    /** Each agency answers what is still open of its own list. */
    async find(id: string, problem?: { readonly agency: Agency; readonly code: string }): Promise<void> {
      for (const { agency, duties } of (await read(id)).tasks as { agency: Agency; duties: { code: string; done?: object }[] }[]) {
        const checks = duties.filter(({ done }) => done === undefined).map(({ code }) => ({ code, outcome: problem?.agency === agency && problem.code === code ? 'problem' : 'ok' }))
        if (checks.length > 0) await who.act(agency, id, 'findings', { checks })
      }
    },
    /** A picture of the scanner, and what each agency sees in it. */
    async scan(id: string, verdicts: Partial<Record<Agency, 'open' | 'clear'>>): Promise<void> {
      const put = await who.CUS.send('POST', `/joint-inspections/${id}/images?device=XR-1`, greyPng(24, 16, (x, y) => x * y + id.charCodeAt(35)), { 'content-type': 'image/png' })
      expect(put.status, put.text).toBe(201)
      for (const [agency, verdict] of Object.entries(verdicts) as [Agency, string][]) expect((await who[agency].post(`/joint-inspections/${id}/images/${put.body.id}/verdict`, { verdict })).status).toBe(200)
    },
    async decide(id: string, decisions: Partial<Record<Agency, string>>): Promise<void> {
      for (const [agency, disposition] of Object.entries(decisions) as [Agency, string][]) await who.act(agency, id, 'dispositions', { disposition, ...(/PASS$/.test(disposition) ? {} : { reason: 'not in order yet' }) })
    },
    async close(id: string): Promise<{ agency: string; outcome: string; disposition: string }[]> {
      const { tasks } = await read(id)
      const closed = await who.act(tasks[0].agency, id, 'close')
      expect(closed.state).toBe('closed')
      return (await who.coordinator.get(`/results?inspection=${id}`)).body.items
    },
  }
}
const outcomes = (results: readonly { agency: string; outcome: string; disposition: string }[]): string[] => results.map(({ agency, outcome, disposition }) => `${agency} ${outcome} ${disposition}`).sort()

describe('the parcel line', () => {
  test('EC-02: a parcel hit by both before it is declared: one scan, one opening, two results; the hold of one keeps the goods, its end lets them go', async () => {
    const line = hall('380101')
    const parcel = 'EE600123458CN'
    const id = await line.direct({ kind: 'parcel', ref: parcel }, { CUS: { methods: ['scan', 'open'] }, CIQ: { methods: ['open', 'quarantine'], power: 'CIQ-QUARANTINE' } })
    // Its mode would let it go at acceptance.
    const declared = await line.declare({ mode: 'post', transportDocument: parcel })
    expect(declared.status).toBe('accepted')
    expect(await line.read(id)).toMatchObject({ declarations: [declared.id], parties: [line.enterprise] })
    await line.begin(id, ['CUS', 'CIQ'], 'POST-1')
    await line.scan(id, { CUS: 'open', CIQ: 'open' })
    await line.who.act('CIQ', id, 'open', {})
    expect((await line.who.CUS.post(`/joint-inspections/${id}/open`, {})).body.code).toBe('inspections/already-opened')
    await line.find(id, { agency: 'CIQ', code: 'quarantine' })
    await line.decide(id, { CUS: 'CUS-PASS', CIQ: 'CIQ-HOLD' })
    expect(await line.standing(declared.id)).toBe('held')
    expect(outcomes(await line.close(id))).toEqual(['CIQ problem CIQ-HOLD', 'CUS clear CUS-PASS'])
    expect(await line.standing(declared.id)).toBe('held')
    await line.decide(id, { CIQ: 'CIQ-PASS' })
    expect(await line.standing(declared.id)).toBe('released')
    expect((await line.read(id)).handlings.map(({ action, object }: { action: string; object: { kind: string; ref: string } }) => `${action} ${object.kind} ${object.ref}`)).toEqual([`scan parcel ${parcel}`, `open parcel ${parcel}`])
  })

  test('EC-02: of parcels declared together only what is asked for waits; refused, it never goes, and the declaration and its parcel are one object', async () => {
    const line = hall('380101')
    const asked = 'EE600200007CN'
    const id = await line.direct({ kind: 'parcel', ref: asked }, { CUS: { methods: ['open'] }, CIQ: { methods: ['open'] } })
    const all = await Promise.all(Array.from({ length: 12 }, (_, n) => line.declare({ mode: 'post', transportDocument: n === 7 ? asked : `EE60030${String(n).padStart(4, '0')}CN` })))
    expect(all.map(({ status }) => status)).toEqual(all.map((_, n) => (n === 7 ? 'accepted' : 'released')))
    const one = all[7] ?? expect.fail()
    const joined = await line.who.direct('BPI', one.number, { object: { kind: 'parcel', ref: asked.toLowerCase() }, methods: ['open'], power: 'BPI-CONVEYANCE' })
    expect(joined.inspection.id).toBe(id)
    expect((await line.who.direct('CUS', one.number, { object: { kind: 'consignment', ref: one.number }, methods: ['open'] })).inspection.id).toBe(id)
    await line.begin(id, ['CUS', 'CIQ', 'BPI'], 'POST-2')
    await line.who.act('CUS', id, 'open', {})
    await line.decide(id, { CUS: 'CUS-PASS', BPI: 'BPI-PASS', CIQ: 'CIQ-DESTROY' })
    await line.close(id)
    expect(await line.standing(one.id)).toBe('refused')
  })
})

describe('the passenger hall', () => {
  test('EC-02, JI-12, JI-13, JI-14: a bag from the traveller query over two screens and one opening to two results; afterwards the traveller is nobody\'s to ask about', async () => {
    const pax = hall('380101')
    expect((await pax.who.BPI.post('/travellers', { port: '380101', traveller: 'P-77', articles: ['BAG-77'], content: { itinerary: 'two short trips' } })).status).toBe(201)
    const id = await pax.direct({ kind: 'bag', ref: 'BAG-77' }, { CUS: { methods: ['scan', 'open'] }, CIQ: { methods: ['open', 'quarantine'], power: 'CIQ-QUARANTINE' }, BPI: { methods: ['documents', 'open'] } })
    const ask = (): Promise<Reply> => pax.who.CIQ.post('/travellers/query', { port: '380101', traveller: 'P-77', inspection: id, purpose: 'undeclared plants' })
    expect((await ask()).body.items).toMatchObject([{ agency: 'BPI' }])
    await pax.begin(id, ['CUS', 'CIQ', 'BPI'], 'PAX-1')
    await pax.scan(id, { CUS: 'open', CIQ: 'open', BPI: 'open' })
    await pax.who.act('CUS', id, 'open', {})
    await pax.find(id, { agency: 'CIQ', code: 'quarantine' })
    await pax.decide(id, { CUS: 'CUS-PASS', CIQ: 'CIQ-DESTROY', BPI: 'BPI-PASS' })
    expect(outcomes(await pax.close(id))).toEqual(['BPI clear BPI-PASS', 'CIQ problem CIQ-DESTROY', 'CUS clear CUS-PASS'])
    expect((await ask()).body.code).toBe('travellers/case-over')
  })
})

describe('the road lane', () => {
  test('JI-03: a lorry is boarded and scanned once for three agencies; border police\'s hold keeps what is on it, and the goods go when it ends', async () => {
    const lane = hall('650302')
    const early = await lane.declare({ mode: 'road', conveyance: { kind: 'vehicle', ref: '新G A6012' } })
    expect(early).toMatchObject({ status: 'released' })
    const id = await lane.direct({ kind: 'vehicle', ref: '新g-b7733' }, {
      BPI: { methods: ['board'], power: 'BPI-CONVEYANCE' }, CUS: { methods: ['scan', 'radiation'], power: 'CUS-CONVEYANCE' }, CIQ: { methods: ['board', 'quarantine'], power: 'CIQ-HEALTH' },
    })
    const declared = await lane.declare({ mode: 'road', conveyance: { kind: 'vehicle', ref: '新G-B7733' } })
    expect(declared.status).toBe('accepted')
    expect((await lane.read(id)).declarations).toEqual([declared.id])
    // What is on the lorry is looked at as goods by those whose goods it is: another object (DC-04).
    const goods = await lane.who.direct('CUS', declared.number, { port: '650302', object: { kind: 'consignment', ref: declared.number }, methods: ['open'] })
    expect(goods.inspection.id).not.toBe(id)
    await lane.begin(id, ['BPI', 'CUS', 'CIQ'], 'LANE-1', 'talked over')
    await lane.scan(id, { BPI: 'clear', CUS: 'clear', CIQ: 'clear' })
    await lane.find(id)
    await lane.decide(id, { BPI: 'BPI-HOLD', CUS: 'CUS-PASS', CIQ: 'CIQ-PASS' })
    expect(outcomes(await lane.close(id))).toEqual(['BPI clear BPI-HOLD', 'CIQ clear CIQ-PASS', 'CUS clear CUS-PASS'])
    expect(await lane.standing(declared.id)).toBe('held')
    await lane.decide(id, { BPI: 'BPI-PASS' })
    // The lorry may go; its load still owes customs a look.
    expect(await lane.standing(declared.id)).toBe('accepted')
    await lane.begin(goods.inspection.id, ['CUS'], 'LANE-2')
    await lane.who.act('CUS', goods.inspection.id, 'open', {})
    await lane.decide(goods.inspection.id, { CUS: 'CUS-PASS' })
    await lane.close(goods.inspection.id)
    expect(await lane.standing(declared.id)).toBe('released')
  })
})

describe('rail yard, airport and berth', () => {
  test.each([
    ['JI-03: a train of the rail yard', '650302', 'rail', { kind: 'train', ref: 'X8044' }, ['BPI', 'CUS', 'CIQ'], 'joint'],
    ['JI-03: an aircraft at an airport that does not board jointly', '410001', 'air', { kind: 'aircraft', ref: 'CX3271' }, ['BPI', 'CUS', 'CIQ'], 'joint'],
    ['JI-05: an aircraft where it is boarded jointly', '380101', 'air', { kind: 'aircraft', ref: 'MU511' }, ['BPI', 'CUS', 'CIQ'], 'boarding'],
    ['JI-04: a vessel at the berth', '380101', 'sea', { kind: 'vessel', ref: '9321483' }, ['MSA', 'BPI', 'CUS', 'CIQ'], 'boarding'],
  ] as const)('%s is boarded by all and closed; its cargo is a case of its own, held and let go for what is found in it', async (_, port, mode, conveyance, agencies, kind) => {
    const place = hall(port)
    const power = (agency: Agency): string => powers[agency]?.conveyance ?? ''
    const id = await place.direct(conveyance, Object.fromEntries(agencies.map((agency) => [agency, { methods: ['board'], power: power(agency) }])))
    expect((await place.read(id)).kind).toBe(kind)
    const box = newBox()
    const cargo = await place.direct({ kind: 'container', ref: box }, { CUS: { methods: ['weigh', 'open'] }, CIQ: { methods: ['open', 'quarantine'], power: 'CIQ-QUARANTINE' } })
    const declared = await place.declare({ mode, conveyance, containers: [{ number: box }], items: [{ ...tee, containers: [box] }] })
    expect(declared.status).toBe('accepted')
    expect([(await place.read(id)).declarations, (await place.read(cargo)).declarations]).toEqual([[], [declared.id]])

    await place.begin(id, agencies, 'BERTH', kind === 'joint' ? 'talked over' : undefined)
    await place.find(id)
    await place.decide(id, Object.fromEntries(agencies.map((agency) => [agency, agency === 'BPI' ? 'BPI-HOLD' : `${agency}-PASS`])))
    expect(outcomes(await place.close(id))).toEqual(agencies.map((agency) => `${agency} clear ${agency === 'BPI' ? 'BPI-HOLD' : `${agency}-PASS`}`).sort())

    await place.begin(cargo, ['CUS', 'CIQ'], 'YARD')
    await place.who.act('CUS', cargo, 'weigh', { grossKg: 24_000 })
    await place.who.act('CIQ', cargo, 'open', {})
    await place.find(cargo, { agency: 'CIQ', code: 'quarantine' })
    await place.decide(cargo, { CUS: 'CUS-PASS', CIQ: 'CIQ-FUMIGATE' })
    await place.close(cargo)
    expect(await place.standing(declared.id)).toBe('held')
    await place.decide(cargo, { CIQ: 'CIQ-PASS' })
    // Whoever keeps the conveyance does not keep what was unloaded.
    expect(await place.standing(declared.id)).toBe('released')
  })
})
