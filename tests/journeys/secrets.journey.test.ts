import { Writable } from 'node:stream'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { sampleDeclaration } from '../support/sample-declarations.ts'
import { signIn } from '../support/signed-in.ts'

let app: TestApp
let lines: string[]
beforeAll(async () => {
  lines = []
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (lines.push(chunk.toString()), done()) })
  app = await startApp({ log: pino({ level: 'trace' }, sink) })
})
afterAll(() => app.close())

/** Lines that are no entries of the log's own. */
function strangers(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => {
    try {
      return (JSON.parse(line) as { msg?: string }).msg === 'planted'
    } catch {
      return true
    }
  })
}

const logged = (): string => lines.join('')

test('neither passwords, sessions, tokens, hooks\' secrets nor what a body said stand in the log, whatever fails', async () => {
  const person = await signIn(app, { name: 'keeper', roles: ['administrator'], ports: ['*'] })
  await app.nobody.post('/session', { name: 'keeper', password: 'canary of a password' })
  expect((await app.nobody.post('/tokens', { name: 'gate' }, { authorization: 'Bearer ljt_canary-of-a-token' })).status).toBe(401)
  const trader = app.as({ role: 'trader', enterprise: 'E-B' })
  const hook = await trader.post('/webhooks', { url: 'https://hooks.example.org/canary-of-a-path' })
  // A table that is not there: everything that goes to it fails inside, and is logged as a failure of the program.
  await app.database.ownerDb.query('alter table single_window.declaration rename to moved')
  await app.database.ownerDb.query('alter table platform.token rename to moved_tokens')
  const failed = [
    await trader.post('/declarations', { ...sampleDeclaration(), consignor: 'Canary of a consignor' }, { cookie: 'lianjian=ljs_canary-of-a-session', 'idempotency-key': 'canary-of-a-key' }),
    await person.post('/tokens', { name: 'canary of a name' }),
  ]
  expect(failed.map(({ status }) => status)).toEqual([500, 500])
  expect(lines.length).toBeGreaterThan(1)
  expect(logged()).toContain('the program failed on a request')
  expect(logged()).not.toMatch(/canary/i)
  for (const secret of ['correct horse battery', String(hook.body?.secret ?? 'whsec_'), 'ljs_', 'ljt_']) expect(logged()).not.toContain(secret)
})

test('no address, header or name begins a line of the log', async () => {
  const before = lines.length
  await app.nobody.get('/directives%0d%0a{"level":30,"msg":"planted"}?x=%0d%0aplanted', { 'user-agent': 'x\tplanted', 'x-forwarded-for': '1.2.3.4, planted' })
  app.machine.log.warn({ name: 'a\r\n{"level":30,"msg":"planted"}' }, 'said\r\nplanted')
  const own = lines.slice(before).join('').trimEnd()
  expect(own).toContain('planted')
  expect(strangers(own)).toEqual([])
  // The twin: the same with the breaks of lines written as they came.
  expect(strangers(own.replaceAll('\\r\\n', '\r\n'))).not.toEqual([])
})
