import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'undici'
import type { Declaration } from '../../src/window/declarations/declaration.ts'
import { sampleContainer, sampleDeclaration } from '../support/sample-declarations.ts'
import type { openJournal } from './journal.ts'

export interface LoadOptions {
  readonly baseUrl: string
  readonly token: string
  readonly journal: Pick<ReturnType<typeof openJournal>, 'write'>
  readonly random: () => number
  readonly connections?: number
  /** The seeded defect: commands without a key. */
  readonly withoutKey?: boolean
}

/** A load under way. */
export interface Load {
  /** Ends it when every request under way is answered or lost. */
  stop(): Promise<void>
  /** Answers so far, by class: `later` was told to come again, `unknown` was sent and lost its answer, `unreached` found nobody. */
  readonly count: { acknowledged: number; refused: number; unknown: number; later: number; unreached: number }
  /** Whatever nobody may answer: a server failure, another answer to a repeat. */
  readonly faults: string[]
}

const neverSent = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT'])

interface Command {
  readonly key: string
  readonly body: string
  readonly valid: boolean
}

/**
 * Declarations from many connections at once, as traders send them: most once, some twice at the same moment (a double click), some that the
 * rules refuse; every fourth connection sends them in batches, whose answers count line by line as they arrive. A command whose answer was lost
 * is sent again with the same key until it is answered, or, one time in four, given up: its sender will never know. Every line of the journal is
 * on disk before the next step.
 */
export function startLoad(options: LoadOptions): Load {
  const count = { acknowledged: 0, refused: 0, unknown: 0, later: 0, unreached: 0 }
  const faults: string[] = []
  let stopped = false
  let made = 0
  const run = options.random().toString(36).slice(2, 8).toUpperCase()

  function nextCommand(): Command & { readonly reference: string } {
    const n = ++made
    const valid = options.random() > 0.1
    const reference = `CRASH-${run}-${n}`
    const declaration: Declaration = sampleDeclaration({ reference, containers: [{ number: sampleContainer(n % 1_000_000) }], ...(valid ? {} : { consignor: '\u202ereversed' }) })
    return { key: `crash-${run}-${n}`, reference, valid, body: JSON.stringify(declaration) }
  }

  async function send(client: Client, command: Command): Promise<'answered' | 'unknown' | 'later'> {
    try {
      const { statusCode, body } = await client.request({
        method: 'POST',
        path: '/api/v1/declarations',
        headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json', ...(options.withoutKey === true ? {} : { 'idempotency-key': command.key }) },
        body: command.body,
      })
      const text = await body.text()
      return await answered(command, statusCode, statusCode === 201 || statusCode === 200 ? (JSON.parse(text) as { id: string }).id : undefined, text)
    } catch (error) {
      return unanswered(error)
    }
  }

  async function answered(command: Command, status: number, id: string | undefined, text: string): Promise<'answered' | 'later'> {
    if (status === 503 || status === 507) {
      count.later++
      return 'later'
    }
    if (status >= 500) faults.push(`${status} ${text.slice(0, 300)}`)
    else if ((id !== undefined) !== command.valid) faults.push(`${command.valid ? 'a good' : 'a bad'} declaration got ${status} ${text.slice(0, 300)}`)
    await options.journal.write({ event: 'answer', key: command.key, status, id })
    if (id === undefined) count.refused++
    else count.acknowledged++
    return 'answered'
  }

  function unanswered(error: unknown): 'unknown' | 'later' {
    // Nobody took the connection: nothing was sent, so nothing can have been done.
    if (neverSent.has((error as { code?: string }).code ?? '')) {
      count.unreached++
      return 'later'
    }
    count.unknown++
    return 'unknown'
  }

  /** Sends the lines of a batch; those whose answers arrived, also when the connection broke after them, leave `open`. */
  async function sendBatch(client: Client, key: string, lines: readonly Command[], open: Set<Command>): Promise<'answered' | 'unknown' | 'later'> {
    const taken = async (text: string): Promise<void> => {
      const answer = JSON.parse(text) as { line: number; id?: string; status: number | string }
      const command = lines[answer.line - 1]
      if (command === undefined || !open.has(command)) return
      if ((await answered(command, answer.id === undefined ? Number(answer.status) : 201, answer.id, text)) === 'answered') open.delete(command)
    }
    try {
      const { statusCode, body } = await client.request({
        method: 'POST',
        path: '/api/v1/declarations:batch',
        headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/x-ndjson', ...(options.withoutKey === true ? {} : { 'idempotency-key': key }) },
        body: lines.map((command) => command.body).join('\n'),
      })
      let rest = ''
      for await (const chunk of body) {
        rest += String(chunk)
        if (statusCode !== 200) continue
        const whole = rest.split('\n')
        rest = whole.pop() ?? ''
        for (const text of whole) await taken(text)
      }
      if (statusCode === 200) return open.size === 0 ? 'answered' : 'later'
      if (statusCode !== 503) faults.push(`batch ${statusCode} ${rest.slice(0, 300)}`)
      return 'later'
    } catch (error) {
      return unanswered(error)
    }
  }

  async function workInBatches(): Promise<void> {
    const client = new Client(options.baseUrl, { headersTimeout: 20_000, bodyTimeout: 20_000, connectTimeout: 2_000 })
    while (!stopped) {
      const key = `crash-${run}-batch-${++made}`
      const lines = Array.from({ length: 1 + Math.floor(options.random() * 12) }, (_, i) => ({ ...nextCommand(), key: `${key}:${i + 1}` }))
      for (const { key: ofLine, reference, valid } of lines) await options.journal.write({ event: 'send', key: ofLine, reference, valid })
      const open = new Set<Command>(lines)
      while (open.size > 0 && !stopped) {
        if ((await sendBatch(client, key, lines, open)) === 'unknown' && options.random() < 0.25) break
        if (open.size > 0) await sleep(250)
      }
    }
    await client.destroy()
  }

  async function work(): Promise<void> {
    const clients = [0, 1].map(() => new Client(options.baseUrl, { headersTimeout: 20_000, bodyTimeout: 20_000, connectTimeout: 2_000 }))
    const [first, second] = clients as [Client, Client]
    while (!stopped) {
      const command = nextCommand()
      await options.journal.write({ event: 'send', key: command.key, reference: command.reference, valid: command.valid })
      const twice = options.random() < 0.1
      let outcomes = await Promise.all([send(first, command), ...(twice ? [send(second, command)] : [])])
      while (!outcomes.includes('answered') && !stopped) {
        if (outcomes.includes('unknown') && options.random() < 0.25) break
        // A polite client: asking every few milliseconds would take the machine from the server that is starting.
        await sleep(250)
        outcomes = [await send(first, command)]
      }
    }
    await Promise.all(clients.map((client) => client.destroy()))
  }

  const workers = Array.from({ length: options.connections ?? 16 }, (_, n) => (n % 4 === 3 ? workInBatches() : work()))
  return {
    count,
    faults,
    async stop() {
      stopped = true
      await Promise.all(workers)
    },
  }
}
