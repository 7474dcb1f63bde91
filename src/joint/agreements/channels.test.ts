import { mkdtemp, readFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { channelsOf, mailChannel, smsChannel, type OutsideMessage } from './channels.ts'

const message: OutsideMessage = { channel: 'email', to: 'liaison@ciq.example', subject: '请答复 D-7', text: '请于十时前答复。\nPlease answer by ten.' }
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A mail server that says yes to everything but one address, and keeps what it was given. */
async function mailServer(): Promise<{ readonly url: string; readonly taken: string[] }> {
  const taken: string[] = []
  const server = createServer((socket) => {
    let body: string | undefined
    let rest = ''
    const say = (line: string): boolean => socket.write(`${line}\r\n`)
    say('220 mail')
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      rest += chunk
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (body !== undefined) {
          if (line === '.') {
            taken.push(body)
            body = undefined
            say('250 taken')
          } else body += `${line}\n`
        } else if (line === 'DATA') {
          body = ''
          say('354 go on')
        } else if (/^RCPT TO:<nobody@/i.test(line)) say('550 unknown')
        else say(/^QUIT/i.test(line) ? '221 bye' : '250 ok')
      }
    }).on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(() => resolve())))
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, taken }
}

test('JI-20: mail leaves through the operator\'s server, with its subject and both languages', async () => {
  const { url, taken } = await mailServer()
  const mail = mailChannel({ server: `${url}?ignoreTLS=true`, from: 'lianjian@port.example' })
  expect(await mail.send(message)).toEqual({ ok: true })
  expect(taken).toHaveLength(1)
  expect(taken[0]).toMatch(/^To: liaison@ciq\.example$/m)
  expect(taken[0]).toMatch(/^From: lianjian@port\.example$/m)
  expect(taken[0]).toMatch(/^Content-Transfer-Encoding: quoted-printable$/m)
  const bytes = (taken[0] ?? '').replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  expect(Buffer.from(bytes, 'latin1').toString('utf8')).toContain(message.text)
})

test('JI-20: an address the server refuses, and a server that is not there, are failures that are told and never thrown', async () => {
  const { url } = await mailServer()
  const refused = await mailChannel({ server: `${url}?ignoreTLS=true`, from: 'lianjian@port.example' }).send({ ...message, to: 'nobody@ciq.example' })
  expect(refused.ok).toBe(false)
  const gone = await mailChannel({ server: 'smtp://127.0.0.1:1', from: 'lianjian@port.example' }).send(message)
  expect(gone).toMatchObject({ ok: false, detail: expect.stringContaining('ECONNREFUSED') })
})

test('JI-20: a header cannot be smuggled in through a subject or an address', async () => {
  const { url, taken } = await mailServer()
  await mailChannel({ server: `${url}?ignoreTLS=true`, from: 'lianjian@port.example' }).send({ ...message, subject: 'x\r\nBcc: spy@elsewhere.example', to: 'liaison@ciq.example\r\nBcc: spy@elsewhere.example' })
  expect(taken.join('')).not.toMatch(/^Bcc:/im)
})

test('JI-20: short messages are posted to the gateway with its token; what it does not take is a failure', async () => {
  const seen: { authorization: string | undefined; body: unknown }[] = []
  let status = 202
  const server = createHttpServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      seen.push({ authorization: request.headers.authorization, body: JSON.parse(body) as unknown })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(() => resolve())))
  const sms = smsChannel({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, token: 'T' })
  expect(await sms.send({ ...message, channel: 'sms', to: '+8613800000000' })).toEqual({ ok: true })
  expect(seen).toEqual([{ authorization: 'Bearer T', body: { to: '+8613800000000', text: message.text } }])
  status = 503
  expect(await sms.send({ ...message, channel: 'sms' })).toEqual({ ok: false, detail: 'the gateway answered 503' })
})

test('JI-20: a channel without a gateway writes into the operator\'s files', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-channels-'))
  expect(await channelsOf({ home, mail: undefined, sms: undefined }).send(message)).toEqual({ ok: true })
  expect(JSON.parse(await readFile(path.join(home, 'outbox/email.jsonl'), 'utf8'))).toEqual(message)
})
