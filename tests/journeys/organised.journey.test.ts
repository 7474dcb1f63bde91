import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { hours, instant, plus } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, newBox, spanFrom } from '../support/joint.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  const parameters = cn.parameters.map((one) => (one.name === 'joint.readiness' ? { ...one, overrides: { '380101': 1 } } : one))
  app = await startApp({ now: instant('2026-03-02T01:00:00Z'), pack: { ...cn, parameters } })
  who = crews(app)
})
afterAll(() => app.close())

async function record(register: string, agency: string, data: object): Promise<void> {
  const reply = await app.as({ role: 'coordinator', agency, ports: ['380101'] }).post(`/registers/${register}`, { data: { port: '380101', agency, ...data } })
  expect(reply.status, reply.text).toBe(201)
}
const organise = async (agency: string): Promise<void> => {
  await record('groups', agency, { code: `WG-${agency}`, kind: 'working', members: [{ name: '李', duty: 'head' }], tasks: [] })
  await record('liaisons', agency, { name: '王', phone: '1' })
}
const nearly = async (box: string): Promise<{ failed: string; about?: string }[]> => (await who.coordinator.get(`/collisions?state=near-miss&object=${box}`)).body.items

describe('GV-05 an agency that is not organised is not ready', () => {
  test('GV-05: without a working group or a liaison officer its directives meet nobody at a port that asks for them, and the near-miss says why', async () => {
    await organise('CUS')
    await record('groups', 'CIQ', { code: 'WG-CIQ', kind: 'working', members: [{ name: '赵', duty: 'head' }], tasks: [] })
    const box = newBox()
    await expect.poll(async () => {
      const other = newBox()
      await who.direct('CUS', other)
      return (await who.direct('CIQ', other)).inspection.kind
    }).toBe('single')
    await who.direct('CUS', box)
    expect((await who.direct('CIQ', box)).inspection.kind).toBe('single')
    expect(await nearly(box)).toMatchObject([{ failed: 'not-ready', about: 'CIQ' }])

    await record('liaisons', 'CIQ', { name: '钱', phone: '2' })
    app.clock.advanceTo(plus(app.clock.now(), hours(1)))
    await expect.poll(async () => {
      const other = newBox()
      await who.direct('CUS', other)
      return (await who.direct('CIQ', other)).inspection.kind
    }).toBe('joint')
    // What stood when it was sent is judged by what stood then.
    expect(await nearly(box)).toHaveLength(1)
  })

  test('GV-05: another port that does not ask goes on as before', async () => {
    const away = crews(app, ['410001'])
    const box = newBox()
    const wanted = { port: '410001', window: spanFrom(app.clock.now(), 0, 4) }
    await away.direct('CUS', box, wanted)
    expect((await away.direct('CIQ', box, wanted)).inspection.kind).toBe('joint')
  })
})
