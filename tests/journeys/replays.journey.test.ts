import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toIso } from '../../src/kernel/instant.ts'
import { uuidv7 } from '../../src/platform/random.ts'
import { figures, newMeasures } from '../../src/watch/replay/domain/measure.ts'
import { startApp, type TestApp } from '../support/app.ts'

let app: TestApp
const ids: string[] = []
beforeAll(async () => {
  app = await startApp()
  const now = toIso(app.clock.now())
  const importId = uuidv7(app.clock.now())
  await app.database.ownerDb.query(
    `insert into watch.declaration_import (port, id, file_hash, file_name, profile, state, rows_read, imported, started_at, finished_at) values ('380101', $1, $2, 'f.csv', 'p', 'done', 3, 3, $3, $3)`,
    [importId, Buffer.alloc(32), now],
  )
  for (let n = 0; n < 3; n++) {
    const id = uuidv7(app.clock.now())
    ids.push(id)
    await app.database.ownerDb.query(
      `insert into watch.replay (port, id, import_id, seed, state, rows_done, rows_total, seconds, figures, started_at, changed_at, finished_at) values ('380101', $1, $2, 's', 'done', 30, 30, 2, $3, $4, $4, $4)`,
      [id, importId, JSON.stringify(figures(newMeasures())), now],
    )
  }
})
afterAll(() => app.close())

describe('reports of replays', () => {
  test('headquarters reads the list page by page, newest first, and each report', async () => {
    const headquarters = app.as({ role: 'headquarters' })
    const first = await headquarters.get('/replays?limit=2')
    expect([first.status, first.body.items.map((item: { id: string }) => item.id)]).toEqual([200, [ids[2], ids[1]]])
    const second = await headquarters.get(`/replays?limit=2&after=${first.body.next}`)
    expect(second.body.items.map((item: { id: string }) => item.id)).toEqual([ids[0]])
    expect((await headquarters.get(`/replays/${ids[0]}`)).body).toMatchObject({ state: 'done', rowsPerSecond: 15, figures: { declarations: 0, jointRate: null } })
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
