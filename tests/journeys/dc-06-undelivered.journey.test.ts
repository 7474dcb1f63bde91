import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { minutes, plus } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews } from '../support/joint.ts'
import { sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let receiver: Server
let up = false
const received: string[] = []

beforeAll(async () => {
  app = await startApp({ privateWebhooks: true })
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      if (up) received.push(body)
      response.writeHead(up ? 204 : 503).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  receiver.close()
  await app.close()
})

test('DC-06: a match whose notice does not reach the declarant\'s system is tried again and shows as undelivered until it does', async () => {
  const who = crews(app)
  const trader = app.as({ role: 'trader', enterprise: 'E-A' })
  const { port } = receiver.address() as AddressInfo
  expect((await trader.post('/webhooks', { url: `http://127.0.0.1:${port}/hook` })).status).toBe(201)
  const box = sampleContainer(901)
  const declared = await trader.post('/declarations', sampleDeclaration({ declarant: 'E-A', containers: [{ number: box }], items: [{ ...tee, containers: [box] }] }))
  expect(declared.status, declared.text).toBe(201)
  await who.direct('CUS', box)
  const match = await who.direct('CIQ', box)
  const told = async () => {
    const notices = (await who.coordinator.get(`/notices?subject=joint-inspection:${match.inspection.id}`)).body.items as { id: string; type: string; state: string; undelivered: boolean; recipient: { kind: string } }[]
    return notices.filter((notice) => notice.type === 'JointMatched')
  }
  for (let n = 0; n < 3; n++) {
    await app.settle()
    app.clock.advanceTo(plus(app.clock.now(), minutes(2)))
  }
  const enterprise = (await told()).find((notice) => notice.recipient.kind === 'enterprise')
  expect(enterprise).toMatchObject({ state: 'owed', undelivered: true })
  // The parties without a system of their own are not held up by it.
  expect((await told()).filter((notice) => notice.recipient.kind === 'agency')).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }])
  const undelivered = (await app.as({ role: 'administrator', ports: ['*'] }).get('/notices?undelivered=true')).body.items as { id: string }[]
  expect(undelivered.map((notice) => notice.id)).toContain(enterprise?.id)
  up = true
  await app.settle()
  expect((await told()).find((notice) => notice.recipient.kind === 'enterprise')).toMatchObject({ state: 'delivered', undelivered: false })
  expect(received.filter((body) => body.includes(enterprise?.id ?? '-'))).toHaveLength(1)
  expect((await who.coordinator.get(`/notices/${enterprise?.id}/receipts`)).body.receipts.at(-1)).toMatchObject({ channel: 'webhook', outcome: 'delivered' })
})
