import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyDraw, type DrawFile } from '../../src/assess/draws/domain/verify-draw.ts'
import { days, hours, minutes, plus, toIso } from '../../src/kernel/instant.ts'
import { inspector, startDraws, type DrawRoom } from '../support/draws.ts'
import { directiveBody } from '../support/joint.ts'
import { sampleContainer, tee } from '../support/sample-declarations.ts'

/** An hour from now on the first platform, with that crew. */
const coming = (room: DrawRoom, crew: readonly (string | undefined)[]) => ({ slot: { from: toIso(room.app.clock.now()), to: toIso(plus(room.app.clock.now(), hours(1))) }, site: 'BL-P1', crew })

const reason = 'The scanner was out of order all day.'

describe('what was drawn is inspected', () => {
  let room: DrawRoom
  beforeAll(async () => {
    room = await startDraws({ 'draws.rate.low': 1, 'draws.rate.medium': 1, 'draws.rate.high': 1 }, [1, 2, 3, 4].map((n) => inspector(`C-${n}`)))
  })
  afterAll(() => room.app.close())

  const directivesOf = async (declaration: string) => (await room.officer('CUS').get(`/directives?declaration=${declaration}`)).body.items as { id: string; origin: string; agency: string; methods: string[]; reason: string; state: string; inspection: string }[]

  async function drawn(changes: object = {}) {
    const [declaration] = await room.declare(1, changes)
    const { id } = await room.order().then((reply) => room.finish(reply.body.id))
    await room.app.settle()
    const draw = await room.view(id)
    if (declaration === undefined) throw new Error('nothing was declared')
    const [directive] = (await directivesOf(declaration.id)).filter((one) => one.origin === 'draw')
    return { declaration, draw, directive }
  }

  test('DR-01: what the lots name becomes a directive by itself, once, and says which draw it comes from', async () => {
    const { draw, directive } = await drawn()
    expect(directive).toMatchObject({ agency: 'CUS', methods: ['open'], state: 'open' })
    expect(directive?.reason).toContain(draw.label)
    await room.app.machine.db.transaction(async (tx) => {
      const { enqueue } = await import('../../src/platform/jobs/public.ts')
      await enqueue(tx, { now: room.app.clock.now(), newId: () => crypto.randomUUID() } as never, { port: '380101', kind: 'lots-drawn', payload: { id: draw.id } })
    })
    room.app.clock.advanceTo(plus(room.app.clock.now(), hours(1)))
    await room.app.settle()
    const items = (await room.officer('CUS').get('/directives')).body.items
    expect(items.filter((one: { reason: string }) => one.reason.includes(draw.label))).toHaveLength(1)
  })

  test('DR-01: agencies are told when their commitment and their secret are due, and what was drawn', async () => {
    const [first] = await room.declare(1)
    const ordered = await room.order()
    const told = async (agency: 'CIQ' | 'CUS'): Promise<string[]> => (await room.officer(agency).get('/notices?limit=200')).body.items.filter((one: { subjectId: string }) => one.subjectId === ordered.body.id).map((one: { type: string }) => one.type).sort()
    expect(first).toBeDefined()
    expect(await told('CIQ')).toEqual(['DrawCommitmentDue'])
    await room.finish(ordered.body.id)
    expect(await told('CIQ')).toEqual(['DrawCommitmentDue', 'DrawSecretDue'])
    expect(await told('CUS')).toEqual(['DrawCommitmentDue', 'DrawSecretDue', 'LotsDrawn'])
  })

  test('DR-05: a draw made again withdraws what the first had asked and nobody begun; both stay on the record', async () => {
    const { declaration, draw, directive } = await drawn()
    const again = await room.order({ replaces: draw.id, reason })
    await room.headquarters.post(`/draws/${again.body.id}/answer`, { agree: true })
    await room.finish(again.body.id)
    await room.app.settle()
    const items = (await directivesOf(declaration.id)).filter((one) => one.origin === 'draw')
    expect(items.map(({ id, state }) => [id === directive?.id, state]).sort()).toEqual([[false, 'open'], [true, 'withdrawn']])
    expect(verifyDraw((await room.published(draw.id)) as DrawFile).at(-1)?.fault).toBeUndefined()
  })

  test('DR-02 DR-04: nobody but the officers drawn goes; the agency\'s decision is the published outcome, without anybody writing it a second time', async () => {
    const { draw, directive } = await drawn()
    const coordinator = room.coordinator
    const inspection = directive?.inspection ?? ''
    const now = room.app.clock.now()
    const names = new Map<string, string>(draw.names.map((one: { code: string; subject: string }) => [one.code, one.subject]))
    const crew = draw.current[0].officers.map((code: string) => names.get(code))
    const agree = (picked: readonly string[]) => coordinator.post(`/joint-inspections/${inspection}/agree`, { slot: { from: toIso(now), to: toIso(plus(now, hours(1))) }, site: 'BL-P1', crew: picked })
    const others = ['C-1', 'C-2', 'C-3', 'C-4'].filter((id) => !crew.includes(id))
    for (const picked of [others, [crew[0], others[0]], [crew[0]], [...crew, others[0]]]) {
      expect((await agree(picked)).body.errors, String(picked)).toMatchObject([{ code: 'inspections/crew-drawn', clause: 'DR-02' }])
    }
    const agreed = await agree(crew)
    expect(agreed.status, agreed.text).toBe(200)
    const officer = room.officer('CUS')
    const act = async (name: string, body: object) => {
      const reply = await officer.post(`/joint-inspections/${inspection}/${name}`, body)
      expect(reply.status, `${name} ${reply.text}`).toBe(200)
    }
    await act('start', {})
    await act('open', {})
    await act('findings', { checks: [{ code: 'open', outcome: 'ok', note: 'as declared' }] })
    await act('dispositions', { disposition: 'CUS-PASS' })
    const { outcomes } = await room.published(draw.id)
    expect(outcomes).toEqual([{ object: draw.current[0].object, version: 1, class: expect.stringMatching(/^\d{2}$/), items: ['open'], result: 'qualified', exception: null, on: toIso(now).slice(0, 10) }])
  })

  test('DR-02, DR-05: an outcome published before the inspection shakes off nobody: the crew that lots named stays the only one', async () => {
    const { draw, directive } = await drawn()
    const [{ object, officers }] = draw.current
    const subjects = officers.map((code: string) => draw.names.find((one: { code: string }) => one.code === code).subject)
    const others = ['C-1', 'C-2', 'C-3', 'C-4'].filter((id) => !subjects.includes(id))
    const agree = (crew: readonly string[]) => room.coordinator.post(`/joint-inspections/${directive?.inspection ?? ''}/agree`, coming(room, crew))
    expect((await room.officer('CUS').post(`/draws/${draw.id}/outcomes`, { object, items: [], result: 'not-inspected', exception: 'Too busy today.' })).body.askedOutcomes).toHaveLength(1)
    expect((await agree(others)).body.errors).toMatchObject([{ code: 'inspections/crew-drawn' }])
    const [wish] = (await room.coordinator.get(`/draws/${draw.id}`)).body.askedOutcomes
    expect((await room.coordinator.post(`/draws/${draw.id}/outcomes/${wish.id}/approve`)).status).toBe(200)
    expect((await agree(others)).body.errors).toMatchObject([{ code: 'inspections/crew-drawn' }])
    room.app.clock.advanceTo(plus(room.app.clock.now(), hours(2)))
    const agreed = await agree(subjects)
    expect(agreed.status, agreed.text).toBe(200)
  })

  test('DR-02: of four officers three are replaced, one is left for a crew of two: nobody goes, neither that one nor others, nor when none is left', async () => {
    const { draw, directive } = await drawn()
    const { object } = draw.current[0]
    const subjectOf = (code: string): string => draw.names.find((one: { code: string }) => one.code === code).subject
    const replace = async () => {
      const [officer] = (await room.published(draw.id)).current[0].officers
      const asked = await room.officer('CUS').post(`/draws/${draw.id}/replacements`, { object, officer, reason: 'Ill since this morning.' })
      expect((await room.coordinator.post(`/draws/${draw.id}/replacements/${asked.body.asked[0].id}/approve`)).status).toBe(200)
      return (await room.published(draw.id)).current[0]
    }
    const agree = (crew: readonly string[]) => room.coordinator.post(`/joint-inspections/${directive?.inspection ?? ''}/agree`, coming(room, crew))
    expect([(await replace()).short, (await replace()).short]).toEqual([false, false])
    const left = await replace()
    expect([left.officers.length, left.short]).toEqual([1, true])
    for (const crew of [left.officers.map(subjectOf), ['C-1', 'C-2'], ['C-1', 'C-2', 'C-3', 'C-4']]) expect((await agree(crew)).body.errors, String(crew)).toMatchObject([{ code: 'inspections/crew-short', clause: 'DR-02' }])
    expect((await replace()).officers).toEqual([])
    expect((await agree(['C-1', 'C-2'])).body.errors).toMatchObject([{ code: 'inspections/crew-short' }])
  })
})

describe('what comes onto a list', () => {
  let room: DrawRoom
  beforeAll(async () => {
    room = await startDraws({ 'draws.list': 3, 'draws.rate.low': 0, 'draws.rate.medium': 0, 'draws.rate.high': 0 }, ['F-1', 'F-2', 'F-3', 'F-4'].map((id) => inspector(id)), [
      { officer: 'F-1', enterprise: 'E-C', agency: 'CUS', port: '380101', kind: 'family' },
      { officer: 'F-2', enterprise: 'E-X', agency: 'CUS', port: '380101', kind: 'shares' },
    ])
  })
  afterAll(() => room.app.close())
  const objectsOf = (draw: { names: { kind: string; subject: string }[] }): string[] => draw.names.filter(({ kind }) => kind === 'object').map(({ subject }) => subject).sort()

  test('DR-01: what a full list leaves over comes onto the next, however long after, the oldest first; the id a trader chooses puts nothing behind', async () => {
    const ids: string[] = []
    for (const changes of [{}, {}, {}, { id: '00000000-0000-7000-8000-000000000001' }, {}]) {
      ids.push(...(await room.declare(1, changes)).map(({ id }) => id))
      room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(1)))
    }
    const first = await room.view((await room.order()).body.id)
    expect(objectsOf(first)).toEqual(ids.slice(0, 3).sort())
    await room.finish(first.id)
    // Long after the look-back of a day.
    room.app.clock.advanceTo(plus(room.app.clock.now(), days(5)))
    const second = await room.view((await room.order()).body.id)
    expect(objectsOf(second)).toEqual(ids.slice(3).sort())
    await room.finish(second.id)
    expect((await room.order()).body.code).toBe('draws/nothing-to-draw')
  })

  test('DR-02: an interest in the exporter or the producer keeps an officer away as one in the importer does, by code or by the name in the register', async () => {
    await room.record('enterprises', { code: 'E-X', name: { zh: '宁波出口有限公司', en: 'Ningbo Export Ltd' }, creditGrade: 'C', roles: ['trader'], contacts: [] })
    room.app.clock.advanceTo(plus(room.app.clock.now(), days(2)))
    await room.app.settle()
    const [exported] = await room.declare(1, { direction: 'export', consignor: 'E-C', consignee: 'Hamburg Textil GmbH' })
    const [named] = await room.declare(1, { consignor: ' ningbo export ltd' })
    const [made] = await room.declare(1, { items: [{ ...tee, producer: '宁波出口有限公司' }] })
    const draw = await room.view((await room.order()).body.id)
    const codeOf = (subject: string | undefined): string => draw.names.find((one: { subject: string }) => one.subject === subject).code
    const conflicts = (one: { id: string } | undefined): string[] => draw.list.objects.find(({ code }: { code: string }) => code === codeOf(one?.id)).conflicts
    expect([exported, named, made].map(conflicts)).toEqual([[codeOf('F-1')], [codeOf('F-2')], [codeOf('F-2')]])
    await room.finish(draw.id)
  })

  test('DR-02: an interest in the carrier keeps an officer away, by the vessel that is named or the container that is on its manifest', async () => {
    const container = { number: sampleContainer(7_001) }
    const report = await room.app.as({ role: 'trader', enterprise: 'E-C' }).post('/conveyances', { port: '380101', kind: 'vessel', ref: '9074729', voyage: '025E', arrival: toIso(plus(room.app.clock.now(), hours(5))), containers: [container] })
    expect(report.status, report.text).toBe(201)
    const [aboard] = await room.declare(1, { containers: [container] })
    const [named] = await room.declare(1, { conveyance: { kind: 'vessel', ref: '9074729', voyage: '025E' } })
    const [other] = await room.declare(1, { containers: [{ number: sampleContainer(7_002) }] })
    const draw = await room.view((await room.order()).body.id)
    const codeOf = (subject: string | undefined): string => draw.names.find((one: { subject: string }) => one.subject === subject).code
    const conflicts = (one: { id: string } | undefined): string[] => draw.list.objects.find(({ code }: { code: string }) => code === codeOf(one?.id)).conflicts
    expect([aboard, named, other].map(conflicts)).toEqual([[codeOf('F-1')], [codeOf('F-1')], []])
    await room.finish(draw.id)
  })

  test('DR-02: inspections that nobody drew are workload too, absences take their share, and who is booked for all of the day is full', async () => {
    const [declared] = await room.declare(3)
    const sent = await room.officer('CUS').post('/directives', directiveBody(room.app, 'CUS', '', { object: { kind: 'consignment', ref: declared?.number }, window: { from: toIso(room.app.clock.now()), to: toIso(plus(room.app.clock.now(), hours(12))) } }))
    expect(sent.status, sent.text).toBe(201)
    const slot = { from: toIso(room.app.clock.now()), to: toIso(plus(room.app.clock.now(), hours(9))) }
    const agreed = await room.coordinator.post(`/joint-inspections/${sent.body.inspection.id ?? sent.body.inspection}/agree`, { slot, site: 'BL-P1', crew: ['F-3'] })
    expect(agreed.status, agreed.text).toBe(200)
    await room.record('duty-times', { id: 'half', officer: 'F-4', agency: 'CUS', port: '380101', kind: 'training', from: slot.from, to: toIso(plus(room.app.clock.now(), hours(4))) })
    const ordered = (await room.order({ reason: 'F-4 is in training this morning.' })).body
    await room.headquarters.post(`/draws/${ordered.id}/answer`, { agree: true })
    const draw = await room.view(ordered.id)
    const entry = (subject: string): object => draw.list.officers.find(({ code }: { code: string }) => code === draw.names.find((one: { subject: string }) => one.subject === subject).code)
    expect(['F-1', 'F-3', 'F-4'].map(entry)).toMatchObject([{ load: 0, out: null }, { load: 6, out: 'at-capacity' }, { load: 3, out: null }])
    await room.finish(ordered.id)
  })
})

test('DR-01, DR-02: what lots name and find no crew for is kept all the same, nobody goes, and the next list owes it a crew', async () => {
  const room = await startDraws({ 'draws.capacity': 1, 'draws.rate.low': 1, 'draws.rate.medium': 1, 'draws.rate.high': 1 }, [1, 2].map((n) => inspector(`G-${n}`)))
  try {
    await room.declare(2)
    const { id } = await room.order().then((reply) => room.finish(reply.body.id))
    await room.app.settle()
    const draw = await room.view(id)
    const waiting = draw.current.find(({ short }: { short: boolean }) => short).object
    const crewed = draw.current.find(({ short }: { short: boolean }) => !short).object
    const { subject } = draw.names.find(({ code }: { code: string }) => code === waiting)
    const directives = async () => (await room.officer('CUS').get(`/directives?declaration=${subject}`)).body.items.filter((one: { origin: string }) => one.origin === 'draw') as { state: string; inspection: string }[]
    const [first] = await directives()
    expect(first?.state).toBe('open')
    expect((await room.coordinator.post(`/joint-inspections/${first?.inspection ?? ''}/agree`, coming(room, ['G-1', 'G-2']))).body.errors).toMatchObject([{ code: 'inspections/crew-short' }])
    // It is a task of the agency with a time for it, and headquarters is told when nobody saw to it.
    const told = async (party: typeof room.coordinator): Promise<string[]> => (await party.get('/notices?limit=200')).body.items.filter((one: { subjectId: string }) => one.subjectId === id).map((one: { type: string }) => one.type)
    const owed = async (): Promise<string[]> => (await room.coordinator.get('/draws/owed?port=380101&agency=CUS')).body.items.map(({ label, object }: { label: string; object: string }) => `${label} ${object}`)
    expect(await told(room.coordinator)).toContain('DrawCrewOwed')
    expect([await told(room.headquarters), await owed()]).toEqual([[], [`${draw.label} ${waiting}`]])
    for (const times of [1, 2]) {
      room.app.clock.advanceTo(plus(room.app.clock.now(), days(1)))
      await room.app.settle()
      expect((await told(room.headquarters)).filter((type) => type === 'DrawCrewOverdue')).toHaveLength(times)
    }
    expect((await room.coordinator.get(`/ledger?subject=draw:${id}&limit=200`)).body.items.find(({ type }: { type: string }) => type === 'DrawCrewOverdue').payload).toEqual({ objects: [waiting] })
    expect((await room.notInspected(id, crewed)).status).toBe(200)
    const next = await room.view((await room.order()).body.id)
    expect(next.list.objects.map(({ stratum }: { stratum: string }) => stratum)).toEqual(['owed'])
    expect(next.names.some((one: { subject: string }) => one.subject === subject)).toBe(true)
    expect((await room.finish(next.id)).current).toMatchObject([{ short: false }])
    await room.app.settle()
    expect((await directives()).map(({ state }) => state).sort()).toEqual(['open', 'withdrawn'])
    expect(verifyDraw((await room.published(next.id)) as DrawFile).at(-1)?.fault).toBeUndefined()
    expect((await room.order()).body.code).toBe('draws/nothing-to-draw')
    room.app.clock.advanceTo(plus(room.app.clock.now(), days(1)))
    await room.app.settle()
    expect([(await told(room.headquarters)).filter((type) => type === 'DrawCrewOverdue').length, await owed()]).toEqual([2, []])
  } finally {
    await room.app.close()
  }
})
