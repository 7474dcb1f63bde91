import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { greyPng } from '../../seed/grey-png.ts'
import { readDossier } from '../../src/joint/liability/read-dossier.ts'
import { hours, plus, toIso } from '../../src/kernel/instant.ts'
import { parameterValue } from '../../src/kernel/parameter.ts'
import { systemContext } from '../../src/platform/context.ts'
import { append } from '../../src/platform/ledger/append.ts'
import { parseNote, signedBy } from '../../src/platform/ledger/checkpoint.ts'
import { verifyInclusion } from '../../src/platform/ledger/proof.ts'
import type { EntryProof } from '../../src/platform/ledger/views.ts'
import { sealAll } from '../../src/platform/ledger/seal.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { countQueries } from '../support/count-queries.ts'
import { crews, newBox, spanFrom } from '../support/joint.ts'
import { freshSigner } from '../support/ledger.ts'
import { sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
})
afterAll(() => app.close())

type Wish = Readonly<Record<string, unknown>>
type Check = { readonly code: string; readonly outcome: string; readonly note?: string; readonly evidence?: readonly string[] }

/** A joint session, agreed; begun and opened unless `agreedOnly`. */
async function session(cus: Wish = {}, ciq: Wish = {}, agreedOnly = false): Promise<string> {
  const box = newBox()
  await who.direct('CUS', box, cus)
  const { inspection } = await who.direct('CIQ', box, ciq)
  await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${box}`)
  if (agreedOnly) return inspection.id
  await who.act('CUS', inspection.id, 'start')
  await who.act('CUS', inspection.id, 'open', { seal: 'CN123456' })
  return inspection.id
}

const answer = (agency: 'CUS' | 'CIQ', id: string, ...checks: Check[]): Promise<unknown> => who.act(agency, id, 'findings', { checks })
const report = async (body: Wish, party = who.coordinator): ReturnType<typeof party.post> => party.post('/liability', { description: 'came to light later', ...body })

describe('LB-07 adopted results', () => {
  test('LB-07: customs adopts a result of inspection-and-quarantine that proves wrong: the record points to who inspected, with the result, and shows the adoption', async () => {
    const id = await session({}, { checks: ['origin'] })
    await answer('CIQ', id, { code: 'origin', outcome: 'ok' })
    await who.act('CUS', id, 'close')
    const [result] = (await who.CUS.get(`/results?inspection=${id}&agency=CIQ`)).body.items
    await who.CUS.post(`/results/${result.id}/adopt`, { purpose: 'preferential duty' })
    const wrong = await report({ inspection: id, kind: 'wrong-result', result: result.id })
    expect(wrong.status, wrong.text).toBe(201)
    expect(wrong.body).toMatchObject({ result: result.id, attributions: [{ agency: 'CIQ', verdict: 'fault' }], adoptions: [{ adopter: 'CUS', liable: 'CIQ', purpose: 'preferential duty' }] })
    expect(wrong.body.attributions).toHaveLength(1)
    const dossier = (await who.coordinator.get(`/liability?case=${id}`)).body
    expect(dossier.inspections[0].errors).toMatchObject([{ id: wrong.body.id, attributions: [{ agency: 'CIQ' }], adoptions: [{ adopter: 'CUS' }] }])
    await app.settle()
    expect((await who.CIQ.get('/notices')).body.items.some((notice: { type: string; subjectId: string }) => notice.type === 'LiabilityRecorded' && notice.subjectId === wrong.body.id)).toBe(true)
  })
})

describe('LB-07 results of looks of one\'s own', () => {
  test('LB-07: whoever relies on what another found elsewhere says that it proves wrong: who looked is answerable, or exempt where it noted what it saw; the dossier of the goods shows both', async () => {
    const trader = app.as({ role: 'trader', enterprise: 'E-B' })
    const declared = await trader.post('/declarations', sampleDeclaration({ declarant: 'E-B', consignee: 'E-B', items: [tee] }))
    expect(declared.status, declared.text).toBe(201)
    const look = async (checks: object[]): Promise<string> => (await who.CIQ.post('/results', { port: '380101', object: { kind: 'consignment', ref: declared.body.number }, checks })).body.id
    const [bare, noted] = [await look([{ code: 'origin', outcome: 'ok' }]), await look([{ code: 'origin', outcome: 'ok', note: 'certificate 7 verified by telephone' }])]
    for (const result of [bare, noted]) expect((await who.CUS.post(`/results/${result}/adopt`, { purpose: 'preferential duty' })).status).toBe(200)
    const wrong = (result: string, party = who.CUS) => party.post('/liability', { kind: 'wrong-result', result, description: 'the certificate was forged' })
    const reported = await wrong(bare)
    expect([reported.status, reported.body], reported.text).toMatchObject([201, { result: bare, attributions: [{ agency: 'CIQ', verdict: 'fault', ground: 'unproven-duty', against: ['origin'] }], adoptions: [{ adopter: 'CUS', liable: 'CIQ' }] }])
    expect((await wrong(noted)).body.attributions).toMatchObject([{ agency: 'CIQ', verdict: 'exempt', ground: 'due-diligence', evidence: ['origin: note: certificate 7 verified by telephone'] }])
    // Who neither looked nor relies on it knows of no such result; an inspection it did not come from is named in vain.
    expect([(await wrong(bare, who.BPI)).status, (await wrong(bare, trader)).status, (await wrong(bare, app.as({ role: 'coordinator', agency: 'CUS', ports: ['650302'] }))).status]).toEqual([404, 404, 404])
    const elsewhere = await session({}, {}, true)
    expect((await report({ inspection: elsewhere, kind: 'wrong-result', result: bare })).body.code).toBe('liability/other-result')
    const dossier = async (party: typeof who.CUS) => (await party.get(`/liability?case=${declared.body.id}`)).body
    const [first, second] = (await dossier(who.CUS)).looks
    expect([first, second]).toMatchObject([{ id: bare, adoptions: [{ adopter: 'CUS' }], errors: [{ attributions: [{ agency: 'CIQ', verdict: 'fault' }] }] }, { id: noted, errors: [{ attributions: [{ verdict: 'exempt' }] }] }])
    expect((await who.BPI.get(`/liability?case=${declared.body.id}`)).status).toBe(404)
    expect((await who.coordinator.get(`/liability/print?case=${declared.body.id}&language=zh`)).status).toBe(200)
  })

  test('LB-07: an agency that relies on the result of a session it took no part in says so as well', async () => {
    const box = newBox()
    const { inspection } = await who.direct('CIQ', box, { checks: ['origin'] })
    await who.agree(inspection.id, ['CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${box}`)
    await who.act('CIQ', inspection.id, 'start')
    await who.act('CIQ', inspection.id, 'open', {})
    await answer('CIQ', inspection.id, { code: 'origin', outcome: 'ok' })
    await who.act('CIQ', inspection.id, 'close')
    const [result] = (await who.CUS.get(`/results?inspection=${inspection.id}`)).body.items
    await who.CUS.post(`/results/${result.id}/adopt`, { purpose: 'preferential duty' })
    expect((await report({ inspection: inspection.id, kind: 'missed' }, who.CUS)).status).toBe(404)
    expect((await report({ inspection: inspection.id, kind: 'wrong-result', result: result.id }, who.CUS)).body).toMatchObject({ inspection: inspection.id, attributions: [{ agency: 'CIQ', verdict: 'fault' }] })
  })
})

describe('LB-08 fault', () => {
  test('LB-08: the step "seal check" was not performed and a seal fraud comes to light: inspection-and-quarantine is answerable', async () => {
    const id = await session({}, { checks: ['seal check'] })
    const bare = await who.CIQ.post(`/joint-inspections/${id}/findings`, { checks: [{ code: 'seal check', outcome: 'omitted' }] })
    expect([bare.status, bare.body.code]).toEqual([422, 'inspections/omission-needs-reason'])
    await answer('CIQ', id, { code: 'seal check', outcome: 'omitted', note: 'seal already cut on arrival' })
    await who.act('CUS', id, 'close')
    const reported = await report({ inspection: id, kind: 'missed', duty: 'seal check', evidence: ['expert opinion 4'] })
    expect(reported.body.attributions).toMatchObject([{ agency: 'CIQ', verdict: 'fault', ground: 'omitted-duty', against: ['seal check'] }])
  })

  test('LB-08: a check done for both by one makes that one answerable; a duty nobody has is refused, so is a session that has not begun', async () => {
    const id = await session({ checks: ['weight'] }, { checks: ['weight'] }, true)
    expect((await report({ inspection: id, kind: 'missed', duty: 'weight' })).body.code).toBe('liability/not-begun')
    await who.CUS.post(`/joint-inspections/${id}/plan/assign`, { code: 'weight', agency: 'CUS' })
    await who.act('CUS', id, 'start')
    await who.act('CUS', id, 'open', {})
    await answer('CUS', id, { code: 'weight', outcome: 'omitted', note: 'scale out of order' })
    expect((await report({ inspection: id, kind: 'missed', duty: 'weight' })).body.attributions).toMatchObject([{ agency: 'CUS', verdict: 'fault' }])
    expect((await report({ inspection: id, kind: 'missed', duty: 'colour' })).body.code).toBe('liability/no-such-duty')
    expect((await report({ inspection: id, kind: 'missed' }, who.BPI)).status).toBe(404)
    expect((await report({ inspection: id, kind: 'missed' }, app.as({ role: 'trader', enterprise: 'E-B' }))).status).toBe(404)
    expect((await report({ inspection: id, kind: 'missed' }, app.as({ role: 'coordinator', agency: 'CUS', ports: ['650302'] }))).status).toBe(404)
  })
})

describe('LB-09 leaks', () => {
  test('LB-09: details viewed and forwarded by officer u3 before the start: the leak case names the agency of u3, on the access log', async () => {
    const id = await session({}, {}, true)
    const u3 = app.as({ role: 'officer', agency: 'CIQ', id: 'u3' })
    await who.CUS.get(`/joint-inspections/${id}`)
    await u3.get(`/joint-inspections/${id}`)
    await u3.get(`/joint-inspections/${id}`)
    expect((await u3.post(`/joint-inspections/${id}/forward`, { recipient: 'a broker', purpose: 'asked for it' })).status).toBe(201)
    const leak = await report({ inspection: id, kind: 'leak', description: 'the importer knew of the search' })
    expect(leak.body.attributions).toMatchObject([{ agency: 'CIQ', verdict: 'fault', ground: 'leak', against: ['officer.CIQ.u3'] }])
    expect(leak.body.attributions[0].evidence.map((line: string) => /viewed|forwarded/.exec(line)?.[0])).toEqual(['viewed', 'forwarded'])
    const facts = (await who.coordinator.get(`/ledger?subject=access:${id}`)).body.items.map((fact: { type: string }) => fact.type)
    expect(facts).toEqual(['DetailsViewed', 'DetailsViewed', 'DetailsForwarded'])
    const seen = async (party: (typeof who)['CUS']): Promise<string[]> => (await party.get(`/liability?case=${id}`)).body.inspections[0].accesses.map((access: { by: string }) => access.by)
    expect(await seen(who.CUS)).toEqual(['officer.CUS'])
    // Reading the dossier is reading too.
    expect(await seen(who.coordinator)).toEqual(['officer.CUS', 'officer.CIQ.u3', 'officer.CIQ.u3', 'officer.CUS'])
  })

  test('LB-09: a list, the work plan and the images are read as well as the page: each reader is on the log of each inspection, once within ten minutes', async () => {
    const [first, second] = [await session({}, {}, true), await session({}, {}, true)]
    const reader = (id: string) => app.as({ role: 'officer', agency: 'CIQ', id })
    const readers = async (inspection: string): Promise<string[]> =>
      (await who.coordinator.get(`/ledger?subject=access:${inspection}`)).body.items.map((fact: { actor: { id: string } }) => fact.actor.id).filter((by: string) => by.startsWith('officer.CIQ.r'))
    const refresh = () => reader('r1').get('/joint-inspections?limit=20')
    await Promise.all([refresh(), refresh()])
    await refresh()
    await reader('r2').get(`/joint-inspections/${first}/plan`)
    await reader('r3').get(`/joint-inspections/${second}/images`)
    expect([await readers(first), await readers(second)]).toEqual([['officer.CIQ.r1', 'officer.CIQ.r2'], ['officer.CIQ.r1', 'officer.CIQ.r3']])
    await app.as({ role: 'trader', enterprise: 'E-B' }).get('/joint-inspections?limit=20')
    expect(await readers(first)).toHaveLength(2)
    // Who comes back later has read it again; how much later a parameter says.
    app.clock.advanceTo(plus(app.clock.now(), parameterValue(cn, 'access.reading', app.clock.now())))
    await refresh()
    expect(await readers(first)).toEqual(['officer.CIQ.r1', 'officer.CIQ.r2', 'officer.CIQ.r1'])
  })

  test('LB-09: reading finds nobody at fault, nor does forwarding to a party or after it had got out; after every party has decided reading is free', async () => {
    const id = await session({}, {}, true)
    await who.CIQ.get(`/joint-inspections/${id}`)
    await who.CIQ.post(`/joint-inspections/${id}/forward`, { recipient: 'CUS', purpose: 'for the file' })
    await who.act('CIQ', id, 'invite', { agency: 'FGA', reason: 'bark beetle' })
    await who.CIQ.post(`/joint-inspections/${id}/forward`, { recipient: 'FGA', purpose: 'it was called in' })
    const known = toIso(app.clock.now())
    app.clock.advanceTo(plus(app.clock.now(), hours(1)))
    await who.CIQ.post(`/joint-inspections/${id}/forward`, { recipient: 'the press', purpose: 'answer' })
    expect((await report({ inspection: id, kind: 'leak', before: known })).body.attributions).toMatchObject([{ agency: 'CIQ', verdict: 'undecided', ground: 'sole-readers', against: ['officer.CIQ'] }])
    const read = await session({}, {}, true)
    const [directive] = (await who.CIQ.get(`/joint-inspections/${read}`)).body.tasks[0].directives
    await app.as({ role: 'officer', agency: 'CIQ', id: 'u7' }).get(`/directives/${directive}`)
    expect((await who.coordinator.get(`/ledger?subject=access:${read}`)).body.items.map((fact: { actor: { id: string } }) => fact.actor.id)).toEqual(['officer.CIQ', 'officer.CIQ.u7'])
    const decided = await session()
    await who.act('CUS', decided, 'dispositions', { disposition: 'CUS-PASS' })
    await who.act('CIQ', decided, 'dispositions', { disposition: 'CIQ-PASS' })
    await who.act('CUS', decided, 'close')
    await who.CIQ.get(`/joint-inspections/${decided}`)
    expect((await who.coordinator.get(`/ledger?subject=access:${decided}`)).body.items).toEqual([])
    // Nor is it a leak to tell then what came of it.
    app.clock.advanceTo(plus(app.clock.now(), hours(1)))
    expect((await who.CIQ.post(`/joint-inspections/${decided}/forward`, { recipient: 'the press', purpose: 'answer' })).status).toBe(201)
    expect((await report({ inspection: decided, kind: 'leak' })).body.attributions).toEqual([])
  })
})

describe('LB-09 leaks that nobody wrote down', () => {
  test('LB-09: who had read what got out before it did is named from the access log, narrowed by what each page shows; no fault is found', async () => {
    const id = await session({}, {}, true)
    const person = (agency: 'CUS' | 'CIQ', name: string) => app.as({ role: 'officer', agency, id: name })
    const { tasks } = (await person('CUS', 'p1').get(`/joint-inspections/${id}`)).body as { tasks: { agency: string; directives: string[] }[] }
    const [directive] = tasks.find((task) => task.agency === 'CUS')?.directives ?? []
    await person('CIQ', 'p2').get(`/joint-inspections/${id}/plan`)
    await person('CUS', 'p3').get(`/directives/${directive}`)
    const known = toIso(app.clock.now())
    app.clock.advanceTo(plus(app.clock.now(), hours(1)))
    await person('CIQ', 'p4').get(`/joint-inspections/${id}`)
    const named = async (more: Wish): Promise<unknown[]> => {
      const reply = await report({ inspection: id, kind: 'leak', ...more })
      expect(reply.status, reply.text).toBe(201)
      return reply.body.attributions.map((one: { agency: string; verdict: string; ground: string; against: string[] }) => [one.agency, one.verdict, one.ground, ...one.against])
    }
    expect(await named({ before: known })).toEqual([['CIQ', 'undecided', 'among-readers', 'officer.CIQ.p2'], ['CUS', 'undecided', 'among-readers', 'officer.CUS.p1', 'officer.CUS.p3']])
    // The plan shows no time; why an agency looks stands in its directive only.
    expect(await named({ before: known, details: ['time-and-place'] })).toEqual([['CUS', 'undecided', 'sole-readers', 'officer.CUS.p1', 'officer.CUS.p3']])
    expect(await named({ before: known, details: ['reason'] })).toEqual([['CUS', 'undecided', 'sole-readers', 'officer.CUS.p3']])
    expect(await named({ details: ['time-and-place'] })).toHaveLength(2)
    expect(await named({ details: ['image'] })).toEqual([])
    expect((await report({ inspection: id, kind: 'leak', details: ['weather'] })).status).toBe(422)
    // The whole log in pages; an officer reads of the own people.
    const logged = async (by: (typeof who)['CUS'], query = ''): Promise<unknown[]> => (await by.get(`/joint-inspections/${id}/accesses${query}`)).body.items.map((access: { by: string; part: string }) => [access.by, access.part])
    const all = await logged(who.coordinator)
    expect(all).toEqual([['officer.CUS.p1', 'inspection'], ['officer.CIQ.p2', 'plan'], ['officer.CUS.p3', 'directive'], ['officer.CIQ.p4', 'inspection']])
    expect(await logged(who.CIQ)).toEqual(all.filter((_, i) => i % 2 === 1))
    const first = (await who.coordinator.get(`/joint-inspections/${id}/accesses?limit=3`)).body
    expect(await logged(who.coordinator, `?limit=3&after=${first.next}`)).toEqual([all[3]])
    expect((await who.BPI.get(`/joint-inspections/${id}/accesses`)).status).toBe(404)
  })
})

describe('LB-09 ways around the page', () => {
  test('LB-09: who reads the facts of the ledger, the dossier, the match, the near-misses, the talk or the offences of a case has read it: each is on the log, by what it shows', async () => {
    const id = await session({}, {}, true)
    const person = (name: string, role: 'officer' | 'coordinator' = 'officer') => app.as({ role, agency: 'CIQ', id: name, ports: ['380101'] })
    const { tasks, object } = (await who.CUS.get(`/joint-inspections/${id}`)).body as { tasks: { agency: string; directives: string[] }[]; object: { ref: string } }
    const [directive] = tasks.find((task) => task.agency === 'CUS')?.directives ?? []
    const [match] = (await person('q0').get(`/collisions?object=${object.ref}`)).body.items as { id: string }[]
    const readings: readonly (readonly [string, string, string])[] = [
      ['q1', `/ledger?subject=directive:${directive}`, 'ledger'],
      ['q2', `/ledger?subject=joint-inspection:${id}`, 'ledger'],
      ['q3', `/collisions/${match?.id}`, 'match'],
      ['q4', `/joint-inspections/${id}/messages`, 'inspection'],
      ['q5', `/joint-inspections/${id}/offences`, 'inspection'],
      ['q6', `/liability?case=${id}`, 'dossier'],
    ]
    for (const [name, path] of readings) expect((await person(name).get(path)).status, path).toBe(200)
    const logged = (await who.coordinator.get(`/joint-inspections/${id}/accesses`)).body.items.map((access: { by: string; part: string }) => [access.by, access.part])
    expect(logged).toEqual([['officer.CUS', 'inspection'], ['officer.CIQ.q0', 'match'], ...readings.map(([name, , part]) => [`officer.CIQ.${name}`, part])])
    // The reason stands in the facts of the ledger: who read it there is among those who could have told.
    expect((await person('q1').get(`/ledger?subject=directive:${directive}`)).text).toContain('manifest differs')
    const leak = await report({ inspection: id, kind: 'leak', details: ['reason'] })
    expect(leak.body.attributions).toMatchObject([{ agency: 'CIQ', verdict: 'undecided', against: ['officer.CIQ.q1', 'officer.CIQ.q2', 'officer.CIQ.q6'] }])

    const near = newBox()
    const window = spanFrom(app.clock.now(), 0, 2)
    const first = await who.direct('CUS', near, { window })
    await who.direct('CIQ', near, { window: spanFrom(app.clock.now(), 40, 42) })
    await person('q7').get(`/collisions?object=${near}&state=near-miss`)
    expect((await who.coordinator.get(`/joint-inspections/${first.inspection.id}/accesses`)).body.items).toMatchObject([{ by: 'officer.CIQ.q7', part: 'match' }])
  })
})

describe('LB-12 a dossier leaves nothing out', () => {
  test('LB-12: of a case with many facts the dossier says how many it does not carry; they follow page by page, each proven, each once', async () => {
    const id = await session()
    const context = systemContext(app.machine)
    await app.machine.db.transaction((tx) => append(tx, context, Array.from({ length: 420 }, (_, n) => ({ port: '380101', subjectKind: 'joint-inspection', subjectId: id, type: 'DetailsViewed', payload: { n } }))))
    const signer = freshSigner()
    for (let sealed = 1; sealed > 0; ) sealed = await sealAll(app.machine.db, signer)
    const reader = app.as({ role: 'auditor' })
    type Page = { proofs: { entry: { id: string; position: number } }[]; unsealed: string[]; left: number; next?: string }
    const pages: Page[] = [(await reader.get(`/liability?case=${id}`)).body.ledger]
    for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) pages.push((await reader.get(`/liability/facts?case=${id}&after=${next}`)).body)
    const ids = pages.flatMap((page) => page.proofs.map(({ entry }) => entry.id))
    expect([pages.map((page) => page.proofs.length), pages[0]?.left, pages.at(-1)?.left]).toEqual([[200, 200, ids.length - 400], ids.length - 200, 0])
    // The reading of the dossier became a fact itself: it is in the last page, not sealed yet.
    expect(pages.map((page) => page.unsealed.length)).toEqual([0, 0, 1])
    expect(ids.length).toBeGreaterThan(420)
    expect([new Set(ids).size, [...ids].sort()]).toEqual([ids.length, ids])
    expect((await who.BPI.get(`/liability/facts?case=${id}`)).status).toBe(404)
    expect((await reader.get(`/liability/print?case=${id}&language=en`)).status).toBe(200)
  })

  test('LB-12: a case of five inspections is read with as many statements as a case of one', async () => {
    const one = await session({ checks: ['count'] }, { checks: ['count'] }, true)
    const declared = await app.as({ role: 'trader', enterprise: 'E-B' }).post('/declarations', sampleDeclaration({ declarant: 'E-B', consignee: 'E-B', items: [tee] }))
    expect(declared.status, declared.text).toBe(201)
    const others = [await session(), await session(), await session(), await session()]
    const bind = (ids: readonly string[]) => app.database.ownerDb.query('update joint.inspection set declarations = array[$1::uuid] where id = any($2::uuid[])', [declared.body.id, ids])
    const statements = async (): Promise<[inspections: number, statements: number, accesses: number]> => {
      const counted = countQueries(app.machine.db)
      // The clock moves, so that each reading is one that is written down.
      app.clock.advanceTo(plus(app.clock.now(), hours(1)))
      const context = { ...systemContext(app.machine), actor: app.as({ role: 'auditor' }).actor, db: counted.db }
      const dossier = await readDossier(context, cn, declared.body.id, 200)
      const sent = counted.taken()
      return [dossier.ok ? dossier.value.inspections.length : 0, sent.length, sent.filter((sql) => sql.includes('joint.access_log')).length]
    }
    await bind([one])
    const few = await statements()
    await bind(others)
    const many = await statements()
    expect([few[0], many[0] - few[0]]).toEqual([few[0], 4])
    expect(few[1]).toBeGreaterThan(8)
    expect(many.slice(1)).toEqual(few.slice(1))
  })
})

describe('LB-10 due diligence', () => {
  test('LB-10: every step done with evidence and a hidden compartment missed: exempt for due diligence, with the evidence list', async () => {
    const id = await session({ methods: ['open', 'weigh'], checks: ['count'] }, { checks: ['quarantine log'] })
    await who.act('CUS', id, 'weigh', { grossKg: 24180 })
    await answer('CUS', id, { code: 'count', outcome: 'ok', note: '400 cartons', evidence: ['photo 1', 'photo 2'] })
    await answer('CIQ', id, { code: 'quarantine log', outcome: 'ok' })
    await who.act('CUS', id, 'close')
    const reported = await report({ inspection: id, kind: 'missed', description: 'a compartment behind the wall' })
    const [ciq, cus] = reported.body.attributions
    expect(cus).toMatchObject({ agency: 'CUS', verdict: 'exempt', ground: 'due-diligence', against: [] })
    expect(cus.evidence.join('\n')).toMatch(/photo 1[\s\S]*400 cartons|400 cartons[\s\S]*photo 1/)
    expect(cus.evidence.filter((line: string) => line.includes('record ')).length).toBeGreaterThanOrEqual(2)
    // A tick that nothing shows is no evidence.
    expect(ciq).toMatchObject({ agency: 'CIQ', verdict: 'fault', ground: 'unproven-duty', against: ['quarantine log'] })
  })

  test('LB-10: a photograph is kept by its hash, a finding rests on it, the ledger proves it and the dossier leads to it; by parties while the session runs', async () => {
    const id = await session({ checks: ['count'] }, {})
    const png = greyPng(8, 6, (x, y) => x * 20 + y)
    const send = (party: (typeof who)['CUS'], bytes: Buffer | string = png, media = 'image/png') => party.send('POST', `/joint-inspections/${id}/photos`, bytes, { 'content-type': media })
    const kept = await send(who.CUS)
    expect([kept.status, kept.body], kept.text).toMatchObject([201, { id: createHash('sha256').update(png).digest('hex'), agency: 'CUS' }])
    expect((await send(who.CIQ)).body.id).toBe(kept.body.id)
    expect((await send(who.CUS, 'no picture')).status).toBe(415)
    expect([(await send(who.BPI)).status, (await send(app.as({ role: 'trader', enterprise: 'E-B' }))).status]).toEqual([404, 404])
    await answer('CUS', id, { code: 'count', outcome: 'ok', evidence: [`photo ${kept.body.id}`] })
    const { inspections, ledger } = (await who.coordinator.get(`/liability?case=${id}`)).body
    expect(inspections[0].photos).toMatchObject([{ id: kept.body.id, agency: 'CUS', by: 'officer.CUS' }])
    expect(inspections[0].responsibilities[1].duties[1]).toMatchObject({ code: 'count', state: 'performed', evidence: expect.arrayContaining([`photo ${kept.body.id}`]) })
    expect(ledger.proofs.length + ledger.unsealed.length).toBeGreaterThan(0)
    const facts = (await who.coordinator.get(`/ledger?subject=joint-inspection:${id}`)).body.items as { type: string; payload: { photo?: string } }[]
    expect(facts.filter((fact) => fact.type === 'PhotoKept').map((fact) => fact.payload.photo)).toEqual([kept.body.id])
    const shown = await who.CIQ.get(`/joint-inspections/${id}/photos/${kept.body.id}`)
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/png'])
    expect((await who.BPI.get(`/joint-inspections/${id}/photos/${kept.body.id}`)).status).toBe(404)
    expect((await who.CUS.get(`/joint-inspections/${id}/photos/${'0'.repeat(64)}`)).status).toBe(404)
    await who.act('CUS', id, 'close')
    expect((await send(who.CUS)).body.code).toBe('inspections/not-in-this-state')
  })

  test('LB-10: the dossier says who was responsible for what, and each of its facts is proven without the database', async () => {
    const id = await session({ checks: ['count'] }, { checks: ['label'] })
    await answer('CUS', id, { code: 'count', outcome: 'ok', evidence: ['photo 9'] })
    const signer = freshSigner()
    for (let sealed = 1; sealed > 0; ) sealed = await sealAll(app.machine.db, signer)
    const dossier = (await app.as({ role: 'auditor' }).get(`/liability?case=${id}`)).body
    const [ciq, cus] = dossier.inspections[0].responsibilities
    expect([ciq.agency, ciq.diligent, cus.agency, cus.diligent]).toEqual(['CIQ', false, 'CUS', true])
    expect(cus).toMatchObject({ powers: [{ power: 'CUS-GOODS' }], duties: [{ code: 'open', state: 'performed' }, { code: 'count', state: 'performed', answerable: 'CUS' }] })
    expect(ciq.duties).toMatchObject([{ code: 'open', state: 'performed', answerable: 'CUS' }, { code: 'label', state: 'open' }])

    const proofs = dossier.ledger.proofs as EntryProof[]
    expect(dossier.ledger.unsealed).toEqual([])
    expect(proofs.map((proof) => proof.entry.type)).toEqual(expect.arrayContaining(['InspectionStarted', 'ContainerOpened', 'FindingsRecorded']))
    for (const proof of proofs) {
      const leaf = createHash('sha256').update(Buffer.concat([Buffer.from([0]), Buffer.from(proof.leaf)])).digest()
      const note = parseNote(proof.checkpoint.note)
      expect(verifyInclusion(leaf, proof.entry.position ?? -1, proof.checkpoint.size, proof.audit.map((hash) => Buffer.from(hash, 'hex')), Buffer.from(proof.checkpoint.root, 'hex'))).toBe(true)
      expect(createHash('sha256').update((proof.salt ?? '') + (proof.sealed ?? '')).digest('hex')).toBe(JSON.parse(proof.leaf).payloadHash)
      expect([note?.checkpoint.size, note?.checkpoint.root.toString('hex')]).toEqual([proof.checkpoint.size, proof.checkpoint.root])
      expect(note !== undefined && (await signedBy(signer, note.text, note.signatures[0]?.signature ?? Buffer.alloc(0)))).toBe(true)
    }
    expect((await who.BPI.get(`/liability?case=${id}`)).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).get(`/liability?case=${id}`)).status).toBe(404)
  })
})
