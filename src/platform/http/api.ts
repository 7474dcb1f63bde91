import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { Bug } from '../../kernel/invariant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { contextFor, type Context, type Machine } from '../context.ts'
import type { Tx } from '../database/database.ts'
import { keepAnswers } from './keep-answers.ts'
import { once, requestHash } from './once.ts'
import type { Operation } from './openapi.ts'
import { sendProblem } from './problem.ts'
import { parseStrictJson } from './strict-json.ts'
import { refusalsOf } from './zod-refusals.ts'

/** HTTP status of each refusal code a route can give; 422 for one that is not named. */
export type Statuses = Readonly<Record<string, number>>

interface Described {
  /** Below `/api/v1`, with `:parameters`. */
  readonly path: string
  /** `operationId` of the OpenAPI document. */
  readonly operation: string
  readonly summary: string
  readonly tags?: readonly string[]
  readonly statuses?: Statuses
  /** May be called without signing in. */
  readonly public?: boolean
}

export interface Reading<P extends z.ZodType, Q extends z.ZodType, R extends z.ZodType> extends Described {
  readonly params?: P
  readonly query?: Q
  readonly reply: R
  readonly example?: unknown
  /** Seconds anybody on the way may keep the answer, which must be the same for all. Such a route is asked at most `mostPerMinute` times a minute by one address. */
  readonly kept?: number
  /**
   * What tells two answers of a public route apart, found at little cost; undefined where there is no answer. Whoever has the answer already is told so without
   * `run`, and what was last sent is sent again while the version stands.
   */
  readonly version?: (context: Context, input: { params: z.output<P>; query: z.output<Q> }) => Promise<string | undefined>
  readonly run: (context: Context, input: { params: z.output<P>; query: z.output<Q> }) => Promise<Result<z.output<R>>>
}

export interface Command<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType> extends Described {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly params?: P
  readonly body?: B
  readonly reply: R
  /** A body a reader can send as it stands; shown in the OpenAPI document. */
  readonly example?: unknown
  /** Status of success; 200 unless told. */
  readonly success?: number
  readonly bodyLimit?: number
  /** Runs in one transaction with the record of its answer. `ifMatch` is the version the caller saw, from If-Match. */
  readonly run: (tx: Tx, context: Context, input: { params: z.output<P>; body: z.output<B>; ifMatch: string | undefined }) => Promise<Result<z.output<R>>>
}

export interface Raw extends Described {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly reply?: z.ZodType
  readonly example?: unknown
  readonly success?: number
  /** Media types of the body and the answer where they are not JSON. */
  readonly consumes?: string
  readonly produces?: string
  /** Takes an Idempotency-Key, which `handle` honours itself. */
  readonly keyed?: boolean
  readonly bodyLimit?: number
  /** Answers by itself. `request.body` is a Buffer for JSON, a stream for NDJSON. */
  readonly handle: (context: Context, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>
}

/** Where modules declare their routes. */
export interface Api {
  readonly machine: Machine
  read<P extends z.ZodType, Q extends z.ZodType, R extends z.ZodType>(reading: Reading<P, Q, R>): void
  command<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(command: Command<P, B, R>): void
  raw(route: Raw): void
  readonly operations: readonly Operation[]
}

/** Finds who sends a request; undefined when nobody is signed in. Given by sign-in. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | undefined>

/** Who a public route runs as when nobody is signed in. */
const anonymous: Actor = { kind: 'person', id: 'anonymous', name: 'anonymous', roles: [], ports: [] }

/** Questions for everybody that one address may ask in a minute. */
const mostPerMinute = 300

/** Characters of versioned answers that are kept in memory. */
const mostKept = 16_000_000

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

/** What a sender's Idempotency-Key may be. */
export const IdempotencyKey = z.string().min(1).max(200).regex(/^[\x21-\x7e]+$/)

/** The refusals' status: the one the route names for the first of them. */
export function statusOf(refusals: readonly Refusal[], statuses: Statuses = {}): number {
  const code = refusals[0]?.code ?? ''
  const named = statuses[code]
  if (named !== undefined) return named
  if (code === 'common/sign-in-first') return 401
  if (code === 'common/not-permitted' || code === 'common/persons-only') return 403
  if (code === 'common/not-found') return 404
  if (code === 'common/key-reused') return 409
  if (code === 'common/changed-meanwhile') return 412
  if (code.startsWith('common/json-') || code === 'common/bad-cursor') return 400
  return 422
}

function parse<S extends z.ZodType>(schema: S | undefined, input: unknown): Result<z.output<S>> {
  if (schema === undefined) return ok(undefined as z.output<S>)
  const parsed = schema.safeParse(input, { reportInput: true })
  if (parsed.success) return ok(parsed.data)
  const [first, ...rest] = refusalsOf(parsed.error)
  return first === undefined ? refuse({ code: 'common/invalid' }) : refuse(first, ...rest)
}

/** Reads a JSON body strictly; no body reads as an empty object, so that commands without one need none. */
export function readBody(request: FastifyRequest): Result<unknown> {
  const body = request.body
  if (body === undefined || body === null) return ok({})
  if (!Buffer.isBuffer(body)) return refuse({ code: 'common/json-malformed', pointer: '' })
  return body.length === 0 ? ok({}) : parseStrictJson(body)
}

/** Makes the place where modules declare routes on a Fastify instance mounted at `/api/v1`. */
export function createApi(app: FastifyInstance, machine: Machine, authenticate: Authenticate, options: { readonly checkReplies?: boolean; readonly version?: string } = {}): Api {
  const operations: Operation[] = []
  const sent = keepAnswers(mostKept)

  async function contextOf(route: Described, request: FastifyRequest): Promise<Result<Context>> {
    const actor = await authenticate(request)
    if (actor === undefined && route.public !== true) return refuse({ code: 'common/sign-in-first' })
    return ok(contextFor(machine, actor ?? anonymous, request.id))
  }

  function render(operation: string, schema: z.ZodType, value: unknown): string {
    if (options.checkReplies === true) {
      const checked = schema.safeParse(value)
      if (!checked.success) throw new Bug(`${operation} answers otherwise than it documents: ${checked.error.message}`)
    }
    return JSON.stringify(value)
  }

  function send(reply: FastifyReply, status: number, body: string): FastifyReply {
    return reply.code(status).type('application/json; charset=utf-8').send(body)
  }

  function read<P extends z.ZodType, Q extends z.ZodType, R extends z.ZodType>(route: Reading<P, Q, R>): void {
    operations.push({ ...route, method: 'GET' })
    const limited = route.kept === undefined ? {} : { config: { rateLimit: { max: mostPerMinute, timeWindow: 60_000 } } }
    app.get(route.path, limited, async (request, reply) => {
      const context = await contextOf(route, request)
      if (!context.ok) return sendProblem(reply, statusOf(context.refusals), context.refusals)
      const params = parse(route.params, request.params)
      // A path that cannot name anything names nothing.
      if (!params.ok) return sendProblem(reply, 404, [{ code: 'common/not-found' }])
      const query = parse(route.query, request.query)
      if (!query.ok) return sendProblem(reply, 400, query.refusals)
      const input = { params: params.value, query: query.value }
      const cacheControl = route.kept === undefined ? 'private, no-cache' : `public, max-age=${route.kept}`
      const version = route.public === true ? await route.version?.(context.value, input) : undefined
      const tag = version === undefined ? undefined : `"${digest(`${options.version ?? ''} ${version}`)}"`
      if (tag !== undefined) {
        if (request.headers['if-none-match'] === tag) return reply.header('etag', tag).header('cache-control', cacheControl).code(304).send()
        const known = sent.find(request.url, tag)
        if (known !== undefined) return send(reply.header('etag', tag).header('cache-control', cacheControl), 200, known)
      }
      const result = await route.run(context.value, input)
      if (!result.ok) return sendProblem(reply, statusOf(result.refusals, route.statuses), result.refusals)
      const body = render(route.operation, route.reply, result.value)
      const number = (result.value as { version?: unknown } | null)?.version
      const etag = tag ?? (typeof number === 'number' ? `"${number}"` : `W/"${digest(body)}"`)
      if (tag !== undefined) sent.keep(request.url, tag, body)
      reply.header('etag', etag).header('cache-control', cacheControl)
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      return send(reply, 200, body)
    })
  }

  function command<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(route: Command<P, B, R>): void {
    operations.push({ ...route, keyed: true })
    const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const context = await contextOf(route, request)
      if (!context.ok) return sendProblem(reply, statusOf(context.refusals), context.refusals)
      const params = parse(route.params, request.params)
      if (!params.ok) return sendProblem(reply, 404, [{ code: 'common/not-found' }])
      const json = readBody(request)
      if (!json.ok) return sendProblem(reply, 400, json.refusals)
      const body = parse(route.body, json.value)
      if (!body.ok) return sendProblem(reply, statusOf(body.refusals, route.statuses), body.refusals)
      const header = request.headers['idempotency-key']
      const bodyId = (json.value as { id?: unknown } | null)?.id
      const key = header ?? (typeof bodyId === 'string' ? `${route.operation}:${bodyId}` : undefined)
      if (key !== undefined && !IdempotencyKey.safeParse(key).success) return sendProblem(reply, 400, [{ code: 'common/bad-idempotency-key' }])
      const hash = requestHash(route.operation, request.url, Buffer.isBuffer(request.body) ? request.body : '')
      const ifMatch = request.headers['if-match']?.replaceAll('"', '')
      const status = route.success ?? 200
      const result = await once(machine.db, context.value, key as string | undefined, hash, async (tx) => {
        const outcome = await route.run(tx, context.value, { params: params.value, body: body.value, ifMatch })
        return outcome.ok ? ok({ status, body: render(route.operation, route.reply, outcome.value) }) : outcome
      })
      if (!result.ok) return sendProblem(reply, statusOf(result.refusals, route.statuses), result.refusals)
      if (result.value.repeated) reply.header('idempotent-replayed', 'true')
      return send(reply, result.value.status, result.value.body)
    }
    app.route({ method: route.method, url: route.path, ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }), handler })
  }

  function raw(route: Raw): void {
    operations.push(route)
    app.route({
      method: route.method,
      url: route.path,
      ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
      handler: async (request, reply) => {
        const context = await contextOf(route, request)
        if (!context.ok) return sendProblem(reply, statusOf(context.refusals), context.refusals)
        return route.handle(context.value, request, reply)
      },
    })
  }

  return { machine, read, command, raw, operations }
}
