import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Result } from '../../kernel/result.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../database/database.ts'
import { readBody, statusOf, type Api, type Statuses } from '../http/api.ts'
import { sendProblem } from '../http/problem.ts'
import { refusalsOf } from '../http/zod-refusals.ts'

/** A command whose body or answer holds a secret. */
export interface SecretCommand<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  readonly path: string
  readonly operation: string
  readonly summary: string
  readonly params: P
  readonly body: B
  readonly reply: R
  readonly success?: number
  readonly statuses?: Statuses
  readonly example: unknown
  /** Takes an Idempotency-Key, which `run` honours itself. */
  readonly keyed?: boolean
  readonly run: (tx: Tx, context: Context, input: { params: z.output<P>; body: z.output<B>; request: FastifyRequest }) => Promise<Result<z.output<R>>>
}

class Refused extends Error {
  readonly result: { readonly ok: false } & Result<never>
  constructor(result: { readonly ok: false } & Result<never>) {
    super('refused')
    this.result = result
  }
}

/**
 * Declares a POST in one transaction that keeps nothing for repeats: ordinary commands keep the hash of their body, from which a password could be
 * guessed, and their answer, which would keep a token. Each such command is made to be repeated without harm.
 */
export function secretCommand<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(api: Api, route: SecretCommand<P, B, R>): void {
  api.raw({
    method: 'POST',
    path: route.path,
    operation: route.operation,
    summary: route.summary,
    tags: ['sign-in'],
    params: route.params,
    body: route.body,
    reply: route.reply,
    example: route.example,
    ...(route.keyed === undefined ? {} : { keyed: route.keyed }),
    ...(route.success === undefined ? {} : { success: route.success }),
    ...(route.statuses === undefined ? {} : { statuses: route.statuses }),
    async handle(context, request, reply) {
      const params = route.params.safeParse(request.params)
      if (!params.success) return sendProblem(reply, 404, [{ code: 'common/not-found' }])
      const json = readBody(request)
      if (!json.ok) return sendProblem(reply, 400, json.refusals)
      const body = route.body.safeParse(json.value, { reportInput: true })
      if (!body.success) return sendProblem(reply, 422, refusalsOf(body.error))
      const result = await inOneTransaction(api, (tx) => route.run(tx, context, { params: params.data, body: body.data, request }))
      if (!result.ok) return sendProblem(reply, statusOf(result.refusals, route.statuses), result.refusals)
      return reply.code(route.success ?? 200).type('application/json; charset=utf-8').send(JSON.stringify(result.value))
    },
  })
}

/** A refusal leaves nothing behind. */
async function inOneTransaction<T>(api: Api, work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await api.machine.db.transaction(async (tx) => {
      const result = await work(tx)
      if (!result.ok) throw new Refused(result)
      return result
    })
  } catch (error) {
    if (error instanceof Refused) return error.result
    throw error
  }
}
