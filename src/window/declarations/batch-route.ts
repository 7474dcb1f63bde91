import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Refusal } from '../../kernel/refusal.ts'
import { contextFor, type Context } from '../../platform/context.ts'
import { DatabaseTooSlow, isUnavailable } from '../../platform/database/database.ts'
import { statusOf, type Api } from '../../platform/http/api.ts'
import { problemBody, sendProblem } from '../../platform/http/problem.ts'
import { parseStrictJson } from '../../platform/http/strict-json.ts'
import type { Outcome } from './accept-declarations.ts'
import { declarationExample } from './declaration-example.ts'
import { inOrder } from './in-order.ts'
import type { Intake } from './intake.ts'
import { splitLines, type Line } from './split-lines.ts'
import { idempotencyKey, Receipt, submissionStatuses } from './submit-routes.ts'

const lineBytes = 1024 * 1024
const totalBytes = 64 * 1024 * 1024
/** Lines of one batch under way at the same time: two full transactions. */
const ahead = 800

/** One line of the answer: what a single submission would have been answered, a receipt or a problem, and the number of the line. */
const LineAnswer = z.union([
  Receipt.extend({ line: z.int() }),
  z.looseObject({ line: z.int(), status: z.int(), code: z.string(), errors: z.array(z.looseObject({})) }),
])

const refused = (line: number, status: number, refusals: readonly Refusal[]): string => `${JSON.stringify({ line, ...problemBody(status, refusals) })}\n`

function textOf(line: number, outcome: Outcome): string {
  if (outcome.kind === 'refused') return refused(line, statusOf(outcome.refusals, submissionStatuses), outcome.refusals)
  return `{"line":${line},${JSON.stringify(outcome.receipt).slice(1)}\n`
}

// No async function: the line's bytes and what they say would stay until its answer, and the collector would copy them meanwhile.
function answerLine(context: Context, intake: Intake, line: Line, key: string | undefined): Promise<string> {
  const number = line.line
  if ('tooMuch' in line) return Promise.resolve(refused(number, 413, [{ code: 'common/too-large-body' }]))
  if ('tooLong' in line) return Promise.resolve(refused(number, 413, [{ code: 'declarations/line-too-long', facts: { maximum: lineBytes } }]))
  const json = parseStrictJson(line.bytes)
  if (!json.ok) return Promise.resolve(refused(number, 400, json.refusals))
  return answerTo(context, number, intake.submit(context, json.value, key === undefined ? undefined : `${key}:${number}`))
}

async function answerTo(context: Context, line: number, outcome: Promise<Outcome>): Promise<string> {
  try {
    return textOf(line, await outcome)
  } catch (error) {
    // Said for this line only: its neighbours may have been written, and each says so itself.
    if (isUnavailable(error)) return refused(line, 503, [{ code: 'common/unavailable' }])
    if (error instanceof DatabaseTooSlow) return refused(line, 503, [{ code: 'common/too-slow' }])
    context.log.error({ err: error, requestId: context.requestId, line }, 'the program failed on a line of a batch')
    return refused(line, 500, [{ code: 'common/failed' }])
  }
}

/** `POST /declarations:batch`: one declaration per line, one answer per line in the same order; a bad line spoils no other. */
export function batchRoute(api: Api, intake: Intake): void {
  api.raw({
    method: 'POST',
    path: '/declarations::batch',
    operation: 'submitDeclarations',
    summary: 'Submit many cargo declarations, one per line (NDJSON), answered line by line in the same order',
    tags: ['window'],
    consumes: 'application/x-ndjson',
    produces: 'application/x-ndjson',
    bodyLimit: totalBytes,
    body: z.string(),
    example: JSON.stringify(declarationExample),
    reply: LineAnswer,
    handle: async (context, request, reply) => {
      const read = idempotencyKey(request)
      if ('refusal' in read) return sendProblem(reply, 400, [read.refusal])
      const stream = request.body
      if (!(stream instanceof Readable)) return sendProblem(reply, 415, [{ code: 'common/media-type' }])
      if (Number(request.headers['content-length'] ?? 0) > totalBytes) return sendProblem(reply, 413, [{ code: 'common/too-large-body' }])
      const lines = splitLines(stream, { lineBytes, totalBytes })
      const answers = inOrder(lines, ahead, async (line) => {
        await intake.room()
        // A long batch is not one moment: each line is accepted when it is read.
        return answerLine(contextFor(api.machine, context.actor, context.requestId), intake, line, read.key)
      })
      return reply
        .code(200)
        .type('application/x-ndjson; charset=utf-8')
        .send(Readable.from(answers, { objectMode: false }))
    },
  })
}
