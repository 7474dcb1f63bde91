import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { minutes, plus } from '../../src/kernel/instant.ts'
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
