import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawLots, drawObjects } from '../../src/assess/draws/domain/draw-lots.ts'
import { verifyDraw, type DrawFile } from '../../src/assess/draws/domain/verify-draw.ts'
import { sha256Hex } from '../../src/kernel/sha256.ts'
import { inspector, startDraws, type DrawRoom } from '../support/draws.ts'
import { chicken, veterinaryCertificate } from '../support/sample-declarations.ts'

/** The first false thing of a published draw; undefined when all is true. */
const fault = (file: unknown): string | undefined => verifyDraw(file as DrawFile).at(-1)?.fault

describe('double random', () => {
  let room: DrawRoom
  beforeAll(async () => {
    room = await startDraws(
      { 'draws.rate.low': 0.02, 'draws.rate.high': 0.3, 'draws.capacity': 2 },
      [1, 2, 3, 4, 5].map((n) => inspector(`A-${n}`)).concat(inspector('OFF', { shifts: [] }), inspector('EXPIRED', { qualifications: [{ kind: 'enforcement', number: 'ZF-2', validFrom: '2020-01-01', validTo: '2021-01-01' }] })),
      [{ officer: 'A-5', enterprise: 'E-C', agency: 'CUS', port: '380101', kind: 'family' }],
    )
  })
  afterAll(() => room.app.close())
  let first: string

  test('DR-01: risk-weighted rates: high 30 %, low 2 %, frozen with the list; over 10,000 draws of it they stay within 99 % bounds', async () => {
    await room.declare(12)
    await room.declare(8, { declarant: 'E-C', consignee: 'E-C', items: [chicken], documents: [veterinaryCertificate] })
    const ordered = await room.order()
    expect([ordered.status, ordered.body.state], ordered.text).toEqual([201, 'committing'])
    first = ordered.body.id
    const { list } = await room.published(first)
    expect(list.head.rules).toEqual({ rates: { low: 20_000, medium: 80_000, high: 300_000 }, crew: 2, capacity: 2 })
    const strata = new Map<string, number>()
    for (const { stratum } of list.objects) strata.set(stratum, (strata.get(stratum) ?? 0) + 1)
    expect([...strata].sort()).toEqual([['high', 8], ['low', 12]])
    const drawn = new Map([['high', 0], ['low', 0]])
    for (let n = 0; n < 10_000; n++) for (const { stratum } of drawObjects(list, sha256Hex(`DR-01 ${n}`))) drawn.set(stratum, (drawn.get(stratum) ?? 0) + 1)
    for (const [stratum, rate] of [['high', 0.3], ['low', 0.02]] as const) {
      const trials = 10_000 * (strata.get(stratum) ?? 0)
      expect(Math.abs((drawn.get(stratum) ?? 0) / trials - rate), stratum).toBeLessThan(2.576 * Math.sqrt((rate * (1 - rate)) / trials))
    }
  }, 40_000)

  test('DR-01: every accepted declaration is on one list and on no second; nobody can send objects, officers or numbers', async () => {
    for (const hand of [{ objects: ['x'] }, { officers: ['A-1'] }, { rates: { high: 0 } }, { seed: 'x' }, { crew: 1 }]) expect((await room.order(hand)).body.code).toBe('common/unknown-field')
    expect((await room.order()).body.code).toBe('draws/one-at-a-time')
    const result = await room.finish(first)
    const [late] = await room.declare(1)
    const next = await room.order()
    const { list, names } = await room.view(next.body.id)
    expect(list.objects).toHaveLength(1)
    expect(names.filter((name: { kind: string }) => name.kind === 'object').map((name: { subject: string }) => name.subject)).toEqual([late?.id])
    expect(result.list.objects).toHaveLength(20)
    await room.finish(next.body.id)
    expect((await room.order()).body.code).toBe('draws/nothing-to-draw')
  })

  test('DR-02: five on duty, one at maximum load is never drawn, off-duty and unqualified never, who has an interest never for that enterprise', async () => {
    const { list, current, names } = await room.view(first)
    const codeOf = (subject: string): string => names.find((name: { subject: string }) => name.subject === subject).code
    const out = (subject: string): string | null => list.officers.find((officer: { code: string }) => officer.code === codeOf(subject)).out
    expect([out('OFF'), out('EXPIRED'), out('A-1')]).toEqual(['off-duty', 'not-qualified', null])
    for (const { object, officers } of current) {
      expect(officers).toHaveLength(2)
      expect(officers).not.toContain(codeOf('OFF'))
      const { stratum, conflicts } = list.objects.find((one: { code: string }) => one.code === object)
      expect(conflicts).toEqual(stratum === 'high' ? [codeOf('A-5')] : [])
    }
    // The same published list with one of the five full: 10,000 draws never name that one, and the others evenly.
    const full = { ...list, objects: list.objects.filter((object: { stratum: string }) => object.stratum === 'low').slice(0, 1), officers: list.officers.map((officer: { code: string }) => (officer.code === codeOf('A-3') ? { ...officer, load: 2 } : officer)) }
    const sure = { ...full, head: { ...list.head, rules: { ...list.head.rules, rates: { low: 1_000_000 } } } }
    const counts = new Map<string, number>()
    for (let n = 0; n < 10_000; n++) for (const { officers } of drawLots(sure, sha256Hex(`DR-02 ${n}`))) for (const code of officers) counts.set(code, (counts.get(code) ?? 0) + 1)
    expect([...counts.keys()].sort()).toEqual(['A-1', 'A-2', 'A-4', 'A-5'].map(codeOf).sort())
    for (const count of counts.values()) expect(Math.abs(count - 5000)).toBeLessThan(2.576 * 50)
  }, 40_000)

  test('DR-02: open inspections are the workload of the next draw, until their outcome is recorded', async () => {
    const before = await room.view(first)
    const [one] = before.current
    await room.declare(1)
    const next = await room.view((await room.order()).body.id)
    const load = (draw: typeof before, subject: string): number => {
      const { code } = draw.names.find((name: { subject: string }) => name.subject === subject)
      return draw.list.officers.find((officer: { code: string }) => officer.code === code).load
    }
    const open = before.current.filter(({ officers }: { officers: string[] }) => officers.includes(one.officers[0])).length
    const subject = before.names.find((name: { code: string }) => name.code === one.officers[0]).subject
    expect(load(next, subject)).toBe(open)
    await room.finish(next.id)
    for (const { object } of before.current) expect((await room.notInspected(first, object)).status).toBe(200)
    await room.declare(1)
    expect(load(await room.view((await room.order()).body.id), subject)).toBeLessThan(open + 1)
  })

  test('DR-03: commitment published before the draw; revealing the seed lets anyone recompute the same result, and the first false thing is named', async () => {
    const file = await room.published(first)
    expect(fault(file)).toBeUndefined()
    expect(verifyDraw(file as DrawFile)).toHaveLength(10)
    const { list, seed, result } = file
    expect(drawLots(list, seed)).toEqual(result)
    const untrue: Record<string, object> = {
      root: { list: { ...list, objects: list.objects.slice(1) } },
      frozen: { beacon: { ...file.beacon, facts: [{ ...file.beacon.facts[0], sealed: file.beacon.facts[0].sealed.replace(file.root, '0'.repeat(64)) }, file.beacon.facts[1]] } },
      commitments: { commitments: file.commitments.slice(1) },
      beacon: { beacon: { ...file.beacon, note: file.beacon.note.replace('380101', '380102') } },
      reveals: { shares: file.shares.map((share: object, n: number) => (n === 0 ? { ...share, secret: '0'.repeat(64) } : share)) },
      absence: { shares: file.shares.map((share: object, n: number) => (n === 0 ? { ...share, secret: null } : share)) },
      seed: { seed: sha256Hex('a better one') },
      result: { result: result.map((one: object) => ({ ...one, officers: ['I-001', 'I-002'] })).slice(1) },
      replacements: { current: [] },
    }
    for (const [check, change] of Object.entries(untrue)) expect(verifyDraw({ ...file, ...change } as DrawFile).at(-1)?.check, check).toBe(check)
  })

  test('DR-03: the open register names nobody: no number, name, enterprise, goods; who is entitled holds a name against its salted hash', async () => {
    const text = (await room.app.nobody.get(`/public/draws/${first}`)).text
    const draw = await room.view(first)
    for (const { subject, name } of draw.names) expect([text.includes(subject), text.includes(name)]).toEqual([false, false])
    for (const word of ['E-B', 'E-C', '61091', '02071', 'coordinator.CUS', 'Inspector']) expect(text).not.toContain(word)
    expect((await room.officer('CIQ').get(`/draws/${first}`)).body.naming).toBe('none')
    expect((await room.app.as({ role: 'trader', enterprise: 'E-B' }).get(`/draws/${first}`)).status).toBe(403)
    expect((await room.app.as({ role: 'officer', agency: 'CUS', ports: ['650302'] }).get(`/draws/${first}`)).status).toBe(404)
    const { kind, subject, salt, code } = draw.names[0]
    expect([...draw.list.objects, ...draw.list.officers].find((entry: { code: string }) => entry.code === code).identity).toBe(sha256Hex(`${salt}\n${kind}\n${subject}`))
  })

  test('DR-04: the register shows object class, date, result class and exceptions of a draw, no trade secrets', async () => {
    const file = await room.published(first)
    expect(file.label).toBe('D-1')
    expect(file.outcomes.length).toBe(file.result.length)
    expect(Object.keys(file.outcomes[0]).sort()).toEqual(['class', 'exception', 'items', 'object', 'on', 'result', 'version'])
    expect(file.outcomes[0]).toMatchObject({ class: expect.stringMatching(/^\d{2}$/), result: 'not-inspected', exception: 'Destroyed before inspection.', on: '2026-03-04' })
    expect((await room.app.nobody.get('/public/draws')).body.items.map((draw: { label: string }) => draw.label)).toContain('D-1')
  })

  test('DR-04: not inspected needs a published reason, a correction keeps what was there, what was not drawn has no outcome', async () => {
    const { current, list } = await room.published(first)
    const { object } = current[0]
    const record = (body: object) => room.officer('CUS').post(`/draws/${first}/outcomes`, { object, items: [], result: 'not-inspected', ...body })
    expect((await record({})).body.code).toBe('draws/exception-required')
    expect((await room.notInspected(first, object, 'Returned before inspection.')).status).toBe(200)
    expect((await room.published(first)).outcomes.filter((one: { object: string }) => one.object === object).map((one: { version: number; exception: string }) => [one.version, one.exception])).toEqual([[1, 'Destroyed before inspection.'], [2, 'Returned before inspection.']])
    const other = list.objects.find((one: { code: string }) => current.every((drawn: { object: string }) => drawn.object !== one.code)).code
    expect((await record({ object: other, exception: 'Picked by hand.' })).body.code).toBe('draws/object-not-drawn')
    expect((await room.officer('CIQ').post(`/draws/${first}/outcomes`, { object, items: [], result: 'qualified' })).status).toBe(404)
  })

  test('DR-04, DR-05: what is written by hand is "not inspected", with a second person; that goods are qualified only their inspection says', async () => {
    const { current, outcomes } = await room.published(first)
    const { object } = current[0]
    const officer = room.officer('CUS')
    for (const result of ['qualified', 'not-qualified']) expect((await officer.post(`/draws/${first}/outcomes`, { object, items: ['quantity'], result })).body.code).toBe('draws/inspection-decides')
    const asked = await room.coordinator.post(`/draws/${first}/outcomes`, { object, items: [], result: 'not-inspected', exception: 'Too busy today.' })
    expect((await officer.post(`/draws/${first}/outcomes`, { object, items: [], result: 'not-inspected', exception: 'Too busy today.' })).body.code).toBe('draws/outcome-asked-already')
    expect((await room.published(first)).outcomes).toEqual(outcomes)
    const approve = (party: typeof room.coordinator) => party.post(`/draws/${first}/outcomes/${asked.body.askedOutcomes[0].id}/approve`)
    expect((await approve(room.coordinator)).body.code).toBe('draws/second-person')
    expect((await approve(officer)).status).toBe(403)
    expect((await approve(room.headquarters)).body.askedOutcomes).toEqual([])
    expect((await approve(room.headquarters)).body.code).toBe('draws/not-now')
    expect((await room.published(first)).outcomes).toHaveLength(outcomes.length + 1)
  })

  test('DR-02, DR-03: names are asked for with a purpose, some at a time, and every reading is in the ledger; the agency learns those that lots named, no others', async () => {
    const { current } = await room.published(first)
    const [{ object, officers }] = current
    const purpose = 'Tell the crew where to go.'
    const ask = (party: typeof room.coordinator, body: object = {}) => party.post(`/draws/${first}/names`, { purpose, of: 'drawn', ...body })
    expect((await room.coordinator.get(`/draws/${first}`)).text).not.toMatch(/Inspector|salt|"list"/)
    expect((await ask(room.coordinator, { purpose: undefined })).status).toBe(422)
    expect((await ask(room.coordinator, { limit: 201 })).status).toBe(422)
    expect((await ask(room.coordinator, { of: 'list' })).body.code).toBe('draws/names-of-drawn-only')
    expect((await ask(room.officer('CIQ'))).status).toBe(404)
    const one = await ask(room.coordinator, { object })
    expect(one.body.items.map(({ code }: { code: string }) => code).sort()).toEqual([...officers, object].sort())
    const all = new Set(current.flatMap((drawn: { object: string; officers: string[] }) => [drawn.object, ...drawn.officers]))
    const seen: string[] = []
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const { body } = await ask(room.officer('CUS'), { limit: 2, after })
      expect(body.items.length).toBeLessThanOrEqual(2)
      seen.push(...body.items.map(({ code }: { code: string }) => code))
      after = body.next
    }
    expect(new Set(seen)).toEqual(all)
    expect(seen).toHaveLength(all.size)
    const read = (await room.app.as({ role: 'auditor' }).get(`/ledger?subject=draw:${first}&limit=200`)).body.items.filter(({ type }: { type: string }) => type === 'DrawNamesRead')
    expect(read.find(({ payload }: { payload: { purpose: string } }) => payload.purpose === purpose)).toMatchObject({ actor: { name: 'coordinator.CUS' }, payload: { of: 'drawn', codes: one.body.items.map(({ code }: { code: string }) => code) } })
    const running = (await room.coordinator.get('/draws')).body.items.find(({ state }: { state: string }) => state === 'committing')
    expect((await room.coordinator.post(`/draws/${running.id}/names`, { purpose, of: 'drawn' })).body.code).toBe('draws/not-now')
  })

  test('DR-03: the public record is worked out once: whoever has it is told so, until something is added to it', async () => {
    const url = `/public/draws/${first}`
    const before = await room.app.nobody.get(url)
    const etag = String(before.headers['etag'])
    expect(before.headers['cache-control']).toBe('public, max-age=0')
    const again = await room.app.nobody.get(url, { 'if-none-match': etag })
    expect([again.status, again.text]).toEqual([304, ''])
    expect((await room.app.nobody.get(url)).text).toBe(before.text)
    expect((await room.notInspected(first, before.body.current[0].object, 'Sunk with the ship.')).status).toBe(200)
    const after = await room.app.nobody.get(url, { 'if-none-match': etag })
    expect([after.status, after.body.outcomes.some(({ exception }: { exception: string }) => exception === 'Sunk with the ship.')]).toEqual([200, true])
  })
})
