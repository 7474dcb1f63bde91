import { hours, minutes, plus, type Instant, type Milliseconds } from '../../kernel/instant.ts'

/** How long a browser stays signed in. */
export interface SessionTimes {
  /** Without a request. */
  readonly idle: Milliseconds
  /** At most, whatever is done. */
  readonly absolute: Milliseconds
}

export const sessionTimes: SessionTimes = { idle: minutes(30), absolute: hours(12) }

/** Name of the cookie; see docs of the API. */
const cookieName = 'lianjian'

/** The session secret in a `Cookie` header. */
export function readCookie(header: string | undefined): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === cookieName) return part.slice(equals + 1).trim()
  }
  return undefined
}

/** `Set-Cookie` that signs a browser in until `endsAt`, or out when there is no secret. Scripts cannot read it, other sites' forms do not send it. */
export function writeCookie(secret: string | undefined, secure: boolean, now: Instant, endsAt: Instant): string {
  const lifeSeconds = secret === undefined ? 0 : Math.max(0, Math.floor((endsAt - now) / 1000))
  return `${cookieName}=${secret ?? ''}; Path=/; Max-Age=${lifeSeconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/** Since when a session must have been seen to be alive. */
export function idleSince(now: Instant): Instant {
  return plus(now, -sessionTimes.idle)
}
