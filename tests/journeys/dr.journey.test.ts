import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawLots, drawObjects } from '../../src/assess/draws/domain/draw-lots.ts'
import { verifyDraw, type DrawFile } from '../../src/assess/draws/domain/verify-draw.ts'
import { minutes, plus, toIso } from '../../src/kernel/instant.ts'
import { sha256Hex } from '../../src/kernel/sha256.ts'
import type { Reply } from '../support/app.ts'
import { changeRule } from '../support/assessment.ts'
import { agencies, inspector, startDraws, type DrawRoom } from '../support/draws.ts'
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

describe('attempts against a draw', () => {
  let room: DrawRoom
  beforeAll(async () => {
    room = await startDraws({ 'draws.rate.low': 0.5 }, [1, 2, 3, 4, 5, 6].map((n) => inspector(`B-${n}`)))
  })
  afterAll(() => room.app.close())
  const reason = 'The scanner was out of order all day.'

  test('DR-05: a draw made again needs a reason and a second person; the first stays visible with the reason, and the register counts it', async () => {
    const declared = await room.declare(6)
    const first = (await room.order()).body.id
    await room.finish(first)
    expect((await room.order({ replaces: first })).body.code).toBe('draws/reason-required')
    expect((await room.officer('CUS').post('/draws', { port: '380101', replaces: first, reason })).status).toBe(403)
    const again = await room.order({ replaces: first, reason })
    expect([again.status, again.body.state, again.body.causes]).toEqual([201, 'proposed', ['redraw']])
    expect((await room.coordinator.post(`/draws/${again.body.id}/answer`, { agree: true })).body.code).toBe('draws/second-person')
    expect((await room.officer('CUS').post(`/draws/${again.body.id}/answer`, { agree: true })).status).toBe(403)
    expect((await room.headquarters.post(`/draws/${again.body.id}/answer`, { agree: true })).body.state).toBe('committing')
    await room.finish(again.body.id)
    const [former, later] = [await room.published(first), await room.published(again.body.id)]
    expect([former.state, former.replacedBy, fault(former)]).toEqual(['drawn', again.body.id, undefined])
    expect([later.replaces, later.reason, later.causes, fault(later)]).toEqual([first, reason, ['redraw'], undefined])
    expect(later.approved.person).not.toBe(later.ordered.person)
    // The same objects with the same hashes: who left or joined would show.
    const identities = (draw: typeof former): string[] => [...draw.list.objects, ...draw.list.officers].map((entry: { identity: string }) => entry.identity).sort()
    expect(identities(later)).toEqual(identities(former))
    expect(later.list.objects).toHaveLength(declared.length)
    expect((await room.order({ replaces: first, reason })).body.code).toBe('draws/cannot-be-replaced')
    expect((await room.app.nobody.get('/public/draw-orderers')).body.items).toEqual([{ person: later.ordered.person, port: '380101', agency: 'CUS', draws: 2, redraws: 1 }])
  })

  test('DR-05: a redraw the second person declines is over, and the draw can still be made again later', async () => {
    await room.declare(2)
    const first = (await room.order()).body.id
    await room.finish(first)
    const again = (await room.order({ replaces: first, reason })).body.id
    expect((await room.headquarters.post(`/draws/${again}/answer`, { agree: false })).body.state).toBe('declined')
    expect((await room.published(first)).replacedBy).toBeNull()
    expect((await room.headquarters.post(`/draws/${again}/answer`, { agree: true })).body.code).toBe('draws/not-now')
    expect((await room.order({ replaces: first, reason })).status).toBe(201)
    const waiting = (await room.coordinator.get('/draws')).body.items[0].id
    await room.headquarters.post(`/draws/${waiting}/answer`, { agree: false })
  })

  test('DR-05: a draw that waits for its second person is taken back by who ordered it, or over when nobody answers in time: it blocks nobody', async () => {
    await room.declare(2)
    const first = (await room.order()).body.id
    await room.finish(first)
    const waiting = (await room.order({ replaces: first, reason })).body.id
    for (const party of [room.officer('CUS'), room.headquarters]) {
      const notices = (await party.get('/notices?limit=200')).body.items
      expect(notices.filter((one: { subjectId: string }) => one.subjectId === waiting).map((one: { type: string }) => one.type)).toEqual(['DrawAnswerDue'])
    }
    expect((await room.order()).body.code).toBe('draws/one-at-a-time')
    expect((await room.headquarters.post(`/draws/${waiting}/withdraw`)).status).toBe(403)
    expect((await room.coordinator.post(`/draws/${waiting}/withdraw`)).body).toMatchObject({ state: 'declined', approved: null })
    expect((await room.coordinator.post(`/draws/${waiting}/withdraw`)).body.code).toBe('draws/not-now')
    const unanswered = (await room.order({ replaces: first, reason })).body.id
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(24 * 60)))
    expect((await room.headquarters.post(`/draws/${unanswered}/answer`, { agree: true })).body.code).toBe('draws/not-now')
    await room.app.settle()
    expect((await room.coordinator.get(`/draws/${unanswered}`)).body).toMatchObject({ state: 'declined', approved: null })
    const types = (await room.coordinator.get(`/ledger?subject=draw:${unanswered}`)).body.items.map((one: { type: string }) => one.type)
    expect(types.filter((type: string) => type !== 'NoticesOwed')).toEqual(['DrawOrdered', 'DrawUnanswered'])
    await room.declare(1)
    const next = await room.order()
    expect(next.status, next.text).toBe(201)
    await room.finish(next.body.id)
  })

  test('DR-05: colleagues sent off duty before the draw: a reason and a second person, in public', async () => {
    await room.declare(2)
    const now = room.app.clock.now()
    await room.keeper.post('/registers/duty-times', { data: { id: 'away-1', officer: 'B-1', agency: 'CUS', port: '380101', kind: 'elsewhere', from: toIso(now), to: toIso(plus(now, minutes(600))) } })
    expect((await room.order()).body).toMatchObject({ code: 'draws/reason-required', errors: [{ facts: { causes: 'roster' } }] })
    const draw = (await room.order({ reason: 'B-1 is called to court today.' })).body
    expect([draw.state, draw.causes, draw.record]).toEqual(['proposed', ['roster'], null])
    await room.headquarters.post(`/draws/${draw.id}/answer`, { agree: true })
    const published = await room.published(draw.id)
    expect([published.causes, published.reason]).toEqual([['roster'], 'B-1 is called to court today.'])
    // Whoever is away stays on the list, with the reason.
    expect(published.list.officers.map((officer: { out: string | null }) => officer.out).filter((out: string | null) => out !== null)).toEqual(['off-duty'])
    await room.finish(draw.id)
  })

  test('DR-05: roster, weights and interests changed after the freeze have no effect on the draw, and the roster shows', async () => {
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(48 * 60)))
    await room.declare(4)
    const draw = await room.view((await room.order()).body.id)
    const victim = draw.names.find((name: { subject: string }) => name.subject === 'B-2').code
    const now = room.app.clock.now()
    await room.keeper.post('/registers/duty-times', { data: { id: 'away-2', officer: 'B-2', agency: 'CUS', port: '380101', kind: 'sick', from: toIso(now), to: toIso(plus(now, minutes(600))) } })
    const rate = (value: number) => ({ name: 'draws.rate.low', unit: 'share', owner: 'CUS', value, clause: 'DR-01', description: { zh: '比例', en: 'Share' } })
    await changeRule(room.app, 'parameters', { data: rate(0.001), expectedVersion: 0 })
    await room.finish(draw.id)
    const published = await room.published(draw.id)
    expect(published.list.head.rules.rates.low).toBe(500_000)
    expect(published.result).toHaveLength(2)
    expect(published.roster).toEqual([{ officer: victim, was: null, is: 'off-duty' }])
    expect(fault(published)).toBeUndefined()
    await room.declare(1)
    expect((await room.order()).body.errors[0].facts.causes).toBe('roster, rules')
    expect((await room.order({ reason })).body.causes).toEqual(['roster', 'rules'])
    await room.headquarters.post(`/draws/${(await room.coordinator.get('/draws')).body.items[0].id}/answer`, { agree: false })
    await changeRule(room.app, 'parameters', { data: rate(0.5), expectedVersion: 1 })
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(48 * 60)))
  })

  test('DR-05, GV-15: who keeps the roster neither orders the draw nor approves it, until lots have been drawn from it on somebody else\'s word', async () => {
    await room.declare(2)
    const now = room.app.clock.now()
    const order = (body: object = {}): Promise<Reply> => room.keeper.post('/draws', { port: '380101', ...body })
    expect((await room.keeper.post('/registers/duty-times', { data: { id: 'away-3', officer: 'B-1', agency: 'CUS', port: '380101', kind: 'training', from: toIso(now), to: toIso(plus(now, minutes(5))) } })).status).toBe(201)
    const refused = await order({ reason })
    expect([refused.status, refused.body.code]).toEqual([403, 'draws/roster-keeper'])
    // Long after the watch it is still the roster of that person.
    room.app.clock.advanceTo(plus(now, minutes(72 * 60)))
    expect((await order()).body.code).toBe('draws/roster-keeper')
    await room.keeper.post('/registers/duty-times', { data: { id: 'away-4', officer: 'B-1', agency: 'CUS', port: '380101', kind: 'training', from: toIso(room.app.clock.now()), to: toIso(plus(room.app.clock.now(), minutes(5))) } })
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(1)))
    const { id, state } = (await room.order({ reason })).body
    expect(state).toBe('proposed')
    expect((await room.keeper.post(`/draws/${id}/answer`, { agree: true })).body.code).toBe('draws/roster-keeper')
    expect((await room.headquarters.post(`/draws/${id}/answer`, { agree: true })).status).toBe(200)
    await room.finish(id)
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(48 * 60)))
    await room.declare(1)
    const next = await order()
    expect([next.status, next.body.state]).toEqual([201, 'committing'])
    await room.finish(next.body.id)
  })

  test('DR-03: the seed cannot be ground: one commitment each, none copied, no secret before the ledger has sealed, none but the committed', async () => {
    await room.declare(2)
    const { id } = (await room.order()).body
    expect((await room.reveal(id, 'CUS')).body.code).toBe('draws/not-now')
    await room.commit(id, 'CUS')
    expect((await room.published(id)).commitments).toEqual([])
    expect((await room.commit(id, 'CUS')).body.code).toBe('draws/committed-already')
    expect((await room.app.as({ role: 'trader', enterprise: 'E-B' }).post(`/draws/${id}/commitment`, { commitment: '0'.repeat(64) })).status).toBe(403)
    for (const agency of ['BPI', 'CIQ', 'MSA'] as const) await room.commit(id, agency)
    expect((await room.published(id)).state).toBe('sealing')
    expect((await room.reveal(id, 'CUS')).body.code).toBe('draws/not-now')
    await room.seal()
    expect((await room.officer('CUS').post(`/draws/${id}/reveal`, { secret: room.secretOf(id, 'CIQ') })).body.code).toBe('draws/other-secret')
    const shown = await room.reveal(id, 'CUS')
    expect([shown.body.revealed, (await room.published(id)).shares, shown.text.includes(room.secretOf(id, 'CUS'))]).toEqual([['CUS'], [], false])
    expect((await room.coordinator.get(`/ledger?subject=draw:${id}`)).text).not.toContain(room.secretOf(id, 'CUS'))
    expect((await room.reveal(id, 'CUS')).body.code).toBe('draws/revealed-already')
    for (const agency of ['BPI', 'CIQ', 'MSA'] as const) await room.reveal(id, agency)
    expect(fault(await room.published(id))).toBeUndefined()
  })

  test('DR-03: who does not commit or withholds a secret neither stops nor steers the draw: the next checkpoint speaks for them, on the record', async () => {
    await room.declare(2)
    const { id } = (await room.order()).body
    for (const agency of ['CIQ', 'CUS', 'MSA'] as const) await room.commit(id, agency)
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(10)))
    expect((await room.commit(id, 'BPI')).body.code).toBe('draws/not-now')
    await room.app.settle()
    await room.seal()
    expect((await room.published(id)).state).toBe('revealing')
    expect((await room.reveal(id, 'BPI')).body.code).toBe('draws/never-committed')
    for (const agency of ['CUS', 'MSA'] as const) await room.reveal(id, agency)
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(10)))
    await room.app.settle()
    expect((await room.reveal(id, 'CIQ')).body.code).toBe('draws/not-now')
    expect((await room.published(id)).state).toBe('settling')
    await room.seal()
    const file = await room.published(id)
    expect([file.state, fault(file)]).toEqual(['drawn', undefined])
    expect(file.shares.filter((share: { secret: string | null }) => share.secret === null).map((share: { agency: string }) => share.agency)).toEqual(['BPI', 'CIQ'])
    expect(verifyDraw({ ...file, late: null }).at(-1)).toMatchObject({ check: 'absence' })
  })

  test('DR-05: a drawn officer with an interest is replaced by the next of the same seed, with reason and second person; nobody chooses who comes', async () => {
    await room.declare(4)
    const { id } = (await room.order()).body
    const before = await room.finish(id)
    const { object, officers } = before.current[0]
    const ask = (body: object) => room.officer('CUS').post(`/draws/${id}/replacements`, { object, officer: officers[0], reason: 'Married to the consignee.', ...body })
    expect((await ask({ by: 'I-001' })).body.code).toBe('common/unknown-field')
    expect((await ask({ officer: before.list.officers.find((one: { code: string }) => !officers.includes(one.code)).code })).body.code).toBe('draws/not-drawn-for-it')
    const asked = await ask({})
    expect((await room.published(id)).current).toEqual(before.current)
    expect((await ask({})).body.code).toBe('draws/asked-already')
    const approve = (party: typeof room.coordinator) => party.post(`/draws/${id}/replacements/${asked.body.asked[0].id}/approve`)
    expect((await approve(room.officer('CUS'))).status).toBe(403)
    expect((await approve(room.coordinator)).status).toBe(200)
    const after = await room.published(id)
    expect([after.result, after.current[0].officers.includes(officers[0])]).toEqual([before.result, false])
    expect(after.replacements).toMatchObject([{ object, out: officers[0], reason: 'Married to the consignee.' }])
    expect(fault(after)).toBeUndefined()
    expect(verifyDraw({ ...after, current: after.result }).at(-1)?.check).toBe('replacements')
    expect((await approve(room.headquarters)).body.code).toBe('draws/not-now')
  })

  test('DR-05: what is frozen or drawn cannot be swapped in the database by the program\'s own role, nor taken off the list', async () => {
    const [{ id }] = (await room.coordinator.get('/draws')).body.items
    const { db } = room.app.machine
    for (const sql of [
      `update selection.draw set seed = repeat('0', 64) where id = $1`,
      `update selection.draw set result = '[]' where id = $1`,
      `update selection.draw set root = repeat('0', 64) where id = $1`,
      `update selection.candidate set entry = '{}' where draw_id = $1`,
      `delete from selection.candidate where draw_id = $1`,
      `delete from selection.draw where id = $1`,
      `update selection.share set commitment = repeat('0', 64) where draw_id = $1`,
      `update selection.draw set reason = 'another reason' where id = $1`,
    ]) await expect(db.query(sql, [id]), sql).rejects.toThrow(/does not change|permission denied/)
  })

  test('DR-03: every draw of the register is recomputed from what is published', async () => {
    const { items } = (await room.app.nobody.get('/public/draws?limit=200')).body
    expect(items.length).toBeGreaterThan(5)
    for (const { id, state } of items) if (state === 'drawn') expect(fault(await room.published(id))).toBeUndefined()
    expect(agencies).toContain(items[0].agency)
  })
})
