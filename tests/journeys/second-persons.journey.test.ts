import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, minutes, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { asIfProposalTried, asIfTried, declare, granted, waste } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { chicken, veterinaryCertificate } from '../support/sample-declarations.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'

const supervised = [{ id: 'all', when: {}, then: { mode: 'supervised' }, clause: 'RR-06' }]
const versions = (table: string): string => `/tables/${table}/versions`

let app: TestApp
let cus: Party
let headquarters: Party
beforeAll(async () => {
  app = await startApp()
  await gradeEnterprises(app)
  cus = app.as({ role: 'officer', agency: 'CUS' })
  headquarters = app.as({ role: 'headquarters', id: 'second' })
})
afterAll(() => app.close())

const tick = (): void => app.clock.advanceTo(plus(app.clock.now(), seconds(3)))

describe('two persons are two persons', () => {
  let ann: SignedIn
  beforeAll(async () => {
    ann = await signIn(app, { name: 'ann', roles: ['officer'], agency: 'CUS', ports: ['380101'] })
  })
  const record = async (by: { post: SignedIn['post'] }): Promise<number> => {
    const number = granted(await by.post(versions('release-mode'), { note: 'stricter', rows: supervised }), 201).body.number as number
    await asIfTried(app, 'release-mode', number)
    return number
  }

  test('GV-15: a token of the author does not put a version into force, not in an emergency, not as a canary, and reviews and ends nothing', async () => {
    const number = await record(ann)
    const token = await ann.token()
    const of = (act: string): string => `${versions('release-mode')}/${number}/${act}`
    for (const [act, body] of [['activate', {}], ['activate', { emergency: { reason: 'on its way' } }], ['canary', { share: 0.5 }]] as const) {
      const refused = await token.post(of(act), body)
      expect([refused.status, refused.body.code]).toEqual([403, 'common/persons-only'])
      expect((await ann.post(of(act), body)).body.code).toBe('tables/same-person')
    }
    granted(await headquarters.post(of('activate'), { emergency: { reason: 'on its way' } }))
    expect((await token.post(of('review'), { upheld: true, note: 'fine by me' })).body.code).toBe('common/persons-only')
    expect((await ann.post(of('review'), { upheld: true, note: 'fine by me' })).body.code).toBe('tables/same-person')
    expect((await token.post(of('roll-back'), { reason: 'no longer needed' })).body.code).toBe('common/persons-only')
    tick()
    granted(await ann.post(of('roll-back'), { reason: 'no longer needed' }))
  })

  test('GV-15: what was recorded with a token is put down to the person who issued it, and another may activate it', async () => {
    const number = await record(await ann.token())
    expect((await ann.post(`${versions('release-mode')}/${number}/activate`)).body.code).toBe('tables/same-person')
    granted(await headquarters.post(`${versions('release-mode')}/${number}/activate`))
    tick()
    granted(await headquarters.post(`${versions('release-mode')}/${number}/roll-back`, { reason: 'end of the test' }))
    tick()
  })
})

interface FloorRow {
  readonly id: string
  readonly when: object
  readonly then: { readonly mode: string }
  readonly clause: string
}

describe('the safety floor is lowered by headquarters under a law, or not at all', () => {
  const floor = versions('safety-floor')
  let rows: readonly FloorRow[]
  beforeAll(async () => {
    rows = (granted(await cus.get(`${floor}/1`)).body.rows as (FloorRow & { note?: object })[]).map(({ id, when, then, clause }) => ({ id, when, then, clause }))
  })
  const record = async (some: readonly FloorRow[], changes: object = {}): Promise<{ number: number; remarks: { code: string; message: { en: string } }[] }> => {
    const { body } = granted(await cus.post(floor, { note: 'another floor', rows: some, ...changes }), 201)
    await asIfTried(app, 'safety-floor', body.number)
    return body
  }
  const activate = async (number: number, body: object = {}, by: Party = headquarters) => by.post(`${floor}/${number}/activate`, body)
  const goesAs = async (): Promise<string> => (await declare(app, 'E-AA', [waste])).releaseMode
  const basis = { basis: 'Order 12 of 2026' }

  test('RR-22: a version without the rows of waste says so when it is recorded, and no canary, emergency or officer brings it into force', async () => {
    const { number, remarks } = await record(rows.filter(({ id }) => !id.startsWith('waste')))
    expect(remarks.map(({ code }) => code)).toEqual(['tables/floor-lowered', 'tables/floor-lowered'])
    expect(remarks[0]?.message.en).toContain('waste')
    const canary = await headquarters.post(`${floor}/${number}/canary`, { share: 0.5 })
    expect([canary.status, canary.body.code]).toEqual([422, 'tables/floor-no-canary'])
    expect((await activate(number, { emergency: { reason: 'a scrap yard waits' }, ...basis })).body.code).toBe('tables/floor-no-emergency')
    const officer = await activate(number, basis, app.as({ role: 'officer', agency: 'CIQ' }))
    expect([officer.status, officer.body.code]).toEqual([403, 'tables/floor-headquarters'])
    const bare = await activate(number)
    expect(bare.body.errors.map(({ code }: { code: string }) => code)).toEqual(['tables/floor-basis', 'tables/floor-lowered', 'tables/floor-lowered'])
    tick()
    for (let n = 0; n < 8; n++) expect(await goesAs()).toBe('supervised')
  })

  test('RR-22: neither a milder mode in the same row, nor a formula nobody can follow, nor rows cut into pieces with a gap pass for the floor', async () => {
    const milder = rows.map((row) => (row.id === 'waste' ? { ...row, then: { mode: 'sampling' } } : row))
    const pieces = rows.flatMap((row) => (row.id === 'live-animals' ? [] : [row]))
    const withFormula = rows.map((row) => (row.id === 'waste' ? { ...row, formula: 'hs.startsWith("3915")' } : row))
    for (const some of [milder, pieces, withFormula]) {
      const recorded = await record(some)
      expect(recorded.remarks[0]?.code).toBe('tables/floor-lowered')
      expect((await activate(recorded.number)).body.code).toBe('tables/floor-basis')
    }
    expect(await goesAs()).toBe('supervised')
  })

  test('RR-22: raising it is as any version, also in an emergency; going back is no way to lower it, but the review of the emergency is', async () => {
    const raised = await record([...rows, { id: 'tyres', when: { hs: { op: 'prefix', values: ['4012'] } }, then: { mode: 'supervised' }, clause: 'RR-22' }])
    expect(raised.remarks).toEqual([])
    granted(await activate(raised.number, { emergency: { reason: 'mosquitoes in tyres' } }))
    tick()
    const back = await headquarters.post(`${floor}/${raised.number}/roll-back`, { reason: 'a nuisance' })
    expect(back.body.code).toBe('tables/floor-no-roll-back')
    const officer = await app.as({ role: 'officer', agency: 'CIQ', id: 'third' }).post(`${floor}/${raised.number}/review`, { upheld: false, note: 'no case was found' })
    expect(officer.body.code).toBe('tables/floor-headquarters')
    granted(await app.as({ role: 'headquarters', id: 'third' }).post(`${floor}/${raised.number}/review`, { upheld: false, note: 'no case was found' }))
    tick()
  })

  test('RR-22: headquarters lowers it under a law, after a back-test, on record with the rows that fall; and a version planned for later is held against what will be in force then', async () => {
    const { number } = await record(rows.filter(({ id }) => id !== 'live-animals'))
    granted(await activate(number, basis))
    tick()
    const facts = await app.database.db.query<{ payload: string }>(`select payload from ledger.entry where subject_kind = 'table' and subject_id = 'safety-floor' and type = 'TableVersionActivated' order by recorded_at desc, id desc limit 1`)
    expect(JSON.parse(facts[0]?.payload ?? '')).toMatchObject({ floorLowered: ['live-animals'], basis: 'Order 12 of 2026' })
    const restored = await record(rows)
    granted(await activate(restored.number))
    tick()
    expect(await goesAs()).toBe('supervised')
    const inDays = (n: number): string => toIso(plus(app.clock.now(), days(n)))
    const later = await record([...rows, { id: 'tyres', when: { hs: { op: 'prefix', values: ['4012'] } }, then: { mode: 'supervised' }, clause: 'RR-22' }], { validFrom: inDays(1) })
    granted(await activate(later.number))
    const behind = await record(rows, { validFrom: inDays(2) })
    expect(behind.remarks.map(({ code }) => code)).toEqual(['tables/floor-lowered'])
    expect((await activate(behind.number)).body.code).toBe('tables/floor-basis')
  })
})

describe('registers of rules are changed by two persons, and what judges declarations is tried first', () => {
  const administrator = (id: string): Party => app.as({ role: 'administrator', id })
  const propose = async (register: string, data: object, by = headquarters) => by.post(`/registers/${register}/proposals`, { data, reason: 'as the notice says' })
  const tried = async (name: string, version: number): Promise<{ summary?: { cases: number; changed: number }; id: string }> => {
    const { id } = granted(await cus.post(`/tables/${name}/backtests`, { version }), 201).body as { id: string }
    await app.settle()
    return granted(await cus.get(`/tables/${name}/backtests/${id}`)).body as never
  }

  test('RR-22: the register of release modes lets nobody take the floor away: no mode goes earlier, none is stricter in name and milder in fact', async () => {
    const mode = (code: string, strictness: number, releasedAt: string): object => ({ code, name: { zh: code, en: code }, strictness, releasedAt, clause: 'RR-02' })
    const early = mode('supervised', 40, 'acceptance')
    const alone = await administrator('one').post('/registers/release-modes', { data: early })
    expect([alone.status, alone.body.code]).toEqual([409, 'registers/second-person-first'])
    for (const [data, code] of [
      [early, 'modes/earlier'],
      [mode('supervised', 40, 'sampled'), 'modes/earlier'],
      [mode('express', 999, 'acceptance'), 'modes/out-of-order'],
      [mode('declaration', 40, 'acceptance'), 'modes/out-of-order'],
      [mode('supervised', 5, 'inspected'), 'modes/out-of-order'],
    ] as const) {
      const refused = await propose('release-modes', data, administrator('one'))
      expect([refused.status, refused.body.code], JSON.stringify(data)).toEqual([422, code])
    }
    expect((await declare(app, 'E-AA', [waste])).releaseMode).toBe('supervised')
  })

  test('PZ-17: a measure of policy holds once another person agreed and it was tried on the past; what it would have changed is told case by case; the floor stands', async () => {
    const measure = (when: object): object => ({ code: 'easy', name: { zh: '便利', en: 'Ease' }, precedence: 1, clause: 'PZ-17', when, effect: { mode: { atMost: 'declaration' } } })
    expect((await propose('policy-measures', measure({}))).body.code).toBe('policies/scope-missing')
    const before = await declare(app, 'E-B', [chicken], { documents: [veterinaryCertificate] })
    expect(before.releaseMode).toBe('sampling')
    app.clock.advanceTo(plus(app.clock.now(), minutes(2)))
    const { number } = granted(await propose('policy-measures', measure({ direction: { op: 'equals', value: 'import' } })), 201).body as { number: number }
    const agree = (by: Party) => by.post(`/registers/policy-measures/proposals/${number}/agree`)
    expect((await agree(headquarters)).body.code).toBe('registers/same-person')
    expect((await agree(administrator('two'))).body.code).toBe('tables/backtest-first')
    const { id, summary } = await tried('policy-measures', number)
    expect(summary?.changed).toBeGreaterThan(0)
    const { items } = granted(await cus.get(`/tables/policy-measures/backtests/${id}/cases`)).body as { items: { declaration: string; port: string; after: { mode: string } }[] }
    const chickens = items.find(({ declaration }) => declaration === before.id)
    expect(chickens?.after.mode).toBe('declaration')
    const why = granted(await cus.get(`/tables/policy-measures/backtests/${id}/cases/380101/${before.id}`)).body as { after: { text: { en: string[] } } }
    expect(why.after.text.en.join()).toContain('Ease')
    granted(await agree(administrator('two')))
    await app.modules.registerCache.refresh()
    expect((await declare(app, 'E-B', [chicken], { documents: [veterinaryCertificate] })).releaseMode).toBe('declaration')
    expect((await declare(app, 'E-AA', [waste])).releaseMode).toBe('supervised')
    tick()
    const ending = granted(await headquarters.post('/registers/policy-measures/easy/proposals', { expectedVersion: 1, reason: 'the pilot is over' }), 201).body as { number: number }
    await asIfProposalTried(app, 'policy-measures', ending.number)
    granted(await administrator('two').post(`/registers/policy-measures/proposals/${ending.number}/agree`))
    tick()
    await app.modules.registerCache.refresh()
    expect((await declare(app, 'E-B', [chicken], { documents: [veterinaryCertificate] })).releaseMode).toBe('sampling')
  })

  test('GV-12: a back-test opens nothing once it is old or other rules hold; the parameter that asks for it is no coordinator\'s to take away', async () => {
    const none = { name: 'lab.backtest', unit: 'milliseconds', owner: 'CUS', value: 0, clause: 'GV-12', description: { zh: '不回测', en: 'None' } }
    const coordinator = app.as({ role: 'coordinator', agency: 'CUS' })
    expect((await coordinator.post('/registers/parameters', { data: none })).body.code).toBe('registers/second-person-first')
    const asked = granted(await propose('parameters', none, coordinator), 201).body as { number: number }
    expect((await coordinator.post(`/registers/parameters/proposals/${asked.number}/agree`)).body.code).toBe('registers/same-person')
    const record = async (table: string, rows: readonly object[]): Promise<number> => granted(await cus.post(versions(table), { note: 'stricter', rows }), 201).body.number as number
    const activate = (table: string, number: number) => headquarters.post(`${versions(table)}/${number}/activate`)
    const number = await record('release-mode', supervised)
    await tried('release-mode', number)
    const other = await record('release-mode-repair', supervised)
    await asIfTried(app, 'release-mode-repair', other)
    granted(await activate('release-mode-repair', other))
    expect((await activate('release-mode', number)).body.code).toBe('tables/backtest-again')
    await asIfTried(app, 'release-mode', number)
    app.clock.advanceTo(plus(app.clock.now(), days(31)))
    expect((await activate('release-mode', number)).body.code).toBe('tables/backtest-again')
    await asIfTried(app, 'release-mode', number)
    expect(granted(await activate('release-mode', number)).body.remarks).toEqual([])
  })

  test('GV-12: a back-test without a case to try says so when the version is activated', async () => {
    const empty = await startApp()
    try {
      const officer = empty.as({ role: 'officer', agency: 'CUS' })
      const { number } = granted(await officer.post(versions('release-mode'), { note: 'stricter', rows: supervised }), 201).body as { number: number }
      granted(await officer.post('/tables/release-mode/backtests', { version: number }), 201)
      await empty.settle()
      const { remarks } = granted(await empty.as({ role: 'headquarters' }).post(`${versions('release-mode')}/${number}/activate`)).body as { remarks: { code: string }[] }
      expect(remarks.map(({ code }) => code)).toEqual(['tables/backtest-of-nothing'])
    } finally {
      await empty.close()
    }
  })
})
