import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashOfSalt, isOfCanary } from '../../src/assess/lab/domain/canary.ts'
import { hours, instant, minutes, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { sampleDeclaration } from '../support/sample-declarations.ts'

const enterprises = ['E-AA', 'E-A', 'E-B', 'E-C', 'E-D']
const everythingSupervised = [{ id: 'all', when: {}, then: { mode: 'supervised' }, clause: 'RR-06' }]

describe('a version is tried on the past before it holds', () => {
  let app: TestApp
  let author: Party
  let second: Party
  const ids: string[] = []
  beforeAll(async () => {
    app = await startApp()
    author = app.as({ role: 'officer', agency: 'CUS', id: 'author' })
    second = app.as({ role: 'headquarters', agency: 'CUS', id: 'second' })
    for (let n = 0; n < 10; n++) {
      const enterprise = enterprises[n % enterprises.length] ?? ''
      const accepted = await app.as({ role: 'trader', enterprise }).post('/declarations', { ...sampleDeclaration(), reference: `LAB-${n}`, declarant: enterprise, consignee: enterprise })
      expect(accepted.status, accepted.text).toBe(201)
      ids.push(accepted.body.id)
    }
    app.clock.advanceTo(plus(app.clock.now(), minutes(1)))
  })
  afterAll(() => app.close())

  const record = async (rows: unknown): Promise<number> => {
    const recorded = await author.post('/tables/release-mode/versions', { note: 'tried first', rows })
    expect(recorded.status, recorded.text).toBe(201)
    return recorded.body.number
  }
  const tried = async (body: Record<string, unknown>): Promise<Record<string, never>> => {
    const started = await author.post('/tables/release-mode/backtests', body)
    expect(started.status, started.text).toBe(201)
    expect(started.body).toMatchObject({ state: 'waiting', progress: { done: 0 } })
    await app.settle()
    return (await author.get(`/tables/release-mode/backtests/${started.body.id}`)).body
  }

  test('GV-12: a version is tried on the past: which cases change, how, and why, each by the rule of its own time but for the one table', async () => {
    const version = await record(everythingSupervised)
    const before = await Promise.all(ids.map(async (id) => (await author.get(`/declarations/${id}`)).body.releaseMode as string))
    const backtest = await tried({ version })
    expect(backtest).toMatchObject({ state: 'done', progress: { done: 10, total: 10 }, summary: { cases: 10, apart: 0, milder: 0 } })
    const { summary } = backtest as unknown as { summary: { changed: number; modes: { from: string; to: string; cases: number }[]; traders: unknown[]; inspections: { before: number; after: number } } }
    expect(summary.changed).toBe(before.filter((mode) => mode !== 'supervised').length)
    expect(summary.changed).toBeGreaterThan(0)
    expect(summary.modes.every(({ to }) => to === 'supervised')).toBe(true)
    for (const { from, cases } of summary.modes) expect(cases).toBe(before.filter((mode) => mode === from).length)
    expect(summary.inspections.after).toBe(10)
    expect(summary.traders.length).toBeGreaterThan(0)

    const { id } = backtest as unknown as { id: string }
    const first = (await author.get(`/tables/release-mode/backtests/${id}/cases?limit=2`)).body
    const rest = (await author.get(`/tables/release-mode/backtests/${id}/cases?after=${first.next}`)).body
    const listed = [...first.items, ...rest.items] as { port: string; declaration: string; before: { mode: string }; after: { mode: string } }[]
    expect(listed.map(({ declaration }) => declaration)).toEqual(ids.filter((_, i) => before[i] !== 'supervised'))
    const [one] = listed
    const why = (await author.get(`/tables/release-mode/backtests/${id}/cases/${one?.port}/${one?.declaration}`)).body
    expect(why.before.assessment.releaseMode).toBe(one?.before.mode)
    expect(why.after.assessment).toMatchObject({ releaseMode: 'supervised' })
    expect(why.after.assessment.explanation.steps).toContainEqual(expect.objectContaining({ factor: 'release-mode', rule: expect.objectContaining({ version, row: 'all' }) }))
    expect(why.after.text.zh.length).toBeGreaterThan(0)
  })

  test('RR-16: a hold rule is tried on the past before it is placed: what it would have held, inspections by hour, whose goods; what the history cannot tell apart is refused', async () => {
    const ask = (hold: object) => author.post('/hold-rules/backtests', { hold })
    const started = await ask({ scope: { hs: '6109', enterprise: 'E-A' }, measure: 'sample', agency: 'CUS' })
    expect(started.status, started.text).toBe(201)
    expect(started.body).toMatchObject({ table: 'hold-rules', state: 'waiting' })
    await app.settle()
    const { id } = started.body
    const { summary, state } = (await author.get(`/tables/hold-rules/backtests/${id}`)).body as { state: string; summary: { cases: number; changed: number; milder: number; traders: { trader: string }[]; inspections: { before: number; after: number; hours: { before: number; after: number }[]; lanes: { before: number; after: number }[] }; checks: object[]; finds: { further: number } } }
    expect(state).toBe('done')
    expect(summary).toMatchObject({ cases: 10, changed: 2, milder: 0, traders: [{ trader: 'E-A' }], checks: expect.arrayContaining([{ agency: 'CUS', added: 2, removed: 0 }]) })
    expect(summary.inspections.after - summary.inspections.before).toBe(2)
    expect(summary.inspections.hours.reduce((sum, { before, after }) => sum + after - before, 0)).toBe(2)
    expect(summary.finds).toMatchObject({ further: 2, basis: 'chosen' })
    const [lane] = summary.inspections.lanes
    expect(lane).toMatchObject({ port: '380101', lane: 'import/sea' })
    expect((lane?.after ?? 0) - (lane?.before ?? 0)).toBe(2)
    const { items } = (await author.get(`/tables/hold-rules/backtests/${id}/cases`)).body as { items: { port: string; declaration: string }[] }
    expect(items).toHaveLength(2)
    const why = (await author.get(`/tables/hold-rules/backtests/${id}/cases/${items[0]?.port}/${items[0]?.declaration}`)).body
    expect(why.after.assessment.explanation.steps).toContainEqual(expect.objectContaining({ factor: 'hold-rule' }))
    // Who thinks of a rule keeps it until it is placed.
    const other = app.as({ role: 'officer', agency: 'CIQ' })
    expect((await other.get(`/tables/hold-rules/backtests/${id}`)).status).toBe(404)
    expect([(await other.get('/tables/hold-rules/backtests')).body.items.length, (await second.get('/tables/hold-rules/backtests')).body.items.length]).toEqual([0, 1])
    // Nothing is placed by it, and goods that are declared meanwhile are judged as before.
    expect((await author.get('/hold-rules')).body.items).toEqual([])
    const refused = await ask({ scope: { producer: 'Nine Ltd', hs: '61' }, measure: 'hold', agency: 'CUS' })
    expect([refused.status, refused.body.code, refused.body.errors[0].pointer]).toEqual([422, 'risk/not-in-history', '/scope/producer'])
    expect((await app.as({ role: 'trader', enterprise: 'E-A' }).post('/hold-rules/backtests', { hold: { scope: { hs: '61' }, measure: 'hold' } })).status).toBe(403)
  })

  test('GV-12: a back-test that was cancelled stays so, and one of another port or period counts only its cases', async () => {
    const version = await record(everythingSupervised)
    const started = await author.post('/tables/release-mode/backtests', { version })
    const cancelled = await second.post(`/tables/release-mode/backtests/${started.body.id}/cancel`)
    expect(cancelled.body).toMatchObject({ state: 'cancelled' })
    await app.settle()
    expect((await author.get(`/tables/release-mode/backtests/${started.body.id}`)).body).toMatchObject({ state: 'cancelled', progress: { done: 0 } })
    expect((await second.post(`/tables/release-mode/backtests/${started.body.id}/cancel`)).body).toMatchObject({ code: 'lab/ended-already' })
    expect(await tried({ version, ports: ['650302'] })).toMatchObject({ state: 'done', summary: { cases: 0 } })
    expect(await tried({ version, period: { to: '2020-01-01T00:00:00Z' } })).toMatchObject({ state: 'done', summary: { cases: 0 } })
    expect((await author.post('/tables/release-mode/backtests', { version, ports: ['nowhere'] })).body).toMatchObject({ code: 'lab/port-unknown' })
    expect((await author.post('/tables/release-mode/backtests', { version: 99 })).status).toBe(404)
    expect((await app.as({ role: 'trader', enterprise: 'E-A' }).get(`/tables/release-mode/backtests/${started.body.id}`)).status).toBe(403)
  })
})

describe('from recorded to judging, and back', () => {
  let app: TestApp
  let author: Party
  let second: Party
  let third: Party
  beforeAll(async () => {
    app = await startApp()
    author = app.as({ role: 'officer', agency: 'CUS', id: 'author' })
    second = app.as({ role: 'headquarters', id: 'second' })
    third = app.as({ role: 'headquarters', id: 'third' })
  })
  afterAll(() => app.close())

  let sent = 0
  const tick = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))
  const path = (version: number, rest: string): string => `/tables/release-mode/versions/${version}/${rest}`
  const record = async (rows: readonly object[] = everythingSupervised): Promise<number> => (await author.post('/tables/release-mode/versions', { note: 'for the lab', rows })).body.number
  const tried = async (version: number): Promise<void> => {
    expect((await author.post('/tables/release-mode/backtests', { version })).status).toBe(201)
    await app.settle()
  }
  const declared = async (): Promise<{ id: string; releaseMode: string; port: string; declarant: string; reference: string }> => (await app.as({ role: 'trader', enterprise: 'E-AA' }).post('/declarations', { ...sampleDeclaration(), reference: `LIVE-${++sent}`, declarant: 'E-AA', consignee: 'E-AA' })).body
  const modeOf = async (id: string): Promise<string> => (await author.get(`/declarations/${id}`)).body.releaseMode

  test('GV-12: two persons and a back-test of these very rows bring a version into force; a roll-back ends it in one act, and cases in between keep their rule', async () => {
    const usual = (await declared()).releaseMode
    expect(usual).not.toBe('supervised')
    const version = await record()
    expect((await second.post(path(version, 'activate'))).body).toMatchObject({ code: 'tables/backtest-first', errors: [{ clause: 'GV-12' }] })
    await author.post('/tables/release-mode/backtests', { version, ports: ['380101'] })
    await app.settle()
    expect((await second.post(path(version, 'activate'))).body.code, 'one port is not every port').toBe('tables/backtest-first')
    await tried(version)
    expect((await author.post(path(version, 'activate'))).body.code).toBe('tables/same-person')
    expect((await second.post(path(version, 'activate'))).body.state).toBe('active')
    tick(seconds(2))
    const between = await declared()
    expect(between.releaseMode).toBe('supervised')
    expect((await second.post(path(version, 'roll-back'), { reason: '  ' })).status).toBe(422)
    expect((await second.post(path(1, 'roll-back'), { reason: 'there is none before' })).status).toBe(409)
    expect((await second.post(path(version, 'roll-back'), { reason: 'holds what it was not meant for' })).status).toBe(200)
    tick(seconds(2))
    expect((await declared()).releaseMode).toBe(usual)
    expect(await modeOf(between.id)).toBe('supervised')
    expect((await second.post(path(version, 'roll-back'), { reason: 'once more' })).body.code).toBe('tables/not-in-force')
    const { acts } = (await author.get('/tables/release-mode/acts')).body
    expect(acts.map((act: { kind: string; reason: string | null }) => [act.kind, act.reason])).toEqual([['rolled-back', 'holds what it was not meant for'], ['activated', null]])
    const facts = await app.database.db.query<{ type: string }>(`select type from ledger.entry where subject_kind = 'table' and subject_id = 'release-mode' and type like 'TableVersionRolledBack'`)
    expect(facts).toHaveLength(1)
  })

  test('GV-12: in an emergency a version goes live untried, for a reason; a third person reviews it, and what is not upheld is rolled back', async () => {
    const version = await record()
    expect((await second.post(path(version, 'activate'), { emergency: { reason: 'contaminated lots on their way' } })).body.state).toBe('active')
    tick(seconds(2))
    expect((await declared()).releaseMode).toBe('supervised')
    const { acts } = (await author.get('/tables/release-mode/acts')).body
    expect(acts[0]).toMatchObject({ kind: 'emergency', number: version, review: null, reviewBy: toIso(plus(app.clock.now(), hours(72) - seconds(2))) })
    const verdict = { upheld: false, note: 'the alert was withdrawn' }
    expect((await author.post(path(version, 'review'), verdict)).body.code).toBe('tables/same-person')
    expect((await second.post(path(version, 'review'), verdict)).body.code).toBe('tables/same-person')
    expect((await third.post(path(version, 'review'), verdict)).status).toBe(200)
    tick(seconds(2))
    expect((await declared()).releaseMode).not.toBe('supervised')
    expect((await third.post(path(version, 'review'), verdict)).body.code).toBe('tables/no-review-owed')
  })

  test('GV-12: in the shadow a version is asked about every live case, decides none, and where it differs is seen', async () => {
    const version = await record()
    expect((await author.post(path(version, 'shadow'), { days: 1 })).status).toBe(201)
    expect((await author.post(path(version, 'shadow'), { days: 1 })).body.code).toBe('lab/trial-running')
    tick(seconds(3))
    const live = [await declared(), await declared(), await declared()]
    expect(live.map((one) => one.releaseMode)).not.toContain('supervised')
    tick(seconds(6))
    await app.settle()
    const shadow = (await author.get(path(version, 'shadow'))).body
    expect(shadow).toMatchObject({ state: 'running', summary: { cases: 3, changed: 3, stricter: 3, modes: [{ to: 'supervised', cases: 3 }] } })
    expect(await modeOf(live[0]?.id ?? '')).toBe(live[0]?.releaseMode)
    expect((await author.post(path(version, 'shadow/end'), { reason: 'seen enough' })).body.state).toBe('ended')
  })

  test('GV-12: a canary judges a share of the cases, always the same ones, says so in each, and is withdrawn in one act', async () => {
    const version = await record([{ ...everythingSupervised[0], id: 'of-the-canary' }])
    expect((await second.post(path(version, 'canary'), { share: 0.5 })).body.code).toBe('tables/backtest-first')
    await tried(version)
    expect((await author.post(path(version, 'canary'), { share: 0.5 })).body.code).toBe('tables/same-person')
    const begun = await second.post(path(version, 'canary'), { share: 0.5 })
    expect(begun.status, begun.text).toBe(201)
    tick(seconds(3))
    const live: { id: string; releaseMode: string; port: string; declarant: string; reference: string }[] = []
    for (let n = 0; n < 24; n++) live.push(await declared())
    const judged = live.filter((one) => one.releaseMode === 'supervised')
    expect(judged.length).toBeGreaterThan(2)
    expect(judged.length).toBeLessThan(22)
    const { steps } = (await author.get(`/declarations/${judged[0]?.id}/explanation`)).body as { steps: { factor: string; rule?: { version?: number } }[] }
    expect(steps.find((step) => step.factor === 'release-mode')?.rule?.version).toBe(version)
    tick(seconds(6))
    await app.settle()
    const canary = (await author.get(path(version, 'canary'))).body
    expect(canary.arms).toMatchObject({ version: { cases: judged.length, modes: [{ mode: 'supervised', cases: judged.length }] }, others: { cases: 24 - judged.length } })
    // Who learns the trial's id, its time and its share can still not tell which references it judges: they are drawn with a secret, which only its hash stands for.
    const facts = () => app.database.db.query<{ payload: { trial?: string; salt?: string; saltHash?: string } }>(`select payload::jsonb as payload from ledger.entry where subject_kind = 'table' and type like 'RuleTrial%' order by id`)
    const ofTrial = async () => (await facts()).map((fact) => fact.payload).filter(({ trial }) => trial === begun.body.id)
    const [start] = await ofTrial()
    expect(start?.saltHash).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify([begun.body, canary, await facts(), (await author.get('/tables/release-mode/acts')).body])).not.toMatch(/"salt"/)
    const armBy = (salt: string): string[] => live.filter((one) => isOfCanary({ salt, id: begun.body.id, table: 'release-mode', version, ports: null, share: 0.5, startsAt: instant(begun.body.startsAt), endsAt: instant(begun.body.endsAt) }, one, instant(begun.body.startsAt))).map((one) => one.id)
    expect(armBy(begun.body.id)).not.toEqual(judged.map((one) => one.id))
    expect((await second.post(path(version, 'canary/end'), { reason: 'too many stand in the yard' })).body).toMatchObject({ state: 'ended', reason: 'too many stand in the yard' })
    expect((await declared()).releaseMode).not.toBe('supervised')
    expect(await modeOf(judged[0]?.id ?? '')).toBe('supervised')
    // Afterwards anybody can check that the arms were those that were fixed at the start.
    const salt = (await ofTrial()).at(-1)?.salt ?? ''
    expect(hashOfSalt(salt)).toBe(start?.saltHash)
    expect(armBy(salt)).toEqual(judged.map((one) => one.id))
  })
})
