import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { sendProblem } from '../http/problem.ts'
import type { SealedFact } from '../ledger/tail-store.ts'
import { missedFacts } from './catch-up.ts'
import { heartbeat, heartbeatEvery, opening, parseEventId, reset, toEvent } from './event-stream.ts'
import type { Sights } from '../sight/known-subjects.ts'
import { createTail } from './tail.ts'
import { toldFacts } from './told-facts.ts'

/** A connection ends then, so that who is signed out or lost a right is noticed; the browser connects again where it was. */
const longest = 15 * 60_000
/** A reader this far behind is cut off; it comes back and catches up. */
const mostUnsent = 1024 * 1024

/** A reader for whom so many batches wait to be cut is cut off too. */
const mostUncut = 200

/** `GET /stream`: the sealed ledger as it grows, as server-sent events, cut to what the caller may know of by `sights` (LB-09). */
export function streamRoutes(api: Api, sights: Sights): void {
  const { db, log } = api.machine
  const told = toldFacts(api.machine, sights)
  const tail = createTail(db, log)
  api.raw({
    method: 'GET',
    path: '/stream',
    operation: 'followStream',
    summary: 'Facts as they are sealed (text/event-stream); resumes after `Last-Event-ID` or `after=`, both `<port>:<position>`',
    tags: ['ledger'],
    query: z.strictObject({ after: z.string().optional() }),
    produces: 'text/event-stream',
    statuses: { 'stream/bad-position': 400 },
    async handle({ actor }, request, reply) {
      const last = request.headers['last-event-id'] ?? (request.query as { after?: string }).after
      const seen = last === undefined || last === '' ? undefined : parseEventId(String(last))
      if (seen === undefined && last !== undefined && last !== '') return sendProblem(reply, 400, [{ code: 'stream/bad-position', pointer: '/after' }])

      // What is sealed while the missed facts are read waits its turn; so does what is being cut, since the order must be kept.
      let waiting: (readonly SealedFact[])[] | undefined = []
      let response: ServerResponse | undefined
      let turn: Promise<void> = Promise.resolve()
      let uncut = 0
      const send = (facts: readonly SealedFact[]): Promise<void> => {
        if (++uncut > mostUncut) response?.destroy()
        const before = turn
        turn = cutAndWrite(facts, before).finally(() => uncut--)
        return turn
      }
      const cutAndWrite = async (facts: readonly SealedFact[], before: Promise<void>): Promise<void> => {
        const [mine] = await Promise.all([told(actor, facts), before])
        const text = mine.map(toEvent).join('')
        if (text !== '') response?.write(text)
        if ((response?.writableLength ?? 0) > mostUnsent) response?.destroy()
      }
      // Who cannot be told now comes back and catches up.
      const fail = (error: unknown): void => {
        log.warn({ err: error }, 'a stream could not go on')
        response?.destroy()
      }
      const subscription = await tail.subscribe((facts) => {
        if (waiting === undefined) send(facts).catch(fail)
        else waiting.push(facts)
      })
      try {
        response = open(reply)
        hold(response, subscription.stop)
        if (seen !== undefined) {
          for await (const facts of missedFacts(db, seen, subscription.from)) {
            if (facts === 'too-many') response.write(reset)
            else await send(facts)
          }
        }
        for (const facts of waiting) send(facts).catch(fail)
        waiting = undefined
      } catch (error) {
        subscription.stop()
        if (response === undefined) throw error
        fail(error)
      }
      return reply
    },
  })
}

function open(reply: FastifyReply): ServerResponse {
  reply.hijack()
  const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
  reply.raw.writeHead(200, headers as Record<string, string>)
  reply.raw.write(opening)
  return reply.raw
}

/** Keeps the connection alive until either side ends it. */
function hold(response: ServerResponse, onEnd: () => void): void {
  const beat = setInterval(() => response.write(heartbeat), heartbeatEvery).unref()
  const end = setTimeout(() => response.end(), longest).unref()
  const stop = (): void => {
    clearInterval(beat)
    clearTimeout(end)
    onEnd()
  }
  // A client that is gone before the headers are out has closed already.
  if (response.destroyed) stop()
  else response.once('close', stop)
}
