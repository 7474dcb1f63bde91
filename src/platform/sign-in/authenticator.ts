import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../kernel/actor.ts'
import { minutes, plus, seconds, type Instant } from '../../kernel/instant.ts'
import type { Machine } from '../context.ts'
import { isSameOrigin } from './domain/same-origin.ts'
import { hashOfSecret, sessionMark, tokenMark } from './secrets.ts'
import { idleSince, readCookie } from './sessions.ts'
import { findSession, findToken, markSeen } from './store.ts'
import { machineOf, personOf } from './to-actor.ts'

/** Announced when a session or token ends, so that this process forgets at once; others within `rememberedFor`. */
export const signInChanged = 'sign-in'

const rememberedFor = seconds(2)
const mostRemembered = 10_000
const secretForm = /^lj[st]_[A-Za-z0-9_-]{43}$/

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** The secret a request carries. A bearer token goes before the cookie; the cookie counts only when our own pages sent the request. */
export function secretOf(request: FastifyRequest): string | undefined {
  const authorization = header(request, 'authorization')
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    return token?.startsWith(tokenMark) === true ? token : undefined
  }
  const session = readCookie(header(request, 'cookie'))
  if (session?.startsWith(sessionMark) !== true) return undefined
  const origin = { method: request.method, fetchSite: header(request, 'sec-fetch-site'), origin: header(request, 'origin'), host: request.host }
  return isSameOrigin(origin) ? session : undefined
}

/**
 * Finds who sends a request: the machine of a bearer token, the person of a session, or nobody. What was found is remembered for two seconds,
 * so that a busy client does not cost a query per request; what ends in this process is forgotten at once.
 */
export function authenticator(machine: Machine): (request: FastifyRequest) => Promise<Actor | undefined> {
  const remembered = new Map<string, { readonly actor: Promise<Actor | undefined>; readonly until: Instant }>()
  machine.db.onAnnounced(signInChanged, () => remembered.clear())

  async function find(secret: string, now: Instant): Promise<Actor | undefined> {
    const hash = hashOfSecret(secret)
    if (secret.startsWith(tokenMark)) {
      const token = await findToken(machine.db, hash, now)
      return token === undefined ? undefined : machineOf(token)
    }
    const session = await findSession(machine.db, hash, now, idleSince(now))
    if (session === undefined) return undefined
    if (session.seen_at < plus(now, -minutes(1))) await markSeen(machine.db, hash, now)
    return personOf(session)
  }

  return (request) => {
    const secret = secretOf(request)
    if (secret === undefined || !secretForm.test(secret)) return Promise.resolve(undefined)
    const now = machine.clock.now()
    const known = remembered.get(secret)
    if (known !== undefined && now < known.until) return known.actor
    if (remembered.size >= mostRemembered) remembered.clear()
    // The promise is kept, so that requests arriving together ask once; a failure or a stranger is not remembered.
    const actor = find(secret, now)
    const entry = { actor, until: plus(now, rememberedFor) }
    remembered.set(secret, entry)
    const forget = (): void => {
      if (remembered.get(secret) === entry) remembered.delete(secret)
    }
    actor.then((found) => (found === undefined ? forget() : undefined), forget)
    return actor
  }
}
