import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { ok, refuse } from '../../kernel/result.ts'
import { IdempotencyKey, readBody, statusOf, type Api } from '../http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../http/cursor.ts'
import { sendProblem } from '../http/problem.ts'
import { refusalsOf } from '../http/zod-refusals.ts'
import { accountRoutes } from './account-routes.ts'
import { secretOf } from './authenticator.ts'
import { isSameOrigin } from './domain/same-origin.ts'
import { createGate } from './gate.ts'
import { secretCommand } from './secret-command.ts'
import { idOfKey, sessionMark } from './secrets.ts'
import { readCookie, writeCookie } from './sessions.ts'
import { createSignInDesk, SignIn } from './sign-in.ts'
import { listTokens } from './store.ts'
import { IssuedToken, issueToken, IssueToken, revokeToken, ScopeSchema, TokenView, toTokenView } from './tokens.ts'

const Who = ScopeSchema.extend({ kind: z.enum(['person', 'machine', 'system']), id: z.string(), name: z.string() })
const SessionView = z.object({
  actor: Who,
  /** Screens the actor may open, by name. */
  permissions: z.array(z.string()),
})

/** A screen and whether an actor may open it; the same pure functions the use cases ask. */
export type ScreenPermissions = Readonly<Record<string, (actor: Actor) => boolean>>

const statuses = { 'common/bad-idempotency-key': 400, 'sign-in/wrong-name-or-password': 401, 'sign-in/too-many-tries': 429, 'sign-in/cross-site': 403, 'tokens/told-once': 409, 'tokens/beyond-own-reach': 403 }

/** Signing in and out, who I am, machine tokens, people's accounts. */
export function signInRoutes(api: Api, screens: ScreenPermissions): void {
  const { machine } = api
  const desk = createSignInDesk(machine, createGate(2, 32))

  function sessionView(actor: Actor): z.infer<typeof SessionView> {
    const { kind, id, name, roles, agency, enterprise, site, ports } = actor
    const party = { ...(agency === undefined ? {} : { agency }), ...(enterprise === undefined ? {} : { enterprise }), ...(site === undefined ? {} : { site }) }
    return {
      actor: { kind, id, name, roles: [...roles], ports: [...ports], ...party },
      permissions: Object.keys(screens).filter((screen) => screens[screen]?.(actor) === true),
    }
  }

  api.raw({
    method: 'POST',
    path: '/session',
    operation: 'signIn',
    summary: 'Sign in with name and password; the answer sets the session cookie',
    tags: ['sign-in'],
    public: true,
    body: SignIn,
    reply: SessionView,
    example: { name: 'administrator', password: 'lianjian-demo' },
    statuses,
    async handle(_context, request, reply) {
      const { origin } = request.headers
      const fetchSite = request.headers['sec-fetch-site']
      // A page of another site must not sign its visitor in as somebody else; programs send neither header.
      const fromBrowser = origin !== undefined || fetchSite !== undefined
      if (fromBrowser && !isSameOrigin({ method: 'POST', fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined, origin, host: request.host })) return sendProblem(reply, 403, [{ code: 'sign-in/cross-site' }])
      const json = readBody(request)
      if (!json.ok) return sendProblem(reply, 400, json.refusals)
      const command = SignIn.safeParse(json.value, { reportInput: true })
      if (!command.success) return sendProblem(reply, 422, refusalsOf(command.error))
      const signedIn = await desk.signIn(command.data, request.ip, readCookie(request.headers.cookie))
      if (!signedIn.ok) return sendProblem(reply, statusOf(signedIn.refusals, statuses), signedIn.refusals)
      const { secret, endsAt, actor } = signedIn.value
      reply.header('set-cookie', writeCookie(secret, request.protocol === 'https', machine.clock.now(), endsAt))
      return reply.code(200).type('application/json; charset=utf-8').send(JSON.stringify(sessionView(actor)))
    },
  })
  api.read({
    path: '/session',
    operation: 'readSession',
    summary: 'Who I am and which screens I may open',
    tags: ['sign-in'],
    reply: SessionView,
    run: async (context) => ok(sessionView(context.actor)),
  })
  api.raw({
    method: 'DELETE',
    path: '/session',
    operation: 'signOut',
    summary: 'Sign out; the session ends at once, here and everywhere',
    tags: ['sign-in'],
    public: true,
    success: 204,
    async handle(_context, request, reply) {
      const secret = secretOf(request)
      if (secret?.startsWith(sessionMark) === true) await desk.signOut(secret)
      const now = machine.clock.now()
      return reply.header('set-cookie', writeCookie(undefined, request.protocol === 'https', now, now)).code(204).send()
    },
  })
  api.read({
    path: '/tokens',
    operation: 'listTokens',
    summary: 'Machine tokens in force: the own ones, all for administrators',
    tags: ['sign-in'],
    query: ListQuery,
    reply: z.object({ items: z.array(TokenView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const issuedBy = hasRole(context.actor, 'administrator') ? undefined : context.actor.id
      return ok(pageById(await listTokens(context.db, issuedBy, after.value, query.limit), query.limit, toTokenView))
    },
  })
  secretCommand(api, {
    path: '/tokens',
    operation: 'issueToken',
    keyed: true,
    summary: 'Hand out a bearer token for a machine, within the own reach; it is told once',
    params: z.strictObject({}),
    body: IssueToken,
    reply: IssuedToken,
    success: 201,
    example: { name: 'gate system', expiresAt: '2030-01-01T00:00:00Z' },
    statuses,
    run: async (tx, context, { body, request }) => {
      const header = request.headers['idempotency-key']
      if (header === undefined || body.id !== undefined) return issueToken(tx, context, machine.random, body)
      const key = IdempotencyKey.safeParse(header)
      if (!key.success) return refuse({ code: 'common/bad-idempotency-key' })
      return issueToken(tx, context, machine.random, { ...body, id: idOfKey(context.actor.id, key.data) })
    },
  })
  api.command({
    method: 'DELETE',
    path: '/tokens/:id',
    operation: 'revokeToken',
    summary: 'End a machine token at once',
    tags: ['sign-in'],
    params: z.strictObject({ id: z.uuid() }),
    reply: TokenView,
    run: (tx, context, { params }) => revokeToken(tx, context, params.id),
  })
  accountRoutes(api)
}
