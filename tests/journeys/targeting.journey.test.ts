import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { days, hours, minutes, plus, toIso } from '../../src/kernel/instant.ts'
import { commitmentOf, ticketOf } from '../../src/assess/targeting/domain/draw-ticket.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { sampleDeclaration } from '../support/sample-declarations.ts'

const port = '380101'
const share = 0.2
const pack = { ...cn, parameters: cn.parameters.map((parameter) => (parameter.name === 'targeting.random-share' ? { ...parameter, value: share } : parameter)) }

interface Step {
  readonly factor: string
  readonly outcome: Record<string, unknown>
  readonly parameters: readonly { readonly name: string; readonly value?: unknown }[]
}

describe('targeting', () => {
  let app: TestApp
  let trader: Party
  let officer: Party
  let administrator: Party
  beforeAll(async () => {
    app = await startApp({ pack })
    trader = app.as({ role: 'trader', enterprise: 'E-A' })
    officer = app.as({ role: 'officer', agency: 'CUS' })
    administrator = app.as({ role: 'administrator' })
  })
  afterAll(() => app.close())

  const declare = async (document?: string): Promise<Reply['body']> => {
    const reply = await trader.post('/declarations', sampleDeclaration({ declarant: 'E-A', consignee: 'E-A', ...(document === undefined ? {} : { transportDocument: document }) }))
    expect(reply.status, reply.text).toBe(201)
    return reply.body
  }
  const stepOf = async (id: string, by: Party): Promise<Step | undefined> => {
    const read = await by.get(`/declarations/${id}/explanation`)
    expect(read.status, read.text).toBe(200)
    return (read.body.steps as Step[]).find(({ factor }) => factor === 'targeting')
  }
  const valueOf = (step: Step | undefined, name: string): unknown => step?.parameters.find((parameter) => parameter.name === name)?.value
  const made: { id: string; status: string; releaseMode: string; document: string }[] = []

  test('DR-01: a lane without a capacity on record chooses nothing: the assessment is what the rules say', async () => {
    const { id, status } = await declare()
    expect(status).toBe('released')
    expect(await stepOf(id, officer)).toBeUndefined()
    expect((await officer.get(`/targeting/selection?port=${port}`)).body.lanes).toEqual([])
  })

  test('DR-01: with a capacity, cases are chosen by score and by a permanent random share on top of the rules, and wait for an inspection', async () => {
    const lane = { port, direction: 'import', mode: 'sea', places: 4, hoursPerDay: 8, minutesEach: 60 }
    expect((await administrator.post('/registers/inspection-lanes', { validFrom: toIso(app.clock.now()), data: lane, expectedVersion: 0 })).status).toBe(201)
    await expect.poll(async () => (await officer.get(`/targeting/selection?port=${port}`)).body.lanes.length).toBe(1)
    const once = async (document: string): Promise<void> => {
      const { id, status, releaseMode } = await declare(document)
      made.push({ id, status, releaseMode, document })
    }
    // Nothing is known of the lane yet: only the lot names cases. Which ones, the committed secret says; the test may know it, so that it does not hang on chance.
    await once('BL-0')
    const [{ secret } = { secret: '' }] = await app.database.ownerDb.query<{ secret: string }>('select secret from targeting.secret where port = $1', [port])
    const day = toIso(app.clock.now()).slice(0, 10)
    for (let n = 1, drawn = 0; made.length < 20 || drawn < 3; n++) {
      const isDrawn = ticketOf(port, day, secret, 'E-A', `BL-${n}`) < share
      if (made.length >= 20 && !isDrawn) continue
      if (isDrawn) drawn++
      await once(`BL-${n}`)
    }
    const begun = made.length
    for (let n = begun; n < begun + 40; n++) {
      // Then its traffic is known, and the yard can take more than comes: from the next cut on all are picked.
      if (n === begun) {
        await app.settle()
        app.clock.advanceTo(plus(app.clock.now(), minutes(2)))
        expect((await administrator.post('/registers/inspection-lanes', { validFrom: toIso(app.clock.now()), data: { ...lane, places: 400 }, expectedVersion: 1 })).status).toBe(201)
        await expect.poll(async () => (await officer.get(`/targeting/selection?port=${port}`)).body.lanes[0].capacity).toBe(3200)
        await once('BL-between')
        await app.settle()
        app.clock.advanceTo(plus(app.clock.now(), minutes(2)))
      }
      await once(`BL-later-${n}`)
    }
    await app.settle()
    const steps = await Promise.all(made.map(({ id }) => stepOf(id, officer)))
    const bases = steps.map((step) => String(step?.outcome['basis']))
    expect(new Set(bases)).toEqual(new Set(['targeting', 'random', 'none']))
    made.forEach(({ status, releaseMode }, n) => {
      expect(status).toBe(bases[n] === 'none' ? 'released' : 'accepted')
      if (bases[n] !== 'none') expect(cn.releaseModes.find(({ code }) => code === releaseMode)?.releasedAt).toBe('inspected')
    })
    const lanes = (await officer.get(`/targeting/selection?port=${port}`)).body.lanes
    const count = (basis: string): number => bases.filter((one) => one === basis).length
    expect(lanes).toMatchObject([{ lane: 'import/sea', capacity: 3200, arrivals: made.length, byRules: 0, byScore: count('targeting'), atRandom: count('random') }])
  })

  test('what is chosen becomes a directive of the agency that inspects what lots name, and is worked like any other', async () => {
    const steps = await Promise.all(made.map(async ({ id }) => ({ id, basis: (await stepOf(id, officer))?.outcome['basis'] })))
    for (const basis of ['targeting', 'random']) {
      const one = steps.find((step) => step.basis === basis)
      const found = await officer.get(`/directives?declaration=${one?.id}`)
      expect(found.status, `${basis} ${found.text}`).toBe(200)
      const directives = found.body.items as { agency: string; origin: string; methods: string[] }[]
      expect(directives).toMatchObject([{ agency: 'CUS', origin: 'assessment', methods: cn.drawnInspections[0]?.methods }])
    }
  })

  test('RR-18: the trader learns neither reason nor score, and may not ask; nor may a trader read the indicators', async () => {
    for (const { id } of made.slice(0, 12)) {
      expect(await stepOf(id, trader)).toBeUndefined()
      const whole = (await trader.get(`/declarations/${id}`)).text + (await trader.get(`/declarations/${id}/timeline`)).text
      for (const word of ['targeting', '"random"', 'threshold']) expect(whole).not.toContain(word)
    }
    for (const path of [`selection?port=${port}`, `rates?port=${port}`, 'indicators?begins=61', 'models', 'replays', `random-share?port=${port}`]) expect((await trader.get(`/targeting/${path}`)).status, path).toBe(403)
    const elsewhere = app.as({ role: 'officer', agency: 'CUS', ports: ['410001'] })
    expect((await elsewhere.get(`/targeting/selection?port=${port}`)).status).toBe(404)
  })

  test('the random share can be checked: its secret was committed before the day, and told after it every ticket can be computed again', async () => {
    const day = toIso(app.clock.now()).slice(0, 10)
    const before = (await officer.get(`/targeting/random-share?port=${port}`)).body.items
    expect(before).toMatchObject([{ day, secret: null }])
    app.clock.advanceTo(plus(app.clock.now(), days(1)))
    await declare('BL-next-day')
    const told = (await officer.get(`/targeting/random-share?port=${port}`)).body.items.find((one: { day: string }) => one.day === day)
    expect(commitmentOf(port, day, told.secret)).toBe(before[0].commitment)
    for (const { id, document } of made) {
      const basis = (await stepOf(id, officer))?.outcome['basis']
      if (basis === 'targeting') continue
      expect(ticketOf(port, day, told.secret, 'E-A', document) < share, document).toBe(basis === 'random')
    }
    const facts = await app.database.ownerDb.query<{ type: string; at: number }>(`select type, recorded_at as at from ledger.entry where subject_kind = 'random-share' order by id`)
    expect(facts.map(({ type }) => type)).toEqual(['RandomShareCommitted', 'RandomShareCommitted', 'RandomShareRevealed'])
  })

  test('the same goods under another reference are no second try: the lot of a day falls on the transport document', async () => {
    // A yard that takes nothing picks nothing by score: only the lot names cases.
    const none = { port, direction: 'import', mode: 'sea', places: 0, hoursPerDay: 8, minutesEach: 60 }
    expect((await administrator.post('/registers/inspection-lanes', { validFrom: toIso(app.clock.now()), data: none, expectedVersion: 2 })).status).toBe(201)
    await expect.poll(async () => (await officer.get(`/targeting/selection?port=${port}`)).body.lanes[0].capacity).toBe(0)
    await declare('BL-closed')
    await app.settle()
    app.clock.advanceTo(plus(app.clock.now(), minutes(2)))
    const basisOf = async (document: string): Promise<unknown> => (await stepOf((await declare(document)).id, officer))?.outcome['basis']
    let compared = 0
    for (const { document } of made.slice(0, 20)) {
      const bases = [await basisOf(document), await basisOf(document)]
      // What the score picks says nothing of the lot.
      if (bases.includes('targeting')) continue
      expect(bases[1], document).toBe(bases[0])
      compared++
    }
    expect(compared).toBeGreaterThan(5)
    await app.settle()
  })

  test('results teach the indicators, once each, and the rates are told by reason', async () => {
    const steps = await Promise.all(made.map(async (one) => ({ ...one, basis: (await stepOf(one.id, officer))?.outcome['basis'] })))
    const inspected = steps.filter(({ basis }) => basis === 'random' || basis === 'targeting').slice(0, 6)
    for (const [n, { id }] of inspected.entries()) {
      const session = (await officer.get(`/joint-inspections?declaration=${id}`)).body.items[0]
      const act = async (what: string, body: object = {}): Promise<void> => {
        const reply = await officer.post(`/joint-inspections/${session.id}/${what}`, body)
        expect(reply.status, `${what}: ${reply.text}`).toBe(200)
      }
      const from = plus(app.clock.now(), hours(1))
      await act('agree', { slot: { from: toIso(from), to: toIso(plus(from, hours(1))) }, site: 'P2', crew: [`CUS-${n}`] })
      app.clock.advanceTo(from)
      await act('start')
      await act('open')
      await act('findings', { checks: (cn.drawnInspections.find(({ agency }) => agency === 'CUS')?.methods ?? []).map((code) => ({ code, outcome: n < 3 ? 'problem' : 'ok', ...(n < 3 ? { note: 'Brand not declared' } : {}) })) })
      await act('dispositions', { disposition: 'CUS-PASS' })
      await act('close')
    }
    await app.settle()
    await app.settle()
    const { items } = (await officer.get('/targeting/indicators?begins=610910')).body
    const hs6 = items.find((item: { indicator: string; key: string }) => item.indicator === 'hs6')
    expect(hs6).toMatchObject({ key: '610910' })
    expect(Math.round(hs6.checks)).toBe(6)
    expect(Math.round(hs6.finds)).toBe(3)
    expect(hs6.effect).toBeGreaterThan(0)
    const { total } = (await officer.get(`/targeting/rates?port=${port}`)).body
    expect(total.byScore.checks + total.atRandom.checks).toBe(6)
    expect(total.byScore.finds + total.atRandom.finds).toBe(3)
    // The next case of these goods is told to an officer with what it rests on.
    const { id } = await declare('BL-after')
    const told = valueOf(await stepOf(id, officer), 'contributions') as string[]
    expect(told.some((one) => one.startsWith('hs6\t610910\t'))).toBe(true)
    expect(Number(valueOf(await stepOf(id, officer), 'score'))).toBeGreaterThan(Number(valueOf(await stepOf(made[0]?.id ?? '', officer), 'score')))
  })

  test('a version fitted anew waits for a second person, who puts it into force; scores are then its', async () => {
    const asked = await officer.post('/targeting/models', { note: 'First results' })
    expect([asked.status, asked.body.state], asked.text).toEqual([201, 'waiting'])
    // One at a time; a cancelled one leaves nothing, and the next is another.
    expect((await officer.post('/targeting/models', { note: 'Again' })).body.code).toBe('targeting/fit-running')
    expect((await trader.post(`/targeting/fits/${asked.body.id as string}/cancel`, {})).status).toBe(403)
    expect((await officer.post(`/targeting/fits/${asked.body.id as string}/cancel`, {})).body.state).toBe('cancelled')
    expect((await officer.post(`/targeting/fits/${asked.body.id as string}/cancel`, {})).body.code).toBe('targeting/fit-ended')
    const models = async (): Promise<Reply['body'][]> => (await officer.get('/targeting/models')).body.items
    await app.settle()
    expect((await models()).map(({ state }) => state)).toEqual(['active'])
    expect((await officer.post('/targeting/models', { note: 'First results' })).status).toBe(201)
    await app.settle()
    const [fit] = (await officer.get('/targeting/fits')).body.items as { state: string; version: number; progress: { stage: string; done: number; total: number } }[]
    expect(fit).toMatchObject({ state: 'done', progress: { stage: 'writing' } })
    expect(fit?.progress.done).toBe(fit?.progress.total)
    const [fitted] = await models()
    expect(fitted).toMatchObject({ state: 'recorded', cases: 6, finds: 3, version: fit?.version })
    const version = fit?.version ?? 0
    expect((await officer.post(`/targeting/models/${version}/activate`)).body.code).toBe('targeting/same-person')
    const second = app.as({ role: 'headquarters' })
    expect((await second.post(`/targeting/models/${version}/activate`)).body).toMatchObject({ state: 'active', version })
    expect((await second.post(`/targeting/models/${version}/activate`)).body.code).toBe('targeting/not-waiting')
    await app.settle()
    await officer.get('/targeting/indicators?begins=61')
    const { id } = await declare('BL-by-the-new')
    expect(valueOf(await stepOf(id, officer), 'model')).toBe(version)
    expect((await officer.get('/targeting/models')).body.items.map((model: { state: string }) => model.state)).toEqual(['active', 'replaced'])
    expect((await trader.post('/targeting/models', { note: 'x' })).status).toBe(403)
  })
})
