import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distance, fromWallClock, inPortTime, nameFor, toWallField, wallClock, zoneName } from './time.ts'

test('the wall clock of a port', () => {
  expect(wallClock('2026-03-01T16:30:00Z', 'Asia/Shanghai')).toBe('2026-03-02 00:30')
  expect(fromWallClock('2026-03-02T00:30', 'Asia/Shanghai')).toBe('2026-03-01T16:30:00.000Z')
  expect(zoneName('Asia/Shanghai', new Date('2026-03-01T00:00:00Z'))).toBe('UTC+8')
  expect(fromWallClock('soon', 'Asia/Shanghai')).toBeUndefined()
})

test('what is shown in a field and read back is the same minute, in zones with and without summer time', () => {
  const minutes = fc.integer({ min: Date.UTC(2015, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 })
  fc.assert(
    fc.property(minutes, fc.constantFrom('Asia/Shanghai', 'Asia/Almaty', 'Europe/Berlin', 'America/New_York', 'UTC'), (minute, zone) => {
      const iso = new Date(minute * 60_000).toISOString()
      const read = fromWallClock(toWallField(iso, zone), zone)
      // The hour that comes twice in autumn cannot be told apart on a wall clock.
      expect([0, 3_600_000]).toContain(Math.abs(Date.parse(read ?? '') - Date.parse(iso)))
      expect(wallClock(read ?? '', zone)).toBe(wallClock(iso, zone))
    }),
  )
})

test.each([
  [59, { value: 59, unit: 'minute' }],
  [60, { value: 1, unit: 'hour' }],
  [47 * 60, { value: 47, unit: 'hour' }],
  [48 * 60, { value: 2, unit: 'day' }],
  [-90, { value: -1, unit: 'hour' }],
])('%d minutes are %o', (minutes, expected) => {
  expect(distance(0, minutes * 60_000)).toEqual(expected)
})

test('a name side by side is shown in the language of the reader', () => {
  expect(nameFor('海关 关员 · Customs officer', 'zh')).toBe('海关 关员')
  expect(nameFor('海关 关员 · Customs officer', 'en')).toBe('Customs officer')
  expect(nameFor('审计员 auditor', 'en')).toBe('auditor')
  expect(nameFor('王敏', 'en')).toBe('王敏')
})

test('moments in a text of the server are shown on the wall clock of the port', () => {
  expect(inPortTime('from 2026-03-01T16:30:00.250Z to 2026-03-01T17:00Z at P2', 'Asia/Shanghai')).toBe('from 2026-03-02 00:30 to 2026-03-02 01:00 at P2')
})
