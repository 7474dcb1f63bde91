import { expect, test } from 'vitest'
import { mayTry, signInLimits } from './limits.ts'

test.each([
  ['the tenth try of a name from a place', { both: 10, name: 10, place: 10 }, false, true],
  ['the eleventh', { both: 11, name: 11, place: 11 }, false, false],
  ['the eleventh, even where the account is known', { both: 11, name: 11, place: 11 }, true, false],
  ['the first from a new place after ten failures elsewhere', { both: 1, name: 11, place: 1 }, false, false],
  ['the first from a known place after a thousand failures elsewhere', { both: 1, name: 1001, place: 1 }, true, true],
  ['the hundred and first name from one place', { both: 1, name: 1, place: 101 }, true, false],
])('%s', (_name, tries, known, allowed) => {
  expect(mayTry(signInLimits, tries, known)).toBe(allowed)
})
