import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { days, instant, minutes, overlaps, plus, type Instant } from '../../../kernel/instant.ts'
import { loadedFrom, placeEnd, placeVersion, type LatestVersion } from './place-version.ts'

const now = instant('2026-03-01T08:00:00Z')
const later = plus(now, days(1))
const latest: LatestVersion = { version: 3, validFrom: instant('2020-01-01T00:00:00Z') }
const codeOf = (result: { ok: boolean; refusals?: readonly { code: string }[] }) => (result.ok ? 'ok' : result.refusals?.[0]?.code)

describe('a new version', () => {
  test('closes the former at the moment it begins', () => {
    expect(placeVersion(latest, { validFrom: later, expectedVersion: 3 }, now)).toEqual({ ok: true, value: { version: 4, validFrom: later, closes: { version: 3, validTo: later } } })
  })
  test('leaves a former that has ended before as it is', () => {
    const ended = { ...latest, validTo: instant('2021-01-01T00:00:00Z') }
    expect(placeVersion(ended, { validFrom: now, expectedVersion: 3 }, now)).toEqual({ ok: true, value: { version: 4, validFrom: now } })
  })
  test.each([
    ['of an entry somebody changed meanwhile', { validFrom: later, expectedVersion: 2 }, 'registers/changed-meanwhile'],
    ['meant as the first of an entry that exists', { validFrom: later, expectedVersion: 0 }, 'registers/changed-meanwhile'],
    ['from the past', { validFrom: plus(now, -minutes(6)), expectedVersion: 3 }, 'registers/in-the-past'],
    ['from a slow clock', { validFrom: plus(now, -minutes(5)), expectedVersion: 3 }, 'ok'],
    ['that ends when it begins', { validFrom: later, validTo: later, expectedVersion: 3 }, 'registers/ends-before-it-begins'],
  ])('%s', (_name, wanted, code) => {
    expect(codeOf(placeVersion(latest, wanted, now))).toBe(code)
  })
  test('before one that is announced for the future is refused', () => {
    const announced = { version: 4, validFrom: plus(now, days(30)) }
    expect(codeOf(placeVersion(announced, { validFrom: later, expectedVersion: 4 }, now))).toBe('registers/not-after-former')
  })
})

test.each([
  ['an entry that does not exist', undefined, 1, later, 'common/not-found'],
  ['another version than was seen', latest, 2, later, 'registers/changed-meanwhile'],
  ['in the past', latest, 3, plus(now, -days(1)), 'registers/in-the-past'],
  ['before it begins', { version: 3, validFrom: plus(now, days(9)) }, 3, later, 'registers/ends-before-it-begins'],
  ['one that has ended', { ...latest, validTo: now }, 3, later, 'registers/ended-already'],
  ['one that would end later', { ...latest, validTo: plus(now, days(9)) }, 3, later, 'ok'],
] as const)('ending %s', (_name, entry, expected, at, code) => {
  expect(codeOf(placeEnd(entry, expected, at, now))).toBe(code)
})

test('whatever is asked in whatever order, versions follow each other without overlap, and the past stays as it was', () => {
  const moment = fc.integer({ min: -400, max: 400 }).map((day) => plus(now, days(day)))
  fc.assert(
    fc.property(fc.array(fc.record({ from: moment, length: fc.option(fc.integer({ min: 1, max: 300 })), at: moment }), { maxLength: 12 }), (wishes) => {
      const history: { version: number; validFrom: Instant; validTo?: Instant }[] = []
      for (const { from, length, at } of wishes) {
        const before = structuredClone(history)
        const newest = history.at(-1)
        const wanted = { validFrom: from, ...(length === null ? {} : { validTo: plus(from, days(length)) }), expectedVersion: newest?.version ?? 0 }
        const placed = placeVersion(newest, wanted, at)
        if (!placed.ok) continue
        const { version, validFrom, validTo, closes } = placed.value
        if (closes !== undefined && newest !== undefined) newest.validTo = closes.validTo
        history.push({ version, validFrom, ...(validTo === undefined ? {} : { validTo }) })
        // Nothing that was in force before the moment of the change is different now.
        for (const old of before) expect(history.find((entry) => entry.version === old.version)?.validFrom).toBe(old.validFrom)
      }
      for (let i = 1; i < history.length; i++) {
        const [a, b] = [history[i - 1], history[i]]
        if (a === undefined || b === undefined) continue
        expect(b.version).toBe(a.version + 1)
        // `validTo` is exclusive: touching is not overlapping.
        expect(overlaps({ from: a.validFrom, to: plus(a.validTo ?? plus(now, days(9999)), -1) }, { from: b.validFrom, to: b.validFrom })).toBe(false)
      }
    }),
  )
})

test('a loaded row begins at its own date where it can, else as a correction from now on', () => {
  expect(loadedFrom(undefined, instant('2018-01-01T00:00:00Z'), now)).toBe(instant('2018-01-01T00:00:00Z'))
  expect(loadedFrom(latest, instant('2020-01-01T00:00:00Z'), now)).toBe(now)
  expect(loadedFrom(latest, later, now)).toBe(later)
  expect(loadedFrom({ version: 4, validFrom: later }, now, now)).toBe(later + 1)
})
