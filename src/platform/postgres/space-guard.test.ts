import { expect, test } from 'vitest'
import { mayWrite, reservedBytes } from './space-guard.ts'

test.each([
  [reservedBytes, true, true],
  [reservedBytes - 1, true, false],
  [reservedBytes, false, false],
  [reservedBytes * 1.5 - 1, false, false],
  [reservedBytes * 1.5, false, true],
])('with %i bytes free and writing allowed %s before: %s', (free, before, now) => {
  expect(mayWrite(free, before)).toBe(now)
})
