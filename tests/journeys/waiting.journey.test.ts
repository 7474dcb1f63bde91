import { afterAll, beforeAll, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { hours, plus } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { crews, spanFrom } from '../support/joint.ts'
import { chicken, sampleContainer, sampleDeclaration, veterinaryCertificate } from '../support/sample-declarations.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp({ pack: { ...cn, defaultCreditGrade: 'D' } })
})
afterAll(() => app.close())

const port = '380101'
async function waiting(party: Party, ...declarations: readonly string[]): Promise<string[]> {
  const reply = await party.get(`/waiting?port=${port}&declarations=${declarations.join(',')}`)
  expect(reply.status, reply.text).toBe(200)
  return (reply.body.items as { agency: string; act: string }[]).map(({ agency, act }) => `${agency} ${act}`).sort()
}

test('SW-03: everybody concerned reads whom a consignment waits for, from the first answer to the last decision', async () => {
  const who = crews(app)
  const trader = app.as({ role: 'trader', enterprise: 'E-D' })
  const box = sampleContainer(31)
  const declaration = sampleDeclaration({ declarant: 'E-D', items: [{ ...chicken, containers: [box] }], documents: [veterinaryCertificate], containers: [{ number: box }] })
  const { id } = (await trader.post('/declarations', declaration)).body as { id: string }
  expect(await waiting(trader, id)).toEqual([])
  await app.settle()
  const [match] = (await who.coordinator.get(`/collisions?object=${box}`)).body.items as { inspection: string }[]
  const inspection = match?.inspection ?? ''
  for (const party of [trader, who.CUS, who.coordinator]) expect(await waiting(party, id)).toEqual(['CIQ confirm', 'CUS confirm'])

  const slot = spanFrom(app.clock.now(), 1, 2)
  await who.agree(inspection, ['CUS'], slot)
  const [first] = (await trader.get(`/waiting?port=${port}&declarations=${id}`)).body.items as { agency: string; until: string }[]
  expect(first).toMatchObject({ agency: 'CIQ', act: 'confirm', inspection })
  expect(Date.parse(first?.until ?? '')).toBe(Date.parse(slot.from))
  await who.agree(inspection, ['CIQ'], slot)
  expect(await waiting(who.CIQ, id)).toEqual(['CIQ start', 'CUS start'])

  app.clock.advanceTo(plus(app.clock.now(), hours(1)))
  await who.act('CUS', inspection, 'start')
  await who.act('CIQ', inspection, 'open', { object: { kind: 'container', ref: box }, seal: 'CN001' })
  await who.act('CUS', inspection, 'weigh', { grossKg: 24180, device: 'WB-1' })
  await who.act('CUS', inspection, 'scan', { image: 'S-9', device: 'SC-2' })
  expect(await waiting(trader, id)).toEqual(['CIQ inspect', 'CUS dispose'])
  await who.act('CUS', inspection, 'dispositions', { disposition: 'CUS-PASS' })
  expect(await waiting(trader, id)).toEqual(['CIQ inspect'])
})

test('SW-03: nobody learns by it of a consignment they may not see, and a wrong question is refused', async () => {
  const trader = app.as({ role: 'trader', enterprise: 'E-D' })
  const { id } = (await trader.post('/declarations', sampleDeclaration({ declarant: 'E-D', items: [chicken], documents: [veterinaryCertificate] }))).body as { id: string }
  await app.settle()
  expect(await waiting(trader, id)).not.toEqual([])
  expect(await waiting(app.as({ role: 'trader', enterprise: 'E-A' }), id)).toEqual([])
  expect((await trader.get(`/waiting?port=${port}&declarations=one,two`)).status).toBe(400)
  expect((await trader.get(`/waiting?port=nowhere&declarations=${id}`)).status).toBe(404)
  expect((await trader.get(`/waiting?port=${port}&declarations=${Array.from({ length: 101 }, () => id).join(',')}`)).status).toBe(400)
})
