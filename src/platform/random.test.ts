import { expect, test } from 'vitest'
import { fromEpoch, instant } from '../kernel/instant.ts'
import { uuidv7 } from './random.ts'

test('an id bears its time, version 7 and the variant of RFC 9562', () => {
  expect(uuidv7(instant('2026-03-01T08:00:00Z'))).toMatch(/^019ca869-5000-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('ids of one millisecond are in the order they were made, all different', () => {
  const ids = Array.from({ length: 20_000 }, () => uuidv7(fromEpoch(1_772_352_000_000)))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length)
})
