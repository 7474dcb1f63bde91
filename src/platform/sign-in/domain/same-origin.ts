/** What a browser says about where a request comes from. */
export interface RequestOrigin {
  readonly method: string
  /** `Sec-Fetch-Site`. */
  readonly fetchSite: string | undefined
  /** `Origin`. */
  readonly origin: string | undefined
  /** `Host`. */
  readonly host: string | undefined
}

/**
 * Whether a request that carries our cookie was made by our own pages. Reading is always let through, it changes nothing and other sites cannot see the answer.
 * Every browser of the last years sends `Sec-Fetch-Site` or `Origin` with the rest; a request that shows neither does not come from one, and must use a token.
 */
export function isSameOrigin(request: RequestOrigin): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true
  if (request.fetchSite !== undefined) return request.fetchSite === 'same-origin'
  const host = request.origin?.match(/^https?:\/\/([^/]+)$/i)?.[1]
  return host !== undefined && host.toLowerCase() === request.host?.toLowerCase()
}
