import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyHelmet from '@fastify/helmet'
import fastifyRateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Machine } from '../context.ts'
import { DatabaseTooSlow, isUnavailable } from '../database/database.ts'
import { createMetrics, type Figures, type Metrics, type Peers } from '../metrics/metrics.ts'
import { uuidv7 } from '../random.ts'
import { root } from '../root.ts'
import { createApi, type Api, type Authenticate } from './api.ts'
import { openApiDocument } from './openapi.ts'
import { sendProblem } from './problem.ts'
import { apiHeaders, pagePolicy, transportSecurityAge } from './security-headers.ts'
import { answerBadAddress, answerNoRequest } from './unread-requests.ts'

/** One JSON document; batches and uploads raise it on their own routes. */
export const bodyLimit = 1024 * 1024

export interface ServerOptions {
  readonly authenticate: Authenticate
  /** Declares every module's routes; called once. */
  readonly routes: (api: Api, app: FastifyInstance) => void
  readonly version: string
  /** Figures of modules, beside those of the process and its requests. */
  readonly figures?: (figures: Figures) => void
  /** Where this is one of several processes of a server: the others. */
  readonly peers?: Peers
  /** Checks each answer against its documented schema: on in tests. */
  readonly checkReplies?: boolean
  /** Where the built screens are; absent when they were not built. */
  readonly screens?: string
}

const requestFaults: Readonly<Record<number, string>> = { 413: 'common/too-large-body', 415: 'common/media-type', 429: 'common/too-many-requests' }

function answerFailure(machine: Machine, error: Error & { statusCode?: number; code?: string }, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.code === '53100' || (error.cause as { code?: string } | undefined)?.code === '53100') return sendProblem(reply, 507, [{ code: 'common/no-space' }])
  if (isUnavailable(error)) return sendProblem(reply, 503, [{ code: 'common/unavailable' }])
  if (error instanceof DatabaseTooSlow) {
    machine.log.warn({ err: error, requestId: request.id, url: request.url.split('?')[0] }, 'a statement of a request passed the limits')
    return sendProblem(reply, 503, [{ code: 'common/too-slow' }])
  }
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return sendProblem(reply, status, [{ code: requestFaults[status] ?? 'common/bad-request' }])
  machine.log.error({ err: error, requestId: request.id, url: request.url.split('?')[0] }, 'the program failed on a request')
  return sendProblem(reply, 500, [{ code: 'common/failed' }])
}

async function serveScreens(app: FastifyInstance, screens: string): Promise<void> {
  const page = path.join(screens, 'index.html')
  const there = existsSync(page)
  await app.register(fastifyStatic, {
    root: screens,
    index: false,
    wildcard: true,
    setHeaders: (response, file) => {
      // Built files bear a hash of their content in their names.
      if (file.includes(`${path.sep}assets${path.sep}`)) response.setHeader('cache-control', 'public, max-age=31536000, immutable')
    },
  })
  // Read for each visit: screens may be built anew under a running server, and their files' names change with them.
  const sendPage = async (reply: FastifyReply): Promise<FastifyReply> => {
    const html = await readFile(page, 'utf8')
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html.replaceAll('__CSP_NONCE__', reply.cspNonce.style))
  }
  app.get('/', (_request, reply) => (there ? sendPage(reply) : sendProblem(reply, 404, [{ code: 'common/not-found' }])))
  app.setNotFoundHandler((request, reply) => {
    // Addresses of screens live in the browser; whatever asks for a page gets it.
    if (there && request.method === 'GET' && !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')) return sendPage(reply)
    return sendProblem(reply, 404, [{ code: 'common/not-found' }])
  })
}

/** Health and figures, for whoever looks after the process. */
function serveFigures(app: FastifyInstance, machine: Machine, metrics: Metrics): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    await machine.db.query('select 1 as one')
    return reply.send({ status: 'ok' })
  })
  app.get('/metrics', async (request, reply) => {
    // Scraped from the machine itself or through a proxy that guards it.
    if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)) return sendProblem(reply, 404, [{ code: 'common/not-found' }])
    return reply.type('text/plain; version=0.0.4').send(await metrics.text())
  })
}

/** Builds the HTTP server: API under `/api/v1`, screens, health, metrics. Nothing listens yet. */
export async function buildServer(machine: Machine, options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: machine.log.child({ part: 'http' }),
    // One line per request would cost more than the request; metrics count them, failures are logged.
    logController: new LogController({ disableRequestLogging: true }),
    // Whoever logs about a request names it by its id; a logger of its own for each would cost more than that.
    childLoggerFactory: (logger) => logger,
    bodyLimit,
    genReqId: () => uuidv7(machine.clock.now(), machine.random),
    trustProxy: 'loopback',
    requestTimeout: 120_000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 300 },
    return503OnClosing: true,
    forceCloseConnections: true,
    frameworkErrors: answerBadAddress,
    clientErrorHandler: answerNoRequest,
  }) as unknown as FastifyInstance
  const metrics = createMetrics(options.peers)
  options.figures?.(metrics)

  app.setErrorHandler((error: Error, request, reply) => answerFailure(machine, error, request, reply))
  app.addHook('onResponse', (request, reply, done) => {
    metrics.observeRequest(request.method, request.routeOptions.url ?? 'unmatched', reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
  // Only where a route asks for it (sign-in, public look-ups): officers' traffic is never throttled by the public's.
  await app.register(fastifyRateLimit, { global: false, errorResponseBuilder: () => Object.assign(new Error('too many requests'), { statusCode: 429 }) })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser(/^application\/json(;\s*charset=utf-?8)?$/i, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addContentTypeParser(/^application\/x-ndjson/i, (_request, payload, done) => done(null, payload))
  app.addContentTypeParser(
    /^(text\/csv|application\/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet|application\/octet-stream|image\/(png|jpeg))/i,
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  )

  await app.register(
    async (scope) => {
      scope.addHook('onRequest', (request, reply, done) => {
        reply.headers(apiHeaders)
        // No name, code or text of anybody has a NUL in it, and the database holds none.
        if (request.url.includes('%00')) sendProblem(reply, 400, [{ code: 'common/bad-request' }])
        else done()
      })
      const api = createApi(scope, machine, options.authenticate, { checkReplies: options.checkReplies === true, version: options.version })
      options.routes(api, scope)
      let document: string | undefined
      scope.get('/openapi.json', async (_request, reply) => {
        document ??= JSON.stringify(openApiDocument(api.operations, options.version))
        return reply.type('application/json').send(document)
      })
    },
    { prefix: '/api/v1' },
  )
  await app.register(async (scope) => {
    await scope.register(fastifyHelmet, {
      enableCSPNonces: true,
      contentSecurityPolicy: { directives: pagePolicy },
      strictTransportSecurity: { maxAge: transportSecurityAge },
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginEmbedderPolicy: false,
    })
    serveFigures(scope, machine, metrics)
    await serveScreens(scope, options.screens ?? path.join(root, 'dist', 'web'))
  })
  return app
}
