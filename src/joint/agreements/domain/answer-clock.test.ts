import { describe, expect, test } from 'vitest'
import { hours, instant, minutes, plus } from '../../../kernel/instant.ts'
import { lookAgainAt, nextStep, overdueAt, type Step } from './answer-clock.ts'

const asked = instant('2018-07-02T08:00:00+08:00')
const lengths = { answer: hours(2), fallback: hours(1) }
const steps: readonly Step[] = [{ channel: 'phone', after: minutes(30) }, { channel: 'email', after: minutes(10) }, { channel: 'sms', after: minutes(20) }]

test('the liaison officers first, then the default; who was asked later has longer', () => {
  const parties = [{ agency: 'A', askedAt: asked }, { agency: 'B', askedAt: plus(asked, hours(1)) }]
  expect(overdueAt(parties, lengths, plus(asked, hours(2) - 1))).toEqual([])
  expect(overdueAt(parties, lengths, plus(asked, hours(2)))).toEqual([{ level: 1, askedAt: asked, agencies: ['A'] }])
  expect(overdueAt(parties, lengths, plus(asked, hours(3))).map(({ level, agencies }) => [level, ...agencies])).toEqual([[1, 'A'], [2, 'A'], [1, 'B']])
})

describe('nextStep', () => {
  test('channels go by their times, each once', () => {
    expect(nextStep(steps, [], asked, plus(asked, minutes(9)))).toBeUndefined()
    expect(nextStep(steps, [], asked, plus(asked, minutes(10)))?.channel).toBe('email')
    expect(nextStep(steps, [{ channel: 'email', failed: false }], asked, plus(asked, minutes(10)))).toBeUndefined()
    expect(nextStep(steps, [{ channel: 'email', failed: false }], asked, plus(asked, minutes(20)))?.channel).toBe('sms')
  })

  test('a channel that failed hands over at once, down to the telephone', () => {
    expect(nextStep(steps, [{ channel: 'email', failed: true }], asked, plus(asked, minutes(10)))?.channel).toBe('sms')
    expect(nextStep(steps, [{ channel: 'email', failed: true }, { channel: 'sms', failed: true }], asked, plus(asked, minutes(10)))?.channel).toBe('phone')
    expect(nextStep(steps, steps.map(({ channel }) => ({ channel, failed: true })), asked, plus(asked, hours(9)))).toBeUndefined()
  })
})

test('looked at again at the next thing due, and no more when everything has been', () => {
  const parties = [{ agency: 'A', askedAt: asked }]
  expect(lookAgainAt(parties, lengths, steps, asked)).toBe(plus(asked, minutes(10)))
  expect(lookAgainAt(parties, lengths, steps, plus(asked, minutes(30)))).toBe(plus(asked, hours(2)))
  expect(lookAgainAt(parties, lengths, steps, plus(asked, hours(3)))).toBeUndefined()
  expect(lookAgainAt([], lengths, steps, asked)).toBeUndefined()
})
