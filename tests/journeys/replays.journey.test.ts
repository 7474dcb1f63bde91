import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { replayedFigures, storeReplays } from '../support/replays.ts'

let app: TestApp
let ids: readonly string[]
beforeAll(async () => {
  app = await startApp()
  ids = await storeReplays(app.database.ownerDb, '380101', app.clock.now(), 2)
})
afterAll(() => app.close())

describe('reports of replays', () => {
  test('headquarters reads the list page by page, newest first, and each report', async () => {
    const headquarters = app.as({ role: 'headquarters' })
    const first = await headquarters.get('/replays?limit=2')
    expect([first.status, first.body.items.map((item: { id: string }) => item.id)]).toEqual([200, [ids[2], ids[1]]])
    const second = await headquarters.get(`/replays?limit=2&after=${first.body.next}`)
    expect(second.body.items.map((item: { id: string }) => item.id)).toEqual([ids[0]])
    expect((await headquarters.get(`/replays/${ids[0]}`)).body).toMatchObject({ state: 'done', rowsPerSecond: 15, figures: JSON.parse(JSON.stringify(replayedFigures(app.clock.now()))) })
    expect(first.body.items[0]).toMatchObject({ state: 'running', rowsDone: 90, rowsTotal: 240 })
    expect(first.body.items[0].figures).toBeUndefined()
  })

  test('RR-18: how agencies target and how often they find is not for traders, nor for another port', async () => {
    const trader = app.as({ role: 'trader', enterprise: 'E-B' })
    expect((await trader.get('/replays')).status).toBe(403)
    expect((await trader.get(`/replays/${ids[0]}`)).status).toBe(404)
    const elsewhere = app.as({ role: 'coordinator', agency: 'CUS', ports: ['650302'] })
    expect((await elsewhere.get('/replays')).body.items).toEqual([])
    expect((await elsewhere.get(`/replays/${ids[0]}`)).status).toBe(404)
  })
})
