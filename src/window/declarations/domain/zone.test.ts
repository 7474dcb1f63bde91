import { expect, test } from 'vitest'
import { withZone } from './zone.ts'

test.each([
  ['2026-03-05T08:00:00', 'Asia/Shanghai', '2026-03-05T08:00:00+08:00'],
  ['2026-01-15T08:00:00', 'Europe/London', '2026-01-15T08:00:00+00:00'],
  ['2026-07-15T08:00:00', 'Europe/London', '2026-07-15T08:00:00+01:00'],
  ['2026-07-15T23:30:00', 'Asia/Kathmandu', '2026-07-15T23:30:00+05:45'],
  ['2026-11-01T00:30:00', 'America/New_York', '2026-11-01T00:30:00-04:00'],
  ['not a moment', 'Asia/Shanghai', 'not a moment'],
])('%s at %s', (local, zone, expected) => {
  expect(withZone(local, zone)).toBe(expected)
})
