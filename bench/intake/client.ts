import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { benchDeclaration, declarantOf } from './declarations.ts'

/** What the client is asked to do; `tokens` by enterprise. */
export type Order =
  | { readonly kind: 'singles'; readonly connections: number; readonly seconds: number; readonly run: string; readonly most: number }
  | { readonly kind: 'paced'; readonly connections: number; readonly seconds: number; readonly run: string; readonly rate: number }
  | { readonly kind: 'batch'; readonly connections: number; readonly seconds: number; readonly run: string; readonly lines: number; readonly most: number }

/** What came of it: answers that were acknowledgements, in how many seconds, and how long they took in milliseconds. */
export interface Report {
  readonly accepted: number
  readonly other: number
  readonly seconds: number
  readonly latencies: readonly number[]
  /** Processor time of the client meanwhile, in microseconds; requests were written before. */
  readonly cpuMicros: number
}

const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}

const [address = '', tokensText = '{}'] = process.argv.slice(2)
const { hostname, port } = new URL(address)
const tokens = JSON.parse(tokensText) as Record<string, string>

/** One keep-alive connection that sends a request and reads its answer: a library's client would cost more than the server under test. */
class Line {
  readonly socket: Socket
  private received: Buffer = Buffer.alloc(0)
  private done: ((status: number) => void) | undefined

  constructor() {
    this.socket = connect(Number(port), hostname)
    this.socket.setNoDelay(true)
    this.socket.on('data', (chunk: Buffer) => this.read(chunk))
    this.socket.on('error', () => this.done?.(0))
    this.socket.on('close', () => this.done?.(0))
  }

  send(message: Buffer): Promise<number> {
    return new Promise((resolve) => {
      this.done = resolve
      this.socket.write(message)
    })
  }

  private read(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk])
    const end = this.received.indexOf('\r\n\r\n')
    if (end === -1) return
    const head = this.received.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.received.length < end + 4 + length) return
    this.received = this.received.subarray(end + 4 + length)
    const { done } = this
    this.done = undefined
    done?.(Number(head.slice(9, 12)))
  }
}

function message(run: string, n: number): Buffer {
  const body = JSON.stringify(benchDeclaration(run, n))
  const head = [
    'POST /api/v1/declarations HTTP/1.1',
    'host: bench',
    `authorization: Bearer ${tokens[declarantOf(n)]}`,
    'content-type: application/json',
    `idempotency-key: ${run}-${n}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

async function singles(order: Extract<Order, { kind: 'singles' }>): Promise<Report> {
  const messages = Array.from({ length: order.most }, (_, n) => message(order.run, n))
  const lines = Array.from({ length: order.connections }, () => new Line())
  const latencies: number[] = []
  let next = 0
  let accepted = 0
  let other = 0
  const spent = cpuMicros()
  const begin = performance.now()
  const end = begin + order.seconds * 1000
  await Promise.all(
    lines.map(async (line) => {
      while (performance.now() < end && next < messages.length) {
        const sent = performance.now()
        const status = await line.send(messages[next++] as Buffer)
        if (status === 201) accepted++
        else other++
        latencies.push(performance.now() - sent)
      }
    }),
  )
  const seconds = (performance.now() - begin) / 1000
  for (const line of lines) line.socket.destroy()
  return { accepted, other, seconds, latencies, cpuMicros: cpuMicros() - spent }
}

/** Sends at a steady rate whatever the answers do; time counts from when a request was due, so that waiting for a connection counts too. */
async function paced(order: Extract<Order, { kind: 'paced' }>): Promise<Report> {
  const total = Math.floor(order.rate * order.seconds)
  const messages = Array.from({ length: total }, (_, n) => message(order.run, n))
  const idle = Array.from({ length: order.connections }, () => new Line())
  const all = [...idle]
  const latencies: number[] = []
  let accepted = 0
  let other = 0
  let next = 0
  const spent = cpuMicros()
  const begin = performance.now()
  await new Promise<void>((resolve) => {
    const pump = (): void => {
      while (next < total && idle.length > 0 && begin + (next * 1000) / order.rate <= performance.now()) {
        const due = begin + (next * 1000) / order.rate
        const line = idle.pop() as Line
        void line.send(messages[next++] as Buffer).then((status) => {
          if (status === 201) accepted++
          else other++
          latencies.push(performance.now() - due)
          idle.push(line)
          if (latencies.length === total) resolve()
        })
      }
      if (latencies.length < total) setTimeout(pump, 1)
    }
    pump()
  })
  const seconds = (performance.now() - begin) / 1000
  for (const line of all) line.socket.destroy()
  return { accepted, other, seconds, latencies, cpuMicros: cpuMicros() - spent }
}

function sendBatch(body: Buffer, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({
      hostname,
      port,
      method: 'POST',
      path: '/api/v1/declarations:batch',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson', 'content-length': body.length },
    })
    sent.on('error', reject)
    sent.on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => (text += part))
      answer.on('end', () => resolve(text.split('"number":').length - 1))
    })
    sent.end(body)
  })
}

async function batch(order: Extract<Order, { kind: 'batch' }>): Promise<Report> {
  // A batch is of one declarant: every fifth declaration is the same enterprise's.
  const enterprises = Object.keys(tokens)
  const bodies = Array.from({ length: Math.ceil(order.most / order.lines) }, (_, b) => {
    const at = b % enterprises.length
    const lines = Array.from({ length: order.lines }, (_, i) => JSON.stringify(benchDeclaration(order.run, (b * order.lines + i) * enterprises.length + at)))
    return { body: Buffer.from(lines.join('\n')), token: tokens[declarantOf(at)] ?? '' }
  })
  let next = 0
  let accepted = 0
  let sent = 0
  const latencies: number[] = []
  const spent = cpuMicros()
  const begin = performance.now()
  const end = begin + order.seconds * 1000
  await Promise.all(
    Array.from({ length: order.connections }, async () => {
      while (performance.now() < end && next < bodies.length) {
        const { body, token } = bodies[next++] as { body: Buffer; token: string }
        const started = performance.now()
        const acknowledged = await sendBatch(body, token)
        accepted += acknowledged
        sent += order.lines
        latencies.push(performance.now() - started)
      }
    }),
  )
  return { accepted, other: sent - accepted, seconds: (performance.now() - begin) / 1000, latencies, cpuMicros: cpuMicros() - spent }
}

process.on('message', (order: Order) => {
  const work = order.kind === 'singles' ? singles(order) : order.kind === 'paced' ? paced(order) : batch(order)
  void work.then((report) => process.send?.(report))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
