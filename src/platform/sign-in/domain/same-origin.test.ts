import { expect, test } from 'vitest'
import { isSameOrigin } from './same-origin.ts'

const host = 'port.example:8080'

test.each([
  ['GET', 'cross-site', undefined, true],
  ['POST', 'same-origin', undefined, true],
  ['POST', 'same-site', `http://${host}`, false],
  ['POST', 'cross-site', `http://${host}`, false],
  ['POST', 'none', undefined, false],
  ['DELETE', undefined, `http://${host}`, true],
  ['POST', undefined, `https://PORT.example:8080`, true],
  ['POST', undefined, 'https://port.example', false],
  ['POST', undefined, `https://evil.example/?${host}`, false],
  ['POST', undefined, 'null', false],
  ['POST', undefined, undefined, false],
])('%s with Sec-Fetch-Site %s and Origin %s: %s', (method, fetchSite, origin, allowed) => {
  expect(isSameOrigin({ method, fetchSite, origin, host })).toBe(allowed)
})
