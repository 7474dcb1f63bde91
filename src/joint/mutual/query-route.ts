import type { z } from 'zod'
import type { Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import { readBody, statusOf, type Api, type Statuses } from '../../platform/http/api.ts'
import { sendProblem } from '../../platform/http/problem.ts'
import { refusalsOf } from '../../platform/http/zod-refusals.ts'

/** A query that is logged whether it is answered or not. */
export interface QueryRoute<B extends z.ZodType, R extends z.ZodType> {
  readonly path: string
  readonly operation: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly body: B
  readonly reply: R
  readonly example: unknown
  readonly statuses: Statuses
  /** Opens its own transaction for the log: a command's would leave nothing of a refusal, and a second one beside it could wait for ever for a connection. */
  readonly run: (context: Context, body: z.output<B>) => Promise<Result<z.output<R>>>
}

/** Declares a query by POST: its subject is not for an address that logs and proxies keep (SW-08, JI-12). */
export function queryRoute<B extends z.ZodType, R extends z.ZodType>(api: Api, route: QueryRoute<B, R>): void {
  const { path, operation, summary, tags, body, reply, example, statuses } = route
  api.raw({
    ...{ method: 'POST', path, operation, summary, tags, body, reply, example, statuses, success: 200 },
    handle: async (context, request, answer) => {
      const json = readBody(request)
      if (!json.ok) return sendProblem(answer, 400, json.refusals)
      const parsed = body.safeParse(json.value, { reportInput: true })
      const read = parsed.success ? undefined : refusalsOf(parsed.error)
      if (!parsed.success) return sendProblem(answer, 422, read === undefined || read.length === 0 ? [{ code: 'common/invalid' }] : read)
      const result = await route.run(context, parsed.data)
      if (!result.ok) return sendProblem(answer, statusOf(result.refusals, statuses), result.refusals)
      return answer.code(200).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(reply.parse(result.value)))
    },
  })
}
