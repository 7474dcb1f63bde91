import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, instant, minutes, plus } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { crews, directiveBody, newBox, spanFrom } from '../support/joint.ts'
import { sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
})
afterAll(() => app.close())

const collisionsOf = async (object: string, state?: string): Promise<Record<string, unknown>[]> =>
  (await who.coordinator.get(`/collisions?object=${object}${state === undefined ? '' : `&state=${state}`}`)).body.items

describe('DC-11 and DC-12 late, withdrawn and changed directives', () => {
  test('DC-11: a third agency before the session joins and has to agree; after it began it gets the shared result first and must justify a look of its own', async () => {
    const day = { from: '2026-03-02T09:00:00+08:00', to: '2026-03-02T18:00:00+08:00' }
    const at = (time: string): void => app.clock.advanceTo(instant(`2026-03-02T${time}:00+08:00`))
    const train = (number: string): Record<string, unknown> => ({ object: { kind: 'train', ref: number }, methods: ['board'], window: day })
    await who.direct('CUS', 'X', { ...train('X9001'), power: 'CUS-CONVEYANCE' })
    const { inspection } = await who.direct('CIQ', 'X', { ...train('X9001'), power: 'CIQ-HEALTH' })
    await who.agree(inspection.id, ['CUS', 'CIQ'], { from: '2026-03-02T14:00:00+08:00', to: '2026-03-02T15:00:00+08:00' }, 'T1')
    at('13:30')
    const late = await who.direct('BPI', 'X', { ...train('X9001'), power: 'BPI-CONVEYANCE' })
    expect(late.inspection.id).toBe(inspection.id)
    expect((await who.BPI.get(`/joint-inspections/${inspection.id}`)).body).toMatchObject({ state: 'coordinating', tasks: [{ agency: 'BPI' }, { agency: 'CIQ' }, { agency: 'CUS' }] })
    await who.act('BPI', inspection.id, 'agree', { crew: ['B-1'] })
    expect((await who.BPI.post(`/joint-inspections/${inspection.id}/consultations`, { channel: 'telephone', agencies: ['BPI', 'CIQ', 'CUS'], outcome: 'the crew first' })).status).toBe(201)
    at('14:00')
    await who.act('BPI', inspection.id, 'start')
    at('14:20')
    const again = { ...train('X9001'), power: 'BPI-CONVEYANCE', reason: 'stowaways reported' }
    const refused = await who.BPI.post('/directives', directiveBody(app, 'BPI', 'X', again))
    expect([refused.status, refused.body.code, refused.body.errors[0].facts]).toMatchObject([409, 'directives/answered-before', { inspection: inspection.id, methods: 'board' }])
    expect(refused.body.errors[0].message.zh).toContain('共享结果')
    const tooLate = await who.direct('BPI', 'X', { ...again, reopening: 'the report names a wagon nobody boards' })
    expect((await who.coordinator.get(`/ledger?subject=directive:${tooLate.id}`)).text).toContain('the report names a wagon nobody boards')
    expect(tooLate.inspection.id).not.toBe(inspection.id)
    expect(await collisionsOf('X9001', 'near-miss')).toMatchObject([{ failed: 'not-started' }, { failed: 'not-started' }])
  })

  test('DC-11: a late agency that is entitled to no results reads those it was given in place of its look, and no others; what nobody has done is no reopening', async () => {
    const weighed = async (): Promise<{ box: string; inspection: string }> => {
      const box = newBox()
      await who.direct('CUS', box, { methods: ['weigh'] })
      const { inspection } = await who.direct('CIQ', box, { methods: ['weigh'] })
      await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `LATE-${box}`)
      await who.act('CUS', inspection.id, 'start')
      await who.act('CUS', inspection.id, 'weigh', { grossKg: 24000 })
      return { box, inspection: inspection.id }
    }
    const legalBasis = '船舶载运危险货物安全监督管理规定'
    const agenciesOf = async (path: string): Promise<string[]> => ((await who.MSA.get(path)).body.items as { agency: string }[]).map(({ agency }) => agency).sort()
    const told = async (party: Party, inspection: string): Promise<number> => ((await party.get('/notices?limit=200')).body.items as { type: string; subjectId: string }[]).filter((notice) => notice.type === 'ResultsShared' && notice.subjectId === inspection).length
    const [asked, other] = [await weighed(), await weighed()]
    await who.act('CUS', other.inspection, 'close')
    const late = directiveBody(app, 'MSA', asked.box, { methods: ['weigh'], legalBasis })
    const refused = await who.MSA.post('/directives', late)
    expect(refused.body.code).toBe('directives/answered-before')
    const path = refused.body.errors[0].facts.results.replace('/api/v1', '')
    // The look goes on: those who take part know who will read it, the late one is told when there is something to read.
    expect([await agenciesOf(path), await told(who.CUS, asked.inspection), await told(who.MSA, asked.inspection)]).toEqual([[], 1, 0])
    expect((await who.MSA.post('/directives', { ...late, reason: 'asks again' })).body.code).toBe('directives/answered-before')
    // Both sides read who was given what, and why; whose look it is not reads nothing of it, nor of another.
    const shares = async (party: Party, inspection: string): Promise<unknown[]> => (await party.get(`/results/shares?inspection=${inspection}`)).body.items
    const share = { inspection: asked.inspection, agency: 'MSA', methods: ['weigh'], agencies: ['CIQ', 'CUS'], object: { kind: 'container', ref: asked.box } }
    for (const party of [who.MSA, who.CUS, who.CIQ]) expect(await shares(party, asked.inspection)).toMatchObject([share])
    expect([await shares(who.BPI, asked.inspection), await shares(who.MSA, other.inspection)]).toEqual([[], []])
    await who.act('CUS', asked.inspection, 'close')
    expect((await shares(who.MSA, asked.inspection))[0]).toHaveProperty('closedAt')
    expect([await agenciesOf(path), await told(who.CUS, asked.inspection), await told(who.MSA, asked.inspection)]).toEqual([['CIQ', 'CUS'], 1, 1])
    expect((await who.coordinator.get(`/ledger?subject=joint-inspection:${asked.inspection}`)).body.items.filter((fact: { type: string }) => fact.type === 'ResultsShared')).toMatchObject([{ payload: { agency: 'MSA', methods: ['weigh'] } }])
    expect([await agenciesOf('/results'), await agenciesOf(`/results?inspection=${other.inspection}`)]).toEqual([['CIQ', 'CUS'], []])
    const [{ id }] = (await who.MSA.get(path)).body.items
    expect((await who.MSA.post(`/results/${id}/adopt`, { purpose: 'weight for the stowage plan' })).status).toBe(200)
    const [{ id: others }] = (await who.CUS.get(`/results?inspection=${other.inspection}`)).body.items
    expect((await who.MSA.post(`/results/${others}/adopt`, { purpose: 'x' })).status).toBe(404)
    // One that has ended is told of at once.
    expect((await who.MSA.post('/directives', directiveBody(app, 'MSA', other.box, { methods: ['weigh'], legalBasis }))).body.code).toBe('directives/answered-before')
    expect([await agenciesOf(`/results?inspection=${other.inspection}`), await told(who.MSA, other.inspection)]).toEqual([['CIQ', 'CUS'], 1])
    expect((await who.direct('MSA', asked.box, { methods: ['open'], legalBasis })).inspection.id).not.toBe(asked.inspection)
  })

  test('DC-12: one of two withdraws: the other is told it is single now and keeps its slot', async () => {
    const box = newBox()
    const first = await who.direct('CUS', box)
    const second = await who.direct('CIQ', box)
    await who.agree(second.inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'P5')
    expect((await who.CUS.post(`/directives/${second.id}/withdraw`, { reason: 'x' })).status).toBe(404)
    const withdrawn = await who.CIQ.post(`/directives/${second.id}/withdraw`, { reason: 'certificate arrived' })
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', withdrawnReason: 'certificate arrived' })
    expect((await who.CUS.get(`/joint-inspections/${second.inspection.id}`)).body).toMatchObject({ kind: 'single', state: 'agreed', site: 'P5', tasks: [{ agency: 'CUS', directives: [first.id] }] })
    expect(await collisionsOf(box)).toMatchObject([{ state: 'single' }])
    const told = ((await who.coordinator.get(`/notices?subject=joint-inspection:${second.inspection.id}`)).body.items as { type: string; recipient: { kind: string; code: string } }[]).map(({ type, recipient }) => `${type} ${recipient.kind} ${recipient.code}`)
    expect(told.filter((one) => one.startsWith('InspectionBecameSingle')).sort()).toEqual(['InspectionBecameSingle agency CUS', 'InspectionBecameSingle site P5'])
    expect(told.filter((one) => one.startsWith('DirectiveWithdrawn')).sort()).toEqual(['DirectiveWithdrawn agency CIQ', 'DirectiveWithdrawn agency CUS', 'DirectiveWithdrawn site P5'])
    // The slot may be planned anew, by the one that is left.
    expect((await who.CUS.post(`/joint-inspections/${second.inspection.id}/reschedule`, { slot: spanFrom(app.clock.now(), 2, 3), site: 'P5', reason: 'nobody to wait for' })).status).toBe(200)
    const third = await who.direct('CIQ', box)
    expect(third.collision.directives).toEqual([first.id, third.id].sort())
  })

  test('DC-12: who withdraws has not declined: the one decline rate of matches and measures counts only a party that said no', async () => {
    const hour = `from=${encodeURIComponent(spanFrom(app.clock.now(), -1, 1).from)}&to=${encodeURIComponent(spanFrom(app.clock.now(), -1, 1).to)}&port=380101`
    const rates = async (): Promise<Record<string, number>[]> => [(await who.coordinator.get(`/collisions/rates?${hour}`)).body.items[0], (await who.coordinator.get(`/measures/joint?${hour}`)).body.answers]
    const [before] = await rates()
    const [withdrawn, judged, declined] = [newBox(), newBox(), newBox()]
    for (const box of [withdrawn, judged, declined]) await who.direct('CUS', box)
    const second = await who.direct('CIQ', withdrawn)
    await who.CIQ.post(`/directives/${second.id}/withdraw`, { reason: 'certificate arrived' })
    const against = await who.direct('CIQ', judged)
    const no = await who.coordinator.post(`/joint-inspections/${against.inspection.id}/judge`, { necessity: { yes: true }, feasibility: { yes: false, reason: 'scanner broken' }, effectiveness: { yes: true } })
    expect(no.status, no.text).toBe(200)
    const { inspection } = await who.direct('CIQ', declined)
    await who.act('CIQ', inspection.id, 'decline', { reason: 'hazmat isolation' })
    const [matches, measures] = await rates()
    expect([matches?.['matches'], matches?.['declined']]).toEqual([(before?.['matches'] ?? 0) + 3, (before?.['declined'] ?? 0) + 1])
    expect([measures?.['proposed'], measures?.['declined'], measures?.['declineRate']]).toEqual([matches?.['matches'], matches?.['declined'], matches?.['declineRate']])
  })

  test('DC-12: what kept two apart ends when one of them changes or is withdrawn: the list says what keeps them apart now', async () => {
    const box = newBox()
    await who.direct('CUS', box, { window: spanFrom(app.clock.now(), 1, 2) })
    const second = await who.direct('CIQ', box, { window: spanFrom(app.clock.now(), 60, 61) })
    expect(await collisionsOf(box, 'near-miss')).toMatchObject([{ failed: 'time' }])
    const changed = await who.CIQ.post(`/directives/${second.id}/amend`, { window: spanFrom(app.clock.now(), 2, 3), methods: ['documents'], reason: 'the papers will do' })
    expect(changed.status, changed.text).toBe(200)
    expect(await collisionsOf(box, 'near-miss')).toMatchObject([{ failed: 'presence' }])
    expect(await collisionsOf(box, 'near-miss-over')).toMatchObject([{ failed: 'time', endedAt: expect.any(String) }])
    expect((await who.CIQ.post(`/directives/${second.id}/withdraw`, { reason: 'not needed' })).status).toBe(200)
    expect(await collisionsOf(box, 'near-miss')).toEqual([])
    expect((await collisionsOf(box, 'near-miss-over')).map(({ failed }) => failed)).toEqual(['presence', 'time'])
  })

  test('DC-12: two that met only through a third go apart when it is withdrawn or changed, each told and each with its own inspection', async () => {
    for (const how of ['withdraw', 'amend'] as const) {
      const box = newBox()
      const early = await who.direct('CUS', box, { window: spanFrom(app.clock.now(), 1, 2) })
      const late = await who.direct('BPI', box, { window: spanFrom(app.clock.now(), 41, 42), legalBasis: '出境入境边防检查条例' })
      expect(late.inspection.id).not.toBe(early.inspection.id)
      const between = await who.direct('CIQ', box, { window: spanFrom(app.clock.now(), 21, 22) })
      expect(between.collision.agencies).toEqual(['BPI', 'CIQ', 'CUS'])
      const body = how === 'withdraw' ? { reason: 'certificate arrived' } : { reason: 'vessel late', window: spanFrom(app.clock.now(), 50, 51) }
      expect((await who.CIQ.post(`/directives/${between.id}/${how}`, body)).status).toBe(200)
      const of = async (id: string): Promise<{ id: string; kind: string; tasks: { agency: string }[] }> => (await who.coordinator.get(`/joint-inspections/${(await who.coordinator.get(`/directives/${id}`)).body.inspection}`)).body
      const [first, second] = [await of(early.id), await of(late.id)]
      expect(first).toMatchObject({ kind: 'single', tasks: [{ agency: 'CUS' }] })
      expect(second.tasks.map(({ agency }) => agency)).toEqual(how === 'withdraw' ? ['BPI'] : ['BPI', 'CIQ'])
      expect(second.id).not.toBe(first.id)
    }
  })

  test('DC-12: two that met only through one that declines go apart too; who met anyway stays together', async () => {
    const at = (from: number): Record<string, unknown> => ({ window: spanFrom(app.clock.now(), from, from + 2) })
    const legalBasis = '出境入境边防检查条例 第四条'
    const [far, near] = [newBox(), newBox()]
    const meeting = async (box: string, last: number): Promise<{ id: string; single: (agency: string) => Promise<string> }> => {
      await who.direct('CUS', box, at(1))
      await who.direct('CIQ', box, at(20))
      const { inspection } = await who.direct('BPI', box, { ...at(last), legalBasis })
      expect(inspection.kind).toBe('joint')
      expect((await who.CIQ.post(`/joint-inspections/${inspection.id}/decline`, { reason: 'no crew' })).status).toBe(200)
      const single = async (agency: string): Promise<string> => (await who.coordinator.get(`/directives?object=${box}&agency=${agency}`)).body.items[0].inspection
      return { id: inspection.id, single }
    }
    const [apart, together] = [await meeting(far, 40), await meeting(near, 22)]
    const singles = await Promise.all(['CUS', 'CIQ', 'BPI'].map(apart.single))
    expect(new Set(singles).size).toBe(3)
    expect((await who.coordinator.get(`/joint-inspections?object=${far}`)).body.items.map((one: { kind: string }) => one.kind)).not.toContain('joint')
    expect(await Promise.all(['CUS', 'BPI'].map(together.single))).toEqual([together.id, together.id])
    expect((await who.CUS.get(`/joint-inspections/${together.id}`)).body).toMatchObject({ kind: 'joint', tasks: [{ agency: 'BPI' }, { agency: 'CUS' }] })
  })

  test('DC-12: what one agency asked for at two times is two looks once nobody else holds them together, of those who decline and of those who are left; who declined stays alone', async () => {
    const at = (from: number): Record<string, unknown> => ({ window: spanFrom(app.clock.now(), from, from + 2), reason: `from hour ${from}` })
    const lookOf = async (id: string): Promise<string> => (await who.coordinator.get(`/directives/${id}`)).body.inspection
    for (const declines of ['CUS', 'CIQ'] as const) {
      const box = newBox()
      const two = [await who.direct('CUS', box, at(1)), await who.direct('CUS', box, at(40)), await who.direct('CUS', box, at(60))].map(({ id }: { id: string }) => id)
      const { inspection } = await who.direct('CIQ', box, at(20))
      expect((await who.coordinator.get(`/joint-inspections/${inspection.id}`)).body).toMatchObject({ kind: 'joint', tasks: [{ agency: 'CIQ' }, { agency: 'CUS', directives: two }] })
      expect((await who[declines].post(`/joint-inspections/${inspection.id}/decline`, { reason: 'no crew' })).status).toBe(200)
      const [early, ...later] = await Promise.all(two.map(lookOf))
      // At hours 40 and 60 is one need, at hour 1 another.
      expect(new Set(later).size).toBe(1)
      expect(later).not.toContain(early)
      expect((await who.coordinator.get(`/joint-inspections/${early}`)).body).toMatchObject({ kind: 'single', tasks: [{ agency: 'CUS', directives: [two[0]] }] })
      const third = await who.direct('BPI', box, { ...at(3), legalBasis: '出境入境边防检查条例 第四条' })
      expect((await who.BPI.get(`/joint-inspections/${third.inspection.id}`)).body.tasks.map(({ agency }: { agency: string }) => agency)).toEqual(declines === 'CUS' ? ['BPI', 'CIQ'] : ['BPI', 'CUS'])
    }
  })

  test('DC-09: when who has not answered leaves, what the others agreed on is agreed: a fact, and everybody is told, whichever way it leaves', async () => {
    const legalBasis = '出境入境边防检查条例 第四条'
    const ways: Readonly<Record<string, (inspection: string, directive: string) => Promise<{ status: number }>>> = {
      declines: (inspection) => who.BPI.post(`/joint-inspections/${inspection}/decline`, { reason: 'no crew' }),
      withdraws: (_inspection, directive) => who.BPI.post(`/directives/${directive}/withdraw`, { reason: 'not needed' }),
    }
    for (const [way, leave] of Object.entries(ways)) {
      const box = newBox()
      await who.direct('CUS', box)
      await who.direct('CIQ', box)
      const { id, inspection } = await who.direct('BPI', box, { legalBasis })
      await who.agree(inspection.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${box}`)
      expect((await who.CUS.get(`/joint-inspections/${inspection.id}`)).body.state, way).toBe('coordinating')
      expect((await leave(inspection.id, id)).status, way).toBe(200)
      expect((await who.CUS.get(`/joint-inspections/${inspection.id}`)).body, way).toMatchObject({ state: 'agreed', kind: 'joint', tasks: [{ agency: 'CIQ' }, { agency: 'CUS' }] })
      const facts = (await who.CUS.get(`/ledger?subject=joint-inspection:${inspection.id}&limit=100`)).body.items as { type: string; payload: object }[]
      expect(facts.filter(({ type }) => type === 'InspectionAgreed').map(({ payload }) => payload), way).toMatchObject([{ agencies: ['CIQ', 'CUS'], site: `S-${box}` }])
      const told = (await who.CIQ.get(`/notices?subject=joint-inspection:${inspection.id}&limit=100`)).body.items as { type: string }[]
      expect(told.some(({ type }) => type === 'InspectionAgreed'), way).toBe(true)
    }
  })

  test('DC-12: a changed window matches anew', async () => {
    const box = newBox()
    const first = await who.direct('CUS', box, { window: spanFrom(app.clock.now(), 1, 2) })
    const second = await who.direct('CIQ', box, { window: spanFrom(app.clock.now(), 40, 41) })
    expect(second.collision).toBeUndefined()
    const amended = await who.CIQ.post(`/directives/${second.id}/amend`, { window: spanFrom(app.clock.now(), 3, 4), reason: 'vessel early' })
    expect(amended.status, amended.text).toBe(200)
    expect(await collisionsOf(box)).toMatchObject([{ agencies: ['CIQ', 'CUS'], state: 'proposed' }])
    app.clock.advanceTo(plus(app.clock.now(), minutes(5)))
    const away = await who.CIQ.post(`/directives/${second.id}/amend`, { window: spanFrom(app.clock.now(), 60, 61), reason: 'vessel late after all' })
    expect(away.body.version).toBe(3)
    const [match] = await collisionsOf(box)
    expect(match).toMatchObject({ state: 'single' })
    // What met then is replayed as it was then (DC-13).
    const { matches } = (await who.coordinator.get(`/collisions/${String(match?.['id'])}/replay`)).body
    expect(matches).toMatchObject([{ directives: [amended.body.id, first.id].sort(), explanation: [{ distance: hours(2) }] }])
  })
})

describe('DC-13 why two met or did not', () => {
  const at = (from: number): Record<string, unknown> => ({ window: spanFrom(app.clock.now(), from, from + 1) })
  const pairsOf = async (id: string, party = who.coordinator): Promise<unknown[]> =>
    ((await party.get(`/directives/${id}/pairs`)).body.items as { agency: string; relation: string; failed: string[] }[]).map(({ agency, relation, failed }) => [agency, relation, ...failed]).sort()
  const legalBasis = '出境入境边防检查条例'

  test('DC-13: every pair on one object has its answer: met, one need, together through a third, apart by one condition or by several', async () => {
    const box = sampleContainer(1301)
    const { number } = (await app.as({ role: 'trader', enterprise: 'E-B' }).post('/declarations', sampleDeclaration({ containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))).body
    const first = await who.direct('CUS', box, at(1))
    await who.direct('CUS', box, { ...at(2), methods: ['weigh'] })
    await who.direct('BPI', box, { ...at(41), legalBasis })
    expect(await pairsOf(first.id)).toEqual([['BPI', 'apart', 'time'], ['CUS', 'same-need']])
    await who.direct('CIQ', number, { ...at(21), object: { kind: 'consignment', ref: number } })
    // Two conditions keep it apart from customs: no near-miss, and yet an answer.
    const papers = await who.direct('MSA', box, { ...at(60), methods: ['documents'], power: 'MSA-DANGEROUS', legalBasis })
    expect(((await collisionsOf(box, 'near-miss')) as { directives: string[] }[]).filter(({ directives }) => directives.includes(papers.id) && directives.includes(first.id))).toEqual([])
    expect(await pairsOf(first.id)).toEqual([['BPI', 'through-others', 'time'], ['CIQ', 'met'], ['CUS', 'same-need'], ['MSA', 'apart', 'presence', 'time']])
    // An item of the same goods lies in the box and is another object.
    await who.direct('CIQ', number, { ...at(1), object: { kind: 'item', ref: `${number}/1` } })
    expect(await pairsOf(first.id, who.CUS)).toHaveLength(4)
    expect((await who.CIQ.get(`/directives/${first.id}/pairs`)).status).toBe(404)
  })

  test('DC-13: who declined is apart for that, what has begun for that; who is not there any more has no pairs', async () => {
    const box = newBox()
    const [first, second] = [await who.direct('CUS', box, at(1)), await who.direct('CIQ', box, at(1))]
    await who.act('CIQ', second.inspection.id, 'decline', { reason: 'hazmat isolation' })
    expect(await pairsOf(second.id, who.CIQ)).toEqual([['CUS', 'apart', 'not-declined']])
    const { inspection } = (await who.CUS.get(`/directives/${first.id}`)).body
    await who.agree(inspection, ['CUS'], spanFrom(app.clock.now(), 1, 2), 'ALONE')
    await who.act('CUS', inspection, 'start')
    expect(await pairsOf(first.id)).toEqual([['CIQ', 'apart', 'not-started', 'not-declined']])
    expect((await who.CIQ.post(`/directives/${second.id}/withdraw`, { reason: 'not needed' })).status).toBe(200)
    expect([await pairsOf(first.id), await pairsOf(second.id)]).toEqual([[], []])
  })
})

describe('GV-07 the power list', () => {
  test('GV-07: a directive without a power code is refused; one with a listed power of its agency is taken', async () => {
    const { power: _none, ...without } = directiveBody(app, 'CUS', newBox())
    const refused = await who.CUS.post('/directives', without)
    expect([refused.status, refused.body.code, refused.body.errors[0].clause]).toEqual([422, 'directives/power-required', 'GV-07'])
    expect((await who.CUS.post('/directives', { ...without, power: 'CUS-GOODS' })).status).toBe(201)
  })

  test('GV-07: unlisted, another agency\'s, and one that does not cover the method are refused, each by name', async () => {
    const code = async (changes: Record<string, unknown>): Promise<string> => (await who.CUS.post('/directives', directiveBody(app, 'CUS', newBox(), changes))).body.code
    expect(await code({ power: 'CUS-EVERYTHING' })).toBe('directives/unknown-power')
    expect(await code({ power: 'BPI-CONVEYANCE' })).toBe('directives/power-of-another-agency')
    expect(await code({ methods: ['open', 'board'] })).toBe('directives/power-without-method')
  })
})
